"""`sync --dry-run`: uv's plan is shown, and nothing is changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from types import MappingProxyType

import pytest

from ..crash.scenes import snapshot
from .demo_project import DemoProject, check_as_before
from .sandbox import UV

pytestmark = pytest.mark.slow

Prepare = Callable[[DemoProject], object]

NEW = ("three==2.0", "five==1.0")


def _lose_file(demo: DemoProject) -> None:
    (demo.site_packages / "parts" / "a.py").unlink()


# What is changed before, and the options of the sync.
SCENES: Mapping[str, tuple[Prepare, tuple[str, ...]]] = MappingProxyType(
    {
        "in step": (lambda _: None, ()),
        "other pins": (lambda it: it.relock(*NEW), ()),
        "no environment": (lambda it: shutil.rmtree(it.environment), ()),
        "incomplete": (lambda it: (it.environment / "pyvenv.cfg").unlink(), ()),
        "a file is missing": (_lose_file, ()),
        "stale, as it is": (lambda it: it.write_manifest(*NEW), ("--frozen",)),
        "stale, locked first": (lambda it: it.write_manifest(*NEW), ("--lock",)),
        "no lockfile, locked first": (lambda it: (it.root / "uv.lock").unlink(), ("--lock",)),
    }
)
REFUSED: Mapping[str, tuple[Prepare, str]] = MappingProxyType(
    {
        "stale": (lambda it: it.write_manifest(*NEW), "lockfile-stale"),
        "no lockfile": (lambda it: (it.root / "uv.lock").unlink(), "lockfile-missing"),
    }
)


@pytest.mark.parametrize("name", SCENES)
def test_the_sync_does_what_was_shown(name: str, demo: DemoProject) -> None:
    prepare, options = SCENES[name]
    prepare(demo)
    before = snapshot(demo.root)
    shown = demo.lockstep("sync", "--dry-run", *options)
    assert shown.status == 0, shown.out + shown.err
    check_as_before(demo, before)
    done = demo.lockstep("sync", *options)
    assert done.status == 0, done.out
    if shown.json["action"] == "check":
        assert shown.json["changes"] == done.json["changes"]
    else:
        # All packages of the new environment are listed, also those that the old one had.
        assert {f"{it['name']}-{it['expected']}" for it in shown.json["changes"]} == {
            it.name.removesuffix(".dist-info") for it in demo.site_packages.glob("*.dist-info")
        }


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_is_refused(name: str, demo: DemoProject) -> None:
    prepare, code = REFUSED[name]
    prepare(demo)
    before = snapshot(demo.root)
    shown, done = demo.lockstep("sync", "--dry-run"), demo.lockstep("sync")
    assert (shown.status, done.status) == (2, 2)
    told = [it.json["error"] for it in (shown, done)]
    assert [it["code"] for it in told] == [code, code]
    would, was = (it["message"] for it in told)
    assert would == was.replace("was not synced", "would not be synced")
    assert told[0]["hint"] == told[1]["hint"]
    check_as_before(demo, before)


def test_a_lockfile_that_cannot_be_read_is_replaced_with_a_warning(demo: DemoProject) -> None:
    lockfile = demo.root / "uv.lock"
    lockfile.write_text(f"<<<<<<< HEAD\n{lockfile.read_text()}")
    done = demo.lockstep("sync", "--lock")
    assert done.status == 0, done.out
    told = "the old lockfile could not be read, so that all versions were chosen again"
    assert done.json["warnings"] == [told]


def test_a_python_that_would_be_downloaded(demo: DemoProject) -> None:
    """uv plans only with a Python that is there, and the sync would download it first."""
    # Without the folders of the user, where a shim of pyenv may fail instead.
    path = os.pathsep.join((str(UV.parent), "/usr/bin", "/bin"))
    demo.variables |= {"UV_PYTHON": "pypy3.10", "UV_PYTHON_DOWNLOADS": "automatic", "PATH": path}
    before = snapshot(demo.root)
    shown = demo.lockstep("sync", "--dry-run")
    assert (shown.status, shown.json["action"]) == (0, "replace"), shown.out
    assert [it["name"] for it in shown.json["changes"]] == ["four", "three"]
    check_as_before(demo, before)
