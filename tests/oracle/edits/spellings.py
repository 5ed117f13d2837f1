"""Edits of the notation only, or of nearly nothing else."""

from __future__ import annotations

from ..recipes.edited import RICH, SMALL
from .edit import fits

SPELLINGS = [
    fits(SMALL, "six>=1.15,<1.17", "six<1.17,>=1.15"),
    fits(SMALL, "six>=1.15,<1.17", "six >= 1.15 , < 1.17"),
    fits(SMALL, "six>=1.15,<1.17", "six (>=1.15,<1.17)"),
    fits(SMALL, "six>=1.15", "SIX>=1.15"),
    fits(SMALL, "six>=1.15", "six>=1.15.0"),
    fits(SMALL, "Typing_Extensions", "typing.extensions"),
    fits(SMALL, 'name = "small"', 'name = "Small"'),
    fits(SMALL, '"b.c"', "B_C"),
    fits(SMALL, "[project]\n", "# A remark.\n[project]\n\n"),
    fits(SMALL, '    "Typing_Extensions>=4.10",\n', '"Typing_Extensions>=4.10"'),
    fits(RICH, "python_version >= '3.10'", "python_version>='3.10'"),
    fits(RICH, "python_version >= '3.10'", "'3.10' <= python_version"),
    fits(RICH, "python_version >= '3.10'", "python_full_version >= '3.10'"),
    fits(RICH, "click>=8 ; python_version >= '3.10'", "click>=8"),
    fits(RICH, "sys_platform == 'nowhere'", '(sys_platform == \\"nowhere\\")'),
    fits(RICH, "anyio[trio]", "anyio[Trio]"),
    fits(RICH, "anyio[trio]", "anyio [trio]"),
    fits(RICH, 'include-group = "lint"', 'include-group = "Lint"'),
    fits(RICH, "lint = [", "Lint = ["),
    fits(RICH, 'version = "0.1.0"', 'version = "0.1"'),
]
