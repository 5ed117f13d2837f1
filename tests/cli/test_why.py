"""`lockstep why`: what it prints, its exit statuses, and that its options are the right ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lockstep.cli.main import main
from tests.cli.why_workspace import make_workspace, package
from tests.json_schema import read_json

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path, simulated_linux: None) -> Path:  # noqa: ARG001 - a fixture
    make_workspace(tmp_path)
    return tmp_path


def run(project: Path, capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    status = main(["why", "--project", str(project), *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def answer(project: Path, capsys: Capture, *arguments: str) -> dict[str, Any]:
    _, out, _ = run(project, capsys, "--format", "json", *arguments)
    return read_json(out)


def test_chains_as_text(project: Path, capsys: Capture) -> None:
    status, out, _ = run(project, capsys, "Old")
    assert status == 0
    assert out == (
        "old 1: 2 chains of dependencies\n"
        "\n"
        "app 0.1.0\n"
        "  web 1\n"
        "    old 1  if python_full_version < '3.11'\n"
        "\n"
        "app 0.1.0  (not selected now: --group lint)\n"
        "  style 1  group `lint`\n"
        "    old 1\n"
    )


def test_a_package_that_is_not_selected(project: Path, capsys: Capture) -> None:
    status, out, _ = run(project, capsys, "paint")
    assert status == 0
    assert out == (
        "paint 1: 1 chain of dependencies\n"
        "  not selected now; `--extra tables` selects it\n"
        "\n"
        "app 0.1.0\n"
        "  grid[color] 1  extra `tables`\n"
        "    paint 1  extra `color`\n"
    )


@pytest.mark.parametrize("name", ["paint", "style", "deep"])
def test_the_options_do_select_it(name: str, project: Path, capsys: Capture) -> None:
    found = answer(project, capsys, name)
    assert not found["selected"]
    check = ["check", "--frozen", "--format", "json", "--project", str(project)]

    def expected(*options: str) -> set[str]:
        main([*check, *options])
        return {it["name"] for it in read_json(capsys.readouterr().out)["changes"]}

    assert name not in expected()
    for options in found["selected_by"]:
        assert name in expected(*options.split())
    for chain in found["chains"]:
        assert name in expected(*chain["options"])


def test_the_selection_of_the_project_counts(project: Path, capsys: Capture) -> None:
    with (project / "pyproject.toml").open("a") as file:
        file.write('[tool.lockstep.selection]\ngroups = ["lint"]\n')
    assert answer(project, capsys, "style")["selected"]
    assert not answer(project, capsys, "paint")["selected"]


def test_json(project: Path, capsys: Capture) -> None:
    found = answer(project, capsys, "paint")
    steps = found["chains"][0].pop("steps")
    assert [(it["package"], it["list"], it["list_name"], it["extras"]) for it in steps] == [
        ("grid", "extra", "tables", ["color"]),
        ("paint", "extra", "color", []),
    ]
    assert found == {
        "schema": 1,
        "project": str(project),
        "lockfile": str(project / "uv.lock"),
        "package": "paint",
        "versions": ["1"],
        "member": False,
        "selected": False,
        "selected_by": ["--extra tables"],
        "chains": [
            {
                "member": "app",
                "version": "0.1.0",
                "selected": False,
                "options": ["--extra", "tables"],
            }
        ],
        "complete": True,
    }


def test_nothing_requires_it(project: Path, capsys: Capture) -> None:
    status, out, _ = run(project, capsys, "alone")
    assert status == 1
    assert out.startswith("alone 1 is in the lockfile, but nothing in the workspace requires it")
    status, out, _ = run(project, capsys, "alone", "--format", "json")
    assert status == 1
    assert read_json(out)["chains"] == []


def test_a_member(project: Path, capsys: Capture) -> None:
    status, out, _ = run(project, capsys, "lib")
    assert status == 0
    assert out == (
        "lib 1: a member of the workspace\n  not selected now; `--package lib` selects it\n"
    )
    assert run(project / "lib", capsys, "lib")[1] == "lib 1: a member of the workspace\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("paiint", "lockstep: `paiint` is not in the lockfile\n  did you mean paint?\n"),
        ("x" * 30, f"lockstep: `{'x' * 30}` is not in the lockfile\n  no package in it has a"),
        ("web[x]>=1", "lockstep: `web[x]>=1` is no name of a package\n  give only the name: `loc"),
        ("", "lockstep: an argument is empty\n  an empty value is not used"),
    ],
)
def test_a_wrong_name(name: str, message: str, project: Path, capsys: Capture) -> None:
    status, out, err = run(project, capsys, name)
    assert (status, out) == (2, "")
    assert err.startswith(message)


def test_long_output_is_shortened(project: Path, capsys: Capture) -> None:
    names = [f"n{it}" for it in range(12)]
    top = package("web", *(f'{{ name = "{it}" }}' for it in names))
    rest = "".join(package(it, '{ name = "paint" }') for it in names)
    path = project / "uv.lock"
    path.write_text(path.read_text().partition('\n[[package]]\nname = "web"')[0] + top + rest)
    _, out, err = run(project, capsys, "paint")
    assert err == ""
    assert out.startswith("paint 1: the shortest 10 chains of dependencies\n")
    assert out.count("    paint 1") == 10
    assert out.endswith("\nmore chains exist; `--all` shows them\n")
    assert not answer(project, capsys, "paint")["complete"]
    _, out, _ = run(project, capsys, "paint", "--all")
    assert out.count("    paint 1") == 13
    assert out.startswith("paint 1: 13 chains of dependencies\n")
    assert "more chains" not in out


def test_without_a_lockfile_that_can_be_read(project: Path, capsys: Capture) -> None:
    path = project / "uv.lock"
    path.write_text(path.read_text().replace('name = "deep"', "name = 7", 1))
    status, _, err = run(project, capsys, "old")
    assert status == 2
    assert err.startswith(f"lockstep: {path}, line ")
    path.unlink()
    status, _, err = run(project, capsys, "old")
    assert (status, err) == (
        2,
        f"lockstep: there is no lockfile: {path}\n  create one: `uv lock`\n",
    )
    path.mkdir()
    status, _, err = run(project, capsys, "old")
    assert (status, err) == (2, f"lockstep: {path}: it is a folder, not a file\n  move it away\n")
    (project / "pyproject.toml").write_text("[")
    status, _, err = run(project, capsys, "old")
    assert status == 2
    assert f"{project / 'pyproject.toml'} cannot be read: " in err
    (project / "pyproject.toml").unlink()
    assert run(project / "nowhere", capsys, "old")[0] == 2


def test_names_with_control_characters_are_escaped(project: Path, capsys: Capture) -> None:
    path = project / "uv.lock"
    marker = "marker = \"python_full_version < '\\u001b[31m\\nforged'\""
    path.write_text(path.read_text().replace("marker = \"python_full_version < '3.11'\"", marker))
    status, out, _ = run(project, capsys, "old")
    assert status == 0
    assert "\x1b" not in out
    assert "\nforged" not in out
