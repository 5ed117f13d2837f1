"""The chains of dependencies that lead to a package, and how much work they take."""

from __future__ import annotations

import tracemalloc

import pytest

from lockstep.drift.chains import Chain, Chains, chains_to
from lockstep.lockfiles.uv_lock import read_uv_lock
from lockstep.model.manifest import Section
from lockstep.model.pins import Edge, Lockfile, Pin, Sections, Source

REGISTRY = Source("registry", "https://index.example/simple")
PRODUCTION = Section("dependencies")
NONE: Sections = {}
OF_APP = (("app", PRODUCTION),)


def pin(
    name: str, *needs: str, version: str = "1", groups: Sections = NONE, extras: Sections = NONE
) -> Pin:
    source = Source("editable", "." if name == "app" else name)
    is_member = name in ("app", "lib")
    edges = tuple(Edge(it) for it in needs)
    return Pin(name, version, source if is_member else REGISTRY, edges, extras, groups)


def told(chain: Chain) -> str:
    """A chain as one line."""
    words = [chain.start.member or "(root)"]
    for link in chain.links:
        via = f"{link.section.kind} {link.section.name}: " if link.section.name else ""
        extras = f"[{','.join(link.extras)}]" if link.extras else ""
        marker = f" if {link.marker}" if link.marker else ""
        words.append(f"{via}{link.pin.name}{extras}{marker}")
    return " > ".join(words)


def found(name: str, *pins: Pin, most: int = 100, members: tuple[str, ...] = ()) -> Chains:
    top = {"manifest": {"members": [*members]}}
    return chains_to(name, Lockfile(pins=pins, top=top if members else {}), OF_APP, most)


def lines(name: str, *pins: Pin, members: tuple[str, ...] = ()) -> list[str]:
    chains = found(name, *pins, members=members)
    assert chains.is_complete
    return [told(it) for it in chains.chains]


def test_the_shortest_first() -> None:
    pins = (pin("app", "a", "c"), pin("a", "b"), pin("b", "c", "d"), pin("c", "d"), pin("d"))
    assert lines("d", *pins) == ["app > c > d", "app > a > b > d", "app > a > b > c > d"]
    assert lines("a", *pins) == ["app > a"]


def test_nothing_leads_to_it() -> None:
    pins = (pin("app", "a"), pin("a"), pin("b", "c"), pin("c", "b"))
    assert lines("c", *pins) == []
    assert found("c", *pins).starts == ()


def test_circles() -> None:
    pins = (pin("app", "a"), pin("a", "b", "a"), pin("b", "a", "c"), pin("c", "c", "b"))
    assert lines("c", *pins) == ["app > a > b > c"]
    assert lines("a", *pins) == ["app > a"]


def test_a_chain_does_not_go_on_behind_the_package() -> None:
    pins = (pin("app", "a", "b"), pin("a", "b"), pin("b", "a"))
    assert lines("b", *pins) == ["app > b", "app > a > b"]


def test_extras_groups_and_markers() -> None:
    net: Sections = {"net": (Edge("c", marker="os_name == 'nt'"),)}
    dev: Sections = {"dev": (Edge("b", extras=("net",)),)}
    pins = (pin("app", "b", groups=dev), pin("b", extras=net), pin("c"))
    assert lines("c", *pins) == ["app > group dev: b[net] > extra net: c if os_name == 'nt'"]
    assert [it.section.name for it in found("c", *pins).starts] == ["dev"]


def test_an_extra_of_the_project_that_names_another() -> None:
    extras: Sections = {"all": (Edge("app", extras=("net",)),), "net": (Edge("c"),)}
    pins = (pin("app", "b", extras=extras), pin("b"), pin("c"))
    assert lines("c", *pins) == ["app > extra net: c", "app > extra all: app[net] > extra net: c"]
    # Through `app[net]` the chain would come back to where it began.
    assert lines("b", *pins) == ["app > b"]


def test_what_is_selected_through_another_member() -> None:
    dev: Sections = {"dev": (Edge("c"),)}
    pins = (pin("app", "lib"), pin("lib", "b", groups=dev), pin("b"), pin("c"))
    members = ("lib", "app")
    assert lines("b", *pins, members=members) == ["lib > b", "app > lib > b"]
    chains = found("b", *pins, members=members).chains
    assert [it.start.is_selected for it in chains] == [True, True]
    (start,) = found("c", *pins, members=members).starts
    assert not start.is_selected


def test_the_selected_member_comes_first() -> None:
    pins = (pin("lib", "b"), pin("app", "b"), pin("b"))
    assert lines("b", *pins, members=("lib", "app")) == ["app > b", "lib > b"]


def test_two_versions() -> None:
    edges = (Edge("b", "1", marker="os_name == 'nt'"), Edge("b", "2"))
    app = pin("app")._replace(dependencies=edges)
    chains = found("b", app, pin("b"), pin("b", version="2")).chains
    assert [it.links[-1].pin.version for it in chains] == ["1", "2"]


def test_a_root_without_a_project() -> None:
    text = """version = 1
requires-python = ">=3.12"

[manifest]
requirements = [{ name = "a", extras = ["x"], marker = "os_name == 'nt'" }, 7]

[manifest.dependency-groups]
dev = [{ name = "b" }]
odd = 7

[[package]]
name = "a"
version = "1"
source = { registry = "https://index.example/simple" }
dependencies = [
    { name = "b" },
]

[[package]]
name = "b"
version = "1"
source = { registry = "https://index.example/simple" }
"""
    parsed = read_uv_lock(text)
    assert not parsed.problems
    chains = chains_to("b", parsed.value, (("", PRODUCTION),), 100)
    assert [told(it) for it in chains.chains] == [
        "(root) > group dev: b",
        "(root) > a[x] if os_name == 'nt' > b",
    ]
    assert [it.start.is_selected for it in chains.chains] == [False, True]


def everything_needs_everything(count: int) -> tuple[Pin, ...]:
    names = [f"p{it}" for it in range(count)]
    return (pin("app", names[0]), *(pin(it, *names) for it in names))


@pytest.mark.parametrize(("most", "states"), [(10, 10_000), (1_000, 101_000)])
def test_many_chains_are_bounded_work(most: int, states: int) -> None:
    """Of 300 packages that all need each other there are more chains than atoms."""
    pins = everything_needs_everything(300)
    tracemalloc.start()
    try:
        chains = found("p299", *pins, most=most)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(chains.chains) >= 10
    assert not chains.is_complete
    assert chains.states <= states
    assert peak < 200 << 20
    lengths = [len(it.links) for it in chains.chains]
    assert lengths == sorted(lengths)
    assert len({told(it) for it in chains.chains}) == len(lengths)


def test_a_chain_is_found_behind_many_others() -> None:
    """The limit for the work counts only when there is an answer."""
    pins = everything_needs_everything(60)
    line = [pin(f"q{it}", f"q{it + 1}") for it in range(30)]
    last = pin("q30")
    pins = (*pins[:-1], pins[-1]._replace(dependencies=(*pins[-1].dependencies, Edge("q0"))))
    lockfile = Lockfile(pins=(*pins, *line, last))
    chains = chains_to("q30", lockfile, OF_APP, 100, most_states=1)
    assert len(chains.chains) == 1
    assert not chains.is_complete
    assert told(chains.chains[0]).startswith("app > p0 > p59 > q0 > q1 > ")
