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
    """An intent, the project that it is about, and what the caller knows when the command begins.

    Attributes:
        intent: what to do.
        root: the absolute path of the root of the project.
        path: the absolute path that the user named, in the root or in a member; `add` and `remove`
            change the deepest member that contains it.
        texts: the open files by path.
        settings: those of the user, which take precedence over the project's; None for none.
        avoid: absolute paths of folders from which no program is run, besides `root`.
        deep: missing files are searched for before the sync, and not only if nothing else is to do.
        releaser: can make programs release blocked files; None if there is none.
        start: the path from which the project is found, in a member or the root; empty for `root`.
            uv runs in the folder of that member, and so selects that member alone.
        frozen: uv is not asked whether the lockfile fits.
        consent: called before uv replaces a sound environment, except by `recreate`, with a
            sentence that says what is lost; returns whether to go on. With None, a replacement that
            the check has announced goes on, and any other is refused.
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
        """The request for the check of its project.

        Open texts do not count: an installer reads the disk.

        Args:
            files: the names of the packages of which missing files are searched for.
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
