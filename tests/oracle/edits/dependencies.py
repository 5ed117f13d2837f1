"""Edits of dependencies, extras and groups."""

from __future__ import annotations

from ..recipes import groups
from ..recipes.edited import RICH, SMALL
from .edit import breaks, fits

DEPENDENCIES = [
    breaks(SMALL, '    "six>=1.15,<1.17",\n', ""),
    breaks(SMALL, "six>=1.15,<1.17", "six>=1.15"),
    breaks(SMALL, "six>=1.15,<1.17", "six==1.16.0"),
    breaks(SMALL, '    "six', '    "packaging==24.1",\n    "six'),
    fits(SMALL, '    "six', '    "six",\n    "six'),
    fits(SMALL, '    "six>=1.15,<1.17",\n', '    "six>=1.15",\n    "six<1.17",\n'),
    breaks(SMALL, "<1.17", "<1.17 ; sys_platform == 'win32'"),
    breaks(SMALL, 'a = ["idna>=3"]', 'a = ["idna>=3.1"]'),
    breaks(SMALL, 'a = ["idna>=3"]\n', ""),
    breaks(SMALL, 'a = ["idna>=3"]', 'aa = ["idna>=3"]'),
    breaks(SMALL, 'a = ["idna>=3"]', 'a = ["idna>=3"]\nnew = []'),
    breaks(SMALL, 'a = ["idna>=3"]', 'a = ["idna>=3", "small[b-c]"]'),
    fits(SMALL, '["iniconfig>=1", "pluggy"]', '["pluggy", "iniconfig>=1"]'),
    breaks(SMALL, '["iniconfig>=1", "pluggy"]', '["pluggy"]'),
    breaks(SMALL, '"pluggy"]', '"pluggy"]\nmore = []'),
    breaks(SMALL, "dev = [", "test = ["),
    breaks(RICH, '"six==1.16.0",\n', '"six==1.16.0",\n    "anyio==4.4.0",\n'),
    breaks(RICH, "sys_platform == 'nowhere'", "sys_platform == 'elsewhere'"),
    breaks(RICH, "anyio[trio]", "anyio"),
    breaks(RICH, ', {include-group = "lint"}', ""),
    fits(RICH, ', {include-group = "lint"}', ', "pathspec==0.12.1"'),
    breaks(RICH, '"pathspec==0.12.1"', '"pathspec>=0.12.1"'),
    fits(
        RICH, 'web = ["idna>=3.6,<3.8", "h11==0.14.0"]', 'web = ["h11==0.14.0", "idna>=3.6,<3.8"]'
    ),
    breaks(groups.LEGACY, "dev-dependencies", "Dev-dependencies"),
    breaks(groups.LEGACY, "iniconfig==2.0.0", "iniconfig>=2.0.0"),
    fits(groups.LEGACY, "Pluggy>=1.5,<1.6", "pluggy<1.6,>=1.5"),
    breaks(groups.LEGACY_AND_GROUP, "[tool.uv]\n", "[tool.other]\n"),
    breaks(groups.ONLY_GROUPS, "iniconfig==2.0.0", "iniconfig>=2.0.0"),
    fits(groups.ONLY_GROUPS, "docs = ", "Docs = "),
    breaks(groups.ONLY_GROUPS, '"markupsafe==2.1.5", ', ""),
]
