"""Packages removed, changed, added, or taken from another source."""

from __future__ import annotations

from ..projects import Project
from .drift import Drift, drift


def uninstall(*names: str) -> Drift:
    return Drift(f"uninstall {' '.join(names)}", lambda project: project.pip("uninstall", *names))


def install(*requirements: str) -> Drift:
    """No dependencies: the drift is exactly what its name says."""
    return Drift(
        f"install {' '.join(requirements)}",
        lambda project: project.pip("install", "--no-deps", "--reinstall", *requirements),
    )


def sync(*selection: str, member: str = ".") -> Drift:
    """Somebody else synced another selection."""

    def happen(project: Project) -> None:
        project.uv("sync", "--frozen", *selection, member=member)

    return Drift(f"sync {' '.join(selection)} in {member}", happen)


def wheel(name: str, version: str) -> Drift:
    """A hand-made wheel by its path, which leaves a direct_url.json."""

    def happen(project: Project) -> None:
        file = project.shelf / "wheels" / f"{name}-{version}-py3-none-any.whl"
        project.pip("install", "--no-deps", "--reinstall", str(file))

    return Drift(f"wheel {name} {version}", happen)


def tree(path: str, *, editable: bool = False) -> Drift:
    """A source folder of the project, or of the shelf where the path begins with `shelf/`."""

    def happen(project: Project) -> None:
        inside = path.startswith("shelf/")
        folder = project.shelf / path[len("shelf/") :] if inside else project.folder / path
        how = ["--editable"] if editable else []
        project.pip("install", "--no-deps", "--reinstall", *how, str(folder))

    return Drift(f"{'editable' if editable else 'tree'} {path}", happen)


def git(revision: str, subdirectory: str = "") -> Drift:
    """The repository of the shelf at another commit."""

    def happen(project: Project) -> None:
        url = f"versioned @ git+{(project.shelf / 'repository').as_uri()}@{revision}"
        part = f"#subdirectory={subdirectory}" if subdirectory else ""
        project.pip("install", "--no-deps", "--reinstall", url + part)

    return Drift(f"git {revision}", happen)


def from_index(name: str, version: str) -> Drift:
    """The same package from the flat index of the shelf, without a direct_url.json."""

    def happen(project: Project) -> None:
        links = ["--no-index", "--find-links", str(project.shelf / "wheels")]
        project.pip("install", "--no-deps", "--reinstall", *links, f"{name}=={version}")

    return Drift(f"index {name} {version}", happen)


@drift("everything removed")
def remove_everything(project: Project) -> None:
    project.pip("uninstall", *project.installed())


@drift("installed by pip")
def install_pip(project: Project) -> None:
    project.pip("install", "--no-deps", "pip==24.0", "setuptools==70.0.0", "wheel==0.43.0")
