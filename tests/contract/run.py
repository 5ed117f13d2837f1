"""Runs all cases on the host of this platform; prints JSON: `python run.py FOLDER ELSEWHERE`.

It does not need pytest, so that any Python can run it.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

_HOUSE = Path(__file__).resolve().parents[2]


def main(folder: str, elsewhere: str) -> None:
    """Print the results of all cases."""
    sys.path.insert(0, str(_HOUSE / "server"))
    from launch import take_own_modules

    take_own_modules()
    sys.path.append(str(_HOUSE))
    from tests.contract.all_cases import CASES

    found = {name: _run_or_traceback(name, folder, elsewhere) for name in CASES}
    print(json.dumps(found))


def _run_or_traceback(name: str, folder: str, elsewhere: str) -> str:
    from tests.contract.case_runner import run_case

    try:
        return run_case(name, Path(folder), Path(elsewhere))
    except Exception:  # noqa: BLE001 - printed, and the other cases go on
        return traceback.format_exc()


if __name__ == "__main__":
    main(*sys.argv[1:])
