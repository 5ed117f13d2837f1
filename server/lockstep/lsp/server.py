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
from ..session.session import Session
from ..session.step import is_interesting
from .actions import code_actions
from .command_arguments import INTENTS, UPKEEP, arguments_of, project_of
from .commands import execute
from .connection import Connection
from .convert import path_of, range_of
from .hints import inlay_hints
from .hover import facts_at, hover_text
from .lenses import code_lenses
from .protocol import CHECK, STATE, VERIFY, state_payload
from .pygls_protocol import LockstepProtocol
from .query_commands import INQUIRIES, inquire
from .verify_request import verify


def create_server(session: Session) -> LanguageServer:
    """Create the server of a session, with all handlers registered; `start_io` then runs it."""
    server = LanguageServer("lockstep", __version__, protocol_cls=LockstepProtocol)
    connection = Connection(server, session)
    _register_life(server, connection)
    _register_texts(server, connection)
    _register_features(server, connection)
    _register_commands(server, connection)
    return server


def _register_life(server: LanguageServer, connection: Connection) -> None:
    session = connection.session

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        write_debug_lines(wanted=params.trace is lsp.TraceValue.Verbose)
        connection.begin(params)

    @server.feature(lsp.INITIALIZED)
    async def initialized(_: lsp.InitializedParams) -> None:
        await connection.initialized()

    @server.feature(lsp.SET_TRACE)
    def trace_changed(params: lsp.SetTraceParams) -> None:
        write_debug_lines(wanted=params.value is lsp.TraceValue.Verbose)

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_: None) -> None:
        session.end()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders_changed(params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        connection.change_folders(params.event)
        await connection.read_settings(None)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configuration_changed(params: lsp.DidChangeConfigurationParams) -> None:
        await connection.read_settings(params.settings)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            path = path_of(change.uri)
            # A new manifest may be that of a project that the session does not know yet.
            if change.type == lsp.FileChangeType.Created:
                session.loop.open_path(path)
            else:
                session.loop.put(PathChanged(path))


def _register_texts(server: LanguageServer, connection: Connection) -> None:
    session = connection.session

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if is_interesting(path):
            session.loop.open_path(path)
            session.loop.put(TextChanged(path, params.text_document.text))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if is_interesting(path_of(uri)):
            text = server.workspace.get_text_document(uri).source
            session.loop.put(TextChanged(path_of(uri), text))

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        session.loop.put(PathChanged(path_of(params.text_document.uri)))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        session.loop.put(TextChanged(path_of(params.text_document.uri), None))


def _register_features(server: LanguageServer, connection: Connection) -> None:
    session = connection.session

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        path = path_of(params.text_document.uri)
        snapshot = session.loop.snapshot(path)
        position = Position(params.position.line, params.position.character)
        facts = facts_at(snapshot, path, position) if snapshot else None
        if snapshot is None or facts is None:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, hover_text(snapshot, facts))
        return lsp.Hover(content, range_of(facts.range))

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        path = path_of(params.text_document.uri)
        snapshot = session.loop.snapshot(path) if connection.settings.inlay_hints else None
        return inlay_hints(snapshot, path, params.range) if snapshot else []

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        path = path_of(params.text_document.uri)
        snapshot = session.loop.snapshot(path) if connection.settings.code_lens else None
        return code_lenses(snapshot, path, trusted=session.client.trusted) if snapshot else []

    kinds = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        snapshot = session.loop.snapshot(path_of(params.text_document.uri))
        if snapshot is None:
            return []
        return code_actions(snapshot, params, connection.commands, trusted=session.client.trusted)

    @server.feature(STATE)
    def state(_: Any) -> dict[str, Any]:
        return state_payload(session.loop.snapshots.values(), trusted=session.client.trusted)


def _register_commands(server: LanguageServer, connection: Connection) -> None:
    # pygls tests whether the type of the first parameter is a class; `Any` is none before Python
    # 3.11, so that the server is the first parameter.
    @server.command(CHECK)
    def check(_: LanguageServer, *arguments: Any) -> None:
        try:
            path = project_of(arguments_of(arguments))
        except Refused as mistake:
            raise JsonRpcInvalidParams(mistake.message) from None
        connection.session.loop.put(CheckAsked(path))

    for command in (*INTENTS, *UPKEEP):
        _register_sync(server, connection, command)
    for command in INQUIRIES:
        _register_inquiry(server, connection, command)
    _register_verify(server, connection)


def _register_sync(server: LanguageServer, connection: Connection, command: str) -> None:
    @server.command(command)
    async def sync(server: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await execute(server, connection, command, arguments)


def _register_inquiry(server: LanguageServer, connection: Connection, command: str) -> None:
    @server.command(command)
    async def answer(_: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await inquire(connection, command, arguments)


def _register_verify(server: LanguageServer, connection: Connection) -> None:
    @server.command(VERIFY)
    async def answer(server: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await verify(server, connection, arguments)
