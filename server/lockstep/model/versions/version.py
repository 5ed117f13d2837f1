"""Versions (PEP 440): their parts, their normal form, and whether two are equal.

A pattern reads the normal form, in which installers write nearly every version. `packaging` reads
all else, and says what is no version. It is imported only then: that takes as long as a check.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Numbers with more digits than these are left to `packaging`, which may refuse to convert them.
_NUMBER = r"(?:0|[1-9][0-9]{0,17})"
_LOCAL = rf"(?:[0-9]*[a-z][a-z0-9]*|{_NUMBER})"
# PEP 440, "Version scheme", without an epoch. Zeros before the numbers of a release do not count.
_PLAIN = re.compile(
    r"([0-9]{1,18}(?:\.[0-9]{1,18})*)"
    rf"((?:(?:a|b|rc){_NUMBER})?(?:\.post{_NUMBER})?(?:\.dev{_NUMBER})?(?:\+{_LOCAL}(?:\.{_LOCAL})*)?)"
)

Release = tuple[int, ...]


class Version(NamedTuple):
    """The parts of a version; `suffix` is all that follows the release, in its normal form.

    Zeros at the end of a release are kept here, though they do not count: compare with
    `same_version`.
    """

    epoch: int
    release: Release
    suffix: str = ""

    @property
    def base(self) -> str:
        """Epoch and release."""
        numbers = ".".join(map(str, self.release))
        return f"{self.epoch}!{numbers}" if self.epoch else numbers

    @property
    def normal(self) -> str:
        """The normal form."""
        return self.base + self.suffix

    @property
    def public(self) -> str:
        """The normal form without the local part."""
        return self.normal.partition("+")[0]

    @property
    def is_prerelease(self) -> bool:
        """Whether it is an alpha, a beta, a release candidate or a development release."""
        return self.suffix.startswith(("a", "b", "rc")) or ".dev" in self.suffix.partition("+")[0]

    @property
    def is_final(self) -> bool:
        """Whether it is a release and nothing else; only such ones are compared here."""
        return not self.epoch and not self.suffix


@lru_cache(maxsize=4096)
def read_version(text: str) -> Version:
    """The parts of a version.

    Raises:
        ValueError: the text is not a version.
    """
    plain = plain_version(text)
    if plain is not None:
        return plain
    from packaging import version

    found = version.Version(text)
    return Version(found.epoch, found.release, str(found).removeprefix(found.base_version))


@lru_cache(maxsize=4096)
def plain_version(text: str) -> Version | None:
    """The parts of a version in normal form; None for every other text, a version or not."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    return Version(0, tuple(map(int, found[1].split("."))), found[2])


def same_version(one: str, two: str) -> bool:
    """Whether two versions are equal.

    Raises:
        ValueError: one of them is not a version.
    """
    return _key(read_version(one)) == _key(read_version(two))


def _key(version: Version) -> Version:
    return version._replace(release=without_zeros(version.release))


def without_zeros(release: Release) -> Release:
    """A release without the zeros at its end; the first number stays."""
    end = len(release)
    while end > 1 and not release[end - 1]:
        end -= 1
    return release[:end]
