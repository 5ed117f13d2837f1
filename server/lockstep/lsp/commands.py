"""The commands that change an environment: a wish in, progress on the way, an outcome out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from pygls.lsp.server import LanguageServer

from ..errors import Refused
from ..model.as_json import outcome_object
from ..model.outcome import Outcome
from ..session.syncs import Wish
from .exchange import Exchange
from .progress import Progress
from .talk import Talk
from .wishes import read_wish


async def execute(
    server: LanguageServer, talk: Talk, command: str, arguments: Sequence[Any]
) -> dict[str, Any]:
    """The outcome of a command, as an object."""
    await talk.settled()
    try:
        wish = read_wish(command, arguments, talk.folders)
    except Refused as mistake:
        return outcome_object(Outcome("refused", mistake.message))
    return outcome_object(await _sync(server, talk, wish))


async def _sync(server: LanguageServer, talk: Talk, wish: Wish) -> Outcome:
    """Started in a thread; what it says is heard in the server's own."""
    exchange = server.protocol
    assert isinstance(exchange, Exchange)
    here = asyncio.get_running_loop()
    ended: asyncio.Future[Outcome] = here.create_future()

    def cancel() -> None:
        cancellation.set()

    # What runs no installer does what it does wholly, and soon.
    progress = Progress(server, exchange.progress_token, None if wish.upkeep else cancel)

    def hear(root: str, words: str) -> None:
        here.call_soon_threadsafe(progress.report, wish.title(root), words)

    def done(outcome: Outcome) -> None:
        here.call_soon_threadsafe(_answer, ended, outcome)

    cancellation = talk.syncs.start(wish, hear, done)
    forget = exchange.answer_when_cancelled(cancellation.set)
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
