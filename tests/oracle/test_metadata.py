"""The metadata of a package, and the forms that older installers write."""

from __future__ import annotations

import pytest

from .cases import Case, changed, refused, unchanged
from .conftest import CheckSame
from .drifts.drift import Drift
from .drifts.legacy import egg_info, egg_info_file, egg_link, instead_of
from .drifts.metadata import (
    direct_url,
    rewritten,
    tags,
    without,
)
from .recipes import simple, sources

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

SHELVED = "{packages}/wheels/shelved-1.0-py3-none-any.whl"


def urls(name: str, where: str, **more: object) -> Drift:
    return direct_url(name, {"url": where, **more}, f"{where} {' '.join(more)}")


LEGACY = [
    changed(simple.PLAIN, egg_info("thing", "1.0")),
    changed(simple.PLAIN, egg_info("thing", "1.0", "-py3.12")),
    # For a package from an index, uv accepts only a dist-info.
    changed(simple.PLAIN, instead_of("pluggy", egg_info("pluggy", "1.5.0"))),
    changed(simple.PLAIN, instead_of("pluggy", egg_info("pluggy", "1.5.0", "-py3.12"))),
    changed(simple.PLAIN, instead_of("pluggy", egg_info("pluggy", "1.4.0"))),
    changed(simple.PLAIN, egg_info("pluggy", "1.4.0")),
    changed(simple.PLAIN, egg_info_file("thing", "1.0")),
    changed(simple.PLAIN, instead_of("pluggy", egg_info_file("pluggy", "1.5.0"))),
    changed(simple.PLAIN, egg_link("thing", "1.0")),
    changed(simple.PLAIN, instead_of("pluggy", egg_link("pluggy", "1.5.0"))),
    changed(sources.EDITABLE, instead_of("library", egg_link("library", "0.1.0"))),
]

REWRITTEN = [
    changed(simple.NATIVE, tags("markupsafe", "cp310-cp310-win_amd64")),
    changed(simple.NATIVE, tags("markupsafe", "cp313-cp313t-manylinux_2_17_x86_64")),
    changed(simple.NATIVE, tags("markupsafe", "cp27-cp27m-win32")),
    unchanged(simple.NATIVE, tags("markupsafe", "cp27-cp27m-win32", "py3-none-any")),
    unchanged(simple.NATIVE, tags("jinja2", "nonsense")),
    changed(simple.NATIVE, tags("jinja2", "py2-none-any")),
    unchanged(simple.NATIVE, tags("jinja2", "py2-none-any", "py3-none-any")),
    changed(simple.NATIVE, tags("jinja2", "cp32-abi3-any")),
    changed(simple.NATIVE, tags("jinja2", "cp310-none-any")),
    unchanged(simple.NATIVE, tags("jinja2", "cp312-none-any")),
    # Headers end at a blank line, so there are no tags that could be wrong.
    unchanged(
        simple.NATIVE,
        rewritten("jinja2", "WHEEL", lambda t: t.replace("Tag: py3", "\nTag: py2"), "blank"),
    ),
    unchanged(simple.NATIVE, tags("jinja2", "py312-none-any")),
    unchanged(simple.NATIVE, tags("jinja2", "py34-none-any")),
    changed(simple.NATIVE, tags("jinja2", "py313-none-any")),
    unchanged(simple.NATIVE, tags("jinja2", "py2.py3-none-any")),
    changed(simple.NATIVE, tags("jinja2", "cp313-abi3-any")),
    unchanged(simple.NATIVE, tags("jinja2")),
    unchanged(simple.NATIVE, rewritten("jinja2", "WHEEL", lambda _: "no such thing", "nonsense")),
    unchanged(
        simple.PLAIN, rewritten("pluggy", "METADATA", lambda t: t.replace("1.5.0", "1.4.0"), "")
    ),
    changed(simple.PLAIN, urls("pluggy", "{packages}/pluggy", dir_info={})),
    changed(simple.PLAIN, urls("pluggy", "{packages}/pluggy", dir_info={"editable": True})),
    changed(simple.PLAIN, urls("pluggy", "https://index.example/pluggy.whl", archive_info={})),
    refused(simple.PLAIN, urls("pluggy", "https://index.example/pluggy.whl")),
    refused(simple.PLAIN, direct_url("pluggy", "not json", "broken")),
    refused(simple.PLAIN, direct_url("pluggy", {}, "empty")),
    changed(sources.WHEEL, urls("shelved", SHELVED.replace("1.0", "2.0"), archive_info={})),
    unchanged(sources.WHEEL, urls("shelved", SHELVED, archive_info={"hash": "sha256=00"})),
    changed(sources.WHEEL, urls("shelved", SHELVED, dir_info={})),
    changed(sources.WHEEL, without("shelved", "direct_url.json")),
    changed(sources.WHEEL, without("shelved", "uv_cache.json")),
    changed(sources.EDITABLE, without("library", "direct_url.json")),
    changed(sources.EDITABLE, without("library", "uv_cache.json")),
    changed(sources.EDITABLE, urls("library", "{project}/libs/library", dir_info={})),
    unchanged(
        sources.EDITABLE,
        urls("library", "{project}/libs/../libs/library/", dir_info={"editable": True}),
    ),
    changed(sources.EDITABLE, urls("library", "{project}/libs", dir_info={"editable": True})),
    unchanged(
        sources.DIRECTORY, urls("library", "{project}/libs/library", dir_info={"editable": False})
    ),
    refused(
        sources.EDITABLE,
        rewritten("library", "uv_cache.json", lambda t: t.replace("secs", "sec"), "other keys"),
    ),
    changed(
        sources.EDITABLE,
        rewritten("library", "uv_cache.json", lambda t: t.replace(":1", ":2"), "other time"),
    ),
    changed(sources.EDITABLE, rewritten("library", "uv_cache.json", lambda _: "{}", "no times")),
    changed(sources.GIT_TAG, without("versioned", "direct_url.json")),
    changed(
        sources.GIT_TAG,
        rewritten(
            "versioned",
            "direct_url.json",
            lambda text: text.replace('"commit_id":"', '"commit_id":"f00'),
            "other commit",
        ),
    ),
    unchanged(
        sources.GIT_TAG,
        rewritten(
            "versioned",
            "direct_url.json",
            lambda text: text.replace('"requested_revision":"v1.0"', '"requested_revision":"x"'),
            "other revision",
        ),
    ),
]


@pytest.mark.parametrize("case", LEGACY, ids=str)
def test_legacy(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", REWRITTEN, ids=str)
def test_rewritten(check_same: CheckSame, case: Case) -> None:
    check_same(case)
