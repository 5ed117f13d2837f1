"""All cases, with those about paths: existing targets, folders, links, volumes, long paths."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .holding import ALL, opened, running
from .state_cases import STATE_CASES, Case, Setup, result_of

_LONG = 300


def _rename_onto_a_file(setup: Setup) -> str:
    setup.file.write_text("one")
    setup.target.write_text("two")
    result = result_of(lambda: setup.host.rename(str(setup.file), str(setup.target)))
    assert (setup.file.read_text(), setup.target.read_text()) == ("one", "two")
    return result


def _rename_of_a_missing_file(setup: Setup) -> str:
    return result_of(lambda: setup.host.rename(str(setup.file), str(setup.target)))


def _rename_to_another_volume(setup: Setup) -> str:
    setup.file.write_text("one")
    target = setup.elsewhere / "target"
    result = result_of(lambda: setup.host.rename(str(setup.file), str(target)))
    assert setup.file.read_text() == "one"
    assert not target.exists()
    return result


def _rename_of_a_folder(setup: Setup) -> str:
    _folder_with_a_file(setup)
    return result_of(lambda: setup.host.rename(str(setup.file), str(setup.target)))


def _rename_of_a_folder_with_a_program(setup: Setup) -> str:
    setup.file.mkdir()
    with running(setup.file / "program.exe"):
        return result_of(lambda: setup.host.rename(str(setup.file), str(setup.target)))


def _rename_of_a_folder_with_an_open_file(setup: Setup) -> str:
    with opened(_folder_with_a_file(setup), ALL):
        return result_of(lambda: setup.host.rename(str(setup.file), str(setup.target)))


def _rename_of_a_working_directory(setup: Setup) -> str:
    setup.file.mkdir()
    with running(setup.folder / "program.exe", cwd=setup.file):
        return result_of(lambda: setup.host.rename(str(setup.file), str(setup.target)))


def _link_onto_a_file(setup: Setup) -> str:
    setup.file.write_text("one")
    setup.target.write_text("two")
    return result_of(lambda: setup.host.link(str(setup.file), str(setup.target)))


def _link_to_another_volume(setup: Setup) -> str:
    setup.file.write_text("one")
    target = setup.elsewhere / "target"
    results = list[bool]()
    result = result_of(lambda: results.append(setup.host.link(str(setup.file), str(target))))
    return f"{result}: {results}" + ("" if target.exists() else ", nothing there")


def _remove_a_folder(setup: Setup) -> str:
    setup.file.mkdir()
    return result_of(lambda: setup.host.remove(str(setup.file)))


def _remove_a_full_folder(setup: Setup) -> str:
    _folder_with_a_file(setup)
    return result_of(lambda: setup.host.remove(str(setup.file)))


def _remove_a_missing_file(setup: Setup) -> str:
    return result_of(lambda: setup.host.remove(str(setup.file)))


def _remove_a_link_of_a_running_program(setup: Setup) -> str:
    with running(setup.file):
        setup.host.link(str(setup.file), str(setup.target))
        return result_of(lambda: setup.host.remove(str(setup.target)))


def _remove_a_hard_link_of_a_read_only_file(setup: Setup) -> str:
    setup.file.write_text("one")
    setup.host.link(str(setup.file), str(setup.target))
    setup.file.chmod(0o444)
    setup.host.remove(str(setup.target))
    assert not setup.target.exists()
    assert setup.file.read_text() == "one"
    return "writable" if setup.file.stat().st_mode & 0o200 else "read-only"


def _is_a_link_of_a_running_program_held(setup: Setup) -> str:
    with running(setup.file):
        setup.host.link(str(setup.file), str(setup.target))
        found = setup.host.is_held(str(setup.target), str(setup.folder))
    return "held" if found else "not held"


def _is_a_missing_file_held(setup: Setup) -> str:
    found = setup.host.is_held(str(setup.target), str(setup.folder))
    return "held" if found else "not held"


def _make_a_folder_twice(setup: Setup) -> str:
    setup.host.make_folder(str(setup.file))
    assert setup.file.is_dir()
    return result_of(lambda: setup.host.make_folder(str(setup.file)))


def _make_a_folder_without_its_parent(setup: Setup) -> str:
    return result_of(lambda: setup.host.make_folder(str(setup.file / "below")))


def _lock_twice(setup: Setup) -> str:
    first = setup.host.take_lock(str(setup.file), 0.0)
    assert first is not None
    second = setup.host.take_lock(str(setup.file), 0.05)
    first.release()
    third = setup.host.take_lock(str(setup.file), 0.0)
    assert third is not None
    third.release()
    return "held once" if second is None else "held twice"


def _lock_a_file_that_its_holder_deletes(setup: Setup) -> str:
    """The second process has opened the file when the first one deletes it."""
    path, host = str(setup.file), setup.host
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


def _at_a_long_path(setup: Setup) -> str:
    """Each operation once, on paths longer than MAX_PATH."""
    folder = str(setup.folder)
    while len(folder) < _LONG:
        folder = str(Path(folder, "lông " * 10 + "folder"))
        setup.host.make_folder(folder)
    one, two, three = (str(Path(folder, name)) for name in ("one", "two", "three"))
    setup.host.copy(__file__, one)
    setup.host.rename(one, two)
    setup.host.link(two, three)
    result = "held" if setup.host.is_held(two, folder) else "not held"
    for path in (two, three, folder):
        setup.host.remove(path)
    return result


def _folder_with_a_file(setup: Setup) -> Path:
    setup.file.mkdir()
    (setup.file / "below").write_text("text")
    return setup.file / "below"


# Cases with this at the end of the name are skipped without a second volume.
ELSEWHERE = "another volume"

CASES: dict[str, Case] = {
    **STATE_CASES,
    "is held: a link of a running program": _is_a_link_of_a_running_program_held,
    "is held: missing": _is_a_missing_file_held,
    "rename: onto a file": _rename_onto_a_file,
    "rename: missing": _rename_of_a_missing_file,
    f"rename: to {ELSEWHERE}": _rename_to_another_volume,
    "rename: a folder": _rename_of_a_folder,
    "rename: a folder with a running program": _rename_of_a_folder_with_a_program,
    "rename: a folder with an open file": _rename_of_a_folder_with_an_open_file,
    "rename: a folder that is a working directory": _rename_of_a_working_directory,
    "link: onto a file": _link_onto_a_file,
    f"link: to {ELSEWHERE}": _link_to_another_volume,
    "remove: a folder": _remove_a_folder,
    "remove: a full folder": _remove_a_full_folder,
    "remove: missing": _remove_a_missing_file,
    "remove: a link of a running program": _remove_a_link_of_a_running_program,
    "remove: a hard link of a read-only file": _remove_a_hard_link_of_a_read_only_file,
    "make a folder: existing": _make_a_folder_twice,
    "make a folder: without its parent": _make_a_folder_without_its_parent,
    "lock: twice": _lock_twice,
    "lock: a file that its holder deletes": _lock_a_file_that_its_holder_deletes,
    "a long path": _at_a_long_path,
}
