"""Dist-infos damaged, doubled, renamed, or rewritten by hand."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..projects import Project
from .drift import Drift


def without(name: str, file: str, *codes: str) -> Drift:
    """One file of a dist-info gone, as after an installer that was cut off."""

    def happen(project: Project) -> None:
        (project.dist_info(name) / file).unlink()

    return Drift(f"{name} without {file}", happen, frozenset(codes))


def emptied(name: str) -> Drift:
    """The dist-info that an uninstall leaves when it meets a held file."""

    def happen(project: Project) -> None:
        folder = project.dist_info(name)
        shutil.rmtree(folder)
        folder.mkdir()

    return Drift(f"{name} emptied", happen, frozenset({"package-damaged"}))


def doubled(name: str, copy: str, *, empty: bool = False) -> Drift:
    """A second dist-info beside the first, whole or empty."""

    def happen(project: Project) -> None:
        original = project.dist_info(name)
        target = original.with_name(copy)
        target.mkdir() if empty else shutil.copytree(original, target)

    codes = {"package-duplicate"} | ({"package-damaged"} if empty else set())
    return Drift(f"{name} doubled as {copy}", happen, frozenset(codes))


def renamed(name: str, folder: str) -> Drift:
    """Other installers write the name in other spellings."""

    def happen(project: Project) -> None:
        original = project.dist_info(name)
        original.rename(original.with_name(folder))

    return Drift(f"{name} renamed {folder}", happen)


def entry(path: str, text: str | None = None, *codes: str) -> Drift:
    """A file, or with no text a folder, that appears in site-packages."""

    def happen(project: Project) -> None:
        target = project.site_packages / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if text is None else target.write_text(text, encoding="utf-8")

    return Drift(f"entry {path}", happen, frozenset(codes))


def rewritten(name: str, file: str, change: Callable[[str], str], why: str) -> Drift:
    """A file of a dist-info with another text; replaced, since the cache may share its inode."""

    def happen(project: Project) -> None:
        target = project.dist_info(name) / file
        text = target.read_text(encoding="utf-8")
        _replace(target, change(text))

    return Drift(f"{name} {file} {why}", happen)


def direct_url(name: str, value: Any, why: str) -> Drift:
    """A direct_url.json of our own; `{project}` and `{shelf}` stand for the folders' URLs."""

    def happen(project: Project) -> None:
        text = value if isinstance(value, str) else json.dumps(value)
        text = text.replace("{project}", project.folder.as_uri())
        _replace(
            project.dist_info(name) / "direct_url.json",
            text.replace("{shelf}", project.shelf.as_uri()),
        )

    return Drift(f"{name} direct_url {why}", happen)


def tags(name: str, *values: str) -> Drift:
    """A WHEEL file that names other tags."""

    def change(text: str) -> str:
        lines = [line for line in text.splitlines() if line.strip()]
        kept = [line for line in lines if not line.startswith("Tag:")]
        return "\n".join([*kept, *[f"Tag: {value}" for value in values], ""])

    return rewritten(name, "WHEEL", change, f"tags {' '.join(values) or 'none'}")


def _replace(target: Path, text: str) -> None:
    target.unlink(missing_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
