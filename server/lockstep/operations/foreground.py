"""A sync in the foreground of a terminal; Ctrl-C cancels it."""

from __future__ import annotations

import os
from collections.abc import Callable

from ..model.intent import Intent
from ..model.outcome import Outcome
from ..model.report import Report
from ..model.selection import Selection
from ..model.settings import Settings
from ..project.file_cache import FileCache
from ..project.workspace import find_project
from .assessing.replacement import Consent
from .ctrl_c import cancelled_by_ctrl_c
from .request import SyncRequest
from .sync import run_sync


def sync_now(
    path: str,
    intent: Intent,
    selection: Selection | None,
    on_progress: Callable[[str], None],
    *,
    consent: Consent,
    frozen: bool = False,
) -> Outcome:
    """Run a sync of the project of a path to its end; what goes wrong then is in the outcome.

    Args:
        path: a path in the project.
        intent: what to do.
        selection: what to sync; None for the selection in the settings.
        on_progress: told of phases, and of lines of uv.
        consent: as in `SyncRequest`.
        frozen: uv is not asked whether the lockfile fits.

    Raises:
        ProjectNotFound, Unreadable, OSError: as `find_project`.
    """
    with cancelled_by_ctrl_c() as cancellation:
        request = _request(path, intent, selection)._replace(frozen=frozen, consent=consent)
        return run_sync(request, os.environ, on_progress, cancellation)


def preview_now(
    path: str,
    intent: Intent,
    selection: Selection | None,
    on_progress: Callable[[str], None],
    *,
    frozen: bool = False,
) -> Report:
    """Report what a sync of the project of a path would do; the parameters are those of `sync_now`.

    Raises:
        ProjectNotFound, Unreadable, OSError: as `find_project`.
        Refused, Cancelled: as `preview_sync`; Ctrl-C cancels.
    """
    # Imported late: a sync does not need it.
    from .assessing.preview import preview_sync

    with cancelled_by_ctrl_c() as cancellation:
        request = _request(path, intent, selection)._replace(frozen=frozen)
        return preview_sync(request, os.environ, on_progress, cancellation)


def _request(path: str, intent: Intent, selection: Selection | None) -> SyncRequest:
    start = os.path.abspath(path)
    root = find_project(start, os.environ, FileCache()).root
    return SyncRequest(
        intent, root, start, settings=Settings(selection or Selection()), start=start
    )
