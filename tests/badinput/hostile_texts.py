"""Texts hostile to one parser: nested, repeated, cyclic, long, mistyped, or with control codes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from .hostile_kinds import DIGITS, EVIL
from .hostile_projects import ESCAPED, LOCKFILES, MANIFESTS, wrong_values
from .hostile_targets import DIST_INFO, PACKAGES
from .projects import make_project

Spoil = Callable[[Path], None]


def at(path: str, text: str | bytes) -> Spoil:
    """Create a project in step in which one file has this content."""

    def spoil(folder: Path) -> None:
        make_project(folder)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    return spoil


def _all_at(path: str, texts: Mapping[str, str]) -> dict[str, Spoil]:
    return {name: at(path, text) for name, text in texts.items()}


_JSONS = {
    "nested arrays": "[" * 100_000 + "]" * 100_000,
    "nested objects": '{"url":' * 100_000,
    "a number of digits": f'{{"url": {DIGITS}, "dir_info": {{}}, "timestamp": {DIGITS}}}',
    "a surrogate": '{"url": "file:///\\ud800x", "dir_info": {"\\udfff": "\\ud800"}}',
    "control characters": f'{{"url": "file:///{ESCAPED}", "dir_info": {{}}}}',
    "a git commit": json.dumps(
        {"url": f"git+https://x/{EVIL}", "vcs_info": {"vcs": EVIL, "commit_id": EVIL}}
    ),
    "an archive": json.dumps({"url": f"https://x/{EVIL}", "archive_info": {"hash": EVIL}}),
    "a list": "[]",
    "null": "null",
    "no number": "NaN",
    "wrong types": '{"url": [], "dir_info": 1, "vcs_info": "x", "timestamp": [], "tags": 1}',
    "wrong types below": (
        '{"url": "file:///x", "dir_info": {"editable": []}, "subdirectory": {},'
        ' "timestamp": {"secs_since_epoch": [], "nanos_since_epoch": {}}, "directories": []}'
    ),
}

_RECORDS = {
    "absolute paths": "/etc/passwd,sha256=AAAA,1\n/dev/zero,sha256=AAAA,1\n",
    "paths upward": "../../../../../../../../dev/zero,sha256=AAAA,1\n",
    "evil names": f"{EVIL},sha256=AAAA,1\n{EVIL}/x.py,sha256=AAAA,1\n",
    "quoted evil names": f'"{EVIL}\n{EVIL}",sha256=AAAA,1\n',
    "evil hashes": f"a.py,{EVIL}=AAAA,1\nb.py,sha256={EVIL},1\nc.py,shake_128=AA,1\n",
    "a field of a megabyte": f'"{"a" * (1 << 20)}",sha256=AAAA,1\n',
    "a long path": "a/" * 5000 + "x.py,sha256=AAAA,1\n",
    "many long paths": "".join(f"a{it}/{'x/' * 2000}y.py,sha256=AAAA,1\n" for it in range(500)),
    "a long name": "a" * 5000 + ".py,sha256=AAAA,1\n",
    "30,000 files": "".join(f"a/{it}.py,sha256=AAAA,1\n" for it in range(30_000)),
    "20,000 folders": "".join(f"a{it}/x.py,sha256=AAAA,1\n" for it in range(20_000)),
    "itself, upward and back": f"../{'x/../' * 2000}site-packages/x.py,sha256=AAAA,1\n",
    "a quote": '"',
    "quotes": '"' * 9999,
    "the pipe": "idna-3.10.dist-info,sha256=AAAA,1\n",
}


def _named(name: bytes) -> Spoil:
    """A folder with this name, which may be no valid UTF-8, in site-packages."""

    def spoil(folder: Path) -> None:
        path = make_project(folder) / os.fsdecode(name)
        path.mkdir()
        (path / "RECORD").write_bytes(name + b"/METADATA,,\n")
        (path / "METADATA").write_bytes(b"Name: x\n")

    return spoil


_E = EVIL.encode()
_NAMES = {
    "control characters": _named(b"six" + _E + b"-1.0.dist-info"),
    "control characters in a version": _named(b"six-1.0" + _E + b".dist-info"),
    "no UTF-8": _named(b"six\xff\xfe-1.0.dist-info"),
    "no UTF-8, an egg": _named(b"six\xff-1.0.egg-info"),
    "a leftover": _named(b"~" + _E + b"\xff"),
    "a version of digits": _named(b"six-" + b"9" * 200 + b".dist-info"),
    "a newline": _named(b"six\n\nlockstep: all is well-1.0.dist-info"),
    "only the ending": _named(b".dist-info"),
}
_CFG = f"{PACKAGES.split('/')[0]}/pyvenv.cfg"
_LINES = {
    "a version of digits": at(_CFG, f"home = /x\nversion = {DIGITS}.{DIGITS}\n"),
    "an evil home": at(_CFG, f"home = /x{EVIL}\nimplementation = {EVIL}\nversion_info = 3.12.1\n"),
    "an evil version": at(_CFG, f"home = /x\nimplementation = CPython\nversion = 3.12{EVIL}\n"),
    "a home that is a device": at(_CFG, "home = /dev/zero\nversion = 3.12.1\n"),
    "a long home": at(_CFG, f"home = /{'x/' * 5000}\nversion = 3.12.1\n"),
    "a request of digits": at(".python-version", DIGITS),
    "an evil request": at(".python-version", f"3.12{EVIL}\n"),
    "a request of a path": at(".python-version", "/dev/zero\n"),
    "a long request": at(".python-version", "../" * 5000),
    "many requests": at(".python-version", "3.12\n" * 100_000),
    "an evil range": at(".python-version", f">={DIGITS},<{'1.' * 3000}2\n"),
    "a long egg-link": at(f"{PACKAGES}/x.egg-link", "../" * 5000),
    "an evil summary": at(f"{DIST_INFO}/METADATA", f"Name: idna\nSummary: {EVIL}\n"),
    "tags": at(f"{DIST_INFO}/WHEEL", f"Tag: {'.'.join('a' * 3000)}-{'.'.join('b' * 900)}-x\n" * 9),
    "a tag of digits": at(
        f"{DIST_INFO}/WHEEL",
        f"Tag: py3{DIGITS}-none-any\nTag: cp3{DIGITS}-abi3-manylinux_{DIGITS}_{DIGITS}_x86_64\n",
    ),
    "an evil script": at(".venv/bin/tool", f"#!/x{EVIL}/bin/python\n"),
    "a moved environment": at(".venv/bin/activate", f"VIRTUAL_ENV='/x{EVIL}'\n"),
}

TABLES: Mapping[str, Mapping[str, Spoil]] = {
    "pyproject.toml": _all_at("pyproject.toml", MANIFESTS),
    "values of pyproject.toml": _all_at("pyproject.toml", dict(wrong_values())),
    "uv.lock": _all_at("uv.lock", LOCKFILES),
    "direct_url.json": _all_at(f"{DIST_INFO}/direct_url.json", _JSONS),
    "uv_cache.json": _all_at(f"{DIST_INFO}/uv_cache.json", _JSONS),
    "RECORD": _all_at(f"{DIST_INFO}/RECORD", _RECORDS),
    "names of folders": _NAMES,
    "lines": _LINES,
}
