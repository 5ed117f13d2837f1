"""`lockstep verify`: compares every installed file with its RECORD, and prints the bad ones."""

from __future__ import annotations

import argparse
import os

from ..errors import Cancelled
from ..model.as_json import verified_object
from ..model.report import Verified
from ..operations.ctrl_c import cancelled_by_ctrl_c
from ..operations.verify import verify_now
from ..project.environments import environment_of
from .output import named_project, plain_values, write, write_json
from .progress import progress

_SOUND, _BAD = 0, 1


def tell_verified(options: argparse.Namespace) -> int:
    """Verify the files of an environment, and print the result.

    Returns the exit status: 0 if no file differs from its RECORD, else 1.

    Raises:
        ProjectNotFound, Unreadable, OSError: as `environment_of`.
        Refused, UsageError: as `verify_now`.
        Cancelled: Ctrl-C has ended it.
    """
    environment = environment_of(options.project, options.environment)
    with progress(options) as on_progress, cancelled_by_ctrl_c() as cancellation:
        found = verify_now(environment, options.packages, on_progress, cancellation)
    if found is None:
        raise Cancelled("cancelled")
    if options.format == "json":
        write_json(verified_object(found))
    elif found.bad or not options.quiet:
        place, shown = plain_values((environment, found))
        project = None if options.environment else named_project(options)
        write(verified_text(place, shown, project))
    return _BAD if found.bad else _SOUND


def verified_text(
    environment: str, verified: Verified, project: tuple[str, ...] | None = None
) -> str:
    """The result of a verification as text: counts, the bad files, and the next command.

    Args:
        environment: the path of the environment, to which the paths of bad files are made relative.
        verified: the result, with control characters escaped (`plain_values`).
        has_project: False for an environment without a project: then no next command is named.
    """
    packages = _count(verified.packages, "package")
    lines = [f"{_count(verified.files, 'file')} of {packages} looked at, {_judgment(verified)}"]
    width = max((len(it.package) for it in verified.bad), default=0)
    for it in verified.bad:
        path = os.path.relpath(it.path, environment)
        owner = f"  (it is that of {it.owner})" if it.owner else ""
        lines.append(f"  {it.how}  {it.package:<{width}}  {path}{owner}")
    if verified.passed_over:
        passed_over = f"{_count(verified.passed_over, 'file')} outside of the environment"
        lines.append(f"  {passed_over}, or with a hash that is not known here, passed over")
    if verified.bad and project is not None:
        lines += ["", f"next: {_next_command(verified, project)}"]
    return "\n".join(lines)


def _next_command(verified: Verified, project: tuple[str, ...]) -> str:
    """What to run next for the bad files: `lockstep repair` if they are only missing.

    A repair does not compare contents, so that changed files need `lockstep recreate`.
    """
    left = [it for it in verified.bad if not it.owner]
    if not left:
        # Installed again, each of the two overwrites the file of the other.
        pairs = sorted({(it.package, it.owner) for it in verified.bad})
        return "; ".join(
            f"remove {one} or {other}: both install the same files" for one, other in pairs
        )
    only_gone = all(it.how == "missing" and not it.path.endswith("RECORD") for it in left)
    if only_gone:
        return " ".join(("lockstep repair", *project))
    linked = sorted({it.package for it in left if _has_more_names(it.path)})
    # uv would link the changed file out of its cache once more.
    first = f"uv cache clean {' '.join(linked)}, then " if linked else ""
    return " ".join((f"{first}lockstep recreate", *project))


def _has_more_names(path: str) -> bool:
    """Whether a file has other hard links, such as one in uv's cache; False after an error."""
    try:
        return os.lstat(path).st_nlink > 1
    except OSError:
        return False


def _judgment(verified: Verified) -> str:
    if not verified.bad:
        return "all sound"
    return f"{len(verified.bad)} not as {'it was' if len(verified.bad) == 1 else 'they were'}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
