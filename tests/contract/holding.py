"""Ways to hold a file: run it, load it, open it, or use it as a working directory."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The sharing flags of an open file on Windows.
READ, WRITE, DELETE = 1, 2, 4
ALL = READ | WRITE | DELETE


@contextmanager
def running(program: Path, cwd: Path | None = None) -> Iterator[None]:
    """Run a copy of a program; when the block ends, it must still answer."""
    command, variables = _windows() if sys.platform == "win32" else _posix()
    shutil.copyfile(command[0], program)
    program.chmod(0o755)
    line = (str(program), *command[1:])
    pipe = subprocess.PIPE
    with subprocess.Popen(
        line, env=variables, cwd=cwd, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for answer in _two_answers(process):
            assert answer == b"here"
            yield


def _two_answers(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Yield the answer to a first line, then check the answer to a second one."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"here\n")
    process.stdin.flush()
    yield process.stdout.readline().strip()
    out, _ = process.communicate(b"here\n")
    assert out.strip() == b"here", "the program does not run any more"


def _posix() -> tuple[tuple[str, ...], dict[str, str]]:
    return ("/bin/cat",), dict(os.environ)


def _windows() -> tuple[tuple[str, ...], dict[str, str]]:
    """Python as an echo program; it finds its DLLs through PATH."""
    home = sys.base_prefix
    echo = "import sys\nfor line in sys.stdin: print(line.strip(), flush=True)"
    variables = {**os.environ, "PYTHONHOME": home, "PATH": f"{home};{os.environ['PATH']}"}
    return (os.path.join(home, "python.exe"), "-S", "-B", "-c", echo), variables  # noqa: PTH118


@contextmanager
def loaded(module: Path) -> Iterator[None]:
    """Load a compiled module into this process."""
    shutil.copyfile(_compiled_module(), module)
    library = ctypes.CDLL(str(module))
    try:
        yield
    finally:
        _unload(library._handle)


def _compiled_module() -> str:
    specs = map(importlib.util.find_spec, ("_ctypes", "unicodedata", "_bz2"))
    origins = [it.origin for it in specs if it and it.origin]
    return next(it for it in origins if Path(it).is_file())


def _unload(handle: int) -> None:
    if sys.platform == "win32":
        ctypes.windll.kernel32.FreeLibrary(ctypes.c_void_p(handle))
    else:
        ctypes.CDLL(None).dlclose(ctypes.c_void_p(handle))


@contextmanager
def opened(path: Path, shares: int) -> Iterator[None]:
    """Open a file for reading; `shares` are the sharing flags on Windows."""
    if sys.platform == "win32":
        import _winapi

        handle = _winapi.CreateFile(str(path), _winapi.GENERIC_READ, shares, 0, 3, 0, 0)
        try:
            yield
        finally:
            _winapi.CloseHandle(handle)
    else:
        with path.open("rb"):
            yield
