"""The ledger against the oracle: every path of the toy, exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.ledger import account
from tests.strategies import all_paths
from vignettes.model import Ending, Exit, Response, Scene, Vignette
from vignettes.playing import WrongChoice, walk
from vignettes.sources import Source


def text(figure):
    return None if figure is None else str(figure)


def test_every_path_of_the_toy_scores_as_known(toy, toy_expected):
    key = frozenset(toy_expected["key_decisions"])
    for known in toy_expected["paths"]:
        path, _ = walk(toy, known["choices"])
        found = account(toy, path, key=key)
        assert {
            "choices": [step.response for step in found.steps],
            "scenes": [step.scene for step in found.steps],
            "ending": found.ending,
            "base": [str(step.base) for step in found.steps],
            "charged": [str(step.charged) for step in found.steps],
            "loss": str(found.loss),
            "decision_quality": text(found.decision_quality),
            "decision_quality_strict": text(found.decision_quality_strict),
            "coverage": {"visited": found.coverage.visited, "key": found.coverage.key},
            "process_conformance": text(found.process_conformance),
            "rules": {rule.id: text(rule.fulfilment) for rule in found.rules},
            "critical": list(found.critical),
        } == known


def test_the_toy_has_no_other_paths(toy, toy_expected):
    found = Counter(tuple(visit.chosen for visit in path.visits) for path, _ in all_paths(toy))
    assert found == Counter(tuple(known["choices"]) for known in toy_expected["paths"])


def test_random_play_of_the_toy(toy, toy_expected):
    key = frozenset(toy_expected["key_decisions"])
    mean = sum(chance * account(toy, path, key=key).decision_quality for path, chance in all_paths(toy))
    assert str(mean) == toy_expected["expected_decision_quality"]["uniformly random response"]


def test_charges_say_what_was_absorbed_and_what_only_listed(toy):
    path, _ = walk(toy, list("aab"))
    found = account(toy, path, key=frozenset())
    by_rule = {charge.id: charge for charge in found.charges}
    assert by_rule["C1"].absorbed == ((2, Fraction(3, 2)), (0, Fraction(1, 4)))
    assert by_rule["C1"].added == Fraction(1, 4)
    assert by_rule["C3"].listed
    assert by_rule["C3"].added == 0
    assert by_rule["C3"].left == 1


def test_a_path_cut_short_has_local_losses_and_nothing_else(toy):
    path, _ = walk(toy, ["a", "b"], partial=True)
    found = account(toy, path, key=frozenset({"D1"}))
    assert [step.base for step in found.steps] == [Fraction(1, 4), Fraction(1, 2)]
    assert found.loss == Fraction(3, 4)
    assert found.rules == found.charges == ()
    assert found.decision_quality is None
    assert found.decision_quality_strict is None
    assert found.coverage is None
    assert found.process_conformance is None
    assert not found.complete


def looping() -> Vignette:
    back = Response("back", "s", "say", "", (Exit("s"),), rating=Fraction(1, 2), once=True, breaches=("SOURCE",))
    on = Response("on", "s", "say", "", (Exit("end"),), rating=Fraction(1))
    return Vignette("v", "", "s", {"s": Scene("s", responses=(back, on), weight=Fraction(2))},
                    {"end": Ending("end", "good", Fraction(1))}, "")


def test_a_decision_met_again_is_a_new_step_and_weighs_once():
    path, _ = walk(looping(), ["back", "on"])
    found = account(looping(), path, key=frozenset({"s"}))
    assert [step.scene for step in found.steps] == ["s", "s"]
    assert (found.loss, found.stake, found.decision_quality) == (1, 2, Fraction(1, 2))
    assert (found.coverage.visited, found.coverage.key) == (1, 1)


@pytest.mark.parametrize(("layer", "strength", "counted_in"), [
    ("article", "must", "article"),
    ("article", "should", "article"),
    ("article", "may", "practice"),
    ("article", "describes", "practice"),
    ("practice", "must", "practice"),
])
def test_a_loss_is_the_articles_only_where_it_asks(layer, strength, counted_in):
    path, _ = walk(looping(), ["back", "on"])
    found = account(looping(), path, key=frozenset(), sources={"SOURCE": Source("SOURCE", layer, "H1", strength)})
    other = "practice" if counted_in == "article" else "article"
    assert (found.layers[counted_in].loss, found.layers[other].loss) == (1, 0)


def test_what_a_rule_adds_goes_by_the_rules_source(toy):
    cited = {name: replace(rule, source="SOURCE" if name == "C1" else None) for name, rule in toy.rules.items()}
    vignette = replace(toy, rules=cited)
    path, _ = walk(vignette, list("aaaaa"))
    found = account(vignette, path, key=frozenset(), sources={"SOURCE": Source("SOURCE", "article", "H1", "should")})
    assert (found.layers["article"].rules, found.layers["article"].base) == (Fraction(7, 4), 0)
    assert (found.layers["practice"].rules, found.layers["practice"].base) == (0, Fraction(1, 4))


@pytest.mark.parametrize(("choices", "at"), [(["c", "a"], 1), (["a", "a"], 2), (["a", "x"], 1)])
def test_choices_that_end_too_early_or_too_late_are_refused(toy, choices, at):
    with pytest.raises(WrongChoice) as fault:
        walk(toy, choices)
    assert fault.value.at == at
