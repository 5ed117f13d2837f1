"""`npm run bench -- soak MINUTES`: random edits, syncs, branch switches and moves, for a while.

At the end the diagnostics must be those of a fresh `lockstep check`, the log without a traceback,
and the memory what it was after the first minute.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from lsprotocol import types as lsp
from uv import find_uv_bin

from .client import Client, started
from .project import clean_variables
from .server import OURS

_MANIFEST = """\
[project]
name = "soaked"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = [
    "idna==3.10",
    "six",
    "iniconfig",
]
"""
_BRANCH = _MANIFEST.replace("idna==3.10", "idna==3.9").replace('    "six",\n', "")
_SETTLED_SECONDS = 6.0


class Soak:
    """One project that is worked on at random, and the server that watches."""

    def __init__(self, folder: Path, client: Client, seed: int) -> None:
        self.root = folder / "soaked"
        self._folder = folder
        self._client = client
        self._chance = random.Random(seed)
        self._uv = find_uv_bin()
        self._branches: list[tuple[str, str]] = []

    @property
    def manifest(self) -> Path:
        return self.root / "pyproject.toml"

    def prepare(self) -> None:
        """Lock both branches and sync the first."""
        self.root.mkdir()
        for text in (_BRANCH, _MANIFEST):
            self.manifest.write_text(text, encoding="utf-8")
            self.uv("lock")
            self._branches.append((text, (self.root / "uv.lock").read_text(encoding="utf-8")))
        self.uv("sync")

    def uv(self, *arguments: str) -> None:
        command = [self._uv, *arguments, "--quiet"]
        variables = {**clean_variables(), "VIRTUAL_ENV": str(self.root / ".venv")}
        subprocess.run(command, cwd=self.root, env=variables, capture_output=True, check=False)

    async def once(self) -> None:
        """One thing that people do."""
        deeds: list[Callable[[], object]] = [
            lambda: self.uv("sync"),
            lambda: self.uv("sync", "--frozen"),
            lambda: self.uv("pip", "uninstall", self._chance.choice(["six", "idna", "iniconfig"])),
            lambda: self.uv("pip", "install", f"idna=={self._chance.choice(['3.9', '3.10'])}"),
            self._switch,
            self._move,
        ]
        if self._chance.random() < 0.6:
            await self._edit()
        else:
            await asyncio.to_thread(self._chance.choice(deeds))

    async def _edit(self) -> None:
        """Type for a while, then undo it and close."""
        text = self.manifest.read_text(encoding="utf-8")
        self._client.open(self.manifest, text)
        for _ in range(self._chance.randrange(1, 12)):
            at = self._chance.randrange(len(text))
            typed = text[:at] + self._chance.choice(['"', "x", "\n", "[", "1"]) + text[at:]
            self._client.change(self.manifest, typed)
        document = lsp.TextDocumentIdentifier(self.manifest.as_uri())
        params = lsp.DidCloseTextDocumentParams(document)
        self._client.client.text_document_did_close(params)

    def _switch(self) -> None:
        manifest, lockfile = self._chance.choice(self._branches)
        self.manifest.write_text(manifest, encoding="utf-8")
        (self.root / "uv.lock").write_text(lockfile, encoding="utf-8")

    def _move(self) -> None:
        """The folder goes away and comes back, as with a checkout of another commit."""
        away = self._folder / "away"
        shutil.move(self.root, away)
        shutil.move(away, self.root)

    def expected(self) -> list[tuple[str, str]]:
        """What a fresh check finds in the manifest."""
        command = [sys.executable, "-m", "lockstep", "check", "--files", "--format", "json"]
        variables = {**clean_variables(), "PYTHONPATH": str(Path(OURS[-1]).parent)}
        ran = subprocess.run(
            [*command, "--project", str(self.root)], env=variables, capture_output=True, check=False
        )
        if not ran.stdout:
            raise RuntimeError(ran.stderr.decode())
        found = json.loads(ran.stdout)["findings"]
        return sorted(
            (it["code"], it["message"]) for it in found if it["path"] == str(self.manifest)
        )

    def told(self) -> list[tuple[str, str]]:
        """What the server said of the manifest last."""
        diagnostics = self._client.diagnostics.get(self.manifest.as_uri(), ())
        return sorted((str(it.code), it.message.split("\n")[0]) for it in diagnostics)


async def soak(minutes: float) -> int:
    """The exit status: 0 where everything held."""
    seed = random.randrange(10**6)
    print(f"soaking for {minutes:g} minutes, seed {seed}", flush=True)
    with TemporaryDirectory() as folder:
        async with started(OURS, Path(folder)) as client:
            work = Soak(Path(folder), client, seed)
            work.prepare()
            client.client.initialized(lsp.InitializedParams())
            deeds, memory = await _work(work, client, minutes)
            await asyncio.sleep(_SETTLED_SECONDS)
            same = work.told() == work.expected()
            early, late = memory
            print(f"{deeds} deeds; memory {early:.0f} MB after a minute, {late:.0f} MB at the end")
            print(f"diagnostics equal a fresh check: {same}; log: {client.errors or 'empty'}")
            if not same:
                print(f"told {work.told()}\nexpected {work.expected()}")
            return 0 if same and not client.errors else 1


async def _work(work: Soak, client: Client, minutes: float) -> tuple[int, tuple[float, float]]:
    begun = time.monotonic()
    deeds, early = 0, 0.0
    while time.monotonic() - begun < minutes * 60:
        await work.once()
        deeds += 1
        if not early and time.monotonic() - begun > min(60, minutes * 20):
            early = client.process.memory_info().rss / 1e6
    return deeds, (early, client.process.memory_info().rss / 1e6)


if __name__ == "__main__":
    sys.exit(asyncio.run(soak(float(sys.argv[1]) if sys.argv[1:] else 10)))
