"""`npm run bundle`: make server/libs, with which the server runs on a Python that has nothing."""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from alone import alone
from notices import bundled, notices
from tools import HOUSE, ensure_tools
from unpack import unpack
from wheels import NATIVE, PURE, REQUIREMENTS, fetch

LIBRARIES = HOUSE / "server" / "libs"

# What decides how the bundle looks, besides the requirements.
_MAKERS = ("bundle.py", "notices.py", "unpack.py", "wheels.py")
_STAMP = "stamp"


def main(arguments: list[str]) -> int:
    folder = _options(arguments).into.absolute()
    with alone("bundle"):
        return _ensure(folder)


def _ensure(folder: Path) -> int:
    stamp = _stamp()
    if _stamp_of(folder) == stamp:
        print(f"{folder} is as it should be")
        return 0
    folder.parent.mkdir(parents=True, exist_ok=True)
    workshop = Path(tempfile.mkdtemp(prefix="libs-making-", dir=folder.parent))
    try:
        _make(workshop / "new", stamp)
        _put(workshop, folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="npm run bundle --", description="Put the libraries of the server beside it."
    )
    parser.add_argument("--into", type=Path, default=LIBRARIES, help="make this folder instead")
    return parser.parse_args(arguments)


def _stamp() -> str:
    makers = [Path(__file__).with_name(name) for name in _MAKERS]
    # Line by line, so that a checkout with other line ends has the same stamp.
    lines = [line for path in (REQUIREMENTS, *makers) for line in path.read_bytes().splitlines()]
    return hashlib.sha256(b"\n".join(lines)).hexdigest() + "\n"


def _stamp_of(folder: Path) -> str:
    try:
        return (folder / _STAMP).read_text(encoding="utf-8")
    except OSError:
        return ""


def _make(folder: Path, stamp: str) -> None:
    """A whole bundle; its stamp is written last."""
    for wheel in fetch(ensure_tools()):
        unpack(wheel.name, wheel.content, _place(folder, wheel.target))
    distributions = bundled([folder / PURE, *(_place(folder, target) for target in NATIVE)])
    _write(folder / "NOTICES.txt", notices(distributions))
    _write(folder / _STAMP, stamp)
    print("\n".join(map(str, distributions)))
    sizes = (it.stat().st_size for it in folder.rglob("*") if it.is_file())
    print(f"{sum(sizes) / 1e6:.1f} MB")


def _place(folder: Path, target: str) -> Path:
    return folder / PURE if target == PURE else folder / "native" / target


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _put(workshop: Path, folder: Path) -> None:
    """Give the new bundle its name: there is the old one or the new one, never half of one."""
    old = workshop / "old"
    if folder.exists():
        _rename(folder, old)
    try:
        _rename(workshop / "new", folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        raise


def _rename(folder: Path, to: Path) -> None:
    try:
        folder.rename(to)
    except OSError as mistake:
        sys.exit(f"{folder} is held; end the servers that run with it ({mistake})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
