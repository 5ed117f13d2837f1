"""Reads the manifests of pinned source trees that are not members of the workspace."""

from __future__ import annotations

from ..host.named_paths import may_be_looked_at
from ..lockfiles.absolute import absolute
from ..model.pins import Lockfile
from ..model.project import Project, SourceTree
from .file_cache import FileCache
from .workspace import read_member, workspace_members


def source_trees(lockfile: Lockfile, project: Project, files: FileCache) -> dict[str, SourceTree]:
    """The pinned source trees that are no members of the workspace, by their absolute path.

    The path is as `lockfiles.absolute` returns it. Trees without a manifest, and trees on a share
    or a device, are left out.

    Args:
        lockfile: has the pins.
        project: the workspace, to the root of which their locations are relative.
        files: the cache of files.

    Raises:
        Unreadable: as `find_project`, for the members of the workspace that a tree belongs to.
    """
    known = {absolute(member.folder, project.root) for member in project.members}
    found: dict[str, SourceTree] = {}
    for pin in lockfile.pins:
        if not may_be_looked_at(pin.source.location, project.root):
            continue
        if pin.source.is_tree and pin.source.location != ".":
            folder = absolute(pin.source.location, project.root)
            member = read_member(folder, files) if folder not in known else None
            if member is not None:
                found[folder] = SourceTree(member.manifest, workspace_members(member, files))
    return found
