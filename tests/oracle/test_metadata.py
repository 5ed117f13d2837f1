"""What a dist-info says of its package, and the forms of older installers."""

from __future__ import annotations

import pytest

from .conftest import Judge
from .drifts.drift import Drift
from .drifts.legacy import egg_info, egg_info_file, egg_link, instead_of
from .drifts.metadata import (
    direct_url,
    rewritten,
    tags,
    without,
)
from .pairs import Pair, kept, moved, refused
from .recipes import simple, sources

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

SHELVED = "{shelf}/wheels/shelved-1.0-py3-none-any.whl"


def urls(name: str, where: str, **more: object) -> Drift:
    return direct_url(name, {"url": where, **more}, f"{where} {' '.join(more)}")


LEGACY = [
    moved(simple.PLAIN, egg_info("thing", "1.0")),
    moved(simple.PLAIN, egg_info("thing", "1.0", "-py3.12")),
    # uv takes nothing but a dist-info for a package from an index.
    moved(simple.PLAIN, instead_of("pluggy", egg_info("pluggy", "1.5.0"))),
    moved(simple.PLAIN, instead_of("pluggy", egg_info("pluggy", "1.5.0", "-py3.12"))),
    moved(simple.PLAIN, instead_of("pluggy", egg_info("pluggy", "1.4.0"))),
    moved(simple.PLAIN, egg_info("pluggy", "1.4.0")),
    moved(simple.PLAIN, egg_info_file("thing", "1.0")),
    moved(simple.PLAIN, instead_of("pluggy", egg_info_file("pluggy", "1.5.0"))),
    moved(simple.PLAIN, egg_link("thing", "1.0")),
    moved(simple.PLAIN, instead_of("pluggy", egg_link("pluggy", "1.5.0"))),
    moved(sources.EDITABLE, instead_of("library", egg_link("library", "0.1.0"))),
]

REWRITTEN = [
    moved(simple.NATIVE, tags("markupsafe", "cp310-cp310-win_amd64")),
    moved(simple.NATIVE, tags("markupsafe", "cp313-cp313t-manylinux_2_17_x86_64")),
    moved(simple.NATIVE, tags("markupsafe", "cp27-cp27m-win32")),
    kept(simple.NATIVE, tags("markupsafe", "cp27-cp27m-win32", "py3-none-any")),
    kept(simple.NATIVE, tags("jinja2", "nonsense")),
    moved(simple.NATIVE, tags("jinja2", "py2-none-any")),
    kept(simple.NATIVE, tags("jinja2", "py2-none-any", "py3-none-any")),
    moved(simple.NATIVE, tags("jinja2", "cp32-abi3-any")),
    moved(simple.NATIVE, tags("jinja2", "cp310-none-any")),
    kept(simple.NATIVE, tags("jinja2", "cp312-none-any")),
    # Behind a blank line no header is read, so there are no tags that could be wrong.
    kept(
        simple.NATIVE,
        rewritten("jinja2", "WHEEL", lambda t: t.replace("Tag: py3", "\nTag: py2"), "blank"),
    ),
    kept(simple.NATIVE, tags("jinja2", "py312-none-any")),
    kept(simple.NATIVE, tags("jinja2", "py34-none-any")),
    moved(simple.NATIVE, tags("jinja2", "py313-none-any")),
    kept(simple.NATIVE, tags("jinja2", "py2.py3-none-any")),
    moved(simple.NATIVE, tags("jinja2", "cp313-abi3-any")),
    kept(simple.NATIVE, tags("jinja2")),
    kept(simple.NATIVE, rewritten("jinja2", "WHEEL", lambda _: "no such thing", "nonsense")),
    kept(simple.PLAIN, rewritten("pluggy", "METADATA", lambda t: t.replace("1.5.0", "1.4.0"), "")),
    moved(simple.PLAIN, urls("pluggy", "{shelf}/pluggy", dir_info={})),
    moved(simple.PLAIN, urls("pluggy", "{shelf}/pluggy", dir_info={"editable": True})),
    moved(simple.PLAIN, urls("pluggy", "https://index.example/pluggy.whl", archive_info={})),
    refused(simple.PLAIN, urls("pluggy", "https://index.example/pluggy.whl")),
    refused(simple.PLAIN, direct_url("pluggy", "not json", "broken")),
    refused(simple.PLAIN, direct_url("pluggy", {}, "empty")),
    moved(sources.WHEEL, urls("shelved", SHELVED.replace("1.0", "2.0"), archive_info={})),
    kept(sources.WHEEL, urls("shelved", SHELVED, archive_info={"hash": "sha256=00"})),
    moved(sources.WHEEL, urls("shelved", SHELVED, dir_info={})),
    moved(sources.WHEEL, without("shelved", "direct_url.json")),
    moved(sources.WHEEL, without("shelved", "uv_cache.json")),
    moved(sources.EDITABLE, without("library", "direct_url.json")),
    moved(sources.EDITABLE, without("library", "uv_cache.json")),
    moved(sources.EDITABLE, urls("library", "{project}/libs/library", dir_info={})),
    kept(
        sources.EDITABLE,
        urls("library", "{project}/libs/../libs/library/", dir_info={"editable": True}),
    ),
    moved(sources.EDITABLE, urls("library", "{project}/libs", dir_info={"editable": True})),
    kept(
        sources.DIRECTORY, urls("library", "{project}/libs/library", dir_info={"editable": False})
    ),
    refused(
        sources.EDITABLE,
        rewritten("library", "uv_cache.json", lambda t: t.replace("secs", "sec"), "other keys"),
    ),
    moved(
        sources.EDITABLE,
        rewritten("library", "uv_cache.json", lambda t: t.replace(":1", ":2"), "other time"),
    ),
    moved(sources.EDITABLE, rewritten("library", "uv_cache.json", lambda _: "{}", "no times")),
    moved(sources.GIT_TAG, without("versioned", "direct_url.json")),
    moved(
        sources.GIT_TAG,
        rewritten(
            "versioned",
            "direct_url.json",
            lambda text: text.replace('"commit_id":"', '"commit_id":"f00'),
            "other commit",
        ),
    ),
    kept(
        sources.GIT_TAG,
        rewritten(
            "versioned",
            "direct_url.json",
            lambda text: text.replace('"requested_revision":"v1.0"', '"requested_revision":"x"'),
            "other revision",
        ),
    ),
]


@pytest.mark.parametrize("pair", LEGACY, ids=str)
def test_legacy(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", REWRITTEN, ids=str)
def test_rewritten(same: Judge, pair: Pair) -> None:
    same(pair)
