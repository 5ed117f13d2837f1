"""The server: which handler answers which message. Handlers decode, ask the session, encode."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

from .. import __version__
from ..errors import Refused
from ..model.text import Position
from ..session.events import CheckAsked, PathChanged, TextChanged
from ..session.step import is_interesting
from .actions import code_actions
from .commands import execute
from .convert import path_of, range_of
from .exchange import Exchange
from .hints import inlay_hints
from .hover import facts_at, hover_text
from .inquiries import INQUIRIES, inquire
from .lenses import code_lenses
from .protocol import CHECK, STATE, VERIFY, state_payload
from .talk import Talk
from .verification import verify
from .wishes import INTENTS, UPKEEP, arguments_of, project_of


def create_server() -> tuple[LanguageServer, Talk]:
    """A server that is ready for `start_io`, and what it says, which must be ended after it."""
    server = LanguageServer("lockstep", __version__, protocol_cls=Exchange)
    talk = Talk(server)
    _register_life(server, talk)
    _register_texts(server, talk)
    _register_features(server, talk)
    _register_commands(server, talk)
    return server, talk


def _register_life(server: LanguageServer, talk: Talk) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        talk.begin(params)

    @server.feature(lsp.INITIALIZED)
    async def initialized(_: lsp.InitializedParams) -> None:
        await talk.initialized()

    @server.feature(lsp.SHUTDOWN)
    def shutdown(_: None) -> None:
        talk.end()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders_changed(params: lsp.DidChangeWorkspaceFoldersParams) -> None:
        talk.change_folders(params.event)
        await talk.read_settings(None)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def configuration_changed(params: lsp.DidChangeConfigurationParams) -> None:
        await talk.read_settings(params.settings)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: lsp.DidChangeWatchedFilesParams) -> None:
        for change in params.changes:
            path = path_of(change.uri)
            if change.type == lsp.FileChangeType.Created:
                talk.loop.open_path(path)
            else:
                talk.loop.put(PathChanged(path))


def _register_texts(server: LanguageServer, talk: Talk) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        path = path_of(params.text_document.uri)
        if is_interesting(path):
            talk.loop.open_path(path)
            talk.loop.put(TextChanged(path, params.text_document.text))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        if is_interesting(path_of(uri)):
            text = server.workspace.get_text_document(uri).source
            talk.loop.put(TextChanged(path_of(uri), text))

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        talk.loop.put(PathChanged(path_of(params.text_document.uri)))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        talk.loop.put(TextChanged(path_of(params.text_document.uri), None))


def _register_features(server: LanguageServer, talk: Talk) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        path = path_of(params.text_document.uri)
        snapshot = talk.loop.snapshot(path)
        position = Position(params.position.line, params.position.character)
        facts = facts_at(snapshot, path, position) if snapshot else None
        if snapshot is None or facts is None:
            return None
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, hover_text(snapshot, facts))
        return lsp.Hover(content, range_of(facts.range))

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        path = path_of(params.text_document.uri)
        snapshot = talk.loop.snapshot(path) if talk.settings.inlay_hints else None
        return inlay_hints(snapshot, path, params.range) if snapshot else []

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        path = path_of(params.text_document.uri)
        snapshot = talk.loop.snapshot(path) if talk.settings.code_lens else None
        return code_lenses(snapshot, path, trusted=talk.trusted) if snapshot else []

    kinds = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        snapshot = talk.loop.snapshot(path_of(params.text_document.uri))
        if snapshot is None:
            return []
        return code_actions(snapshot, params, talk.commands, trusted=talk.trusted)

    @server.feature(STATE)
    def state(_: Any) -> dict[str, Any]:
        return state_payload(talk.loop.snapshots.values(), trusted=talk.trusted)


def _register_commands(server: LanguageServer, talk: Talk) -> None:
    # Of the first parameter pygls asks whether its type is a class, which `Any` is not before
    # Python 3.11; so the server comes first.
    @server.command(CHECK)
    def check(_: LanguageServer, *arguments: Any) -> None:
        try:
            path = project_of(arguments_of(arguments))
        except Refused as mistake:
            raise JsonRpcInvalidParams(mistake.message) from None
        talk.loop.put(CheckAsked(path))

    for command in (*INTENTS, *UPKEEP):
        _register_sync(server, talk, command)
    for command in INQUIRIES:
        _register_inquiry(server, talk, command)
    _register_verify(server, talk)


def _register_sync(server: LanguageServer, talk: Talk, command: str) -> None:
    @server.command(command)
    async def sync(server: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await execute(server, talk, command, arguments)


def _register_inquiry(server: LanguageServer, talk: Talk, command: str) -> None:
    @server.command(command)
    async def answer(_: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await inquire(talk, command, arguments)


def _register_verify(server: LanguageServer, talk: Talk) -> None:
    @server.command(VERIFY)
    async def answer(server: LanguageServer, *arguments: Any) -> dict[str, Any]:
        return await verify(server, talk, arguments)
