"""The help of each command, besides its options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class About(NamedTuple):
    """What the help of a command says besides its options.

    Attributes:
        summary: its line in the help of the program, in lower case and without a dot.
        usage: its arguments, after the name; may be empty.
        statuses: the exit statuses with their meanings.
        examples: command lines without `lockstep`, each with its purpose; may be empty.
        description: the sentences at the beginning of its own help; empty for the summary.
    """

    summary: str
    usage: str
    statuses: tuple[tuple[int, str], ...]
    examples: tuple[tuple[str, str], ...]
    description: str = ""

    @property
    def opening(self) -> str:
        """The first sentences of the command's own help: the description, else the summary."""
        return self.description or f"{self.summary[0].upper()}{self.summary[1:]}."

    @property
    def epilog(self) -> str:
        """The end of the command's own help: the exit statuses and the examples."""
        statuses = (f"  {status:<3}  {meaning}" for status, meaning in self.statuses)
        width = max((len(it) for it, _ in self.examples), default=0)
        examples = (f"  lockstep {it:<{width}}  {purpose}" for it, purpose in self.examples)
        shown = ("", "examples:", *examples) if self.examples else ()
        return "\n".join(("exit status:", *statuses, *shown))


_CHANGES = (
    (0, "done, or nothing to do"),
    (1, "restored: the installer failed; or failed: not everything could be restored"),
    (2, "could not run; the message says what to correct"),
    (3, "refused, because a held file cannot be moved; nothing was changed"),
    (130, "cancelled with Ctrl-C; everything is as before"),
)

ABOUT: Mapping[str, About] = MappingProxyType(
    {
        "check": About(
            "show how the environment differs from the lockfile",
            "[OPTIONS]",
            ((0, "in step"), (1, "drift"), (2, "could not check")),
            (
                ("check", "compare .venv with the lockfile"),
                ("check --all-extras --group docs", "the same for more packages"),
                ("check --files --format json", "for a program, with missing files"),
            ),
            description=(
                "Show how the environment differs from the lockfile, and the command that "
                "repairs it."
            ),
        ),
        "sync": About(
            "bring the environment in step with the lockfile",
            "[OPTIONS]",
            _CHANGES,
            (
                ("sync", "install what the lockfile pins"),
                ("sync --lock", "lock first, after a change of pyproject.toml"),
                ("sync --dry-run", "only show what would change"),
            ),
        ),
        "add": About(
            "add dependencies to manifest, lockfile and environment",
            "[OPTIONS] REQUIREMENT...",
            _CHANGES,
            (
                ("add 'httpx>=0.27'", "a dependency of the project"),
                ("add --dev pytest", "a dependency of the group dev"),
                ("add --editable ./libs/core", "a package in a folder"),
            ),
        ),
        "remove": About(
            "remove dependencies from manifest, lockfile and environment",
            "[OPTIONS] NAME...",
            _CHANGES,
            (
                ("remove httpx", "a dependency of the project"),
                ("remove --dev pytest", "a dependency of the group dev"),
            ),
        ),
        "repair": About(
            "repair packages that are damaged or installed twice, and remove leftovers",
            "[OPTIONS]",
            _CHANGES,
            (
                ("repair", "install damaged packages again"),
                ("repair --environment ~/tools/ruff", "in an environment without a project"),
            ),
        ),
        "recreate": About(
            "replace the environment by a new one",
            "[OPTIONS]",
            _CHANGES,
            (
                ("recreate", "a new environment with the same Python"),
                ("recreate --python 3.13", "a new environment with another Python"),
            ),
        ),
        "sweep": About(
            "delete files that earlier syncs set aside and that are no longer in use",
            "[OPTIONS]",
            (
                (0, "nothing is left"),
                (1, "something is still in use"),
                (2, "could not run; the message says what to correct"),
            ),
            (("sweep", "delete what earlier syncs set aside"),),
        ),
        "delete": About(
            "delete the environment, also while programs use its files",
            "[OPTIONS]",
            _CHANGES,
            (("delete", "delete .venv, also while it is used"),),
        ),
        "free": About(
            "replace every held file by a copy, so that any installer can delete it",
            "[OPTIONS]",
            (
                (0, "every held file was replaced by a copy, or none is held"),
                (2, "could not run; the message says what to correct"),
                (3, "refused, because a held file cannot be moved; nothing was changed"),
            ),
            (("free", "then `uv sync` in a terminal succeeds"),),
        ),
        "holders": About(
            "list the programs that hold files of the environment",
            "[OPTIONS] [PATH...]",
            ((0, "no program holds a file"), (1, "some do"), (2, "could not look")),
            (
                ("holders", "programs that use the environment"),
                ("holders .venv/bin/ruff", "programs that use one file"),
            ),
        ),
        "verify": About(
            "compare every installed file with its hash in RECORD",
            "[OPTIONS] [PACKAGE...]",
            (
                (0, "all files match"),
                (1, "some do not"),
                (2, "could not verify: no environment, or a package is not installed"),
                (130, "cancelled with Ctrl-C"),
            ),
            (
                ("verify", "compare every installed file with its hash"),
                ("verify numpy", "only those of a package"),
            ),
        ),
        "why": About(
            "show which dependencies lead to a package",
            "[OPTIONS] NAME",
            (
                (0, "at least one chain leads to the package"),
                (1, "nothing requires it"),
                (2, "it is not in the lockfile, or the lockfile cannot be read"),
            ),
            (
                ("why certifi", "the shortest chains that lead to a package"),
                ("why certifi --all", "all chains"),
            ),
            description=(
                "Show the chains of dependencies in the lockfile that lead to a package, from "
                "the members of the workspace down."
            ),
        ),
        "doctor": About(
            ("print versions, paths, settings and abilities of the file system, for a bug report"),
            "[OPTIONS]",
            ((0, "printed"), (2, "the path does not exist")),
            (("doctor", "what a report of a problem needs, without passwords"),),
            description=(
                "Print the versions, paths, settings, variables and abilities of the file "
                "system that matter to Lockstep, without passwords."
            ),
        ),
        "purge": About(
            "list what Lockstep has left on this machine, and delete it",
            "[OPTIONS]",
            ((0, "listed or deleted"), (1, "something was kept"), (2, "could not look")),
            (
                ("purge", "only list what Lockstep has left"),
                ("purge --yes", "delete it"),
            ),
            description=(
                "List the state folders of all environments and their aside folders, with "
                "sizes; with --yes delete them."
            ),
        ),
        "generate-shell-completion": About(
            "print a script that completes command lines in a shell",
            "bash|zsh|fish|powershell",
            ((0, "printed"), (2, "the shell is not known, or shtab is not installed")),
            (("generate-shell-completion fish | source", "complete in this fish from now on"),),
            description=(
                "Print a script that completes command lines in a shell. The startup file of the "
                'shell loads it with `eval "$(lockstep generate-shell-completion bash)"` (zsh: the '
                "same with zsh), with the example below (fish), or with `(& lockstep "
                "generate-shell-completion powershell) | Out-String | Invoke-Expression`."
            ),
        ),
        "serve": About(
            "run the language server on standard input and output",
            "",
            ((0, "the editor has ended the server"),),
            (),
        ),
    }
)
