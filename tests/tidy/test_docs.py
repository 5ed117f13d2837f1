"""Documents agree with the code: findings, commands, scripts, paths, versions."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache

import pytest

import lockstep
from lockstep.drift.fixes import FIXES
from lockstep.drift.rules import RULES as FINDERS
from lockstep.model.finding import CODES

from .rules import HOUSE, PACKAGE, Fault, File, broken_lines, check_rule, files

RULES = PACKAGE + "drift/rules/"

_CODE_IN_TEXT = re.compile(r"`([^`]+)`")
_COMMAND = re.compile(r"(?<![\w./-])lockstep ((?!\[)[a-z][a-z-]*)((?: +[^\s`|]+)*)")
_OPTION = re.compile(r"--[a-z][a-z-]+")
_SCRIPT = re.compile(r"\bnpm (?:run ([\w:-]+)|(start|test)\b)")
_PATH = re.compile(r"(?:server|tests|dev|docs|extension|bench|\.github|\.ci)/[\w./-]*\w/?")
_HEADING = re.compile(r"^## `([\w-]+)`$")


def headings(text: str) -> list[str]:
    """The codes with a section in a document."""
    return [found[1] for line in text.splitlines() if (found := _HEADING.match(line))]


def rule_codes(file: File) -> Iterator[Fault]:
    """A rule without a known code, or in a file of another name than its code."""
    code = _constant(file, "CODE")
    if code not in CODES:
        yield Fault(file.path, 1, f"CODE is {code!r}, which model/finding.py does not list")
    elif code.replace("-", "_") + ".py" != file.name:
        yield Fault(file.path, 1, f"the rule for {code} stands in a file of that name")


def commands(file: File) -> Iterator[Fault]:
    """A command or option of `lockstep` that does not exist."""
    for number, code in _code(file):
        for command, rest in _COMMAND.findall(code):
            usage = _help(command)
            if not usage:
                yield Fault(file.path, number, f"there is no command {command}")
            for option in _OPTION.findall(rest) if usage else ():
                if option not in usage:
                    yield Fault(file.path, number, f"lockstep {command} has no {option}")


def scripts(file: File) -> Iterator[Fault]:
    """A script that package.json does not have."""
    known = json.loads((HOUSE / "package.json").read_text(encoding="utf-8"))["scripts"]
    for number, code in _code(file):
        for run, plain in _SCRIPT.findall(code):
            if (run or plain) not in known:
                yield Fault(file.path, number, f"package.json has no script {run or plain}")


def paths(file: File) -> Iterator[Fault]:
    """A path of the repository that does not exist."""
    for number, code in _code(file):
        if _PATH.fullmatch(code) and not (HOUSE / code).exists():
            yield Fault(file.path, number, f"there is no {code}")


DOCUMENT_RULES = [commands, scripts, paths]


@pytest.mark.parametrize("rule", DOCUMENT_RULES)
def test_documents_name_existing_things(rule: Callable[[File], Iterator[Fault]]) -> None:
    check_rule(rule, ".md")


def test_every_finding_has_a_section() -> None:
    """In both directions, and in the order of the code, which is also the order of the output."""
    document = HOUSE / "docs" / "findings.md"
    assert headings(document.read_text(encoding="utf-8")) == list(CODES)


def test_the_extension_has_every_finding() -> None:
    """The view's titles and the setting's values are the codes, in the same order."""
    manifest = json.loads((HOUSE / "extension" / "package.json").read_text(encoding="utf-8"))
    settings = manifest["contributes"]["configuration"]["properties"]
    assert settings["lockstep.severity"]["propertyNames"]["enum"] == list(CODES)
    rows = (HOUSE / "extension" / "src" / "view" / "rows.ts").read_text(encoding="utf-8")
    table = re.search(r"^const TITLES\b[^{]*\{$(.+?)^\};", rows, re.MULTILINE | re.DOTALL)
    assert table
    assert re.findall(r'^  "([\w-]+)": ', table[1], re.MULTILINE) == list(CODES)


def test_the_extension_repairs_what_repair_fixes() -> None:
    """The condition of the menu beside the findings of a code."""
    text = (HOUSE / "extension" / "package.json").read_text(encoding="utf-8")
    (listed,) = re.findall(r"viewItem =~ /\^findings \(([\w|-]+)\)/", text)
    assert set(listed.split("|")) == {it for it, fixes in FIXES.items() if "repair" in fixes}


def test_every_finding_has_a_rule() -> None:
    assert [it.CODE for it in FINDERS] == list(CODES)


def test_every_rule_is_in_the_file_of_its_code() -> None:
    check_rule(lambda file: rule_codes(file) if _is_rule(file) else (), ".py")
    rules = [it.path for it in files(".py") if _is_rule(it)]
    assert rules


def test_one_version() -> None:
    package = json.loads((HOUSE / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == lockstep.__version__


def test_the_tools_have_the_package_s_dependencies() -> None:
    """dev/requirements.in repeats the dependencies of pyproject.toml; both must agree."""
    wanted = _dependencies((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    listed = (HOUSE / "dev" / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert wanted
    assert set(wanted) <= set(listed)


@pytest.mark.parametrize(
    ("rule", "text", "lines"),
    [
        (commands, "run `lockstep conquer`\n`lockstep check --conquer`", [1, 2]),
        (commands, "```\n$ lockstep conquer\n```", [2]),
        (commands, "a lockstep conquer in prose, and `lockstep check --files`", []),
        (scripts, "`npm run conquer`, `npm test -- --only lint`, `npm run test:fast`", [1]),
        (paths, "`server/lockstep/nowhere.py` and `server/lockstep/` and `docs/<code>.md`", [1]),
    ],
)
def test_the_rules_can_fail(
    rule: Callable[[File], Iterator[Fault]], text: str, lines: list[int]
) -> None:
    assert broken_lines(rule, text, "README.md") == lines


def test_rules_with_a_wrong_code_are_found() -> None:
    assert broken_lines(rule_codes, "CODE = 'nonsense'", RULES + "nonsense.py") == [1]
    assert broken_lines(rule_codes, f"CODE = {CODES[0]!r}", RULES + "other.py") == [1]
    assert headings("## `one`\ntext\n### `two`\n## three\n") == ["one"]


def _is_rule(file: File) -> bool:
    return file.path.startswith(RULES) and file.name != "__init__.py"


def _constant(file: File, name: str) -> str:
    """The text that a module assigns to a name; empty if there is none."""
    found = re.search(rf"^{name}(?:: \w+)? = [\"']([^\"']+)[\"']$", file.text, re.MULTILINE)
    return found[1] if found else ""


def _code(file: File) -> Iterator[tuple[int, str]]:
    """The text in code blocks and in backticks, with line numbers."""
    is_block = False
    for number, line in file.lines():
        if line.lstrip().startswith("```"):
            is_block = not is_block
        elif is_block:
            yield number, line
        else:
            yield from ((number, code) for code in _CODE_IN_TEXT.findall(line))


@cache
def _help(command: str) -> str:
    """The usage of a command; empty if there is no such command."""
    line = (sys.executable, "-m", "lockstep", command, "--help")
    answer = subprocess.run(line, cwd=HOUSE / "server", capture_output=True, text=True, check=False)
    return answer.stdout if answer.returncode == 0 else ""


def _dependencies(manifest: str) -> list[str]:
    # Without tomllib, which Python 3.10 lacks: the array has one plain string per line.
    found = re.search(r"^dependencies = \[\n(.*?)^\]", manifest, re.MULTILINE | re.DOTALL)
    return [line.strip()[1:-2] for line in found[1].splitlines()] if found else []
