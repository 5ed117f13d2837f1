"""Adds to a selection what uv takes from environment variables.

uv reads them as the options of the same name (`uv-cli/src/lib.rs`, `env = EnvVars::…`), so they
count in addition to the options of a command.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...errors import UsageError
from ...model.manifest import normalize
from ...model.selection import InstallOptions, Selection
from .uv_settings import YES

_NO = ("n", "no", "f", "false", "off", "0")


def with_uv_variables(
    selection: Selection, variables: Mapping[str, str]
) -> tuple[Selection, UsageError | None]:
    """A selection with UV_NO_DEV, UV_NO_GROUP, UV_NO_EDITABLE and the like added.

    Returns the selection, and None. If uv refuses the value of a variable, the selection is
    returned unchanged, with the error.
    """
    try:
        found = {name: is_set(name, variables) for name in _SWITCHES}
    except UsageError as mistake:
        return selection, mistake
    if not (any(found.values()) or variables.get("UV_NO_GROUP")):
        return selection, None
    no_groups = (
        *selection.no_groups,
        *(("dev",) if found["UV_NO_DEV"] else ()),
        *(normalize(it) for it in variables.get("UV_NO_GROUP", "").split()),
    )
    install = selection.install
    with_variables = selection._replace(
        no_groups=tuple(dict.fromkeys(no_groups)),
        default_groups=selection.default_groups and not found["UV_NO_DEFAULT_GROUPS"],
        install=InstallOptions(
            inexact=install.inexact,
            editable=install.editable and not found["UV_NO_EDITABLE"],
            no_project=install.no_project or found["UV_NO_INSTALL_PROJECT"],
            no_workspace=install.no_workspace or found["UV_NO_INSTALL_WORKSPACE"],
            no_local=install.no_local or found["UV_NO_INSTALL_LOCAL"],
            no_packages=install.no_packages,
        ),
    )
    return with_variables, None


_SWITCHES = (
    *("UV_NO_DEV", "UV_NO_DEFAULT_GROUPS", "UV_NO_EDITABLE"),
    *("UV_NO_INSTALL_PROJECT", "UV_NO_INSTALL_WORKSPACE", "UV_NO_INSTALL_LOCAL"),
)


def is_set(name: str, variables: Mapping[str, str]) -> bool:
    """Whether a boolean environment variable of uv is true; False if it is not set.

    Raises:
        UsageError: its value is no boolean.
    """
    value = variables.get(name)
    if value is None or value.lower() in _NO:
        return False
    if value.lower() not in YES:
        what = f"the environment variable {name} is `{value}`, which uv does not accept"
        raise UsageError(what, "set it to `true` or `false`, or unset it")
    return True
