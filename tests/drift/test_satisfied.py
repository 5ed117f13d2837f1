"""Whether an installed package satisfies a pin, in tables."""

from __future__ import annotations

from typing import Any

import pytest

from lockstep.drift.satisfied import (
    canonical_url,
    difference,
    repository_url,
    same_version,
    without_credentials,
)
from lockstep.model.installed import Distribution, LocalSource
from lockstep.model.pins import Pin, Source

SHA = "0123456789abcdef0123456789abcdef01234567"
INDEX = Source("registry", "https://index.example/simple")
GIT = Source("git", f"https://git.example/p.git?rev=main#{SHA}")
SUB = Source("git", f"https://git.example/p.git?subdirectory=a&rev=main#{SHA}")
URL = Source("url", "https://files.example/p-1.0.zip")
TREE = Source("editable", "../p")
HERE = LocalSource("/ws/p", "/ws/p", unchanged=True)


def git(url: str, commit: str = SHA, **more: Any) -> dict[str, Any]:
    return {"url": url, "vcs_info": {"vcs": "git", "commit_id": commit}, **more}


def archive(url: str, **more: Any) -> dict[str, Any]:
    return {"url": url, "archive_info": {}, **more}


def folder(*, editable: bool) -> dict[str, Any]:
    return {"url": "file:///ws/p", "dir_info": {"editable": editable} if editable else {}}


@pytest.mark.parametrize(
    ("source", "direct_url", "kind"),
    [
        (INDEX, None, ""),
        (INDEX, archive("https://files.example/p-1.0.zip"), "source"),
        (INDEX, folder(editable=True), "source"),
        (INDEX, {"url": "https://x.example"}, ""),
        (GIT, None, "source"),
        (GIT, git("https://git.example/p.git"), ""),
        (GIT, git("https://GIT.example/p"), ""),
        (GIT, git("https://user:pass@git.example/p.git"), ""),
        (GIT, git("https://git.example/other.git"), "source"),
        (GIT, git("https://git.example/p.git", "f" * 40), "source"),
        (GIT, git("https://git.example/p.git", SHA.upper()), ""),
        (GIT, git("https://git.example/p.git", subdirectory="a"), "source"),
        (SUB, git("https://git.example/p.git", subdirectory="a"), ""),
        (SUB, git("https://git.example/p.git"), "source"),
        (URL, archive("https://files.example/p-1.0.zip"), ""),
        (URL, archive("https://files.example/p-2.0.zip"), "source"),
        (URL, git("https://files.example/p-1.0.zip"), "source"),
        (URL, None, "source"),
        (TREE, folder(editable=True), ""),
        (TREE, folder(editable=False), "source"),
        (TREE, None, "source"),
        (TREE._replace(kind="directory"), folder(editable=False), ""),
        (TREE._replace(kind="directory"), folder(editable=True), "source"),
    ],
)
def test_sources(source: Source, direct_url: dict[str, Any] | None, kind: str) -> None:
    installed = Distribution("p", "1.0", "/x/p-1.0.dist-info", direct_url=direct_url)
    found = difference(Pin("p", "1.0", source), installed, HERE, fits=True)
    assert (found.kind if found else "") == kind


def test_a_local_source_that_changed() -> None:
    installed = Distribution("p", "1.0", "/x", direct_url=folder(editable=True))
    pin = Pin("p", "1.0", TREE)
    changed = difference(pin, installed, HERE._replace(unchanged=False), fits=True)
    moved = difference(pin, installed, HERE._replace(installed_path="/old/p"), fits=True)
    unknown = difference(pin, installed, None, fits=True)
    kinds = [it.kind for it in (changed, moved, unknown) if it]
    assert kinds == ["changed", "source", "source"]


def test_versions_and_platforms() -> None:
    installed = Distribution("p", "1.0", "/x", tags=("cp312-cp312-win_amd64",))
    other = difference(Pin("p", "2.0", INDEX), installed, None, fits=False)
    assert other is not None
    assert (other.kind, other.installed, other.expected) == ("version", "1.0", "2.0")
    unfit = difference(Pin("p", "1.0", INDEX), installed, None, fits=False)
    assert unfit is not None
    assert unfit.kind == "platform"
    dynamic = Pin("p", "", TREE)
    tree = installed._replace(direct_url=folder(editable=True), tags=())
    assert difference(dynamic, tree, HERE, fits=True) is None


@pytest.mark.parametrize("kind", ["egg-info", "egg-link"])
def test_a_legacy_install_never_satisfies_a_pin(kind: Any) -> None:
    found = difference(
        Pin("p", "1.0", INDEX), Distribution("p", "1.0", "/x", kind), None, fits=True
    )
    assert found is not None
    assert found.kind == "source"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("1.0", "1", True),
        ("1.0", "1.0.0", True),
        ("1.0RC1", "1.0rc1", True),
        ("1.0", "1.0+local", False),
        ("x", "x", True),
        ("x", "1", False),
    ],
)
def test_same_version(one: str, two: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert same_version(one, two) is expected


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("HTTPS://Git.Example/P.git/", "https://git.example/P"),
        ("https://u:p@git.example:8443/a%20b", "https://git.example:8443/a b"),
        ("https://git.example/a?x=1#y", "https://git.example/a?x=1"),
        ("https://github.com/Owner/Name.GIT", "https://github.com/owner/name"),
        ("https://git.example/P.git@V1", "https://git.example/P@V1"),
        ("https://git.example/p.git.d/x.gitx", "https://git.example/p.git.d/x.gitx"),
    ],
)
def test_canonical_urls(url: str, plain: str) -> None:
    assert canonical_url(url) == plain


def test_repositories() -> None:
    plain = "https://git.example/p"
    for url in (f"git+{plain}.git@main?x#y", f"{plain}.git", f"{plain}/"):
        assert repository_url(url) == plain
    assert without_credentials("https://u:p@git.example/p") == plain


@pytest.mark.parametrize("url", ["http://[", "http://x:port/", "file://[x", "::", ""])
def test_no_url_raises_an_error(url: str) -> None:
    for source in (GIT, URL, INDEX):
        for direct_url in (git(url), archive(url)):
            installed = Distribution("p", "1.0", "/x", direct_url=direct_url)
            assert difference(Pin("p", "1.0", source), installed, None, fits=True)
