"""One run of one command that changes an environment: the guard, recovery, errors and warnings."""

from __future__ import annotations

import os
from collections.abc import Callable

from ..aside.state_folder import StateFolder, journal_path
from ..debug_log import debug, timed
from ..errors import LockstepError, Refused, advice_on, said_by_system
from ..host.own_host import own_host
from ..model.outcome import Outcome
from ..transaction.guarded import GuardedEnvironment
from .diagnosing.last_outcomes import remember_outcome

Work = Callable[[GuardedEnvironment], Outcome]
"""Does what a command is about; it takes the guard when it begins to change something."""


def operate(environment: str, command: str, not_done: str, work: Work) -> Outcome:
    """Run the work of a command on an environment; every error becomes an outcome.

    An interrupted transaction is completed or rolled back first; the outcome gets its warnings. The
    outcome is remembered for `doctor`. If the guard was taken, state folders of environments that
    are gone are deleted at the end.

    Args:
        environment: the absolute path of the environment.
        command: the words of the command line, for `doctor`.
        not_done: the beginning of the message of a refusal, such as "demo was not synced".
        work: does what the command is about.
    """
    with GuardedEnvironment(own_host(), environment) as guarded:
        try:
            guarded.recover()
            with timed("command", environment):
                outcome = work(guarded)
        except LockstepError as mistake:
            outcome = refused(not_done, mistake)
        except OSError as mistake:
            outcome = _stopped(mistake) if guarded.has_run else _not_begun(not_done, mistake)
        except Exception as mistake:  # noqa: BLE001 - logged with its traceback, and told
            outcome = _bug(environment, mistake)
        debug("outcome", outcome.message)
        state = StateFolder(os.path.dirname(journal_path(guarded.root)))
        remember_outcome(state, command, outcome)
    if guarded.has_taken:
        # Imported late: a command that changes nothing does not need it.
        from ..transaction.gone import forget_gone

        forget_gone(guarded.host)
    return outcome._replace(warnings=(*guarded.warnings, *outcome.warnings))


def refused(not_done: str, mistake: LockstepError) -> Outcome:
    """The outcome of a command that did not begin, with the reason.

    Args:
        not_done: the beginning of the message, such as "demo was not synced".
        mistake: the reason.
    """
    message = f"{not_done}: {mistake.message}"
    return Outcome("refused", message, code=mistake.code, hint=mistake.hint)


def _not_begun(not_done: str, mistake: OSError) -> Outcome:
    """The system refused something before a transaction began, such as to read the journal."""
    return refused(not_done, Refused(said_by_system(mistake), advice_on(mistake)))


def _stopped(mistake: OSError) -> Outcome:
    """The system refused something after a transaction had ended, such as the check after it."""
    hint = "`lockstep check` shows how the environment is"
    return Outcome("failed", said_by_system(mistake), hint=hint)


def _bug(environment: str, mistake: Exception) -> Outcome:
    # Imported only here: it takes long, and a command that ends well logs nothing.
    from .log_lines import logger

    logger(__name__).exception("a command on %s failed", environment)
    return Outcome("failed", f"a bug in Lockstep: {type(mistake).__name__}: {mistake}")
