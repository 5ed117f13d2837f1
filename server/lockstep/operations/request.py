"""What one sync is about, fixed at the moment when it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from ..model.intent import Intent
from ..model.project import project_name
from ..model.settings import Settings
from .release import HandleReleaser

UpkeepKind = Literal["free", "sweep", "delete"]
"""What is done with an environment without an installer."""


class SyncRequest(NamedTuple):
    """A wish, the project that it is about, and what the session knows at that time.

    `path` is what the user named: the root or a member of it; `texts` are the open files, `avoid`
    the folders whose programs are never run. `deep`: files that are gone of packages that stay
    are looked for first, and not only where there is nothing else to do. `releaser` can make
    programs let go. `start` is where uv runs and the selection begins, in a member or at the root:
    in a member's folder uv means that member alone. `frozen`: uv is not asked whether the
    lockfile fits. `consent` agrees to the loss of an environment that uv replaces unexpectedly,
    given a sentence that says what is lost; without one such a sync is refused.
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

    @property
    def asked(self) -> str:
        """The path that checks are for."""
        return self.start or self.root

    @property
    def name(self) -> str:
        """How people call the project."""
        return project_name(self.root)

    @property
    def uv_path(self) -> str:
        """The uv that the user chose; empty where that is left to us."""
        return self.settings.uv_path if self.settings else ""
