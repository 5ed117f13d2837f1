"""pyvenv.cfg text to values: `key = value` lines, as CPython's site.py reads them."""

from __future__ import annotations

from ..host.named_paths import may_be_looked_at
from ..model.installed import PyvenvCfg


def read_pyvenv_cfg(text: str, environment: str) -> PyvenvCfg:
    """Every line with an equals sign; keys in lower case; the last of two wins.

    A `home` on a share counts as none, unless the environment lies on the same share.
    """
    values: dict[str, str] = {}
    for line in text.replace("\0", "").splitlines():
        key, equals, value = line.partition("=")
        if equals:
            values[key.strip().lower()] = value.strip()
    if not may_be_looked_at(values.get("home", ""), environment):
        del values["home"]
    return PyvenvCfg(values)
