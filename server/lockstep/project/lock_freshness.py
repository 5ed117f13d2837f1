"""Decides whether a lockfile is fresh, by comparison, and by uv's answer if that is unsure."""

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
    """Everything on which uv's answer depends, as it was when the comparison was unsure.

    Attributes:
        key: the inputs of the comparison; the answer is valid only for an equal key.
        project: the workspace.
        lockfile: the parsed lockfile.
        lockfile_text: its text.
        trees: the source trees outside the workspace, by absolute path.
        requires: the valid `requires-python` of all members, without duplicates.
    """

    key: Key
    project: Project
    lockfile: Lockfile
    lockfile_text: str
    trees: Mapping[str, SourceTree]
    requires: tuple[str, ...]


class FreshnessJudge:
    """Computes freshness; caches the last result, and the last certain answer of uv.

    Args:
        files: the cache of files, for manifests outside of the workspace.
    """

    def __init__(self, files: FileCache) -> None:
        self._files = files
        self._last: tuple[Key, Freshness] | None = None
        self._question: LockQuestion | None = None
        self._answer: tuple[Key, Freshness] | None = None

    def judge(self, inputs: Inputs, markers: MarkerEnvironment) -> Freshness:
        """The freshness of the lockfile, by uv's answer if there is one for the same inputs.

        It is `NOT_JUDGED` if the lockfile is missing or cannot be parsed, or if uv cannot read a
        manifest. Sets `question`; the caller may put it to uv, and pass the answer to `set_answer`.

        Args:
            inputs: the inputs of a check.
            markers: those of the Python that uv would use; its minor version is compared only if
                no member has a `requires-python`.

        Raises:
            Unreadable: as `source_trees`.
        """
        if inputs.lockfile_state != "read" or not inputs.manifests_valid:
            # Both, so that the question is there again with the same inputs.
            self._last = self._question = None
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
        """The question for the last lockfile, even if the comparison or uv has answered it.

        None if there was no comparison.
        """
        return self._question

    @property
    def question(self) -> LockQuestion | None:
        """The question for the last lockfile; None unless its comparison is unsure.

        None too if uv has answered it.
        """
        question, last, answer = self._question, self._last, self._answer
        if question is None or last is None or last[1].state != "unsure":
            return None
        return None if answer is not None and answer[0] == question.key else question

    def set_answer(self, question: LockQuestion, answer: LockAnswer) -> None:
        """Store uv's answer for later checks of the same inputs; an unsure answer is not stored.

        Args:
            question: the question that was put to uv.
            answer: the answer.
        """
        if answer.state == "fresh":
            self._answer = (question.key, Freshness())
        elif answer.state == "stale":
            found = Stale(f"uv would lock again: {answer.reason}")
            self._answer = (question.key, Freshness(stale=(found,)))
        elif answer.state == "refused":
            last = self._last[1] if self._last else NOT_JUDGED
            self._answer = (question.key, last._replace(refusal=answer.reason))


def _question(key: Key, inputs: Inputs, trees: Mapping[str, SourceTree]) -> LockQuestion:
    project = inputs.project
    wanted = (it.manifest.string("project", "requires-python") for it in project.members)
    requires = valid_specifiers(tuple(it for it in wanted if it))
    text = inputs.lockfile_text.text
    return LockQuestion(key, project, inputs.lockfile, text, trees, requires)
