"""The exact messages of every refusal and failure, from real runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockstep.cli.main import main

from ..program_result import ProgramResult
from .demo_project import DemoProject
from .message_cases import CASES, FAILING, HELD, INSIDE, WATCHED, Case
from .sandbox import SERVER, UV, Sandbox
from .test_permissions import drop_root_privileges

pytestmark = pytest.mark.slow

GOLDENS = Path(__file__).parents[1] / "cases"
GOLDEN = GOLDENS / "messages"

# The packages with messages that reach a terminal.
PACKAGES = ("aside", "transaction", "holders", "project", "operations", "session", "cli")
# Shown in editors only: tests/lsp/test_refusals.py covers these messages.
EDITORS_ONLY = {
    *("project_choice.py", "sync_threads.py", "queries.py", "pythons.py"),
    "the setting lockstep.uvPath names no program: ",
    " has changes that are not saved",
}
# Only a bug causes this message.
BUGS_ONLY = {"a bug in Lockstep: "}
RAISED = {"Refused", "UsageError", "ProjectNotFound", "Unreadable", "Outcome"}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProject]:
    demo = DemoProject(tmp_path)
    demo.limits = drop_root_privileges
    yield demo
    restore_permissions(demo)


@pytest.fixture
def held_demo(tmp_path: Path, shim: Path) -> Iterator[DemoProject]:
    demo = DemoProject(tmp_path, shim)
    yield demo
    demo.set_rules()
    restore_permissions(demo)


def restore_permissions(demo: DemoProject) -> None:
    """Restore all permissions, so that pytest can delete the test's files."""
    for folder in (demo.root, *demo.root.parent.rglob("*")):
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o755)
    demo.close()


@pytest.mark.parametrize("name", [*CASES, *FAILING])
def test_messages(demo: DemoProject, name: str, update: bool) -> None:  # noqa: FBT001 - a fixture
    check(demo, name, {**CASES, **FAILING}[name], update=update)


@pytest.mark.parametrize("name", HELD)
def test_messages_about_held_files(held_demo: DemoProject, name: str, update: bool) -> None:  # noqa: FBT001 - a fixture
    check(held_demo, name, HELD[name], update=update)


@pytest.mark.parametrize("name", WATCHED)
def test_messages_after_a_signal(demo: DemoProject, name: str, update: bool) -> None:  # noqa: FBT001 - a fixture
    compare(demo, name, "lockstep sync", WATCHED[name](demo), update=update)


@pytest.mark.parametrize("name", INSIDE)
def test_messages_with_patched_conditions(
    demo: DemoProject,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    update: bool,  # noqa: FBT001 - a fixture
) -> None:
    for key, value in demo.process_variables().items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(demo.root)
    arguments = INSIDE[name](demo, monkeypatch)
    capsys.readouterr()
    status = main(arguments)
    output = capsys.readouterr()
    result = ProgramResult(status, output.out, output.err)
    compare(demo, name, " ".join(("lockstep", *arguments)), result, update=update)


def check(demo: DemoProject, name: str, prepare: Case, *, update: bool) -> None:
    arguments = prepare(demo)
    result = demo.lockstep_text(*arguments)
    compare(demo, name, " ".join(("lockstep", *arguments)), result, update=update)


def compare(demo: Sandbox, name: str, command: str, result: ProgramResult, *, update: bool) -> None:
    text = f"$ {command}\n{result.out}{result.err}exit status {result.status}\n"
    description = clean(text, demo)
    path = GOLDEN / f"{name}.txt"
    if update:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(description, encoding="utf-8", newline="\n")
    assert description == path.read_text(encoding="utf-8")


def clean(text: str, demo: Sandbox) -> str:
    """The text without what differs between runs and machines."""
    text = text.replace(str(demo.root), "$PROJECT").replace(str(demo.root.parent), "$ROOM")
    text = text.replace(str(UV), "uv")
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    # A pid and the owner of the process depend on where the tests run.
    text = re.sub(r"\(pid \d+[^)]*\)", "(pid PID)", text)
    text = re.sub(r"refused \(os error \d+\)", "refused (os error N)", text)
    text = re.sub(r"sha256:[0-9a-f]+", "sha256:…", text)
    text = re.sub(r"environments/[0-9a-f]{20}", "environments/KEY", text)
    # The inventory is kept for later transactions only if no folder has changed just before it.
    text = re.sub(r"\.lockstep-(picture\.json|inventory-\w+\.txt)", ".lockstep-INVENTORY", text)
    text = re.sub(r"CPython 3\.\d+\.\d+", "CPython 3.N", text)
    text = re.sub(r"python3\.\d+", "python3.N", text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_no_golden_file_is_unused() -> None:
    names = {it.stem for it in GOLDEN.glob("*.txt")}
    assert names == {*CASES, *FAILING, *HELD, *WATCHED, *INSIDE}


def test_every_message_is_in_a_golden_file() -> None:
    """The constant parts of each message must all be in one of the golden files."""
    texts = [it.read_text(encoding="utf-8") for it in GOLDENS.glob("*/*.txt")]
    missing = [
        f"{where}: {' … '.join(parts)}"
        for where, parts in messages()
        if not any(all(it in text for it in parts) for text in texts)
    ]
    assert not missing, "\n".join(missing)


def messages() -> Iterator[tuple[str, list[str]]]:
    """Where a message is made, and the constant parts of it."""
    for package in PACKAGES:
        for path in sorted((SERVER / "lockstep" / package).glob("*.py")):
            if path.name not in EDITORS_ONLY:
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    parts = message_parts(node, path.name)
                    if parts and not (EDITORS_ONLY | BUGS_ONLY) & {*parts}:
                        yield f"{path.name}:{getattr(node, 'lineno', 0)}", parts


def message_parts(node: ast.AST, file: str) -> list[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
        # Later arguments are hints, which not every output shows.
        is_outcome = getattr(node.func, "id", "") == "Outcome"
        texts = node.args[1:2] if is_outcome else node.args[:1]
        return [part for it in texts for part in constant_parts(it)]
    if file == "preconditions.py" and isinstance(node, ast.Yield) and node.value is not None:
        return constant_parts(node.value)
    return []


def constant_parts(node: ast.expr) -> list[str]:
    """The phrases of a string or an f-string; a single word is no phrase but an outcome kind."""
    values = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [it.value for it in values if isinstance(it, ast.Constant)]
    return [it for it in texts if isinstance(it, str) and " " in it.strip()]
