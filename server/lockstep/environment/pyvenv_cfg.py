"""pyvenv.cfg text to values: `key = value` lines, as CPython's site.py reads them."""

from __future__ import annotations

from ..model.installed import PyvenvCfg


def read_pyvenv_cfg(text: str) -> PyvenvCfg:
    """Every line with an equals sign; keys in lower case; the last of two wins."""
    values: dict[str, str] = {}
    for line in text.replace("\0", "").splitlines():
        key, equals, value = line.partition("=")
        if equals:
            values[key.strip().lower()] = value.strip()
    return PyvenvCfg(values)
