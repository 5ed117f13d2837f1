"""Whatever uv refuses is never in step: it has a finding, or the check fails with the reason."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator

import pytest

from .answers import shown
from .cases import Case, ask_lockstep, ask_uv, prepare
from .project_builder import ProjectBuilder
from .projects import Project, Recipe
from .recipes import simple
from .recipes.manifests import manifest, package

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

PATH_DEPENDENCY = Recipe(
    "path-dependency",
    {
        "pyproject.toml": manifest(
            "path-dependency",
            "lib",
            "iniconfig==2.0.0",
            rest='[tool.uv.sources]\nlib = { path = "libs/lib" }\n',
        ),
        **package("libs/lib", "lib", "pluggy==1.5.0"),
    },
)
WORKSPACE = Recipe(
    "bare-member",
    {
        "pyproject.toml": manifest(
            "bare-member", rest='[tool.uv.workspace]\nmembers = ["packages/*"]\n'
        ),
        "packages/a/pyproject.toml": manifest("a"),
    },
)
Change = Callable[[Project], None]


def table(text: str) -> Change:
    """Add an entry to `[tool.uv]`."""
    return lambda it: it.write("pyproject.toml", f"{it.read()}\n[tool.uv]\n{text}\n")


def _entry(text: str, name: str) -> str:
    found = re.search(rf'\[\[package\]\]\nname = "{name}".*?(?=\n\[\[package|\Z)', text, re.DOTALL)
    assert found
    return found[0]


def lost_pin(project: Project) -> None:
    text = project.read("uv.lock")
    project.write("uv.lock", text.replace(_entry(text, "pluggy"), ""))


def twice(project: Project) -> None:
    text = project.read("uv.lock")
    entry = _entry(text, "iniconfig")
    project.write("uv.lock", text.replace(entry, f"{entry}\n\n{entry}"))


def two_versions(project: Project) -> None:
    """As after a wrong merge."""
    text = project.read("uv.lock")
    entry = _entry(text, "iniconfig")
    project.write("uv.lock", text.replace(entry, f"{entry}\n\n{entry.replace('2.0.0', '1.9')}"))


def other_version(project: Project) -> None:
    text = project.read("uv.lock")
    entry = _entry(text, "iniconfig")
    project.write("uv.lock", text.replace(entry, entry.replace('"2.0.0"', '"1.9"')))


def _bare_folder(project: Project) -> None:
    project.write("packages/left/README.md", "left from another branch\n")


def _no_folder(project: Project) -> None:
    shutil.move(project.folder / "libs", project.folder / "elsewhere")


def _no_folder_nor_environment(project: Project) -> None:
    _no_folder(project)
    shutil.rmtree(project.environment)


def _user_requires(project: Project) -> None:
    project.write("conf/uv/uv.toml", 'required-version = ">=99"\n')
    project.variables["XDG_CONFIG_HOME"] = str(project.folder / "conf")


def in_lockfile(old: str, new: str) -> Change:
    return lambda it: it.write("uv.lock", _swapped(it.read("uv.lock"), old, new))


def _swapped(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def beside(path: str, text: str) -> Change:
    """Write a file beside or above the manifest."""
    return lambda it: it.write(path, text)


def shell(name: str, value: str) -> Change:
    return lambda it: it.variables.update({name: value})


_REFUSES = "uv refuses the project"
_EDGE = '    { name = "iniconfig" },\n'
# Only uv can tell that it refuses these.
ASKED: dict[str, tuple[Recipe, Change, str]] = {
    **{
        text: (simple.PLAIN, table(text), _REFUSES)
        for text in (
            'sources = { iniconfig = "x" }',
            "sources = { iniconfig = [] }",
            'sources = { iniconfig = { path = "a", url = "https://x/y.whl" } }',
            'sources = { iniconfig = { path = "a", unknown = 1 } }',
            'package = "yes"',
            'managed = "yes"',
            'override-dependencies = ["a b c"]',
            'constraint-dependencies = "six"',
            'index = [{ name = "a b", url = "https://x/simple" }]',
            'index = [{ name = "a" }]',
            'index = [{ url = "https://x/simple", explicit = true }]',
            "conflicts = {}",
            "environments = [3]",
        )
    },
    **{
        f"uv.toml: {text}": (simple.PLAIN, beside("uv.toml", text), _REFUSES)
        for text in ("unknown = 1", "bad bad", 'dev-dependencies = ["six"]', "offline = 3")
    },
    **{
        f"{name}={value}": (simple.PLAIN, shell(name, value), _REFUSES)
        for name, value in (
            ("UV_LINK_MODE", "nope"),
            ("UV_RESOLUTION", "nope"),
            ("UV_OFFLINE", "maybe"),
            ("UV_CONFIG_FILE", "/nowhere.toml"),
        )
    },
}
REFUSED: dict[str, tuple[Recipe, Change, str]] = {
    "a pin is gone": (PATH_DEPENDENCY, lost_pin, "lockfile-unreadable"),
    "a pin twice": (simple.PLAIN, twice, "lockfile-unreadable"),
    "two versions of a pin": (simple.PLAIN, two_versions, "lockfile-unreadable"),
    "another version than its wheels": (simple.PLAIN, other_version, "lockfile-unreadable"),
    "two indexes of one name": (
        simple.PLAIN,
        table('index = [{ name = "a", url = "https://a" }, { name = "a", url = "https://b" }]'),
        "manifest-unreadable",
    ),
    "two default indexes": (
        simple.PLAIN,
        table(
            'index = [{ url = "https://a", default = true }, { url = "https://b", default = true }]'
        ),
        "manifest-unreadable",
    ),
    "an unknown key of the workspace": (
        simple.PLAIN,
        table("workspace = { members = [], foo = 1 }"),
        "manifest-unreadable",
    ),
    "a bad pattern": (
        simple.PLAIN,
        table('workspace = { members = ["a**"] }'),
        "manifest-unreadable",
    ),
    "a member without manifest": (WORKSPACE, _bare_folder, "has no pyproject.toml"),
    "a path dependency is gone": (PATH_DEPENDENCY, _no_folder, "the folder of lib is gone"),
    "that, and no environment": (
        PATH_DEPENDENCY,
        _no_folder_nor_environment,
        "the folder of lib is gone",
    ),
    "required-version": (simple.PLAIN, table('required-version = ">=99"'), "required-version"),
    "a dependency twice": (simple.PLAIN, in_lockfile(_EDGE, _EDGE * 2), "lockfile-unreadable"),
    "a cut hash": (simple.PLAIN, in_lockfile("sha256:", "sha256"), "lockfile-unreadable"),
    "a size": (simple.PLAIN, in_lockfile("size = ", "size = -"), "lockfile-unreadable"),
    "a time": (simple.PLAIN, in_lockfile('time = "20', 'time = "x20'), "lockfile-unreadable"),
    "a revision": (
        simple.PLAIN,
        in_lockfile("revision = ", "revision = 0."),
        "lockfile-unreadable",
    ),
    "a broken manifest above": (
        simple.PLAIN,
        beside("../pyproject.toml", "bad bad"),
        "cannot be read",
    ),
    "a workspace in a workspace": (
        WORKSPACE,
        beside(
            "packages/a/pyproject.toml", manifest("a", rest="[tool.uv.workspace]\nmembers = []\n")
        ),
        "uv refuses the workspace",
    ),
    "a member without a project": (
        WORKSPACE,
        beside("packages/b/pyproject.toml", "[tool.ruff]\n"),
        "uv refuses the workspace",
    ),
    **ASKED,
    "required-version of the user": (simple.PLAIN, _user_requires, "required-version"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(builder: ProjectBuilder, name: str) -> None:
    recipe, change, text = REFUSED[name]
    project = prepare(builder, Case(recipe))
    assert ask_lockstep(project).in_step
    change(project)
    uv, ours = ask_uv(project, Case(recipe)), ask_lockstep(project)
    # With --frozen, uv ignores missing members.
    assert uv.status != 0 or project.offline("lock", "--check").status == 2, shown(uv)
    assert not ours.in_step, shown(ours)
    assert ours.status in (1, 2)
    assert text in ours.codes or text in ours.complaint, shown(ours)


def _settings() -> Iterator[tuple[str, str]]:
    yield "reinstall", "reinstall = true"
    yield "reinstall-package", 'reinstall-package = ["iniconfig"]'
    yield "config-settings", 'config-settings = { a = "b" }'
    yield "extra-build-variables", 'extra-build-variables = { iniconfig = { A = "b" } }'
    yield "extra-build-dependencies", 'extra-build-dependencies = { iniconfig = ["pluggy"] }'
    yield "required-version that fits", 'required-version = ">=0.1"'
    yield "an unknown setting", "unknown-thing = 1"


@pytest.mark.parametrize(("name", "text"), list(_settings()))
def test_reinstall_settings_are_no_drift(builder: ProjectBuilder, name: str, text: str) -> None:
    """uv would reinstall at every sync, but the environment has not drifted."""
    project = prepare(builder, Case(simple.PLAIN))
    table(text)(project)
    ours = ask_lockstep(project)
    assert ours.in_step, f"{name}: {shown(ours)}"
