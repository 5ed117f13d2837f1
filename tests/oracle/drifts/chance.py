"""Drifts that choose their package only when they meet the project."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import Random

from ...sampling import IS_ALL
from ..projects import Project
from .drift import Drift

COUNT = int(os.environ.get("LOCKSTEP_ORACLE_COUNT") or (30 if IS_ALL else 8))
STRANGERS = ("six==1.15.0", "idna==3.4", "attrs==23.1.0", "colorama==0.4.5", "zipp==3.18.0")

Choice = Callable[[Project, Random], None]


def random_drifts(chance: Random) -> Iterator[Drift]:
    """One to three; each has a seed of its own, so that its choice does not hang on the others."""
    for _ in range(chance.randint(1, 3)):
        choice, codes = chance.choice(_CHOICES)
        yield _seeded(choice, chance.random(), codes)


def _seeded(choice: Choice, seed: float, codes: str) -> Drift:
    def happen(project: Project) -> None:
        choice(project, Random(seed))

    return Drift(f"{choice.__name__} {seed:.4f}", happen, frozenset(codes.split()))


def uninstall_some(project: Project, chance: Random) -> None:
    """By hand: an installer refuses to uninstall what was damaged before."""
    found = project.dist_infos()
    for folder in chance.sample(found, min(len(found), chance.randint(1, 3))):
        shutil.rmtree(folder)


def install_stranger(project: Project, chance: Random) -> None:
    """An installer that gives up on a damaged environment is no drift."""
    with suppress(RuntimeError):
        project.pip("install", "--no-deps", "--reinstall", chance.choice(STRANGERS))


def sync_anything(project: Project, chance: Random) -> None:
    """A selection that conflicts is refused, and then nothing happens."""
    selection = chance.choice(project.recipe.offers or ((),))
    project.offline("sync", "--frozen", *selection, member=chance.choice(project.recipe.members))


def claim_other_version(project: Project, chance: Random) -> None:
    """The folder's name is what an installer goes by."""
    found = project.dist_infos()
    if found:
        folder = chance.choice(found)
        name = folder.name.split("-")[0]
        folder.rename(folder.with_name(f"{name}-0.0.{chance.randint(1, 9)}.dist-info"))


def damage_some(project: Project, chance: Random) -> None:
    found = project.dist_infos()
    if found:
        file = chance.choice(found) / chance.choice(("METADATA", "RECORD", "INSTALLER", "WHEEL"))
        file.unlink(missing_ok=True)


def double_some(project: Project, chance: Random) -> None:
    found = project.dist_infos()
    if found:
        folder = chance.choice(found)
        copy = folder.with_name(f"{folder.name.split('-')[0]}-0.1.{chance.randint(0, 9)}.dist-info")
        if not copy.exists():
            shutil.copytree(folder, copy)


def leave_leftover(project: Project, chance: Random) -> None:
    (project.site_packages / f"~eft{chance.randint(0, 99)}-1.0.dist-info").mkdir(exist_ok=True)


def forget_origin(project: Project, chance: Random) -> None:
    known = [folder for folder in project.dist_infos() if (folder / "direct_url.json").exists()]
    if known:
        (chance.choice(known) / "direct_url.json").unlink()


_CHOICES: tuple[tuple[Choice, str], ...] = (
    (uninstall_some, ""),
    (uninstall_some, ""),
    (install_stranger, ""),
    (install_stranger, ""),
    (sync_anything, ""),
    (claim_other_version, ""),
    (damage_some, "package-damaged"),
    (double_some, "package-duplicate package-damaged"),
    (leave_leftover, ""),
    (forget_origin, ""),
)
