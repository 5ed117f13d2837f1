"""The table of uv's settings against the keys that uv itself knows."""

from __future__ import annotations

import re

import pytest

from lockstep.lockfiles.uv_settings import SETTINGS

from .projects import Recipe
from .recipes.manifests import manifest
from .workshop import Workshop

pytestmark = pytest.mark.slow

# Keys that a later uv added are no fault of the table's: they are *unsure* until they are listed.
SINCE_WRITTEN: frozenset[str] = frozenset()


def test_every_key_of_the_schema_is_listed(workshop: Workshop) -> None:
    recipe = Recipe("unknown-key", {"pyproject.toml": manifest("unknown-key")})
    project = workshop.bare(recipe)
    project.write("uv.toml", "no-such-key = 1\n")
    told = project.offline("lock").stderr
    _, found, listed = told.partition("unknown field `no-such-key`, expected one of ")
    assert found, told
    assert set(re.findall(r"`([a-z-]+)`", listed)) == SETTINGS.keys() | SINCE_WRITTEN
