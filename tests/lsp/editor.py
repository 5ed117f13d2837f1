"""An editor for tests: starts the bundled server, opens folders, and waits for messages."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, cast

import psutil
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from ..patience import PATIENCE
from .client_hooks import ObservedDiagnostics, ObservedLog, register_hooks
from .handles import handles_below

SERVE = Path(__file__).resolve().parents[2] / "server" / "serve.py"
COMMAND = (sys.executable, "-I", "-B", "-X", "utf8", str(SERVE))
TIMEOUT = PATIENCE
_REFRESHES = {
    "hint": lsp.WORKSPACE_INLAY_HINT_REFRESH,
    "lens": lsp.WORKSPACE_CODE_LENS_REFRESH,
}


class Editor:
    """One client with one server.

    `published` has the URI and the messages of every publication of diagnostics so far.
    """

    def __init__(self, client: LanguageClient, folders: Sequence[Path]) -> None:
        self.client = client
        self._folders = folders
        self.published: list[tuple[str, tuple[str, ...]]] = []
        self.status: Any = None
        self._changed = asyncio.Event()
        client.diagnostics = ObservedDiagnostics(self._published)
        client.log_messages = ObservedLog(self._changed)
        self._version = 1
        self.answer: lsp.InitializeResult
        self.registered: list[lsp.Registration] = []
        self.refreshed = Counter[str]()
        client.feature("lockstep/status")(partial(Editor._has_status, self))
        client.feature(lsp.CLIENT_REGISTER_CAPABILITY)(partial(Editor._has_registered, self))
        for name, method in _REFRESHES.items():
            client.feature(method)(partial(Editor._has_refreshed, self, name))

    @property
    def process(self) -> psutil.Process:
        """The server's process."""
        server = self.client._server
        assert server is not None
        return psutil.Process(server.pid)

    @property
    def pipe(self) -> asyncio.StreamWriter:
        """The client's end of the pipe to the server."""
        server = self.client._server
        assert server is not None
        assert server.stdin is not None
        return server.stdin

    async def exit(self) -> int:
        """Send `exit` after a shutdown; the server's exit status."""
        server = self.client._server
        assert server is not None
        self.client.exit(None)
        return await asyncio.wait_for(server.wait(), TIMEOUT)

    def _published(self, uri: str, diagnostics: Sequence[lsp.Diagnostic]) -> None:
        self.published.append((uri, tuple(it.message for it in diagnostics)))
        self._changed.set()

    def _has_status(self, params: Any) -> None:
        self.status = params
        self._changed.set()

    def _has_registered(self, params: lsp.RegistrationParams) -> None:
        self.registered += params.registrations
        self._changed.set()

    def _has_refreshed(self, name: str, _: Any) -> None:
        self.refreshed[name] += 1
        self._changed.set()

    def set(self, settings: dict[str, Any], folder: Path | None = None) -> None:
        """Change the user's settings, or those of a folder."""
        scope = folder.as_uri() if folder else None
        self.client.set_configuration({"lockstep": settings}, scope_uri=scope)
        changed = lsp.DidChangeConfigurationParams(settings)
        self.client.workspace_did_change_configuration(changed)

    async def until(self, holds: Callable[[], object], timeout: float = TIMEOUT) -> None:
        """Wait until `holds` is true, which is evaluated after each message of the server.

        The server must not hold a file in the workspace afterwards.
        """
        try:
            await asyncio.wait_for(self._wait(holds), timeout)
        except asyncio.TimeoutError:
            raise AssertionError(f"timeout; published so far: {self.published}") from None
        self.check_handles()

    def check_handles(self) -> None:
        """The server has no handle below a workspace folder, so none in an environment either."""
        if sys.platform != "win32":
            assert handles_below(self.process, *self._folders) == []

    async def _wait(self, holds: Callable[[], object]) -> None:
        while not holds():
            self._changed.clear()
            await self._changed.wait()

    def codes(self, path: Path) -> list[str]:
        """The codes of a file's current diagnostics."""
        return [str(it.code) for it in self.diagnostics(path)]

    def diagnostics(self, path: Path) -> Sequence[lsp.Diagnostic]:
        """The current diagnostics of a file."""
        return self.client.diagnostics.get(path.as_uri(), ())

    async def wait_until_idle(self) -> None:
        """Wait until no check is due."""
        await self.until(lambda: self.status is not None and self.status.quiescent)

    async def run(self, command: str, **table: Any) -> dict[str, Any]:
        """Run one of the server's commands; `table` is its argument."""
        params = lsp.ExecuteCommandParams(f"lockstep.{command}", [table])
        return await self.execute(params)

    async def execute(self, params: lsp.ExecuteCommandParams) -> dict[str, Any]:
        """Run a command with the given parameters."""
        return cast(dict[str, Any], await self.client.workspace_execute_command_async(params))

    async def state(self, project: Path) -> dict[str, Any]:
        """The server's state of a project, from `lockstep/state`."""
        send = self.client.protocol.send_request_async
        answer = await send("lockstep/state", None)  # type: ignore[no-untyped-call]
        return next(it for it in answer["projects"] if it["project"] == str(project))

    def open(self, path: Path, text: str | None = None) -> None:
        """Open a file, with a text that differs from the disk if one is given."""
        content = path.read_bytes().decode("utf-8-sig") if text is None else text
        item = lsp.TextDocumentItem(path.as_uri(), "toml", 1, content)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def type(self, path: Path, text: str) -> None:
        """Replace the whole text of an open file."""
        self._version += 1
        document = lsp.VersionedTextDocumentIdentifier(version=self._version, uri=path.as_uri())
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        params = lsp.DidChangeTextDocumentParams(document, [change])
        self.client.text_document_did_change(params)

    def save(self, path: Path, text: str) -> None:
        """Write a file and send `didSave`."""
        # Written atomically, as editors do, so that the server cannot read a partial file.
        beside = path.with_name(f"{path.name}.new")
        beside.write_bytes(text.encode())
        beside.replace(path)
        params = lsp.DidSaveTextDocumentParams(lsp.TextDocumentIdentifier(path.as_uri()))
        self.client.text_document_did_save(params)

    def close(self, path: Path) -> None:
        """Close a file."""
        params = lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(path.as_uri()))
        self.client.text_document_did_close(params)

    def change_folders(self, added: Sequence[Path] = (), removed: Sequence[Path] = ()) -> None:
        """Add and remove folders of the workspace."""
        event = lsp.WorkspaceFoldersChangeEvent(
            [_folder(it) for it in added], [_folder(it) for it in removed]
        )
        self.client.workspace_did_change_workspace_folders(
            lsp.DidChangeWorkspaceFoldersParams(event)
        )


