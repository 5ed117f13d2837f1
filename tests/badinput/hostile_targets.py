"""The files of a project that can be replaced by hostile ones, with a valid text for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from .projects import LOCKFILE, MANIFEST

PACKAGES = ".venv/lib/python3.12/site-packages"
DIST_INFO = f"{PACKAGES}/idna-3.10.dist-info"
_URL = {"url": "file:///tmp/idna", "dir_info": {"editable": True}}
_CACHE = {"timestamp": {"secs_since_epoch": 1, "nanos_since_epoch": 2}, "directories": {}}
WORKSPACE = f'{MANIFEST}[tool.uv.workspace]\nmembers = ["packages/*"]\n'
MEMBER = MANIFEST.replace('"app"', '"member"')


class Target(NamedTuple):
    """A path below the project and a valid text; `manifest` is the root project's manifest.

    `is_read`: whether any command reads the text.
    """

    path: str
    text: str
    manifest: str = MANIFEST
    is_read: bool = True


TARGETS = (
    Target("pyproject.toml", MANIFEST),
    Target("packages/member/pyproject.toml", MEMBER, WORKSPACE),
    Target("uv.lock", LOCKFILE),
    Target("uv.toml", 'index-strategy = "first-index"\nno-build = true\n'),
    Target(".python-version", "3.12\n"),
    Target(".gitignore", "*.idna\n/dist\n", WORKSPACE),
    Target(".venv/pyvenv.cfg", "home = /nowhere/bin\nimplementation = CPython\nversion = 3.12.1\n"),
    Target(".venv", "elsewhere"),
    Target(".venv/.lock", "", is_read=False),
    Target(".venv/bin/python", "#!/bin/sh\n"),
    Target(".venv/bin/activate", "VIRTUAL_ENV='/tmp/idna'\nexport VIRTUAL_ENV\n"),
    Target(PACKAGES, "idna", is_read=False),
    Target(f"{PACKAGES}/x.pth", "import idna\n/tmp/idna\n", is_read=False),
    Target(f"{PACKAGES}/x.egg-link", "/tmp/idna\n../idna\n"),
    Target(f"{PACKAGES}/x-1.0.egg-info", "Metadata-Version: 1.0\nName: idna\nVersion: 1.0\n"),
    Target(f"{PACKAGES}/six.egg-info", "Metadata-Version: 1.0\nName: six\nVersion: 1.0\n"),
    Target(DIST_INFO, "idna", is_read=False),
    Target(f"{DIST_INFO}/METADATA", "Name: idna\nVersion: 3.10\nSummary: idna is idna\n\nidna\n"),
    Target(
        f"{DIST_INFO}/RECORD",
        f'idna/core.py,sha256=AAAA,12\n"idna,x.py",sha256=AAAA,1\n{"idna-3.10.dist-info"}/RECORD,,\n',
    ),
    Target(f"{DIST_INFO}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\nTag: cp312-abi3-linux\n"),
    Target(f"{DIST_INFO}/INSTALLER", "uv\n", is_read=False),
    Target(f"{DIST_INFO}/direct_url.json", json.dumps(_URL)),
    Target(f"{DIST_INFO}/uv_cache.json", json.dumps(_CACHE)),
    Target(f"{DIST_INFO}/uv_build.json", '{"build": "idna"}'),
    Target(f"{DIST_INFO}/entry_points.txt", "[console_scripts]\nidna = idna:main\n", is_read=False),
    Target(".lockstep", "idna", is_read=False),
    Target(".lockstep/.gitignore", "*\n", is_read=False),
    Target(".lockstep/1/1", "idna", is_read=False),
    Target("home/.config/uv/uv.toml", 'no-build = true\nindex-strategy = "first-index"\n'),
)


def clear_path(folder: Path, target: Target) -> Path:
    """Free the path of a target, with its parent folders in place; the path."""
    path = folder / target.path
    (folder / "pyproject.toml").write_text(target.manifest)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        path.rename(folder / "moved-away")
    path.unlink(missing_ok=True)
    return path
