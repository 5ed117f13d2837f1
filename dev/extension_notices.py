"""The licenses of the npm packages that are bundled into the extension."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from notices import Bundled, judged, license_files, notices
from tools import HOUSE


def extension_notices(made_of: Path) -> str:
    """The notices for a bundle; `made_of` is a JSON list of its source files."""
    sources = json.loads(made_of.read_text(encoding="utf-8"))
    return notices(packages_of(HOUSE / source for source in sources))


def packages_of(sources: Iterable[Path]) -> list[Bundled]:
    """The packages that contain these files, without duplicates."""
    folders = {folder for source in sources if (folder := _package_of(source))}
    return sorted({_read(folder) for folder in folders})


def _package_of(source: Path) -> Path | None:
    """The package's folder: the one or two names after the last node_modules; None if outside."""
    parts = source.parts
    if "node_modules" not in parts:
        return None
    at = len(parts) - parts[::-1].index("node_modules")
    return Path(*parts[: at + (2 if parts[at].startswith("@") else 1)])


def _read(folder: Path) -> Bundled:
    manifest = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    own = (it for it in license_files(folder) if "node_modules" not in it.relative_to(folder).parts)
    return judged(manifest["name"], manifest["version"], str(manifest.get("license", "")), own)
