"""Which paths named by a text may be accessed: Windows' rules, tested on any platform."""

from __future__ import annotations

import pytest

from lockstep.host.named_paths import may_be_looked_at, named_path
from lockstep.lockfiles.file_url import names_share

LOCAL, SHARE = r"C:\work\demo", r"\\server\share\demo"

REFUSED = [
    *(r"\\host\share\x", "//host/share/x", r"/\host\share", r"\/host/share", "//host", r"\\"),
    *(r"\\host@SSL\DavWWWRoot\x", r"\\host@8080\x\y", "//127.0.0.1/c$", "///host/share"),
    *(r"\\.\pipe\x", r"\\?\C:\x", r"\\?\UNC\host\share\x", "//./NUL", "//?/C:/x", r"\??\C:\x"),
    *(r"\??\UNC\host\share\x", "/??/UNC/host/share/x", r"\\?\GLOBALROOT\Device\Mup\host\x"),
    *("a\0b", "\0"),
]
DEVICES = [
    *("NUL", "nul", "CON", "con.txt", "AUX", "PRN", "COM1", "lpt9", "COM¹", "LPT³.log", "COM0"),
    *("CONIN$", "conout$", "NUL:", "NUL .txt", "a/NUL", r"a\aux.c", "aux/x.py", r"C:\x\NUL"),
    *("c:nul", "a/con.tar.gz/b", "CON   "),
]
ALLOWED = [
    *(
        "",
        ".",
        "..",
        "a",
        "a/b",
        r"a\b",
        "../../x",
        "/usr/lib",
        r"C:\x",
        "C:/x",
        "D:x",
        r"\x",
        "/x",
    ),
    *("a//b", r"a\\b", "./x", "~/x", "nullable", "console.py", "COM10", "auxiliary/x", "x.NULL"),
    *("a/.con", "conin", "lpt", "communication/com", "prn_x"),
]


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.parametrize("folder", [LOCAL, "/srv/demo", SHARE, r"\\?\C:\work", r"\\?\UNC\host\x"])
def test_a_named_share_is_not_accessed(text: str, folder: str) -> None:
    for has_devices in (True, False):
        assert not may_be_looked_at(text, folder, has_devices=has_devices)
    assert named_path(text, folder) == ""


@pytest.mark.parametrize("text", DEVICES)
def test_a_device_name_is_refused_on_windows_only(text: str) -> None:
    assert not may_be_looked_at(text, LOCAL, has_devices=True)
    assert may_be_looked_at(text, "/srv/demo", has_devices=False)


@pytest.mark.parametrize("text", ALLOWED)
@pytest.mark.parametrize("folder", [LOCAL, "/srv/demo", SHARE])
def test_other_paths_are_accessed(text: str, folder: str) -> None:
    assert may_be_looked_at(text, folder, has_devices=True)
    assert may_be_looked_at(text, folder, has_devices=False)


@pytest.mark.parametrize(
    "text",
    [r"\\server\share\lib", "//SERVER/Share/lib", r"\\server\share", r"\\Server\SHARE\a\..\b"],
)
def test_the_share_of_the_workspace_is_accessed(text: str) -> None:
    assert may_be_looked_at(text, SHARE, has_devices=True)
    assert may_be_looked_at(text, "//server/share/demo", has_devices=True)
    assert not may_be_looked_at(text, r"\\server\other\demo", has_devices=True)
    assert not may_be_looked_at(text, LOCAL, has_devices=True)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "//host/share",
            r"\\host\share",
            "file://host/share/x.whl",
            "FILE://host/x",
            "file:////h/x",
        ),
        *("x @ file://host/x.whl", r"x@\\host\x.whl", "git+file://host/repo", "file:///%5C%5Ch/x"),
        *("a, //host/x", "idna @ file://host/x ; python_version > '3'", "-f=//host/x"),
    ],
)
def test_values_that_name_a_share(text: str) -> None:
    assert names_share(text)


@pytest.mark.parametrize(
    "text",
    [
        *("https://host/x", "git+ssh://git@host/x", "file:///tmp/x", "file://localhost/x", "a//b"),
        *("../x", r"C:\x", "idna>=3; python_version > '3'", "x @ https://h/x.whl", "// a word", ""),
    ],
)
def test_values_that_name_no_share(text: str) -> None:
    assert not names_share(text)
