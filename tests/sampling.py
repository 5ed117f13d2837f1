"""Which cases of the large tables a run tries: a random sample, or all.

`LOCKSTEP_ALL=1` (`npm run test:all`) tries all cases. `LOCKSTEP_SEED` repeats the sample of an
earlier run, which has printed its seed.
"""

from __future__ import annotations

import hashlib
import os
import random

IS_ALL = os.environ.get("LOCKSTEP_ALL") == "1"
# In the environment, so that every process of a run has the same sample.
SEED = os.environ.setdefault("LOCKSTEP_SEED", str(random.randrange(10**6)))


def is_chosen(name: str, one_in: int) -> bool:
    """Whether a case is in the sample; on average one of `one_in` cases is."""
    digest = hashlib.sha256(f"{SEED} {name}".encode()).digest()
    return IS_ALL or int.from_bytes(digest[:4], "big") % one_in == 0


def sample_description() -> str:
    """The sample, for the head of a report."""
    if IS_ALL:
        return "large tables: everything"
    return f"large tables: a sample; LOCKSTEP_SEED={SEED} repeats it, LOCKSTEP_ALL=1 tries all"
