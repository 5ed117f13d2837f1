"""Settings outside of the project: in parent folders, of the user, in variables."""

from __future__ import annotations

from ..recipes.configured import MOMENT, PLAIN
from ..recipes.edited import INDEXED, RICH
from .edit import Edit
from .steps import add, fresh, lock, stale, swap, system, user, variable, write

_CUT_OFF = 'exclude-newer = "2024-06-01T00:00:00Z"\n'
_SPAN = 'exclude-newer = "7 days"\n'
_ABOVE = f'[project]\nname = "top"\nversion = "1"\n[tool.uv]\n{_CUT_OFF}'
_DEFAULT_INDEX = '[[index]]\nurl = "https://index.example/simple"\ndefault = true\n'
_WRONG_TABLE = swap("[tool.uv]\n", "[tool.uv]\nlink-mode = 3\n")

ABOVE = [
    stale(PLAIN, "[tool.uv] above", write("../pyproject.toml", _ABOVE)),
    fresh(PLAIN, "[tool.uv] above, locked so", write("../pyproject.toml", _ABOVE), lock),
    stale(
        PLAIN,
        "an empty [tool.uv] hides what is above",
        write("../pyproject.toml", _ABOVE),
        lock,
        add("[tool.uv]"),
    ),
    stale(
        PLAIN,
        "sources hide what is above",
        write("../pyproject.toml", _ABOVE),
        lock,
        add('[tool.uv.sources]\nabsent = { path = "absent" }'),
    ),
    fresh(MOMENT, "its own comes first", write("../uv.toml", _SPAN)),
    stale(PLAIN, "uv.toml above", write("../uv.toml", _CUT_OFF)),
    stale(PLAIN, "another default index above", write("../uv.toml", _DEFAULT_INDEX)),
    fresh(
        MOMENT,
        "a wrong table is passed over for one above",
        _WRONG_TABLE,
        write("../uv.toml", _CUT_OFF),
    ),
    fresh(
        PLAIN, "a workspace above without it", write("../pyproject.toml", "[tool.uv.workspace]\n")
    ),
]

BESIDE = [
    stale(MOMENT, "an empty uv.toml hides [tool.uv]", write("uv.toml", "")),
    fresh(MOMENT, "uv.toml says the same", write("uv.toml", _CUT_OFF)),
    stale(MOMENT, "uv.toml says another", write("uv.toml", 'exclude-newer = "2024-01-01"\n')),
    fresh(PLAIN, "uv.toml without effect", write("uv.toml", 'link-mode = "copy"\n')),
    stale(PLAIN, "resolution in uv.toml", write("uv.toml", 'resolution = "lowest"\n')),
    fresh(RICH, "an empty uv.toml hides no constraints", write("uv.toml", "")),
    fresh(PLAIN, "constraints of uv.toml", write("uv.toml", 'constraint-dependencies = ["six<1"]')),
    stale(PLAIN, "prerelease in uv.toml", write("uv.toml", 'prerelease-package = { a = "allow" }')),
]

USER = [
    stale(PLAIN, "the user's cut-off", user(_CUT_OFF)),
    fresh(PLAIN, "the user's cut-off, locked so", user(_CUT_OFF), lock),
    stale(PLAIN, "the user's cut-off is gone", user(_CUT_OFF), lock, user("")),
    fresh(MOMENT, "the project comes before the user", user(_SPAN)),
    stale(
        MOMENT,
        "the project's wrong table leaves the user's",
        _WRONG_TABLE,
        user(_SPAN),
    ),
    stale(PLAIN, "the user's resolution", user('resolution = "lowest"\n')),
    stale(PLAIN, "the user's index", user(_DEFAULT_INDEX)),
    fresh(PLAIN, "the user's index beside the default", user(_DEFAULT_INDEX.partition("def")[0])),
    fresh(PLAIN, "the user's settings without effect", user('link-mode = "copy"\noffline = true')),
    fresh(
        PLAIN,
        "the user's settings are switched off",
        user(_CUT_OFF),
        variable("UV_NO_CONFIG", "1"),
    ),
    stale(PLAIN, "the system's cut-off", system(_CUT_OFF)),
    fresh(
        PLAIN,
        "the system's settings are switched off",
        system(_CUT_OFF),
        variable("UV_NO_SYSTEM_CONFIG", "1"),
    ),
    fresh(
        PLAIN,
        "the user comes before the system",
        user(_CUT_OFF),
        lock,
        system(_SPAN),
    ),
    stale(
        PLAIN,
        "by package from the user, beside the project's",
        add("[tool.uv]\nexclude-newer-package = { a = false }"),
        user('exclude-newer-package = { six = "2024-01-01" }\n'),
    ),
]

