"""Well-formed lockfiles that contradict themselves, as uv reports them."""

from __future__ import annotations

import pytest

from lockstep.lockfiles.uv_lock import read_uv_lock

REGISTRY = 'source = { registry = "https://index.example/simple" }'
WHEEL = "https://files.example/{}-py3-none-any.whl"


def entry(name: str, version: str, *edges: str, wheel: str = "", source: str = REGISTRY) -> str:
    listed = "".join(f"    {{ {it} }},\n" for it in edges)
    dependencies = f"dependencies = [\n{listed}]\n" if edges else ""
    wheel = WHEEL.format(wheel or f"{name}-{version}")
    files = f'wheels = [\n    {{ url = "{wheel}", hash = "sha256:00", size = 1 }},\n]\n'
    return (
        f'[[package]]\nname = "{name}"\nversion = "{version}"\n{source}\n{dependencies}'
        f"{files if source == REGISTRY else ''}"
    )


def lockfile(*entries: str) -> str:
    head = 'version = 1\nrevision = 3\nrequires-python = ">=3.12"\n\n'
    return head + "\n".join(entries)


def message(*entries: str) -> str:
    """The contradiction, the same from lines and from the document; empty if there is none."""
    text = lockfile(*entries)
    found = [read_uv_lock(it).problems for it in (text, text.replace("\n", " \n", 1))]
    assert (found[0] and found[1]) or not any(found)
    if not found[0]:
        return ""
    assert found[0][0].message == found[1][0].message
    assert text[found[0][0].span.start :].startswith("[[package]]")
    return found[0][0].message


OF_A = 'name = "b"'
ONE = f'{OF_A}, version = "1.0", {REGISTRY}'


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([entry("a", "1.0", OF_A), entry("b", "1.0")], ""),
        ([entry("a", "1.0", ONE), entry("b", "1.0")], ""),
        ([entry("a", "1.0", ONE), entry("b", "1.0"), entry("b", "2.0")], ""),
        ([entry("a", "1.0", OF_A)], "a 1.0 depends on b, which is not pinned"),
        (
            [entry("a", "1.0", OF_A), entry("b", "1.0"), entry("b", "2.0")],
            "a 1.0 depends on b, which is pinned 2 times, and the dependency names no source",
        ),
        (
            [entry("a", "1.0", f"{OF_A}, {REGISTRY}"), entry("b", "1.0"), entry("b", "2.0")],
            "a 1.0 depends on b, which is pinned 2 times, and the dependency names no version",
        ),
        (
            [entry("a", "1.0", ONE), entry("b", "2.0")],
            "a 1.0 depends on b 1.0, which is pinned in another version or from another source",
        ),
        ([entry("b", "1.0"), entry("b", "1.0")], "b 1.0 is listed twice"),
        ([entry("b", "1.0"), entry("b", "1.0.0", wheel="b-1.0.0")], "b 1.0.0 is listed twice"),
        (
            [entry("b", "2.0", wheel="b-1.0")],
            "b 2.0 has a wheel of another version: b-1.0-py3-none-any.whl",
        ),
        ([entry("b", "1.0", wheel="b-1.0.0")], ""),
        ([entry("a", "1.0", OF_A, OF_A), entry("b", "1.0")], "a 1.0 depends on b twice"),
        (
            [entry("a", "1.0", f'{OF_A}, marker = "no"', f"{OF_A}, marker = \"os_name == 'nt'\"")],
            "a 1.0 depends on b with an invalid marker: no",
        ),
        ([entry("b", "1.0", wheel="b-1.0%2Bcu118")], ""),
        ([entry("b", "1.0+cu118", wheel="b-1.0%2Bcu118")], ""),
        ([entry("b", "1.0+cpu", wheel="b-1.0%2Bcu118")], "b 1.0+cpu has a wheel of another"),
    ],
)
def test_contradictions(entries: list[str], expected: str) -> None:
    found = message(*entries)
    assert found.startswith(expected)
    assert bool(found) == bool(expected)
