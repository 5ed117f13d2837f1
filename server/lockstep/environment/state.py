"""Whether a folder is a sound environment, a partial one, or something else."""

from __future__ import annotations

import os

from ..host.shared_open import open_shared
from ..model.installed import Environment, PyvenvCfg
from .base_python import base_version
from .protected import protection
from .pyvenv_cfg import read_pyvenv_cfg

_INTERPRETERS = ("bin/python", "bin/python3", "Scripts/python.exe")


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
    interpreter = _interpreter(path)
    packages = find_site_packages(path, cfg)
    if cfg is None and not os.listdir(path):
        return Environment(path, "empty", "the folder is empty")
    if cfg is None and not interpreter and not packages:
        return Environment(path, "foreign", "the folder is not recognizably an environment")
    more = protection(path) if cfg is None else ""
    if more:
        return Environment(path, "foreign", more)
    missing = _missing_parts(cfg, interpreter, packages)
    base_gone = _base_gone(interpreter)
    if missing and not (base_gone and missing == ["the interpreter"]):
        return Environment(path, "incomplete", _words(missing), cfg, site_packages=packages)
    cfg = cfg or PyvenvCfg({})
    return Environment(
        path,
        "sound",
        cfg=cfg,
        version=base_version(cfg, packages) or cfg.version,
        made_with=cfg.version,
        base_gone=base_gone,
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


def _interpreter(path: str) -> str:
    """The interpreter's path, also where it is a link whose target is gone."""
    candidates = (os.path.join(path, *name.split("/")) for name in _INTERPRETERS)
    return next((it for it in candidates if os.path.lexists(it)), "")


def _base_gone(interpreter: str) -> str:
    """The base interpreter that the environment's one leads to, where that is gone."""
    if interpreter and not os.path.exists(interpreter):
        return os.path.realpath(interpreter)
    return ""


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
