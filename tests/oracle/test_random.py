"""Pairs nobody thought of: a seed, told at each run, chooses project, drifts and selection."""

from __future__ import annotations

from random import Random

import pytest

from ..sampling import SEED
from .conftest import Judge
from .drifts.chance import COUNT, random_drifts
from .pairs import Pair
from .projects import Recipe
from .recipes import conflicts, forks, groups, simple, sources, workspaces

pytestmark = [pytest.mark.slow, pytest.mark.sampled(4)]

RECIPES = [
    *simple.ALL,
    *groups.ALL,
    *workspaces.ALL,
    *conflicts.ALL,
    *forks.ALL,
    *sources.ALL,
]


@pytest.mark.parametrize("number", range(COUNT))
def test_random(same: Judge, number: int) -> None:
    """Each pair has its own source of chance, so that one of them can be run again alone."""
    same(_pair(Random(f"{SEED} {number}")))


def _pair(chance: Random) -> Pair:
    recipe: Recipe = chance.choice(RECIPES)
    flags = chance.choice(recipe.offers) if recipe.offers and chance.random() < 0.6 else ()
    member = chance.choice(recipe.members)
    drifts = tuple(random_drifts(chance))
    return Pair(recipe, drifts, flags, member, strict=False, fails=None)
