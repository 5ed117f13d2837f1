"""`lockstep verify`: golden files of its output, its exit statuses, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from lockstep.cli.main import main
from tests.environments import make_environment
from tests.installed_package import add_record_line, install, record_line
from tests.pictures import pictures

CASES = Path(__file__).parents[1] / "cases" / "verify"
SERVER = Path(__file__).parents[2] / "server"
SHOWN = ["sound", "bad", "gone", "linked", "one_package", "outside"]


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """Two packages; the second one has non-ASCII names and a RECORD as written on Windows."""
    packages = make_environment(tmp_path / "app" / ".venv")
    (tmp_path / "app" / "pyproject.toml").write_text('[project]\nname = "app"\nversion = "1"\n')
    install(packages, "one-1.0", {"one/__init__.py": "1\n", "one/more.py": "2\n"})
    install(packages, "zwei-2.0", {"zwei/größe.py": "3\n"}, end="\r\n")
    return packages


def run(packages: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status and the output, without the test's own paths."""
    environment = packages.parents[2]
    status = main(["verify", "--project", str(environment.parent), *arguments])
    output = capsys.readouterr()
    text = (output.out + output.err).replace(json.dumps(str(environment))[1:-1], "$ENV")
    text = text.replace(str(environment), "$ENV").replace(str(environment.parent), "$PROJECT")
    return status, text.replace("\\\\", "/").replace("\\", "/")


def spoil(packages: Path) -> None:
    """Damage the packages in each way."""
    (packages / "one" / "more.py").write_bytes(b"changed\n")
    (packages / "one" / "__init__.py").unlink()
    (packages / "zwei-2.0.dist-info" / "RECORD").write_bytes(b"")


@pytest.mark.parametrize("name", SHOWN)
def test_output(
    name: str,
    packages: Path,
    capsys: pytest.CaptureFixture[str],
    update: bool,  # noqa: FBT001 - a fixture
) -> None:
    if name == "outside":
        climb = f"{'../' * 9}etc/hosts"
        add_record_line(packages / "one-1.0.dist-info", record_line(climb, b"not ours"))
    elif name == "gone":
        (packages / "one" / "more.py").unlink()
    elif name == "linked":
        os.link(packages / "one" / "more.py", packages.parents[3] / "of the cache")
        spoil(packages)
    elif name != "sound":
        spoil(packages)
    names = ["One"] if name == "one_package" else []
    drawn = ""
    for form in ("text", "json"):
        status, output = run(packages, capsys, *names, "--format", form)
        drawn += f"#- {form}, exit status {status}\n{output}"
    path = CASES / f"{name}.txt"
    if update:
        CASES.mkdir(exist_ok=True)
        path.write_text(drawn, encoding="utf-8", newline="\n")
    assert drawn == path.read_text(encoding="utf-8")


def test_no_golden_file_is_unused() -> None:
    assert [it.stem for it in pictures(CASES)] == sorted(SHOWN)


def test_invalid_requests(
    packages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = "lockstep: not installed in $ENV: `nothing`, `other-one`\n"
    assert run(packages, capsys, "one", "Other_One", "nothing") == (2, output)
    assert main(["verify", "--environment", str(packages.parents[2])]) == 0
    capsys.readouterr()
    for folder, why in (
        (tmp_path / "none", "it does not exist"),
        (tmp_path, "it is not a Python env"),
    ):
        assert main(["verify", "--environment", str(folder)]) == 2
        assert f"{folder} was not verified: {why}" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is a signal here")
def test_ctrl_c(packages: Path) -> None:
    """Ctrl-C comes while a file is read that is too large to be read to its end."""
    with (packages / "huge").open("wb") as file:
        file.truncate(1 << 42)
    add_record_line(packages / "zwei-2.0.dist-info", "huge,sha256=AA,1")
    command = (sys.executable, "-m", "lockstep", "verify", "--environment")
    pipe = subprocess.PIPE
    variables = {**os.environ, "PYTHONPATH": str(SERVER)}
    with subprocess.Popen(
        (*command, str(packages.parents[2])), stderr=pipe, stdout=pipe, env=variables
    ) as process:
        while not _has_open(process.pid, packages / "huge"):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"lockstep: cancelled\n")


def _has_open(pid: int, path: Path) -> bool:
    return str(path) in {it.path for it in psutil.Process(pid).open_files()}


def test_two_packages_with_one_file(packages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """uv#15238: each of the two overwrites the other's file when it is reinstalled."""
    install(packages, "slim-1.0", {"one/more.py": "its own\n"})
    status, text = run(packages, capsys)
    assert status == 1
    assert "changed  one" in text
    assert "more.py  (it is that of slim)" in text
    assert text.endswith("next: remove one or slim: both install the same files\n")
    # A hint is no drift.
    assert main(["check", "--files", "--environment", str(packages.parents[2])]) == 0
    hint = "one 1.0 and slim 1.0 both install one/more.py, with different contents"
    assert f"{hint}  package-clobbered" in capsys.readouterr().out
    (packages / "one" / "__init__.py").unlink()
    assert run(packages, capsys)[1].endswith("next: lockstep repair --project $PROJECT\n")
