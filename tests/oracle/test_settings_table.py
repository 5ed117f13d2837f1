"""The table of uv's settings has the keys of uv's schema."""

from __future__ import annotations

import re

import pytest

from lockstep.lockfiles.uv_settings import SETTINGS

from .project_builder import ProjectBuilder
from .projects import Recipe
from .recipes.manifests import manifest

pytestmark = pytest.mark.slow

# Keys that a later uv adds are *unsure* until they are listed.
SINCE_WRITTEN: frozenset[str] = frozenset()


def test_every_key_of_the_schema_is_listed(builder: ProjectBuilder) -> None:
    recipe = Recipe("unknown-key", {"pyproject.toml": manifest("unknown-key")})
    project = builder.without_lockfile(recipe)
    project.write("uv.toml", "no-such-key = 1\n")
    text = project.offline("lock").stderr
    _, found, listed = text.partition("unknown field `no-such-key`, expected one of ")
    assert found, text
    assert set(re.findall(r"`([a-z-]+)`", listed)) == SETTINGS.keys() | SINCE_WRITTEN
