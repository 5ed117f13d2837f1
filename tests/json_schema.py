"""Parses the JSON of Lockstep in tests, and checks it against docs/lockstep.schema.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema

SCHEMA = Path(__file__).parents[1] / "docs" / "lockstep.schema.json"


@cache
def _validator() -> Any:
    return fastjsonschema.compile(json.loads(SCHEMA.read_text(encoding="utf-8")))


def read_json(text: str) -> dict[str, Any]:
    """The object of a command.

    Raises:
        ValueError: the text is not exactly one JSON value.
        fastjsonschema.JsonSchemaValueException: the schema does not allow it.
    """
    found: dict[str, Any] = json.loads(text)
    _validator()(found)
    return found
