"""Pictures: golden files with a whole project in one text, and findings drawn below its lines.

A picture starts with a title. A line `#- PATH` starts a file; `#- .venv …` and `#- .venv/NAME`
describe an environment and an installed package (see `picture_projects`). Below a line of a file,
`#   ^^^^ code: message` draws the range of a finding; related places follow as `@ file:line`.
`#- expected` has the findings without such a range, and the changes. `#- options` has command line
options.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_SECTION = re.compile(r"#- (\S+)(?: (.*))?")
_DRAWN = re.compile(r"#\s*\^+ .*")
EXPECTED = "expected"


class Section(NamedTuple):
    """A file of the picture: its path, the rest of its header, and its lines."""

    path: str
    words: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The file's text, with the line ends or byte order mark that the header asks for."""
        text = "".join(f"{line}\n" for line in self.lines)
        text = text.replace("\n", "\r\n") if "crlf" in self.words.split() else text
        return "\ufeff" + text if "bom" in self.words.split() else text


class Picture(NamedTuple):
    """The input part of a picture; a check draws the expectations."""

    title: tuple[str, ...]
    sections: tuple[Section, ...]

    def options(self) -> list[str]:
        """The command line options."""
        return [it for at in self.sections if at.path == "options" for it in at.words.split()]


class Note(NamedTuple):
    """A finding to be drawn: its file, range in UTF-16 units, and text."""

    path: str
    start: tuple[int, int]
    end: tuple[int, int]
    words: str


def parse(text: str) -> Picture:
    """Parse a picture, without its expectations."""
    title: list[str] = []
    sections: list[Section] = []
    for line in text.splitlines():
        found = _SECTION.fullmatch(line)
        if found is not None:
            sections.append(Section(found[1], found[2] or "", ()))
        elif not sections:
            title.append(line)
        elif not _DRAWN.fullmatch(line):
            last = sections[-1]
            sections[-1] = last._replace(lines=(*last.lines, line))
    return Picture(tuple(title), tuple(it for it in sections if it.path != EXPECTED))


def draw(picture: Picture, notes: Iterable[Note], expected: Iterable[str]) -> str:
    """The text of a picture with these expectations."""
    files = {it.path: it.lines for it in picture.sections}
    drawn: dict[tuple[str, int], list[str]] = {}
    elsewhere: list[str] = []
    for note in notes:
        line = _carets(note, files.get(note.path, ()))
        if line:
            drawn.setdefault((note.path, note.start[0]), []).append(line)
        else:
            elsewhere.append(f"{note.path} {_numbers(note)} {note.words}")
    lines = [*picture.title]
    for section in picture.sections:
        lines.append(f"#- {section.path} {section.words}".rstrip())
        for number, line in enumerate(section.lines):
            lines += [line, *drawn.get((section.path, number), ())]
    return "".join(f"{line}\n" for line in (*lines, f"#- {EXPECTED}", *elsewhere, *expected))


def _carets(note: Note, lines: tuple[str, ...]) -> str:
    """A line with carets; empty if the range starts in the first column or spans several lines."""
    row, start = note.start
    if row != note.end[0] or row >= len(lines) or start == 0 or note.end[1] <= start:
        return ""
    first, last = (_column(lines[row], it) for it in (start, note.end[1]))
    return f"#{' ' * (first - 1)}{'^' * (last - first)} {note.words}"


def _column(line: str, units: int) -> int:
    """Convert UTF-16 units to characters; fails in the middle of a character."""
    return len(line.encode("utf-16-le")[: 2 * units].decode("utf-16-le"))


def _numbers(note: Note) -> str:
    return "-".join(f"{line + 1}:{character + 1}" for line, character in (note.start, note.end))


def pictures(folder: Path) -> list[Path]:
    """The paths of all pictures in a folder."""
    return sorted(folder.glob("*.txt"))
