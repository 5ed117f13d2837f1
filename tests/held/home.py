"""A project whose packages come from an index of its own: what is old, and what is wanted."""

from __future__ import annotations

import os
from pathlib import Path

from ..crash.scenes import Snapshot, snapshot
from ..crash.test_killed import age
from ..ended import Ended
from ..oracle.shelf import write_wheel
from .index import Index
from .lab import Lab

BACKEND = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
STALLING = "open({gate!r}).read()\nraise SystemExit('nobody waits any more')\n"


class Home(Lab):
    """Its environment is old and in step; `want` asks for what is new, and uv knows none of it."""

    def __init__(self, aside_folder: Path, shim: Path = Path("no shim")) -> None:
        super().__init__(aside_folder / "demo", shim)
        self.index = Index(aside_folder / "wheels")
        self.gate = aside_folder / "gate"
        for version in ("1.0", "2.0"):
            write_wheel(self.index.wheels, "three", version, more={"parts/a.py": version})
            write_wheel(self.index.wheels, "four", version, more={f"four_{version[0]}/a.py": ""})
        write_wheel(self.index.wheels, "five", "1.0")
        self.more = self.index.table
        self.variables = {"UV_HTTP_RETRIES": "0", "UV_CACHE_DIR": str(aside_folder / "old cache")}
        self.make("three==1.0", "four==1.0")
        age(self.environment)

    def want(self, *dependencies: str) -> None:
        """Pin other dependencies, and forget what pinning has downloaded."""
        self.depend(*dependencies)
        assert self.freely("lock").status == 0
        self.forget()

    def forget(self) -> None:
        """Let uv have nothing in its cache."""
        self.variables["UV_CACHE_DIR"] = str(self.root.parent / "empty cache")

    def source(self, name: str, backend: str) -> str:
        """The requirement of a source tree with this backend."""
        folder = self.root.parent / name
        folder.mkdir()
        (folder / "backend.py").write_text(backend)
        text = f'[project]\nname = "{name}"\nversion = "1"\n{BACKEND}'
        (folder / "pyproject.toml").write_text(text)
        return f"{name} @ {folder.as_uri()}"

    def stalling_source(self) -> str:
        """The requirement of a source tree whose build waits for somebody to open `gate`."""
        os.mkfifo(self.gate)
        return self.source("slow", STALLING.format(gate=str(self.gate)))

    def close(self) -> None:
        """End all holders, and the index."""
        super().close()
        self.index.close()


def check_as_before(home: Lab, before: Snapshot) -> None:
    """File by file, the texts of manifest and lockfile too; and nothing is set aside."""
    now = snapshot(home.root)
    changed = {it for it in {*now, *before} if now.get(it) != before.get(it)}
    assert not changed, {it: (before.get(it), now.get(it)) for it in sorted(changed)}
    assert not (home.root / ".lockstep").exists()
    assert not list(home.state.rglob("journal.jsonl"))


def check_ended(ended: Ended, status: int, kind: str, *words: str) -> None:
    """The exit status, the kind of the outcome, and words that its message and hint contain."""
    assert ended.status == status, ended.out + ended.err
    assert ended.json["outcome"] == kind
    hint = (ended.json["error"] or {}).get("hint", "")
    said = f"{ended.json['message']}; {hint}"
    assert all(it in said for it in words), said
    assert "\n" not in said
