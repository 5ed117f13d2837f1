"""Reads the state of an environment: sound, incomplete, missing, or something else in its place."""

from __future__ import annotations

import os

from .. import host
from ..host.existence import exists, is_folder, is_reachable
from ..host.retry import reading
from ..host.shared_open import open_small
from ..model.installed import Environment, PyvenvCfg
from .base_python import base_version, minor_of
from .program_header import why_not_run
from .protected import protection
from .pyvenv_cfg import read_pyvenv_cfg

_POSIX = ("bin/python", "bin/python3")
_WINDOWS = ("Scripts/python.exe", "bin/python.exe", "python.exe")
"""Where uv looks for it (`virtualenv_python_executable` in `uv-python-interpreter`)."""


def look_at(path: str) -> Environment:
    """The environment at an absolute path: its state, without the installed packages.

    If something could not be read, even after retries, the state is `foreign` and `unreadable` has
    the reason. It must not be `missing` or `incomplete` then, since such environments are replaced.
    No error of the system is raised.
    """
    try:
        return _folder(path) if is_folder(path) else _no_folder(path)
    except (FileNotFoundError, NotADirectoryError):
        # It was removed after the first check.
        return Environment(path, "missing", "it does not exist")
    except OSError as mistake:
        why = (mistake.strerror or str(mistake)).lower()
        reason = f"{mistake.filename or path}: {why}"
        return Environment(path, "foreign", f"cannot be read: {reason}", unreadable=(reason,))


def _folder(path: str) -> Environment:
    cfg = _cfg(path)
    interpreter, made_for = _interpreter(path)
    packages = find_site_packages(path, cfg, interpreter)
    if cfg is None and not os.listdir(path):
        return Environment(path, "empty", "the folder is empty")
    if cfg is None and not interpreter and not packages:
        reason = "it has no pyvenv.cfg, interpreter or site-packages"
        return Environment(path, "foreign", reason)
    # Any folder with a `bin/python3` would otherwise be an incomplete environment, and be replaced.
    more = protection(path)
    if more and cfg is None:
        return Environment(path, "foreign", more)
    found = _environment(path, cfg, interpreter, made_for, packages)
    return found._replace(holds=more)


def _environment(
    path: str,
    cfg: PyvenvCfg | None,
    interpreter: str,
    made_for: str,
    packages: tuple[str, ...],
) -> Environment:
    missing = _missing_parts(cfg, interpreter, packages)
    base_gone = "" if made_for else _base_gone(interpreter, cfg)
    if missing == ["the interpreter"] and (base_gone or made_for):
        # The interpreter of an environment of another system, such as WSL, may be a link to a path
        # that exists only there.
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
    if not exists(path):
        return Environment(path, "missing", "it does not exist")
    if os.path.islink(path):
        reason = f"the link's target {os.path.realpath(path)} is gone"
        return Environment(path, "missing", reason, is_dead_link=True)
    return Environment(path, "file", "it is a file, not a folder")


def _cfg(path: str) -> PyvenvCfg | None:
    try:
        return read_pyvenv_cfg(reading(lambda: _text(os.path.join(path, "pyvenv.cfg"))), path)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _text(path: str) -> str:
    with open(path, encoding="utf-8", errors="replace", opener=open_small) as file:
        return file.read()


def _interpreter(path: str) -> tuple[str, str]:
    """The path of the interpreter, and the name of the system that it is for if that is another.

    A link to a target that is gone counts as an interpreter. Both are empty if there is none.
    """
    layouts = [(_POSIX, ""), (_WINDOWS, "Windows")]
    if host.machine().os_name == "nt":
        layouts = [(_WINDOWS, ""), (_POSIX, "Linux or macOS")]
    for names, made_for in layouts:
        for name in names:
            candidate = os.path.join(path, *name.split("/"))
            if exists(candidate):
                return candidate, made_for
    return "", ""


def _base_gone(interpreter: str, cfg: PyvenvCfg | None) -> str:
    """The path of the base Python if that is gone, else empty."""
    if interpreter and not is_reachable(interpreter):
        return os.path.realpath(interpreter)
    # On Windows the interpreter is no link, but a launcher that starts the one in `home`.
    home = cfg.home if cfg and host.machine().os_name == "nt" else ""
    return home if os.path.isabs(home) and not is_folder(home) else ""


def find_site_packages(path: str, cfg: PyvenvCfg | None, interpreter: str = "") -> tuple[str, ...]:
    """The site-packages folders of an environment: purelib, and platlib if it is another folder.

    A folder can have the layouts of both Windows and POSIX, if both uv.exe and uv in WSL created an
    environment there: then the interpreter decides.

    Args:
        path: the absolute path of the environment.
        cfg: its pyvenv.cfg, if there is one.
        interpreter: the interpreter that is used here; empty if there is none.

    Returns absolute paths; empty if there are none.

    Raises:
        OSError: a folder could not be examined, even after retries.
    """
    windows = os.path.join(path, "Lib", "site-packages")
    scripts = os.path.join(path, "Scripts")
    is_posix = os.path.dirname(interpreter) == os.path.join(path, "bin")
    if not is_posix and is_folder(scripts) and is_folder(windows):
        return (windows,)
    minors = [it for it in (minor_of(interpreter), cfg.minor if cfg else "") if it]
    found: dict[str, str] = {}
    for library in ("lib", "lib64"):
        for name in _versions(os.path.join(path, library), minors):
            folder = os.path.join(path, library, name, "site-packages")
            is_used = library == "lib" or _has_lib64(cfg, name)
            if is_used and is_folder(folder):
                found.setdefault(os.path.realpath(folder), folder)
    return tuple(found.values())


def _has_lib64(cfg: PyvenvCfg | None, name: str) -> bool:
    """Whether the base Python has a platlib in `lib64`, as on Fedora; then so do environments."""
    prefix = os.path.dirname(cfg.home) if cfg and cfg.home else ""
    return not prefix or is_folder(os.path.join(prefix, "lib64", name))


def _versions(library: str, minors: list[str]) -> list[str]:
    """The `python3.12` folders in `lib`, of the first of these minor versions that has any.

    Without minor versions, all of them.
    """
    try:
        names = sorted(reading(lambda: os.listdir(library)))
    except (FileNotFoundError, NotADirectoryError):
        return []
    if not minors:
        return [name for name in names if "py" in name]
    own = ([name for name in names if name.rstrip("t").endswith(minor)] for minor in minors)
    return next((it for it in own if it), [])


def _missing_parts(cfg: PyvenvCfg | None, interpreter: str, packages: tuple[str, ...]) -> list[str]:
    missing = [] if cfg is not None else ["pyvenv.cfg"]
    if not interpreter or not is_reachable(interpreter):
        missing.append("the interpreter")
    if not packages:
        missing.append("site-packages")
    return missing


def _words(missing: list[str]) -> str:
    verb = "is" if len(missing) == 1 else "are"
    return f"{' and '.join(missing)} {verb} gone"
