"""Single keys of `[tool.uv]` on which a lockfile depends or does not depend."""

from __future__ import annotations

from ..recipes.configured import PLAIN
from .edit import Edit
from .steps import add, fresh, stale

WITHOUT_EFFECT = [
    fresh(PLAIN, text, add(f"[tool.uv]\n{text}"))
    for text in (
        'torch-backend = "cpu"',
        'index-strategy = "unsafe-best-match"',
        "no-build = true",
        "no-binary-package = []",
        'config-settings = { a = "b" }',
        'extra-build-dependencies = { six = ["hatchling"] }',
        "offline = true",
        'link-mode = "copy"',
        'python-preference = "system"',
        'cache-keys = [{ file = "a" }]',
        "pip = { no-deps = true }",
        "compile-bytecode = true",
        "reinstall = true",
        "managed = true",
        "workspace = {}",
        "environments = []",
        "conflicts = []",
        "dependency-metadata = []",
        "prerelease-package = {}",
        'prerelease = "if-necessary"',
        "link-mode = 3",
        'resolution = "nonsense"',
        "no-such-key = 1",
        "concurrent-builds = 0",
        "upgrade = false",
    )
]

WITH_EFFECT = [
    stale(PLAIN, text, add(f"[tool.uv]\n{text}"))
    for text in (
        "required-environments = [\"sys_platform == 'linux'\"]",
        'minimum-libc-version = { glibc = "2.17" }',
        'resolution = "lowest"',
        'prerelease = "explicit"',
        'fork-strategy = "fewest"',
        "dev-dependencies = []",
        "package = true",
        "default-groups = []",
        'constraint-dependencies = ["six<2"]',
        'override-dependencies = ["six==1.16.0"]',
        'exclude-dependencies = ["six"]',
        'build-constraint-dependencies = ["wheel<1"]',
        'dependency-metadata = [{ name = "six", version = "1.16.0" }]',
    )
]

TOOL_UV_KEYS: list[Edit] = [*WITHOUT_EFFECT, *WITH_EFFECT]
