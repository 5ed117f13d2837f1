"""Further inputs of uv's comparison: conflicts, scopes, hashes, Pythons of groups, indexes."""

from __future__ import annotations

import re

from ..projects import Project
from ..recipes.configured import (
    GROUP_PYTHON,
    HASHED,
    INCLUDED_CONFLICT,
    LOCAL_SOURCE,
    MANY_MARKERS,
    NESTED,
    OTHER_WORKSPACE,
    PLAIN,
    PRERELEASES,
    SCOPED,
    SELF_EXTRAS,
    WITHOUT_METADATA,
)
from ..recipes.conflicts import THREE
from ..recipes.workspaces import VIRTUAL_ROOT
from .edit import MANIFEST, Edit
from .steps import Step, add, fresh, lock, stale, swap, variable
from .tool_uv_keys import TOOL_UV_KEYS

_LAST_SET = '    [{ group = "g" }, { group = "h" }],\n'
_GAMMA = "pkgs/gamma/pyproject.toml"
_UNMANAGED = swap("[tool.uv]", "[tool.uv]\nmanaged = false", _GAMMA)

CONFLICTS = [
    fresh(INCLUDED_CONFLICT, "as locked"),
    fresh(
        INCLUDED_CONFLICT,
        "an inferred set is written too",
        swap("]]\n", '], [{ group = "c" }, { group = "b" }]]\n'),
    ),
    stale(
        INCLUDED_CONFLICT,
        "an include is taken away",
        swap('d = [{ include-group = "c" }]', "d = []"),
    ),
    stale(
        INCLUDED_CONFLICT,
        "an include is added",
        swap('b = ["', 'e = [{include-group="b"}]\nb = ["'),
    ),
    fresh(THREE, "as locked, in three sets"),
    stale(
        THREE,
        "the sets in another order",
        swap(_LAST_SET, ""),
        swap("conflicts = [\n", f"conflicts = [\n{_LAST_SET}"),
    ),
    stale(THREE, "a set twice", swap(_LAST_SET, _LAST_SET * 2)),
    stale(VIRTUAL_ROOT, "a member that is not managed any more", _UNMANAGED),
    fresh(VIRTUAL_ROOT, "a member that is not managed", _UNMANAGED, lock),
    stale(INCLUDED_CONFLICT, "the other group", swap('{ group = "b" }', '{ group = "d" }')),
]

SCOPES = [
    fresh(SCOPED, "as locked"),
    stale(SCOPED, "another requirement", swap("markupsafe<2.1.5", "markupsafe<2.1.4")),
    fresh(SCOPED, "another spelling", swap("markupsafe<2.1.5", "MarkupSafe < 2.1.5")),
    stale(
        SCOPED,
        "another scope",
        swap('"jinja2" }, dependencies = ["m', '"markupsafe" }, dependencies = ["m'),
    ),
    stale(
        SCOPED,
        "a plain one beside it",
        swap("override-dependencies = [{", 'override-dependencies = ["markupsafe<3", {'),
    ),
    stale(SCOPED, "another exclusion", swap('["absent"]', '["absent", "other"]')),
    stale(SCOPED, "no exclusion", swap('["absent"]', "[]")),
    fresh(
        PLAIN,
        "a scope that is not pinned",
        add('[tool.uv]\noverride-dependencies = [{ package = { name = "a" }, dependencies = [] }]'),
    ),
    stale(
        PLAIN,
        "a scope that is pinned",
        add('[tool.uv]\nexclude-dependencies = [{package={name="six"},dependencies=["a"]}]'),
    ),
]

HASHES = [
    fresh(HASHED, "as locked"),
    stale(HASHED, "another hash", swap("sha256:e3b0", "sha256:e3b1")),
    stale(HASHED, "no hash", swap('[{ requirement = "hatchling==1.0"', '["wheel<2"]#')),
    stale(HASHED, "another requirement", swap("wheel<2", "wheel<3")),
]

