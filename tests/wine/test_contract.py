"""The contract of the host, for the Windows host; one run for all cases."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from ..contract.all_cases import CASES, ELSEWHERE
from ..contract.expected import EXPECTED
from ..contract.test_contract import another_volume
from .sandbox import Sandbox, windows

pytestmark = pytest.mark.slow

RUN = Path(__file__).resolve().parents[1] / "contract" / "run.py"


def test_the_windows_host_keeps_the_contract(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.root.mkdir()
    with tempfile.TemporaryDirectory(dir=another_volume(tmp_path) or tmp_path) as elsewhere:
        result = sandbox.python(windows(RUN), windows(tmp_path), windows(Path(elsewhere)))
    assert result.status == 0, result.err
    answers = json.loads(result.out)
    assert sorted(answers) == sorted(CASES)
    if another_volume(tmp_path) is None:
        answers = {name: it for name, it in answers.items() if not name.endswith(ELSEWHERE)}
    wrong = {it: answers[it] for it in answers if answers[it] not in EXPECTED[it].under_wine()}
    assert not wrong, "\n".join(f"{name}: {it}" for name, it in wrong.items())
