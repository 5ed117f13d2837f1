"""Decides from its tags whether a wheel fits an interpreter (PEP 425).

uv reinstalls a wheel that does not fit (`satisfies.rs`). In doubt a tag fits, for example if its
form is unknown.
"""

from __future__ import annotations

import re
from itertools import product

from ..model.marker_environment import MarkerEnvironment

# Longer numbers are of no tag that exists, and Python may refuse to convert them.
_PYTHON = re.compile(r"(py|cp|pp)(\d)(\d{0,9})$")
_GLIBC = re.compile(r"manylinux_(\d{1,9})_(\d{1,9})_")
# The glibc of the older tags: PEP 513, PEP 571 and PEP 599.
_NEWEST_LEGACY = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
_INTERPRETERS = {"cp": "CPython", "pp": "PyPy"}
_WINDOWS = {"win32": ("x86", "amd64"), "win_amd64": ("amd64", "arm64"), "win_arm64": ("arm64",)}
_MACS = {
    "x86_64": ("x86_64", "intel", "universal", "universal2", "fat64", "fat3"),
    "arm64": ("arm64", "universal2", "x86_64"),
}


def fits(tags: tuple[str, ...], environment: MarkerEnvironment, *, free_threaded: bool) -> bool:
    """Whether one of the tags fits an environment; true if there are no tags.

    Args:
        tags: tags such as `cp312-cp312-manylinux_2_17_x86_64`; each part may be a compressed set,
            as in `py2.py3-none-any`.
        environment: the interpreter and the machine.
        free_threaded: the interpreter is a free-threaded build.
    """
    abi_suffix = "t" if free_threaded else ""
    return not tags or any(_fits(tag, environment, abi_suffix) for tag in tags)


def _fits(tag: str, environment: MarkerEnvironment, abi_suffix: str) -> bool:
    parts = tag.split("-")
    if len(parts) != 3:
        return True
    pythons, abis, platforms = (part.split(".") for part in parts)
    if platforms == ["any"] and "none" not in abis:
        # A contradiction: a wheel with an ABI is compiled for some platform, never for any.
        return False
    return any(
        _fits_python(python, abi, environment, abi_suffix) for python, abi in product(pythons, abis)
    ) and any(_fits_platform(platform, environment) for platform in platforms)


def _fits_python(python: str, abi: str, environment: MarkerEnvironment, abi_suffix: str) -> bool:
    found = _PYTHON.match(python)
    if found is None:
        return True
    major, minor = environment.minor
    if int(found[2]) != major:
        return False
    wanted = int(found[3]) if found[3] else None
    if found[1] == "py":
        return wanted is None or wanted <= minor
    if _INTERPRETERS[found[1]] != environment.implementation:
        return False
    if abi == "abi3":
        return not abi_suffix and (wanted is None or wanted <= minor)
    if wanted is not None and wanted != minor:
        return False
    return abi == "none" or abi.endswith("t") == bool(abi_suffix)


def _fits_platform(tag: str, environment: MarkerEnvironment) -> bool:
    machine = environment.machine
    if tag == "any":
        return True
    if tag.startswith("win"):
        fitting = _WINDOWS.get(tag, ())
        return machine.sys_platform == "win32" and (
            not fitting or machine.platform_machine.lower() in fitting
        )
    if tag.startswith("macosx"):
        fitting = _MACS.get(machine.platform_machine, ())
        return machine.sys_platform == "darwin" and (
            not fitting or tag.endswith(tuple(f"_{it}" for it in fitting))
        )
    if "linux" in tag.split("_")[0]:
        return machine.sys_platform == "linux" and _fits_linux(
            tag, machine.platform_machine, machine.libc
        )
    return True


def _fits_linux(tag: str, architecture: str, libc: str) -> bool:
    if not tag.endswith(f"_{architecture}"):
        return False
    if tag.startswith("musllinux"):
        return libc.startswith("musl")
    needed = _needed_glibc(tag)
    if needed is None or not libc:
        return True
    return libc.startswith("glibc") and _glibc(libc) >= needed


def _needed_glibc(tag: str) -> tuple[int, int] | None:
    found = _GLIBC.match(tag)
    return (int(found[1]), int(found[2])) if found else _NEWEST_LEGACY.get(tag.split("_")[0])


def _glibc(libc: str) -> tuple[int, int]:
    numbers = re.findall(r"\d+", libc)
    return (int(numbers[0]), int(numbers[1])) if len(numbers) > 1 else (0, 0)
