"""`--quiet` of every command: nothing is printed unless something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest

from lockstep.cli.about import ABOUT

from .demo_project import DemoProject

ARGUMENTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"add": ("five==1.0",), "remove": ("five",), "why": ("three",)}
)

# A language server has no output of its own, and a script is the only output of the other.
WITHOUT_QUIET = {"serve", "generate-shell-completion"}

pytestmark = pytest.mark.slow


def test_commands_that_succeed_print_nothing(demo: DemoProject) -> None:
    # Nothing can be done after `delete`.
    names = sorted(ABOUT.keys() - WITHOUT_QUIET, key=lambda it: (it == "delete", it))
    results = [demo.lockstep_text(it, *ARGUMENTS.get(it, ()), "--quiet") for it in names]
    said = {
        name: (it.status, it.out, it.err)
        for name, it in zip(names, results, strict=True)
        if it.status or it.out or it.err
    }
    assert not said
