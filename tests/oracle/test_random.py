"""Random cases: a seed, which is printed, chooses project, drifts and selection."""

from __future__ import annotations

from random import Random

import pytest

from ..sampling import SEED
from .cases import Case
from .conftest import CheckSame
from .drifts.chance import COUNT, random_drifts
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
def test_random(check_same: CheckSame, number: int) -> None:
    """Each case has its own random generator, so that it can be repeated alone."""
    check_same(_random_case(Random(f"{SEED} {number}")))


def _random_case(chance: Random) -> Case:
    recipe: Recipe = chance.choice(RECIPES)
    flags = chance.choice(recipe.offers) if recipe.offers and chance.random() < 0.6 else ()
    member = chance.choice(recipe.members)
    drifts = tuple(random_drifts(chance))
    return Case(recipe, drifts, flags, member, strict=False, fails=None)
