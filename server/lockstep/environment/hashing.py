"""Compares single files with the hashes in their RECORD."""

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
""""passed over": the file is outside the environment, or its hash algorithm is not available."""

_BLOCK = 1 << 18
_OF_URLS = bytes.maketrans(b"+/", b"-_")
# Without the SHAKE algorithms: their digests have no fixed length. SHA-256 has an entry of its own
# because hashlib.new() looks its name up each time, which doubles the time for small files.
_MAKERS: dict[str, Callable[[], hashlib._Hash]] = {
    **{
        name: partial(hashlib.new, name, usedforsecurity=False)
        for name in hashlib.algorithms_available
        if not name.startswith("shake")
    },
    "sha256": hashlib.sha256,
}


class Judge:
    """Verifies files of one environment, in one thread only: one buffer is used for all files.

    After cancellation its verdicts are meaningless.

    Args:
        inside: resolves the paths; it may be shared between threads.
        cancellation: stops the reading of a file between two blocks.
    """

    def __init__(self, inside: Containment, cancellation: CancellationToken) -> None:
        self._inside = inside
        self._cancellation = cancellation
        self._block = bytearray(_BLOCK)
        self._view = memoryview(self._block)

    def verdict(self, site_packages: str, path: str, wanted: str) -> Verdict:
        """Compare one file with its hash.

        If the file is a link, its target is compared, if that is inside the environment.

        Args:
            site_packages: the absolute path of the folder to which the path is relative.
            path: the path in the RECORD.
            wanted: the hash in the RECORD, as `sha256=…`.

        Returns:
            "sound" or "changed"; an unreadable file counts as changed. "missing" if it does not
            exist. "passed over" if it is outside of the environment, or the algorithm is not
            available.
        """
        place = self._inside.file(site_packages, path)
        algorithm, _, digest = wanted.partition("=")
        if not place or algorithm not in _MAKERS:
            return "passed over"
        try:
            return self._compare(place, algorithm, digest)
        except OSError as mistake:
            # ELOOP: the file is a link, which `open_to_read` does not follow.
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
            while (count := file.readinto(self._block)) and not self._cancellation.is_set:
                found.update(self._view[:count])
                # A short read is nearly always the end of the file, so the digest is compared
                # first; that saves one read call for each of some ten thousand files.
                if count < _BLOCK and _text(found) == digest:
                    return "sound"
        return "sound" if _text(found) == digest else "changed"


def _text(found: hashlib._Hash) -> str:
    text = b2a_base64(found.digest(), newline=False).translate(_OF_URLS)
    return text.rstrip(b"=").decode()


def _verdict_of(mistake: OSError) -> Verdict:
    return "missing" if isinstance(mistake, FileNotFoundError | NotADirectoryError) else "changed"
