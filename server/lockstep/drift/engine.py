"""A view to findings: every rule in its order, with the severities that the project set."""

from __future__ import annotations

from fnmatch import fnmatchcase

from ..model.finding import DEFAULT_SEVERITIES, Finding
from ..model.settings import Settings
from ..model.urls import without_credentials_in
from .fixes import FIXES
from .rules import RULES
from .view import View

_LONGEST = 2000


def findings(view: View, settings: Settings) -> tuple[Finding, ...]:
    """All findings; the same view gives the same findings in the same order."""
    found = (it for rule in RULES for it in rule.find(view))
    kept = (it for it in found if not _is_ignored(it, settings))
    return tuple(_finished(it, settings) for it in kept)


def _finished(finding: Finding, settings: Settings) -> Finding:
    severity = settings.severity.get(finding.code) or DEFAULT_SEVERITIES[finding.code]
    return finding._replace(
        severity=severity,
        fixes=FIXES[finding.code],
        # A requirement that is quoted may hold a URL with a password.
        message=_shortened(without_credentials_in(finding.message)),
        hint=without_credentials_in(finding.hint),
        related=tuple(
            it._replace(message=without_credentials_in(it.message)) for it in finding.related
        ),
    )


def _shortened(message: str) -> str:
    """A message that quotes a text of any length."""
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


def _is_ignored(finding: Finding, settings: Settings) -> bool:
    """An entry is a code, a package pattern, or both joined by a colon."""
    for entry in settings.ignore:
        code, colon, pattern = entry.partition(":")
        if colon:
            if code == finding.code and fnmatchcase(finding.package, pattern):
                return True
        elif entry == finding.code or (finding.package and fnmatchcase(finding.package, entry)):
            return True
    return False
