"""Manifests and lockfiles that are hostile to their parsers, by what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable

from .hostile_kinds import DIGITS, EVIL
from .projects import LOCKFILE, MANIFEST

ESCAPED = "".join(f"\\u{ord(it):04x}" for it in EVIL)
_HEAD = '[project]\nname = "app"\nversion = "1"\n'
_WORKSPACE = f"{MANIFEST}[tool.uv.workspace]\nmembers = "
_DEEP = 3000
_INCLUDE = '{ include-group = "g%d" },'


def _chain(times: int, count: int = 400) -> str:
    groups = "".join(f"g{it} = [{(_INCLUDE % (it + 1)) * times}]\n" for it in range(count))
    return f"{MANIFEST}[dependency-groups]\n{groups}g{count} = []\ndev = [{_INCLUDE % 0}]\n"


def _requiring(text: str) -> str:
    return MANIFEST.replace("idna>=3", text)


def _alternatives(word: str, count: int = 3000) -> str:
    return f" {word} ".join(f"python_version == '3.{it}'" for it in range(count))


_KEYS = (
    *("project", "project.name", "project.version", "project.requires-python"),
    *("project.dependencies", "project.optional-dependencies", "project.optional-dependencies.x"),
    *("project.dynamic", "dependency-groups", "dependency-groups.dev", "build-system"),
    *("build-system.requires", "tool", "tool.uv", "tool.uv.sources", "tool.uv.sources.idna"),
    *("tool.uv.workspace", "tool.uv.workspace.members", "tool.uv.workspace.exclude"),
    *("tool.uv.index", "tool.uv.find-links", "tool.uv.default-groups", "tool.uv.package"),
    *("tool.uv.managed", "tool.uv.conflicts", "tool.uv.environments", "tool.uv.dependency-groups"),
    *("tool.uv.constraint-dependencies", "tool.uv.override-dependencies", "tool.uv.cache-keys"),
    *("tool.uv.required-version", "tool.uv.exclude-newer", "tool.uv.cache-dir", "tool.lockstep"),
    *("tool.lockstep.selection", "tool.lockstep.ignore", "tool.lockstep.severity"),
)
_VALUES = {
    "numbers": ("1", "[1, 2.5, nan, inf]", "-0", "[[1]]"),
    "tables": ("{}", '{ a = { b = "c" } }', "[{}]", "[{ name = 1, url = [], path = {} }]"),
    "others": ("true", "1979-05-27T07:32:00Z", "[]", '""', '["", "\\u0000", "  "]'),
    "evil words": (f'"{ESCAPED}"', f'["{ESCAPED}"]', f'{{ "{ESCAPED}" = ["{ESCAPED}"] }}'),
}


def _with(key: str, value: str) -> str:
    """The manifest as dotted keys, with this value for one of them."""
    sound = {
        "project.name": '"app"',
        "project.version": '"0.1.0"',
        "project.requires-python": '">=3.12"',
        "project.dependencies": '["idna>=3"]',
    }
    kept = {it: text for it, text in sound.items() if not it.startswith(f"{key}.") and it != key}
    return "".join(f"{it} = {text}\n" for it, text in {**kept, key: value}.items())


def wrong_values() -> Iterable[tuple[str, str]]:
    for key in _KEYS:
        for name, values in _VALUES.items():
            # One value of each kind; different keys get different values.
            yield f"{name} in {key}", _with(key, values[len(key) % len(values)])


_BRACKETS = f"{'(' * _DEEP}os_name == 'nt'{')' * _DEEP}"
_LISTS_OF_UV = ("constraint", "override", "build-constraint", "dev")


def _in_brackets() -> dict[str, str]:
    """A marker of many parentheses, in each place of a manifest for requirements or markers."""
    needs = f'["six; {_BRACKETS}"]'
    lists = {it: f"[tool.uv]\n{it}-dependencies = {needs}" for it in _LISTS_OF_UV}
    return {
        **lists,
        "environments": f'[tool.uv]\nenvironments = ["{_BRACKETS}"]',
        "required-environments": f'[tool.uv]\nrequired-environments = ["{_BRACKETS}"]',
        "an extra": f"[project.optional-dependencies]\nx = {needs}",
        "a group": f"[dependency-groups]\ndev = {needs}",
        "a build": f'[build-system]\nrequires = {needs}\nbuild-backend = "x"',
        "a source": f'[tool.uv.sources]\nidna = [{{ path = "x", marker = "{_BRACKETS}" }}]',
    }


MANIFESTS = {
    "nested arrays": f"{MANIFEST}x = {'[' * 5000}{']' * 5000}\n",
    "nested tables": f"{MANIFEST}x = {'{a=' * _DEEP}1{'}' * _DEEP}\n",
    "arrays as deep as TOML may": f"{MANIFEST}[tool.uv]\nconflicts = {'[' * 250}{']' * 250}\n",
    "dotted keys": f"{MANIFEST}[tool.uv]\n{'.'.join('a' * _DEEP)} = 1\n",
    "a dotted table": f"{MANIFEST}[{'.'.join('a' * _DEEP)}]\nb = 1\n",
    "many dotted keys": MANIFEST + "".join(f"a.b{it}.c = 1\n" for it in range(5000)),
    "many tables": MANIFEST + "".join(f"[[tool.x]]\na = {it}\n" for it in range(5000)),
    "a chain of groups": _chain(1),
    "a doubling chain of groups": _chain(2, 60),
    "a long chain of groups": _chain(1, 3000),
    "a cycle of groups": f"{MANIFEST}[dependency-groups]\ndev = [{{ include-group = 'dev' }}]\n",
    "a cycle of extras": (
        f"{_HEAD}[project.optional-dependencies]\na = ['app[b]']\nb = ['app[a]']\n"
    ),
    "a marker of alternatives": _requiring(f"idna; {_alternatives('or')}"),
    "a marker of conditions": _requiring(f"idna; {_alternatives('and')}"),
    "a marker of brackets": _requiring(f"idna; {'(' * _DEEP}os_name == 'nt'{')' * _DEEP}"),
    "a marker of many names": _requiring(
        "idna; " + " or ".join(f"extra == 'e{it}' and os_name != 'n{it}'" for it in range(300))
    ),
    "a marker of two ranges": _requiring(
        "idna; (python_version < '3.9' or os_name == 'nt') and " * 60 + "os_name == 'x'"
    ),
    "a specifier of digits": _requiring(f"idna>={DIGITS}"),
    "a specifier of parts": _requiring("idna>=" + ".".join("1" * _DEEP)),
    "many specifiers": _requiring("idna" + ",".join(f">={it}" for it in range(_DEEP))),
    "a version of digits": MANIFEST.replace('"0.1.0"', f'"{DIGITS}"'),
    "a Python of digits": MANIFEST.replace(">=3.12", f">={DIGITS}"),
    "a Python of an epoch": MANIFEST.replace(">=3.12", f">={DIGITS}!3.12"),
    "a long name": MANIFEST.replace('"app"', f'"{"a" * 100_000}"'),
    "a name of hyphens": MANIFEST.replace('"app"', f'"a{"-_." * 30_000}a"'),
    "a long requirement": _requiring("idna" + "-" * 50_000),
    "many extras": _requiring("idna[" + ",".join(f"e{it}" for it in range(_DEEP)) + "]"),
    "a number of digits": f"{MANIFEST}x = {DIGITS}\n",
    "a cut-off of digits": f'{MANIFEST}[tool.uv]\nexclude-newer = "{DIGITS} days"\n',
    "a span of digits": f'{MANIFEST}[tool.uv]\nexclude-newer = "P{DIGITS}D"\n',
    "many requirements": _requiring('", "'.join(f"p{it}>={it}" for it in range(_DEEP))),
    "members everywhere": f'{_WORKSPACE}["**/*", "../**", "../../**/*", "**/../**"]\n',
    "the whole disk": f'{_WORKSPACE}["/**/*"]\n',
    "stars": f'{_WORKSPACE}["{"*/" * 200}*", "{"**/" * 200}x", "{"*" * 500}x"]\n',
    "a pattern of stars": (
        f'{_WORKSPACE}["{"*a" * 60}b"]\nexclude = ["{"*a" * 60}b", "{"**/a" * 40}"]\n'
    ),
    "classes": f'{_WORKSPACE}["[a-{"b-c" * 500}]", "[", "[!]", "[]a]", "[z-a]", "{{a,b}}"]\n',
    "members above": f'{_WORKSPACE}["..", "../..", "/", "/etc", "/proc/self/fd", "."]\n',
    "a member that is a device": f'{_WORKSPACE}["/dev", "/dev/fd", "/proc/self"]\n',
    "sources upward": f"{MANIFEST}[tool.uv.sources]\nidna = {{ path = '../../../../etc/x' }}\n",
    "an evil member": f'{_WORKSPACE}["{ESCAPED}", "packages/*{ESCAPED}"]\n',
    "an evil source": f'{MANIFEST}[tool.uv.sources]\nidna = {{ git = "https://x/{ESCAPED}" }}\n',
    "an evil index": f'{MANIFEST}[[tool.uv.index]]\nname = "{ESCAPED}"\nurl = "{ESCAPED}"\n',
    "an evil key": f'{MANIFEST}[tool.uv]\n"{ESCAPED}" = 1\n[tool.lockstep]\n"{ESCAPED}" = 2\n',
    "an evil tool": f'[project]\nname = "{ESCAPED}"\n[tool.poetry]\nname = "{ESCAPED}"\n',
    **{f"brackets in {it}": f"{MANIFEST}{text}\n" for it, text in _in_brackets().items()},
    "a merge": f"<<<<<<< {EVIL}\n{MANIFEST}=======\n>>>>>>> {EVIL}\n",
}

_ENTRY = LOCKFILE[LOCKFILE.rindex("\n[[package]]") :]
_EDGE = '{ name = "idna" },\n]'
_REGISTRY = 'registry = "https://index.example/simple"'


def _sourced(source: str) -> str:
    return LOCKFILE.replace(_REGISTRY, source)


def _edge(edge: str) -> str:
    return LOCKFILE.replace(_EDGE, f"{edge},\n]")


def _metadata(entry: str) -> str:
    """The lockfile with an entry in the metadata of the project."""
    return LOCKFILE.replace(_EDGE, f"{_EDGE}\n[package.metadata]\nrequires-dist = [{entry}]\n")


def _chain_of_packages(count: int) -> str:
    entries = []
    for it in range(count):
        needs = f'dependencies = [\n    {{ name = "p{it + 1}" }},\n]\nsdist'
        entries.append(_ENTRY.replace('"idna"', f'"p{it}"').replace("sdist", needs))
    first = LOCKFILE.replace(_EDGE, '{ name = "p0" },\n]')
    return first + "".join(entries) + _ENTRY.replace('"idna"', f'"p{count}"')


LOCKFILES = {
    "a version of digits": LOCKFILE.replace('"3.10"', f'"{DIGITS}"'),
    "a format of digits": LOCKFILE.replace("version = 1\n", f"version = {DIGITS}\n"),
    "a revision of digits": LOCKFILE.replace("revision = 3", f"revision = {DIGITS}"),
    "a format of a table": LOCKFILE.replace("version = 1\n", "version = { a = 1 }\n"),
    "a size of digits": LOCKFILE.replace("size = 1000", f"size = {DIGITS}"),
    "a Python of digits": LOCKFILE.replace('">=3.12"', f'">={DIGITS}"'),
    "a long chain of packages": _chain_of_packages(2500),
    "a marker of alternatives": _edge(f'{{ name = "idna", marker = "{_alternatives("or")}" }}'),
    "brackets in what is required": _metadata(f'{{ name = "idna", marker = "{_BRACKETS}" }}'),
    "brackets of supported machines": LOCKFILE.replace(
        "revision = 3", f'revision = 3\nsupported-markers = ["{_BRACKETS}"]'
    ),
    "brackets of resolutions": LOCKFILE.replace(
        "revision = 3", f'revision = 3\nresolution-markers = ["{_BRACKETS}"]'
    ),
    "brackets in a constraint": f'{LOCKFILE}\n[manifest]\nconstraints = [{{ name = "idna", '
    f'marker = "{_BRACKETS}" }}]\n',
    "a marker of brackets": _edge(f'{{ name = "idna", marker = "{"(" * _DEEP}" }}'),
    "a folder upward": _sourced('directory = "../../../../../../../../etc"'),
    "a folder of the system": _sourced('editable = "/proc/self/root/proc/self"'),
    "an archive that is a device": _sourced('path = "/dev/zero"'),
    "an archive that is a pipe": _sourced('path = "/dev/stdin"'),
    "an evil source": _sourced(f'git = "https://x/{ESCAPED}?rev={ESCAPED}#{ESCAPED}"'),
    "an evil folder": _sourced(f'directory = "{ESCAPED}"'),
    "an evil URL": _sourced(f'url = "https://x/{ESCAPED}.whl"'),
    "an evil name": LOCKFILE.replace('name = "idna"', f'name = "idna{ESCAPED}"'),
    "an evil version": LOCKFILE.replace('"3.10"', f'"3.10{ESCAPED}"'),
    "an evil marker": _edge(f'{{ name = "idna", marker = "os_name == \'{ESCAPED}\'" }}'),
    "an evil extra": _edge(f'{{ name = "idna", extra = ["{ESCAPED}"] }}'),
    "nested arrays": f"{LOCKFILE}x = {'[' * 5000}{']' * 5000}\n",
    "dotted keys": f"{LOCKFILE}[package.{'.'.join('a' * _DEEP)}]\nb = 1\n",
    "5,000 packages": LOCKFILE + "".join(_ENTRY.replace("idna", f"p{it}") for it in range(5000)),
    "5,000 of one name": LOCKFILE
    + "".join(_ENTRY.replace("3.10", f"3.{it}") for it in range(5000)),
    "a merge": f"<<<<<<< {EVIL}\n{LOCKFILE}=======\n>>>>>>> {EVIL}\n",
    "a newer uv": LOCKFILE.replace("version = 1\n", "version = 99\n"),
}
