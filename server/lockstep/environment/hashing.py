"""Whether one file is as its RECORD says."""

from __future__ import annotations

import errno
import hashlib
from binascii import b2a_base64
from collections.abc import Callable
from functools import partial
from io import FileIO
from typing import Literal

from ..host.cancellation import CancellationToken
from ..host.shared_open import open_to_read
from .containment import Containment

Verdict = Literal["sound", "missing", "changed", "passed over"]
"""Passed over is what does not lie in the environment, and a hash that nobody here can make."""

_BLOCK = 1 << 18
_OF_URLS = bytes.maketrans(b"+/", b"-_")
# The shakes have no length of their own. What makes a SHA-256 is called some ten thousand times,
# and without the search for its name that is twice as fast.
_MAKERS: dict[str, Callable[[], hashlib._Hash]] = {
    **{
        name: partial(hashlib.new, name, usedforsecurity=False)
        for name in hashlib.algorithms_available
        if not name.startswith("shake")
    },
    "sha256": hashlib.sha256,
}


class Judge:
    """Judges files of one environment, in a block that it reads into again and again.

    For one thread; the containment may be shared. Once it is halted its verdicts mean nothing.
    """

    def __init__(self, inside: Containment, cancellation: CancellationToken) -> None:
        self._inside = inside
        self._halt = cancellation
        self._block = bytearray(_BLOCK)
        self._view = memoryview(self._block)

    def verdict(self, site_packages: str, path: str, wanted: str) -> Verdict:
        """About a path of a RECORD and its `sha256=…`; what cannot be read counts as changed."""
        place = self._inside.file(site_packages, path)
        algorithm, _, digest = wanted.partition("=")
        if not place or algorithm not in _MAKERS:
            return "passed over"
        try:
            return self._compare(place, algorithm, digest)
        except OSError as mistake:
            if mistake.errno != errno.ELOOP:
                return _verdict_of(mistake)
        target = self._inside.target(place)
        if not target:
            return "passed over"
        try:
            return self._compare(target, algorithm, digest)
        except OSError as mistake:
            return _verdict_of(mistake)

    def _compare(self, path: str, algorithm: str, digest: str) -> Verdict:
        found, digest = _MAKERS[algorithm](), digest.rstrip("=")
        with FileIO(path, opener=open_to_read) as file:
            while (count := file.readinto(self._block)) and not self._halt.is_set:
                found.update(self._view[:count])
                # Less than a block is the end, as a rule; then nobody need ask again.
                if count < _BLOCK and _text(found) == digest:
                    return "sound"
        return "sound" if _text(found) == digest else "changed"


def _text(found: hashlib._Hash) -> str:
    text = b2a_base64(found.digest(), newline=False).translate(_OF_URLS)
    return text.rstrip(b"=").decode()


def _verdict_of(mistake: OSError) -> Verdict:
    return "missing" if isinstance(mistake, FileNotFoundError | NotADirectoryError) else "changed"
