"""Packages that are removed, changed, added, or installed from another source."""

from __future__ import annotations

from ..projects import Project
from .drift import Drift, drift


def uninstall(*names: str) -> Drift:
    return Drift(f"uninstall {' '.join(names)}", lambda project: project.pip("uninstall", *names))


def install(*requirements: str) -> Drift:
    """Install exactly these packages, without dependencies."""
    return Drift(
        f"install {' '.join(requirements)}",
        lambda project: project.pip("install", "--no-deps", "--reinstall", *requirements),
    )


def sync(*selection: str, member: str = ".") -> Drift:
    """Sync another selection."""

    def apply(project: Project) -> None:
        project.uv("sync", "--frozen", *selection, member=member)

    return Drift(f"sync {' '.join(selection)} in {member}", apply)


def wheel(name: str, version: str) -> Drift:
    """Install a hand-made wheel by its path, which creates a direct_url.json."""

    def apply(project: Project) -> None:
        file = project.packages / "wheels" / f"{name}-{version}-py3-none-any.whl"
        project.pip("install", "--no-deps", "--reinstall", str(file))

    return Drift(f"wheel {name} {version}", apply)


def tree(path: str, *, editable: bool = False) -> Drift:
    """Install a source folder of the project, or of the hand-made packages (`packages/…`)."""

    def apply(project: Project) -> None:
        inside = path.startswith("packages/")
        folder = project.packages / path[len("packages/") :] if inside else project.folder / path
        how = ["--editable"] if editable else []
        project.pip("install", "--no-deps", "--reinstall", *how, str(folder))

    return Drift(f"{'editable' if editable else 'tree'} {path}", apply)


def git(revision: str, subdirectory: str = "") -> Drift:
    """Install another commit of the hand-made repository."""

    def apply(project: Project) -> None:
        url = f"versioned @ git+{(project.packages / 'repository').as_uri()}@{revision}"
        part = f"#subdirectory={subdirectory}" if subdirectory else ""
        project.pip("install", "--no-deps", "--reinstall", url + part)

    return Drift(f"git {revision}", apply)


def from_index(name: str, version: str) -> Drift:
    """Install the package from the hand-made flat index, without a direct_url.json."""

    def apply(project: Project) -> None:
        links = ["--no-index", "--find-links", str(project.packages / "wheels")]
        project.pip("install", "--no-deps", "--reinstall", *links, f"{name}=={version}")

    return Drift(f"index {name} {version}", apply)


@drift("everything removed")
def remove_everything(project: Project) -> None:
    project.pip("uninstall", *project.installed())


@drift("installed by pip")
def install_pip(project: Project) -> None:
    project.pip("install", "--no-deps", "pip==24.0", "setuptools==70.0.0", "wheel==0.43.0")
