"""The files of an environment that a sync changes, and those that no installer would remove.

All functions raise OSError if a RECORD or a folder cannot be read, or a link cannot be resolved.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...environment.links import outward_folders, seen_inside
from ...environment.record_files import names_itself, recorded_files, unclaimed_files
from ...host.existence import exists, is_folder
from ...model.installed import Distribution, Environment


def affected_files(
    changing: Sequence[Distribution], environment: Environment, root: str
) -> Iterator[str]:
    """The files of packages, as far as their metadata lists them.

    If the metadata of one of them lists none, the files that no RECORD claims are added.

    Args:
        changing: the packages.
        environment: the environment with all its packages.
        root: the real path of the environment.

    Yields paths relative to `root`; some may occur twice, or not exist.

    Raises:
        OSError: as `recorded_files` and `unclaimed_files`.
    """
    for distribution in changing:
        yield from recorded_files(distribution, root)
    if any(map(_names_no_file, changing)):
        # Their metadata does not list their files, but these are among the unclaimed ones.
        yield from unclaimed_files(environment, root)


def unremovable_files(changing: Iterable[Distribution], root: str) -> tuple[str, ...]:
    """What uv would leave in place, or should not remove: metadata without own files, and links.

    These are metadata folders without a usable RECORD; of a package that is installed twice, those
    with a RECORD that does not list themselves; and links out of the environment among the folders
    of the packages, since uv would delete files behind them.

    Args:
        changing: the packages that change.
        root: the real path of the environment.

    Returns paths relative to `root`, sorted.

    Raises:
        OSError: a RECORD exists, but cannot be read; or a link cannot be resolved.
    """
    every = tuple(changing)
    links = (path for it in every for path in outward_folders(it, root))
    copied = (it.path for it in _twice(every) if it.kind == "dist-info" and not names_itself(it))
    bare = (it.path for it in every if _names_no_file(it))
    return tuple(sorted({*seen_inside((*bare, *copied, *links), root)}))


def _twice(distributions: Sequence[Distribution]) -> Iterator[Distribution]:
    counts = Counter(it.name for it in distributions)
    yield from (it for it in distributions if counts[it.name] > 1)


def _names_no_file(distribution: Distribution) -> bool:
    if distribution.kind == "egg-info":
        # Of an old form that is one file uv says itself that it does not remove it.
        names = os.path.join(distribution.path, "top_level.txt")
        return is_folder(distribution.path) and not exists(names)
    return bool({*distribution.damage} & {"record", "record-cut", "empty"})


def leftovers_in(environment: Environment, root: str) -> tuple[str, ...]:
    """The leftovers of interrupted removals (`~name`) that are really inside of an environment.

    Returns paths relative to `root`, the real path of the environment.

    Raises:
        OSError: a link cannot be resolved.
    """
    return seen_inside(environment.leftovers, root)
