"""What makes a client tell of each message, and understand every answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from lsprotocol import types as lsp
from pygls.protocol.json_rpc import JsonRPCResponseMessage
from pytest_lsp import LanguageClient

Hear = Callable[[str, Sequence[lsp.Diagnostic]], None]


class Heard(dict[str, Sequence[lsp.Diagnostic]]):
    """The diagnostics that pytest-lsp collects, which tells when some come in."""

    def __init__(self, hear: Hear) -> None:
        super().__init__()
        self._hear = hear

    def __setitem__(self, uri: str, diagnostics: Sequence[lsp.Diagnostic]) -> None:
        super().__setitem__(uri, diagnostics)
        self._hear(uri, diagnostics)


class HeardList(list[lsp.LogMessageParams]):
    """The log that pytest-lsp collects, which tells when it grows."""

    def __init__(self, changed: asyncio.Event) -> None:
        super().__init__()
        self._changed = changed

    def append(self, message: lsp.LogMessageParams) -> None:
        super().append(message)
        self._changed.set()


def understand_answers(client: LanguageClient) -> None:
    """Our own answers as they are, and actions told from commands as the protocol says."""
    converter = client.protocol._converter
    converter.register_structure_hook(
        JsonRPCResponseMessage, lambda it, _: JsonRPCResponseMessage(**it)
    )
    converter.register_structure_hook(
        lsp.Command | lsp.CodeAction,
        lambda it, _: converter.structure(
            it, lsp.Command if isinstance(it.get("command"), str) else lsp.CodeAction
        ),
    )
