"""Edits that write a requirement differently, with the same or nearly the same meaning for uv."""

from __future__ import annotations

from ..recipes.edited import ENVIRONMENTS, NAMED, RICH, SMALL
from .edit import breaks, fits

SIX = '"six>=1.15,<1.17"'
TYPING = '"Typing_Extensions>=4.10"'
IDNA = '"idna>=3"'
PYTHON = 'requires-python = ">=3.10"'
EXACT = '"six==1.16.0"'
CONSTRAINT = '"markupsafe<2.1.5"'
LINUX = "sys_platform == 'linux'"
PYPY = "implementation_name == 'pypy'"
OVERRIDE = '"click==8.1.3"'

RANGES = [
    fits(SMALL, SIX, '"six>=1.15,<1.17,!=2.0"'),
    fits(SMALL, SIX, '"six>=1.15,>=1.14,<1.17"'),
    fits(SMALL, SIX, '"six~=1.15,<1.17"'),
    fits(SMALL, SIX, '"six>=1.15,<1.17.0.0"'),
    fits(SMALL, SIX, '"six>=1.15,<1.17,!=1.17"'),
    fits(SMALL, SIX, '"six", "six<1.17", "six>=1.15"'),
    breaks(SMALL, SIX, '"six>=1.15,<1.17,!=1.16"'),
    breaks(SMALL, SIX, '"six>=1.15rc1,<1.17"'),
    breaks(SMALL, SIX, '"six>1.15,<1.17"'),
    breaks(SMALL, SIX, '"six>=1.15,<=1.17"'),
    breaks(SMALL, SIX, '"six==1.15.*"'),
    breaks(SMALL, SIX, '"six~=1.15.0"'),
    breaks(SMALL, SIX, '"six>=1.15,<1.17", "six==1.16"'),
    fits(RICH, EXACT, '"six==1.16"'),
    breaks(RICH, EXACT, '"six===1.16.0"'),
    breaks(RICH, EXACT, '"six==1.16.*"'),
    breaks(RICH, EXACT, '"six==1.16.0,>=1"'),
    breaks(RICH, EXACT, '"six>=1.16.0,<=1.16.0"'),
    fits(RICH, EXACT, '"six==1.16.0", "six==1.16.0"'),
    breaks(RICH, EXACT, '"six==1.16.0", "six>=1"'),
]

MARKERS = [
    fits(SMALL, TYPING, f"{TYPING[:-1]} ; python_version >= '3.10'\""),
    fits(SMALL, TYPING, f"{TYPING[:-1]} ; python_version >= '3'\""),
    fits(SMALL, TYPING, f"{TYPING[:-1]} ; python_version != '2.7'\""),
    fits(SMALL, TYPING, f"{TYPING[:-1]} ; os_name == 'nt' or os_name != 'nt'\""),
    fits(SMALL, TYPING, f"{TYPING[:-1]} ; os_name == 'nt'\", {TYPING[:-1]} ; os_name != 'nt'\""),
    fits(SMALL, TYPING, f"{TYPING}, \"typing-extensions>=4.9 ; os_name == 'nt'\""),
    breaks(SMALL, TYPING, f"{TYPING}, \"typing-extensions>=4.11 ; os_name == 'nt'\""),
    breaks(SMALL, TYPING, f"{TYPING[:-1]} ; python_version >= '3.11'\""),
    breaks(SMALL, TYPING, f"{TYPING[:-1]} ; python_full_version > '3.10'\""),
    breaks(SMALL, TYPING, f"{TYPING[:-1]} ; python_version < '3'\""),
    breaks(SMALL, TYPING, f"{TYPING[:-1]} ; implementation_name == 'cpython'\""),
    fits(RICH, "sys_platform == 'nowhere'", "'nowhere' == sys_platform and python_version > '3'"),
    breaks(RICH, "sys_platform == 'nowhere'", "sys_platform in 'nowhere'"),
    breaks(RICH, "sys_platform == 'nowhere'", "sys_platform != 'nowhere'"),
    breaks(RICH, "sys_platform == 'nowhere'", "os_name == 'nowhere'"),
    fits(RICH, "python_version >= '3.10'", "python_version not in '2.7, 3.9'"),
]

