"""Computes uv's cache info of a local source, by which uv decides whether to reinstall it.

The rules are those of `uv-cache-info/src/cache_info.rs`: the newest ctime of some files, the
creation times of some folders, environment variables, the commit. The result has the form of
uv_cache.json.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from .. import host
from ..host.named_paths import named_path
from ..host.shared_open import open_small
from ..model.globs import IgnoreRules, clustered, ignore_rules

_DEFAULT_KEYS: tuple[Any, ...] = ("pyproject.toml", "setup.py", "setup.cfg", {"dir": "src"})
_SECOND = 1_000_000_000

CacheInfo = dict[str, Any]


def cache_info(path: str, keys: Any, variables: Mapping[str, str]) -> CacheInfo | None:
    """The cache info of an archive or a source tree as it is now.

    Args:
        path: the archive, or the folder of the source tree.
        keys: the value of `tool.uv.cache-keys` in its manifest; uv's default keys are used if it is
            no list.
        variables: the environment variables.

    Returns:
        The cache info; None if nothing exists at the path.

    Raises:
        OSError: one of the files or folders cannot be examined, or was deleted in between.
    """
    if os.path.isfile(path):
        return _form(host.changed_ns(path))
    if not os.path.isdir(path):
        return None
    chosen = keys if isinstance(keys, list) else _DEFAULT_KEYS
    newest = max((host.changed_ns(it) for it in _files(path, chosen)), default=None)
    info = _form(newest)
    for key in chosen:
        if isinstance(key, dict):
            _add(info, path, key, variables)
    return info


def same_cache_info(installed: Mapping[str, Any] | None, now: CacheInfo | None) -> bool:
    """Whether the cache info that uv recorded equals the present one.

    A folder with an unknown creation time counts as unchanged. False if one of both is None.

    Args:
        installed: the parsed uv_cache.json; None if there is none.
        now: the result of `cache_info`.
    """
    if installed is None or now is None:
        return False
    folders = now["directories"]
    recorded = installed.get("directories") or {}
    if not isinstance(recorded, dict) or recorded.keys() != folders.keys():
        return False
    if any(it != "unknown" and recorded[name] != it for name, it in folders.items()):
        return False
    return all(
        (installed.get(key) or None) == (now[key] or None)
        for key in ("timestamp", "commit", "tags", "env")
    )


def _form(newest: int | None) -> CacheInfo:
    timestamp = None if newest is None else _timestamp(newest)
    return {"timestamp": timestamp, "commit": None, "tags": None, "env": {}, "directories": {}}


def _timestamp(nanoseconds: int) -> dict[str, int]:
    seconds, rest = divmod(nanoseconds, _SECOND)
    return {"secs_since_epoch": seconds, "nanos_since_epoch": rest}


def _files(folder: str, keys: tuple[Any, ...] | list[Any]) -> Iterator[str]:
    patterns = []
    for key in keys:
        name = key.get("file") if isinstance(key, dict) else key
        if not isinstance(name, str) or not named_path(name, folder):
            continue
        if any(char in name for char in "*?[{"):
            patterns.append(name)
        elif os.path.isfile(os.path.join(folder, name)):
            yield os.path.join(folder, name)
    for base, group in clustered(patterns):
        # For such a pattern uv searches the whole file system; a check must not.
        if base != "/":
            yield from _matching(os.path.join(folder, base), "", ignore_rules(group))


def _matching(root: str, inside: str, rules: IgnoreRules) -> Iterator[str]:
    """The files below a folder that a pattern matches; does not follow links to folders."""
    try:
        with os.scandir(os.path.join(root, inside)) as found:
            entries = list(found)
    except OSError:
        return
    for entry in entries:
        path = f"{inside}/{entry.name}" if inside else entry.name
        if entry.is_dir(follow_symlinks=False):
            if rules.verdict(path, is_folder=True) is not False:
                yield from _matching(root, path, rules)
        elif rules.verdict(path, is_folder=False) and os.path.isfile(entry.path):
            yield entry.path


def _add(
    info: CacheInfo, folder: str, key: Mapping[str, Any], variables: Mapping[str, str]
) -> None:
    directory, variable, git = key.get("dir"), key.get("env"), key.get("git")
    if isinstance(directory, str):
        _add_folder(info, directory, named_path(directory, folder))
    elif isinstance(variable, str):
        info["env"][variable] = variables.get(variable)
    elif git is True or (isinstance(git, dict) and git.get("commit")):
        info["commit"] = head_commit(folder)
    if isinstance(git, dict) and git.get("tags"):
        info["tags"] = tags(folder)


def _add_folder(info: CacheInfo, name: str, path: str) -> None:
    if not path or not os.path.exists(path):
        info["directories"][name] = None
    elif os.path.isdir(path):
        born = host.born_ns(path)
        info["directories"][name] = "unknown" if born is None else _timestamp(born)


def head_commit(folder: str) -> str | None:
    """The commit of HEAD in the repository around a folder, read without running git.

    None without a repository, before its first commit, and if its files cannot be read.
    """
    git = _git_folder(folder)
    head = _line(os.path.join(git, "HEAD")) if git else ""
    if not head.startswith("ref: "):
        return head or None
    return _reference(git, head[len("ref: ") :].strip())


def tags(folder: str) -> dict[str, str] | None:
    """The object id of each tag in the repository around a folder, by the name of the tag.

    None without a repository. The id of an annotated tag is that of the tag, not of the commit; it
    is empty if its file cannot be read.
    """
    git = _git_folder(folder)
    if not git:
        return None
    found = {
        name.removeprefix("refs/tags/"): commit
        for name, commit in _packed(git).items()
        if name.startswith("refs/tags/")
    }
    root = os.path.join(git, "refs", "tags")
    for place, _, names in os.walk(root):
        for name in names:
            path = os.path.join(place, name)
            found[os.path.relpath(path, root).replace(os.sep, "/")] = _line(path)
    return found


def _git_folder(folder: str) -> str:
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ""
        folder = parent
    git = os.path.join(folder, ".git")
    # In a worktree or submodule, `.git` is a file with the path of the folder.
    link = _line(git) if os.path.isfile(git) else ""
    return named_path(link.removeprefix("gitdir: "), folder) if link else git


def _reference(git: str, name: str) -> str | None:
    shared = named_path(_line(os.path.join(git, "commondir")) or ".", git)
    if not shared or not named_path(name, git):
        return None
    # A worktree has refs of its own beside those of its repository.
    loose = _line(os.path.join(git, name)) or _line(os.path.join(shared, name))
    return loose or _packed(shared).get(name)


def _packed(git: str) -> dict[str, str]:
    try:
        with open(
            os.path.join(git, "packed-refs"), encoding="utf-8", errors="replace", opener=open_small
        ) as file:
            # `#` begins the header, `^` the commit of an annotated tag.
            pairs = [line.split(maxsplit=1) for line in file if line[0] not in "#^"]
    except OSError:
        return {}
    return {pair[1].strip(): pair[0] for pair in pairs if len(pair) == 2}


def _line(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace", opener=open_small) as file:
            return file.readline().strip()
    except OSError:
        return ""
