"""Questions to uv about one project: what a sync would do, and whether one is done.

A question runs uv with the folder and the variables of the run that it is about. uv waits for the
environment's `.lock` also in a dry run, so no lock of Lockstep may be held when one is asked.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from functools import partial

from ...host.cancellation import CancellationToken
from ...host.contract import Host
from ...host.run import Output
from ...host.stream import run_until
from ...installers.uv.sync_plan import SyncPlan, python_to_download, read_plan
from ...model.plan import Plan, Step
from ...transaction.types import InstallerRefusal
from ...transaction.waiting import lock_environment

_VERSION = re.compile(r"uv (\d+(?:\.\d+)*)")
NEEDED = "0.9.19"
"""The first uv that lists changes in its JSON; older ones are read by their lines."""


class UvQuestions:
    """Asks uv, one question at a time.

    Attributes:
        folder: the working directory of uv.

    Args:
        host: takes the environment's lock.
        plan: has the folder and the variables with which uv runs.
        cancellation: ends uv.
        telling: called with a step that takes long, and with None when another installer holds the
            environment's lock.
    """

    def __init__(
        self,
        host: Host,
        plan: Plan,
        cancellation: CancellationToken,
        telling: Callable[[Step | None], None] = lambda _: None,
    ) -> None:
        self._host = host
        self._plan = plan
        self._cancellation = cancellation
        self._telling = telling
        self.folder = plan.folder
        self._begun: tuple[Step, threading.Thread, list[Output]] | None = None

    def begin(self, step: Step) -> None:
        """Run a step in a thread, while the caller does something else; see `answer`.

        If the same step was begun already, that run goes on.
        """
        if self._begun is not None and self._begun[0] == step:
            return
        outputs: list[Output] = []
        thread = threading.Thread(target=lambda: outputs.append(self._run(step)), daemon=True)
        self._begun = step, thread, outputs
        thread.start()

    def answer(self, step: Step) -> Output:
        """The output of a step: of the run that was begun for it, else of a new run.

        The status is None if uv was cancelled before it started or could not be started.
        """
        begun, self._begun = self._begun, None
        if begun is not None:
            begun[1].join()
            if begun[0] == step and begun[2]:
                return begun[2][0]
        return self._run(step)

    def wait_for_others(self, environment: str) -> None:
        """Wait for installers that are at work; uv would wait too, but without a message.

        Returns early if cancelled.

        Raises:
            Busy: one of them does not end.
            OSError: the lock cannot be taken.
        """
        if os.path.exists(os.path.join(environment, ".lock")):
            is_cancelled, waiting = self._is_cancelled, partial(self._telling, None)
            lock = lock_environment(self._host, environment, is_cancelled, waiting)
            if lock is not None:
                lock.release()

    def _is_cancelled(self) -> bool:
        return self._cancellation.is_set

    def plan(self, step: Step) -> SyncPlan:
        """The plan that a step of `planning` prints.

        Raises:
            InstallerRefusal: uv refuses, was cancelled, or its answer is not understood.
        """
        output = self.answer(step)
        found = read_plan(output.out, output.err) if output.status == 0 else None
        if found is None:
            if output.status != 0:
                raise InstallerRefusal(step, output._replace(err=output.err or output.out))
            raise InstallerRefusal(step, self._not_understood(step, output))
        return found

    def python_to_download(self, step: Step) -> str:
        """The request of the Python that uv lacks for a step, and may download by its settings.

        uv is asked offline, so that it names the download that it would make. Empty if there is
        none.
        """
        command = (*step.command[:2], "--offline", *step.command[2:])
        variables = {k: v for k, v in step.variables.items() if k != "UV_PYTHON_DOWNLOADS"}
        output = self._run(step._replace(command=command, variables=variables))
        return python_to_download(output.err)

    def run(self, step: Step) -> bool:
        """Report a step that changes nothing of the project, and run it; True if it succeeded."""
        self._telling(step)
        return self._run(step).status == 0

    def _run(self, step: Step) -> Output:
        variables = self._plan.variables_for(step)
        # With the lockfile as it is uv builds nothing in a dry run.
        is_short = {"--dry-run", "--frozen"} <= {*step.command}
        return run_until(
            step.command, self._plan.folder, variables, self._cancellation, is_short=is_short
        )

    def _not_understood(self, step: Step, output: Output) -> Output:
        asked = self._run(Step("checking", (step.command[0], "--version")))
        found = _VERSION.search(asked.out)
        version = f"uv {found[1]}" if found else step.command[0]
        message = f"error: the plan of {version} is not understood; uv {NEEDED} or newer is needed"
        return Output(output.status, output.out, message)
