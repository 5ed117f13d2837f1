"""`npm start`: shows Lockstep on a demo project, or on a project of the user.

A project of the user is only read. At the end an editor opens, if standard input is a terminal.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import editor
from demo import drift, make_demo
from held_demo import show_held
from tools import HOUSE, Tools, cache_folder, ensure_tools

# The exit statuses of a completed `lockstep check`: in step, or drift.
_COMPARED = (0, 1)


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    tools = ensure_tools()
    if options.project:
        project = _where_typed(options.project)
        status = _check(tools, project)
    else:
        project = _demo_folder(options.directory)
        status = _show_demo(tools, project)
    if status not in _COMPARED:
        return status
    return _show_in_editor(project, is_headless=options.headless) or status


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="npm start --", description="Show what Lockstep does, on a demo or on your project."
    )
    parser.add_argument("project", nargs="?", help="a folder with a pyproject.toml; only read")
    parser.add_argument("--directory", help="make the demo in this new folder")
    parser.add_argument(
        "--headless", action="store_true", help="save screenshots instead of opening an editor"
    )
    return parser.parse_args(arguments)


def _where_typed(path: str) -> Path:
    """A path relative to the folder in which the user ran npm."""
    return Path(os.environ.get("INIT_CWD", ""), Path(path).expanduser()).absolute()


def _demo_folder(chosen: str | None) -> Path:
    """A folder that does not exist yet."""
    if chosen:
        folder = _where_typed(chosen)
        return folder if not folder.exists() else sys.exit(f"{folder} exists already")
    folder = cache_folder() / "demo"
    # If an editor holds files of an earlier demo, the new one is made in another folder.
    shutil.rmtree(folder, ignore_errors=True)
    return folder if not folder.exists() else Path(tempfile.mkdtemp(dir=cache_folder())) / "demo"


def _show_demo(tools: Tools, folder: Path) -> int:
    print("making a demo project with uv", flush=True)
    demo = make_demo(folder, tools)
    print("making it drift:")
    for number, (description, command) in enumerate(drift(demo), start=1):
        print(f"  {number}. {description}\n     {command}", flush=True)
    status = _check(tools, folder)
    listened = _listen(tools, folder)
    held = show_held(tools)
    print(f"\nthe demo is in {folder}")
    return (listened or held) if status in _COMPARED else status


def _show_in_editor(project: Path, *, is_headless: bool) -> int:
    if is_headless:
        return editor.picture(project)
    return editor.show(project) if sys.stdin.isatty() else 0


def _check(tools: Tools, project: Path) -> int:
    """Run `lockstep check` on a project. Returns its exit status."""
    print(f"\n$ lockstep check --project {project}\n", flush=True)
    check = ("-m", "lockstep", "check", "--project", str(project))
    return tools.run(*check, PYTHONPATH=str(HOUSE / "server"))


def _listen(tools: Tools, project: Path) -> int:
    """Show what the language server publishes. Returns the exit status."""
    print("\nthe language server publishes to an editor:\n", flush=True)
    listen = (str(HOUSE / "dev" / "listen.py"), str(project))
    return tools.run(*listen, PYTHONPATH=str(HOUSE / "server"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
