"""Several installers at once: nothing is left half done, and every removal is reported."""

from __future__ import annotations

import os
import random
import subprocess

import pytest

from ..environments import make_dist_info
from .demo_project import DemoProject, check_result
from .sandbox import UV

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("LOCKSTEP_ROUNDS", "6"))
OLD = ("three==1.0", "four==1.0")
NEW = ("three==2.0", "four==2.0")
SLIPS_IN = '"$UV" pip install -q --python "{environment}" five || exit 9'


def test_all_at_once(demo: DemoProject) -> None:
    chance = random.Random(seed := random.randrange(10**6))
    print(f"seed {seed}")
    for number in range(ROUNDS):
        demo.write_manifest(*(OLD if number % 2 else NEW))
        assert demo.plain_uv("lock").status == 0
        check_round(demo, chance)
        assert demo.plain_uv("pip", "uninstall", "-q", "five").status == 0


def check_round(demo: DemoProject, chance: random.Random) -> None:
    """Start four installers in random order, and wait for all."""
    kinds = ["lockstep", "lockstep", "sync", "pip"]
    chance.shuffle(kinds)
    processes = [(kind, begin(demo, kind)) for kind in kinds]
    result = {it: (kind, it.communicate()[0], it.returncode) for kind, it in processes}
    outputs = "".join(out for _, out, _ in result.values())
    for kind, out, status in result.values():
        assert status == 0 or (kind == "lockstep" and "another sync" in out), (kinds, outputs)
    assert demo.plain_lockstep("sweep").status == 0
    assert not list(demo.state.rglob("journal.jsonl"))
    assert not (demo.root / ".lockstep").exists()
    is_there = check_sound(demo)
    # Both kinds of sync remove unpinned packages, and report that they did.
    assert is_there or "- five" in outputs or '"name": "five"' in outputs, (kinds, outputs)


def check_sound(demo: DemoProject) -> bool:
    """The environment is in step; whether the unpinned package `five` is installed too."""
    checked = demo.plain_lockstep("check", "--files").json
    assert {it["code"] for it in checked["findings"]} <= {"package-unexpected"}, checked
    names = [it["name"] for it in checked["changes"]]
    assert names in ([], ["five"])
    return bool(names)


def begin(demo: DemoProject, kind: str) -> subprocess.Popen[str]:
    if kind == "lockstep":
        return demo.start("sync")
    command = ("pip", "install", "five") if kind == "pip" else ("sync", "--frozen")
    return demo.start_program(str(UV), *command)


@pytest.mark.parametrize(
    ("step", "arguments"),
    [
        ("sync", ("sync",)),
        ("sync", ("add", "three==2.0")),
        ("sync", ("repair",)),
        ("pip", ("sync",)),
        ("pip", ("remove", "four")),
    ],
    ids=lambda it: it if isinstance(it, str) else " ".join(it),
)
def test_a_package_installed_before_a_step_is_kept(
    demo: DemoProject, step: str, arguments: tuple[str, ...]
) -> None:
    """A package is installed after `.lock` was released and before our installer takes it."""
    if arguments == ("sync",):
        demo.write_manifest("three==2.0")
        assert demo.plain_uv("lock").status == 0
    if arguments == ("repair",):
        (demo.site_packages / "four.py").unlink()
    slips_in = SLIPS_IN.format(environment=demo.environment)
    demo.replace_uv(f'[ "$1" = {step} ] && {{ {slips_in}; }}; exec "$UV" "$@"')
    result = demo.plain_lockstep(*arguments)
    assert (result.status, result.json["outcome"]) == (0, "done"), result
    # An addition and a repair do not remove what is not pinned, so there is nothing to say.
    if arguments[0] in ("sync", "remove"):
        assert "five was changed by another process" in result.json["warnings"]
    assert check_sound(demo), "the other installer's package is gone"


def test_a_package_installed_before_the_first_effect_is_kept(demo: DemoProject) -> None:
    """Another installer runs between uv's plan and the first effect."""
    demo.write_manifest("three==2.0")
    assert demo.plain_uv("lock").status == 0
    prepared = demo.root.parent / "prepared"
    prepared.mkdir()
    make_dist_info(prepared, "slipped-1.0")
    moves = f'mv "{prepared}/slipped-1.0.dist-info" "{demo.site_packages}"'
    slips_in = (
        f'case " $* " in *" --dry-run "*) [ ! -e "{prepared}/slipped-1.0.dist-info" ] || {moves}'
    )
    demo.replace_uv(f'"$UV" "$@"; ended=$?; {slips_in};; esac; exit $ended', also_dry_runs=True)
    result = demo.plain_lockstep("sync")
    assert result.status == 0, result.out
    (warning,) = result.json["warnings"]
    assert warning == "slipped was changed by another process"
    assert (demo.site_packages / "slipped-1.0.dist-info").is_dir()


def test_a_package_installed_before_a_failing_step_is_kept(demo: DemoProject) -> None:
    demo.write_manifest("three==2.0")
    assert demo.plain_uv("lock").status == 0
    slips_in = SLIPS_IN.format(environment=demo.environment)
    demo.replace_uv(f'[ "$1" = sync ] || exec "$UV" "$@"; {slips_in}; "$UV" "$@"; exit 1')
    check_result(demo.plain_lockstep("sync"), 1, "restored", "demo is as it was")
    frozen = demo.plain_uv("pip", "freeze").out.split()
    assert frozen == ["five==1.0", "four==1.0", "three==1.0"]
