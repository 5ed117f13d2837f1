"""Finds the workspace of a folder, by the rules of uv (`uv-workspace/src/workspace.rs`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from ..environment.location import environment_path
from ..errors import ProjectNotFound, Unreadable
from ..host.existence import is_folder, is_there
from ..host.places import Places
from ..lockfiles.pyproject import read_pyproject
from ..model.manifest import Manifest
from ..model.project import Member, Project
from ..model.text import Parsed, Problem
from .file_cache import FileCache, FileText
from .ignored_files import holds_only_ignored
from .member_folders import folders_matching, without_excluded
from .other_tools import other_tool
from .uv.configuration import find_configuration

MANIFEST = "pyproject.toml"
LOCKFILE = "uv.lock"
_VERSION_FILES = (".python-version", ".python-versions")


def find_project(start: str, variables: Mapping[str, str], files: FileCache) -> Project:
    """The workspace of the nearest manifest from a path upward.

    Args:
        start: a folder, or a manifest or other file in a folder.
        variables: the environment variables.
        files: the cache of files.

    Raises:
        ProjectNotFound: `start` does not exist, or there is no manifest from there upward.
        Unreadable: the nearest manifest is a folder, or the patterns of the workspace's members
            lead through too many folders or to a share. Other unreadable manifests are problems.
        OSError: whether `start` exists could not be found out.
    """
    member = _nearest(os.path.abspath(start), files)
    members = workspace_members(member, files)
    root = members[0]
    lockfile = os.path.join(root.folder, LOCKFILE)
    request, request_path = _python_request(root.folder, variables, files)
    configuration = find_configuration(root.folder, root.manifest, variables, files)
    settings = (it.path for it in configuration.files if not it.is_manifest)
    return Project(
        root=root.folder,
        members=members,
        current=member.name,
        lockfile_path=lockfile,
        environment_path=environment_path(root.folder, variables),
        python_request=request,
        python_request_path=request_path,
        configuration=configuration,
        other_tool=other_tool(root, has_lockfile=_has_lockfile(lockfile)),
        without_manifest=folders_without_manifest(root),
        broken_above=_broken_above(root, files),
        unreadable=tuple(_unreadable((*settings, request_path), files)),
    )


def _unreadable(paths: Iterable[str], files: FileCache) -> Iterator[tuple[str, Problem]]:
    """The files that exist and cannot be read, with the reasons."""
    for path in paths:
        problem = files.text(path).problem if path else None
        if problem is not None:
            yield path, problem


def _has_lockfile(path: str) -> bool:
    """Whether there is a lockfile; True after an error, which reading it will report."""
    try:
        return is_there(path)
    except OSError:
        return True


def workspace_members(member: Member, files: FileCache) -> tuple[Member, ...]:
    """The members of a project's workspace: the root, then the others sorted by folder.

    A project with `managed = false` is alone.

    Args:
        member: the project, which may be a member or the root.
        files: the cache of files.

    Raises:
        Unreadable: as `folders_matching`.
    """
    if _is_unmanaged(member.manifest):
        return (member,)
    root = member if _is_workspace(member.manifest) else _workspace_above(member, files) or member
    return (root, *_members(root, files))


def read_member(folder: str, files: FileCache) -> Member | None:
    """The member in a folder; None if it has no manifest.

    What cannot be read or parsed is in its `problems`.
    """
    path = os.path.join(folder, MANIFEST)
    parsed = files.value(path, read_manifest)
    if parsed is None:
        return None
    return Member(parsed.value.name, folder, path, parsed.value, parsed.problems)


def read_manifest(found: FileText) -> Parsed[Manifest] | None:
    """Parse the text of a manifest; an unreadable file becomes a problem. None if it is missing."""
    if found.missing:
        return None
    parsed = read_pyproject(found.text)
    if found.problem is None:
        return parsed
    return Parsed(parsed.value._replace(readable=False), (found.problem,))


def _nearest(start: str, files: FileCache) -> Member:
    if not is_there(start):
        raise ProjectNotFound(f"{start} does not exist")
    folder = start if is_folder(start) else os.path.dirname(start)
    for above in _upward(folder):
        member = read_member(above, files)
        if member is not None and os.path.isdir(member.manifest_path):
            raise Unreadable(f"{member.manifest_path} is a folder")
        if member is not None:
            return member
    raise ProjectNotFound(f"no {MANIFEST} in {folder} or above")


def _upward(folder: str) -> Iterator[str]:
    while True:
        yield folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return
        folder = parent


def _is_workspace(manifest: Manifest) -> bool:
    return isinstance(manifest.at("tool", "uv", "workspace"), dict)


def _is_unmanaged(manifest: Manifest) -> bool:
    return manifest.at("tool", "uv", "managed") is False


def _workspace_above(member: Member, files: FileCache) -> Member | None:
    """The workspace root above a member; None if the next manifest upward does not include it."""
    for folder in _upward(os.path.dirname(member.folder)):
        root = read_member(folder, files)
        if root is not None:
            is_member = _is_workspace(root.manifest) and member.folder in _member_folders(root)
            return root if is_member else None
    return None


def _broken_above(root: Member, files: FileCache) -> str:
    """The next manifest upward, where uv looks for a workspace, if it cannot be read; or empty."""
    if _is_workspace(root.manifest):
        return ""
    above = (read_member(it, files) for it in _upward(os.path.dirname(root.folder)))
    found = next((it for it in above if it is not None), None)
    return found.manifest_path if found and not found.manifest.readable else ""


def _members(root: Member, files: FileCache) -> Iterator[Member]:
    for folder in sorted(_member_folders(root)):
        member = read_member(folder, files)
        is_member = member is not None and not _is_unmanaged(member.manifest)
        if member is not None and is_member and folder != root.folder:
            yield member._replace(detached=_is_detached(folder, root.folder, files))


def _is_detached(folder: str, root: str, files: FileCache) -> bool:
    """Whether there is another manifest between a member's folder and its root."""
    between = iter(_upward(os.path.dirname(folder)))
    while (above := next(between)) != root and os.path.dirname(above) != above:
        if not files.text(os.path.join(above, MANIFEST)).missing:
            return True
    return False


