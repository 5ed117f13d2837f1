"""Registers the handlers of all messages. They decode, call the session, and encode."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..debug_log import write_debug_lines
from ..errors import Refused
from ..model.text import Position
from ..session.events import CheckAsked, PathChanged, TextChanged
from ..session.step import is_interesting
from .actions import code_actions
from .client_session import ClientSession
from .command_arguments import INTENTS, UPKEEP, arguments_of, project_of
from .commands import execute
from .convert import path_of, range_of
from .hints import inlay_hints
from .hover import facts_at, hover_text
from .lenses import code_lenses
from .protocol import CHECK, STATE, VERIFY, state_payload
from .pygls_protocol import LockstepProtocol
from .query_commands import INQUIRIES, inquire
from .verify_request import verify


def create_server() -> tuple[LanguageServer, ClientSession]:
    """Create a server, ready for `start_io`, and its client session, to be ended afterwards."""
    server = LanguageServer("lockstep", __version__, protocol_cls=LockstepProtocol)
    client_session = ClientSession(server)
    _register_life(server, client_session)
    _register_texts(server, client_session)
    _register_features(server, client_session)
    _register_commands(server, client_session)
    return server, client_session


def _register_life(server: LanguageServer, client_session: ClientSession) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        write_debug_lines(wanted=params.trace is lsp.TraceValue.Verbose)
        client_session.begin(params)

    @server.feature(lsp.INITIALIZED)
    async def initialized(_: lsp.InitializedParams) -> None:
        await client_session.initialized()

    @server.feature(lsp.SET_TRACE)
    def trace_changed(params: lsp.SetTraceParams) -> None:
        write_debug_lines(wanted=params.value is lsp.TraceValue.Verbose)

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_: None) -> None:
        client_session.end()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders_changed(params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        client_session.change_folders(params.event)
        await client_session.read_settings(None)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configuration_changed(params: lsp.DidChangeConfigurationParams) -> None:
        await client_session.read_settings(params.settings)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            path = path_of(change.uri)
            # A new manifest may be that of a project that the session does not know yet.
            if change.type == lsp.FileChangeType.Created:
                client_session.loop.open_path(path)
            else:
                client_session.loop.put(PathChanged(path))


def _register_texts(server: LanguageServer, client_session: ClientSession) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if is_interesting(path):
            client_session.loop.open_path(path)
            client_session.loop.put(TextChanged(path, params.text_document.text))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if is_interesting(path_of(uri)):
            text = server.workspace.get_text_document(uri).source
            client_session.loop.put(TextChanged(path_of(uri), text))

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        client_session.loop.put(PathChanged(path_of(params.text_document.uri)))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        client_session.loop.put(TextChanged(path_of(params.text_document.uri), None))


def _register_features(server: LanguageServer, client_session: ClientSession) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        path = path_of(params.text_document.uri)
        snapshot = client_session.loop.snapshot(path)
        position = Position(params.position.line, params.position.character)
        facts = facts_at(snapshot, path, position) if snapshot else None
        if snapshot is None or facts is None:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, hover_text(snapshot, facts))
        return lsp.Hover(content, range_of(facts.range))

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        path = path_of(params.text_document.uri)
        snapshot = (
            client_session.loop.snapshot(path) if client_session.settings.inlay_hints else None
        )
        return inlay_hints(snapshot, path, params.range) if snapshot else []

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        path = path_of(params.text_document.uri)
        snapshot = client_session.loop.snapshot(path) if client_session.settings.code_lens else None
        return code_lenses(snapshot, path, trusted=client_session.trusted) if snapshot else []

    kinds = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        snapshot = client_session.loop.snapshot(path_of(params.text_document.uri))
        if snapshot is None:
            return []
        return code_actions(
            snapshot, params, client_session.commands, trusted=client_session.trusted
        )

    @server.feature(STATE)
    def state(_: Any) -> dict[str, Any]:
        return state_payload(client_session.loop.snapshots.values(), trusted=client_session.trusted)


def _register_commands(server: LanguageServer, client_session: ClientSession) -> None:
    # pygls tests whether the type of the first parameter is a class; `Any` is none before Python
    # 3.11, so that the server is the first parameter.
    @server.command(CHECK)
    def check(_: LanguageServer, *arguments: Any) -> None:
        try:
            path = project_of(arguments_of(arguments))
        except Refused as mistake:
            raise JsonRpcInvalidParams(mistake.message) from None
        client_session.loop.put(CheckAsked(path))

    for command in (*INTENTS, *UPKEEP):
        _register_sync(server, client_session, command)
    for command in INQUIRIES:
        _register_inquiry(server, client_session, command)
    _register_verify(server, client_session)


def _register_sync(server: LanguageServer, client_session: ClientSession, command: str) -> None:
    @server.command(command)
    async def sync(server: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await execute(server, client_session, command, arguments)


def _register_inquiry(server: LanguageServer, client_session: ClientSession, command: str) -> None:
    @server.command(command)
    async def answer(_: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await inquire(client_session, command, arguments)


def _register_verify(server: LanguageServer, client_session: ClientSession) -> None:
    @server.command(VERIFY)
    async def answer(server: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await verify(server, client_session, arguments)
