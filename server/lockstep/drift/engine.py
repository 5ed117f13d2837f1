"""Runs all rules on a view, and applies the settings for severities and ignored findings."""

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
    """The findings that no setting ignores, in the order of `RULES`.

    Severities and fixes are filled in. Messages and hints contain no credentials in URLs.
    """
    found = (it for rule in RULES for it in rule.find(view))
    kept = (it for it in found if not _is_ignored(it, settings))
    return tuple(_finished(it, settings) for it in kept)


def _finished(finding: Finding, settings: Settings) -> Finding:
    severity = settings.severity.get(finding.code) or DEFAULT_SEVERITIES[finding.code]
    return finding._replace(
        severity=severity,
        fixes=FIXES[finding.code],
        # A message may quote a requirement with a URL, which may contain a password.
        message=_shortened(without_credentials_in(finding.message)),
        hint=without_credentials_in(finding.hint),
        related=tuple(
            it._replace(message=without_credentials_in(it.message)) for it in finding.related
        ),
    )


def _shortened(message: str) -> str:
    """Limit the length of a message, which may quote a text of any length."""
    return message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"


def _is_ignored(finding: Finding, settings: Settings) -> bool:
    """Whether a finding is ignored by an entry: a code, a package pattern, or `code:pattern`."""
    for entry in settings.ignore:
        code, colon, pattern = entry.partition(":")
        if colon:
            if code == finding.code and fnmatchcase(finding.package, pattern):
                return True
        elif entry == finding.code or (finding.package and fnmatchcase(finding.package, entry)):
            return True
    return False
