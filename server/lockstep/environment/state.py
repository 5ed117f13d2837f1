"""Whether a folder is a sound environment, a partial one, or something else."""

from __future__ import annotations

import os

from .. import host
from ..host.shared_open import open_shared
from ..model.installed import Environment, PyvenvCfg
from .base_python import base_version
from .program_header import why_not_run
from .protected import protection
from .pyvenv_cfg import read_pyvenv_cfg

_POSIX = ("bin/python", "bin/python3")
_WINDOWS = ("Scripts/python.exe", "bin/python.exe", "python.exe")
"""Where uv looks for the interpreter (`virtualenv_python_executable` in `uv-python-interpreter`)"""


def look_at(path: str) -> Environment:
    """The environment at a path: its state, without what is installed."""
    if not os.path.isdir(path):
        return _no_folder(path)
    try:
        return _folder(path)
    except (FileNotFoundError, NotADirectoryError):
        # It went away between two looks.
        return Environment(path, "missing", "there is none")
    except PermissionError as mistake:
        reason = f"{mistake.filename or path}: permission denied"
        return Environment(path, "foreign", f"cannot be read: {reason}", unreadable=(reason,))


def _folder(path: str) -> Environment:
    cfg = _cfg(path)
    interpreter, made_for = _interpreter(path)
    packages = find_site_packages(path, cfg)
    if cfg is None and not os.listdir(path):
        return Environment(path, "empty", "the folder is empty")
    if cfg is None and not interpreter and not packages:
        return Environment(path, "foreign", "the folder is not recognizably an environment")
    more = protection(path) if cfg is None else ""
    if more:
        return Environment(path, "foreign", more)
    missing = _missing_parts(cfg, interpreter, packages)
    base_gone = "" if made_for else _base_gone(interpreter, cfg)
    if missing == ["the interpreter"] and (base_gone or made_for):
        # That of another system may be a link to a place that only that system knows.
        missing = []
    if missing:
        return Environment(path, "incomplete", _words(missing), cfg, site_packages=packages)
    cannot_run = "" if made_for or base_gone else why_not_run(interpreter)
    if cannot_run:
        reason = f"its interpreter cannot be run: {cannot_run}"
        return Environment(path, "incomplete", reason, cfg, site_packages=packages)
    cfg = cfg or PyvenvCfg({})
    return Environment(
        path,
        "sound",
        cfg=cfg,
        version=base_version(cfg, packages, interpreter) or cfg.version,
        made_with=cfg.version,
        base_gone=base_gone,
        made_for=made_for,
        interpreter=interpreter,
        site_packages=packages,
    )


def _no_folder(path: str) -> Environment:
    if not os.path.lexists(path):
        return Environment(path, "missing", "there is none")
    if os.path.islink(path):
        return Environment(path, "missing", f"the link's target {os.path.realpath(path)} is gone")
    return Environment(path, "file", "it is a file, not a folder")


def _cfg(path: str) -> PyvenvCfg | None:
    try:
        with open(
            os.path.join(path, "pyvenv.cfg"), encoding="utf-8", errors="replace", opener=open_shared
        ) as file:
            return read_pyvenv_cfg(file.read())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _interpreter(path: str) -> tuple[str, str]:
    """The interpreter's path, also where it is a link whose target is gone.

    The second is the other system that the environment was made for; empty where it is this one.
    """
    layouts = [(_POSIX, ""), (_WINDOWS, "Windows")]
    if host.machine().os_name == "nt":
        layouts = [(_WINDOWS, ""), (_POSIX, "Linux or macOS")]
    for names, made_for in layouts:
        for name in names:
            candidate = os.path.join(path, *name.split("/"))
            if os.path.lexists(candidate):
                return candidate, made_for
    return "", ""


def _base_gone(interpreter: str, cfg: PyvenvCfg | None) -> str:
    """The base interpreter that the environment's one leads to, where that is gone."""
    if interpreter and not os.path.exists(interpreter):
        return os.path.realpath(interpreter)
    # On Windows the interpreter is a small program that starts the one in `home`.
    home = cfg.home if cfg and host.machine().os_name == "nt" else ""
    return home if os.path.isabs(home) and not os.path.isdir(home) else ""


def find_site_packages(path: str, cfg: PyvenvCfg | None) -> tuple[str, ...]:
    """purelib, and platlib where it is another folder (`lib64` usually is a link to `lib`)."""
    windows = os.path.join(path, "Lib", "site-packages")
    if os.path.isdir(os.path.join(path, "Scripts")) and os.path.isdir(windows):
        return (windows,)
    found: dict[str, str] = {}
    for library in ("lib", "lib64"):
        for name in _versions(os.path.join(path, library), cfg):
            folder = os.path.join(path, library, name, "site-packages")
            if os.path.isdir(folder):
                found.setdefault(os.path.realpath(folder), folder)
    return tuple(found.values())


def _versions(library: str, cfg: PyvenvCfg | None) -> list[str]:
    """`python3.12` and its kin below `lib`; only those of the environment's own version."""
    try:
        names = sorted(os.listdir(library))
    except OSError:
        return []
    minor = ".".join(cfg.version.split(".")[:2]) if cfg else ""
    own = [name for name in names if minor and name.rstrip("t").endswith(minor)]
    return own or [name for name in names if "py" in name]


def _missing_parts(cfg: PyvenvCfg | None, interpreter: str, packages: tuple[str, ...]) -> list[str]:
    missing = [] if cfg is not None else ["pyvenv.cfg"]
    if not interpreter or not os.path.exists(interpreter):
        missing.append("the interpreter")
    if not packages:
        missing.append("site-packages")
    return missing


def _words(missing: list[str]) -> str:
    verb = "is" if len(missing) == 1 else "are"
    return f"{' and '.join(missing)} {verb} gone"
