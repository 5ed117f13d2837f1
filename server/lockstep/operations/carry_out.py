"""The transaction of a sync. A module of its own: it is imported while uv makes its plan."""

from __future__ import annotations

from functools import partial

from ..host.cancellation import CancellationToken
from ..host.own_host import own_host
from ..installers.uv.lines import is_replaced
from ..model.plan import Plan
from ..transaction.transaction import transact
from ..transaction.types import Assessor, TransactionResult, TransactionSpec
from .assessing.assessment import newly_held
from .refetch import refetch_files
from .runner import OnStep, runner


def carry_out(
    plan: Plan,
    environment: str,
    uv: str,
    assessor: Assessor,
    on_step: OnStep,
    cancellation: CancellationToken,
) -> TransactionResult:
    """Run a plan on an environment, with uv as the installer."""
    host = own_host()
    spec = TransactionSpec(
        plan,
        environment,
        assessor,
        lambda text: newly_held(text, environment),
        refetch=partial(refetch_files, host, plan, uv, environment),
        replaced_in=is_replaced,
    )
    return transact(spec, host, runner(plan, on_step, cancellation))
