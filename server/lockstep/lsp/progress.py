"""Work-done progress of one command: with the client's token, one of ours, or none."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer


class Progress:
    """Begins when the client has taken the token; what was said before that is said then."""

    def __init__(self, server: LanguageServer, title: str) -> None:
        self._server = server
        self._title = title
        self._cancel: Callable[[], object] = lambda: None
        self._token: lsp.ProgressToken | None = None
        self._message: str | None = None
        self._is_open = False
        self._creating: asyncio.Task[None] | None = None

    def open(self, token: lsp.ProgressToken | None, cancel: Callable[[], object]) -> None:
        """Begin with the client's token; else ask it to take one of ours, if it knows of that."""
        self._cancel = cancel
        self._is_open = True
        window = self._server.client_capabilities.window
        if token is not None:
            self._begin(token)
        elif window is not None and window.work_done_progress:
            self._creating = asyncio.ensure_future(self._create())

    def report(self, message: str) -> None:
        """Say what is being done."""
        self._message = message
        if self._token is not None:
            said = lsp.WorkDoneProgressReport(message=message, cancellable=True)
            self._server.work_done_progress.report(self._token, said)

    def end(self, message: str) -> None:
        """Say how it ended."""
        self._is_open = False
        if self._token is not None:
            self._server.work_done_progress.end(
                self._token, lsp.WorkDoneProgressEnd(message=message)
            )
            # pygls keeps tokens for ever.
            self._server.work_done_progress.tokens.pop(self._token, None)
            self._token = None

    async def _create(self) -> None:
        token = str(uuid.uuid4())
        try:
            await self._server.work_done_progress.create_async(token)
        except JsonRpcException:
            return
        if self._is_open:
            self._begin(token)

    def _begin(self, token: lsp.ProgressToken) -> None:
        begin = lsp.WorkDoneProgressBegin(
            title=self._title, cancellable=True, message=self._message
        )
        self._server.work_done_progress.begin(token, begin)
        cancelled = self._server.work_done_progress.tokens[token]
        cancelled.add_done_callback(lambda _: self._cancel())
        self._token = token
