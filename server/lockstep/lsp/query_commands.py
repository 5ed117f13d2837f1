"""Handles the commands that change no project: holders, Pythons, ending a holder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from ..errors import LockstepError, Refused
from .command_arguments import arguments_of, paths_of, process_of, project_of
from .connection import Connection
from .protocol import END_HOLDER, HOLDERS, PYTHONS

Answer = dict[str, Any]


async def inquire(connection: Connection, command: str, arguments: Sequence[Any]) -> Answer:
    """Handle a command in a separate thread; returns its answer.

    Args:
        connection: the connection to the client.
        command: the name of the command, one of `INQUIRIES`.
        arguments: its arguments, as sent.

    Raises:
        JsonRpcInvalidParams: a LockstepError, such as a refusal, with its message.
        OSError: the system refuses something.
    """
    await connection.settled()
    try:
        return await asyncio.to_thread(_ANSWERS[command], connection, arguments_of(arguments))
    except LockstepError as mistake:
        raise JsonRpcInvalidParams(mistake.message) from None


def _holders(connection: Connection, table: dict[str, Any]) -> Answer:
    return connection.session.queries.holders(project_of(table), paths_of(table))


def _end_holder(connection: Connection, table: dict[str, Any]) -> Answer:
    try:
        message, ended = connection.session.queries.end_holder(
            project_of(table), *process_of(table)
        )
    except Refused as mistake:
        message, ended = mistake.message, False
    return {"ended": ended, "message": message}


def _pythons(connection: Connection, table: dict[str, Any]) -> Answer:
    return connection.session.queries.pythons(project_of(table), connection.folders)


_ANSWERS: dict[str, Callable[[Connection, dict[str, Any]], Answer]] = {
    HOLDERS: _holders,
    END_HOLDER: _end_holder,
    PYTHONS: _pythons,
}
INQUIRIES = tuple(_ANSWERS)
"""The commands that this module handles."""
