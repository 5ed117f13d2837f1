"""Whether uv reads, refuses or ignores a settings table, or whether that is unknown."""

from __future__ import annotations

import pytest

from lockstep.lockfiles.toml_text import read_toml
from lockstep.lockfiles.uv_settings import doubts, misplaced, refusal, validity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "valid"),
        ('resolution = "lowest"', "valid"),
        ('resolution = "Lowest"', "ignored"),
        ("link-mode = 3", "ignored"),
        ("offline = 1", "ignored"),
        ("concurrent-builds = 0", "ignored"),
        ("concurrent-builds = true", "ignored"),
        ("exclude-newer = false", "valid"),
        ("exclude-newer = true", "ignored"),
        ("exclude-newer = 2024-06-01", "ignored"),
        ('exclude-newer = "soon"', "ignored"),
        ('exclude-newer = "P1Y2M"', "doubtful"),
        ("exclude-newer = { timestamp = 1 }", "doubtful"),
        ('exclude-newer-package = { a = false, b = "1 day" }', "valid"),
        ("exclude-newer-package = { a = true }", "ignored"),
        ("exclude-newer-package = 3", "ignored"),
        ('prerelease-package = { a = "allow" }', "valid"),
        ('prerelease-package = { a = "nope" }', "ignored"),
        ('index = [{ url = "https://index.example/simple" }]', "valid"),
        ('index = [{ name = "a" }]', "ignored"),
        ('index = [{ url = "https://index.example/simple", default = 1 }]', "ignored"),
        ('index = [{ url = "https://index.example/simple", newer = 1 }]', "doubtful"),
        ("index = 3", "ignored"),
        ('index-url = ""', "ignored"),
        ('find-links = ["a b"]', "doubtful"),
        ("find-links = [3]", "ignored"),
        ('find-links = "a"', "ignored"),
        ('dependency-metadata = [{ name = "a" }]', "valid"),
        ("dependency-metadata = [{}]", "ignored"),
        ("new-key = 1", "doubtful"),
        ("new-key = 1\nlink-mode = 3", "ignored"),
        # uv refuses the whole manifest for this, which is another finding.
        ("sources = 3", "valid"),
    ],
)
def test_validity(text: str, expected: str) -> None:
    assert validity(read_toml(text).value) == expected


def test_unknown_keys_are_named() -> None:
    assert doubts({"new-key": 1, "offline": True}) == ("new-key",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("offline = true", ""),
        ("new-key = 1", ""),
        ("offline = 1", "`offline` has an invalid value"),
        ("conflicts = []", "`conflicts` is allowed only in a pyproject.toml"),
    ],
)
def test_refusal_of_a_uv_toml(text: str, expected: str) -> None:
    table = read_toml(text).value
    assert (refusal(table) or misplaced(table)) == expected
