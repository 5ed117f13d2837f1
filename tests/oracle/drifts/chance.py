"""Drifts that choose their package at random when they are applied."""

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
    """One to three drifts, each with its own seed, so that their choices are independent."""
    for _ in range(chance.randint(1, 3)):
        choice, codes = chance.choice(_CHOICES)
        yield _seeded(choice, chance.random(), codes)


def _seeded(choice: Choice, seed: float, codes: str) -> Drift:
    def apply(project: Project) -> None:
        choice(project, Random(seed))

    return Drift(f"{choice.__name__} {seed:.4f}", apply, frozenset(codes.split()))


def uninstall_some(project: Project, chance: Random) -> None:
    """Delete the files, because an installer refuses to uninstall damaged packages."""
    found = project.dist_infos()
    for folder in chance.sample(found, min(len(found), chance.randint(1, 3))):
        shutil.rmtree(folder)


def install_other_package(project: Project, chance: Random) -> None:
    """If an installer fails on a damaged environment, nothing drifts."""
    with suppress(RuntimeError):
        project.pip("install", "--no-deps", "--reinstall", chance.choice(STRANGERS))


def sync_anything(project: Project, chance: Random) -> None:
    """If the selection conflicts, the sync is refused and nothing changes."""
    selection = chance.choice(project.recipe.offers or ((),))
    project.offline("sync", "--frozen", *selection, member=chance.choice(project.recipe.members))


def claim_other_version(project: Project, chance: Random) -> None:
    """Installers take the version from the folder's name."""
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


def duplicate_some(project: Project, chance: Random) -> None:
    found = project.dist_infos()
    if found:
        folder = chance.choice(found)
        copy = folder.with_name(f"{folder.name.split('-')[0]}-0.1.{chance.randint(0, 9)}.dist-info")
        if not copy.exists():
            shutil.copytree(folder, copy)


def add_leftover(project: Project, chance: Random) -> None:
    (project.site_packages / f"~eft{chance.randint(0, 99)}-1.0.dist-info").mkdir(exist_ok=True)


def delete_direct_url(project: Project, chance: Random) -> None:
    known = [folder for folder in project.dist_infos() if (folder / "direct_url.json").exists()]
    if known:
        (chance.choice(known) / "direct_url.json").unlink()


_CHOICES: tuple[tuple[Choice, str], ...] = (
    (uninstall_some, ""),
    (uninstall_some, ""),
    (install_other_package, ""),
    (install_other_package, ""),
    (sync_anything, ""),
    (claim_other_version, ""),
    (damage_some, "package-damaged"),
    (duplicate_some, "package-duplicate package-damaged"),
    (add_leftover, ""),
    (delete_direct_url, ""),
)
