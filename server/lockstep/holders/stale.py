"""Finds processes that run code removed from an environment, or other links of its programs."""

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
from .search import holder, identified, longest_look

_CODE: tuple[How, ...] = ("image", "mapped")
_SCRIPTS = ("Scripts", "bin")


class StaleSearch(NamedTuple):
    """What to search for.

    Attributes:
        environment: the real path of the environment.
        aside_folders: the absolute paths of its aside folders that are not empty yet.
        links: search also for processes that run other hard links of its programs.
    """

    environment: str
    aside_folders: Sequence[str] = ()
    links: bool = False


def find_code_holders(search: StaleSearch) -> CodeHolders:
    """Search all processes for stale code, and for other hard links of programs if requested.

    Stale code is a file that is no longer in the environment. Only images and mapped files count as
    code, not open files. The results are sorted. Processes that may not be read, or that were not
    reached in time (`longest_look`), are left out.
    """
    programs = linked_programs(search.environment) if search.links else {}
    aside = dict(
        identified(
            path for aside_folder in search.aside_folders for path in files_aside(aside_folder)
        )
    )
    shared: list[Shared] = []
    stale: list[Holder] = []
    for pid, uses in all_file_uses(longest_look()):
        code = [use for use in uses if use.how in _CODE]
        left = holder(pid, [(use.how, use.path) for use in code if is_stale(use, search, aside)])
        stale += [left] if left else []
        names = sorted({*_shared(code, programs, search.environment)})
        other = holder(pid, [("image", name) for name in names])
        shared += [Shared(name, other) for name in names if other]
    return CodeHolders(tuple(sorted(stale)), tuple(sorted(shared)))


def is_stale(use: FileUse, search: StaleSearch, aside: Container[Identity]) -> bool:
    """Whether a file in use was once in the environment, and no longer is.

    A file that was set aside is recognized by its identity, because Windows reports the path at
    which a program was started. A deleted file is recognized by its last path. Several environments
    may share one `.lockstep`, and it is unknown from which of them a file deleted there was; the
    file counts for each of them.

    Args:
        use: the file.
        search: the environment.
        aside: the identities of the files in its aside folders.
    """
    if use.identity in aside:
        return True
    beside = os.path.join(os.path.dirname(search.environment), FOLDER)
    return use.is_deleted and (is_below(use.path, search.environment) or is_below(use.path, beside))


def linked_programs(environment: str) -> Mapping[Identity, str]:
    """The absolute paths of an environment's programs that have several hard links, by identity.

    Programs are the files in its folder `bin` or `Scripts`, without symlinks.

    Args:
        environment: the absolute path of the environment.
    """
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
    """Whether a file has several hard links; False if it was removed since."""
    # Not DirEntry.stat(): on Windows its st_nlink is 0.
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
    """Search for stale code of an environment, and on Windows for other hard links of its programs.

    Args:
        environment: the path of the environment.

    Raises:
        OSError: the list of its aside folders exists, but cannot be read.
    """
    root = os.path.realpath(environment)
    aside_folders = aside_folders_left(root)
    return find_code_holders(StaleSearch(root, aside_folders, LINKS_ARE_HELD_TOGETHER))
