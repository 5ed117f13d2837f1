"""Who runs what is no longer in an environment, and who elsewhere holds its programs."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..aside.aside_folder import FOLDER, files_aside
from ..aside.aside_list import aside_folders_left
from ..host.file_use import FileUse, Identity
from ..host.links import LINKS_ARE_HELD_TOGETHER
from ..host.process_files import all_file_uses
from ..model.holder import CodeHolders, Holder, How, Shared
from ..model.paths import is_below
from .search import LONGEST_LOOK, holder, identified

_CODE: tuple[How, ...] = ("image", "mapped")
_SCRIPTS = ("Scripts", "bin")


class StaleSearch(NamedTuple):
    """What is asked about: an environment by its real path, and the aside folders of its syncs.

    With `links` also who holds its programs by another name.
    """

    environment: str
    aside_folders: Sequence[str] = ()
    links: bool = False


def find_code_holders(search: StaleSearch) -> CodeHolders:
    """One look at all processes; only what they run or have loaded counts as code."""
    programs = linked_programs(search.environment) if search.links else {}
    aside = dict(
        identified(
            path for aside_folder in search.aside_folders for path in files_aside(aside_folder)
        )
    )
    shared: list[Shared] = []
    stale: list[Holder] = []
    for pid, uses in all_file_uses(LONGEST_LOOK):
        code = [use for use in uses if use.how in _CODE]
        left = holder(pid, [(use.how, use.path) for use in code if is_stale(use, search, aside)])
        stale += [left] if left else []
        names = sorted({*_shared(code, programs, search.environment)})
        other = holder(pid, [("image", name) for name in names])
        shared += [Shared(name, other) for name in names if other]
    return CodeHolders(tuple(sorted(stale)), tuple(sorted(shared)))


def is_stale(use: FileUse, search: StaleSearch, aside: Container[Identity]) -> bool:
    """Whether code was in the environment once, and is not in it now.

    What is aside is known by its identity: on Windows a program is told by the name that it was
    started with. A deleted file tells by its path where it was. Beside an environment there may
    be aside folders of others; of what was deleted there nobody knows whose it was, so it counts
    for each.
    """
    if use.identity in aside:
        return True
    beside = os.path.join(os.path.dirname(search.environment), FOLDER)
    return use.is_deleted and (is_below(use.path, search.environment) or is_below(use.path, beside))


def linked_programs(environment: str) -> Mapping[Identity, str]:
    """The programs of an environment whose files have more names than one."""
    folders = (os.path.join(environment, it) for it in _SCRIPTS)
    return dict(identified(path for folder in folders for path in _linked(folder)))


def _linked(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            paths = [it.path for it in entries if it.is_file(follow_symlinks=False)]
    except OSError:
        return
    yield from (it for it in paths if _has_more_names(it))


def _has_more_names(path: str) -> bool:
    """What a scan tells on Windows does not count them; a file may go between two looks."""
    try:
        return os.lstat(path).st_nlink > 1
    except OSError:
        return False


def _shared(
    code: Sequence[FileUse], programs: Mapping[Identity, str], environment: str
) -> Iterator[str]:
    for use in code:
        if use.identity in programs and not is_below(use.path, environment):
            yield programs[use.identity]


def code_holders_of(environment: str) -> CodeHolders:
    """Who runs what is no longer there, and where links are held together, who holds programs."""
    root = os.path.realpath(environment)
    aside_folders = aside_folders_left(root)
    return find_code_holders(StaleSearch(root, aside_folders, LINKS_ARE_HELD_TOGETHER))