def _folder(path: Path) -> lsp.WorkspaceFolder:
    return lsp.WorkspaceFolder(path.as_uri(), path.name)


@asynccontextmanager
async def editor(
    *folders: Path,
    capabilities: lsp.ClientCapabilities | None = None,
    options: Any = None,
    settings: Any = None,
    variables: Mapping[str, str] | None = None,
    python: Path = Path(sys.executable),
) -> AsyncIterator[Editor]:
    """Start an editor with these folders; the default capabilities are those of VS Code."""
    client = make_test_lsp_client()
    client.set_configuration({"lockstep": settings or {}})
    register_hooks(client)
    await client.start_io(str(python), *COMMAND[1:], env=variables)
    found = Editor(client, folders)
    found.answer = await client.initialize_session(
        lsp.InitializeParams(
            capabilities=capabilities or client_capabilities("visual-studio-code"),
            workspace_folders=[_folder(it) for it in folders],
            initialization_options=options,
        )
    )
    try:
        yield found
    finally:
        await _leave(found)


async def _leave(editor: Editor) -> None:
    server = editor.client._server
    if server is not None and server.returncode is None:
        editor.check_handles()
        await editor.client.shutdown_async(None)
        assert await editor.exit() == 0
    await editor.client.stop()  # type: ignore[no-untyped-call]
