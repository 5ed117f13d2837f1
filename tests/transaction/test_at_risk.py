"""Files that an installer may overwrite: unclaimed files, and links that lead outside."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lockstep.aside.inventory import take_inventory
from lockstep.transaction.at_risk import outward_in_inventory, unclaimed_in_inventory
from tests.environments import make_dist_info, make_environment

RECORD = """\
idna/__init__.py,sha256=00,1
"quoted, name/x.py",sha256=00,1
../../../bin/idna,sha256=00,1
idna-3.10.dist-info/METADATA,,
"""
CLAIMED = ("idna/__init__.py", "idna/left.py", "quoted, name/x.py", "../../../bin/idna")
NOT_CLAIMED = ("six.py", "orphan/a.py", "orphan/deep/b.py", "../../../bin/tool")
ITS_OWN = ("../../../bin/activate.fish", "../../../bin/python3.12", "../../../share/notes")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An environment with a package and with unclaimed files."""
    packages = make_environment(tmp_path / ".venv")
    make_dist_info(packages, "idna-3.10", {"RECORD": RECORD})
    for name in (*CLAIMED, *NOT_CLAIMED, *ITS_OWN):
        path = packages / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return (tmp_path / ".venv").resolve()


def test_unclaimed_files(root: Path) -> None:
    """Folders claimed by a RECORD, and the environment's own files, are left out."""
    (packages,) = root.glob("lib/*/site-packages")
    expected = {(packages / it).resolve().relative_to(root) for it in NOT_CLAIMED}
    found = unclaimed_in_inventory(take_inventory(str(root)), str(root))
    assert {Path(it) for it in found} == expected


@pytest.mark.skipif(sys.platform == "win32", reason="making a link is a right that few have there")
def test_links_that_lead_outside(root: Path, tmp_path: Path) -> None:
    (packages,) = root.glob("lib/*/site-packages")
    (tmp_path / "data").mkdir()
    outward = [packages / "idna/data", packages / "idna/lost", root / "bin/tool2"]
    inward = [packages / "again", root / "lib64"]
    for link in outward:
        link.symlink_to(tmp_path / ("nowhere" if link.name == "lost" else "data"))
    for link in inward:
        link.symlink_to(root / "lib")
    (root / "bin/python3").symlink_to("/usr/bin/python3")
    (packages / "six-1.0.dist-info").symlink_to(tmp_path / "data")
    found = outward_in_inventory(take_inventory(str(root)), str(root))
    assert {root / it for it in found} == {*outward}
