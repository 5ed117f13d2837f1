"""The licenses of bundled packages: checked against a list, and collected into one text."""

from __future__ import annotations

import email.parser
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

# All of them permit redistribution if the license text is included.
PERMITTED = {
    *("Apache-2.0", "Apache-2.0 OR BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "PSF-2.0"),
}
_IN_CLASSIFIER = {"License :: OSI Approved :: MIT License": "MIT"}

_TEXT = re.compile(r"(?i)(licen[cs]e|copying|notice)")
_RULE = "=" * 80


@dataclass(frozen=True, order=True)
class Bundled:
    """One bundled distribution with its license."""

    name: str
    version: str
    license: str
    texts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} {self.version}: {self.license}"


def bundled(folders: Iterable[Path]) -> list[Bundled]:
    """The distributions in these folders, without duplicates; exits on an unknown license."""
    return sorted({_read(it) for folder in folders for it in folder.glob("*.dist-info")})


def notices(distributions: list[Bundled]) -> str:
    """A list of the distributions, and the full text of each license."""
    summary = "\n".join(f"- {each}" for each in distributions)
    parts = (f"{_RULE}\n{each}\n{_RULE}\n\n" + "\n".join(each.texts) for each in distributions)
    return f"Lockstep comes with these packages:\n\n{summary}\n\n" + "\n".join(parts)


def judged(name: str, version: str, terms: str, license_files: Iterable[Path]) -> Bundled:
    """A package with a permitted license; exits on any other."""
    texts = tuple(sorted(map(_text, license_files)))
    if terms not in PERMITTED or not texts:
        sys.exit(f"{name} {version}: its license is not on the list ({terms or 'not named'})")
    return Bundled(name, version, terms, texts)


def license_files(folder: Path) -> Iterator[Path]:
    """All files below a folder with the name of a license file."""
    for path in folder.rglob("*"):
        if path.is_file() and _TEXT.match(path.name):
            yield path


def _read(dist_info: Path) -> Bundled:
    metadata = email.parser.Parser().parsestr((dist_info / "METADATA").read_text(encoding="utf-8"))
    return judged(metadata["Name"], metadata["Version"], _terms(metadata), license_files(dist_info))


def _terms(metadata: Message) -> str:
    """The SPDX expression of the license, from whichever metadata field contains it."""
    classifiers = (_IN_CLASSIFIER.get(it, "") for it in metadata.get_all("Classifier", []))
    said = (metadata["License-Expression"], metadata["License"], *classifiers)
    return next(filter(None, said), "")


def _text(path: Path) -> str:
    # Some texts have Windows line ends; the notices have one kind.
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"
