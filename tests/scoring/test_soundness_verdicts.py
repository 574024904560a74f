"""Following a rule step by step comes to what looking back over the whole path says."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import HealthCheck, given, settings

from scoring.rules import acts_of, evaluate, offered_acts, tempting_acts, trace_of
from scoring.soundness.verdicts import BROKEN, KEPT, NOT_APPLICABLE, follower, missed_share
from tests.strategies import plays, vignettes

calm = settings(deadline=None, max_examples=1500, suppress_health_check=[HealthCheck.too_slow])


def followed(one, made, path):
    fact = 0
    for visit in path.visits:
        scene = made.scenes[visit.scene]
        for act in visit.before:
            fact = one.act(fact, one.hit(act), by_response=False)
        responses = [scene.response(name) for name in visit.offered]
        bits = [0, 0]
        for at, acts in enumerate((offered_acts(scene, responses), tempting_acts(scene, responses))):
            for act in acts:
                bits[at] |= one.hit(act)
        fact = one.meet(fact, *bits)
        for act in acts_of(scene, scene.response(visit.chosen)):
            fact = one.act(fact, one.hit(act), by_response=True)
    for act in path.closing:
        fact = one.act(fact, one.hit(act), by_response=False)
    return fact


@calm
@given(plays(vignettes()))
def test_every_rule_comes_to_what_scoring_says(play):
    made, path = play
    for rule in made.rules.values():
        result = evaluate(rule, trace_of(made, path))
        one = follower(rule)
        fact = followed(one, made, path)
        expected = {None: NOT_APPLICABLE, Fraction(1): KEPT}.get(result.fulfilment, BROKEN)
        assert one.verdict(fact) == expected, rule
        if expected == BROKEN:
            assert 1 - Fraction(*missed_share(one, fact)) == result.fulfilment
