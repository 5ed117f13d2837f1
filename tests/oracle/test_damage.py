"""Dist-infos damaged, doubled and renamed, and other entries of site-packages."""

from __future__ import annotations

import sys

import pytest

from .conftest import Judge
from .drifts.drift import Drift
from .drifts.metadata import (
    direct_url,
    doubled,
    emptied,
    entry,
    renamed,
    without,
)
from .drifts.packages import install
from .pairs import Pair, kept, moved, refused
from .recipes import simple, sources

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

SHELVED = "{shelf}/wheels/shelved-1.0-py3-none-any.whl"


def urls(name: str, where: str, **more: object) -> Drift:
    return direct_url(name, {"url": where, **more}, f"{where} {' '.join(more)}")


DAMAGES = [
    kept(simple.PLAIN, without("pluggy", "METADATA", "package-damaged")),
    kept(simple.PLAIN, without("pluggy", "RECORD", "package-damaged")),
    kept(simple.PLAIN, without("pluggy", "INSTALLER", "package-damaged")),
    kept(simple.PLAIN, without("pluggy", "WHEEL")),
    kept(simple.PLAIN, emptied("pluggy")),
    moved(simple.PLAIN, install("pluggy==1.4.0"), emptied("pluggy")),
    moved(simple.PLAIN, install("six==1.16.0"), emptied("six")),
    moved(simple.PLAIN, install("pluggy==1.4.0"), without("pluggy", "METADATA")),
    kept(sources.EDITABLE, without("library", "RECORD", "package-damaged")),
]

DOUBLES = [
    moved(simple.PLAIN, doubled("pluggy", "pluggy-1.4.0.dist-info")),
    moved(simple.PLAIN, doubled("pluggy", "pluggy-1.4.0.dist-info", empty=True)),
    moved(simple.PLAIN, doubled("pluggy", "pluggy-1.5.dist-info")),
    moved(simple.SPELLED, doubled("importlib-metadata", "importlib.metadata-7.0.dist-info")),
    moved(simple.PLAIN, install("six==1.16.0"), doubled("six", "six-1.15.0.dist-info")),
]
if sys.platform == "linux":  # Elsewhere the two folders are one.
    DOUBLES.append(moved(simple.PLAIN, doubled("pluggy", "Pluggy-1.5.0.dist-info")))

NAMES = [
    kept(simple.PLAIN, renamed("pluggy", "Pluggy-1.5.0.dist-info")),
    kept(simple.SPELLED, renamed("typing-extensions", "Typing.Extensions-4.12.2.dist-info")),
    kept(simple.PLAIN, renamed("pluggy", "pluggy-1.5.dist-info")),
    kept(simple.PLAIN, renamed("pluggy", "pluggy-v1.5.0.dist-info")),
    moved(simple.PLAIN, renamed("pluggy", "pluggy-1.5.0+local.dist-info")),
    moved(simple.PLAIN, renamed("pluggy", "pluggy-1.5.0.post1.dist-info")),
    moved(simple.PLAIN, renamed("pluggy", "pluggy.dist-info")),
    refused(simple.PLAIN, renamed("pluggy", "pluggy-one.dist-info")),
    refused(simple.SPELLED, renamed("typing-extensions", "typing-extensions-4.12.2.dist-info")),
    moved(simple.PLAIN, renamed("pluggy", "pluggy-1.5.0.DIST-INFO")),
]

ENTRIES = [
    kept(simple.PLAIN, entry("~luggy", None, "removal-leftover")),
    kept(simple.PLAIN, entry("~luggy-1.4.0.dist-info", None, "removal-leftover")),
    kept(simple.PLAIN, entry("~luggy-one.dist-info", None, "removal-leftover")),
    refused(simple.PLAIN, entry("-luggy-1.4.0.dist-info")),
    refused(simple.PLAIN, entry("foo-bar.dist-info")),
    moved(simple.PLAIN, entry("foo-1.0.dist-info")),
    moved(simple.PLAIN, entry("foo-1.0.dist-info/METADATA", "Name: foo\n")),
    kept(simple.PLAIN, entry("foo-1.0.dist-info", "a file\n")),
    kept(simple.PLAIN, entry("foo.dist-info")),
    kept(simple.PLAIN, entry("some_module.py", "")),
    kept(simple.PLAIN, entry("extra.pth", "nowhere\n")),
    kept(simple.PLAIN, entry("foo-1.0.data")),
]


@pytest.mark.parametrize("pair", DAMAGES, ids=str)
def test_damage(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", DOUBLES, ids=str)
def test_double(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", [*NAMES, *ENTRIES], ids=str)
def test_name(same: Judge, pair: Pair) -> None:
    same(pair)
