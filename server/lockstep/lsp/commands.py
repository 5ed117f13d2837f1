"""Handles the commands that change an environment, with progress."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from pygls.lsp.server import LanguageServer

from ..errors import Refused
from ..model.as_json import outcome_object
from ..model.outcome import Outcome
from ..session.sync_threads import SyncCommand
from .command_arguments import read_sync_command
from .connection import Connection
from .progress import Progress
from .pygls_protocol import LockstepProtocol


async def execute(
    server: LanguageServer, connection: Connection, command: str, arguments: Sequence[Any]
) -> dict[str, Any]:
    """Run a command that changes an environment, when the client's settings are known.

    Args:
        server: the server, for the progress.
        connection: the connection to the client.
        command: the name of the command, a key of `INTENTS` or `UPKEEP`.
        arguments: its arguments, as sent.

    Returns its outcome as a JSON object, also for a refusal and after a cancellation.
    """
    await connection.settled()
    try:
        sync_command = read_sync_command(command, arguments, connection.folders)
    except Refused as mistake:
        outcome = Outcome("refused", mistake.message, hint=mistake.hint, code=mistake.code)
        return outcome_object(outcome)
    return outcome_object(await _sync(server, connection, sync_command))


async def _sync(
    server: LanguageServer, connection: Connection, sync_command: SyncCommand
) -> Outcome:
    """Run a command in a thread; its messages are sent in the thread of the server."""
    exchange = server.protocol
    assert isinstance(exchange, LockstepProtocol)
    here = asyncio.get_running_loop()
    ended: asyncio.Future[Outcome] = here.create_future()

    def cancel() -> None:
        cancellation.set()

    # A command without an installer ends soon, and cannot be cancelled (`run_upkeep`).
    progress = Progress(server, exchange.progress_token, None if sync_command.upkeep else cancel)

    def on_progress(root: str, words: str) -> None:
        here.call_soon_threadsafe(progress.report, sync_command.title(root), words)

    def done(outcome: Outcome) -> None:
        here.call_soon_threadsafe(_answer, ended, outcome)

    cancellation = connection.session.sync_threads.start(sync_command, on_progress, done)
    forget = exchange.answer_when_cancelled(cancellation.set)
    try:
        outcome = await ended
    finally:
        forget()
    progress.end(outcome.message)
    return outcome


def _answer(ended: asyncio.Future[Outcome], outcome: Outcome) -> None:
    """Set the result, unless the server shuts down and has cancelled the future."""
    if not ended.done():
        ended.set_result(outcome)
