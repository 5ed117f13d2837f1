"""A recording: a project with what a transaction left, and its state folder, as JSON.

Values that differ between disks are placeholders: the folder's path, the inodes of files, and the
digest in the name of an inventory's base. Names and digests are computed here by the rules of the
recorded version and not by today's code, because today's code has to find what earlier versions
left.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Tree = dict[str, dict[str, Any]]
"""By path: kind, mode, time and text of each entry, or the first name of a hard-linked file."""

ROOT, STATE = "project", "state/environments"
_FOLDER = "<folder>"
BASE = "<base>"
_STAMP = re.compile(r'"<inode ([^<>]*)>"')
_MARK = re.compile(r"<inode ([^<>]*)> (?=\d)")
# Stands for the inode of a deleted file; no disk has such a number.
_GONE = 10**17


def recorded_tree(folder: Path) -> Tree:
    """The files and folders below a folder, without its state folder."""
    tree: Tree = {}
    names: dict[int, str] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.split("/")[0] == ROOT:
            tree[name] = _recorded(path, names.setdefault(path.lstat().st_ino, name), name)
    return tree


def _recorded(path: Path, first: str, name: str) -> dict[str, Any]:
    found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        return {"link": str(path.readlink())}
    if stat.S_ISDIR(found.st_mode):
        return {"folder": stat.S_IMODE(found.st_mode)}
    if first != name:
        return {"same": first}
    facts = {"mode": stat.S_IMODE(found.st_mode), "time": found.st_mtime_ns}
    return {**facts, "text": path.read_text("utf-8")}


def write_tree(tree: Tree, folder: Path) -> None:
    """Create the files and folders of a recording."""
    for name, facts in tree.items():
        path = folder / name
        if "folder" in facts:
            path.mkdir(parents=True)
        elif "link" in facts:
            path.symlink_to(facts["link"])
        elif "same" in facts:
            os.link(folder / facts["same"], path)
        else:
            path.write_text(facts["text"], "utf-8")
            path.chmod(facts["mode"])
            os.utime(path, ns=(facts["time"], facts["time"]))
    for name, facts in reversed(tree.items()):
        if "folder" in facts:
            (folder / name).chmod(facts["folder"])


def recorded_state(folder: Path) -> dict[str, str]:
    """The texts in the state folder of the only environment in a folder, with placeholders."""
    (state,) = (folder / STATE).iterdir()
    inodes = {
        (folder / name).lstat().st_ino: name
        for name, facts in recorded_tree(folder).items()
        if "text" in facts
    }
    bases = {it.stem.removeprefix("inventory-"): BASE for it in state.glob("inventory-*")}
    texts: dict[str, str] = {}
    for path in sorted(state.iterdir()):
        if path.name.endswith(".reserve"):
            continue
        text = path.read_text("utf-8").replace(str(folder), _FOLDER)
        if path.name == "picture.json":
            parts = [_without_inodes(it, inodes) for it in json.loads(text)]
            text = json.dumps(parts, separators=(",", ":"))
        if path.name.startswith("inventory-"):
            text = "".join(_base_line(it, inodes) for it in text.splitlines())
        text = re.sub(r'(?<="mark": ")(\d+)', lambda it: _name(int(it[1]), inodes), text)
        for digest, placeholder in bases.items():
            text = text.replace(digest, placeholder)
        texts[BASE if path.name.startswith("inventory-") else path.name] = text
    return texts


def _base_line(line: str, inodes: Mapping[int, str]) -> str:
    """A line of a base with placeholders, and without its mark.

    A transaction ignores marks that do not fit and reads the folder itself.
    """
    path, _, folders, names = line.split("\t")
    plain = json.dumps(_without_stamps(json.loads(names), inodes), separators=(",", ":"))
    return f"{path}\t\t{folders}\t{plain}\n"


def _without_inodes(part: Any, inodes: Mapping[int, str]) -> Any:
    """A part of an inventory, with placeholders for the inodes of files."""
    if not isinstance(part, dict):
        return part
    return {folder: _without_stamps(it, inodes) for folder, it in part.items()}


def _without_stamps(value: Any, inodes: Mapping[int, str]) -> Any:
    if isinstance(value, dict):
        return {
            name: _name(it, inodes) if isinstance(it, int) else it for name, it in value.items()
        }
    return value


def _name(inode: int, inodes: Mapping[int, str]) -> str:
    return f"<inode {inodes.get(inode, '')}>"


def write_state(texts: Mapping[str, str], folder: Path) -> None:
    """Create the state of the environment in a folder, for the tree that was written there."""
    environment = os.path.realpath(folder / ROOT / ".venv")
    key = hashlib.sha256(environment.encode()).hexdigest()[:20]
    state = folder / STATE / key
    state.mkdir(parents=True)
    fill = _filler(folder)
    base = fill(texts[BASE]) if BASE in texts else ""
    digest = hashlib.sha256(base.encode()).hexdigest()[:32]
    for name, text in texts.items():
        is_base = name == BASE
        path = state / (f"inventory-{digest}.txt" if is_base else name)
        path.write_text(fill(text).replace(BASE, digest), "utf-8")


def _filler(folder: Path) -> Callable[[str], str]:
    gone = iter(range(_GONE, _GONE + 10**6))

    def inode(found: re.Match[str]) -> str:
        return str((folder / found[1]).lstat().st_ino if found[1] else next(gone))

    def fill(text: str) -> str:
        text = _STAMP.sub(inode, text.replace(_FOLDER, str(folder)))
        return _MARK.sub(lambda it: f"{inode(it)} ", text)

    return fill
