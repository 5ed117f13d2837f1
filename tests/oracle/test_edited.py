"""A manifest or a lockfile edited after the sync: what changes then, the lockfile as it is."""

from __future__ import annotations

import pytest

from .conftest import Judge
from .drifts.drift import Drift, drift
from .drifts.environments import edited, written
from .drifts.packages import uninstall
from .pairs import Pair, kept, moved, refused
from .projects import Project
from .recipes import forks, groups, simple, sources, workspaces
from .recipes.edited import MEMBERS, RICH, SMALL
from .recipes.manifests import manifest

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

DOCS = ("--group", "docs")
GROUPS = "[dependency-groups]"
NEEDED = '    { name = "pluggy" },\n'
NEVER = '    { name = "pluggy", marker = "python_version < \'3\'" },\n'
VERSIONED = 'name = "pluggy"\nversion = "1.5.0"\n'


def ends_of_lines(path: str) -> Drift:
    """Git on Windows writes them so, and both read them."""

    def happen(project: Project) -> None:
        data = (project.folder / path).read_bytes().replace(b"\n", b"\r\n")
        (project.folder / path).write_bytes(data)

    return Drift(f"CRLF in {path}", happen)


@drift("no lockfile")
def without_lockfile(project: Project) -> None:
    (project.folder / "uv.lock").unlink()


@drift("lockfile is a folder")
def lockfile_folder(project: Project) -> None:
    (project.folder / "uv.lock").unlink()
    (project.folder / "uv.lock").mkdir()


MANIFESTS = [
    kept(simple.PLAIN, edited("pluggy==1.5.0", "pluggy==1.4.0")),
    kept(simple.PLAIN, edited('    "pluggy==1.5.0",\n', "")),
    kept(simple.PLAIN, edited('    "pluggy', '    "six",\n    "pluggy')),
    moved(simple.PLAIN, edited("pluggy==1.5.0", "pluggy==1.4.0"), uninstall("pluggy")),
    kept(simple.PLAIN, ends_of_lines("pyproject.toml")),
    refused(simple.PLAIN, edited('version = "0.1.0"', "version = 1")),
    refused(simple.PLAIN, edited('name = "plain"\n', "")),
    refused(simple.PLAIN, edited('name = "plain"', 'name = "another"')),
    refused(simple.PLAIN, edited("[project]", "[tool.uv]\nmanaged = false\n[project]")),
    refused(simple.PLAIN, edited("[project]", "<<<<<<< HEAD\n[project]")),
    # Frozen, uv never reads the requirements.
    kept(simple.PLAIN, edited("pluggy==1.5.0", "pluggy=1.5.0"), codes="manifest-unreadable"),
    moved(groups.GROUPS, edited(GROUPS, f"[tool.uv]\ndefault-groups = []\n{GROUPS}")),
    moved(groups.DEFAULTS_LISTED, edited('["docs", "types"]', '"all"')),
    moved(groups.DEFAULTS_LISTED, edited('default-groups = ["docs", "types"]', "")),
    refused(groups.DEFAULTS_LISTED, edited('["docs", "types"]', '["absent"]')),
    moved(groups.GROUPS, edited("docs = [", "papers = ["), flags=DOCS),
    refused(groups.GROUPS, edited("docs = [", "papers = ["), flags=("--group", "papers")),
    kept(groups.GROUPS, edited(', {include-group = "lint"}', "")),
    refused(groups.GROUPS, edited('{include-group = "lint"}', '{include-group = "absent"}')),
    moved(simple.EXTRAS, edited("color = [", "colour = ["), flags=("--extra", "color")),
    refused(simple.EXTRAS, edited("color = [", "colour = ["), flags=("--extra", "colour")),
    moved(simple.PACKAGED, edited("[build-system]", "[tool.uv]\npackage = false\n[build-system]")),
    kept(sources.EDITABLE, edited(", editable = true", "")),
    kept(sources.URL_SOURCE, edited("[tool.uv.sources]", "[tool.other]")),
    kept(RICH, edited("click==8.1.3", "click==8.1.7")),
    kept(RICH, edited("conflicts =", 'resolution = "lowest"\nconflicts =')),
    kept(SMALL, edited(">=3.10", ">=3.11")),
    kept(forks.ENVIRONMENTS, edited("'darwin'", "'plan9'")),
    kept(MEMBERS, edited('["pkgs/*"]', '["pkgs/alpha"]')),
    kept(workspaces.VIRTUAL_ROOT, edited('["pkgs/*"]', '["pkgs/alpha", "pkgs/beta"]')),
    refused(workspaces.VIRTUAL_ROOT, written("pkgs/delta/pyproject.toml", manifest("delta"))),
]

LOCKFILES = [
    refused(simple.PLAIN, without_lockfile),
    refused(simple.PLAIN, lockfile_folder),
    refused(simple.PLAIN, edited("version = 1\n", "version = 2\n", "uv.lock")),
    kept(simple.PLAIN, edited("revision = 5", "revision = 9", "uv.lock")),
    kept(simple.PLAIN, edited("revision = 5", "revision = 9\nunheard = true", "uv.lock")),
    refused(simple.PLAIN, edited("[[package]]", "<<<<<<< HEAD\n[[package]]", "uv.lock")),
    refused(simple.PLAIN, edited(VERSIONED, 'name = "pluggy"\n', "uv.lock")),
    moved(simple.PLAIN, edited(NEEDED, "", "uv.lock")),
    moved(simple.PLAIN, edited(NEEDED, NEVER, "uv.lock")),
    kept(simple.PLAIN, ends_of_lines("uv.lock")),
    refused(simple.PLAIN, written("uv.lock", "")),
    refused(simple.PLAIN, written("uv.lock", 'version = 1\nrequires-python = ">=3.10"\n')),
]


@pytest.mark.parametrize("pair", MANIFESTS, ids=str)
def test_manifest(same: Judge, pair: Pair) -> None:
    same(pair)


@pytest.mark.parametrize("pair", LOCKFILES, ids=str)
def test_lockfile(same: Judge, pair: Pair) -> None:
    same(pair)
