"""The marker values of an environment, without ever running its Python."""

from __future__ import annotations

from ..model.installed import Environment
from ..model.marker_environment import Machine, MarkerEnvironment

_SPELLINGS = {"cpython": "CPython", "pypy": "PyPy", "graalpy": "GraalVM", "graalvm": "GraalVM"}


def marker_environment(environment: Environment, machine: Machine) -> MarkerEnvironment:
    """The marker environment of a sound environment on this machine."""
    made_by = implementation(environment)
    return MarkerEnvironment(machine, environment.version, made_by)


def implementation(environment: Environment) -> str:
    """CPython, PyPy or GraalVM, as the marker spells it."""
    said = environment.cfg.implementation if environment.cfg else ""
    if said:
        return _SPELLINGS.get(said.lower(), said)
    # `venv` of CPython does not say; the folder's name does: lib/pypy3.10/site-packages.
    places = (*environment.site_packages, environment.cfg.home if environment.cfg else "")
    for name, spelled in (("pypy", "PyPy"), ("graalpy", "GraalVM")):
        if any(name in place.lower() for place in places):
            return spelled
    return "CPython"
