"""The exact words of every refusal and failure, as people read them, made by real runs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lockstep.cli.main import main

from ..ended import Ended
from .home import Home
from .lab import SERVER, UV, Lab
from .moments import FAILING, HELD, INSIDE, MOMENTS, WATCHED, Moment
from .test_rights import as_everybody

pytestmark = pytest.mark.slow

CASES = Path(__file__).parents[1] / "cases"
GOLDEN = CASES / "messages"

# What speaks to somebody at a terminal, whatever it is that went wrong.
SPEAKING = ("aside", "transaction", "holders", "project", "operations", "session", "cli")
# Said to editors alone: tests/lsp/test_refusals.py has their words.
OF_EDITORS = {
    *("project_choice.py", "sync_threads.py", "queries.py", "pythons.py"),
    "the setting lockstep.uvPath names no program: ",
    " has changes that are not saved",
}
# What only a bug brings about.
OF_NOBODY = {"a bug in Lockstep: "}
RAISED = {"Refused", "UsageError", "ProjectNotFound", "Unreadable", "Outcome"}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path)
    home.limits = as_everybody
    yield home
    open_all(home)


@pytest.fixture
def held_home(tmp_path: Path, shim: Path) -> Iterator[Home]:
    home = Home(tmp_path, shim)
    yield home
    home.rule()
    open_all(home)


def open_all(home: Home) -> None:
    """Give back all rights, so that what the test has made can be deleted."""
    for folder in (home.root, *home.root.parent.rglob("*")):
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o755)
    home.close()


@pytest.mark.parametrize("name", [*MOMENTS, *FAILING])
def test_said(home: Home, name: str, update: bool) -> None:  # noqa: FBT001 - a fixture
    check(home, name, {**MOMENTS, **FAILING}[name], update=update)


@pytest.mark.parametrize("name", HELD)
def test_said_of_what_is_held(held_home: Home, name: str, update: bool) -> None:  # noqa: FBT001 - a fixture
    check(held_home, name, HELD[name], update=update)


@pytest.mark.parametrize("name", WATCHED)
def test_said_in_the_middle(home: Home, name: str, update: bool) -> None:  # noqa: FBT001 - a fixture
    compare(home, name, "lockstep sync", WATCHED[name](home), update=update)


@pytest.mark.parametrize("name", INSIDE)
def test_said_where_others_are_at_work(
    home: Home,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    update: bool,  # noqa: FBT001 - a fixture
) -> None:
    for key, value in home.surroundings().items():
        monkeypatch.setenv(key, value)
    monkeypatch.chdir(home.root)
    arguments = INSIDE[name](home, monkeypatch)
    capsys.readouterr()
    status = main(arguments)
    said = capsys.readouterr()
    ended = Ended(status, said.out, said.err)
    compare(home, name, " ".join(("lockstep", *arguments)), ended, update=update)


def check(home: Home, name: str, moment: Moment, *, update: bool) -> None:
    arguments = moment(home)
    ended = home.told(*arguments)
    compare(home, name, " ".join(("lockstep", *arguments)), ended, update=update)


def compare(home: Lab, name: str, command: str, ended: Ended, *, update: bool) -> None:
    text = f"$ {command}\n{ended.out}{ended.err}exit status {ended.status}\n"
    shown = clean(text, home)
    path = GOLDEN / f"{name}.txt"
    if update:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == path.read_text(encoding="utf-8")


def clean(text: str, home: Lab) -> str:
    """Without what is another at every run, and on every machine."""
    text = text.replace(str(home.root), "$PROJECT").replace(str(home.root.parent), "$ROOM")
    text = text.replace(str(UV), "uv")
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)
    # Whose it is depends on where the tests run.
    text = re.sub(r"\(pid \d+[^)]*\)", "(pid PID)", text)
    text = re.sub(r"refused \(os error \d+\)", "refused (os error N)", text)
    text = re.sub(r"sha256:[0-9a-f]+", "sha256:…", text)
    text = re.sub(r"environments/[0-9a-f]{20}", "environments/KEY", text)
    text = re.sub(r"CPython 3\.\d+\.\d+", "CPython 3.N", text)
    text = re.sub(r"python3\.\d+", "python3.N", text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_no_message_is_left_over() -> None:
    there = {it.stem for it in GOLDEN.glob("*.txt")}
    assert there == {*MOMENTS, *FAILING, *HELD, *WATCHED, *INSIDE}


def test_every_refusal_has_its_words_in_a_picture() -> None:
    """Each constant part of what a call says must stand in one of them."""
    texts = [it.read_text(encoding="utf-8") for it in CASES.glob("*/*.txt")]
    missing = [
        f"{where}: {' … '.join(parts)}"
        for where, parts in sayings()
        if not any(all(it in text for it in parts) for text in texts)
    ]
    assert not missing, "\n".join(missing)


def sayings() -> Iterator[tuple[str, list[str]]]:
    """Where something is refused or ends, and the constant parts of what is said."""
    for package in SPEAKING:
        for path in sorted((SERVER / "lockstep" / package).glob("*.py")):
            if path.name not in OF_EDITORS:
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                    parts = said_by(node, path.name)
                    if parts and not (OF_EDITORS | OF_NOBODY) & {*parts}:
                        yield f"{path.name}:{getattr(node, 'lineno', 0)}", parts


def said_by(node: ast.AST, file: str) -> list[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
        # What follows is a hint, which not every face shows.
        is_outcome = getattr(node.func, "id", "") == "Outcome"
        told = node.args[1:2] if is_outcome else node.args[:1]
        return [part for it in told for part in constant_parts(it)]
    if file == "preconditions.py" and isinstance(node, ast.Yield) and node.value is not None:
        return constant_parts(node.value)
    return []


def constant_parts(node: ast.expr) -> list[str]:
    """The texts of a string or an f-string; the kind of an outcome is a single word, and none."""
    values = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [it.value for it in values if isinstance(it, ast.Constant)]
    return [it for it in texts if isinstance(it, str) and " " in it.strip()]
