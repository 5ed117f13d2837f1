"""The request to the client that other extensions release their files."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from typing import Any

from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from ..model.outcome import Outcome
from .protocol import RELEASE, RESUME, release_payload

_LOOK_SECONDS = 0.2
_PATIENCE = 300.0
"""Seconds; the client may ask its user first."""


class ClientReleaser:
    """Requests the client to release held files.

    Its methods are called in the thread of a sync; messages are sent in the thread of the server.

    Args:
        server: sends the messages.
        here: returns the event loop of the server's thread; None before it runs.
    """

    def __init__(
        self, server: LanguageServer, here: Callable[[], asyncio.AbstractEventLoop | None]
    ) -> None:
        self._server = server
        self._here = here

    def release(self, root: str, blocked: Outcome, is_cancelled: Callable[[], bool]) -> bool:
        """Request the release, and wait for the answer.

        Args:
            root: the root of the project.
            blocked: the outcome of the sync, with the blocked paths and their holders.
            is_cancelled: asked every 0.2 s while waiting.

        Returns True if the client answers that files were released. False also if it does not
        answer within five minutes, answers with an error, or the sync is cancelled before.
        """
        here = self._here()
        if here is None or here.is_closed():
            return False
        asked = self._ask(release_payload(root, blocked))
        return _is_released(_answer(asyncio.run_coroutine_threadsafe(asked, here), is_cancelled))

    def resume(self, root: str) -> None:
        """Tell the client that the sync of a project has ended; does not wait."""
        here = self._here()
        if here is not None and not here.is_closed():
            here.call_soon_threadsafe(self._server.protocol.notify, RESUME, {"project": root})

    async def _ask(self, payload: dict[str, Any]) -> Any:
        return await self._server.protocol.send_request_async(RELEASE, payload)


def _answer(asking: Future[Any], is_cancelled: Callable[[], bool]) -> Any:
    """The client's answer; None without one, or if the sync is cancelled before it."""
    for _ in range(int(_PATIENCE / _LOOK_SECONDS)):
        if is_cancelled():
            break
        try:
            return asking.result(_LOOK_SECONDS)
        except (NotYet, asyncio.TimeoutError):
            continue  # these are two classes before Python 3.11
        except (JsonRpcException, asyncio.CancelledError):
            return None
    asking.cancel()
    return None


def _is_released(answer: Any) -> bool:
    """Whether an answer has `released` set to True.

    It is a dict, or an object that pygls creates for an unknown type.
    """
    found = answer.get("released") if isinstance(answer, dict) else answer
    return (found if isinstance(found, bool) else getattr(answer, "released", None)) is True
