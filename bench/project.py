"""The large real project that the ratios are measured on; made once, kept outside the tree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PACKAGES = (
    "apache-airflow",
    "jupyterlab",
    "langchain",
    "pandas",
    "scikit-learn",
    "fastapi",
    "django",
    "celery",
    "sphinx",
    "mkdocs-material",
    "scrapy",
    "black",
    "mypy",
    "pytest",
    "poetry",
    "tox",
    "dask",
    "distributed",
    "streamlit",
    "dvc",
    "prefect",
    "kedro",
    "great-expectations",
    "spacy",
    "mlflow",
)

_MANIFEST = """\
[project]
name = "big"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = []
"""


def make_project(uv: str, cache: Path) -> Path:
    """The project with its environment; downloads some hundred packages the first time."""
    root = cache / "bench" / "big"
    finished = root / "finished"
    if not finished.exists():
        root.mkdir(parents=True, exist_ok=True)
        (root / "pyproject.toml").write_text(_MANIFEST, encoding="utf-8")
        print(f"making the project in {root}; this takes a minute the first time", flush=True)
        command = [uv, "add", "--quiet", "--python", _python(), *PACKAGES]
        subprocess.run(command, cwd=root, check=True, env=clean_variables())
        finished.touch()
    return root


_SMALL = """\
[project]
name = "small"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["idna==3.10", "six"]
"""


def make_small_project(uv: str, cache: Path) -> Path:
    """A project of two packages, one of which has drifted."""
    root = cache / "bench" / "small"
    root.mkdir(parents=True, exist_ok=True)
    (root / "pyproject.toml").write_text(_SMALL, encoding="utf-8")
    variables = clean_variables()
    subprocess.run(
        [uv, "sync", "--quiet", "--python", _python()], cwd=root, check=True, env=variables
    )
    inside = {**variables, "VIRTUAL_ENV": str(root / ".venv")}
    for version in ("3.9", "3.10"):
        # Both versions go through the cache, so that the measurements need no network.
        command = [uv, "pip", "install", "--quiet", f"idna=={version}"]
        subprocess.run(command, cwd=root, check=True, env=inside)
    subprocess.run([uv, "pip", "uninstall", "--quiet", "six"], cwd=root, check=True, env=inside)
    return root


def cache_folder() -> Path:
    """Where everything that can be made again is kept."""
    chosen = os.environ.get("LOCKSTEP_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "lockstep-dev"


def clean_variables() -> dict[str, str]:
    """The variables without what points uv to another environment."""
    dropped = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "UV_PROJECT_ENVIRONMENT")
    return {key: value for key, value in os.environ.items() if key not in dropped}


def _python() -> str:
    """Python 3.11, so that the figures compare; without it the one that runs this."""
    installed = Path.home() / ".pyenv" / "versions"
    found = sorted(installed.glob("3.11.*/bin/python"))
    return str(found[-1]) if found else sys._base_executable  # type: ignore[attr-defined]
