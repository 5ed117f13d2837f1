"""Metadata of old installers: egg-info folders and files, egg-links."""

from __future__ import annotations

from ..projects import Project
from .drift import Drift

_INFO = "Metadata-Version: 1.1\nName: {name}\nVersion: {version}\n"


def egg_info(name: str, version: str, suffix: str = "") -> Drift:
    """A folder as written by `setup.py install --single-version-externally-managed`."""

    def apply(project: Project) -> None:
        folder = project.site_packages / f"{name}-{version}{suffix}.egg-info"
        folder.mkdir()
        info = _INFO.format(name=name, version=version)
        (folder / "PKG-INFO").write_text(info, encoding="utf-8")
        (folder / "top_level.txt").write_text(f"{name}\n", encoding="utf-8")

    return Drift(f"egg-info {name} {version}{suffix}", apply)


def egg_info_file(name: str, version: str) -> Drift:
    """A file as written by distutils."""

    def apply(project: Project) -> None:
        target = project.site_packages / f"{name}-{version}.egg-info"
        target.write_text(_INFO.format(name=name, version=version), encoding="utf-8")

    return Drift(f"egg-info file {name} {version}", apply)


def egg_link(name: str, version: str) -> Drift:
    """A link as written by `setup.py develop`, to a folder with the project's egg-info."""

    def apply(project: Project) -> None:
        source = project.folder / "old" / name
        info = source / f"{name.replace('-', '_')}.egg-info"
        info.mkdir(parents=True)
        text = _INFO.format(name=name, version=version)
        (info / "PKG-INFO").write_text(text, encoding="utf-8")
        (info / "top_level.txt").write_text(f"{name}\n", encoding="utf-8")
        link = project.site_packages / f"{name}.egg-link"
        link.write_text(f"{source}\n.", encoding="utf-8")

    return Drift(f"egg-link {name} {version}", apply)


def instead_of(name: str, other: Drift) -> Drift:
    """Remove the package, then install it in its old form."""

    def apply(project: Project) -> None:
        project.pip("uninstall", name)
        other.apply(project)

    return Drift(f"{other.name} instead", apply, other.codes)
