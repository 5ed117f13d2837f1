"""Decodes the client's settings; an invalid value is reported, and the default is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from ..model.finding import DEFAULT_SEVERITIES, SEVERITIES, Severity
from ..model.manifest import normalize
from ..model.selection import Selection
from ..model.settings import Settings

SECTION = "lockstep"
KEYS = (
    "enable",
    "inlayHints",
    "codeLens",
    "ignore",
    "severity",
    "selection",
    "uvPath",
    "onManifestChange",
)
"""The settings that the server reads; all others are for the client alone."""

_CHOICES = ("extras", "no-extras", "groups", "no-groups", "only-groups", "packages")


class ClientSettings(NamedTuple):
    """The settings of a client.

    Attributes:
        settings: the settings for checks and syncs.
        enable: diagnostics are published.
        inlay_hints: inlay hints are shown.
        code_lens: code lenses are shown.
        problems: one text for each value of a wrong type, with its key.
    """

    settings: Settings = Settings()
    enable: bool = True
    inlay_hints: bool = True
    code_lens: bool = True
    problems: tuple[str, ...] = ()


def read_settings(section: Any) -> ClientSettings:
    """Decode the section `lockstep` of a client's settings, of any type.

    Missing and invalid values have their defaults; settings only for the client are ignored.
    """
    table = section if isinstance(section, dict) else {}
    reader = _Reader(table)
    return ClientSettings(
        settings=Settings(
            selection=reader.selection(),
            ignore=reader.ignore(),
            severity=reader.severity(),
            uv_path=reader.string("uvPath"),
            follows_changes=reader.string("onManifestChange") != "off",
        ),
        enable=reader.switch("enable"),
        inlay_hints=reader.switch("inlayHints"),
        code_lens=reader.switch("codeLens"),
        problems=tuple(reader.problems),
    )


class _Reader:
    def __init__(self, table: Mapping[str, Any]) -> None:
        self.problems: list[str] = []
        self._table = table

    def switch(self, key: str) -> bool:
        return bool(self._of_type(key, bool, default=True))

    def string(self, key: str) -> str:
        return str(self._of_type(key, str, default=""))

    def ignore(self) -> tuple[str, ...]:
        return tuple(str(it) for it in self._of_type("ignore", list, default=[]))

    def severity(self) -> dict[str, Severity]:
        found = self._of_type("severity", dict, default={})
        for code, value in found.items():
            if code not in DEFAULT_SEVERITIES or value not in SEVERITIES:
                self.problems.append(f"lockstep.severity: {code}: {value}")
        return {
            code: cast(Severity, value)
            for code, value in found.items()
            if code in DEFAULT_SEVERITIES and value in SEVERITIES
        }

    def selection(self) -> Selection:
        found = self._of_type("selection", dict, default={})
        choices = [self._choice(key, found.get(key)) for key in _CHOICES]
        extras, no_extras, groups, no_groups, only_groups, packages = choices
        defaults = found.get("default-groups") is not False
        if not isinstance(found.get("default-groups", True), bool):
            self._report("selection.default-groups", found["default-groups"])
        return Selection(extras, no_extras, groups, no_groups, only_groups, defaults, packages)

    def _of_type(self, key: str, kind: type[Any], *, default: Any) -> Any:
        found = self._table.get(key)
        if found is None or isinstance(found, kind):
            return default if found is None else found
        self._report(key, found)
        return default

    def _choice(self, key: str, found: Any) -> tuple[str, ...]:
        if found == "all":
            return ("*",)
        if found is not None and not isinstance(found, list):
            self._report(f"selection.{key}", found)
        return tuple(normalize(str(it)) for it in found) if isinstance(found, list) else ()

    def _report(self, key: str, found: Any) -> None:
        self.problems.append(f"lockstep.{key}: {found!r}")
