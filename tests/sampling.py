"""Which part of the large tables a run tries: a sample by a seed, or everything.

`LOCKSTEP_ALL=1` (`npm run test:all`) tries everything; `LOCKSTEP_SEED` repeats the sample of an
earlier run, which has printed its seed.
"""

from __future__ import annotations

import hashlib
import os
import random

IS_ALL = os.environ.get("LOCKSTEP_ALL") == "1"
# Into the environment, so that every part of a run, and every process, has the same sample.
SEED = os.environ.setdefault("LOCKSTEP_SEED", str(random.randrange(10**6)))


def is_chosen(name: str, one_in: int) -> bool:
    """Whether a case is in the sample; `one_in` is how many cases there are for each that is."""
    digest = hashlib.sha256(f"{SEED} {name}".encode()).digest()
    return IS_ALL or int.from_bytes(digest[:4], "big") % one_in == 0


def described() -> str:
    """What the sample is, for the head of a report."""
    if IS_ALL:
        return "large tables: everything"
    return f"large tables: a sample; LOCKSTEP_SEED={SEED} repeats it, LOCKSTEP_ALL=1 tries all"
