"""What a machine does not have: skipped with a loud reason, and a failure where CI runs."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def untested(reason: str, *, may_lack: bool = False) -> NoReturn:
    """End a test that cannot be had here; `may_lack` where no machine of this kind has it."""
    if os.environ.get("CI") == "true" and not may_lack:
        pytest.fail(reason)
    pytest.skip(reason)
