"""Handles the command `lockstep.verify`, with progress; the answer lists the bad files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from pygls.exceptions import JsonRpcInvalidParams, JsonRpcRequestCancelled
from pygls.lsp.server import LanguageServer

from ..errors import LockstepError
from ..model.project import project_name
from .command_arguments import arguments_of, packages_of, project_of
from .connection import Connection
from .progress import Progress
from .pygls_protocol import LockstepProtocol

_CANCELLED = "cancelled, by the client or by a sync"


async def verify(
    server: LanguageServer, connection: Connection, arguments: Sequence[Any]
) -> dict[str, Any]:
    """The installed files of a project that differ from their RECORD, as `verified_object`.

    Args:
        server: the server, for the progress.
        connection: the connection to the client.
        arguments: the arguments of the command, as sent.

    Raises:
        JsonRpcInvalidParams: a LockstepError, such as a refusal, with its message.
        JsonRpcRequestCancelled: the client or a sync has cancelled it.
        OSError: the system refuses something.
    """
    exchange = server.protocol
    assert isinstance(exchange, LockstepProtocol)
    await connection.settled()
    here = asyncio.get_running_loop()
    cancellation = connection.session.queries.new_cancellation()
    progress = Progress(server, exchange.progress_token, cancellation.set)

    def on_progress(root: str, words: str) -> None:
        here.call_soon_threadsafe(progress.report, f"Verifying {project_name(root)}", words)

    def work() -> dict[str, Any] | None:
        table = arguments_of(arguments)
        return connection.session.queries.verify(
            project_of(table), packages_of(table), on_progress, cancellation
        )

    forget = exchange.answer_when_cancelled(cancellation.set)
    try:
        found = await asyncio.to_thread(work)
    except LockstepError as mistake:
        raise JsonRpcInvalidParams(mistake.message) from None
    finally:
        forget()
        progress.end(_CANCELLED if cancellation.is_set else "verified")
        # Ends the thread if this function was cancelled, as when the server shuts down.
        cancellation.set()
    if found is None:
        raise JsonRpcRequestCancelled(_CANCELLED)
    return found
