"""Repair of an environment without a project, such as those of `uv tool`, nox and tox.

There is no lockfile, so each damaged package is installed again in the version that its metadata
folder names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from ..environment.links import is_same_place
from ..environment.missing_files import EVERY, MissingFiles
from ..environment.scan import scan
from ..errors import MAKE_READABLE, Refused
from ..host.cancellation import CancellationToken
from ..host.stream import run_until
from ..installers.uv.commands import locating, reinstalling, uv_variables
from ..installers.uv.lines import shown
from ..installers.uv.sync_plan import environment_of_pip
from ..model.installed import Distribution, Environment
from ..model.intent import Intent
from ..model.outcome import Outcome
from ..model.plan import Plan, Step
from ..project.environments import environment_at
from ..project.uv.find_uv import find_uv
from ..transaction.guarded import GuardedEnvironment
from ..transaction.types import Assessment, Verdict
from .assessing.affected_files import affected_files, leftovers_in, unremovable_files
from .build_outcome import Subject, nothing_broken, outcome_of
from .carry_out import carry_out
from .ctrl_c import cancelled_by_ctrl_c
from .operate import operate
from .outcome_holders import with_holders

_REPAIR = Intent("repair")


def repair_now(environment: str, on_progress: Callable[[str], None]) -> Outcome:
    """Repair an environment without a project; Ctrl-C cancels it. Every error is an outcome.

    Args:
        environment: the path of the environment.
        on_progress: told of phases, and of lines of uv.
    """
    path = os.path.abspath(environment)
    with cancelled_by_ctrl_c() as cancellation:
        return operate(
            path,
            "repair",
            Subject(_REPAIR, path).not_done,
            lambda guarded: _repair(guarded, os.environ, on_progress, cancellation),
        )


def _repair(
    guarded: GuardedEnvironment,
    variables: Mapping[str, str],
    on_progress: Callable[[str], None],
    cancellation: CancellationToken,
) -> Outcome:
    path = guarded.path
    before = broken_environment(path)
    found = pieces(before)
    if not found.broken and not before.leftovers:
        return nothing_broken(path)
    uv = find_uv(variables, (path,))
    # Outside of the environment, and where no project is.
    folder = os.path.dirname(os.path.realpath(path))
    plan = Plan(folder, uv_variables(variables), (), (), "")

    _refuse_another(path, uv, plan, cancellation)

    def told(step: Step, line: str | None) -> None:
        on_progress(step.phase if line is None else shown(line))

    result = carry_out(plan, guarded, uv, _RepairAssessor(path, uv), told, cancellation)
    after = broken_environment(path)
    return with_holders(
        outcome_of(Subject(_REPAIR, path), before, after, result, cancelled=cancellation.is_set)
    )


def _refuse_another(path: str, uv: str, plan: Plan, cancellation: CancellationToken) -> None:
    """Refuse an environment with an interpreter that leads uv to another one; see `UvPlanner`.

    Raises:
        Refused: uv would install elsewhere.
    """
    command = locating(uv, path).command
    output = run_until(command, plan.folder, plan.variables, cancellation)
    found = environment_of_pip(output.err)
    there = os.path.join(plan.folder, found)
    if found and not is_same_place(there, path):
        what = f"uv would change {there} instead of {path}: its interpreter leads there"
        raise Refused(what, f"recreate {path}, or repair {there}")


class Pieces(NamedTuple):
    """The damaged packages of an environment.

    Attributes:
        broken: their distributions; all copies of a package that is installed twice.
        pins: name and version of each package to install again, sorted.
    """

    broken: tuple[Distribution, ...] = ()
    pins: tuple[tuple[str, str], ...] = ()


def broken_environment(path: str) -> Environment:
    """The environment at a path, with what is installed in it, and which files of that are gone.

    Raises:
        Refused: it is no environment, contains more than one, only a new one could be sound, or
            a part of it cannot be read.
    """
    found = environment_at(path)
    if found.holds:
        what = f"it is more than an environment: {found.holds}"
        raise Refused(what, "move what is not part of the environment out of it")
    if found.state != "sound" or found.base_gone:
        why = found.reason or f"its Python {found.base_gone} is gone"
        hint = "recreate it with the tool that made it, for example `uv tool install --force`"
        raise Refused(why, hint)
    installed = scan(found.site_packages)
    if unreadable := (*found.unreadable, *installed.unreadable):
        # What cannot be read is neither sound nor damaged.
        raise Refused(unreadable[0], MAKE_READABLE)
    found = found._replace(distributions=installed.distributions, leftovers=installed.leftovers)
    return MissingFiles().add(found, EVERY)


def pieces(environment: Environment) -> Pieces:
    """The damaged packages of an environment, and the versions to install again.

    A package that is installed twice counts as damaged.

    Raises:
        Refused: the source or the version of a damaged package is unknown.
    """
    groups = environment.by_name()
    twice = frozenset(name for name, copies in groups.items() if len(copies) > 1)
    broken = tuple(it for it in environment.distributions if it.name in twice or _is_broken(it))
    names = sorted({it.name for it in broken})
    pins = tuple((name, _version_of(name, groups[name])) for name in names)
    return Pieces(broken, pins)


def _is_broken(distribution: Distribution) -> bool:
    return bool(distribution.damage or distribution.missing_files or distribution.broken_links)


def _version_of(name: str, copies: Sequence[Distribution]) -> str:
    """The version to install again: of several copies that of the only one that is whole.

    Raises:
        Refused: the source is unknown, or the version is not clear.
    """
    unknown = next(_unknown_sources(copies), "")
    if unknown:
        hint = f"reinstall {name} from where it came, or uninstall it"
        raise Refused(f"{name} {unknown}, and can only be installed from there", hint)
    whole = [it for it in copies if not _is_broken(it)] or list(copies)
    versions = {it.version for it in whole}
    if len(versions) > 1:
        listed = " and ".join(sorted(versions))
        raise Refused(f"{name} is installed as {listed}", "uninstall one of them")
    return versions.pop()


def _unknown_sources(copies: Sequence[Distribution]) -> Iterator[str]:
    for it in copies:
        if it.kind != "dist-info" or "name" in it.damage:
            yield "has metadata of an old or broken form"
        elif "origin" in it.damage or it.direct_url is not None:
            yield "was installed from a file, a folder or an address"


class _RepairAssessor:
    """An `Assessor` for the repair of an environment without a project; it does not ask uv.

    Every method may raise Refused, as `broken_environment` and `pieces`.
    """

    def __init__(self, path: str, uv: str) -> None:
        self._path = path
        self._uv = uv
        self._known: tuple[Distribution, ...] = ()

    def assess(self, _: object) -> Assessment:
        """The damaged packages, and the command that installs them again in the same version."""
        environment = broken_environment(self._path)
        self._known = environment.distributions
        root = os.path.realpath(self._path)
        found = pieces(environment)
        names = tuple(name for name, _ in found.pins)
        step = reinstalling(self._uv, self._path, found.pins)
        aside = unremovable_files(found.broken, root)
        return Assessment(
            "packages",
            tuple(sorted(set(affected_files(found.broken, environment, root)))),
            (*aside, *leftovers_in(environment, root)),
            names=names,
            damaged=names,
            coming=names,
            versions=dict(found.pins),
            is_done=not found.broken and not environment.leftovers,
            steps=(step,) if names else (),
        )

    def is_current(self) -> bool:
        """Whether the same packages are installed, and lack the same, as at the last plan."""
        return broken_environment(self._path).distributions == self._known

    def is_accepted(self, _: Assessment) -> bool:
        """Always False: no environment is made by a repair."""
        return False

    def installing(self, _: object) -> AbstractContextManager[None]:
        """A context that does nothing: `verify` searches for missing files itself."""
        return nullcontext()

    def verify(self, _: Assessment) -> Verdict:
        """Whether nothing is damaged or left over any more."""
        environment = broken_environment(self._path)
        broken = [it.name for it in pieces(environment).broken]
        if broken:
            return Verdict(is_done=False, reason=f"{broken[0]} is damaged")
        is_done = not environment.leftovers
        return Verdict(is_done, reason="" if is_done else "something is left over")
