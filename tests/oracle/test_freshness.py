"""Edits of the manifest after the lockfile was written: when does the lockfile fit no more.

uv is asked with `--offline`: what it does not accept then, it would not accept online either, for
each of these edits changes what the lockfile records. Only `upgrade` differs, and is not here.
"""

from __future__ import annotations

import pytest

from .edits.cut_offs import CUT_OFFS
from .edits.dependencies import DEPENDENCIES
from .edits.edit import Edit
from .edits.elsewhere import ELSEWHERE
from .edits.meanings import MEANINGS
from .edits.modelled import MODELLED
from .edits.places import MEMBERSHIP, ORIGINS
from .edits.project import PROJECT
from .edits.settings import SETTINGS
from .edits.spellings import SPELLINGS
from .judging import FRESHNESS, freshness_share, judge_freshness
from .pairs import lockstep_exists
from .workshop import Workshop

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

EDITS = [*SPELLINGS, *MEANINGS, *DEPENDENCIES, *PROJECT, *SETTINGS, *MEMBERSHIP, *ORIGINS]
EDITS += [*CUT_OFFS, *ELSEWHERE, *MODELLED]
FEWEST = 150
FEWEST_JUDGED = 50
SHARE = 0.95


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_freshness(workshop: Workshop, edit: Edit) -> None:
    """No environment is made for it: the lockfile and the manifest are all that counts."""
    if not lockstep_exists():
        pytest.skip("no Lockstep to ask")
    project = workshop.pinned(edit.recipe)
    edit.happen(project)
    state, difference = judge_freshness(project, stale=edit.stale)
    FRESHNESS["unsure" if state == "unsure" else "wrong" if difference else "right"] += 1
    if difference:
        pytest.fail(f"{edit}\n{difference}", pytrace=False)


def test_most_answers_are_certain() -> None:
    """*Unsure* is never wrong, but it is of no use where it is said too often."""
    assert len(EDITS) >= FEWEST
    if FRESHNESS.total() < FEWEST_JUDGED:
        pytest.skip("only after enough edits")
    assert freshness_share() >= SHARE
