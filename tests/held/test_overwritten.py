"""A failed sync overwrote files that no RECORD of a removed package names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..crash.scenes import snapshot
from ..oracle.handmade_packages import write_wheel
from .sandbox import Sandbox
from .wheel_project import demo, lockstep, wheels

__all__ = ["demo", "wheels"]
pytestmark = pytest.mark.slow

FAILS = '"$UV" "$@" || exit; [ "$1" != sync ] || exit 1'


@pytest.mark.parametrize("brought", ["othername/a.py", "othername.py", "scripts/precious"])
def test_overwritten_leftover_files_are_restored(demo: Sandbox, wheels: Path, brought: str) -> None:
    """As after a removal that was interrupted right after the metadata was deleted."""
    folder, _, name = brought.rpartition("/")
    is_script = folder == "scripts"
    more = {f"four-1.0.data/{brought}" if is_script else brought: "new"}
    write_wheel(wheels, "four", "1.0", more=more)
    demo.make("three==1.0")
    file = demo.environment / "bin" / name if is_script else demo.site_packages / brought
    file.parent.mkdir(exist_ok=True)
    file.write_text("precious")
    before = snapshot(demo.environment)
    demo.write_manifest("three==1.0", "four")
    demo.replace_uv(FAILS)
    lockstep(demo, "sync", "--lock", status=1)
    assert snapshot(demo.environment) == before
    demo.replace_uv('exec "$UV" "$@"')
    lockstep(demo, "sync", "--lock")
    assert file.read_text().endswith("new")


def test_an_overwritten_file_of_a_kept_package_is_fetched_again(
    demo: Sandbox, wheels: Path
) -> None:
    """Two packages contain the file; this is known only once the second one is installed."""
    write_wheel(wheels, "two", "2.0", more={"joint/both.py": "of another two"})
    demo.make("one==1.0")
    both = demo.site_packages / "joint/both.py"
    demo.write_manifest("one==1.0", "two==2.0")
    demo.replace_uv(f"{FAILS}")
    output = lockstep(demo, "sync", "--lock", status=1)
    assert output.endswith("demo is as it was")
    assert both.read_text() == "of both"
    demo.write_manifest("one==1.0")
    demo.replace_uv('exec "$UV" "$@"')
    lockstep(demo, "sync", "--lock")
    assert lockstep(demo, "sync") == "Nothing to do: demo is in step"


def test_a_file_that_cannot_be_fetched_again_is_reported_once(demo: Sandbox, wheels: Path) -> None:
    """The package is no longer available; Lockstep reports the file once and does not retry."""
    write_wheel(wheels, "two", "2.0", more={"joint/both.py": "of another two"})
    demo.make("one==1.0")
    demo.write_manifest("one==1.0", "two==2.0")
    demo.replace_uv(f'[ "$2" != install ] || exit 2; {FAILS}')
    result = demo.plain_lockstep("sync", "--lock")
    file = str((demo.site_packages / "joint/both.py").relative_to(demo.environment))
    assert result.json["outcome"] == "failed", result.out
    assert result.json["not_restored"] == [str(demo.environment / file)]
    demo.replace_uv('exec "$UV" "$@"')
    lockstep(demo, "sync", "--lock")


def test_changes_by_another_process_are_kept(demo: Sandbox) -> None:
    """The change is reported once, and does not block later syncs."""
    demo.make("three==1.0")
    notes = demo.environment / "share/notes"
    notes.parent.mkdir()
    notes.write_text("mine")
    demo.write_manifest("three==2.0")
    demo.replace_uv(f'echo more >"{notes}.new"; mv "{notes}.new" "{notes}"; {FAILS}')
    result = demo.plain_lockstep("sync", "--lock")
    assert result.json["outcome"] == "restored", result.out
    assert "share/notes was changed during the sync, and not put back" in result.json["warnings"]
    assert notes.read_text() == "more\n"
    demo.replace_uv('exec "$UV" "$@"')
    lockstep(demo, "sync", "--lock")
    assert notes.read_text() == "more\n"
