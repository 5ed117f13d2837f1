"""The commands for each request, and invalid requests."""

from __future__ import annotations

import pytest

from lockstep.installers.uv.commands import SyncOptions, changing, installing, uv_variables
from lockstep.installers.uv.lines import phase_after, shown, warnings
from lockstep.model.intent import Intent
from lockstep.model.plan import Phase, Step
from lockstep.model.selection import Selection

PLAIN = "--no-progress --color never"


DEFAULT = SyncOptions()


def texts(steps: tuple[Step, ...]) -> list[str]:
    return [" ".join(it.command) for it in steps]


def test_sync_is_frozen_and_removes_nothing() -> None:
    assert texts(installing("/uv", DEFAULT)) == [f"/uv sync --frozen --inexact {PLAIN}"]


def test_packages_are_removed_by_name() -> None:
    assert texts(installing("/uv", DEFAULT, gone=("idna", "six"), environment="/x/.venv")) == [
        f"/uv pip uninstall --no-config --python /x/.venv {PLAIN} -- idna six",
        f"/uv sync --frozen --inexact {PLAIN}",
    ]


def test_the_selection_is_passed_in_full() -> None:
    selection = Selection(
        extras=("tables",),
        no_extras=("plots",),
        groups=("*",),
        no_groups=("docs",),
        default_groups=False,
        packages=("one", "two"),
    )
    assert texts(installing("/uv", SyncOptions(selection))) == [
        "/uv sync --frozen --extra tables --no-extra plots --all-groups --no-group docs "
        f"--package one --package two --no-default-groups --inexact {PLAIN}"
    ]
    every = Selection(extras=("*",), only_groups=("dev",), packages=("*",))
    assert texts(installing("/uv", SyncOptions(every))) == [
        f"/uv sync --frozen --all-extras --only-dev --all-packages --inexact {PLAIN}"
    ]


def test_damaged_packages_are_reinstalled() -> None:
    assert texts(installing("/uv", SyncOptions(again=("idna", "six"), python="3.12"))) == [
        "/uv sync --frozen --inexact --reinstall-package idna --reinstall-package six "
        f"--python 3.12 {PLAIN}"
    ]


def test_lockfile_and_manifest_come_first() -> None:
    assert texts(changing("/uv", Intent())) == []
    assert texts(changing("/uv", Intent("lock"))) == [f"/uv lock {PLAIN}"]
    assert texts(changing("/uv", Intent("add", ("httpx>=0.27", "idna")))) == [
        f"/uv add --no-sync {PLAIN} -- httpx>=0.27 idna"
    ]
    assert texts(changing("/uv", Intent("add", ("idna",), group="dev"), "core")) == [
        f"/uv add --no-sync --group dev --package core {PLAIN} -- idna"
    ]
    assert texts(changing("/uv", Intent("remove", ("idna",), extra="net"))) == [
        f"/uv remove --no-sync --optional net {PLAIN} -- idna"
    ]


def test_which_files_a_step_may_write() -> None:
    assert [it.writes for it in changing("/uv", Intent("lock"))] == [("lockfile",)]
    added = changing("/uv", Intent("add", ("idna",)))
    assert [it.writes for it in added] == [("manifest", "lockfile")]
    assert [it.writes for it in installing("/uv", DEFAULT)] == [()]


def test_variables_of_another_environment_are_dropped() -> None:
    given = {"PATH": "/bin", "VIRTUAL_ENV": "/x", "PYTHONHOME": "/y", "pythonpath": "/z"}
    assert uv_variables({**given, "UV_OFFLINE": "1"}) == {"PATH": "/bin", "UV_OFFLINE": "1"}


@pytest.mark.parametrize(
    ("intent", "problem"),
    [
        (Intent(), ""),
        (Intent("lock"), ""),
        (Intent("add", ("httpx[http2]>=0.27 ; python_version < '3.12'",)), ""),
        (Intent("add", ("demo @ https://files.example/demo-1.0.tar.gz",)), ""),
        (Intent("remove", ("Odd.Name",), group="dev"), ""),
        (Intent("add"), "no package is named"),
        (Intent("add", ("-r other.txt",)), "`-r other.txt` is not a requirement"),
        (Intent("add", ("--index=x",)), "`--index=x` is not a requirement"),
        (Intent("add", ("idna\n--index x",)), "`idna\n--index x` is not a requirement"),
        (Intent("add", ("",)), "`` is not a requirement"),
        (Intent("remove", ("-x",)), "`-x` is not the name of a package"),
        (Intent("remove", ("idna>=3",)), "`idna>=3` is not the name of a package"),
        (Intent("add", ("idna",), group="--dev"), "`--dev` is not the name of a group"),
        (Intent("add", ("idna",), extra="a b"), "`a b` is not the name of an extra"),
        (
            Intent("add", ("idna",), "dev", "net"),
            "a dependency belongs to a group or to an extra, not to both",
        ),
    ],
)
def test_invalid_requests(intent: Intent, problem: str) -> None:
    found = intent.problem()
    assert (found.message if found else "") == problem


@pytest.mark.parametrize(
    ("line", "before", "after"),
    [
        ("Using CPython 3.11.7 interpreter at: /usr/bin/python3", "checking", "checking"),
        ("Downloading numpy (16.1MiB)", "checking", "downloading"),
        ("   Building dep @ file:///srv/demo/dep", "checking", "downloading"),
        ("Prepared 3 packages in 180ms", "downloading", "installing"),
        ("Uninstalled 1 package in 0.48ms", "checking", "installing"),
        (" + idna==3.10", "installing", "installing"),
        ("   Building dep @ file:///srv/demo/dep", "installing", "installing"),
        ("Resolved 2 packages in 111ms", "locking", "locking"),
        ("   Building dep @ file:///srv/demo/dep", "locking", "locking"),
    ],
)
def test_phases(line: str, before: Phase, after: Phase) -> None:
    assert phase_after(line, before) == after


def test_no_password_is_shown() -> None:
    line = " + dep==1.0 (from git+https://ann:p%40ss@files.example/dep.git@v1)"
    assert shown(line) == "+ dep==1.0 (from git+https://files.example/dep.git@v1)"
    assert warnings(
        ["warning: see http://a:b@c.example/", "x", "warning: see http://c.example/"]
    ) == ("see http://c.example/",)
