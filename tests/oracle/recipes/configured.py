"""Projects with settings that the lockfile records, each in its simplest form."""

from __future__ import annotations

from ..projects import Recipe
from .manifests import manifest, package


def _plain(name: str, rest: str = "") -> Recipe:
    return Recipe(name, {"pyproject.toml": manifest(name, "six==1.16.0", rest=rest)})


PLAIN = _plain("configured-plain")
MOMENT = _plain("cut-off-moment", '[tool.uv]\nexclude-newer = "2024-06-01T00:00:00Z"\n')
DAY = _plain("cut-off-day", '[tool.uv]\nexclude-newer = "2024-06-01"\n')
SPAN = _plain("cut-off-span", '[tool.uv]\nexclude-newer = "7 days"\n')
BY_PACKAGE = _plain(
    "cut-off-by-package", '[tool.uv]\nexclude-newer-package = { six = "2024-06-01T00:00:00Z" }\n'
)
PRERELEASES = _plain("prerelease-by-package", '[tool.uv]\nprerelease-package = { six = "allow" }\n')

INCLUDED_CONFLICT = Recipe(
    "conflict-included",
    {
        "pyproject.toml": manifest(
            "conflict-included",
            rest='[dependency-groups]\na = ["iniconfig<2"]\nb = ["iniconfig>=2"]\n'
            'c = [{ include-group = "a" }]\nd = [{ include-group = "c" }]\n'
            '[tool.uv]\nconflicts = [[{ group = "a" }, { group = "b" }]]\n',
        )
    },
)

SCOPED = Recipe(
    "scoped",
    {
        "pyproject.toml": manifest(
            "scoped",
            "jinja2>=3.1,<3.1.5",
            rest="[tool.uv]\noverride-dependencies = "
            '[{ package = { name = "jinja2" }, dependencies = ["markupsafe<2.1.5"] }]\n'
            "exclude-dependencies = "
            '[{ package = { name = "jinja2" }, dependencies = ["absent"] }]\n',
        )
    },
)

_HASH = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
HASHED = _plain(
    "build-constraint-hashes",
    "[tool.uv]\nbuild-constraint-dependencies = "
    f'[{{ requirement = "hatchling==1.0", hashes = ["{_HASH}"] }}, "wheel<2"]\n',
)

GROUP_PYTHON = Recipe(
    "group-requires-python",
    {
        "pyproject.toml": manifest(
            "group-requires-python",
            rest='[dependency-groups]\ndev = ["six==1.16.0"]\nall = [{ include-group = "dev" }]\n'
            '[tool.uv.dependency-groups]\ndev = { requires-python = ">=3.10" }\n',
        )
    },
)

LOCAL_SOURCE = Recipe(
    "local-source",
    {
        "pyproject.toml": manifest(
            "local-source",
            "six",
            rest='[tool.uv.sources]\nsix = { path = "libs/six" }\n[tool.uv]\n',
        ),
        **package("libs/six", "six"),
    },
)

NESTED = Recipe(
    "nested-members",
    {
        **package(
            ".",
            "nested-members",
            rest='[tool.uv.workspace]\nmembers = ["outer", "outer/*"]\n'
            "[tool.uv.sources]\nnested-members = { workspace = true }\n",
        ),
        "outer/pyproject.toml": manifest("outer", "nested-members"),
        "outer/inner/pyproject.toml": manifest("inner", "nested-members"),
    },
)

OTHER_WORKSPACE = Recipe(
    "other-workspace",
    {
        "pyproject.toml": manifest(
            "other-workspace",
            "lib",
            rest='[tool.uv.sources]\nlib = { path = "other/lib" }\n',
        ),
        "other/pyproject.toml": '[tool.uv.workspace]\nmembers = ["lib", "base"]\n'
        "[tool.uv.sources]\nbase = { workspace = true }\n",
        **package("other/lib", "lib", "base"),
        **package("other/base", "base"),
    },
)

WITHOUT_METADATA = Recipe(
    "without-metadata",
    {
        "pyproject.toml": manifest(
            "without-metadata",
            "iniconfig",
            rest='[project.optional-dependencies]\nx = ["idna"]\n'
            '[dependency-groups]\ndev = ["pluggy"]\n'
            '[tool.uv]\npreview-features = ["lock-without-metadata"]\n',
        )
    },
)

MANY_MARKERS = Recipe(
    "many-markers",
    {
        "pyproject.toml": manifest(
            "many-markers",
            rest="[project.optional-dependencies]\n"
            + "".join(
                f'x{n} = ["iniconfig ; {marker}"]\n'
                for n in range(60)
                for marker in (
                    (
                        "sys_platform == 'win32'",
                        "platform_machine == 'arm64'",
                        "python_version < '3.12'",
                        "implementation_name == 'pypy'",
                        "os_name == 'nt'",
                    )[n % 5],
                )
            ),
        )
    },
)

SELF_EXTRAS = Recipe(
    "self-extras",
    {
        "pyproject.toml": manifest(
            "self-extras",
            rest="[project.optional-dependencies]\n"
            + "".join(f'x{n} = ["iniconfig>=1"]\n' for n in range(30))
            + "".join(
                f'y{n} = ["self-extras[x{n}]", "self-extras[x0] ; sys_platform == \'linux\'"]\n'
                for n in range(30)
            ),
        )
    },
)
