"""Cases for the golden messages that wrong arguments and wrong settings cause."""

from __future__ import annotations

from .demo_project import DemoProject


def extra_unknown(_: DemoProject) -> tuple[str, ...]:
    return ("sync", "--extra", "nothing")


def only_group_and_extra(_: DemoProject) -> tuple[str, ...]:
    return ("sync", "--only-group", "dev", "--extra", "nothing")


def selection_wrong(demo: DemoProject) -> tuple[str, ...]:
    """A sync for the default selection would remove what the project has selected."""
    demo.manifest_tail += '[tool.lockstep.selection]\nextras = "web"\n'
    demo.write_manifest("three==1.0", "four==1.0")
    return ("sync",)


def check_no_environment(_: DemoProject) -> tuple[str, ...]:
    return ("check", "--environment", "nowhere")


def only_dev_and_no_dev(_: DemoProject) -> tuple[str, ...]:
    return ("sync", "--only-dev", "--no-dev")


def all_packages_and_one(_: DemoProject) -> tuple[str, ...]:
    return ("check", "--all-packages", "--package", "held")


def empty_argument(_: DemoProject) -> tuple[str, ...]:
    return ("delete", "--environment", "")


def requirements_of_a_pipe(_: DemoProject) -> tuple[str, ...]:
    return ("add", "-r", "-")


def why_without_a_lockfile(demo: DemoProject) -> tuple[str, ...]:
    (demo.root / "uv.lock").unlink()
    return ("why", "three")


def why_no_name(_: DemoProject) -> tuple[str, ...]:
    return ("why", "?")


def unknown_command(_: DemoProject) -> tuple[str, ...]:
    return ("chekc",)


def unknown_option(_: DemoProject) -> tuple[str, ...]:
    return ("sync", "--frozzen")


def add_no_requirement(_: DemoProject) -> tuple[str, ...]:
    return ("add", "five >> 1")


def add_to_two_lists(_: DemoProject) -> tuple[str, ...]:
    return ("add", "five", "--group", "dev", "--optional", "more")


def remove_no_name(_: DemoProject) -> tuple[str, ...]:
    return ("remove", "five>1")


def group_no_name(_: DemoProject) -> tuple[str, ...]:
    return ("add", "five", "--group", "?")


USAGE_CASES = (
    extra_unknown,
    only_group_and_extra,
    selection_wrong,
    check_no_environment,
    only_dev_and_no_dev,
    all_packages_and_one,
    empty_argument,
    requirements_of_a_pipe,
    why_without_a_lockfile,
    why_no_name,
    unknown_command,
    unknown_option,
    add_no_requirement,
    add_to_two_lists,
    remove_no_name,
    group_no_name,
)
