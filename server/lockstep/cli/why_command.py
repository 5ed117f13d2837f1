"""`lockstep why`: the chains of dependencies that lead to a package."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..drift.chain_options import options_for, selected_lists
from ..drift.chains import Chain, Chains, Link, chains_to
from ..drift.roots import Roots, choose_roots
from ..errors import UsageError
from ..model.manifest import normalize
from ..model.pins import Lockfile
from ..model.project import project_name
from ..model.text import plain_line
from ..project.locked import Locked, read_locked
from .output import write, write_json

_REQUIRED, _NOT_REQUIRED = 0, 1
_SHOWN, _MOST = 10, 1000
_MOST_OPTIONS = 5
# The form of names in the core metadata specification.
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def tell_why(options: argparse.Namespace) -> int:
    """Print the chains of dependencies that lead to a package.

    Returns the exit status: 0 if a chain leads to the package or it is a member of the workspace,
    else 1.

    Raises:
        UsageError: the name is invalid or not in the lockfile, or as `read_locked` and
            `choose_roots`.
        ProjectNotFound, Unreadable, OSError: as `read_locked`.
    """
    name = _name(options.package)
    locked = read_locked(os.path.abspath(options.project), os.environ)
    if not locked.lockfile.named(name):
        raise UsageError(f"`{name}` is not in the lockfile", _closest(name, locked.lockfile))
    roots = choose_roots(locked.lockfile, locked.project, locked.selection)
    most = _MOST if options.all else _SHOWN
    found = chains_to(name, locked.lockfile, selected_lists(roots), most)
    reason = _Reason(name, locked, roots, found, is_all=options.all)
    if options.format == "json":
        write_json(_object(reason))
    elif not options.quiet:
        write("\n".join(_lines(reason)))
    return _REQUIRED if reason.is_required else _NOT_REQUIRED


class _Reason(NamedTuple):
    """The chains to a package, with the project and the selection that they are judged by."""

    name: str
    locked: Locked
    roots: Roots
    found: Chains
    is_all: bool

    @property
    def versions(self) -> tuple[str, ...]:
        return tuple(it.version for it in self.locked.lockfile.named(self.name) if it.version)

    @property
    def is_member(self) -> bool:
        lockfile = self.locked.lockfile
        root = lockfile.root
        return self.name in (lockfile.members or ((root.name,) if root else ()))

    @property
    def is_required(self) -> bool:
        return self.is_member or bool(self.found.chains)

    @property
    def is_selected(self) -> bool:
        is_chosen = self.name in {it.name for it in self.roots.pins} and self.roots.production
        return is_chosen or any(it.is_selected for it in self.found.starts)

    @property
    def selectable(self) -> tuple[str, ...]:
        """The options that would select the package, each set of options as one text.

        Empty if it is selected, or if no options would select it.
        """
        if self.is_selected:
            return ()
        found = [" ".join(options_for(it, self.roots)) for it in self.found.starts]
        member = [f"--package {self.name}"] if self.is_member else []
        return tuple(dict.fromkeys(it for it in (*member, *found) if it))


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        found = _NAME.match(text)
        hint = f"give only the name: `lockstep why {found[0]}`" if found else "give one name"
        raise UsageError(f"`{text}` is no name of a package", hint)
    return normalize(text)


def _closest(name: str, lockfile: Lockfile) -> str:
    # Imported late: only for names that are wrong.
    from difflib import get_close_matches

    found = get_close_matches(name, sorted({it.name for it in lockfile.pins}))
    if found:
        return f"did you mean {' or '.join(found)}?"
    return "no package in it has a similar name"


def _lines(reason: _Reason) -> Iterator[str]:
    versions = plain_line(", ".join(reason.versions))
    label = f"{reason.name} {versions}".rstrip()
    found = reason.found
    if not reason.is_required:
        yield f"{label} is in the lockfile, but nothing in the workspace requires it"
        yield "  `uv lock` removes such packages"
        return
    yield f"{label}: {_judgment(reason)}"
    if not reason.is_selected:
        yield f"  not selected now{_selected_by(reason.selectable)}"
    for chain in found.chains:
        yield ""
        yield from _chain_lines(chain, reason)
    if not found.is_complete:
        yield ""
        last = f"more chains exist; the search ends at {_MOST}, or when it takes too long"
        yield last if reason.is_all else "more chains exist; `--all` shows them"


def _judgment(reason: _Reason) -> str:
    count = len(reason.found.chains)
    chains = f"{count} chain{'' if count == 1 else 's'} of dependencies"
    if reason.is_member:
        return "a member of the workspace" + (f", and {chains}" if count else "")
    return chains if reason.found.is_complete else f"the shortest {chains}"


def _selected_by(options: Sequence[str]) -> str:
    listed = " or ".join(f"`{it}`" for it in options[:_MOST_OPTIONS])
    return f"; {listed} selects it" if listed else ""


def _chain_lines(chain: Chain, reason: _Reason) -> Iterator[str]:
    start = chain.start.member or project_name(reason.locked.project.root)
    more = ""
    # Said once above if it is true of all.
    if reason.is_selected and not chain.start.is_selected:
        options = " ".join(options_for(chain.start, reason.roots))
        more = f"  (not selected now{f': {options}' if options else ''})"
    yield plain_line(f"{start} {chain.version}".rstrip()) + more
    for depth, link in enumerate(chain.links, start=1):
        yield f"{'  ' * depth}{plain_line(_link_words(link))}"


def _link_words(link: Link) -> str:
    extras = f"[{','.join(link.extras)}]" if link.extras else ""
    words = f"{link.pin.name}{extras} {link.pin.version}".rstrip()
    via = [link.section.words] if link.section.name else []
    return "  ".join((words, *via, *([f"if {link.marker}"] if link.marker else [])))


def _object(reason: _Reason) -> dict[str, Any]:
    return {
        "schema": 1,
        "project": reason.locked.project.root,
        "lockfile": reason.locked.project.lockfile_path,
        "package": reason.name,
        "versions": list(reason.versions),
        "member": reason.is_member,
        "selected": reason.is_selected,
        "selected_by": list(reason.selectable),
        "chains": [_chain_object(it, reason.roots) for it in reason.found.chains],
        "complete": reason.found.is_complete,
    }


def _chain_object(chain: Chain, roots: Roots) -> dict[str, Any]:
    return {
        "member": chain.start.member or None,
        "version": chain.version or None,
        "selected": chain.start.is_selected,
        "options": list(options_for(chain.start, roots)),
        "steps": [
            {
                "package": link.pin.name,
                "version": link.pin.version or None,
                "list": link.section.kind,
                "list_name": link.section.name or None,
                "extras": list(link.extras),
                "marker": link.marker or None,
            }
            for link in chain.links
        ],
    }
