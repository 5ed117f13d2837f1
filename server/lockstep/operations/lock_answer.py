"""uv's answer whether a lockfile still fits, for a command at a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import Refused
from ..model.freshness import LockAnswer
from ..project.lock_freshness import LockQuestion
from ..project.uv.ask_uv import ask_fully, ask_in_copy
from ..project.uv.find_uv import find_uv
from .ctrl_c import cancelled_by_ctrl_c


def ask_uv(
    question: LockQuestion, variables: Mapping[str, str], *, fully: bool
) -> LockAnswer | None:
    """uv's answer to a question; None if there is no uv.

    Args:
        question: the question about the lockfile.
        variables: the environment variables.
        fully: uv is asked in the project, where it may build what it has to build, and Ctrl-C ends
            it. An answer of *unsure* then becomes *refused*. Otherwise uv is asked in a copy.
    """
    try:
        uv = find_uv(variables, (question.project.root,))
    except Refused:
        return None
    if not fully:
        return ask_in_copy(question, uv, variables)
    with cancelled_by_ctrl_c() as cancellation:
        answer = ask_fully(question, uv, variables, cancellation)
    # Whatever keeps uv from an answer would keep it from a sync, too.
    return answer._replace(state="refused") if answer.state == "unsure" else answer
