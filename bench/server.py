"""The language server's start, keystrokes, terminal installs, idling."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

from lsprotocol import types as lsp
from uv import find_uv_bin

from .client import Client, started
from .project import cache_folder, clean_variables, make_project, make_small_project

_BENCH = Path(__file__).resolve().parent
OURS = (sys.executable, "-I", "-B", "-X", "utf8", str(_BENCH.parent / "server" / "serve.py"))
BARE = (sys.executable, str(_BENCH / "bare.py"))
STARTS, KEYSTROKES, IDLE_SECONDS = 7, 60, 60


async def measure() -> None:
    """Every figure of the language server, a line each."""
    uv, cache = find_uv_bin(), cache_folder()
    small, big = make_small_project(uv, cache), make_project(uv, cache)
    await _starts(small)
    await _keystrokes(uv, big)
    await _terminal(uv, small)
    await _idle(big)


async def _starts(project: Path) -> None:
    """Ours to the first diagnostics, a bare server's to the answer of `initialize`, in turn."""
    ratios = []
    for _ in range(STARTS):
        bare = await _seconds_to(BARE, project, first_diagnostics=False)
        ours = await _seconds_to(OURS, project, first_diagnostics=True)
        ratios.append(ours / bare)
    _show("start to first diagnostics, to a bare server's start", f"{median(ratios):.2f}", "2.0")


async def _seconds_to(command: Sequence[str], project: Path, *, first_diagnostics: bool) -> float:
    started_at = time.perf_counter()
    async with started(command, project) as client:
        if first_diagnostics:
            client.client.initialized(lsp.InitializedParams())
            await asyncio.wait_for(client.told.wait(), 30)
        return time.perf_counter() - started_at


async def _keystrokes(uv: str, project: Path) -> None:
    manifest = project / "pyproject.toml"
    text = manifest.read_text(encoding="utf-8")
    command = [uv, "sync", "--check", "--frozen", "--offline", "--quiet"]
    ours, theirs = [], []
    async with started(OURS, project) as client:
        client.client.initialized(lsp.InitializedParams())
        client.open(manifest, text)
        for number in range(KEYSTROKES):
            # Each keystroke makes another requirement stale, so each brings other diagnostics.
            typed = text.replace("pandas>=", f"pandas>=0.{number}.")
            started_at = time.perf_counter()
            await client.type(manifest, typed)
            ours.append(time.perf_counter() - started_at)
            started_at = time.perf_counter()
            subprocess.run(command, cwd=project, env=clean_variables(), check=True)
            theirs.append(time.perf_counter() - started_at)
    slowest = quantiles(ours, n=20)[-1]
    words = f"{slowest / median(theirs):.2f} ({slowest * 1000:.1f} ms)"
    _show("keystroke to diagnostics, 95th percentile, to uv", words, "1.0")


async def _terminal(uv: str, project: Path) -> None:
    """From the end of an install in a terminal to the diagnostics."""
    install = [uv, "pip", "install", "--quiet", "--offline"]
    variables = {**clean_variables(), "VIRTUAL_ENV": str(project / ".venv")}
    seconds = []
    async with started(OURS, project) as client:
        client.client.initialized(lsp.InitializedParams())
        await _rest(client)
        for version in ("3.9", "3.10", "3.9", "3.10"):
            client.told.clear()
            command = [*install, f"idna=={version}"]
            await asyncio.to_thread(subprocess.run, command, env=variables, check=True)
            started_at = time.perf_counter()
            await asyncio.wait_for(client.told.wait(), 30)
            seconds.append(time.perf_counter() - started_at)
    _show("install in a terminal to diagnostics, the slowest", f"{max(seconds):.2f} s", "1.5 s")


async def _idle(project: Path) -> None:
    async with started(OURS, project) as client:
        client.client.initialized(lsp.InitializedParams())
        await _rest(client)
        before = client.process.cpu_times()
        await asyncio.sleep(IDLE_SECONDS)
        after = client.process.cpu_times()
        used = (after.user + after.system - before.user - before.system) / IDLE_SECONDS
        memory = client.process.memory_info().rss / 1e6
    _show("idle for 60 s, share of a core", f"{used:.2%}", "0.20 %")
    _show("idle, memory", f"{memory:.0f} MB", "60 MB")


async def _rest(client: Client) -> None:
    """The first check and the one for missing files have ended; a project in step says nothing."""
    await asyncio.sleep(3)
    client.told.clear()


def _show(words: str, figure: str, limit: str) -> None:
    print(f"{words:54}  {figure:>18}  limit {limit}", flush=True)


if __name__ == "__main__":
    asyncio.run(measure())
