"""Text from files where the editor renders it: it must not become markup or control codes."""

from __future__ import annotations

import io
import json
import logging
import re
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from lockstep.lsp.convert import diagnostic_of
from lockstep.lsp.hints import inlay_hints
from lockstep.lsp.hover import hover_text
from lockstep.lsp.lenses import code_lenses
from lockstep.lsp.markdown import escaped, without_icons
from lockstep.lsp.serve import serve
from lockstep.operations.log_lines import PlainFormatter, logger
from lockstep.project.checker import Checker, CheckRequest
from lockstep.project.dependencies import dependencies_of
from lockstep.project.snapshot import Snapshot
from lockstep.session.session import Session
from tests.badinput.projects import LOCKFILE, make_project

pytestmark = pytest.mark.usefixtures("simulated_linux")

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# Starts a link, an image, HTML, an entity, an icon or code, if it is not escaped.
LIVE = re.compile(r"[!\[\]<&`#|~@$]|://|www\.", re.IGNORECASE)
ESCAPED = re.compile(r"\\.")
EVIL = (
    *("![x](https://evil.example/x.png)", "[run](command:workbench.action.quit)", "<img src=x>"),
    *(
        "$(bug)",
        "`code`",
        "https://evil.example",
        "www.evil.example",
        "a@evil.example",
        "&lt;b&gt;",
    ),
    *("# heading", "| a | b |", "~~x~~", "a\nb", "\\](command:x)", "\x1b[2J\u202e\x9b", "[a]: //x"),
)
WHOLE = lsp.Range(lsp.Position(0, 0), lsp.Position(99, 0))


def snapshot_of(folder: Path) -> Snapshot:
    checked = Checker({}, trusted=False).check(CheckRequest(str(folder)))
    return Snapshot(str(folder), 1, *checked)


@pytest.mark.parametrize("text", EVIL)
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    found = escaped(text)
    assert not LIVE.search(ESCAPED.sub("", found)), found
    assert not CONTROL.search(found)
    assert "\n" not in found


def test_a_version_is_not_escaped() -> None:
    assert escaped("3.10.post1+local") == "3.10.post1+local"
    assert without_icons("$(bug) in step") == "$ (bug) in step"


@pytest.mark.parametrize("text", EVIL)
def test_hover_of_hostile_metadata(tmp_path: Path, text: str) -> None:
    packages = make_project(tmp_path)
    dist_info = packages / "idna-3.10.dist-info"
    summary = text.replace("\n", " ")
    (dist_info / "METADATA").write_text(f"Name: idna\nSummary: {summary}\n", encoding="utf-8")
    text_of_url = json.dumps({"url": f"file:///{text}", "dir_info": {}})
    (dist_info / "direct_url.json").write_text(text_of_url, encoding="utf-8")
    snapshot = snapshot_of(tmp_path)
    manifest = str(tmp_path / "pyproject.toml")
    shown = [hover_text(snapshot, it) for it in dependencies_of(snapshot, manifest)]
    assert shown
    for it in shown:
        assert not LIVE.search(ESCAPED.sub("", it)), it
        assert not CONTROL.search(it)


def test_diagnostics_hints_and_lenses_have_no_control_characters(tmp_path: Path) -> None:
    make_project(tmp_path)
    version = "3.11\\u001b[2J\\u202e$(bug)"
    (tmp_path / "uv.lock").write_text(LOCKFILE.replace('"3.10"', f'"{version}"'))
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("home = /x\nversion = 3.9\x1b]0;x\x07\u202e\n")
    snapshot = snapshot_of(tmp_path)
    manifest = str(tmp_path / "pyproject.toml")
    shown: list[object] = [diagnostic_of(it, "") for it in snapshot.report.findings]
    texts = [it.message for it in shown if isinstance(it, lsp.Diagnostic)]
    texts += [str(it.label) for it in inlay_hints(snapshot, manifest, WHOLE)]
    texts += [
        it.command.title for it in code_lenses(snapshot, manifest, trusted=True) if it.command
    ]
    assert texts
    for it in texts:
        assert not CONTROL.search(it), repr(it)


def test_a_log_message_is_one_line() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainFormatter())
    hostile = logging.Logger("hostile")
    hostile.addHandler(handler)
    hostile.warning("the check of %s failed", "/srv/a\nERROR all is lost\x1b[2J\u202e")
    try:
        raise ValueError("\x1b]0;PWNED\x07")
    except ValueError:
        hostile.exception("a bug")
    output = stream.getvalue()
    assert "PWNED" in output
    assert not CONTROL.search(output)
    assert output.startswith(r"the check of /srv/a\nERROR all is lost")


@pytest.mark.parametrize("face", ["server", "command line"])
def test_server_and_command_line_log_in_this_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], face: str
) -> None:
    last = logging.lastResort
    assert last is not None
    monkeypatch.setattr(last, "formatter", None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    if face == "server":
        monkeypatch.setattr("lockstep.lsp.serve.create_server", _fail_to_start)
        with pytest.raises(_NotStarted):
            serve()
    else:
        # The command line configures logging only when a module asks for its logger.
        logger("operations")
    capsys.readouterr()
    record = logging.makeLogRecord({"levelno": logging.ERROR, "msg": "a\x1b[2J\nb"})
    last.handle(record)
    assert capsys.readouterr().err == "a\\x1b[2J\\nb\n"


class _NotStarted(Exception):
    """Stops `serve` before the server starts."""


def _fail_to_start(_: Session) -> None:
    raise _NotStarted
