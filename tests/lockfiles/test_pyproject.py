"""The parser of pyproject.toml: requirements and problems, with their places."""

from __future__ import annotations

import pytest

from lockstep.lockfiles.pyproject import read_pyproject
from lockstep.lockfiles.tool_lockstep import read_tool_lockstep
from lockstep.model.manifest import Manifest
from lockstep.model.text import Parsed

WHOLE = """\
[project]
name = "My.App"
version = "1"
requires-python = ">=3.10"
dependencies = ["idna>=3", 'Zope_Interface[a] ; python_version < "4"'] # both
optional-dependencies.Net_Work = ['''six''']
[dependency-groups]
dev = [{ include-group = "Test_It" }, "ruff"]
test-it = []
[tool.uv]
dev-dependencies = ["pytest"]
"""


def problems_of(text: str) -> list[tuple[str, str]]:
    """Every problem: its message, and the text at its place."""
    return [(it.message, text[slice(*it.span)]) for it in read_pyproject(text).problems]


def test_requirements_have_their_places() -> None:
    manifest = read_pyproject(WHOLE).value
    found = [
        (it.name, it.section.words, WHOLE[slice(*it.span)], it.key) for it in manifest.dependencies
    ]
    extras, dev = ("project", "optional-dependencies"), ("tool", "uv", "dev-dependencies")
    assert found == [
        ("idna", "dependencies", '"idna>=3"', ("project", "dependencies", 0)),
        (
            "zope-interface",
            "dependencies",
            "'Zope_Interface[a] ; python_version < \"4\"'",
            ("project", "dependencies", 1),
        ),
        ("six", "extra `net-work`", "'''six'''", (*extras, "Net_Work", 0)),
        ("ruff", "group `dev`", '"ruff"', ("dependency-groups", "dev", 1)),
        ("pytest", "group `dev`", '"pytest"', (*dev, 0)),
    ]
    assert [(it.group, it.includes) for it in manifest.includes] == [("dev", "test-it")]
    assert (manifest.name, manifest.readable) == ("my-app", True)
    assert manifest.extras == {"net-work": "Net_Work"}
    assert manifest.groups == {"dev": "dev", "test-it": "test-it"}


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_line_ends_do_not_matter(ends: str) -> None:
    text = WHOLE.replace("\n", ends)
    found = read_pyproject(text).value
    ranges = [found.lines.range(it.span) for it in found.dependencies]
    plain = read_pyproject(WHOLE).value
    assert ranges == [plain.lines.range(it.span) for it in plain.dependencies]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('dependencies = "x"', "`project.dependencies` must be an array of requirements", '"x"'),
        ("dependencies = [3]", "`project.dependencies[0]` must be a requirement", "3"),
        ('dependencies = [{include-group="x"}]', "`project.dependencies[0]` must be a req", "{inc"),
        ("optional-dependencies = 3", "`project.optional-dependencies` must be a table", "3"),
        ("requires-python = 3", "`project.requires-python` must be a string", "3"),
        ('requires-python = "x"', "`x` is not a version specifier", '"x"'),
        ('dependencies = ["a b"]', "`a b` is not a requirement: ", '"a b"'),
        ('dependencies = [""]', "`` is not a requirement: ", '""'),
    ],
)
def test_problems_have_their_places(text: str, message: str, place: str) -> None:
    text = f'[project]\nname = "a"\nversion = "1"\n{text}\n'
    ((words, at),) = problems_of(text)
    assert words.startswith(message)
    assert at.startswith(place)


def test_missing_keys_of_the_project() -> None:
    assert problems_of("[project]\n") == [
        ("`project.name` is missing", "project"),
        ("`project.version` is missing", "project"),
    ]
    assert problems_of('[project]\nname = "x"\ndynamic = ["version"]\n') == []
    assert problems_of("") == problems_of("[tool.x]\n") == []
    assert problems_of("project = 3\n") == [("`project` must be a table", "3")]


@pytest.mark.parametrize(
    ("groups", "count"),
    [
        ('a = [{include-group = "a"}]', 1),
        ('a = [{include-group = "b"}]\nb = [{include-group = "a"}]', 2),
        ('a = [{include-group = "b"}]\nb = [{include-group = "b"}]', 1),
        ('a = [{include-group = "b"}, {include-group = "b"}]\nb = []', 0),
        ('a = [{include-group = "c"}]', 1),
        ("a = [{include-group = 3}, {x = 1}]", 2),
    ],
)
def test_includes(groups: str, count: int) -> None:
    assert len(problems_of(f"[dependency-groups]\n{groups}\n")) == count


