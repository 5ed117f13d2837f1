"""The protocol of pygls, with four changes.

Positions are always in UTF-16 units. The handler of a command can read its progress token. A
cancelled command still answers with its outcome, which LSP allows and pygls does not support. The
shutdown does not fail while a command runs, as it does in pygls 2.1.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Generator
from typing import Any

from lsprotocol import types as lsp
from pygls.protocol import LanguageServerProtocol
from pygls.protocol.language_server import lsp_method

Number = int | str
_TOKEN: contextvars.ContextVar[Number | None] = contextvars.ContextVar("token", default=None)


class LockstepProtocol(LanguageServerProtocol):
    """The JSON-RPC protocol between a client and the server."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._cancels: dict[Number, Callable[[], object]] = {}

    @property
    def progress_token(self) -> Number | None:
        """The client's progress token for the present command; None if it has sent none."""
        return _TOKEN.get()

    def answer_when_cancelled(self, cancel: Callable[[], object]) -> Callable[[], object]:
        """Let a cancellation of the current request call `cancel` instead of ending the request.

        Does nothing outside of a request.

        Returns a function to call when the request is answered; it removes `cancel`.
        """
        number = self.msg_id
        if number is None:
            return lambda: None
        self._cancels[number] = cancel
        return lambda: self._cancels.pop(number, None)

    def _handle_cancel_notification(self, msg_id: Number) -> None:
        cancel = self._cancels.get(msg_id)
        if cancel is None:
            super()._handle_cancel_notification(msg_id)
        else:
            cancel()

    @lsp_method(lsp.WORKSPACE_EXECUTE_COMMAND)
    def lsp_workspace__execute_command(
        self, params: lsp.ExecuteCommandParams
    ) -> Generator[Any, Any, Any]:
        _TOKEN.set(params.work_done_token)
        return (yield from super().lsp_workspace__execute_command(params))

    @lsp_method(lsp.SHUTDOWN)
    def lsp_shutdown(self, *arguments: Any) -> Generator[Any, Any, None]:
        # pygls 2.1 iterates over this dict itself, and fails when a future that ends is removed.
        for number, future in list(self._request_futures.items()):
            if number != self.msg_id and not future.done():
                future.cancel()
        return (yield from super().lsp_shutdown(*arguments))

    @lsp_method(lsp.INITIALIZE)
    def lsp_initialize(self, params: lsp.InitializeParams) -> Generator[Any, Any, Any]:
        # Every client supports UTF-16, so one way to count characters is enough.
        if params.capabilities.general is not None:
            params.capabilities.general.position_encodings = None
        result = yield from super().lsp_initialize(params)
        commands = result.capabilities.execute_command_provider
        if commands is not None:
            commands.work_done_progress = True
        return result
