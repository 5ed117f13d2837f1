"""The request of one command, fixed at the moment when it begins."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from ..model.intent import Intent
from ..model.project import project_name
from ..model.settings import Settings
from ..project.checker import CheckRequest
from .release import HandleReleaser

UpkeepKind = Literal["free", "sweep", "delete"]
"""The commands that run no installer."""


class SyncRequest(NamedTuple):
    """An intent, the project that it is about, and what the session knows at that time.

    `root` is that of the project; `path` is what the user named, the root or a member of it.
    `start` is where uv runs, a member or the root: in the folder of a member uv selects that
    member alone. `texts` are the open files by path, `avoid` are folders from which no program is
    run. `deep`: missing files are searched for before the sync, and not only if there is nothing
    else to do. `releaser` can make programs release blocked files. `frozen`: uv is not asked
    whether the lockfile fits. `consent` is called with a sentence that says what is lost if uv
    replaces an environment unexpectedly, and agrees or not; without it such a sync is refused.
    """

    intent: Intent
    root: str
    path: str
    texts: Mapping[str, str] = MappingProxyType({})
    settings: Settings | None = None
    avoid: tuple[str, ...] = ()
    deep: bool = False
    releaser: HandleReleaser | None = None
    start: str = ""
    frozen: bool = False
    consent: Callable[[str], bool] | None = None

    def check(self, files: Container[str] = ()) -> CheckRequest:
        """The check of its project; of the packages `files` missing files are searched for.

        Open texts do not count: an installer reads the disk.
        """
        return CheckRequest(
            self.start or self.root,
            files=files,
            settings=self.settings,
            adjust=self.intent.selection,
        )

    @property
    def name(self) -> str:
        """The name of the project in messages."""
        return project_name(self.root)

    @property
    def uv_path(self) -> str:
        """The path of uv from the settings; empty to search for it."""
        return self.settings.uv_path if self.settings else ""
