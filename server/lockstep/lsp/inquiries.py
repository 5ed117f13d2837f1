"""The commands that ask: who holds files, which Pythons there are; and one that ends a holder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from ..errors import LockstepError, Refused
from .protocol import END_HOLDER, HOLDERS, PYTHONS
from .talk import Talk
from .wishes import arguments_of, paths_of, process_of, project_of

Answer = dict[str, Any]


async def inquire(talk: Talk, command: str, arguments: Sequence[Any]) -> Answer:
    """The answer to a question; what takes long is asked in a thread.

    Raises:
        JsonRpcInvalidParams: there is no answer, and why.
    """
    await talk.settled()
    try:
        return await asyncio.to_thread(_ANSWERS[command], talk, arguments_of(arguments))
    except LockstepError as mistake:
        raise JsonRpcInvalidParams(mistake.message) from None


def _holders(talk: Talk, table: dict[str, Any]) -> Answer:
    return talk.inquiries.holders(project_of(table), paths_of(table))


def _end_holder(talk: Talk, table: dict[str, Any]) -> Answer:
    try:
        message, ended = talk.inquiries.end_holder(project_of(table), *process_of(table))
    except Refused as mistake:
        message, ended = mistake.message, False
    return {"ended": ended, "message": message}


def _pythons(talk: Talk, table: dict[str, Any]) -> Answer:
    return talk.inquiries.pythons(project_of(table), talk.folders)


_ANSWERS: dict[str, Callable[[Talk, dict[str, Any]], Answer]] = {
    HOLDERS: _holders,
    END_HOLDER: _end_holder,
    PYTHONS: _pythons,
}
INQUIRIES = tuple(_ANSWERS)
"""The commands that are answered here."""
