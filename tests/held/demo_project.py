"""A project with a local index for its packages, and checks of the project's state."""

from __future__ import annotations

import os
from pathlib import Path

from ..crash.scenes import Snapshot, snapshot
from ..crash.test_killed import age
from ..oracle.handmade_packages import write_wheel
from ..program_result import ProgramResult
from .index import Index
from .sandbox import Sandbox

BACKEND = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
STALLING = "open({gate!r}).read()\nraise SystemExit('no process reads')\n"


class DemoProject(Sandbox):
    """Its environment is in step with old pins; `relock` pins others, which uv's cache lacks.

    `folder` gets the project (`demo`), its wheels and the caches.
    """

    def __init__(self, folder: Path, shim: Path = Path("no shim")) -> None:
        super().__init__(folder / "demo", shim)
        self.index = Index(folder / "wheels")
        self.gate = folder / "gate"
        for version in ("1.0", "2.0"):
            write_wheel(self.index.wheels, "three", version, more={"parts/a.py": version})
            write_wheel(self.index.wheels, "four", version, more={f"four_{version[0]}/a.py": ""})
        write_wheel(self.index.wheels, "five", "1.0")
        self.manifest_tail = self.index.table
        self.variables = {"UV_HTTP_RETRIES": "0", "UV_CACHE_DIR": str(folder / "old cache")}
        self.make("three==1.0", "four==1.0")
        age(self.environment)

    def relock(self, *dependencies: str) -> None:
        """Lock other dependencies, and then use an empty cache."""
        self.write_manifest(*dependencies)
        assert self.plain_uv("lock").status == 0
        self.clear_cache()

    def clear_cache(self) -> None:
        """Let uv use a cache that has none of the packages."""
        self.variables["UV_CACHE_DIR"] = str(self.root.parent / "empty cache")

    def source(self, name: str, backend: str) -> str:
        """Write a source tree with this build backend; its requirement."""
        folder = self.root.parent / name
        folder.mkdir()
        (folder / "backend.py").write_text(backend)
        text = f'[project]\nname = "{name}"\nversion = "1"\n{BACKEND}'
        (folder / "pyproject.toml").write_text(text)
        return f"{name} @ {folder.as_uri()}"

    def stalling_source(self) -> str:
        """The requirement of a source tree; its build blocks until `gate` is opened to write."""
        os.mkfifo(self.gate)
        return self.source("slow", STALLING.format(gate=str(self.gate)))

    def close(self) -> None:
        """Kill all holders, and close the index."""
        super().close()
        self.index.close()


def check_as_before(demo: Sandbox, before: Snapshot) -> None:
    """Every file, manifest and lockfile included, is as in the snapshot; nothing is set aside."""
    now = snapshot(demo.root)
    changed = {it for it in {*now, *before} if now.get(it) != before.get(it)}
    assert not changed, {it: (before.get(it), now.get(it)) for it in sorted(changed)}
    assert not (demo.root / ".lockstep").exists()
    assert not list(demo.state.rglob("journal.jsonl"))


def check_result(result: ProgramResult, status: int, kind: str, *words: str) -> None:
    """Check exit status, outcome kind, and that message and hint contain these words."""
    assert result.status == status, result.out + result.err
    assert result.json["outcome"] == kind
    hint = (result.json["error"] or {}).get("hint", "")
    output = f"{result.json['message']}; {hint}"
    assert all(it in output for it in words), output
    assert "\n" not in output
