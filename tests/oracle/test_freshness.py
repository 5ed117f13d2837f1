"""Edits of the manifest after the lockfile was written: when does the lockfile fit no more."""

from __future__ import annotations

import pytest

from .edits.dependencies import DEPENDENCIES
from .edits.edit import Edit
from .edits.meanings import MEANINGS
from .edits.places import MEMBERSHIP, ORIGINS
from .edits.project import PROJECT
from .edits.settings import SETTINGS
from .edits.spellings import SPELLINGS
from .judging import judge_freshness
from .pairs import lockstep_exists
from .workshop import Workshop

pytestmark = pytest.mark.slow

EDITS = [*SPELLINGS, *MEANINGS, *DEPENDENCIES, *PROJECT, *SETTINGS, *MEMBERSHIP, *ORIGINS]


@pytest.mark.parametrize("edit", EDITS, ids=str)
def test_freshness(workshop: Workshop, edit: Edit) -> None:
    """No environment is made for it: the lockfile and the manifest are all that counts."""
    if not lockstep_exists():
        pytest.skip("no Lockstep to ask")
    project = workshop.pinned(edit.recipe)
    edit.happen(project)
    difference = judge_freshness(project, stale=edit.stale)
    if difference:
        pytest.fail(f"{edit}\n{difference}", pytrace=False)
