"""Edits of resolver settings in `[tool.uv]`."""

from __future__ import annotations

from ..recipes import forks, groups, simple
from ..recipes.edited import ENVIRONMENTS, RICH
from .edit import breaks, fits

SETTINGS = [
    breaks(RICH, "markupsafe<2.1.5", "markupsafe<2.1.4"),
    breaks(RICH, '["markupsafe<2.1.5"]', "[]"),
    fits(RICH, '["markupsafe<2.1.5"]', '["MarkupSafe<2.1.5"]'),
    breaks(RICH, "click==8.1.3", "click==8.1.7"),
    breaks(RICH, 'override-dependencies = ["click==8.1.3"]\n', ""),
    breaks(RICH, "hatchling<2", "hatchling<3"),
    breaks(RICH, '["tomli"]', '["tomli", "iniconfig"]'),
    fits(RICH, '["tomli"]', '["Tomli"]'),
    breaks(RICH, "required-environments = [\"sys_platform == 'linux'\"]\n", ""),
    breaks(RICH, "sys_platform == 'linux'", "sys_platform == 'darwin'"),
    breaks(RICH, 'conflicts = [[{ extra = "color" }, { extra = "web" }]]\n', ""),
    fits(RICH, '{ extra = "color" }, { extra = "web" }', '{ extra = "web" }, { extra = "color" }'),
    breaks(RICH, '{ extra = "web" }]]', '{ group = "lint" }]]'),
    fits(RICH, '{ extra = "color" },', '{ package = "rich", extra = "color" },'),
    breaks(RICH, "conflicts =", 'default-groups = ["lint"]\nconflicts ='),
    fits(RICH, "conflicts =", 'default-groups = ["dev"]\nconflicts ='),
    breaks(RICH, "conflicts =", 'default-groups = "all"\nconflicts ='),
    breaks(RICH, "conflicts =", 'resolution = "lowest-direct"\nconflicts ='),
    fits(RICH, "conflicts =", 'resolution = "highest"\nconflicts ='),
    breaks(RICH, "conflicts =", 'prerelease = "allow"\nconflicts ='),
    fits(RICH, "conflicts =", 'prerelease = "if-necessary-or-explicit"\nconflicts ='),
    breaks(RICH, "conflicts =", 'fork-strategy = "fewest"\nconflicts ='),
    breaks(RICH, "conflicts =", 'exclude-newer = "2035-01-01T00:00:00Z"\nconflicts ='),
    fits(RICH, "conflicts =", 'link-mode = "copy"\nconflicts ='),
    breaks(RICH, "conflicts =", "environments = [\"sys_platform == 'linux'\"]\nconflicts ="),
    fits(groups.DEFAULTS_LISTED, '["docs", "types"]', '["types", "docs"]'),
    breaks(groups.DEFAULTS_LISTED, '["docs", "types"]', '["docs"]'),
    breaks(groups.DEFAULTS_ALL, '"all"', '["dev"]'),
    breaks(groups.DEFAULTS_NONE, "default-groups = []", ""),
    breaks(groups.GROUP_PYTHON, ">=3.12", ">=3.11"),
    breaks(simple.LOWEST, 'resolution = "lowest"', 'resolution = "highest"'),
    breaks(simple.METADATA, "six==1.16.0", "six>=1.16.0"),
    breaks(simple.METADATA, '"loud"', '"silent"'),
    breaks(ENVIRONMENTS, ", \"sys_platform == 'win32'\"", ""),
    breaks(
        ENVIRONMENTS, "'linux'\", \"sys_platform == 'win32'", "'win32'\", \"sys_platform == 'linux'"
    ),
    fits(ENVIRONMENTS, "sys_platform == 'linux'", "sys_platform=='linux'"),
    breaks(forks.BY_PYTHON[2], ">=3.10", ">=3.12"),
]
