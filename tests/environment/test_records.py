"""Truncated RECORDs, and missing files that a RECORD names."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.environment.dist_info import read_record
from lockstep.environment.missing_files import EVERY, MissingFiles
from lockstep.environment.scan import Scan, scan
from lockstep.environment.state import look_at
from tests.environments import make_dist_info, make_environment


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    return make_environment(tmp_path / ".venv")


def found(packages: Path) -> Scan:
    return scan((str(packages),))


def test_records() -> None:
    assert read_record("a.py,sha256=x,3\n\n'b',,\r\n") == ["a.py", "'b'"]
    assert read_record('"a,b.py",,\nc.py,,\n') == ["a,b.py", "c.py"]


def test_missing_files(packages: Path) -> None:
    (packages / "idna").mkdir()
    (packages / "idna" / "core.py").write_text("")
    lines = ["idna/core.py", "idna/gone.py", "idna/__pycache__/gone.pyc", "../../../bin/tool"]
    lines += [
        "idna-3.10.dist-info/METADATA",
        "/etc/nothing",
        "../../../../outside.py",
        "../../../bin/python",
    ]
    record = "".join(f"{it},,\n" for it in lines)
    make_dist_info(packages, "idna-3.10", {"RECORD": record})
    environment = look_at(str(packages.parents[2]))
    environment = environment._replace(distributions=found(packages).distributions)
    (distribution,) = MissingFiles().add(environment, EVERY).distributions
    assert distribution.missing_files == ("idna/gone.py", "../../../bin/tool")


@pytest.mark.parametrize("text", ["idna/core.py,,\n", "idna/core.py,,\nidna-3.10.dist-info/METAD"])
def test_a_truncated_record(packages: Path, text: str) -> None:
    """After a full disk, at which uv exits with 0, the rest of the RECORD is unknown."""
    (packages / "idna").mkdir()
    (packages / "idna" / "core.py").write_text("")
    make_dist_info(packages, "idna-3.10", {"RECORD": text})
    environment = look_at(str(packages.parents[2]))
    environment = environment._replace(distributions=found(packages).distributions)
    (distribution,) = MissingFiles().add(environment, EVERY).distributions
    assert "idna-3.10.dist-info/RECORD" in distribution.missing_files


@pytest.mark.parametrize(
    "text",
    [
        "",
        "idna/core.py,,\n",
        "idna/core.py,,\nidna-3.10.dist-info/METAD",
        "idna-3.10.dist-info/METADATA,,",
        # uv sorts the lines, so RECORD's own line is among the first.
        "idna-3.10.dist-info/METADATA,,\nidna-3.10.dist-info/RECORD,,\nidna/co",
        "idna-3.10.dist-info/METADATA,,\nidna-3.10.dist-info/RECORD,,\nidna/core.py,sha256=x",
        "idna-3.9.dist-info/METADATA,,\nidna-3.9.dist-info/RECORD,,\n",
    ],
)
def test_an_incomplete_record(packages: Path, text: str) -> None:
    make_dist_info(packages, "idna-3.10", {"RECORD": text})
    assert found(packages).distributions[0].damage == ("record-cut",)


@pytest.mark.parametrize(
    "lines", ["METADATA,,\n{}RECORD,,\n", "METADATA,sha256=x,1\r\n", "RECORD,,"]
)
def test_a_whole_record(packages: Path, lines: str) -> None:
    folder = "idna-3.10.dist-info/"
    make_dist_info(packages, "idna-3.10", {"RECORD": folder + lines.format(folder)})
    assert found(packages).distributions[0].damage == ()


@pytest.mark.parametrize("spelled", ["Idna-3.10", "idna-3.10.0", "IDNA-v3.10", "idna-03.10"])
def test_a_record_with_another_spelling_of_the_folder(packages: Path, spelled: str) -> None:
    text = f"{spelled}.dist-info/METADATA,,\n{spelled}.dist-info/RECORD,,\n"
    make_dist_info(packages, "idna-3.10", {"RECORD": text})
    assert found(packages).distributions[0].damage == ()


def test_a_record_longer_than_one_read(packages: Path) -> None:
    """RECORD's own line is often the last one."""
    lines = "".join(f"idna/{'x' * 100}{number},,\n" for number in range(20_000))
    make_dist_info(packages, "idna-3.10", {"RECORD": f"{lines}idna-3.10.dist-info/RECORD,,\n"})
    assert found(packages).distributions[0].damage == ()
