"""Settings of wrong types: each is reported, and has its default."""

from __future__ import annotations

from typing import Any

import pytest

from lockstep.lsp.settings import ClientSettings, read_settings

WRONG: tuple[tuple[Any, str], ...] = (
    ({"enable": "yes"}, "lockstep.enable: 'yes'"),
    ({"uvPath": 1}, "lockstep.uvPath: 1"),
    ({"ignore": "link-shared"}, "lockstep.ignore: 'link-shared'"),
    ({"severity": {"no-code": "error"}}, "lockstep.severity: no-code: error"),
    ({"selection": []}, "lockstep.selection: []"),
    ({"selection": {"extras": "http"}}, "lockstep.selection.extras: 'http'"),
    ({"selection": {"only-groups": {}}}, "lockstep.selection.only-groups: {}"),
    ({"selection": {"default-groups": 1}}, "lockstep.selection.default-groups: 1"),
)


@pytest.mark.parametrize(("section", "problem"), WRONG, ids=[it[1] for it in WRONG])
def test_a_wrong_type_is_reported(section: Any, problem: str) -> None:
    assert read_settings(section) == ClientSettings(problems=(problem,))


@pytest.mark.parametrize("section", [None, {}, [], {"selection": {"extras": None}}])
def test_nothing_is_set(section: Any) -> None:
    assert read_settings(section) == ClientSettings()
