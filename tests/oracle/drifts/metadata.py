"""Dist-infos that are damaged, duplicated, renamed, or edited."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..projects import Project
from .drift import Drift


def without(name: str, file: str, *codes: str) -> Drift:
    """Delete one file of a dist-info, as after an interrupted installer."""

    def apply(project: Project) -> None:
        (project.dist_info(name) / file).unlink()

    return Drift(f"{name} without {file}", apply, frozenset(codes))


def emptied(name: str) -> Drift:
    """The dist-info that an uninstall leaves if it fails at a held file."""

    def apply(project: Project) -> None:
        folder = project.dist_info(name)
        shutil.rmtree(folder)
        folder.mkdir()

    return Drift(f"{name} emptied", apply, frozenset({"package-damaged"}))


def duplicated(name: str, copy: str, *, empty: bool = False) -> Drift:
    """Copy a dist-info under another name, with or without its files."""

    def apply(project: Project) -> None:
        original = project.dist_info(name)
        target = original.with_name(copy)
        target.mkdir() if empty else shutil.copytree(original, target)

    codes = {"package-duplicate"} | ({"package-damaged"} if empty else set())
    return Drift(f"{name} duplicated as {copy}", apply, frozenset(codes))


def renamed(name: str, folder: str) -> Drift:
    """Rename a dist-info: installers differ in the spelling of names."""

    def apply(project: Project) -> None:
        original = project.dist_info(name)
        original.rename(original.with_name(folder))

    return Drift(f"{name} renamed {folder}", apply)


def entry(path: str, text: str | None = None, *codes: str) -> Drift:
    """Create a file in site-packages, or without a text a folder."""

    def apply(project: Project) -> None:
        target = project.site_packages / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.mkdir() if text is None else target.write_text(text, encoding="utf-8")

    return Drift(f"entry {path}", apply, frozenset(codes))


def rewritten(name: str, file: str, change: Callable[[str], str], why: str) -> Drift:
    """Replace a file of a dist-info; not edited in place, since the cache may share its inode."""

    def apply(project: Project) -> None:
        target = project.dist_info(name) / file
        text = target.read_text(encoding="utf-8")
        _replace(target, change(text))

    return Drift(f"{name} {file} {why}", apply)


def direct_url(name: str, value: Any, why: str) -> Drift:
    """Write a direct_url.json; `{project}` and `{packages}` are replaced by URLs of folders."""

    def apply(project: Project) -> None:
        text = value if isinstance(value, str) else json.dumps(value)
        text = text.replace("{project}", project.folder.as_uri())
        _replace(
            project.dist_info(name) / "direct_url.json",
            text.replace("{packages}", project.packages.as_uri()),
        )

    return Drift(f"{name} direct_url {why}", apply)


def tags(name: str, *values: str) -> Drift:
    """Replace the tags in a WHEEL file."""

    def change(text: str) -> str:
        lines = [line for line in text.splitlines() if line.strip()]
        kept = [line for line in lines if not line.startswith("Tag:")]
        return "\n".join([*kept, *[f"Tag: {value}" for value in values], ""])

    return rewritten(name, "WHEEL", change, f"tags {' '.join(values) or 'none'}")


def _replace(target: Path, text: str) -> None:
    target.unlink(missing_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
