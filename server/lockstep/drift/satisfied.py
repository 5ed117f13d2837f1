"""Decides whether an installed package satisfies its pin, by uv's rules (`satisfies.rs`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from ..model.installed import Distribution, LocalSource
from ..model.pins import Pin, Source
from ..model.urls import query_items, split_url, unquoted
from ..model.versions.version import same_version as same

DifferenceKind = Literal["version", "source", "changed", "platform"]


class Difference(NamedTuple):
    """Why a distribution does not satisfy its pin.

    Attributes:
        kind: what differs. `changed`: a local source has changed since the installation;
            `platform`: the installed wheel does not fit this Python or machine.
        installed: the installed version, source or tags, for messages.
        expected: the pinned version or source, or what the tags should fit, for messages.
    """

    kind: DifferenceKind
    installed: str
    expected: str


def difference(
    pin: Pin, distribution: Distribution, local: LocalSource | None, *, fits: bool
) -> Difference | None:
    """The first difference for which uv would reinstall a package; None if there is none.

    Args:
        pin: the pin.
        distribution: the installed package of the same name.
        local: the state of the pin's source; None if that is not on this machine.
        fits: the tags of the installed wheel fit the environment.
    """
    same = not pin.version or same_version(pin.version, distribution.version)
    if pin.source.kind == "registry" and not same:
        return Difference("version", distribution.version, pin.version)
    if pin.source.kind == "registry" and fits and _is_plain(distribution):
        return None
    found = _source_difference(pin, distribution, local)
    if found is not None:
        return found
    if not fits:
        return Difference("platform", ", ".join(distribution.tags), "this Python and machine")
    return None if same else Difference("version", distribution.version, pin.version)


def _is_plain(distribution: Distribution) -> bool:
    """Whether a package is certainly from an index, as nearly all are; a shortcut for speed."""
    return distribution.direct_url is None and distribution.kind == "dist-info"


def same_version(one: str, two: str) -> bool:
    """Whether two versions are equal by PEP 440; invalid ones are compared as text."""
    if one == two:
        return True
    try:
        return same(one, two)
    except ValueError:
        return False


def _source_difference(
    pin: Pin, distribution: Distribution, local: LocalSource | None
) -> Difference | None:
    installed = origin(distribution)
    if not _same_origin(pin.source, installed, local):
        return Difference("source", installed.words, source_words(pin.source))
    if pin.source.kind == "git" and _commit(pin.source) != installed.commit.lower():
        return Difference(
            "source", f"commit {installed.commit[:12]}", f"commit {_commit(pin.source)[:12]}"
        )
    if local is not None and not local.unchanged:
        return Difference("changed", "an older state of it", source_words(pin.source))
    return None


class Origin(NamedTuple):
    """Where a distribution was installed from, according to its direct_url.json (PEP 610).

    Attributes:
        kind: `other` for egg-info and egg-link, which have no such file.
        url: the URL of the archive, folder or repository; empty for an index.
        subdirectory: the folder of the project in it; empty for its top.
        commit: the full id of the commit; empty unless from git.
        lfs: files of Git LFS were fetched.
    """

    kind: Literal["registry", "archive", "directory", "editable", "git", "other"]
    url: str = ""
    subdirectory: str = ""
    commit: str = ""
    lfs: bool = False

    @property
    def words(self) -> str:
        """The origin as text for messages, without credentials."""
        if self.kind == "registry":
            return "an index"
        if self.kind == "other":
            return "a legacy install"
        kind = {"git": "git ", "editable": "editable "}.get(self.kind, "")
        return f"{kind}{without_credentials(self.url)}"


def origin(distribution: Distribution) -> Origin:
    """The origin of a distribution.

    `other` for an egg-info or egg-link, else an index if it has no valid direct_url.json.
    """
    if distribution.kind != "dist-info":
        return Origin("other")
    direct = distribution.direct_url or {}
    url = direct.get("url")
    if not isinstance(url, str):
        return Origin("registry")
    subdirectory = _string(direct, "subdirectory")
    folder, archive, vcs = (direct.get(f"{it}_info") for it in ("dir", "archive", "vcs"))
    if isinstance(folder, dict):
        return Origin("editable" if folder.get("editable") else "directory", url, subdirectory)
    if isinstance(vcs, dict):
        commit, lfs = _string(vcs, "commit_id"), bool(vcs.get("git_lfs"))
        return Origin("git", url, subdirectory, commit, lfs)
    return Origin("archive", url, subdirectory) if isinstance(archive, dict) else Origin("registry")


def _string(table: Mapping[str, Any], key: str) -> str:
    found = table.get(key)
    return found if isinstance(found, str) else ""


def _same_origin(source: Source, installed: Origin, local: LocalSource | None) -> bool:
    if source.kind == "registry":
        return installed.kind == "registry"
    if source.kind == "git":
        wanted = git_reference(source)
        return (
            installed.kind == "git"
            and repository_url(installed.url) == repository_url(source.location)
            and installed.subdirectory == wanted.get("subdirectory", "")
            and installed.lfs == (wanted.get("lfs") == "true")
        )
    if source.kind == "url":
        return (
            installed.kind == "archive"
            and canonical_url(installed.url) == canonical_url(source.location)
            and installed.subdirectory == source.subdirectory
        )
    kind = {"path": "archive"}.get(source.kind, source.kind)
    return installed.kind == kind and local is not None and local.path == local.installed_path


def git_reference(source: Source) -> dict[str, str]:
    """The query of a pinned git URL, such as `rev` and `subdirectory`, by key; may be empty."""
    return query_items(split_url(source.location).query)


def _commit(source: Source) -> str:
    return split_url(source.location).fragment.lower()


_DOT_GIT = re.compile(r"\.git(?=@[^/@]*$|$)", re.IGNORECASE)


def canonical_url(url: str) -> str:
    """The canonical form of a URL, which is equal for equivalent URLs (uv: `canonical_url.rs`).

    Scheme and host are in lower case, on github.com the path too. Credentials, the fragment, and
    slashes and `.git` at the end of the path are left out, also before a revision (`.git@v1`), and
    percent-encoded characters in the path are decoded. Unlike here, uv keeps a fragment; the URL in
    direct_url.json has none.
    """
    parts = split_url(url)
    host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
    path = parts.path.lower() if parts.hostname == "github.com" else parts.path
    path = _DOT_GIT.sub("", unquoted(path).rstrip("/")).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower()}://{host}{path}{query}"


def repository_url(url: str) -> str:
    """The `canonical_url` of a git repository, also without `git+`, revision and query."""
    # `@` separates the revision (`repo.git@v1`); the user name is not in the path.
    parts = split_url(url.removeprefix("git+"))
    path = parts.path.rsplit("@", 1)[0] if "@" in parts.path else parts.path
    return canonical_url(parts._replace(path=path, query="", fragment="").geturl())


def without_credentials(url: str) -> str:
    """A URL without user name and password, so that it may be shown; else unchanged."""
    parts = split_url(url)
    return (
        parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        if "@" in parts.netloc
        else url
    )


def source_words(source: Source) -> str:
    """A pinned source as text for messages, without credentials, query and fragment."""
    if source.kind == "registry":
        return "an index"
    kind = {"git": "git ", "editable": "editable "}.get(source.kind, "")
    return f"{kind}{without_credentials(source.location).partition('?')[0].partition('#')[0]}"
