"""The owner of a process as a text, its command without secrets, and its lever."""

from __future__ import annotations

import pytest

from lockstep.holders.levers import lever_for
from lockstep.holders.owner import ChainedProcess, owner_of, shown_command

BIN = "/srv/demo/.venv/bin"
HOST = ChainedProcess("node", ("node", "/opt/code/out/bootstrap-fork", "--type=extensionHost"))
SHELL = ChainedProcess("bash", ("bash", "-i"))
EXTENSIONS = "/homes/ann/.vscode/extensions"


@pytest.mark.parametrize(
    ("words", "chain"),
    [
        ("VS Code", [ChainedProcess("ruff", (f"{BIN}/ruff", "server")), HOST]),
        (
            "the flake8 extension in VS Code",
            [
                ChainedProcess(
                    "python", ("python", f"{EXTENSIONS}/ms-python.flake8-2025.1.0/lsp.py")
                ),
                HOST,
            ],
        ),
        (
            "a Jupyter kernel of VS Code",
            [
                ChainedProcess("python", ("python", "-m", "ipykernel_launcher", "-f", "x.json")),
                HOST,
            ],
        ),
        ("a test run", [ChainedProcess("python", ("python", "-m", "pytest", "-x")), SHELL]),
        (
            "Vim",
            [
                ChainedProcess("ruff", ("ruff", "server")),
                ChainedProcess("nvim", ("/usr/bin/nvim", "a.py")),
            ],
        ),
        ("a terminal", [ChainedProcess("python", ("python",)), SHELL]),
        (
            "a terminal",
            [ChainedProcess("python.exe", ("python",)), ChainedProcess("cmd.exe", ("cmd.exe",))],
        ),
        ("", [ChainedProcess("python", ("python",))]),
    ],
)
def test_the_owner_of_a_process(words: str, chain: list[ChainedProcess]) -> None:
    assert owner_of(chain) == words


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (("python", "-m", "x", "--token=abc"), "python -m x --token=…"),
        (("x", "--api-key", "abc", "y"), "x --api-key … y"),
        (("x", "--db-password=a b"), "x --db-password=…"),
        (("curl", "https://ann:pw@index.example/simple"), "curl https://index.example/simple"),
        (("x" * 200,), "x" * 159 + "…"),
    ],
)
def test_a_command_is_shown_without_secrets(command: tuple[str, ...], shown: str) -> None:
    assert shown_command(command) == shown


@pytest.mark.parametrize(
    ("command", "lever"),
    [
        (f"{BIN}/ruff server", "ruff.restart"),
        (r"C:\w\.venv\Scripts\ruff.exe server --preview", "ruff.restart"),
        (
            f"{BIN}/python {EXTENSIONS}/ms-python.flake8-2025.1.0/bundled/tool/lsp_server.py",
            "flake8.restart",
        ),
        (f"{BIN}/python run-jedi-language-server.py", "python.analysis.restartLanguageServer"),
        (f"{BIN}/ruff check --watch", ""),
        (f"{BIN}/python scruffy server", ""),
        (f"{BIN}/python -m http.server", ""),
    ],
)
def test_the_lever_of_a_process(command: str, lever: str) -> None:
    assert lever_for(command) == lever
