"""Whether the lockfile still fits: our own comparison, and uv's answer where that is unsure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..lockfiles.freshness import freshness
from ..model.freshness import NOT_JUDGED, Freshness, LockAnswer
from ..model.marker_environment import MarkerEnvironment
from ..model.pins import Lockfile, Stale
from ..model.project import Project, SourceTree
from .file_cache import FileCache
from .inputs import Inputs, valid_specifiers
from .source_trees import source_trees

Key = tuple[object, ...]


class LockQuestion(NamedTuple):
    """Everything that uv's answer depends on, as it was when the question arose.

    `key` is what our own comparison was made of: an answer counts for equal keys only. `trees` are
    the source trees that are no members, by their absolute folder.
    """

    key: Key
    project: Project
    lockfile: Lockfile
    lockfile_text: str
    trees: Mapping[str, SourceTree]
    requires: tuple[str, ...]


class FreshnessJudge:
    """Judges lockfiles, and remembers the last judgement and uv's last certain answer."""

    def __init__(self, files: FileCache) -> None:
        self._files = files
        self._last: tuple[Key, Freshness] | None = None
        self._question: LockQuestion | None = None
        self._answer: tuple[Key, Freshness] | None = None

    def judge(self, inputs: Inputs, markers: MarkerEnvironment) -> Freshness:
        """The freshness of a lockfile that was read."""
        if inputs.lockfile_state != "read" or not inputs.manifests_valid:
            self._question = None
            return NOT_JUDGED
        project = inputs.project
        trees = source_trees(inputs.lockfile, project, self._files)
        manifests = (*(it.manifest for it in project.members), *trees.values())
        key = (inputs.lockfile, manifests, project.configuration, markers)
        if self._last is None or self._last[0] != key:
            found = freshness(inputs.lockfile, project, trees, markers.python_version)
            self._last = (key, found)
            self._question = _question(key, inputs, trees)
        if self._answer is not None and self._answer[0] == key:
            return self._answer[1]
        return self._last[1]

    @property
    def any_question(self) -> LockQuestion | None:
        """The question about the last lockfile that was read, also where the answer is known."""
        return self._question

    @property
    def question(self) -> LockQuestion | None:
        """What only uv can say of the last lockfile; None where that is known."""
        question, last, answer = self._question, self._last, self._answer
        if question is None or last is None or last[1].state != "unsure":
            return None
        return None if answer is not None and answer[0] == question.key else question

    def set_answer(self, question: LockQuestion, answer: LockAnswer) -> None:
        """Take uv's answer for later judgements of the same inputs; one that is unsure is not."""
        if answer.state == "fresh":
            self._answer = (question.key, Freshness())
        elif answer.state == "stale":
            told = Stale(f"uv would lock again: {answer.reason}")
            self._answer = (question.key, Freshness(stale=(told,)))
        elif answer.state == "refused":
            last = self._last[1] if self._last else NOT_JUDGED
            self._answer = (question.key, last._replace(refusal=answer.reason))


def _question(key: Key, inputs: Inputs, trees: Mapping[str, SourceTree]) -> LockQuestion:
    project = inputs.project
    wanted = (it.manifest.string("project", "requires-python") for it in project.members)
    requires = valid_specifiers(tuple(it for it in wanted if it))
    text = inputs.lockfile_text.text
    return LockQuestion(key, project, inputs.lockfile, text, trees, requires)
