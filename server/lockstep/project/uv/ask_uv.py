"""Runs uv to find out whether a lockfile is fresh, if the comparison is unsure.

`ask_fully` runs uv in the project, where uv may build source trees. `ask_in_copy` runs no code of
the project: manifests, lockfile and settings are copied into an empty folder, with build backends
that do not exist, without network, and with an empty cache.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...host.cancellation import CancellationToken
from ...host.run import run
from ...host.stream import run_until
from ...installers.uv.commands import uv_variables
from ...installers.uv.lock_check import checking, checking_copy, read_answer
from ...lockfiles.file_url import names_share
from ...lockfiles.unbuildable import unbuildable
from ...model.freshness import LockAnswer
from ...model.manifest import Manifest
from ...model.plan import Plan, Step
from ..file_cache import FileCache
from ..lock_freshness import LockQuestion
from .target_python import find_interpreter

_SECONDS = 60.0
_MANIFEST, _UV_TOML = "pyproject.toml", "uv.toml"


def ask_fully(
    question: LockQuestion,
    uv: str,
    variables: Mapping[str, str],
    cancellation: CancellationToken,
) -> LockAnswer:
    """uv's answer for the project as it is on the disk; *unsure* if uv was cancelled.

    Args:
        question: the question.
        uv: the path of uv.
        variables: the environment variables.
        cancellation: ends uv.
    """
    step, folder = checking(uv), question.project.current_member.folder
    output = run_until(step.command, folder, uv_variables(variables), cancellation)
    return read_answer(output.status, output.err)


def ask_in_copy(question: LockQuestion, uv: str, variables: Mapping[str, str]) -> LockAnswer:
    """uv's answer for a copy in which no code of the project can run.

    It is *unsure* if the copy may behave differently (git sources, absolute paths, a manifest in
    an unusual form), if uv would open a share, if there is no interpreter outside of the project,
    or if uv does not answer within a minute.

    Args:
        question: the question, with the texts to copy.
        uv: the path of uv.
        variables: the environment variables.

    Raises:
        OSError: the copy could not be written or deleted.
    """
    why = _why_no_copy(question)
    if why:
        return LockAnswer("unsure", why)
    root = question.project.root
    python = find_interpreter(uv, question.requires, root, variables)
    if not python:
        return LockAnswer("unsure", "uv finds no interpreter outside of the project")
    files = dict(_files(question))
    try:
        top = os.path.commonpath([os.path.dirname(it) for it in files])
    except ValueError:
        return LockAnswer("unsure", "the project lies on several drives")
    with tempfile.TemporaryDirectory(prefix="lockstep-") as copy:
        tree = os.path.join(copy, "tree")
        for path, text in files.items():
            if text is None:
                return LockAnswer("unsure", f"{path} has its [build-system] in an unusual form")
            _write(os.path.join(tree, os.path.relpath(path, top)), text)
        environment, cache = os.path.join(copy, "environment"), os.path.join(copy, "cache")
        step = checking_copy(uv, python, environment, cache)
        folder = os.path.join(tree, os.path.relpath(root, top))
        answer = _asked(step, folder, variables, root)
        # A refusal that names a path of the copy may be due to the copy.
        is_of_copy = answer.state == "refused" and tree in answer.reason
        return LockAnswer("unsure", answer.reason.replace(tree, top)) if is_of_copy else answer


def _asked(step: Step, folder: str, variables: Mapping[str, str], root: str) -> LockAnswer:
    given = uv_variables(variables)
    chosen = given.get("UV_CONFIG_FILE")
    if chosen:
        # A relative path would be relative to the copy.
        given["UV_CONFIG_FILE"] = os.path.join(root, chosen)
    plan = Plan(folder, given, (), (), "")
    output = run(step.command, folder, plan.variables_for(step), _SECONDS)
    return read_answer(output.status, output.err)


def _why_no_copy(question: LockQuestion) -> str:
    if any(it.source.kind == "git" for it in question.lockfile.pins):
        return "the lockfile has sources in git"
    manifests = [it.manifest for it in question.project.members]
    manifests += [it.manifest for it in question.trees.values()]
    if any("git" in it.lines.text and _names_git(it) for it in manifests):
        return "a manifest has sources in git"
    absolute = next(
        (it for it in question.lockfile.pins if os.path.isabs(it.source.location)), None
    )
    if absolute is not None:
        return f"{absolute.name} has an absolute path"
    values: list[Any] = [it.data for it in manifests]
    values += [it.table for it in question.project.configuration.files]
    values += [it.source.location for it in question.lockfile.pins]
    share = next((it for it in _texts(values) if names_share(it)), "")
    return f"uv would look at a share: {share}" if share else ""


def _texts(value: Any) -> Iterator[str]:
    """All strings in a TOML value, keys included."""
    # A list instead of recursion: dotted keys may nest deeper than Python's call stack.
    left = [value]
    while left:
        found = left.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, Mapping):
            left += [*found, *found.values()]
        elif isinstance(found, list):
            left += found


def _names_git(manifest: Manifest) -> bool:
    sources = manifest.at("tool", "uv", "sources")
    listed = sources.values() if isinstance(sources, dict) else ()
    tables = [one for it in listed for one in (it if isinstance(it, list) else [it])]
    is_source = any(isinstance(it, dict) and "git" in it for it in tables)
    return is_source or "git+" in manifest.lines.text


def _files(question: LockQuestion) -> Iterator[tuple[str, str | None]]:
    """The paths of the files to copy, with their texts; None for one that cannot be copied."""
    project, files = question.project, FileCache()
    for member in project.members:
        yield member.manifest_path, unbuildable(member.manifest.lines.text)
    for folder, tree in question.trees.items():
        yield os.path.join(folder, _MANIFEST), unbuildable(tree.manifest.lines.text)
        for member in tree.workspace:
            yield member.manifest_path, unbuildable(member.manifest.lines.text)
    yield project.lockfile_path, question.lockfile_text
    members = {it.manifest_path for it in project.members}
    for it in project.configuration.project:
        if it.path not in members:
            text = files.text(it.path).text
            yield it.path, unbuildable(text) if it.is_manifest else text


def _write(path: str, text: str) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    Path(path).write_bytes(text.encode("utf-8"))
