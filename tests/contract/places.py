"""The cases that are about places: targets that are there, folders, links, volumes, long paths."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .cases import STATE_CASES, Case, Place, said
from .holding import ALL, opened, running

_LONG = 300


def _rename_onto_a_file(place: Place) -> str:
    place.file.write_text("one")
    place.target.write_text("two")
    answer = said(lambda: place.host.rename(str(place.file), str(place.target)))
    assert (place.file.read_text(), place.target.read_text()) == ("one", "two")
    return answer


def _rename_of_nothing(place: Place) -> str:
    return said(lambda: place.host.rename(str(place.file), str(place.target)))


def _rename_to_another_volume(place: Place) -> str:
    place.file.write_text("one")
    there = place.elsewhere / "target"
    answer = said(lambda: place.host.rename(str(place.file), str(there)))
    assert place.file.read_text() == "one"
    assert not there.exists()
    return answer


def _rename_of_a_folder(place: Place) -> str:
    _folder_with_a_file(place)
    return said(lambda: place.host.rename(str(place.file), str(place.target)))


def _rename_of_a_folder_with_a_program(place: Place) -> str:
    place.file.mkdir()
    with running(place.file / "program.exe"):
        return said(lambda: place.host.rename(str(place.file), str(place.target)))


def _rename_of_a_folder_with_an_open_file(place: Place) -> str:
    with opened(_folder_with_a_file(place), ALL):
        return said(lambda: place.host.rename(str(place.file), str(place.target)))


def _rename_of_a_folder_where_somebody_stands(place: Place) -> str:
    place.file.mkdir()
    with running(place.folder / "program.exe", stands_in=place.file):
        return said(lambda: place.host.rename(str(place.file), str(place.target)))


def _link_onto_a_file(place: Place) -> str:
    place.file.write_text("one")
    place.target.write_text("two")
    return said(lambda: place.host.link(str(place.file), str(place.target)))


def _link_to_another_volume(place: Place) -> str:
    place.file.write_text("one")
    there = place.elsewhere / "target"
    answers = list[bool]()
    answer = said(lambda: answers.append(place.host.link(str(place.file), str(there))))
    return f"{answer}: {answers}" + ("" if there.exists() else ", nothing there")


def _remove_a_folder(place: Place) -> str:
    place.file.mkdir()
    return said(lambda: place.host.remove(str(place.file)))


def _remove_a_full_folder(place: Place) -> str:
    _folder_with_a_file(place)
    return said(lambda: place.host.remove(str(place.file)))


def _remove_nothing(place: Place) -> str:
    return said(lambda: place.host.remove(str(place.file)))


def _remove_a_link_of_a_running_program(place: Place) -> str:
    with running(place.file):
        place.host.link(str(place.file), str(place.target))
        return said(lambda: place.host.remove(str(place.target)))


def _remove_a_link_of_what_is_read_only(place: Place) -> str:
    place.file.write_text("one")
    place.host.link(str(place.file), str(place.target))
    place.file.chmod(0o444)
    place.host.remove(str(place.target))
    assert not place.target.exists()
    assert place.file.read_text() == "one"
    return "writable" if place.file.stat().st_mode & 0o200 else "read-only"


def _is_a_link_of_a_running_program_held(place: Place) -> str:
    with running(place.file):
        place.host.link(str(place.file), str(place.target))
        found = place.host.is_held(str(place.target), str(place.folder))
    return "held" if found else "not held"


def _is_nothing_held(place: Place) -> str:
    found = place.host.is_held(str(place.target), str(place.folder))
    return "held" if found else "not held"


def _make_a_folder_twice(place: Place) -> str:
    place.host.make_folder(str(place.file))
    assert place.file.is_dir()
    return said(lambda: place.host.make_folder(str(place.file)))


def _make_a_folder_in_nothing(place: Place) -> str:
    return said(lambda: place.host.make_folder(str(place.file / "below")))


def _hold_twice(place: Place) -> str:
    first = place.host.take_lock(str(place.file), 0.0)
    assert first is not None
    second = place.host.take_lock(str(place.file), 0.05)
    first.release()
    third = place.host.take_lock(str(place.file), 0.0)
    assert third is not None
    third.release()
    return "held once" if second is None else "held twice"


def _hold_what_its_holder_deletes(place: Place) -> str:
    """The second process has opened the file when the first one deletes it."""
    path, host = str(place.file), place.host
    first = host.take_lock(path, 0.0)
    assert first is not None
    module: Any = sys.modules[type(host).__module__]
    poll_until = module.poll_until

    def after_the_deletion(question: Callable[[], bool], seconds: float) -> bool:
        module.poll_until = poll_until
        host.remove(path)
        first.release()
        return bool(poll_until(question, seconds))

    module.poll_until = after_the_deletion
    try:
        second = host.take_lock(path, 0.0)
    finally:
        module.poll_until = poll_until
    assert second is not None
    third = host.take_lock(path, 0.0)
    second.release()
    return "a new file" if third is None else "a file without a name"


def _at_a_long_path(place: Place) -> str:
    """Everything once, where paths are longer than Windows took them for decades."""
    folder = str(place.folder)
    while len(folder) < _LONG:
        folder = str(Path(folder, "lông " * 10 + "folder"))
        place.host.make_folder(folder)
    one, two, three = (str(Path(folder, name)) for name in ("one", "two", "three"))
    place.host.copy(__file__, one)
    place.host.rename(one, two)
    place.host.link(two, three)
    answer = "held" if place.host.is_held(two, folder) else "not held"
    for path in (two, three, folder):
        place.host.remove(path)
    return answer


def _folder_with_a_file(place: Place) -> Path:
    place.file.mkdir()
    (place.file / "below").write_text("text")
    return place.file / "below"


# A case whose name ends so is tried only where there is another volume.
ELSEWHERE = "another volume"

CASES: dict[str, Case] = {
    **STATE_CASES,
    "is held: a link of a running program": _is_a_link_of_a_running_program_held,
    "is held: nothing": _is_nothing_held,
    "rename: onto a file": _rename_onto_a_file,
    "rename: nothing": _rename_of_nothing,
    f"rename: to {ELSEWHERE}": _rename_to_another_volume,
    "rename: a folder": _rename_of_a_folder,
    "rename: a folder with a running program": _rename_of_a_folder_with_a_program,
    "rename: a folder with an open file": _rename_of_a_folder_with_an_open_file,
    "rename: a folder where somebody stands": _rename_of_a_folder_where_somebody_stands,
    "link: onto a file": _link_onto_a_file,
    f"link: to {ELSEWHERE}": _link_to_another_volume,
    "remove: a folder": _remove_a_folder,
    "remove: a full folder": _remove_a_full_folder,
    "remove: nothing": _remove_nothing,
    "remove: a link of a running program": _remove_a_link_of_a_running_program,
    "remove: a link of what is read-only": _remove_a_link_of_what_is_read_only,
    "make a folder: that is there": _make_a_folder_twice,
    "make a folder: in nothing": _make_a_folder_in_nothing,
    "hold: twice": _hold_twice,
    "hold: what its holder deletes": _hold_what_its_holder_deletes,
    "a long path": _at_a_long_path,
}
