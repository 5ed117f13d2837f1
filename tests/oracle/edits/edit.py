"""An edit of a manifest, and whether uv accepts the lockfile after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..projects import Project, Recipe

MANIFEST = "pyproject.toml"


@dataclass(frozen=True)
class Edit:
    """`stale` is the expected answer of uv, so that no edit passes without an effect."""

    recipe: Recipe
    why: str
    apply: Callable[[Project], None]
    stale: bool

    def __str__(self) -> str:
        return f"{self.recipe.name} / {self.why}"


def fits(recipe: Recipe, old: str, new: str, path: str = MANIFEST) -> Edit:
    """Replace a text; the lockfile still fits."""
    return Edit(recipe, _shown(f"{old} to {new}"), _swap(old, new, path), stale=False)


def breaks(recipe: Recipe, old: str, new: str, path: str = MANIFEST) -> Edit:
    """Replace a text; the lockfile no longer fits."""
    return Edit(recipe, _shown(f"{old} to {new}"), _swap(old, new, path), stale=True)


def fits_with(recipe: Recipe, text: str) -> Edit:
    return Edit(recipe, _shown(f"added {text}"), _append(text), stale=False)


def breaks_with(recipe: Recipe, text: str) -> Edit:
    return Edit(recipe, _shown(f"added {text}"), _append(text), stale=True)


def fits_by(recipe: Recipe, why: str, files: Mapping[str, str]) -> Edit:
    return Edit(recipe, why, _write(files), stale=False)


def breaks_by(recipe: Recipe, why: str, files: Mapping[str, str]) -> Edit:
    return Edit(recipe, why, _write(files), stale=True)


def _swap(old: str, new: str, path: str) -> Callable[[Project], None]:
    return lambda project: project.replace(old, new, path)


def _append(text: str) -> Callable[[Project], None]:
    return lambda project: project.write(MANIFEST, project.read(MANIFEST) + text)


def _write(files: Mapping[str, str]) -> Callable[[Project], None]:
    def apply(project: Project) -> None:
        for path, text in files.items():
            project.write(path, text)

    return apply


def _shown(text: str) -> str:
    """The text in one line, for a test id."""
    return text.strip().replace("\n", "|")
