"""The result of a program that a test has run."""

from __future__ import annotations

from typing import Any, NamedTuple

from .json_schema import read_json


class ProgramResult(NamedTuple):
    """Its exit status and its output."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """stdout, which must be one JSON object that the schema allows."""
        return read_json(self.out)
