"""Decides whether the installed uv satisfies `required-version`, without running it.

The comparison is that of `uv-settings/src/lib.rs`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from ...errors import UsageError
from ...host.places import Places
from ...host.programs import find_program
from ...model.versions.specifier import Specifier, read_specifier
from ...model.versions.version import Version, read_version
from ..file_cache import read_text
from .uv_settings import UvSettings

_RECEIPT = "uv-receipt.json"
_LIBRARIES = (os.path.join("lib", "python*", "site-packages"), os.path.join("Lib", "site-packages"))


def unfulfilled_version(
    settings: UvSettings, root: str, variables: Mapping[str, str]
) -> UsageError | None:
    """The error if uv would refuse the project because of `required-version`.

    None if that is not set or invalid, and if the version of uv fits or is unknown.

    Args:
        settings: has `required-version`.
        root: the root of the workspace, in which no uv is used.
        variables: the environment variables, with PATH.
    """
    found = settings.get("required-version")
    required = _specifier(found.value) if found else None
    if found is None or required is None:
        return None
    version = version_of_uv(find_program("uv", variables, (root,)), variables)
    if version is None or required.contains(version.normal):
        return None
    name = os.path.relpath(found.path, root) if found.path.startswith(root) else found.path
    what = f"uv {version.normal} is installed, but {name} has `required-version = {found.value!r}`"
    return UsageError(what, "install a uv that fits, or change the requirement")


def _specifier(text: object) -> Specifier | None:
    try:
        # As in uv, a plain version means exactly this version.
        plain = isinstance(text, str) and text[:1].isdigit()
        return read_specifier(f"=={text}" if plain else str(text))
    except ValueError:
        return None


def version_of_uv(program: str, variables: Mapping[str, str]) -> Version | None:
    """The version of a uv, by its package's metadata or the receipt of its installer.

    None if neither is there, or the version in it is invalid.

    Args:
        program: the path of uv; empty if there is none, then the result is None.
        variables: the environment variables, which say where the receipt is.
    """
    if not program:
        return None
    # Imported late: only for a `required-version`, which few projects have.
    import glob

    folder = os.path.dirname(os.path.realpath(program))
    for library in _LIBRARIES:
        place = os.path.join(glob.escape(os.path.dirname(folder)), library, "uv-*.dist-info")
        for path in glob.iglob(place):
            return _version(os.path.basename(path).removesuffix(".dist-info").partition("-")[2])
    receipt = _receipt(os.path.join(Places(variables).configuration(), _RECEIPT))
    prefix, version = receipt.get("install_prefix"), receipt.get("version")
    if isinstance(prefix, str) and os.path.realpath(prefix) in (folder, os.path.dirname(folder)):
        return _version(str(version))
    return None


def _version(text: str) -> Version | None:
    try:
        return read_version(text)
    except ValueError:
        return None


def _receipt(path: str) -> Mapping[str, object]:
    import json

    try:
        found = json.loads(read_text(path).text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
