"""A host that reports some files as held, and that refuses to rename some paths."""

from __future__ import annotations

import errno
import os
import sys

if sys.platform == "win32":
    from lockstep.host.windows.host import WindowsHost as OwnHost
else:
    from lockstep.host.posix.host import PosixHost as OwnHost


class HeldHost(OwnHost):
    """A machine with held files and immovable folders; both are given by path endings.

    `stays_aside`: nothing can be moved out of an aside folder. `is_apart`: nothing can be renamed
    or linked between the environment and the aside folder, as with another XFS project id.
    """

    def __init__(
        self,
        held: tuple[str, ...] = (),
        immovable: tuple[str, ...] = (),
        *,
        stays_aside: bool = False,
        is_apart: bool = False,
    ) -> None:
        self.held = held
        self.immovable = immovable
        self.stays_aside = stays_aside
        self.is_apart = is_apart

    def is_held(self, path: str, aside_folder: str) -> bool:
        if self.held:
            return path.replace(os.sep, "/").endswith(self.held)
        return super().is_held(path, aside_folder)

    def rename(self, source: str, target: str) -> None:
        name = source.replace(os.sep, "/")
        is_aside = _is_aside(source)
        if self.immovable and name.endswith(self.immovable) and not is_aside:
            raise PermissionError(13, "Permission denied", source)
        if self.stays_aside and is_aside:
            raise PermissionError(13, "Permission denied", source)
        if self.is_apart and _is_aside(source) != _is_aside(target):
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), source)
        _announce("os.rename", source)
        super().rename(source, target)

    def link(self, source: str, target: str) -> bool:
        if self.is_apart and _is_aside(source) != _is_aside(target):
            return False
        _announce("os.link", source)
        return super().link(source, target)

    def remove(self, path: str) -> None:
        _announce("os.remove", path)
        super().remove(path)


def _is_aside(path: str) -> bool:
    return "/.lockstep/" in path.replace(os.sep, "/")


def _announce(event: str, path: str) -> None:
    """Raise the audit event on Windows, where the host calls the system directly."""
    if sys.platform == "win32":
        sys.audit(event, path)
