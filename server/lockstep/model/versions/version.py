"""Parses versions (PEP 440), and compares them for equality.

The normal form, in which installers write nearly every version, is parsed by a regular expression;
everything else by `packaging`, which also decides what is invalid. It is imported only then,
because its import takes as long as a check.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# Longer numbers are left to `packaging`: Python may refuse to convert them.
_NUMBER = r"(?:0|[1-9][0-9]{0,17})"
_LOCAL = rf"(?:[0-9]*[a-z][a-z0-9]*|{_NUMBER})"
# PEP 440, "Version scheme", without an epoch. A release may have leading zeros, which are ignored.
_PLAIN = re.compile(
    r"([0-9]{1,18}(?:\.[0-9]{1,18})*)"
    rf"((?:(?:a|b|rc){_NUMBER})?(?:\.post{_NUMBER})?(?:\.dev{_NUMBER})?(?:\+{_LOCAL}(?:\.{_LOCAL})*)?)"
)

Release = tuple[int, ...]


class Version(NamedTuple):
    """The parts of a version.

    Trailing zeros of the release are kept, although they do not matter: use `same_version` to
    compare.

    Attributes:
        epoch: 0 if there is none.
        release: the numbers of the release.
        suffix: everything after the release, in normal form: pre-, post-, dev- and local part;
            empty for a final release.
    """

    epoch: int
    release: Release
    suffix: str = ""

    @property
    def base(self) -> str:
        """Epoch and release, such as `1.2` or `1!1.2`."""
        numbers = ".".join(map(str, self.release))
        return f"{self.epoch}!{numbers}" if self.epoch else numbers

    @property
    def normal(self) -> str:
        """The version in normal form (PEP 440); trailing zeros of the release are kept."""
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
        """Whether it is a release alone: no epoch, pre-, post-, dev- or local part.

        `specifier.py` compares only these itself, and leaves others to `packaging`.
        """
        return not self.epoch and not self.suffix


@lru_cache(maxsize=4096)
def read_version(text: str) -> Version:
    """Parse a version (PEP 440).

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
    """Parse a version in normal form; returns None for every other text, even if it is valid."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    return Version(0, tuple(map(int, found[1].split("."))), found[2])


def same_version(one: str, two: str) -> bool:
    """Whether two versions are equal by PEP 440, for which trailing zeros do not matter.

    Raises:
        ValueError: one of them is not a version.
    """
    return _key(read_version(one)) == _key(read_version(two))


def _key(version: Version) -> Version:
    return version._replace(release=without_zeros(version.release))


def without_zeros(release: Release) -> Release:
    """A release without trailing zeros; the first number is kept."""
    end = len(release)
    while end > 1 and not release[end - 1]:
        end -= 1
    return release[:end]
