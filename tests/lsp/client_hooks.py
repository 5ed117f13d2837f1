"""Hooks into pytest-lsp's client: callbacks for messages, and decoding of our own answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from lsprotocol import types as lsp
from pygls.protocol.json_rpc import JsonRPCResponseMessage
from pytest_lsp import LanguageClient

OnPublish = Callable[[str, Sequence[lsp.Diagnostic]], None]


class ObservedDiagnostics(dict[str, Sequence[lsp.Diagnostic]]):
    """The diagnostics that pytest-lsp collects, with a callback for each publication."""

    def __init__(self, on_publish: OnPublish) -> None:
        super().__init__()
        self._on_publish = on_publish

    def __setitem__(self, uri: str, diagnostics: Sequence[lsp.Diagnostic]) -> None:
        super().__setitem__(uri, diagnostics)
        self._on_publish(uri, diagnostics)


class ObservedLog(list[lsp.LogMessageParams]):
    """The log messages that pytest-lsp collects; sets an event for each one."""

    def __init__(self, changed: asyncio.Event) -> None:
        super().__init__()
        self._changed = changed

    def append(self, message: lsp.LogMessageParams) -> None:
        super().append(message)
        self._changed.set()


def register_hooks(client: LanguageClient) -> None:
    """Leave our own answers undecoded; tell actions from commands as the protocol does."""
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
