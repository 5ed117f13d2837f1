"""Paths of the environment: UV_PROJECT_ENVIRONMENT, and uv's cache with a preview feature."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from .state import Shape, State, StateOnDisk

ELSEWHERE = (
    "other",
    "deep/er/there",
    "{beside}/no/such/parent/venv",
    "{beside}/venv",
    "~/venv",
    "venv/",
    "./venv",
    "sub/../venv",
    "../venv",
    ".venv",
    "",
    "{project}/.venv/",
)
FEATURE = "centralized-project-envs"


def _moved(made: StateOnDisk, path: str) -> None:
    path = path.replace("{beside}", str(made.folder.parent))
    path = path.replace("{project}", str(made.folder))
    target = made.folder / (path or ".venv")
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        made.uv("venv", "-q", "--python", made.bench.python("3.12"), str(target))


def _elsewhere() -> Iterator[State]:
    for path in ELSEWHERE:
        variables = {"UV_PROJECT_ENVIRONMENT": path}
        yield State(f"elsewhere {path!r}", {}, variables)
        yield State(f"elsewhere {path!r}, none here", {}, variables, None)
        made = (lambda at: lambda it: _moved(it, at))(path)
        yield State(f"elsewhere {path!r}, there", {}, variables, None, made)


def _in_cache(made: StateOnDisk) -> None:
    made.uv("sync", "-q", "--frozen", "--preview-features", FEATURE)


def _redirected(made: StateOnDisk) -> None:
    _in_cache(made)
    target = made.environment.resolve()
    made.environment.unlink()
    made.environment.write_text(str(target))


def _gone_from_cache(made: StateOnDisk) -> None:
    _in_cache(made)
    shutil.rmtree(made.environment.resolve())


STANDS: dict[str, tuple[str | None, Shape | None]] = {
    "a folder": ("3.12", None),
    "nothing": (None, None),
    "a link to the cache": (None, _in_cache),
    "a file that leads to the cache": (None, _redirected),
    "a link to what is gone": (None, _gone_from_cache),
}


def _preview() -> Iterator[State]:
    user = {"XDG_CONFIG_HOME": "{beside}/conf"}
    for name, (python, shape) in STANDS.items():
        for line in ("preview = true", f'preview-features = ["{FEATURE}"]', "preview = false"):
            table = f"[tool.uv]\n{line}\n"
            yield State(f"{line}: {name}", {}, {}, python, shape, table=table)
        settings = {"{beside}/conf/uv/uv.toml": "preview = true\n"}
        yield State(f"the user's preview: {name}", settings, user, python, shape)
        for variable, value in (
            ("UV_PREVIEW", "1"),
            ("UV_PREVIEW_FEATURES", f"json-output,{FEATURE}"),
            ("UV_PREVIEW_FEATURES", "json-output"),
        ):
            yield State(f"{variable}={value}: {name}", {}, {variable: value}, python, shape)
        elsewhere = {"UV_PREVIEW": "1", "UV_PROJECT_ENVIRONMENT": "other"}
        yield State(f"preview, elsewhere: {name}", {}, elsewhere, python, shape)
        asked = {".python-version": "3.13\n"}
        yield State(f"preview, another Python: {name}", asked, {"UV_PREVIEW": "1"}, python, shape)


ALL = (*_elsewhere(), *_preview())
