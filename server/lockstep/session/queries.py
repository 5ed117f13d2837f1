"""Requests about a project that change nothing: holders, Pythons, verify; and ending a holder.

Each takes some time, and therefore runs in a thread of its own request. The modules that answer it
are imported only then, because the start of the server does not need them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..environment.location import environment_path
from ..errors import Refused
from ..host.cancellation import CancellationToken
from ..model.holder import Ended
from ..model.settings import Settings
from ..project.file_cache import FileCache
from ..project.uv.find_uv import find_uv
from ..project.workspace import find_project
from .client import Client
from .loop import Loop
from .project_choice import choose_project, meant_project, named_root
from .step import State, settings_for
from .sync_threads import OnProjectProgress


class Queries:
    """Answers requests about the projects of a session; not for the loop's thread.

    In its methods, `path` is a path in the project; empty for the only project of the session.

    Args:
        loop: the loop of the session.
        variables: the environment variables.
        client: without its trust, what runs or ends a program is refused.
    """

    def __init__(self, loop: Loop, variables: Mapping[str, str], client: Client) -> None:
        self._loop = loop
        self._variables = variables
        self._client = client

    def holders(self, path: str, paths: Sequence[str]) -> dict[str, Any]:
        """The processes that hold files of a project's environment, as `lockstep.holders` returns.

        Args:
            path: a path in the project, or empty.
            paths: only the holders of these files; empty for all files.

        Raises:
            Refused: as `meant_project` and `named_root`.
        """
        from ..holders.query import all_holders_of
        from ..model.as_json import holders_object

        environment = self._environment(path)
        return holders_object(environment, *all_holders_of(environment, paths))

    def end_holder(self, path: str, pid: int, started: float) -> Ended:
        """End a process that holds files of a project's environment; the user has confirmed it.

        Args:
            path: a path in the project, or empty.
            pid: the id of the process.
            started: its start time in epoch seconds.

        Returns the result, also for a refusal: without trust, or as `meant_project`.
        """
        from ..holders.query import end_holder

        try:
            self._refuse_without_trust()
            environment = self._environment(path)
        except Refused as mistake:
            return Ended(mistake.message)
        return end_holder(environment, pid, started)

    def pythons(self, path: str, avoid: Sequence[str]) -> dict[str, Any]:
        """The Pythons for a new environment of a project, as `lockstep.pythons` returns them.

        Args:
            path: a path in the project, or empty.
            avoid: folders in which no program is run.

        Raises:
            Refused: as `meant_project` and `named_root`, or the workspace is not trusted, or uv is
                missing or fails.
            ProjectNotFound, Unreadable, OSError: as `find_project`.
        """
        from ..project.uv.pythons import pythons_for

        self._refuse_without_trust()
        root, settings = self._meant(path)
        folders = (*avoid, root)
        uv = find_uv(self._variables, folders, settings.uv_path if settings else "")
        project = find_project(root, self._variables, FileCache())
        found = pythons_for(project, uv, self._variables, folders)
        return {"pythons": [it._asdict() for it in found]}

    def new_cancellation(self) -> CancellationToken:
        """A new token, to pass to `verify` and to cancel it with."""
        return CancellationToken()

    def verify(
        self,
        path: str,
        names: Sequence[str],
        on_progress: OnProjectProgress,
        cancellation: CancellationToken,
    ) -> dict[str, Any] | None:
        """The installed files that differ from their RECORD, as `lockstep.verify` returns them.

        Args:
            path: a path in the project, or empty.
            names: the names of the packages to verify; empty for all.
            on_progress: called with the root of the project and a message, in any thread.
            cancellation: stops it.

        Returns None if it was cancelled, also by a sync.

        Raises:
            Refused: as `choose_project` and `named_root`, or there is no environment.
            UsageError: a package is not installed.
        """
        from ..model.as_json import verified_object
        from ..operations.verify import verify_now

        # In this thread, because it reads the disk.
        named = named_root(path, self._variables)

        def question(state: State) -> tuple[None, str]:
            chosen = choose_project(state, path, named)
            # In the loop's thread, where a sync begins too, so that none can begin in between.
            self._loop.readers.begin(chosen, cancellation)
            return None, chosen

        root = self._loop.ask(question)
        try:
            environment = environment_path(root, self._variables)
            found = verify_now(
                environment, names, lambda words: on_progress(root, words), cancellation
            )
            return None if found is None else verified_object(found)
        finally:
            self._loop.readers.end(root, cancellation)

    def _refuse_without_trust(self) -> None:
        if not self._client.trusted:
            raise Refused("the workspace is not trusted", "trust it first")

    def _environment(self, path: str) -> str:
        return environment_path(self._meant(path)[0], self._variables)

    def _meant(self, path: str) -> tuple[str, Settings | None]:
        root = named_root(path, self._variables)

        def question(state: State) -> tuple[None, tuple[str, Settings | None]]:
            chosen = meant_project(state, path, root)
            return None, (chosen, settings_for(state, chosen))

        return self._loop.ask(question)
