"""A client for measurements: starts a server, keeps its diagnostics, waits for the next ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient


class Client:
    """One server; `diagnostics` holds what it said last, by URI."""

    def __init__(self, client: LanguageClient) -> None:
        self.client = client
        self.diagnostics: dict[str, Sequence[lsp.Diagnostic]] = {}
        self.told = asyncio.Event()
        self.errors: list[str] = []
        self._version = 1

        @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.diagnostics[params.uri] = params.diagnostics
            self.told.set()

        @client.feature(lsp.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]
        def shown(params: lsp.ShowMessageParams) -> None:
            self.errors.append(params.message)

        @client.feature("lockstep/status")  # type: ignore[untyped-decorator]
        def status(_: Any) -> None:
            """Nothing is made of it here."""

    @property
    def process(self) -> psutil.Process:
        """The server's process."""
        server = self.client._server
        assert server is not None
        return psutil.Process(server.pid)

    def open(self, path: Path, text: str) -> None:
        """Open a manifest."""
        item = lsp.TextDocumentItem(path.as_uri(), "toml", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, path: Path, text: str) -> None:
        """Change an open manifest."""
        self._version += 1
        document = lsp.VersionedTextDocumentIdentifier(version=self._version, uri=path.as_uri())
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        params = lsp.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(params)

    async def type(self, path: Path, text: str) -> None:
        """Change an open manifest, and wait for what the server says of it."""
        self.told.clear()
        self.change(path, text)
        await asyncio.wait_for(self.told.wait(), 30)


@asynccontextmanager
async def started(command: Sequence[str], folder: Path) -> AsyncIterator[Client]:
    """A server that has answered `initialize` for a folder."""
    client = LanguageClient("bench", "1")
    found = Client(client)
    await client.start_io(*command)
    await client.initialize_async(
        lsp.InitializeParams(
            capabilities=lsp.ClientCapabilities(),
            workspace_folders=[lsp.WorkspaceFolder(folder.as_uri(), folder.name)],
        )
    )
    try:
        yield found
    finally:
        await client.shutdown_async(None)
        client.exit(None)
        await client.stop()  # type: ignore[no-untyped-call]
