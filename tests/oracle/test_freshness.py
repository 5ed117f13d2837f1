"""Edits of the manifest after the lockfile was written, and whether the lockfile still fits.

uv runs with `--offline`: a lockfile that it then refuses it would also refuse online, because each
of these edits changes recorded inputs. Only `upgrade` differs, and is not tested here.
"""

from __future__ import annotations

import pytest

from .cases import lockstep_exists
from .comparison import FRESHNESS, compare_freshness, freshness_share
from .edits.dependencies import DEPENDENCIES
from .edits.edit import Edit
from .edits.exclude_newer import CUT_OFFS
from .edits.meanings import MEANINGS
from .edits.modelled import MODELLED
from .edits.outer_settings import ELSEWHERE
from .edits.project import PROJECT
from .edits.settings import SETTINGS
from .edits.sources import MEMBERSHIP, ORIGINS
from .edits.spellings import SPELLINGS
from .project_builder import ProjectBuilder

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

EDITS = [*SPELLINGS, *MEANINGS, *DEPENDENCIES, *PROJECT, *SETTINGS, *MEMBERSHIP, *ORIGINS]
EDITS += [*CUT_OFFS, *ELSEWHERE, *MODELLED]
FEWEST = 150
FEWEST_JUDGED = 50
SHARE = 0.95


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_freshness(builder: ProjectBuilder, edit: Edit) -> None:
    """No environment is created: only lockfile and manifest matter."""
    if not lockstep_exists():
        pytest.skip("no Lockstep to ask")
    project = builder.locked(edit.recipe)
    edit.apply(project)
    state, difference = compare_freshness(project, stale=edit.stale)
    FRESHNESS["unsure" if state == "unsure" else "wrong" if difference else "right"] += 1
    if difference:
        pytest.fail(f"{edit}\n{difference}", pytrace=False)


def test_most_answers_are_certain() -> None:
    """*Unsure* is never wrong, but useless if it is too frequent."""
    assert len(EDITS) >= FEWEST
    if FRESHNESS.total() < FEWEST_JUDGED:
        pytest.skip("only after enough edits")
    assert freshness_share() >= SHARE
