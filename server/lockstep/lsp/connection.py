"""The connection to a client: sends it what has changed, and requests its settings."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from ..model.paths import is_below
from ..model.text import plain_line
from ..session.events import FolderClosed, SettingsChanged
from ..session.session import Session
from .convert import path_of, uri_of
from .diagnostics import Publisher
from .protocol import COMMANDS, STATUS, status_payload
from .registrations import registrations_for
from .release_request import ClientReleaser
from .settings import SECTION, ClientSettings, read_settings

_PATIENCE = 5.0


class Connection:
    """The connection to the client of a session, used in the server's thread.

    Attributes:
        settings: the client's general settings.
        folders: the absolute paths of the workspace folders.
        commands: the names of the commands that the server or the client handles.
        session: the session of the client.
    """

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self.settings = ClientSettings()
        self.folders: tuple[str, ...] = ()
        self.commands = frozenset(COMMANDS)
        self.session = session
        self._server = server
        self._publisher = Publisher(self._publish, _docs())
        self._status: dict[str, Any] = {}
        self._recovered = 0
        self._asyncio: asyncio.AbstractEventLoop | None = None
        self._settled = asyncio.Event()

    def begin(self, params: lsp.InitializeParams) -> None:
        """Take folders, trust, abilities and settings from `initialize`; nothing is started.

        A client that does not say whether it trusts the workspace counts as trusting it.
        """
        options = params.initialization_options
        table = options if isinstance(options, dict) else {}
        self.settings = read_settings(table.get("settings"))
        self.commands |= _names(table.get("commands"))
        client = self.session.client
        client.trusted = table.get("trusted") is not False
        client.on_change = self._heard
        if table.get("release") is True:
            client.releaser = ClientReleaser(self._server, lambda: self._asyncio)
        self.folders = tuple(path_of(it.uri) for it in params.workspace_folders or ())
        if not self.folders and params.root_uri:
            self.folders = (path_of(params.root_uri),)

    async def initialized(self) -> None:
        """Start the loop, then request settings and register watchers during the first check."""
        self._asyncio = asyncio.get_running_loop()
        self.session.loop.put(SettingsChanged(self.settings.settings))
        for folder in self.folders:
            self.session.loop.open_folder(folder)
        self.session.loop.start()
        await self.read_settings(None)
        self._settled.set()
        await self._register_watchers()

    async def settled(self) -> None:
        """Wait until the first request for the client's settings has ended; a sync needs them."""
        await self._settled.wait()

    def change_folders(self, event: lsp.WorkspaceFoldersChangeEvent) -> None:
        """Apply a change of the workspace folders: forget closed ones, and search new ones."""
        removed = [path_of(it.uri) for it in event.removed]
        added = [path_of(it.uri) for it in event.added]
        self.folders = (*(it for it in self.folders if it not in removed), *added)
        for folder in removed:
            self.session.loop.put(FolderClosed(folder))
        for folder in added:
            self.session.loop.open_folder(folder)

    async def read_settings(self, sent: Any) -> None:
        """Request the client's settings, and put them into the loop; invalid values are logged.

        They stay as they are if the client sends none, or does not answer in five seconds.

        Args:
            sent: the settings in a notification of the client, used if it supports no request.
        """
        found: Sequence[Any] = [sent.get(SECTION)] if isinstance(sent, dict) else []
        folders = self.folders
        workspace = self._server.client_capabilities.workspace
        if workspace and workspace.configuration:
            found = await self._ask_settings(folders)
        if not found or found[0] is None:
            return
        self.settings, *others = [read_settings(it) for it in found]
        problems = (it for each in (self.settings, *others) for it in each.problems)
        for problem in dict.fromkeys(problems):
            self._log(f"setting is not understood and takes its default: {problem}")
        # Not strict: a client may answer with fewer items than were requested.
        of_folders = {folder: it.settings for folder, it in zip(folders, others, strict=False)}
        self.session.loop.put(SettingsChanged(self.settings.settings, of_folders))

    async def _ask_settings(self, folders: Sequence[str]) -> Sequence[Any]:
        """The general settings, then those of each folder; empty if the client does not answer."""
        scopes = [lsp.ConfigurationItem(uri_of(it), SECTION) for it in folders]
        params = lsp.ConfigurationParams([lsp.ConfigurationItem(section=SECTION), *scopes])
        try:
            asking = self._server.workspace_configuration_async(params)
            return await asyncio.wait_for(asking, _PATIENCE)
        except (JsonRpcException, asyncio.TimeoutError):
            return ()

    async def _register_watchers(self) -> None:
        registrations = registrations_for(self._server.client_capabilities)
        if not registrations:
            return
        try:
            asking = self._server.client_register_capability_async(
                lsp.RegistrationParams(registrations)
            )
            await asyncio.wait_for(asking, _PATIENCE)
        except (JsonRpcException, asyncio.TimeoutError):
            self._log("the client does not watch files; Lockstep polls for changes")

    def _heard(self) -> None:
        """Called in threads of the session; schedules `_tell` in the thread of the server."""
        if self._asyncio is not None and not self._asyncio.is_closed():
            self._asyncio.call_soon_threadsafe(self._tell)

    def _tell(self) -> None:
        snapshots = list(self.session.loop.snapshots.values()) if self.settings.enable else []
        self._publisher.update(snapshots)
        status = status_payload(
            snapshots,
            busy=self.session.loop.is_busy,
            warning=self._warning(),
            syncing=self.session.sync_threads.words,
        )
        self._forget_futures()
        for words in self.session.loop.recovered[self._recovered :]:
            self._recovered += 1
            message = lsp.ShowMessageParams(lsp.MessageType.Info, plain_line(f"Lockstep: {words}"))
            self._server.window_show_message(message)
        before, self._status = self._status, status
        if status != before:
            self._server.protocol.notify(STATUS, status)
        if status["environments"] != before.get("environments"):
            self._refresh()

    def _forget_futures(self) -> None:
        """Drop the futures of handled notifications, which pygls 2.1 never drops."""
        futures = self._server.protocol._request_futures
        for number in [number for number, future in futures.items() if future.done()]:
            del futures[number]

    def _publish(self, path: str, diagnostics: list[lsp.Diagnostic]) -> None:
        params = lsp.PublishDiagnosticsParams(uri_of(path), diagnostics)
        self._server.text_document_publish_diagnostics(params)

    def _refresh(self) -> None:
        """Tell the client to ask for hints and lenses again, since they depend on the state."""
        workspace = self._server.client_capabilities.workspace
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self._server.workspace_inlay_hint_refresh(None)
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self._server.workspace_code_lens_refresh(None)

    def _warning(self) -> str:
        """A warning if the server runs from a workspace folder, where it would hold files."""
        inside = [it for it in self.folders if is_below(sys.prefix, it)]
        if not inside:
            return ""
        place = f"{sys.prefix}, which is in the workspace folder {inside[0]}"
        return f"Lockstep runs from {place}: install it elsewhere"

    def _log(self, message: str) -> None:
        self._server.window_log_message(
            lsp.LogMessageParams(lsp.MessageType.Warning, plain_line(message))
        )


def _names(sent: Any) -> frozenset[str]:
    """The commands that a client handles itself."""
    return (
        frozenset(it for it in sent if isinstance(it, str))
        if isinstance(sent, list)
        else frozenset()
    )


def _docs() -> str:
    """The URI of findings.md: beside the package where it is bundled, else in the repository."""
    package = Path(__file__).resolve().parent.parent
    places = (package / "findings.md", package.parent.parent / "docs" / "findings.md")
    return next((uri_of(str(it)) for it in places if it.is_file()), "")
