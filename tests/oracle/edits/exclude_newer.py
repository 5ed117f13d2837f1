"""`exclude-newer` in all its forms, for all packages and for one."""

from __future__ import annotations

from ..recipes.configured import BY_PACKAGE, DAY, MOMENT, PLAIN, SPAN
from .edit import Edit
from .steps import Step, add, fresh, lock, stale, swap, variable

_MOMENT = 'exclude-newer = "2024-06-01T00:00:00Z"'
_SPAN = 'exclude-newer = "7 days"'
_DAY = 'exclude-newer = "2024-06-01"'
_FALSE_BY_PACKAGE = add("[tool.uv]\nexclude-newer-package = { six = false }")


def _line(before: str, value: str) -> Step:
    return swap(before, f"exclude-newer = {value}" if value else "")


def _package(value: str) -> Step:
    return swap('{ six = "2024-06-01T00:00:00Z" }', value)


CUT_OFFS: list[Edit] = [
    fresh(MOMENT, "as locked"),
    fresh(MOMENT, "later", _line(_MOMENT, '"2024-07-01T00:00:00Z"')),
    stale(MOMENT, "earlier", _line(_MOMENT, '"2024-05-01T00:00:00Z"')),
    fresh(MOMENT, "same moment elsewhere", _line(_MOMENT, '"2024-06-01T02:00:00+02:00"')),
    stale(MOMENT, "an hour earlier elsewhere", _line(_MOMENT, '"2024-06-01T01:00:00+02:00"')),
    fresh(MOMENT, "a later day", _line(_MOMENT, '"2024-06-02"')),
    stale(MOMENT, "an earlier day", _line(_MOMENT, '"2024-05-30"')),
    stale(MOMENT, "span", _line(_MOMENT, '"7 days"')),
    stale(MOMENT, "removed", _line(_MOMENT, "")),
    stale(MOMENT, "false", _line(_MOMENT, "false")),
    stale(MOMENT, "true, so all is ignored", _line(_MOMENT, "true")),
    stale(MOMENT, "a TOML date-time, so all is ignored", _line(_MOMENT, "2024-06-01T00:00:00Z")),
    stale(MOMENT, "a TOML date, so all is ignored", _line(_MOMENT, "2024-06-01")),
    stale(MOMENT, "nonsense, so all is ignored", _line(_MOMENT, '"soon"')),
    stale(MOMENT, "months, so all is ignored", _line(_MOMENT, '"7 months"')),
    stale(MOMENT, "a variable with an earlier one", variable("UV_EXCLUDE_NEWER", "2024-01-01")),
    fresh(MOMENT, "a variable with a later one", variable("UV_EXCLUDE_NEWER", "2025-01-01")),
    stale(MOMENT, "a variable switches it off", variable("UV_EXCLUDE_NEWER", "false")),
    stale(MOMENT, "another key is wrong", add("link-mode = 3")),
    stale(MOMENT, "another key is unknown", add("no-such-key = 3")),
    fresh(DAY, "as locked"),
    fresh(DAY, "a day later", _line(_DAY, '"2024-06-02"')),
    stale(DAY, "a day earlier", _line(_DAY, '"2024-05-31"')),
    fresh(DAY, "without hyphens", _line(_DAY, '"20240601"')),
    fresh(DAY, "with a time but no zone", _line(_DAY, '"2024-06-01T10:00:00"')),
    stale(DAY, "removed", _line(_DAY, "")),
    fresh(SPAN, "as locked"),
    fresh(SPAN, "P7D", _line(_SPAN, '"P7D"')),
    fresh(SPAN, "short", _line(_SPAN, '"7d"')),
    stale(SPAN, "a week", _line(_SPAN, '"1 week"')),
    stale(SPAN, "P1W", _line(_SPAN, '"P1W"')),
    stale(SPAN, "14 days", _line(_SPAN, '"14 days"')),
    stale(SPAN, "168 hours", _line(_SPAN, '"168 hours"')),
    stale(SPAN, "moment", _line(_SPAN, '"2024-06-01T00:00:00Z"')),
    stale(SPAN, "removed", _line(_SPAN, "")),
    stale(SPAN, "false", _line(_SPAN, "false")),
    stale(PLAIN, "a variable", variable("UV_EXCLUDE_NEWER", "2024-06-01")),
    fresh(PLAIN, "a variable that switches it off", variable("UV_EXCLUDE_NEWER", "false")),
    stale(PLAIN, "added", add('[tool.uv]\nexclude-newer = "2024-06-01"')),
    stale(PLAIN, "span added", add('[tool.uv]\nexclude-newer = "3 weeks"')),
    fresh(PLAIN, "false added", add("[tool.uv]\nexclude-newer = false")),
    fresh(BY_PACKAGE, "as locked"),
    stale(BY_PACKAGE, "earlier", _package('{ six = "2024-01-01T00:00:00Z" }')),
    fresh(BY_PACKAGE, "later", _package('{ six = "2025-01-01T00:00:00Z" }')),
    fresh(BY_PACKAGE, "false", _package("{ six = false }")),
    stale(BY_PACKAGE, "span", _package('{ six = "7 days" }')),
    stale(BY_PACKAGE, "removed", _package("{}")),
    fresh(BY_PACKAGE, "another spelling", _package('{ Six = "2024-06-01T00:00:00Z" }')),
    fresh(
        BY_PACKAGE,
        "one that is not pinned",
        _package('{ six = "2024-06-01T00:00:00Z", absent = "2024-01-01T00:00:00Z" }'),
    ),
    stale(BY_PACKAGE, "true, so all is ignored", _package("{ six = true }")),
    stale(PLAIN, "by package", add('[tool.uv]\nexclude-newer-package = { six = "2024-01-01" }')),
    fresh(PLAIN, "false by package", _FALSE_BY_PACKAGE),
    stale(
        PLAIN,
        "false by package was recorded, then a moment",
        _FALSE_BY_PACKAGE,
        swap("six==1.16.0", "six==1.16"),
        lock,
        swap("{ six = false }", '{ six = "2024-01-01T00:00:00Z" }'),
    ),
]
