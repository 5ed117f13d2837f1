"""Windows and POSIX paths, in pure code that runs on every platform."""

from __future__ import annotations

import pytest

from lockstep.lockfiles.absolute import absolute
from lockstep.lockfiles.file_url import path_of_url


@pytest.mark.parametrize(
    ("path", "base", "expected"),
    [
        (".", "/a/b", "/a/b"),
        ("../c", "/a/b", "/a/c"),
        ("c/./d/", "/a/b", "/a/b/c/d"),
        ("/c", "/a/b", "/c"),
        ("C", "/a/B", "/a/B/C"),
        ("a\\b", "/x", "/x/a\\b"),
        ("../../../..", "/a", "/"),
        (".", "C:\\Code\\App", "c:/code/app"),
        ("..\\Lib", "C:\\Code\\App", "c:/code/lib"),
        ("../Lib", "C:/Code/App", "c:/code/lib"),
        ("D:\\Lib", "C:\\Code", "d:/lib"),
        ("d:/LIB", "C:\\Code", "d:/lib"),
        ("\\Lib", "C:\\Code", "c:/lib"),
        ("x", "\\\\Server\\Share\\App", "//server/share/app/x"),
        ("..\\..\\..", "\\\\Server\\Share\\App", "//server/share/"),
        ("\\\\Other\\Share\\x", "C:\\Code", "//other/share/x"),
        ("//other/share/x", "C:\\Code", "//other/share/x"),
    ],
)
def test_absolute(path: str, base: str, expected: str) -> None:
    assert absolute(path, base) == expected


@pytest.mark.parametrize("path", ["x", "../x", "C:\\x", "."])
def test_the_same_folder_in_two_spellings(path: str) -> None:
    assert absolute(path, "C:\\Code\\App") == absolute(path, "c:/code/app/")


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:///a/b", "/a/b"),
        ("file://localhost/a/b", "/a/b"),
        ("file:///a%20b/%C3%A4", "/a b/ä"),
        ("file:///C:/Code/x", "C:/Code/x"),
        ("file:///c:", "c:"),
        ("file:///C%3A/x", "C:/x"),
        ("file://server/share/x", "//server/share/x"),
        ("file:///cc:/x", "/cc:/x"),
    ],
)
def test_file_urls(url: str, path: str) -> None:
    assert path_of_url(url) == path
