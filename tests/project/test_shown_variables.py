"""The values of variables as `lockstep doctor` prints them: without passwords."""

from __future__ import annotations

import pytest

from lockstep.project.uv.shown_variables import masked


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://host.example/simple", "https://host.example/simple"),
        ("https://u:p@host.example/x https://v:p@b.example", "https://host.example/x https://b.example"),
        ("https://u:p@ss@host.example", "https://***@host.example"),
        ("https://u:p/ss@host.example", "https://***@host.example"),
        ("https://u:p ss@host.example", "https://***@host.example"),
        ("https://host.example/x?token=abc&y#z", "https://host.example/x?***"),
        ("u:pass@host.example", "***@host.example"),
        ("3.12", "3.12"),
        ("", ""),
    ],
)  # fmt: skip
def test_masked_values(value: str, shown: str) -> None:
    assert masked("UV_INDEX", value) == shown
    assert masked("uv_secret_x", value) == "(set)"
