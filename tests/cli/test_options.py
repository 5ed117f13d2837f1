"""Options and exit statuses: uv's option names, 0 in step, 1 drift, 2 could not check."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import lockstep
from lockstep.cli.arguments import make_parser
from lockstep.cli.main import main
from lockstep.cli.selection_options import selection_of
from lockstep.errors import UsageError
from lockstep.model.selection import Selection, arguments
from tests.badinput.projects import make_project

Capture = pytest.CaptureFixture[str]
SERVER = Path(lockstep.__file__).parents[1]


@pytest.mark.parametrize(
    ("options", "selection"),
    [
        ("", None),
        ("--extra Net --extra a_b", Selection(extras=("net", "a-b"))),
        ("--all-extras --no-extra net", Selection(extras=("*",), no_extras=("net",))),
        ("--group docs --no-group dev", Selection(groups=("docs",), no_groups=("dev",))),
        ("--all-groups", Selection(groups=("*",))),
        ("--only-group docs", Selection(only_groups=("docs",))),
        ("--only-dev", Selection(only_groups=("dev",))),
        ("--dev", Selection(groups=("dev",))),
        ("--no-dev", Selection(no_groups=("dev",))),
        ("--no-dev --dev", Selection(groups=("dev",))),
        ("--dev --no-dev", Selection(no_groups=("dev",))),
        ("--no-default-groups", Selection(default_groups=False)),
        ("--all-packages", Selection(packages=("*",))),
        ("--package a --package B", Selection(packages=("a", "b"))),
    ],
)
def test_the_options_of_uv(options: str, selection: Selection | None) -> None:
    parsed = make_parser().parse_args(["check", *options.split()])
    assert selection_of(parsed) == selection


@pytest.mark.parametrize("only", ["--only-group=x", "--only-dev"])
@pytest.mark.parametrize("other", ["--extra=x", "--all-extras", "--group=x", "--all-groups"])
def test_only_group_excludes_other_options(only: str, other: str) -> None:
    with pytest.raises(UsageError, match="cannot be used with"):
        selection_of(make_parser().parse_args(["check", only, other]))


@pytest.mark.parametrize(
    "options",
    [
        ("--extra", "net", "--no-extra", "x"),
        ("--all-extras", "--all-groups", "--all-packages"),
        ("--only-group", "docs", "--package", "app", "--no-default-groups"),
    ],
)
def test_a_selection_is_read_back_from_its_options(options: tuple[str, ...]) -> None:
    selection = selection_of(make_parser().parse_args(["check", *options]))
    assert selection is not None
    again = make_parser().parse_args(["check", *arguments(selection)])
    assert selection_of(again) == selection


@pytest.mark.usefixtures("simulated_linux")
def test_exit_statuses(capsys: Capture, tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    check = ["check", "--project", str(tmp_path)]
    assert main(check) == 0
    (packages / "idna-3.10.dist-info").rename(packages / "idna-3.9.dist-info")
    assert main(check) == 1
    assert main([*check, "--extra", "nowhere"]) == 2
    (tmp_path / "uv.lock").unlink()
    assert main(check) == 2
    assert capsys.readouterr().err.count("lockstep: ") == 2


@pytest.mark.usefixtures("simulated_linux")
def test_the_project_is_found_in_parent_folders(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path)
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    assert main(["check"]) == 0
    assert main(["check", "--project", str(tmp_path / "pyproject.toml")]) == 0
    assert capsys.readouterr().out.count("in step") == 2


@pytest.mark.usefixtures("simulated_linux")
def test_files_are_checked_on_request(capsys: Capture, tmp_path: Path) -> None:
    packages = make_project(tmp_path)
    (packages / "idna-3.10.dist-info" / "RECORD").write_text(
        "idna/gone.py,,\nidna-3.10.dist-info/METADATA,,\n"
    )
    check = ["check", "--project", str(tmp_path)]
    assert main(check) == 0
    assert main([*check, "--files"]) == 1
    assert "its file idna/gone.py is gone" in capsys.readouterr().out


def test_an_unknown_option_is_refused(capsys: Capture) -> None:
    assert main(["check", "--nonsense"]) == 2
    assert "`lockstep check` has no option `--nonsense`" in capsys.readouterr().err


def test_a_bug_is_one_line_and_a_hint(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("lockstep.project.checker.Checker", broken)
    monkeypatch.delenv("LOCKSTEP_TRACEBACK", raising=False)
    assert main(["check"]) == 2
    assert "a bug in Lockstep: ZeroDivisionError: by zero" in capsys.readouterr().err


@pytest.mark.parametrize("file", ["", "pyproject.toml"])
def test_as_a_process(tmp_path: Path, file: str) -> None:
    make_project(tmp_path)
    command = [sys.executable, "-m", "lockstep", "check", "--project", str(tmp_path / file)]
    done = subprocess.run(command, cwd=SERVER, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"in step" in done.stdout
    assert b"\x1b" not in done.stdout
    assert done.stderr == b""


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    make_project(tmp_path)
    command = [sys.executable, "-m", "lockstep", "check", "--project", str(tmp_path)]
    with subprocess.Popen(
        command, cwd=SERVER, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is full")
def test_output_to_a_full_disk(tmp_path: Path) -> None:
    make_project(tmp_path)
    command = [sys.executable, "-m", "lockstep", "check", "--project", str(tmp_path)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, cwd=SERVER, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 2
    assert "lockstep: output: No space left on device\n" in done.stderr
