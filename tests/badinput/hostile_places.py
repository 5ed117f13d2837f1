"""Where a file of a project can be spoiled, and what a sound one holds."""

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


class Place(NamedTuple):
    """A path below the project, and a sound text; `manifest` is that of the project around it.

    `is_read` tells whether any command reads the text.
    """

    path: str
    text: str
    manifest: str = MANIFEST
    is_read: bool = True


PLACES = (
    Place("pyproject.toml", MANIFEST),
    Place("packages/member/pyproject.toml", MEMBER, WORKSPACE),
    Place("uv.lock", LOCKFILE),
    Place("uv.toml", 'index-strategy = "first-index"\nno-build = true\n'),
    Place(".python-version", "3.12\n"),
    Place(".gitignore", "*.idna\n/dist\n", WORKSPACE),
    Place(".venv/pyvenv.cfg", "home = /nowhere/bin\nimplementation = CPython\nversion = 3.12.1\n"),
    Place(".venv", "elsewhere"),
    Place(".venv/.lock", "", is_read=False),
    Place(".venv/bin/python", "#!/bin/sh\n"),
    Place(".venv/bin/activate", "VIRTUAL_ENV='/tmp/idna'\nexport VIRTUAL_ENV\n"),
    Place(PACKAGES, "idna", is_read=False),
    Place(f"{PACKAGES}/x.pth", "import idna\n/tmp/idna\n", is_read=False),
    Place(f"{PACKAGES}/x.egg-link", "/tmp/idna\n../idna\n"),
    Place(f"{PACKAGES}/x-1.0.egg-info", "Metadata-Version: 1.0\nName: idna\nVersion: 1.0\n"),
    Place(f"{PACKAGES}/six.egg-info", "Metadata-Version: 1.0\nName: six\nVersion: 1.0\n"),
    Place(DIST_INFO, "idna", is_read=False),
    Place(f"{DIST_INFO}/METADATA", "Name: idna\nVersion: 3.10\nSummary: idna is idna\n\nidna\n"),
    Place(
        f"{DIST_INFO}/RECORD",
        f'idna/core.py,sha256=AAAA,12\n"idna,x.py",sha256=AAAA,1\n{"idna-3.10.dist-info"}/RECORD,,\n',
    ),
    Place(f"{DIST_INFO}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\nTag: cp312-abi3-linux\n"),
    Place(f"{DIST_INFO}/INSTALLER", "uv\n", is_read=False),
    Place(f"{DIST_INFO}/direct_url.json", json.dumps(_URL)),
    Place(f"{DIST_INFO}/uv_cache.json", json.dumps(_CACHE)),
    Place(f"{DIST_INFO}/uv_build.json", '{"build": "idna"}'),
    Place(f"{DIST_INFO}/entry_points.txt", "[console_scripts]\nidna = idna:main\n", is_read=False),
    Place(".lockstep", "idna", is_read=False),
    Place(".lockstep/.gitignore", "*\n", is_read=False),
    Place(".lockstep/1/1", "idna", is_read=False),
    Place("home/.config/uv/uv.toml", 'no-build = true\nindex-strategy = "first-index"\n'),
)


def make_room(folder: Path, place: Place) -> Path:
    """The path of a place, with the folders above it, where nothing lies."""
    path = folder / place.path
    (folder / "pyproject.toml").write_text(place.manifest)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        path.rename(folder / "home-of-what-was-there")
    path.unlink(missing_ok=True)
    return path
