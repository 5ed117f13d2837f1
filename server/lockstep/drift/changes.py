"""Compares expected with installed packages, to the changes that uv would make (`plan.rs`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache, partial
from types import MappingProxyType
from typing import NamedTuple

from ..model.finding import UNKNOWN_VERSION, Change
from ..model.installed import Distribution, Environment, LocalSource
from ..model.marker_environment import MarkerEnvironment
from ..model.pins import Pin
from .satisfied import Difference, difference, same_version
from .tags import fits

_SEEDS = ("pip", "uv")
_OLD_SEEDS = ("pip", "setuptools", "uv", "wheel")


class Comparison(NamedTuple):
    """The result of a comparison, sorted by name; `unexpected` is in the order of the scan.

    Attributes:
        changes: what a sync would do.
        missing: the pins that are not installed.
        differing: the pins for which uv would reinstall the package, with the installed package and
            the first difference.
        unexpected: the packages that are installed, but not expected, and that a sync removes.
        duplicates: the packages with several metadata folders.
        settled: the packages that do not differ, without those of local sources. The next
            comparison skips these as long as the distribution is the same object.
    """

    changes: tuple[Change, ...] = ()
    missing: tuple[Pin, ...] = ()
    differing: tuple[tuple[Pin, Distribution, Difference], ...] = ()
    unexpected: tuple[Distribution, ...] = ()
    duplicates: tuple[tuple[Distribution, ...], ...] = ()
    settled: Mapping[str, Distribution] = MappingProxyType({})


def compare(
    pins: Mapping[str, Pin],
    environment: Environment,
    markers: MarkerEnvironment,
    local: Mapping[str, LocalSource],
    settled: Mapping[str, Distribution] = MappingProxyType({}),
    *,
    inexact: bool = False,
) -> Comparison:
    """Compare the packages of a sound environment with the pins.

    Args:
        pins: the expected pins by name.
        environment: the environment with its distributions.
        markers: the values for the environment's Python.
        local: the state of local sources by package name.
        settled: from an earlier comparison with the same pins and markers; these are skipped.
        inexact: packages that are not expected may stay; then none is `unexpected`.
    """
    installed = environment.by_name()
    comparing = _Comparing(environment, markers, local, settled)
    for name, pin in pins.items():
        if pin.source.kind != "virtual":
            comparing.add(pin, installed.get(name, []))
    unexpected = () if inexact else tuple(_unexpected(pins, environment, markers))
    gone = (Change(it.name, it.version, "") for it in unexpected)
    return Comparison(
        changes=tuple(sorted((*comparing.changes, *gone))),
        missing=tuple(sorted(comparing.missing)),
        differing=tuple(sorted(comparing.differing, key=lambda it: it[0].name)),
        unexpected=unexpected,
        duplicates=tuple(tuple(it) for _, it in sorted(installed.items()) if len(it) > 1),
        settled=comparing.settled,
    )


class _Comparing:
    """Collects the differences, one pin after the other."""

    def __init__(
        self,
        environment: Environment,
        markers: MarkerEnvironment,
        local: Mapping[str, LocalSource],
        known: Mapping[str, Distribution],
    ) -> None:
        self.changes: list[Change] = []
        self.missing: list[Pin] = []
        self.differing: list[tuple[Pin, Distribution, Difference]] = []
        self.settled: dict[str, Distribution] = {}
        self._known = known
        self._local = local
        threaded = environment.is_free_threaded
        # Cached, because nearly all wheels have one of a few tags.
        self._fits = lru_cache(partial(fits, environment=markers, free_threaded=threaded))

    def add(self, pin: Pin, found: list[Distribution]) -> None:
        if len(found) == 1:
            self._add_one(pin, found[0])
        elif found:
            self.changes.extend(_reinstalled(pin, found))
        else:
            self.missing.append(pin)
            self.changes.append(Change(pin.name, "", pin.version or UNKNOWN_VERSION))

    def _add_one(self, pin: Pin, found: Distribution) -> None:
        if self._known.get(pin.name) is found:
            self.settled[pin.name] = found
            return
        why = difference(pin, found, self._local.get(pin.name), fits=self._fits(found.tags))
        if why is not None:
            self.differing.append((pin, found, why))
            self.changes.extend(_reinstalled(pin, [found]))
        elif pin.name not in self._local:  # such a source can change by itself
            self.settled[pin.name] = found


def _reinstalled(pin: Pin, found: Sequence[Distribution]) -> Iterator[Change]:
    """The changes of a reinstallation, which removes every copy of the package.

    The new version is paired with the copy that has the same version, if there is one.
    """
    same = [it for it in found if same_version(it.version, pin.version)]
    kept = (same or list(found))[0]
    yield Change(pin.name, kept.version, pin.version or kept.version)
    for other in found:
        if not same_version(other.version, kept.version):
            yield Change(pin.name, other.version, "")


def _unexpected(
    pins: Mapping[str, Pin], environment: Environment, markers: MarkerEnvironment
) -> Iterator[Distribution]:
    kept = seeds(environment, markers)
    for distribution in environment.distributions:
        pin = pins.get(distribution.name)
        belongs = pin is not None and pin.source.kind != "virtual"
        if not belongs and distribution.name not in kept and "name" not in distribution.damage:
            yield distribution


def seeds(environment: Environment, markers: MarkerEnvironment) -> tuple[str, ...]:
    """The names of the packages that uv does not remove although they are not pinned (`plan.rs`).

    Empty for an environment that uv created without `--seed`.

    Args:
        environment: the environment.
        markers: have the minor version, on which the names depend.
    """
    cfg = environment.cfg
    if cfg is not None and cfg.by_uv and not cfg.seeded:
        return ()
    return _SEEDS if markers.minor >= (3, 12) else _OLD_SEEDS


def replacement(pins: Mapping[str, Pin], environment: Environment) -> tuple[Change, ...]:
    """The changes if the whole environment is replaced by a new one.

    Args:
        pins: the expected pins by name.
        environment: the old environment with its distributions.

    Returns them sorted by name. A package that keeps its version is a change too, with the same
    version before and after; packages that are not pinned are removed.
    """
    changes: list[Change] = []
    installed = environment.by_name()
    for name, pin in pins.items():
        if pin.source.kind != "virtual":
            found = installed.pop(name, [])
            before = found[0].version if found else ""
            changes.append(Change(name, before, pin.version or before or UNKNOWN_VERSION))
            changes.extend(Change(name, it.version, "") for it in found[1:])
    for copies in installed.values():
        changes.extend(Change(it.name, it.version, "") for it in copies if "name" not in it.damage)
    return tuple(sorted(changes))
