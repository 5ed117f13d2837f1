"""Finds the marker values and the base of an environment without running its Python."""

from __future__ import annotations

import os

from ..model.installed import Environment
from ..model.marker_environment import Machine, MarkerEnvironment

_PROGRAMS = ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe")
_SPELLINGS = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalVM", "graalvm": "GraalVM"}


def marker_environment(environment: Environment, machine: Machine) -> MarkerEnvironment:
    """The values of the environment markers (PEP 508) for a sound environment on this machine."""
    made_by = implementation(environment)
    return MarkerEnvironment(machine, environment.version, made_by)


def implementation(environment: Environment) -> str:
    """The value of `platform_python_implementation` (PEP 508), such as CPython, PyPy or GraalVM.

    It is the value in pyvenv.cfg, with the usual spelling; without one it follows from the names of
    folders, and is CPython if they name no other.
    """
    said = environment.cfg.implementation if environment.cfg else ""
    if said:
        return _SPELLINGS.get(said.lower(), said)
    # `venv` of the standard library writes no implementation into pyvenv.cfg, so the folder's
    # name is used: lib/pypy3.10/site-packages.
    places = (*environment.site_packages, environment.cfg.home if environment.cfg else "")
    for name, spelled in (("pypy", "PyPy"), ("graalpy", "GraalVM")):
        if any(name in place.lower() for place in places):
            return spelled
    return "CPython"


def base_folder(environment: Environment) -> str:
    """The real folder of the base installation (`sys.base_prefix`) of an environment.

    As in CPython's getpath: the installation with `home` of pyvenv.cfg. If `home` is a folder `bin`
    without a standard library of that version beside it, the installation of the program to which
    the interpreter links.

    Args:
        environment: a sound environment.
    """
    home = environment.cfg.home if environment.cfg else ""
    if not home and not environment.interpreter:
        return ""
    real = os.path.realpath(home) if home else ""
    # On Windows the program is in the installation's own folder, without `bin`.
    prefix = os.path.dirname(real) if os.path.basename(real) == "bin" else real
    minor = ".".join(environment.version.split(".")[:2])
    if prefix != os.path.dirname(real) or os.path.isdir(
        os.path.join(prefix, "lib", f"python{minor}")
    ):
        return prefix
    return os.path.dirname(os.path.dirname(os.path.realpath(environment.interpreter)))


def is_python_of(place: str, environment: Environment) -> bool:
    """Whether a path belongs to the Python of an environment; False if it does not exist.

    Args:
        place: a file or folder: the environment, its interpreter, its base Python, or another
            environment or installation with one of these.
        environment: the environment.
    """
    own = [environment.interpreter, *_base_programs(environment)]
    if os.path.isdir(place):
        if _same_file(place, environment.path):
            return True
        inside = (os.path.join(place, *it.split("/")) for it in _PROGRAMS)
        place = next((it for it in inside if os.path.exists(it)), "")
    return any(_same_file(place, it) for it in own)


def _base_programs(environment: Environment) -> list[str]:
    home = environment.cfg.home if environment.cfg else ""
    minor = ".".join(environment.version.split(".")[:2])
    names = ("python", "python3", f"python{minor}", "python.exe")
    return [os.path.join(home, it) for it in names] if home else []


def _same_file(one: str, other: str) -> bool:
    try:
        return bool(one and other) and os.path.samefile(one, other)
    except OSError:
        return False
