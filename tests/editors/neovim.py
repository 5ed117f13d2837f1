"""Neovim without a window, with the configuration of docs/editors.md only."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parents[2]
SCRIPTS = Path(__file__).parent

INHERITED = {"PATH": os.environ["PATH"]}

_SECTION = re.compile(r"^## Neovim 0\.7 to 0\.10$(.*?)^## ", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```lua\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACEHOLDERS = ('"python3"', '"/path/to/lockstep/server/serve.py"')


def find_neovim() -> str | None:
    return shutil.which("nvim")


def installed() -> str:
    """The configuration for an installed server, unchanged."""
    return _blocks()[0]


def bundled(python: Path) -> str:
    """The configuration for the bundled server, with this machine's paths."""
    text = _blocks()[1]
    for placeholder, path in zip(_PLACEHOLDERS, (python, HOUSE / "server/serve.py"), strict=True):
        assert placeholder in text
        text = text.replace(placeholder, json.dumps(str(path)))
    return text


def commands() -> str:
    """The user commands for Neovim, unchanged."""
    return _blocks()[2]


def _blocks() -> list[str]:
    section = _SECTION.search((HOUSE / "docs" / "editors.md").read_text(encoding="utf-8"))
    assert section
    return _BLOCK.findall(section[1])


@dataclass(frozen=True)
class Neovim:
    """A Neovim without the user's configuration, with its own data folder."""

    program: str
    folder: Path

    def run(
        self, script: str, manifest: Path, setup: str, variables: Mapping[str, str] = INHERITED
    ) -> dict[str, Any]:
        """Run a Lua script on a manifest; the report that it writes."""
        self.folder.mkdir()
        (self.folder / "setup.lua").write_text(setup, encoding="utf-8")
        report = self.folder / "report.json"
        command = (self.program, "--headless", "-u", "NONE", "-i", "NONE", "-n")
        ended = subprocess.run(
            (*command, "-c", f"luafile {SCRIPTS / script}"),
            cwd=manifest.parent,
            env=self._variables(manifest, report, variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert report.is_file(), ended.stderr
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return found

    def _variables(
        self, manifest: Path, report: Path, variables: Mapping[str, str]
    ) -> dict[str, str]:
        homes = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        return {
            **variables,
            **dict.fromkeys(homes, str(self.folder)),
            "PATH": os.pathsep.join((str(self._programs()), variables["PATH"])),
            "LOCKSTEP_TEST_SETUP": str(self.folder / "setup.lua"),
            "LOCKSTEP_TEST_MANIFEST": str(manifest),
            "LOCKSTEP_TEST_REPORT": str(report),
        }

    def _programs(self) -> Path:
        """A folder with a `lockstep` script as installers create it."""
        programs = self.folder / "bin"
        programs.mkdir()
        lockstep = programs / "lockstep"
        lockstep.write_text(
            f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(HOUSE / 'server')!r})\n"
            "from lockstep.__main__ import main\nsys.exit(main())\n"
        )
        lockstep.chmod(0o755)
        return programs