def _member_folders(root: Member) -> set[str]:
    """The folders of `members` that have a manifest, without those of `exclude`."""
    return {it for it in _matching_folders(root) if os.path.lexists(os.path.join(it, MANIFEST))}


def _matching_folders(root: Member) -> set[str]:
    table = root.manifest.table("tool", "uv", "workspace")
    found = folders_matching(root.folder, _strings(table.get("members")))
    return without_excluded(root.folder, found, _strings(table.get("exclude")))


def folders_without_manifest(root: Member) -> tuple[str, ...]:
    """The first folder of `members` without a manifest, for which uv refuses the workspace.

    Only the first one, since searching all folders could take minutes; empty if there is none. uv
    skips hidden folders, and folders that contain only ignored files.

    Raises:
        Unreadable: as `folders_matching`.
    """
    folders = sorted(_matching_folders(root)) if _is_workspace(root.manifest) else []
    found = (
        it
        for it in folders
        if not os.path.lexists(os.path.join(it, MANIFEST))
        and not os.path.basename(it).startswith(".")
        and not holds_only_ignored(it)
    )
    return tuple(islice(found, 1))


def _strings(found: Any) -> list[str]:
    """The patterns in a list; other values are reported as problems of the manifest."""
    listed = found if isinstance(found, list) else []
    return [it for it in listed if isinstance(it, str) and it and "\0" not in it]


def _python_request(root: str, variables: Mapping[str, str], files: FileCache) -> tuple[str, str]:
    """The text and the path of the version file: the root's, else the user's."""
    for folder in (root, Places(variables).configuration()):
        for name in _VERSION_FILES:
            path = os.path.join(folder, name)
            found = files.text(path)
            # uv passes over everything but a file.
            if folder and not found.missing and os.path.isfile(path):
                return found.text, path
    return "", ""
