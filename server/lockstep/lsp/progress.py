"""Work-done progress of one command, with a token of the client or of the server, or none."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer


class Progress:
    """The progress of one command; it begins with the first report, so that a refusal shows none.

    Args:
        server: sends the messages.
        token: the client's token. Without one the server creates one, if the client supports that;
            the last message until then is sent when the progress begins.
        cancel: called when the client cancels; None if the command cannot be cancelled.
    """

    def __init__(
        self,
        server: LanguageServer,
        token: lsp.ProgressToken | None,
        cancel: Callable[[], object] | None,
    ) -> None:
        self._server = server
        self._given = token
        self._cancel = cancel
        self._is_cancellable = cancel is not None
        self._token: lsp.ProgressToken | None = None
        self._message = ""
        self._has_begun = self._has_ended = False
        self._creating: asyncio.Task[None] | None = None

    def report(self, title: str, message: str) -> None:
        """Report what is being done.

        Args:
            title: the title of the progress; used only in the first report.
            message: what is being done.
        """
        self._message = message
        if not self._has_begun:
            self._has_begun = True
            self._open(title)
        elif self._token is not None:
            said = lsp.WorkDoneProgressReport(message=message, cancellable=self._is_cancellable)
            self._server.work_done_progress.report(self._token, said)

    def end(self, message: str) -> None:
        """End the progress with a last message; sends nothing if it has not begun."""
        self._has_ended = True
        if self._token is not None:
            self._server.work_done_progress.end(
                self._token, lsp.WorkDoneProgressEnd(message=message)
            )
            # pygls never drops tokens.
            self._server.work_done_progress.tokens.pop(self._token, None)

    def _open(self, title: str) -> None:
        window = self._server.client_capabilities.window
        if self._given is not None:
            self._begin(self._given, title)
        elif window is not None and window.work_done_progress:
            self._creating = asyncio.ensure_future(self._create(title))

    async def _create(self, title: str) -> None:
        token = str(uuid.uuid4())
        try:
            await self._server.work_done_progress.create_async(token)
        except JsonRpcException:
            return
        # The command may have ended before the client has answered.
        if not self._has_ended:
            self._begin(token, title)

    def _begin(self, token: lsp.ProgressToken, title: str) -> None:
        begin = lsp.WorkDoneProgressBegin(
            title=title, cancellable=self._is_cancellable, message=self._message
        )
        self._server.work_done_progress.begin(token, begin)
        cancel = self._cancel
        if cancel is not None:
            cancelled = self._server.work_done_progress.tokens[token]
            cancelled.add_done_callback(lambda _: cancel())
        self._token = token
