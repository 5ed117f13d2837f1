"""The cases: what is asked of a host in a folder of its own, and what came of it, in a word."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

from lockstep.host.contract import Host

from .holding import ALL, READ, WRITE, loaded, opened, running


class Place(NamedTuple):
    """Where a case is tried: a new folder, and one on another volume if there is any."""

    host: Host
    folder: Path
    elsewhere: Path

    @property
    def file(self) -> Path:
        """The file that the case is about; Windows wants this ending of what it loads."""
        return self.folder / "fïle one.pyd"

    @property
    def target(self) -> Path:
        """Where it may go."""
        return self.folder / "tärget"


Case = Callable[[Place], str]


def said(work: Callable[[], object]) -> str:
    """The error of a call by its number, else that it is done."""
    try:
        work()
    except OSError as mistake:
        winerror = getattr(mistake, "winerror", None)
        return f"error {winerror}" if winerror else errno.errorcode[mistake.errno or 0]
    return "done"


# Each state of a file: how it is made, and for how long.
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


def _is_held(place: Place) -> str:
    before = place.file.stat()
    found = place.host.is_held(str(place.file), str(place.folder))
    after = place.file.stat()
    assert (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size)
    assert os.listdir(place.folder) == [place.file.name]  # noqa: PTH208 - names alone
    return "held" if found else "not held"


def _rename(place: Place) -> str:
    answer = said(lambda: place.host.rename(str(place.file), str(place.target)))
    assert place.file.exists() == (answer != "done")
    assert place.target.exists() == (answer == "done")
    return answer


def _link(place: Place) -> str:
    answer = said(lambda: place.host.link(str(place.file), str(place.target)))
    assert answer != "done" or place.file.samefile(place.target)
    return answer


def _copy(place: Place) -> str:
    answer = said(lambda: place.host.copy(str(place.file), str(place.target)))
    if answer == "done":
        old, new = place.file.stat(), place.target.stat()
        assert (old.st_mode, old.st_mtime_ns) == (new.st_mode, new.st_mtime_ns)
        assert place.file.read_bytes() == place.target.read_bytes()
        assert not place.file.samefile(place.target)
    return answer


def _remove(place: Place) -> str:
    answer = said(lambda: place.host.remove(str(place.file)))
    return answer + (", still named" if answer == "done" and _is_named(place.file) else "")


def _is_named(path: Path) -> bool:
    return path.name in os.listdir(path.parent)  # noqa: PTH208 - a name may be all that is left


def _in_state(work: Case, state: Callable[[Path], AbstractContextManager[None]]) -> Case:
    def case(place: Place) -> str:
        with state(place.file):
            return work(place)

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