GROUPS = [
    fresh(GROUP_PYTHON, "as locked"),
    stale(GROUP_PYTHON, "one that changes no marker", swap('>=3.10" }', '>=3.9" }')),
    stale(GROUP_PYTHON, "one that changes a marker", swap('>=3.10" }', '>=3.12" }')),
    stale(GROUP_PYTHON, "removed", swap('dev = { requires-python = ">=3.10" }', "")),
    fresh(GROUP_PYTHON, "blanks", swap('>=3.10" }', '>= 3.10" }')),
    fresh(PRERELEASES, "as locked"),
    stale(PRERELEASES, "another mode", swap('six = "allow"', 'six = "disallow"')),
    stale(PRERELEASES, "one that is not pinned", swap('"allow"', '"allow", absent = "allow"')),
    stale(PRERELEASES, "removed", swap('{ six = "allow" }', "{}")),
    fresh(PRERELEASES, "another spelling", swap('six = "allow"', 'Six = "allow"')),
]

SOURCES = [
    fresh(LOCAL_SOURCE, "as locked"),
    stale(LOCAL_SOURCE, "no-sources", add("no-sources = true")),
    fresh(LOCAL_SOURCE, "no-sources, switched off", add("no-sources = false")),
    stale(LOCAL_SOURCE, "no-sources-package", add('no-sources-package = ["six"]')),
    fresh(LOCAL_SOURCE, "no-sources-package of another", add('no-sources-package = ["absent"]')),
    fresh(LOCAL_SOURCE, "no-sources, locked so", add("no-sources = true"), lock),
    fresh(LOCAL_SOURCE, "both", add('no-sources = false\nno-sources-package = ["six"]')),
    stale(LOCAL_SOURCE, "UV_NO_SOURCES", variable("UV_NO_SOURCES", "1")),
    fresh(LOCAL_SOURCE, "UV_NO_SOURCES off", variable("UV_NO_SOURCES", "0")),
    stale(LOCAL_SOURCE, "UV_NO_SOURCES_PACKAGE", variable("UV_NO_SOURCES_PACKAGE", "six a")),
    stale(
        LOCAL_SOURCE,
        "another folder",
        swap('path = "libs/six"', 'path = "libs/six", editable = true'),
    ),
    fresh(LOCAL_SOURCE, "a slash", swap('"libs/six"', '"libs/six/"')),
    fresh(OTHER_WORKSPACE, "as locked"),
    stale(
        OTHER_WORKSPACE,
        "a source in the other root",
        swap("workspace = true", "workspace = true, editable = false", "other/pyproject.toml"),
    ),
    stale(
        OTHER_WORKSPACE,
        "a requirement in the other workspace",
        swap('"base"', '"base", "six"', "other/lib/pyproject.toml"),
    ),
    fresh(NESTED, "as locked"),
    fresh(
        NESTED,
        "a source of its own",
        add("[tool.uv.sources]\nnested-members = { workspace = true }", "outer/pyproject.toml"),
        swap("nested-members = { workspace = true }", "", MANIFEST),
    ),
    stale(
        NESTED,
        "one requirement more",
        swap('"nested-members"', '"nested-members", "six"', "outer/inner/pyproject.toml"),
    ),
]

