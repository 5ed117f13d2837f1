"""The variables that influence uv and Lockstep, without credentials, so that they can be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...model.urls import without_credentials_in

_SHOWN = ("UV_", "LOCKSTEP_", "VIRTUAL_ENV", "CONDA_PREFIX")
_SET = "(set)"
"""Shown instead of a value that is secret by its name."""

_SECRET = ("TOKEN", "PASSWORD", "KEY", "SECRET", "USERNAME")
# What is left of credentials in a URL that is not valid, such as a password with a slash.
_UNTIL_AT = re.compile(r"(?<=://).*@", re.DOTALL)
_WITHOUT_SCHEME = re.compile(r"[^\s/@:]+:[^\s/@]+@")
_QUERY = re.compile(r"(://[^\s?#]*[?#])\S+")


def shown_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """The environment variables that influence uv and Lockstep, sorted by name, with masked values.

    These are the ones that begin with `UV_` or `LOCKSTEP_`, VIRTUAL_ENV and CONDA_PREFIX.
    """
    names = sorted(it for it in variables if it.upper().startswith(_SHOWN))
    return {it: masked(it, variables[it]) for it in names}


def masked(name: str, value: str) -> str:
    """The value of a variable as it may be shown.

    `(set)` if it is a secret by the variable's name, else without the credentials and queries of
    URLs.
    """
    upper = name.upper()
    if any(it in upper for it in _SECRET):
        return _SET
    text = _UNTIL_AT.sub("***@", without_credentials_in(value))
    text = _WITHOUT_SCHEME.sub("***@", text)
    return _QUERY.sub(r"\1***", text)
