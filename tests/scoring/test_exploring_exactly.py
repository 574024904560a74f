"""The merged exploring against listing all paths and scoring each with the ledger."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from scoring.exploring.chances import chances
from scoring.exploring.expanding import Expansion
from scoring.exploring.keys import key_decisions
from scoring.exploring.tables import Scored
from scoring.ledger import account
from tests.strategies import all_paths, vignettes

calm = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
LIMIT = 600


def listed(made):
    """All paths with their chance and account, or None where they are too many."""
    try:
        paths = list(all_paths(made, LIMIT))
    except OverflowError:
        return None
    return [(path, chance, account(made, path, key=frozenset())) for path, chance in paths]


@calm
@given(vignettes(max_scenes=6))
def test_random_play_ends_as_all_paths_together_say(made):
    paths = listed(made)
    if paths is None:
        return
    expected = defaultdict(Fraction)
    for path, chance, one in paths:
        expected[path.ending, one.loss, one.stake] += chance
    scored = Scored(made)
    found = chances(Expansion(scored, 100_000))
    unit = scored.unit
    assert {(end, Fraction(loss, unit), Fraction(stake, unit)): chance
            for (end, loss, stake), chance in found.ends.items()} == expected
    assert found.unfinished == 0
    assert found.exact


@calm
@given(vignettes(max_scenes=6))
def test_key_decisions_are_those_on_every_path_of_least_loss(made):
    paths = listed(made)
    if paths is None:
        return
    least = min(one.loss for _, _, one in paths)
    best = [path for path, _, one in paths if one.loss == least]
    common = set.intersection(*({visit.scene for visit in path.visits} for path in best))
    expected = {
        scene.id for scene in made.decisions
        if scene.scored and not scene.ambiguous and (scene.id in common if scene.key is None else scene.key)
    }
    found = key_decisions(made)
    assert found.keys == expected
    assert found.least_loss == least
    assert found.exact
    assert found.line in [tuple(visit.chosen for visit in path.visits) for path in best]
