"""What a sync takes of an environment: the files that go, and what no installer would remove."""

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
    """The files of distributions, relative to the root, as far as their metadata tells them."""
    for distribution in changing:
        yield from recorded_files(distribution, root)
    if any(map(_names_no_file, changing)):
        # Their metadata does not list their files, but these are among the unclaimed ones.
        yield from unclaimed_files(environment, root)


def unremovable_files(changing: Iterable[Distribution], root: str) -> tuple[str, ...]:
    """Metadata without a RECORD of its own, which uv would leave where it is.

    Of what is there twice uv removes both by their RECORDs, and with them the files of both. Links
    that lead outside go too, for uv would go through them.
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
    """The leftovers of interrupted removals that are really inside of an environment.

    Returns paths relative to `root`, the real path of the environment.
    """
    return seen_inside(environment.leftovers, root)
