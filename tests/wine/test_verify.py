"""Verify with the Windows host: sound and damaged files, and no lock on files while reading."""

from __future__ import annotations

import pytest

from .sandbox import SERVE, Sandbox, windows

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


def test_installed_files_are_sound_and_a_changed_byte_is_found(sandbox: Sandbox) -> None:
    sandbox.make(OLD)
    result = sandbox.lockstep("verify")
    assert result.status == 0, result.out + result.err
    sound = result.json
    assert (sound["packages"], sound["bad"]) == (1, [])
    assert sound["files"] > 5
    module = sandbox.site_packages / "markupsafe" / "__init__.py"
    module.write_bytes(module.read_bytes() + b"\n")
    (sandbox.site_packages / "markupsafe" / "_native.py").unlink()
    result = sandbox.lockstep("verify", "markupsafe")
    assert result.status == 1
    bad = [(it["path"].rpartition("\\")[2], it["how"]) for it in result.json["bad"]]
    assert bad == [("__init__.py", "changed"), ("_native.py", "missing")]


@pytest.mark.parametrize("opener", ["open_to_read", "open_shared"])
def test_a_file_that_is_read_can_be_renamed_and_deleted(sandbox: Sandbox, opener: str) -> None:
    sandbox.make(OLD)
    module = sandbox.site_packages / "markupsafe" / "__init__.py"
    size = module.stat().st_size
    script = sandbox.root / "read.py"
    script.write_text(_DELETED)
    result = sandbox.python(windows(script), windows(SERVE.parent), windows(module), opener)
    assert result.out.split() == [str(size)], result.err
    assert not module.exists()
