"""The cases for a file in each state: what the host is asked to do, and the result as a text."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from lockstep.host.contract import Host

from .holding import ALL, READ, WRITE, loaded, opened, running


class Setup(NamedTuple):
    """Where a case runs: a new folder, and one on another volume if there is one."""

    host: Host
    folder: Path
    elsewhere: Path

    @property
    def file(self) -> Path:
        """The file that the case is about; Windows only loads modules with this suffix."""
        return self.folder / "fïle one.pyd"

    @property
    def target(self) -> Path:
        """The target of a rename, link or copy."""
        return self.folder / "tärget"


Case = Callable[[Setup], str]


def result_of(work: Callable[[], object]) -> str:
    """Call a function; "done", or the name or number of its error."""
    try:
        work()
    except OSError as mistake:
        winerror = getattr(mistake, "winerror", None)
        return f"error {winerror}" if winerror else errno.errorcode[mistake.errno or 0]
    return "done"


# Each state of a file: a context manager that creates the file and holds the state.
def _free(file: Path) -> AbstractContextManager[None]:
    file.write_bytes(b"text")
    return nullcontext()


@contextmanager
def _read_only(file: Path) -> Iterator[None]:
    file.write_bytes(b"text")
    file.chmod(0o444)
    yield


def _opened(shares: int) -> Callable[[Path], AbstractContextManager[None]]:
    def state(file: Path) -> AbstractContextManager[None]:
        file.write_bytes(b"text")
        return opened(file, shares)

    return state


STATES: dict[str, Callable[[Path], AbstractContextManager[None]]] = {
    "free": _free,
    "read-only": _read_only,
    "running": running,
    "loaded": loaded,
    "open, all shared": _opened(ALL),
    "open, no writing": _opened(READ),
    "open, no deleting": _opened(READ | WRITE),
}


def _is_held(setup: Setup) -> str:
    before = setup.file.stat()
    found = setup.host.is_held(str(setup.file), str(setup.folder))
    after = setup.file.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert os.listdir(setup.folder) == [setup.file.name]  # noqa: PTH208 - names alone
    return "held" if found else "not held"


def _rename(setup: Setup) -> str:
    result = result_of(lambda: setup.host.rename(str(setup.file), str(setup.target)))
    assert setup.file.exists() == (result != "done")
    assert setup.target.exists() == (result == "done")
    return result


def _link(setup: Setup) -> str:
    result = result_of(lambda: setup.host.link(str(setup.file), str(setup.target)))
    assert result != "done" or setup.file.samefile(setup.target)
    return result


def _copy(setup: Setup) -> str:
    result = result_of(lambda: setup.host.copy(str(setup.file), str(setup.target)))
    if result == "done":
        old, new = setup.file.stat(), setup.target.stat()
        assert (old.st_mode, old.st_mtime_ns) == (new.st_mode, new.st_mtime_ns)
        assert setup.file.read_bytes() == setup.target.read_bytes()
        assert not setup.file.samefile(setup.target)
    return result


def _remove(setup: Setup) -> str:
    result = result_of(lambda: setup.host.remove(str(setup.file)))
    return result + (", still named" if result == "done" and _is_named(setup.file) else "")


def _is_named(path: Path) -> bool:
    return path.name in os.listdir(path.parent)  # noqa: PTH208 - a name may be all that is left


def _in_state(work: Case, state: Callable[[Path], AbstractContextManager[None]]) -> Case:
    def case(setup: Setup) -> str:
        with state(setup.file):
            return work(setup)

    return case


_WORKS: dict[str, Case] = {
    "is held": _is_held,
    "rename": _rename,
    "link": _link,
    "copy": _copy,
    "remove": _remove,
}

STATE_CASES: dict[str, Case] = {
    f"{name}: {state}": _in_state(work, make)
    for name, work in _WORKS.items()
    for state, make in STATES.items()
}
