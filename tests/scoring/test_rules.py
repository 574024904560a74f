"""Rules: DECLARE's own meaning, counted; then each row of the scoring table, clause by clause."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given

from scoring.rules import Done, Trace, evaluate, evaluate_all, satisfied, trace_of
from tests.strategies import plays
from vignettes.model import TEMPLATES, Act, ActPattern, Response, Rule, Scene, Vignette
from vignettes.playing import Path, Visit

A, B, C = ActPattern("A"), ActPattern("B"), ActPattern("C")


def rule(template: str) -> Rule:
    first = {"absence": (), "precedence_all": (A, C), "precedence_any": (A, C)}.get(template, (A,))
    second = None if template in ("existence", "at_most_once") else A if template == "absence" else B
    return Rule("r", template, first, second, Fraction(1))


def test_templates_accept_as_many_traces_as_declare_says(declare_counts):
    for name, counts in declare_counts.items():
        template = name.removesuffix("_fully_kept")
        alphabet = "ABC" if template in ("precedence_all", "precedence_any") else "ABX"
        found = [
            sum(satisfied(rule(template), [Act(letter) for letter in word])
                for word in itertools.product(alphabet, repeat=length))
            for length in range(1, 6)
        ]
        assert found == counts, template
    assert {name.removesuffix("_fully_kept") for name in declare_counts} == set(TEMPLATES)


def trace(*steps: str, closing: str = "") -> Trace:
    """Build a trace from steps such as ``S>AB|C?D``: the scene's acts S, the chosen response's A and B (no offer of
    its own, for plainness), C offered, D carried by a poor response only."""
    events: list[Done] = []
    offered, tempting = [], []
    for number, step in enumerate(steps):
        rest, _, tempts = step.partition("?")
        rest, _, offers = rest.partition("|")
        before, _, done = rest.rpartition(">")
        events += [Done(number, number, False, Act(letter)) for letter in before]
        events += [Done(number, number + 1, True, Act(letter)) for letter in done]
        offered.append(tuple(Act(letter) for letter in offers))
        tempting.append(tuple(Act(letter) for letter in offers + tempts + done))
    events += [Done(len(steps) - 1, len(steps), False, Act(letter)) for letter in closing]
    return Trace(tuple(events), tuple(offered), tuple(tempting))


NA, KEPT = None, 1


def fate(template: str, *steps: str, closing: str = ""):
    """Return None, 1, or (fulfilment, broken at, declined)."""
    result = evaluate(rule(template), trace(*steps, closing=closing))
    if result.broken_at is None:
        assert not result.declined
        assert result.fulfilment in (None, 1)
        return result.fulfilment
    return result.fulfilment, result.broken_at, result.declined


@pytest.mark.parametrize(("steps", "expected"), [
    (["X"], NA),
    (["X", "X?A"], KEPT),
    (["A"], (0, 0, ())),
    (["X", "A", "A"], (0, 1, ())),
    (["A>X"], NA),  # only a scene did it
    (["A>X", "X?A"], KEPT),
    (["A>X", "A"], (0, 1, ())),
])
def test_absence(steps, expected):
    assert fate("absence", *steps) == expected


@pytest.mark.parametrize(("steps", "expected"), [
    (["X?A"], NA),
    (["A"], NA),
    (["A?A"], NA),  # the same decision comes no second time
    (["A", "X?A"], KEPT),
    (["A", "X", "A"], (0, 2, ())),
    (["AA"], (0, 0, ())),
    (["A>A"], (0, 0, ())),  # a scene's counts as the first
    (["A>X?A"], KEPT),  # and what its own decision offers comes after it
    (["A", "A>X"], NA),  # but a scene never breaks it
    (["A", "A>X?A"], KEPT),
    (["A>X", "A>X", "A"], (0, 2, ())),
])
def test_at_most_once(steps, expected):
    assert fate("at_most_once", *steps) == expected


@pytest.mark.parametrize(("steps", "expected"), [
    (["X"], NA),
    (["X?A"], NA),  # a poor response that carries it is no offer
    (["A"], KEPT),
    (["A>X"], KEPT),
    (["X|A", "A"], KEPT),
    (["X|A", "X", "X|A", "X"], (0, 2, (0,))),
])
def test_existence(steps, expected):
    assert fate("existence", *steps) == expected


def test_an_act_of_a_scene_after_the_last_decision_counts():
    assert fate("existence", "X|A", closing="A") == KEPT
    assert fate("response", "X|B", "X|B", closing="A") is NA
    assert fate("responded_existence", "X|B", "X", closing="A") == (0, 1, (0,))
    assert fate("absence", "X?A", closing="A") == KEPT


@pytest.mark.parametrize(("steps", "expected"), [
    (["X|A"], NA),
    (["B"], NA),  # could not have been done before
    (["B", "X|A"], NA),
    (["A", "B"], KEPT),
    (["AB"], KEPT),
    (["BA"], NA),
    (["BA|A"], (0, 0, ())),
    (["A>B"], KEPT),
    (["B|A"], (0, 0, ())),
    (["X|A", "X", "X|A", "B|A", "A"], (0, 3, (0, 2))),
    (["X?A", "B"], NA),
    (["X|A", "B>X"], NA),  # only a scene did B
    (["X|A", "B>X", "A", "B"], KEPT),
])
def test_precedence(steps, expected):
    assert fate("precedence", *steps) == expected


@pytest.mark.parametrize(("steps", "expected"), [
    (["X|AC"], NA),
    (["B"], NA),
    (["A", "B"], KEPT),  # C was never offered, so it is not asked for
    (["A", "X|C", "B"], (Fraction(1, 2), 2, (1,))),
    (["A|A", "X|A", "X|C", "B"], (Fraction(1, 2), 3, (2,))),
    (["X|A", "X|C", "B"], (0, 2, (0, 1))),
    (["X|C", "B|A"], (0, 1, (0,))),
    (["C", "A", "B"], KEPT),
    (["C>A", "B"], KEPT),
])
def test_precedence_all(steps, expected):
    assert fate("precedence_all", *steps) == expected


def test_precedence_all_counts_only_what_was_done_or_offered_by_then():
    three = Rule("r", "precedence_all", (A, C, ActPattern("D")), B, Fraction(1))
    assert evaluate(three, trace("A", "X|C", "B|X", "X|D")).fulfilment == Fraction(1, 2)
    assert evaluate(three, trace("A", "X|CD", "B")).fulfilment == Fraction(1, 3)


@pytest.mark.parametrize(("steps", "expected"), [
    (["B"], NA),
    (["X|A", "C", "B"], KEPT),
    (["C>X", "B"], KEPT),
    (["X|A", "X|C", "X", "B"], (0, 3, (0, 1))),
    (["B|C"], (0, 0, ())),
])
def test_precedence_any(steps, expected):
    assert fate("precedence_any", *steps) == expected


@pytest.mark.parametrize(("steps", "expected"), [
    (["X|B", "A"], NA),  # offered only before
    (["A|B"], NA),  # at the same decision: it cannot be answered any more
    (["AB"], KEPT),
    (["BA"], NA),
    (["A", "B"], KEPT),
    (["A", "B>X"], KEPT),
    (["A", "X|B"], (0, 1, ())),
    (["A", "X|B", "X", "X|B", "X"], (0, 3, (1,))),
    (["A", "X|B", "B", "A", "X"], KEPT),  # the second A had no offer after it
    (["A", "B", "X|B", "A", "X|B", "A", "X|B"], (0, 6, (4,))),  # counted from the earliest A left unanswered
    (["A>X|B"], (0, 0, ())),  # a scene's A: its own decision's offers come after it
    (["A>B"], KEPT),
    (["X|B", "A", "X|B"], (0, 2, ())),
    (["A", "X|B", "A", "X"], (0, 1, ())),
])
def test_response(steps, expected):
    assert fate("response", *steps) == expected


@pytest.mark.parametrize(("steps", "expected"), [
    (["X|B"], NA),
    (["A"], NA),
    (["B", "A"], KEPT),
    (["A", "B"], KEPT),
    (["X|B", "A"], (0, 1, (0,))),
    (["A|B"], (0, 0, ())),
    (["X|B", "A", "X|B", "X|B", "X"], (0, 3, (0, 2))),
    (["A>X|B", "X"], (0, 0, ())),
    (["A>X|B", "B>X"], KEPT),
])
def test_responded_existence(steps, expected):
    assert fate("responded_existence", *steps) == expected


@pytest.mark.parametrize(("steps", "expected"), [
    (["B", "A"], NA),
    (["A?B"], NA),
    (["A", "X?B"], KEPT),
    (["A", "X", "B", "B"], (0, 2, ())),
    (["AB"], (0, 0, ())),
    (["BA"], NA),
    (["A>X?B"], KEPT),
    (["A>B"], (0, 0, ())),
    (["A", "B>X"], NA),
    (["A", "B>X?B"], KEPT),
])
def test_not_succession(steps, expected):
    assert fate("not_succession", *steps) == expected


@pytest.mark.parametrize(("steps", "expected"), [
    (["X?AB"], NA),
    (["A"], NA),
    (["X?B", "A"], KEPT),
    (["A>X?B"], KEPT),
    (["B", "X", "A"], (0, 2, ())),
    (["AB"], (0, 0, ())),
    (["A>B"], (0, 0, ())),
    (["A", "B>X"], NA),  # a scene completed it, and no response did either from then on
    (["A", "B>X?AB"], NA),
    (["A", "B>X", "A"], (0, 2, ())),
    (["A", "B>B"], (0, 1, ())),
    (["A>X", "B>X", "X?A"], NA),
])
def test_not_co_existence(steps, expected):
    assert fate("not_co_existence", *steps) == expected


def test_where_asks_for_attributes_and_done_does_not():
    refer = ActPattern("refer", (("reason", "culture"),))
    culture = Act("refer", (("by", "letter"), ("reason", "culture")))
    other = Act("refer", (("reason", "competence"),))
    barred = Rule("r", "absence", (), refer, Fraction(1))
    assert not satisfied(barred, [culture])
    assert satisfied(barred, [other])
    done = Trace((Done(0, 1, True, other),), ((),), ((other, culture),))
    assert evaluate(barred, done).fulfilment == 1


def offering(*ratings: Fraction | None, keep: bool = True, contraindicated: bool = False) -> Vignette:
    responses = tuple(
        Response(f"r{n}", "s", "say", "", (), rating=rating, acts=(Act("A"),),
                 contraindicated=contraindicated and n == 0)
        for n, rating in enumerate(ratings)
    )
    plain = Response("plain", "s", "say", "", (), rating=Fraction(1))
    scene = Scene("s", scored=keep, keep=keep, responses=(*responses, plain))
    return Vignette("v", "", "s", {"s": scene}, {}, "", rules={"r": rule("existence")})


@pytest.mark.parametrize(("vignette", "fulfilment"), [
    (offering(Fraction(2, 3)), 0),
    (offering(None), 0),
    (offering(Fraction(665, 1000)), None),
    (offering(Fraction(1), contraindicated=True), None),
    (offering(Fraction(1, 3), Fraction(1)), 0),
    (offering(None, keep=False), None),
])
def test_what_makes_an_offer(vignette, fulfilment):
    ids = tuple(r.id for r in vignette.scenes["s"].responses)
    path = Path((Visit("s", ids, "plain"),), "end")
    assert evaluate_all(vignette, path)[0].fulfilment == fulfilment


def test_an_act_does_not_answer_itself():
    again = Rule("r", "response", (A,), A, Fraction(1))
    assert evaluate(again, trace("A", "X|A")).broken_at == 1
    assert evaluate(again, trace("A")).fulfilment is None
    assert not satisfied(again, [Act("A")])


def test_the_trace_says_which_offers_come_after_what():
    vignette = offering(Fraction(1))
    path = Path((
        Visit("s", ("r0", "plain"), "r0", (Act("S"),)),
        Visit("s", ("r0", "plain"), "plain", (Act("T"),)),
    ), "end", (Act("U"),))
    assert trace_of(vignette, path).events == (
        Done(0, 0, False, Act("S")), Done(0, 1, True, Act("A")),
        Done(1, 1, False, Act("T")), Done(1, 2, False, Act("U")),
    )


def test_a_closed_response_offers_nothing():
    vignette = offering(Fraction(1))
    assert evaluate_all(vignette, Path((Visit("s", ("plain",), "plain"),), "end"))[0].fulfilment is None


def test_a_choice_that_is_not_kept_does_nothing_even_unknown():
    vignette = offering(None, keep=False)
    for chosen in ("r0", "plain", ""):
        assert trace_of(vignette, Path((Visit("s", ("r0", "plain"), chosen),), "end")).events == ()


def test_a_path_cut_short_has_no_rules():
    vignette = offering(Fraction(1))
    assert evaluate_all(vignette, Path((Visit("s", ("r0", "plain"), "plain"),), None)) == ()


@given(plays())
def test_what_scoring_calls_broken_the_bare_trace_breaks_too(play):
    vignette, path = play
    done = trace_of(vignette, path)
    acts = [event.act for event in done.events]
    for result in evaluate_all(vignette, path):
        whole = satisfied(vignette.rules[result.id], acts)
        if result.broken:
            assert not whole
        elif result.applicable and all(event.by_response for event in done.events):
            # Kept by opportunity alone: the act was owed when nothing offered it any more.
            assert whole or result.template in ("response", "precedence_all")


@given(plays())
def test_a_breaking_step_and_its_declined_steps_are_told_apart(play):
    vignette, path = play
    done = trace_of(vignette, path)
    for result in evaluate_all(vignette, path):
        assert (result.broken_at is not None) == (result.fulfilment not in (None, 1))
        if result.broken_at is not None:
            assert 0 <= result.broken_at < len(path.visits)
            assert list(result.declined) == sorted({*result.declined} - {result.broken_at})
            assert all(step < result.broken_at for step in result.declined)
            for step in result.declined:
                assert any(wanted.matches(act) for wanted in result.missing for act in done.offered[step])
