"""The session of one client: its projects, the commands that change them, and the queries."""

from __future__ import annotations

from collections.abc import Mapping

from .client import Client
from .loop import Loop
from .queries import Queries
from .sync_threads import SyncThreads


class Session:
    """A session, created before its client is known; `variables`: the environment variables.

    Attributes:
        client: what the client permits; its fields are set before the loop starts.
        loop: checks the projects.
        sync_threads: runs the commands that change an environment.
        queries: answers the other commands.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.client = Client()
        self.loop = Loop(variables, self.client)
        self.sync_threads = SyncThreads(self.loop, variables, self.client)
        self.queries = Queries(self.loop, variables, self.client)

    def end(self) -> None:
        """Cancel all syncs, so that they roll back, then stop the loop.

        It waits at most a second for each sync and for the loop; what has not ended then goes on.
        """
        self.sync_threads.stop()
        self.loop.stop()