SYSTEMS = [
    fits(NAMED, "sys_platform == 'win32'", "platform_system == 'Windows'"),
    fits(NAMED, "platform_system == 'Darwin'", "sys_platform == 'darwin'"),
    breaks(NAMED, "sys_platform == 'win32'", "sys_platform == 'win32' and os_name != 'posix'"),
    breaks(NAMED, "sys_platform == 'win32'", "os_name == 'nt'"),
    breaks(NAMED, "platform_system == 'FreeBSD'", "sys_platform == 'freebsd'"),
    fits(NAMED, PYPY, f"{PYPY} or os_name == 'nt' and os_name == 'posix'"),
    breaks(NAMED, PYPY, "platform_python_implementation == 'PyPy'"),
]

LISTS = [
    fits(SMALL, '"iniconfig>=1"', '"iniconfig>=1", "iniconfig"'),
    fits(SMALL, IDNA, '"idna>=3", "idna>=2"'),
    fits(SMALL, IDNA, "\"idna>=3 ; python_version >= '3.9'\""),
    breaks(SMALL, IDNA, '"idna>=3", "idna[all]"'),
    fits(RICH, CONSTRAINT, '"markupsafe<2.1.5,<3"'),
    fits(RICH, CONSTRAINT, '"markupsafe<2.1.5", "MarkupSafe"'),
    fits(RICH, CONSTRAINT, '"markupsafe<2.1.5", "flask"'),
    # The lockfile records nothing about packages that it does not contain.
    fits(RICH, CONSTRAINT, '"markupsafe<2.1.5", "flask<4"'),
    breaks(RICH, CONSTRAINT, '"markupsafe<2.1.5", "six<3"'),
    breaks(RICH, CONSTRAINT, "\"markupsafe<2.1.5 ; os_name == 'nt'\""),
    fits(RICH, OVERRIDE, '"click==8.1.3.0"'),
    breaks(RICH, OVERRIDE, "\"click==8.1.3 ; os_name == 'nt'\""),
    fits(RICH, OVERRIDE, '"click==8.1.3", "flask<4"'),
    breaks(RICH, OVERRIDE, '"click==8.1.3", "six<3"'),
    fits(RICH, '["tomli"]', '["tomli", "flask"]'),
    fits(RICH, '["tomli"]', '["tomli", "tomli"]'),
]

PYTHONS = [
    fits(SMALL, PYTHON, 'requires-python = ">=3.10.0,>=3.9"'),
    fits(SMALL, PYTHON, 'requires-python = ">=3.10,!=3.9.*"'),
    fits(SMALL, PYTHON, 'requires-python = ">=3.10,!=3.11.2"'),
    breaks(SMALL, PYTHON, 'requires-python = ">3.10"'),
    breaks(SMALL, PYTHON, 'requires-python = ">=3.10,<3.99"'),
    breaks(SMALL, PYTHON, 'requires-python = ">=3.10.1"'),
    breaks(SMALL, PYTHON, 'requires-python = "==3.12.*"'),
    breaks(SMALL, PYTHON, 'requires-python = ">=3.9"'),
    breaks(SMALL, f"{PYTHON}\n", ""),
    fits(
        ENVIRONMENTS, "sys_platform == 'linux'", "python_version >= '3' and sys_platform == 'linux'"
    ),
    breaks(
        ENVIRONMENTS, "sys_platform == 'linux'", "sys_platform == 'linux' and os_name == 'posix'"
    ),
]

MEANINGS = [*RANGES, *MARKERS, *SYSTEMS, *LISTS, *PYTHONS]
