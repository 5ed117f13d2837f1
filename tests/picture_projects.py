"""From a picture to a project on disk, to a check of it, and back to a picture.

`holder stale` and `holder shared .venv/bin/NAME` describe holders by pid, name and owner.

`.venv` alone is a sound environment; options after it are `python 3.11.2`, `by venv`,
`without pyvenv.cfg`, `moved /FROM`, `file`, `empty` or `data`. `.venv/NAME.dist-info` is an
installed package; its options are `without FILE …`, `with FILE=TEXT`, or `broken FILE …` for
dangling links. Any other `.venv/NAME` is a file in site-packages if it has lines, else a folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lockstep.cli.arguments import make_parser
from lockstep.cli.selection_options import selection_of
from lockstep.model.finding import DEFAULT_SEVERITIES, Finding, Place
from lockstep.model.holder import CodeHolders, Holder, Shared
from lockstep.project.checker import EVERY, Checked, Checker, CheckRequest

from .environments import make_dist_info, make_environment, uv_cfg
from .pictures import Note, Picture, Section, draw, parse

ENVIRONMENT = ".venv"
VARIABLES = {"UV_PREVIEW_FEATURES": "lock-without-metadata"}
"""Pictures have lockfiles without `[package.metadata]`, which uv accepts only with this feature."""


def check(text: str, folder: Path) -> str:
    """The picture with the findings of a check of its project."""
    picture = parse(text)
    build(picture, folder)
    options = make_parser().parse_args(["check", *picture.options()])
    files = EVERY if options.files else ()
    request = CheckRequest(str(folder / options.project), selection_of(options), files)
    held = _held(picture, folder)
    checked = Checker(VARIABLES).check(request._replace(find_code_holders=lambda _: held))
    notes = [_note(it, folder) for it in checked.report.findings]
    return draw(picture, notes, _expected(checked, folder))


def build(picture: Picture, folder: Path) -> None:
    """Write all files of a picture below a folder."""
    for section in picture.sections:
        if section.path == ENVIRONMENT:
            _make_environment(section, folder / ENVIRONMENT)
        elif section.path.startswith(f"{ENVIRONMENT}/"):
            _install(section, folder / ENVIRONMENT)
        elif section.path not in ("options", "holder"):
            path = folder / section.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(section.text.encode())


def _held(picture: Picture, folder: Path) -> CodeHolders:
    """The holders in a picture: `stale PID NAME OWNER`, or `shared PATH PID NAME OWNER`."""
    stale, shared = [], []
    for section in picture.sections:
        if section.path == "holder":
            kind, _, words = section.words.partition(" ")
            path, _, rest = words.partition(" ") if kind == "shared" else ("", "", words)
            pid, name, owner = (*rest.split(" ", 2), "")[:3]
            holder = Holder(int(pid), name, name, 1.0, "image", (), owner)
            stale += [holder] if kind == "stale" else []
            shared += [Shared(str(folder / path), holder)] if kind == "shared" else []
    return CodeHolders(tuple(stale), tuple(shared))


def _make_environment(section: Section, path: Path) -> None:
    kind, _, rest = section.words.partition(" ")
    if kind == "file":
        path.write_text(section.text)
    elif kind in ("empty", "data"):
        path.mkdir()
        if kind == "data":
            (path / "measured.csv").write_text("1,2\n")
    else:
        version = rest if kind == "python" else "3.12.1"
        cfg = f"home = /nowhere/bin\nversion = {version}\n" if kind == "by" else uv_cfg(version)
        make_environment(path, version, cfg)
        if kind == "moved":
            (path / "bin" / "activate").write_text(f"VIRTUAL_ENV='{rest}'\n")
        for name in rest.split() if kind == "without" else ():
            (path / name).unlink()


def _install(section: Section, environment: Path) -> None:
    packages = next(environment.glob("lib/*/site-packages"))
    name = section.path.partition("/")[2]
    if not name.endswith(".dist-info"):
        path = packages / name
        path.write_text(section.text) if section.lines else path.mkdir()
        return
    kind, _, rest = section.words.partition(" ")
    file, _, content = rest.partition("=") if kind == "with" else ("", "", "")
    files = {file: content.replace("\\n", "\n")} if file else {}
    without = tuple(rest.split()) if kind in ("without", "broken") else ()
    folder = make_dist_info(packages, name.removesuffix(".dist-info"), files, without)
    for broken in without if kind == "broken" else ():
        (folder / broken).symlink_to(folder / "gone")


def _note(finding: Finding, root: Path) -> Note:
    severity = finding.severity
    shown = "" if severity == DEFAULT_SEVERITIES[finding.code] else f" ({severity})"
    related = "".join(f" @ {_line(it.place, root)}" for it in finding.related)
    words = f"{finding.code}{shown}: {_clean(finding.message, root)}{related}"
    start, end = finding.place.range
    at = (start.line, start.character), (end.line, end.character)
    return Note(_relative(finding.place.path, root), *at, words)


def _line(place: Place, root: Path) -> str:
    return f"{_relative(place.path, root)}:{place.range.start.line + 1}"


def _relative(path: str, root: Path) -> str:
    return Path(path).relative_to(root).as_posix()


def _clean(message: str, root: Path) -> str:
    """The message without what differs between runs and platforms."""
    return message.replace(str(root), "$ROOT").replace("\\", "/")


def _expected(checked: Checked, root: Path) -> Iterator[str]:
    report = checked.report
    if checked.obstacle is not None:
        yield f"could not check: {_clean(checked.obstacle.message, root)}"
    elif report.in_step:
        yield "in step"
    if report.action != "check":
        yield f"action: {report.action}"
    for change in report.changes:
        yield f"{change.name} {change.installed or '-'} -> {change.expected or '-'}"
