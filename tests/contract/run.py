"""Every case on the host of this platform; the answers as JSON: `python run.py FOLDER ELSEWHERE`.

It needs no pytest, so that any Python can run it.
"""

from __future__ import annotations

import json
import sys
import traceback
from pathlib import Path

_HOUSE = Path(__file__).resolve().parents[2]


def main(folder: str, elsewhere: str) -> None:
    """Print the answers."""
    sys.path.insert(0, str(_HOUSE / "server"))
    from launch import take_own_modules

    take_own_modules()
    sys.path.append(str(_HOUSE))
    from tests.contract.places import CASES

    found = {name: _answer(name, folder, elsewhere) for name in CASES}
    print(json.dumps(found))


def _answer(name: str, folder: str, elsewhere: str) -> str:
    from tests.contract.answers import answer

    try:
        return answer(name, Path(folder), Path(elsewhere))
    except Exception:  # noqa: BLE001 - told, and the other cases go on
        return traceback.format_exc()


if __name__ == "__main__":
    main(*sys.argv[1:])
