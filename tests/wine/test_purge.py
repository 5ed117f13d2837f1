"""Doctor and purge with the code of Windows, which deletes a guard that it holds."""

from __future__ import annotations

import pytest

from .sandbox import Sandbox

pytestmark = pytest.mark.slow


def test_what_a_sync_leaves_is_found_and_deleted(sandbox: Sandbox) -> None:
    sandbox.make("markupsafe==2.1.5")
    sandbox.write_manifest("markupsafe==3.0.2")
    result = sandbox.lockstep("sync", "--lock")
    assert result.status == 0, result.out + result.err
    diagnosis = sandbox.lockstep("doctor").json
    assert diagnosis["environment"]["state"] == "sound"
    names = ("hard_links", "locks", "fsync", "rename_to_aside_folder", "locks_of_state_folder")
    assert {it: diagnosis["file_system"][it] for it in names} == dict.fromkeys(names, "yes")
    state = diagnosis["paths"]["state_folder"]

    def ours(*arguments: str) -> list[dict[str, bool]]:
        found = sandbox.lockstep("purge", *arguments).json["environments"]
        return [it["state_folder"] for it in found if it["state_folder"]["path"] == state]

    assert [it["deleted"] for it in ours()] == [False]
    assert [it["deleted"] for it in ours("--yes")] == [True]
    assert ours() == []
    assert sandbox.lockstep("sync").status == 0
