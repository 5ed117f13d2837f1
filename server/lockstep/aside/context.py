"""What the effects of a transaction act on, as one value."""

from __future__ import annotations

import os
from typing import NamedTuple

from ..host.contract import Host
from .aside_folder import AsideFolder


class Context(NamedTuple):
    """The platform, the aside folder, and the environment that a transaction changes.

    Attributes:
        host: carries out each effect.
        aside_folder: takes what is set aside.
        root: the real path of the environment.
    """

    host: Host
    aside_folder: AsideFolder
    root: str

    def path(self, relative: str) -> str:
        """The absolute path of an entry of the environment, given its relative path."""
        return os.path.join(self.root, relative)

    def kept(self, number: int) -> str:
        """The absolute path of the aside folder's entry with this number; it need not exist."""
        return self.aside_folder.place(number)
