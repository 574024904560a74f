"""What rules come to and charge, followed over all states at once, against listing every path."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from scoring.ledger import account
from scoring.rules import evaluate, trace_of
from scoring.soundness.following import Following
from scoring.soundness.verdicts import BROKEN, KEPT, NOT_APPLICABLE
from tests.strategies import all_paths, vignettes
from vignettes.exploring import build
from vignettes.playing import walk

calm = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
PLAIN = ("precedence", "precedence_any", "absence", "at_most_once", "not_succession", "not_co_existence")


def listed(made):
    try:
        return [path for path, _ in all_paths(made, 600)]
    except OverflowError:
        return None


@calm
@given(vignettes(max_scenes=6))
def test_a_rule_comes_to_what_all_paths_say(made):
    paths = listed(made)
    for rule in made.rules.values() if paths else ():
        results = [evaluate(rule, trace_of(made, path)).fulfilment for path in paths]
        expected = {NOT_APPLICABLE if f is None else KEPT if f == 1 else BROKEN for f in results}
        assert Following(rule, build(made), 100_000).verdicts == expected


@calm
@given(vignettes(max_scenes=6) | vignettes(max_scenes=6, templates=("precedence", "precedence_any", "existence")))
def test_recommended_responses_are_charged_where_some_path_is(made):
    paths = listed(made)
    for rule in made.rules.values() if paths else ():
        alone = replace(made, rules={rule.id: rule})
        dearest: dict[tuple[str, str], Fraction] = {}
        for path in paths:
            found = account(alone, path, key=frozenset())
            for step, visit in zip(found.steps, path.visits, strict=True):
                response = made.scenes[visit.scene].response(visit.chosen)
                added = step.charged - step.base
                if added and response.rating == 1 and not response.contraindicated:
                    key = (visit.scene, visit.chosen)
                    dearest[key] = max(added, dearest.get(key, Fraction(0)))
        charged = {(c.scene, c.response): c for c in Following(rule, build(alone), 100_000).charged()}
        assert charged.keys() <= dearest.keys()
        assert all(c.amount <= dearest[key] for key, c in charged.items())
        if rule.template in PLAIN:
            assert {key: c.amount for key, c in charged.items()} == dearest
        for one in charged.values():
            path, _ = walk(alone, one.way, partial=True)
            assert (path.visits[-1].scene, path.visits[-1].chosen) == (one.scene, one.response)


def test_left_undone_is_charged_at_the_last_offer(toy):
    """The toy's C1: who does not consult at D1 is charged at D4, where referring is recommended."""
    [charged] = Following(toy.rules["C1"], build(toy), 1_000).charged()
    assert (charged.scene, charged.response, charged.amount) == ("D4", "a", Fraction(7, 4))
    assert charged.way == ("a", "a", "a", "a")
    assert not charged.beside


def test_too_small_a_budget_is_said(toy):
    assert not Following(toy.rules["C1"], build(toy), 2).complete


@pytest.mark.parametrize("rule", ["C2", "C4"])
def test_what_no_recommended_response_breaks_is_not_charged(toy, rule):
    assert not list(Following(toy.rules[rule], build(toy), 1_000).charged())
