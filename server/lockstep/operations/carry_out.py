"""The transaction of a sync or a repair; this module is imported while uv makes its plan."""

from __future__ import annotations

from functools import partial

from ..host.cancellation import CancellationToken
from ..installers.uv.lines import is_replaced
from ..model.plan import Plan
from ..transaction.guarded import GuardedEnvironment
from ..transaction.result import TransactionResult
from ..transaction.transaction import transact
from ..transaction.types import Assessor, TransactionSpec
from .assessing.assessment import newly_held
from .refetch import refetch_files
from .runner import OnStep, runner


def carry_out(
    plan: Plan,
    guarded: GuardedEnvironment,
    uv: str,
    assessor: Assessor,
    on_step: OnStep,
    cancellation: CancellationToken,
) -> TransactionResult:
    """Run a plan on an environment, with uv as the installer.

    Args:
        plan: the steps that change manifest and lockfile.
        guarded: the environment.
        uv: the absolute path of uv.
        assessor: decides what is set aside and installed.
        on_step: told of each step, and of each line of its output.
        cancellation: ends uv.

    Returns how the transaction ended, also for a failure or a cancellation.

    Raises:
        LockstepError, OSError: as `transact`.
    """
    host, environment = guarded.host, guarded.path
    spec = TransactionSpec(
        plan,
        environment,
        assessor,
        lambda text: newly_held(text, environment),
        refetch=partial(refetch_files, host, plan, uv, environment),
        replaced_in=is_replaced,
    )
    return transact(spec, guarded, runner(plan, on_step, cancellation))