EDGES = [
    fresh(WITHOUT_METADATA, "as locked"),
    stale(WITHOUT_METADATA, "added", swap('    "iniconfig",', '    "iniconfig",\n    "pluggy",')),
    stale(WITHOUT_METADATA, "removed", swap('    "iniconfig",\n', "")),
    stale(WITHOUT_METADATA, "excludes the pin", swap('"iniconfig"', '"iniconfig<2"')),
    fresh(WITHOUT_METADATA, "allows the pin", swap('"iniconfig"', '"iniconfig>=1"')),
    stale(WITHOUT_METADATA, "an extra less", swap('x = ["idna"]', "")),
    stale(WITHOUT_METADATA, "an extra more", swap('x = ["idna"]', 'x = ["idna"]\ny = []')),
    stale(WITHOUT_METADATA, "a group's requirement more", swap('["pluggy"]', '["pluggy", "idna"]')),
    stale(WITHOUT_METADATA, "a group less", swap('dev = ["pluggy"]', "")),
    stale(
        WITHOUT_METADATA,
        "a marker that excludes it here and there",
        swap('"iniconfig"', "\"iniconfig ; sys_platform == 'win32'\""),
    ),
    fresh(
        WITHOUT_METADATA,
        "a marker that always holds",
        swap('"iniconfig"', "\"iniconfig ; python_version >= '3.8'\""),
    ),
    stale(WITHOUT_METADATA, "without the feature", swap('["lock-without-metadata"]', "[]")),
    fresh(
        WITHOUT_METADATA,
        "all features",
        swap('preview-features = ["lock-without-metadata"]', "preview = true"),
    ),
]

LARGE = [
    fresh(MANY_MARKERS, "as locked"),
    fresh(
        MANY_MARKERS, "another spelling", swap("sys_platform == 'win32'", "sys_platform=='win32'")
    ),
    stale(MANY_MARKERS, "one more extra", add('y = ["iniconfig"]')),
    stale(
        MANY_MARKERS,
        "one marker changed",
        swap('x7 = ["iniconfig ; ', "x7 = [\"iniconfig ; sys_platform == 'aix' and "),
    ),
    fresh(SELF_EXTRAS, "as locked"),
    fresh(
        SELF_EXTRAS, "another spelling", swap("sys_platform == 'linux'", "'linux' == sys_platform")
    ),
    stale(SELF_EXTRAS, "another bound", swap('x7 = ["iniconfig>=1"]', 'x7 = ["iniconfig>=2"]')),
    stale(SELF_EXTRAS, "another extra", swap("self-extras[x7]", "self-extras[x8]")),
]


def _index(form: str) -> Step:
    """Write the lockfile's index in another form; no test may contain an index's address."""

    def apply(project: Project) -> None:
        found = re.search(r'registry = "(https://)([^/]+)([^"]*)"', project.read("uv.lock"))
        assert found
        scheme, host, path = found.groups()
        url = form.format(scheme=scheme, host=host, HOST=host.upper(), path=path)
        project.write(
            MANIFEST, f'{project.read()}\n[[tool.uv.index]]\nurl = "{url}"\ndefault = true\n'
        )

    return apply


URLS = [
    fresh(PLAIN, "the same index", _index("{scheme}{host}{path}")),
    stale(PLAIN, "with a slash", _index("{scheme}{host}{path}/")),
    fresh(PLAIN, "host in capitals", _index("{scheme}{HOST}{path}")),
    fresh(PLAIN, "default port", _index("{scheme}{host}:443{path}")),
    stale(PLAIN, "another port", _index("{scheme}{host}:8443{path}")),
    fresh(PLAIN, "credentials", _index("{scheme}user:word@{host}{path}")),
    stale(PLAIN, "another path", _index("{scheme}{host}/other")),
]

_DIAMOND = """[dependency-groups]
all = [{ include-group = "base" }, { include-group = "more" }]
more = [{ include-group = "base" }, "pluggy"]
base = ["idna"]
"""
DIAMOND = [
    fresh(PLAIN, "a group that is included twice", add(_DIAMOND), lock),
    stale(
        PLAIN, "another one of it", add(_DIAMOND), lock, swap('base = ["idna"]', 'base = ["six"]')
    ),
]

MODELLED: list[Edit] = [*CONFLICTS, *DIAMOND, *SCOPES, *HASHES, *GROUPS, *SOURCES, *EDGES, *LARGE]
MODELLED += [*TOOL_UV_KEYS, *URLS]
