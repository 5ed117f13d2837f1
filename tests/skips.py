"""Skips for what a machine lacks; in CI the test fails instead."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def skip_unless_ci(reason: str, *, even_in_ci: bool = False) -> NoReturn:
    """Skip the test; in CI fail it, unless `even_in_ci` (no machine of this kind has it)."""
    if os.environ.get("CI") == "true" and not even_in_ci:
        pytest.fail(reason)
    pytest.skip(reason)
