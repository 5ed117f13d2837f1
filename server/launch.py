"""Where the server's modules come from: this folder and the standard library, from nowhere else."""

from __future__ import annotations

import os
import sys
import sysconfig

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARIES = os.path.join(HERE, "libs")
PURE = os.path.join(LIBRARIES, "pure")

_COULD_NOT = 2
_ARCHITECTURES = {"aarch64": "arm64", "amd64": "x64", "arm64": "arm64", "x86_64": "x64"}


def main(arguments: list[str]) -> int:
    """Run the command line of Lockstep; without arguments the language server."""
    if not os.path.isdir(PURE):
        sys.stderr.write(f"lockstep: there is no {LIBRARIES}\n  `npm run bundle` makes it\n")
        return _COULD_NOT
    take_own_modules()
    # `-B` keeps others from writing here. Our own bytecode, beside our own files, halves the start.
    sys.dont_write_bytecode = False
    arguments = arguments or ["serve"]
    if arguments[0] == "serve":
        # Out of the project, which could not be moved or deleted while a server stands in it.
        # Here the libraries are held anyway.
        os.chdir(HERE)
    return _run(arguments)


def take_own_modules() -> None:
    """Let every later import come from here or from the standard library."""
    native = os.path.join(LIBRARIES, "native", target())
    sys.path[:] = [HERE, PURE, native, *of_standard_library(sys.path)]


def target() -> str:
    """The name of the folder with the compiled libraries for this Python.

    Where there is no such folder the server does without them.
    """
    architecture = _ARCHITECTURES.get(_architecture(), "other")
    return f"{sys.platform}-{_libc()}{architecture}"


def of_standard_library(path: list[str]) -> list[str]:
    """What Python itself put on its path: no script's folder, no PYTHONPATH, no site-packages."""
    own = {_real(each) for each in _standard_folders()}
    return [each for each in path if _real(each) in own]


def _real(path: str) -> str:
    # Homebrew's Python says some of its paths through a link and some not.
    return os.path.normcase(os.path.realpath(path))


def _standard_folders() -> list[str]:
    # Of an environment's Python both are wanted from the Python that it was made with.
    base = {"installed_base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    folders = [sysconfig.get_path(name, vars=base) for name in ("stdlib", "platstdlib")]
    archive = f"python{sys.version_info[0]}{sys.version_info[1]}.zip"
    if sys.platform == "win32":
        home = sys.base_exec_prefix
        # The home itself: there the embeddable Python has its compiled modules.
        return [*folders, os.path.join(home, "DLLs"), os.path.join(home, archive), home]
    archives = [os.path.join(os.path.dirname(each), archive) for each in folders]
    return [*folders, *(os.path.join(each, "lib-dynload") for each in folders), *archives]


def _architecture() -> str:
    if sys.platform == "win32":
        # Of the Python and not of the machine: Windows for ARM also runs a Python for x64.
        return sysconfig.get_platform().rpartition("-")[2]
    is_64_bit = sys.maxsize > 2**32
    return os.uname().machine if is_64_bit else ""


def _libc() -> str:
    if sys.platform != "linux":
        return ""
    try:
        return "" if os.confstr("CS_GNU_LIBC_VERSION") else "musl-"
    except (OSError, ValueError):
        return "musl-"  # which knows no such name


def _run(arguments: list[str]) -> int:
    from lockstep.__main__ import main as run

    sys.argv[1:] = arguments
    return run()
