"""Dist-infos that are damaged, duplicated or renamed, and other entries in site-packages."""

from __future__ import annotations

import sys

import pytest

from .cases import Case, changed, refused, unchanged
from .conftest import CheckSame
from .drifts.drift import Drift
from .drifts.metadata import (
    direct_url,
    duplicated,
    emptied,
    entry,
    renamed,
    without,
)
from .drifts.packages import install
from .recipes import simple, sources

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

SHELVED = "{packages}/wheels/shelved-1.0-py3-none-any.whl"


def urls(name: str, where: str, **more: object) -> Drift:
    return direct_url(name, {"url": where, **more}, f"{where} {' '.join(more)}")


DAMAGES = [
    unchanged(simple.PLAIN, without("pluggy", "METADATA", "package-damaged")),
    unchanged(simple.PLAIN, without("pluggy", "RECORD", "package-damaged")),
    unchanged(simple.PLAIN, without("pluggy", "INSTALLER", "package-damaged")),
    unchanged(simple.PLAIN, without("pluggy", "WHEEL")),
    unchanged(simple.PLAIN, emptied("pluggy")),
    changed(simple.PLAIN, install("pluggy==1.4.0"), emptied("pluggy")),
    changed(simple.PLAIN, install("six==1.16.0"), emptied("six")),
    changed(simple.PLAIN, install("pluggy==1.4.0"), without("pluggy", "METADATA")),
    unchanged(sources.EDITABLE, without("library", "RECORD", "package-damaged")),
]

DOUBLES = [
    changed(simple.PLAIN, duplicated("pluggy", "pluggy-1.4.0.dist-info")),
    changed(simple.PLAIN, duplicated("pluggy", "pluggy-1.4.0.dist-info", empty=True)),
    changed(simple.PLAIN, duplicated("pluggy", "pluggy-1.5.dist-info")),
    changed(simple.SPELLED, duplicated("importlib-metadata", "importlib.metadata-7.0.dist-info")),
    changed(simple.PLAIN, install("six==1.16.0"), duplicated("six", "six-1.15.0.dist-info")),
]
if sys.platform == "linux":  # On other platforms the two folders are one.
    DOUBLES.append(changed(simple.PLAIN, duplicated("pluggy", "Pluggy-1.5.0.dist-info")))

NAMES = [
    unchanged(simple.PLAIN, renamed("pluggy", "Pluggy-1.5.0.dist-info")),
    unchanged(simple.SPELLED, renamed("typing-extensions", "Typing.Extensions-4.12.2.dist-info")),
    unchanged(simple.PLAIN, renamed("pluggy", "pluggy-1.5.dist-info")),
    unchanged(simple.PLAIN, renamed("pluggy", "pluggy-v1.5.0.dist-info")),
    changed(simple.PLAIN, renamed("pluggy", "pluggy-1.5.0+local.dist-info")),
    changed(simple.PLAIN, renamed("pluggy", "pluggy-1.5.0.post1.dist-info")),
    changed(simple.PLAIN, renamed("pluggy", "pluggy.dist-info")),
    refused(simple.PLAIN, renamed("pluggy", "pluggy-one.dist-info")),
    refused(simple.SPELLED, renamed("typing-extensions", "typing-extensions-4.12.2.dist-info")),
    changed(simple.PLAIN, renamed("pluggy", "pluggy-1.5.0.DIST-INFO")),
]

ENTRIES = [
    unchanged(simple.PLAIN, entry("~luggy", None, "removal-leftover")),
    unchanged(simple.PLAIN, entry("~luggy-1.4.0.dist-info", None, "removal-leftover")),
    unchanged(simple.PLAIN, entry("~luggy-one.dist-info", None, "removal-leftover")),
    refused(simple.PLAIN, entry("-luggy-1.4.0.dist-info")),
    refused(simple.PLAIN, entry("foo-bar.dist-info")),
    changed(simple.PLAIN, entry("foo-1.0.dist-info")),
    changed(simple.PLAIN, entry("foo-1.0.dist-info/METADATA", "Name: foo\n")),
    unchanged(simple.PLAIN, entry("foo-1.0.dist-info", "a file\n")),
    unchanged(simple.PLAIN, entry("foo.dist-info")),
    unchanged(simple.PLAIN, entry("some_module.py", "")),
    unchanged(simple.PLAIN, entry("extra.pth", "nowhere\n")),
    unchanged(simple.PLAIN, entry("foo-1.0.data")),
]


@pytest.mark.parametrize("case", DAMAGES, ids=str)
def test_damage(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", DOUBLES, ids=str)
def test_double(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", [*NAMES, *ENTRIES], ids=str)
def test_name(check_same: CheckSame, case: Case) -> None:
    check_same(case)