def test_text_before_a_syntax_error_is_read() -> None:
    parsed = read_pyproject(WHOLE + "[broken\n")
    assert parsed.value.name == "my-app"
    assert len(parsed.value.dependencies) == 5
    assert not parsed.value.readable
    assert len(parsed.problems) == 1


def test_every_prefix_has_at_most_some_problems() -> None:
    for length in range(len(WHOLE)):
        text = WHOLE[:length]
        for problem in read_pyproject(text).problems:
            assert 0 <= problem.span.start <= problem.span.end <= length


def test_places_fall_back_to_existing_tables() -> None:
    manifest = read_pyproject(WHOLE).value
    assert manifest.range("project", "nowhere") == manifest.project_range
    assert manifest.range("tool", "uv", "x").start.line == 9
    assert manifest.project_range.start == (0, 1)
    assert read_pyproject("x = 1\n").value.project_range.end == (0, 5)


def settings(text: str) -> tuple[Parsed[Manifest], list[str]]:
    manifest = read_pyproject(text)
    return manifest, [it.message for it in read_tool_lockstep(manifest.value).problems]


def test_settings() -> None:
    text = '[tool.lockstep]\nignore = ["a"]\nseverity.link-broken = "hint"\n'
    text += 'selection = { extras = "all", no-groups = ["Dev_X"], default-groups = false }\n'
    manifest, problems = settings(text)
    found = read_tool_lockstep(manifest.value).value
    assert problems == []
    assert (found.ignore, found.severity) == (("a",), {"link-broken": "hint"})
    assert (found.selection.extras, found.selection.no_groups) == (("*",), ("dev-x",))
    assert found.selection.default_groups is False


@pytest.mark.parametrize(
    "value", ["3", "[]", '"x"', "true", "{ x = 1 }", "{ severity = 3 }", "{ selection = [] }"]
)
def test_strange_settings(value: str) -> None:
    _, problems = settings(f"[tool]\nlockstep = {value}\n")
    assert len(problems) == 1


def test_settings_problems_come_in_the_order_of_the_text() -> None:
    text = "[tool.lockstep]\nselection = { extras = 3, group = [] }\nignore = 3\n"
    problems = read_tool_lockstep(read_pyproject(text).value).problems
    starts = [it.span.start for it in problems]
    assert len(starts) == 3
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("table", "message", "place"),
    [
        (
            '[[tool.uv.index]]\nname = "a"\nurl = "x"\n[[tool.uv.index]]\nname = "a"\nurl = "y"\n',
            "two indexes are named `a`, so uv refuses the manifest",
            '"a"',
        ),
        (
            '[tool.uv]\nindex = [{ url = "x", default = true }, { url = "y", default = true }]\n',
            "two indexes have `default = true`, so uv refuses the manifest",
            "true",
        ),
        (
            "[tool.uv.workspace]\nmembers = []\nfoo = 1\n",
            "`tool.uv.workspace` has no key `foo`, so uv refuses the manifest",
            "1",
        ),
        (
            '[tool.uv.workspace]\nmembers = ["a/**b"]\n',
            "`a/**b`: `**` must be a whole component of the path",
            '"a/**b"',
        ),
        ('[tool.uv.workspace]\nexclude = "a"\n', "must be an array of strings", '"a"'),
        ('[tool.uv]\ndefault-groups = "some"\n', "must be an array of groups", '"some"'),
        (
            '[tool.uv]\nconflicts = [[{ extra = "x" }]]\n',
            "needs two items or more",
            '[{ extra = "x" }]',
        ),
        ("[tool.uv.workspace]\nexclude = [1]\n", "must contain only strings", "1"),
    ],
)
def test_values_that_uv_refuses(table: str, message: str, place: str) -> None:
    text = f'[project]\nname = "app"\nversion = "1"\n{table}'
    (problem,) = read_pyproject(text).problems
    assert message in problem.message
    assert text[problem.span.start : problem.span.end] == place
    assert problem.hint
