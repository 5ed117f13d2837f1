"""The folders of uv's files, from the user's variables."""

from __future__ import annotations

import sys

import pytest

from lockstep.host.places import Places

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the folders of POSIX")


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({}, ""),
        ({"HOME": "/srv/me"}, "/srv/me/.config/uv"),
        ({"HOME": "/srv/me", "XDG_CONFIG_HOME": "rel"}, "/srv/me/.config/uv"),
        ({"XDG_CONFIG_HOME": "/x"}, "/x/uv"),
    ],
)
def test_the_folder_of_the_settings(variables: dict[str, str], folder: str) -> None:
    assert Places(variables).configuration() == folder
