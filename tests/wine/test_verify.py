"""Verify with the code of Windows: what is sound, what is not, and that reading hinders nobody."""

from __future__ import annotations

import pytest

from .lab import SERVE, Lab, windows

pytestmark = pytest.mark.slow

OLD = "markupsafe==2.1.5"
_DELETED = """\
import os, sys
sys.path.insert(0, sys.argv[1])
from lockstep.host import shared_open
with open(sys.argv[2], "rb", opener=getattr(shared_open, sys.argv[3])) as file:
    os.rename(sys.argv[2], sys.argv[2] + ".away")
    os.unlink(sys.argv[2] + ".away")
    print(len(file.read()))
"""


def test_what_uv_installs_is_sound_and_a_changed_byte_is_seen(lab: Lab) -> None:
    lab.make(OLD)
    ended = lab.lockstep("verify")
    assert ended.status == 0, ended.out + ended.err
    sound = ended.json
    assert (sound["packages"], sound["bad"]) == (1, [])
    assert sound["files"] > 5
    module = lab.site_packages / "markupsafe" / "__init__.py"
    module.write_bytes(module.read_bytes() + b"\n")
    (lab.site_packages / "markupsafe" / "_native.py").unlink()
    ended = lab.lockstep("verify", "markupsafe")
    assert ended.status == 1
    told = [(it["path"].rpartition("\\")[2], it["how"]) for it in ended.json["bad"]]
    assert told == [("__init__.py", "changed"), ("_native.py", "missing")]


@pytest.mark.parametrize("opener", ["open_to_read", "open_shared"])
def test_a_file_that_is_read_can_be_renamed_and_deleted(lab: Lab, opener: str) -> None:
    lab.make(OLD)
    module = lab.site_packages / "markupsafe" / "__init__.py"
    size = module.stat().st_size
    script = lab.root / "read.py"
    script.write_text(_DELETED)
    ended = lab.python(windows(script), windows(SERVE.parent), windows(module), opener)
    assert ended.out.split() == [str(size)], ended.err
    assert not module.exists()