VARIABLES = [
    stale(PLAIN, "UV_RESOLUTION", variable("UV_RESOLUTION", "lowest")),
    fresh(PLAIN, "UV_RESOLUTION as it is", variable("UV_RESOLUTION", "highest")),
    stale(PLAIN, "UV_PRERELEASE", variable("UV_PRERELEASE", "allow")),
    stale(PLAIN, "UV_FORK_STRATEGY", variable("UV_FORK_STRATEGY", "fewest")),
    stale(PLAIN, "UV_DEFAULT_INDEX", variable("UV_DEFAULT_INDEX", "https://index.example/simple")),
    stale(PLAIN, "UV_INDEX_URL", variable("UV_INDEX_URL", "https://index.example/simple")),
    fresh(PLAIN, "UV_INDEX", variable("UV_INDEX", "more=https://index.example/simple")),
    fresh(PLAIN, "UV_EXTRA_INDEX_URL", variable("UV_EXTRA_INDEX_URL", "https://index.example/s")),
    fresh(PLAIN, "UV_INDEX empty", variable("UV_INDEX", "")),
    fresh(PLAIN, "UV_LINK_MODE", variable("UV_LINK_MODE", "copy")),
    fresh(PLAIN, "UV_PREVIEW", variable("UV_PREVIEW", "1")),
    fresh(PLAIN, "UV_CONSTRAINT", variable("UV_CONSTRAINT", "absent.txt")),
    fresh(MOMENT, "UV_NO_SOURCES", variable("UV_NO_SOURCES", "1")),
    stale(MOMENT, "UV_NO_CONFIG", variable("UV_NO_CONFIG", "1")),
    fresh(MOMENT, "UV_NO_CONFIG switched off", variable("UV_NO_CONFIG", "0")),
    stale(
        MOMENT,
        "UV_CONFIG_FILE",
        write("other.toml", _SPAN),
        variable("UV_CONFIG_FILE", "other.toml"),
    ),
    fresh(
        MOMENT,
        "UV_CONFIG_FILE as locked",
        write("other.toml", _CUT_OFF),
        variable("UV_CONFIG_FILE", "other.toml"),
    ),
]

_INDEX = '[[tool.uv.index]]\nname = "local"'

INDEXES = [
    stale(INDEXED, "no-index", swap(_INDEX, f"[tool.uv]\nno-index = true\n{_INDEX}")),
    stale(PLAIN, "no-index alone", add("[tool.uv]\nno-index = true")),
    fresh(PLAIN, "no-index false", add("[tool.uv]\nno-index = false")),
    fresh(PLAIN, "one more index", add('[tool.uv]\nextra-index-url = ["https://index.example/s"]')),
    stale(PLAIN, "index-url", add('[tool.uv]\nindex-url = "https://index.example/simple"')),
    fresh(INDEXED, "one more index", add('[[tool.uv.index]]\nurl = "https://index.example/s"')),
    stale(
        INDEXED,
        "another default",
        add('[[tool.uv.index]]\nurl = "https://index.example/s"\ndefault = true'),
    ),
]

ELSEWHERE: list[Edit] = [*ABOVE, *BESIDE, *USER, *VARIABLES, *INDEXES]
