"""Parses pyvenv.cfg: `key = value` lines, as in CPython's `site.py`."""

from __future__ import annotations

from ..host.named_paths import may_be_looked_at
from ..model.installed import PyvenvCfg


def read_pyvenv_cfg(text: str, environment: str) -> PyvenvCfg:
    """Parse the text of a pyvenv.cfg. Keys are in lower case; the last of equal keys counts.

    Args:
        text: the text; lines without an equals sign are ignored.
        environment: the path of the environment. A `home` that is a device, or on a share other
            than that of the environment, is left out.
    """
    values: dict[str, str] = {}
    for line in text.replace("\0", "").splitlines():
        key, equals, value = line.partition("=")
        if equals:
            values[key.strip().lower()] = value.strip()
    if not may_be_looked_at(values.get("home", ""), environment):
        del values["home"]
    return PyvenvCfg(values)
