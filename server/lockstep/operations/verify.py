"""Verifies the installed files of an environment, or of some of its packages, by their RECORDs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ..environment.integrity import verify_files
from ..environment.scan import scan
from ..environment.shared_files import with_owners
from ..errors import Refused, UsageError
from ..host.cancellation import CancellationToken
from ..model.installed import Distribution
from ..model.manifest import normalize
from ..model.report import Verified
from ..project.environments import environment_at

OnProgress = Callable[[str], None]
"""Told how far it is, in a few words; in any thread."""


def verify_now(
    environment: str, names: Sequence[str], on_progress: OnProgress, cancellation: CancellationToken
) -> Verified | None:
    """Verify the files of packages; returns the bad files and some counts, or None if cancelled.

    Args:
        environment: the absolute path of the environment.
        names: the names of the packages, in any spelling; if empty, all packages with a dist-info.
        on_progress: told of the progress.
        cancellation: stops the verification.

    Raises:
        Refused: there is no environment.
        UsageError: a package is not installed.
    """
    try:
        found = environment_at(environment)
    except Refused as mistake:
        what = f"{environment} was not verified: {mistake.message}"
        raise Refused(what, mistake.hint) from None
    installed = [it for it in scan(found.site_packages).distributions if it.kind == "dist-info"]
    packages = _named(installed, names, environment) if names else installed
    verified = verify_files(environment, packages, _Percents(on_progress), cancellation)
    if verified is None or not verified.bad:
        return verified
    return verified._replace(bad=with_owners(verified.bad, environment, installed))


def _named(
    installed: Sequence[Distribution], names: Sequence[str], environment: str
) -> list[Distribution]:
    wanted = {normalize(it) for it in names}
    unknown = sorted(wanted - {it.name for it in installed})
    if unknown:
        named = ", ".join(f"`{it}`" for it in unknown)
        # Imported late: only a mistake needs it.
        from difflib import get_close_matches

        close = get_close_matches(unknown[0], [it.name for it in installed], n=1)
        hint = f"did you mean `{close[0]}`?" if close else ""
        raise UsageError(f"not installed in {environment}: {named}", hint)
    return [it for it in installed if it.name in wanted]


class _Percents:
    """Reports progress in whole percents: a hundred messages, however many packages there are."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._told = -1
        self._began = time.monotonic()

    def __call__(self, done: int, count: int) -> None:
        percent = 100 * done // max(count, 1)
        if percent > self._told:
            self._told = percent
            seconds = time.monotonic() - self._began
            rate = f", {done / seconds:.0f}/s" if done and seconds else ""
            self._on_progress(f"{done} of {count} packages{rate}")
