"""Which environment belongs to a workspace: `UV_PROJECT_ENVIRONMENT`, else `.venv`.

The rules are uv's (`uv-workspace/src/workspace.rs`); `VIRTUAL_ENV` does not count.
"""

from __future__ import annotations

import os
from collections.abc import Mapping


def environment_path(root: str, variables: Mapping[str, str]) -> str:
    """The environment's path below (or beside) the root of a workspace, absolute."""
    chosen = variables.get("UV_PROJECT_ENVIRONMENT") or ".venv"
    return os.path.normpath(os.path.join(root, chosen))
