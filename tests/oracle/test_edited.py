"""A manifest or lockfile that is edited after the sync, with a frozen lockfile."""

from __future__ import annotations

import pytest

from .cases import Case, changed, refused, unchanged
from .conftest import CheckSame
from .drifts.drift import Drift, drift
from .drifts.environments import edited, written
from .drifts.packages import uninstall
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
    """Git on Windows may convert line ends; uv and Lockstep accept both."""

    def apply(project: Project) -> None:
        data = (project.folder / path).read_bytes().replace(b"\n", b"\r\n")
        (project.folder / path).write_bytes(data)

    return Drift(f"CRLF in {path}", apply)


@drift("no lockfile")
def without_lockfile(project: Project) -> None:
    (project.folder / "uv.lock").unlink()


@drift("lockfile is a folder")
def lockfile_folder(project: Project) -> None:
    (project.folder / "uv.lock").unlink()
    (project.folder / "uv.lock").mkdir()


MANIFESTS = [
    unchanged(simple.PLAIN, edited("pluggy==1.5.0", "pluggy==1.4.0")),
    unchanged(simple.PLAIN, edited('    "pluggy==1.5.0",\n', "")),
    unchanged(simple.PLAIN, edited('    "pluggy', '    "six",\n    "pluggy')),
    changed(simple.PLAIN, edited("pluggy==1.5.0", "pluggy==1.4.0"), uninstall("pluggy")),
    unchanged(simple.PLAIN, ends_of_lines("pyproject.toml")),
    refused(simple.PLAIN, edited('version = "0.1.0"', "version = 1")),
    refused(simple.PLAIN, edited('name = "plain"\n', "")),
    refused(simple.PLAIN, edited('name = "plain"', 'name = "another"')),
    refused(simple.PLAIN, edited("[project]", "[tool.uv]\nmanaged = false\n[project]")),
    refused(simple.PLAIN, edited("[project]", "<<<<<<< HEAD\n[project]")),
    # With --frozen, uv does not read the requirements.
    unchanged(simple.PLAIN, edited("pluggy==1.5.0", "pluggy=1.5.0"), codes="manifest-unreadable"),
    changed(groups.GROUPS, edited(GROUPS, f"[tool.uv]\ndefault-groups = []\n{GROUPS}")),
    changed(groups.DEFAULTS_LISTED, edited('["docs", "types"]', '"all"')),
    changed(groups.DEFAULTS_LISTED, edited('default-groups = ["docs", "types"]', "")),
    refused(groups.DEFAULTS_LISTED, edited('["docs", "types"]', '["absent"]')),
    changed(groups.GROUPS, edited("docs = [", "papers = ["), flags=DOCS),
    refused(groups.GROUPS, edited("docs = [", "papers = ["), flags=("--group", "papers")),
    unchanged(groups.GROUPS, edited(', {include-group = "lint"}', "")),
    refused(groups.GROUPS, edited('{include-group = "lint"}', '{include-group = "absent"}')),
    changed(simple.EXTRAS, edited("color = [", "colour = ["), flags=("--extra", "color")),
    refused(simple.EXTRAS, edited("color = [", "colour = ["), flags=("--extra", "colour")),
    changed(
        simple.PACKAGED, edited("[build-system]", "[tool.uv]\npackage = false\n[build-system]")
    ),
    unchanged(sources.EDITABLE, edited(", editable = true", "")),
    unchanged(sources.URL_SOURCE, edited("[tool.uv.sources]", "[tool.other]")),
    unchanged(RICH, edited("click==8.1.3", "click==8.1.7")),
    unchanged(RICH, edited("conflicts =", 'resolution = "lowest"\nconflicts =')),
    unchanged(SMALL, edited(">=3.10", ">=3.11")),
    unchanged(forks.ENVIRONMENTS, edited("'darwin'", "'plan9'")),
    unchanged(MEMBERS, edited('["pkgs/*"]', '["pkgs/alpha"]')),
    unchanged(workspaces.VIRTUAL_ROOT, edited('["pkgs/*"]', '["pkgs/alpha", "pkgs/beta"]')),
    refused(workspaces.VIRTUAL_ROOT, written("pkgs/delta/pyproject.toml", manifest("delta"))),
]

LOCKFILES = [
    refused(simple.PLAIN, without_lockfile),
    refused(simple.PLAIN, lockfile_folder),
    refused(simple.PLAIN, edited("version = 1\n", "version = 2\n", "uv.lock")),
    unchanged(simple.PLAIN, edited("revision = 5", "revision = 9", "uv.lock")),
    unchanged(simple.PLAIN, edited("revision = 5", "revision = 9\nunheard = true", "uv.lock")),
    refused(simple.PLAIN, edited("[[package]]", "<<<<<<< HEAD\n[[package]]", "uv.lock")),
    refused(simple.PLAIN, edited(VERSIONED, 'name = "pluggy"\n', "uv.lock")),
    changed(simple.PLAIN, edited(NEEDED, "", "uv.lock")),
    changed(simple.PLAIN, edited(NEEDED, NEVER, "uv.lock")),
    unchanged(simple.PLAIN, ends_of_lines("uv.lock")),
    refused(simple.PLAIN, written("uv.lock", "")),
    refused(simple.PLAIN, written("uv.lock", 'version = 1\nrequires-python = ">=3.10"\n')),
]


@pytest.mark.parametrize("case", MANIFESTS, ids=str)
def test_manifest(check_same: CheckSame, case: Case) -> None:
    check_same(case)


@pytest.mark.parametrize("case", LOCKFILES, ids=str)
def test_lockfile(check_same: CheckSame, case: Case) -> None:
    check_same(case)
