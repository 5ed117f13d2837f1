"""The commands that run an installer: a wish in, progress on the way, an outcome out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from pygls.lsp.server import LanguageServer

from ..errors import Refused
from ..model.outcome import Outcome
from ..session.outcome_json import outcome_object
from ..session.projects import project_name
from ..session.syncs import Syncs, Wish
from .exchange import Exchange
from .progress import Progress
from .wishes import read_wish


async def execute(
    server: LanguageServer,
    syncs: Syncs,
    command: str,
    arguments: Sequence[Any],
    avoid: tuple[str, ...],
) -> dict[str, Any]:
    """The outcome of a command, as an object; `avoid` are the folders of the workspace."""
    try:
        wish = read_wish(command, arguments, avoid)
    except Refused as mistake:
        return outcome_object(Outcome("refused", mistake.message))
    return outcome_object(await _sync(server, syncs, wish))


async def _sync(server: LanguageServer, syncs: Syncs, wish: Wish) -> Outcome:
    """Started in a thread; what it says is heard in the server's own."""
    here = asyncio.get_running_loop()
    ended: asyncio.Future[Outcome] = here.create_future()
    progress = Progress(server, _title(wish))

    def hear(words: str) -> None:
        here.call_soon_threadsafe(progress.report, words)

    def done(outcome: Outcome) -> None:
        here.call_soon_threadsafe(_answer, ended, outcome)

    halt = syncs.start(wish, hear, done)
    exchange = server.protocol
    assert isinstance(exchange, Exchange)
    forget = exchange.answer_when_cancelled(halt.set)
    progress.open(exchange.progress_token, halt.set)
    try:
        outcome = await ended
    finally:
        forget()
    progress.end(outcome.message)
    return outcome


def _answer(ended: asyncio.Future[Outcome], outcome: Outcome) -> None:
    """A server that shuts down has stopped to wait."""
    if not ended.done():
        ended.set_result(outcome)


def _title(wish: Wish) -> str:
    return f"Syncing {project_name(wish.path)}" if wish.path else "Syncing"
