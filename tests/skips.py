"""What a machine does not have: skipped with a loud reason, and a failure where CI runs."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def skip_unless_ci(reason: str, *, even_in_ci: bool = False) -> NoReturn:
    """End a test that cannot be had here; `even_in_ci` where no machine of this kind has it."""
    if os.environ.get("CI") == "true" and not even_in_ci:
        pytest.fail(reason)
    pytest.skip(reason)
