"""The folders of uv's settings, cache and Pythons, and of Lockstep's state.

uv's rules are in `uv-dirs/src/lib.rs`: XDG on Linux and macOS, AppData on Windows.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

_NAME = "lockstep"


def state_root() -> str:
    """The path of the user's state folder for Lockstep, as from platformdirs; creates nothing.

    On Linux it is `lockstep` in the XDG_STATE_HOME of this process, by default in `~/.local/state`
    (XDG Base Directory Specification).
    """
    # XDG Base Directory Specification: a path that is not absolute is ignored.
    folder = os.environ.get("XDG_STATE_HOME", "").strip()
    if sys.platform == "linux" and os.path.isabs(folder):
        return os.path.join(folder, _NAME)
    home = os.environ.get("HOME", "")
    if sys.platform == "linux" and not folder and os.path.isabs(home):
        return os.path.join(home, ".local", "state", _NAME)
    # Imported late: the import takes a tenth of a check, and the cases above are the usual ones.
    from platformdirs import user_state_path

    return str(user_state_path(_NAME, appauthor=False))


class Places:
    """uv's folders, as paths that need not exist.

    A path is empty if the variables that would determine it are not set.

    Args:
        variables: the environment variables that uv is run with.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def configuration(self) -> str:
        """The path of the folder with the user's uv.toml and `.python-version`."""
        return self._below("XDG_CONFIG_HOME", "APPDATA", ".config")

    def cache(self) -> str:
        """The default path of uv's cache; settings, which may name another one, are not read."""
        if sys.platform == "win32":
            local = self._variables.get("LOCALAPPDATA", "")
            return os.path.join(local, "uv", "cache") if local else ""
        return self._below("XDG_CACHE_HOME", "", ".cache")

    def pythons(self) -> str:
        """The path of the folder with the Pythons that uv installs.

        A relative UV_PYTHON_INSTALL_DIR is relative to the current folder.
        """
        chosen = self._variables.get("UV_PYTHON_INSTALL_DIR")
        if chosen:
            return os.path.abspath(chosen)
        if sys.platform == "win32":
            roaming = self._variables.get("APPDATA", "")
            return os.path.join(roaming, "uv", "data", "python") if roaming else ""
        data = self._below("XDG_DATA_HOME", "", os.path.join(".local", "share"))
        return os.path.join(data, "python") if data else ""

    def system_configuration(self) -> Sequence[str]:
        """The path of the system's uv.toml: the first one that exists, in uv's order of search.

        Empty if there is none, else of length one.
        """
        if sys.platform == "win32":
            drive = self._variables.get("SYSTEMDRIVE", "")
            found = [f"{drive}\\ProgramData\\uv\\uv.toml"] if drive else []
        else:
            folders = self._variables.get("XDG_CONFIG_DIRS") or "/etc/xdg"
            found = [os.path.join(it, "uv", "uv.toml") for it in folders.split(":") if it]
            found.append("/etc/uv/uv.toml")
        return [it for it in found if os.path.isfile(it)][:1]

    def _below(self, variable: str, on_windows: str, at_home: str) -> str:
        """The folder `uv` in a base folder; empty if no variable names one.

        Args:
            variable: names the base folder, on Windows too.
            on_windows: names it on Windows, if `variable` does not.
            at_home: the path of the base folder in the home folder, if no variable names one.
        """
        base = self._variables.get(variable, "")
        if sys.platform != "win32" and not os.path.isabs(base):
            # XDG Base Directory Specification: a path that is not absolute is ignored.
            base = ""
        if not base and on_windows:
            base = self._variables.get(on_windows, "")
        home = self._variables.get("HOME", "")
        if not base and home:
            base = os.path.join(home, at_home)
        return os.path.join(base, "uv") if base else ""
