"""`npm run bundle`: make server/libs, so that the server runs on a Python without packages."""

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

# The modules that determine the contents of the bundle, besides the requirements.
_MAKERS = ("bundle.py", "notices.py", "unpack.py", "wheels.py")
_STAMP = "stamp"


def main(arguments: list[str]) -> int:
    folder = _options(arguments).into.absolute()
    with alone("bundle"):
        return _ensure(folder)


def _ensure(folder: Path) -> int:
    stamp = _stamp()
    if _stamp_of(folder) == stamp:
        print(f"{folder} is up to date")
        return 0
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="libs-making-", dir=folder.parent))
    try:
        _make(scratch / "new", stamp)
        _replace(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="npm run bundle --", description="Put the libraries of the server into server/libs."
    )
    parser.add_argument("--into", type=Path, default=LIBRARIES, help="another folder for them")
    return parser.parse_args(arguments)


def _stamp() -> str:
    makers = [Path(__file__).with_name(name) for name in _MAKERS]
    # By lines, so that checkouts with other line ends have the same stamp.
    lines = [line for path in (REQUIREMENTS, *makers) for line in path.read_bytes().splitlines()]
    return hashlib.sha256(b"\n".join(lines)).hexdigest() + "\n"


def _stamp_of(folder: Path) -> str:
    try:
        return (folder / _STAMP).read_text(encoding="utf-8")
    except OSError:
        return ""


def _make(folder: Path, stamp: str) -> None:
    """Make a bundle; its stamp is written last."""
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


def _replace(scratch: Path, folder: Path) -> None:
    """Replace the old bundle by renames, so that the folder never contains a partial one."""
    old = scratch / "old"
    if folder.exists():
        _rename(folder, old)
    try:
        _rename(scratch / "new", folder)
    except BaseException:
        if old.exists():
            old.rename(folder)
        raise


def _rename(folder: Path, to: Path) -> None:
    try:
        folder.rename(to)
    except OSError as mistake:
        sys.exit(f"{folder} is in use; end the servers that run from it ({mistake})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
