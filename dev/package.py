"""`npm run package`: make the VSIX, the file that VS Code installs."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import bundle
from alone import alone
from extension_notices import extension_notices
from npm import ensure_packages, node, node_quietly, tool
from tools import HOUSE

EXTENSION = HOUSE / "extension"
SERVER = HOUSE / "server"
STAGING = HOUSE / "build" / "vsix"

# A larger file would make the installation slow.
LARGEST = 3_000_000


def main() -> int:
    vsix = make_vsix()
    size = vsix.stat().st_size
    print(f"{vsix.relative_to(HOUSE)}: {size / 1e6:.2f} MB")
    if size > LARGEST:
        sys.exit(f"that is more than {LARGEST / 1e6:.0f} MB")
    return 0


def make_vsix() -> Path:
    """Make the VSIX from the current sources. Returns its path."""
    ensure_packages()
    with alone("vsix"):
        return _make_vsix()


def _make_vsix() -> Path:
    if bundle.main([]) or node(str(EXTENSION / "build.mjs")):
        sys.exit("a bundle could not be made")
    _stage()
    version = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))["version"]
    vsix = HOUSE / "build" / f"lockstep-{version}.vsix"
    making = vsix.with_suffix(".making")
    # Relative links of the README are kept: there is no public repository yet to point them to.
    links = ("--no-rewrite-relative-links", "--allow-missing-repository")
    options = ("--no-dependencies", *links, "--out", str(making))
    if node_quietly(tool("@vscode/vsce", "vsce"), "package", *options, cwd=STAGING):
        sys.exit("the VSIX could not be made")
    # Replaced atomically, because another process may be reading the old one.
    return making.replace(vsix)


def _stage() -> None:
    """Copy the contents of the VSIX into one folder, which vsce packages."""
    shutil.rmtree(STAGING, ignore_errors=True)
    for place, source in _contents():
        (STAGING / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, STAGING / place)
    text = extension_notices(EXTENSION / "dist" / "made-of.json")
    (STAGING / "dist" / "NOTICES.txt").write_text(text, encoding="utf-8", newline="\n")


def _contents() -> Iterator[tuple[Path, Path]]:
    """The path in the VSIX and the source path of each file."""
    for name in ("package.json", "icon.png", "activity.svg", "dist/main.js", ".vscodeignore"):
        yield Path(name), EXTENSION / name
    for name in ("README.md", "CHANGELOG.md", "LICENSE"):
        own = EXTENSION / name
        yield Path(name), own if own.is_file() else HOUSE / name
    # The server links findings to this path.
    yield Path("server", "lockstep", "findings.md"), HOUSE / "docs" / "findings.md"
    for source in _of_server():
        yield source.relative_to(HOUSE), source


def _of_server() -> Iterator[Path]:
    yield from SERVER.glob("*.py")
    yield from (SERVER / "lockstep").rglob("*.py")
    for source in bundle.LIBRARIES.rglob("*"):
        if source.is_file() and source.parent.name != "__pycache__":
            yield source


if __name__ == "__main__":
    sys.exit(main())
