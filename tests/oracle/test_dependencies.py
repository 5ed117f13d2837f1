"""Calls of `add` and `remove`: manifests, lockfile and environment are as uv makes them."""

from __future__ import annotations

import json
import os
import sys

import pytest

from .handmade_packages import BUILD
from .machine import RunResult, run
from .project_builder import ProjectBuilder
from .projects import Project, Recipe
from .recipes.manifests import manifest

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

_INDEX = '[tool.uv]\nno-index = true\nfind-links = ["{packages-path}/wheels"]\n'
PROJECT = Recipe(
    "calls",
    {
        "pyproject.toml": manifest(
            "calls",
            "shelved==1.0",
            "beta",
            rest='[project.optional-dependencies]\nmore = ["odd-post"]\n'
            '[dependency-groups]\ndev = ["odd-zeros"]\ndocs = ["odd-name", "shelved"]\n'
            f"{BUILD}{_INDEX}"
            '[tool.uv.workspace]\nmembers = ["pkgs/*"]\n'
            "[tool.uv.sources]\nbeta = { workspace = true }\n",
        ),
        "src/calls/__init__.py": "",
        "pkgs/beta/pyproject.toml": manifest("beta", "shelved", rest=BUILD),
        "pkgs/beta/src/beta/__init__.py": "",
        "libs/tree/pyproject.toml": manifest("tree", rest=BUILD),
        "libs/tree/src/tree/__init__.py": "",
        "wanted.txt": "shelved-needs==1.0\nodd-epoch\n",
    },
    synced=("--all-extras", "--all-groups"),
)
# Calls without a comment change something; of the others uv says what is wrong.
CALLS = (
    "add shelved-needs==1.0",
    "add shelved-needs",
    "add shelved==2.0",
    "add odd-epoch odd-pre",
    "add Odd_Epoch",
    "add --dev odd-epoch",
    "add --group docs odd-epoch",
    "add --group new odd-epoch",
    "add --group dev shelved",
    "add --optional more odd-epoch",
    "add --optional fresh odd-epoch",
    "add --package beta odd-epoch",
    "add --package beta --dev odd-epoch",
    "add --package calls odd-epoch",
    "add --marker python_version<'4' odd-epoch",
    "add -m sys_platform=='nothing' odd-epoch",
    "add --bounds exact odd-epoch",
    "add --bounds major odd-epoch",
    "add --bounds minor --group docs odd-epoch",
    "add --raw odd-epoch",
    "add ./libs/tree",
    "add --editable ./libs/tree",
    "add --no-editable ./libs/tree",
    "add --no-workspace ./libs/tree",
    "add --dev ./libs/tree",
    "add {packages-path}/trees/tree",
    "add tree@{packages}/trees/tree",
    "add {packages-path}/wheels/odd_epoch-2!1.0-py3-none-any.whl",
    "add {packages-path}/archives/packed-1.0.tar.gz",
    "add git+{packages}/repository",
    "add --raw versioned@git+{packages}/repository",
    "add --branch main git+{packages}/repository",
    "add -r wanted.txt",
    "add --group docs -r wanted.txt",
    "add odd-epoch -c wanted.txt",
    "add --dev beta",
    "remove shelved",
    "remove odd-zeros --dev",
    "remove odd-zeros --group dev",
    "remove odd-post --optional more",
    "remove shelved --package beta",
    "remove Odd_Name --group docs",
    "remove beta",
    "remove odd-zeros",  # it is in a group
    "remove absent",  # it is in no list
    "add absent",  # no index has it
    "add shelved==9",  # no version fits
    "add --package absent odd-epoch",  # there is no such member
    "add ./absent",  # there is no such folder
    "add --bounds nothing odd-epoch",  # there is no such kind
)
IN_FOLDERS = (
    ("pkgs/beta", "add odd-epoch"),
    ("pkgs/beta", "add --dev odd-epoch"),
    ("pkgs/beta", "remove shelved"),
    ("pkgs/beta", "add ../../libs/tree"),
    ("libs", "add ./tree"),
    ("src", "add ../libs/tree"),
    ("src/calls", "remove shelved"),
    ("..", "add --project calls ./calls/libs/tree"),
)


def _state(project: Project) -> dict[str, str]:
    """The texts of manifests and lockfile, and how each package is installed."""
    texts = ("pyproject.toml", "pkgs/beta/pyproject.toml", "uv.lock")
    found = {it: project.read(it) for it in texts}
    for folder in project.dist_infos():
        source = folder / "direct_url.json"
        direct = json.loads(source.read_text(encoding="utf-8")) if source.is_file() else {}
        found[folder.name] = json.dumps(direct, sort_keys=True)
    own = (project.folder.as_uri(), str(project.folder))
    return {
        name: text.replace(own[0], "PROJECT").replace(own[1], "PROJECT")
        for name, text in found.items()
    }


def _lockstep(project: Project, words: list[str], folder: str) -> RunResult:
    command = [sys.executable, "-m", "lockstep", *words]
    return run(command, project.folder / folder, project.variables)


def _both(builder: ProjectBuilder, folder: str, call: str) -> None:
    states, statuses = [], []
    for is_ours in (False, True):
        project = builder.synced(PROJECT)
        project.pip("install", "--no-index", f"--find-links={builder.packages}/wheels", "odd-pre")
        before = _state(project)
        words = call.replace("{packages-path}", builder.packages.as_posix())
        words = words.replace("{packages}", builder.packages.as_uri())
        each = words.split(" ")
        ran = _lockstep(project, each, folder) if is_ours else project.offline(*each, member=folder)
        assert "Traceback" not in ran.stderr
        states.append(_state(project))
        statuses.append((ran.status != 0, states[-1] != before))
    uv, ours = states
    differing = {it for it in {*uv, *ours} if uv.get(it) != ours.get(it)}
    assert not differing, {it: (uv.get(it), ours.get(it)) for it in differing}
    assert statuses[0] == statuses[1]
    # A call that succeeds and changes nothing would prove nothing.
    assert statuses[0] in ((True, False), (False, True))


@pytest.mark.parametrize("call", CALLS)
def test_it_does_what_uv_does(builder: ProjectBuilder, call: str) -> None:
    _both(builder, ".", call)


@pytest.mark.parametrize(("folder", "call"), IN_FOLDERS)
def test_in_a_folder_it_does_what_uv_does_there(
    builder: ProjectBuilder, folder: str, call: str
) -> None:
    _both(builder, folder.replace("/", os.sep), call)
