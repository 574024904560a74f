"""Exploring with scores: the oracle, cases solved by hand, budgets, sampling, size."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.exploring import explore, key_decisions, rounds, to_document
from scoring.exploring.sampling import Lot
from vignettes.conditions import parse
from vignettes.exploring import build
from vignettes.model import Act, ActPattern, Effect, Ending, Exit, Response, Rule, Scene, Variable, Vignette

ONE, HALF = Fraction(1), Fraction(1, 2)


def response(name, scene, to, rating=ONE, **more):
    return Response(name, scene, "say", more.pop("text", "words"), (Exit(to),), rating=rating, **more)


def vignette(*scenes, rules=(), **more):
    endings = {"good": Ending("good", "good", ONE), "poor": Ending("poor", "poor", Fraction(0))}
    return Vignette("made", "Made", scenes[0].id, {s.id: s for s in scenes}, endings, "0" * 64,
                    rules={r.id: r for r in rules}, **more)


def folding_back(decisions=12, responses=4, seed=5):
    """Decisions that all lead to the next, whatever is chosen, with eight rules about six acts."""
    pick = random.Random(seed).choice
    acts = "abcdef"
    scenes = []
    for at in range(decisions):
        onward = f"s{at + 1}" if at + 1 < decisions else "good"
        ratings = [ONE, Fraction(2, 3), Fraction(1, 3), Fraction(0)]
        made = tuple(
            response(f"r{n}", f"s{at}", onward, ratings[(n + at) % 4], text="x" * pick(range(5, 30)),
                     acts=(Act(pick(acts)),) if pick((True, False)) else ())
            for n in range(responses)
        )
        scenes.append(Scene(f"s{at}", weight=Fraction(pick((1, 1, 2))), responses=made))
    a, b, c, d, e, f = map(ActPattern, acts)
    two = Fraction(2)
    return vignette(*scenes, rules=(
        Rule("r1", "precedence", (a,), b, two), Rule("r2", "precedence_all", (a, c), d, two),
        Rule("r3", "response", (b,), e, ONE), Rule("r4", "existence", (f,), None, ONE),
        Rule("r5", "responded_existence", (c,), f, ONE), Rule("r6", "not_succession", (d,), e, ONE),
        Rule("r7", "at_most_once", (b,), None, ONE), Rule("r8", "absence", (), d, two),
    ))


# --- the oracle -------------------------------------------------------------------------------------------


def test_the_oracle(toy, toy_expected):
    found = explore(toy)
    assert found.key_decisions == tuple(toy_expected["key_decisions"])
    assert found.paths.paths == len(toy_expected["paths"])
    expected = {name: Fraction(value) for name, value in toy_expected["expected_decision_quality"].items()}
    assert found.random == expected["uniformly random response"]
    assert found.strategies["first"].quality == expected["first listed response"]
    assert found.strategies["last"].quality == expected["last listed response"]
    assert found.strategies["longest"].quality == expected["longest text"]
    assert found.strategies["shortest"].quality == expected["shortest text"]
    assert (found.best, found.worst, found.keys.least_loss, found.sampled) == (1, 0, 0, None)
    assert set(found.qualities) == {Fraction(path["decision_quality"]) for path in toy_expected["paths"]}
    assert sum(figures.chance for figures in found.endings.values()) == 1


def test_the_document_has_what_was_promised_and_is_plain_json(toy):
    document = json.loads(json.dumps(to_document(explore(toy)), allow_nan=False))
    assert document["states"] == 9
    assert document["paths"] == 25
    assert document["key_decisions"] == ["D1", "D2", "D3", "D4"]
    assert document["strategies"] == pytest.approx(
        {"random": 817 / 2160, "first": 2 / 3, "last": 0, "longest": 5 / 8, "shortest": 0})
    assert (document["best"], document["worst"], document["sampled"]) == (1, 0, False)
    assert document["fractions"]["strategies"]["random"] == "817/2160"
    assert "paths_up_to" not in document
    assert document["reached"]["responses"] == {"reached": 13, "all": 13, "missing": []}


# --- key decisions ----------------------------------------------------------------------------------------


def two_lines(**second):
    return (
        Scene("start", responses=(response("left", "start", "west"), response("right", "start", "east"))),
        Scene("west", responses=(response("on", "west", "last"), response("off", "west", "poor", Fraction(0)))),
        Scene("east", responses=(response("on", "east", "last"),)),
        Scene("last", responses=(response("end", "last", "good"), response("bad", "last", "poor", HALF)), **second),
    )


def test_keys_are_what_all_lines_without_loss_share():
    assert key_decisions(vignette(*two_lines())).keys == {"start", "last"}


def test_a_rule_excludes_lines_that_break_it():
    scenes = list(two_lines())
    scenes[2] = replace(scenes[2], responses=(response("on", "east", "last", acts=(Act("slip"),)),))
    rule = Rule("never", "absence", (), ActPattern("slip"), ONE)
    assert key_decisions(vignette(*scenes, rules=(rule,))).keys == {"start", "west", "last"}


def test_the_authors_word_on_a_key_stands_but_not_for_ambiguous_decisions():
    first, west, east, last = two_lines(key=False)
    keys = key_decisions(vignette(first, west, replace(east, key=True), last)).keys
    assert keys == {"start", "east"}
    keys = key_decisions(vignette(replace(first, ambiguous=True), west, replace(east, key=True, ambiguous=True), last))
    assert keys.keys == set()


def test_where_no_line_is_without_loss_keys_are_those_of_least_loss():
    rule = Rule("call", "existence", (ActPattern("call"),), None, ONE)
    # Calling is on offer only where it costs: 1/3 here, or 1 at the end for leaving it undone.
    scenes = (
        Scene("start", responses=(response("call", "start", "middle", Fraction(2, 3), acts=(Act("call"),)),
                                  response("wait", "start", "end"))),
        Scene("middle", responses=(response("on", "middle", "end"),)),
        Scene("end", responses=(response("done", "end", "good"),)),
    )
    found = key_decisions(vignette(*scenes, rules=(rule,)))
    assert found.least_loss == Fraction(1, 3)
    assert found.keys == {"start", "middle", "end"}
    assert found.line == ("call", "on", "done")


def test_keys_past_the_budget_say_so():
    found = key_decisions(folding_back(), budget=5)
    assert not found.exact
    assert found.least_loss is None


# --- going round ------------------------------------------------------------------------------------------


def test_a_loop_with_a_loss_is_summed_to_its_end():
    ask = Scene("ask", responses=(response("again", "ask", "ask", Fraction(2, 3)), response("on", "ask", "good")))
    found = explore(vignette(ask))
    # k rounds have the chance 1/2^(k+1) and the quality 1 - k/3, 0 from the third on.
    assert found.random == HALF + Fraction(1, 4) * Fraction(2, 3) + Fraction(1, 8) * Fraction(1, 3)
    assert found.paths.unbounded
    assert (found.best, found.worst, found.unfinished, found.exact) == (1, 0, 0, True)
    document = to_document(found)
    assert document["paths"] == "unbounded"
    assert document["paths_up_to"] == {"decisions": 2, "paths": 2}


def test_a_strategy_that_goes_round_for_ever_scores_nothing():
    ask = Scene("ask", responses=(response("again", "ask", "ask"), response("on", "ask", "good")))
    found = explore(vignette(ask))
    assert found.strategies["first"].ending is None
    assert found.strategies["first"].quality == 0
    assert found.strategies["last"].quality == 1
    assert to_document(found)["never_end"] == ["first", "longest", "shortest"]
    assert found.random == 1


def test_a_weight_counts_once_however_often_one_comes_by():
    hub = Scene("hub", weight=Fraction(2), responses=(
        response("a", "hub", "side"), response("b", "hub", "good", HALF)))
    side = Scene("side", responses=(response("back", "side", "hub"),))
    found = explore(vignette(hub, side))
    # b costs 1: of 2 at once, of 3 after the side.
    assert found.qualities == {HALF: HALF, Fraction(2, 3): HALF}


def test_a_round_without_exit_counts_as_nothing():
    scenes = (
        Scene("start", responses=(response("in", "start", "trap"), response("out", "start", "good"))),
        Scene("trap", responses=(response("x", "trap", "trap"),)),
    )
    found = explore(vignette(*scenes))
    assert (found.unfinished, found.random) == (HALF, HALF)
    assert found.qualities == {ONE: HALF}
    assert found.paths.paths == 1
    assert (found.best, found.worst) == (1, 1)


def test_a_round_too_large_to_solve_is_followed_and_said(monkeypatch):
    size = 10
    scenes = [
        Scene(f"s{n}", weight=Fraction(0) if n else ONE, responses=(
            response("on", f"s{n}", f"s{(n + 1) % size}"), response("out", f"s{n}", "good" if n % 2 else "poor")))
        for n in range(size)
    ]
    made = vignette(*scenes)
    exact = explore(made)
    assert exact.exact
    assert exact.endings["good"].chance == Fraction(1, 3)
    monkeypatch.setattr(rounds, "LARGEST", 5)
    followed = explore(made)
    assert not followed.exact
    assert float(followed.endings["good"].chance) == pytest.approx(1 / 3, abs=1e-11)
    assert 0 <= followed.unfinished < Fraction(1, 10**11)


# --- what is not there ------------------------------------------------------------------------------------


def test_nothing_at_stake_gives_no_figures():
    found = explore(vignette(Scene("ask", weight=Fraction(0), responses=(response("on", "ask", "good"),))))
    assert (found.random, found.best, found.worst) == (None, None, None)
    assert found.strategies["first"].quality is None
    assert to_document(found)["strategies"]["random"] is None
    assert found.endings["good"].chance == 1


def test_a_start_that_leads_nowhere_is_explored_without_harm():
    ring = (Scene("one", exits=(Exit("two"),)), Scene("two", exits=(Exit("one"),)))
    found = explore(vignette(*ring))
    assert (found.states, found.paths.paths, found.unfinished, found.random) == (0, 0, 1, None)
    assert found.keys.least_loss is None
    assert to_document(found)["least_loss"] is None


def test_a_dead_end_is_a_play_that_never_ends():
    closed = replace(response("never", "stuck", "good"), when=parse("flag"))
    scenes = (
        Scene("start", responses=(response("in", "start", "stuck"), response("out", "start", "good", HALF))),
        Scene("stuck", responses=(closed,)),
    )
    found = explore(vignette(*scenes, variables={"flag": Variable("flag", 0, 0, 1, boolean=True)}))
    assert (found.unfinished, found.random, found.worst) == (HALF, Fraction(1, 4), HALF)
    assert found.strategies["first"].ending is None
    assert found.keys.least_loss == HALF


# --- size -------------------------------------------------------------------------------------------------


def test_sixteen_million_paths_are_explored_exactly():
    made = folding_back()
    found = explore(made)
    assert found.paths.paths == 4**12
    assert found.sampled is None
    assert found.exact
    assert sum(found.qualities.values()) == 1
    drawn = explore(made, scored_budget=10, plays=1_500, seed=3)
    assert drawn.sampled is not None
    assert drawn.sampled.low < found.random < drawn.sampled.high
    assert found.worst <= drawn.worst <= drawn.best <= found.best


def test_display_order_of_rules_and_responses_changes_no_figure():
    made = folding_back(decisions=6)
    turned = replace(
        made, rules=dict(reversed(made.rules.items())),
        scenes={s.id: replace(s, responses=s.responses[::-1]) for s in made.scenes.values()})
    one, other = explore(made), explore(turned)
    assert (one.qualities, one.keys.keys, one.best) == (other.qualities, other.keys.keys, other.best)
    assert one.strategies["first"].quality == other.strategies["last"].quality


# --- past the budget --------------------------------------------------------------------------------------


def test_past_the_budget_random_play_is_sampled_and_says_so():
    made = folding_back(decisions=5)
    exact = explore(made)
    drawn = explore(made, scored_budget=3, plays=2_000, seed=7)
    assert drawn.sampled is not None
    assert drawn.sampled.low <= exact.random <= drawn.sampled.high
    assert 0 < drawn.sampled.high - drawn.sampled.low < 0.1
    assert not drawn.exact
    assert drawn.paths == exact.paths
    assert drawn.best == exact.best  # the line of least loss is looked for, not only seen by chance
    document = to_document(drawn)
    assert document["sampled"] == [drawn.sampled.low, drawn.sampled.high]
    assert (document["plays"], document["seed"]) == (2_000, 7)
    assert explore(made, scored_budget=3, plays=2_000, seed=7).random == drawn.random
    assert explore(made, scored_budget=3, plays=2_000, seed=8).random != drawn.random


def test_more_states_of_play_than_the_budget():
    many = tuple(response(f"r{n}", "a", "a", HALF, effects=(Effect("n", True, n + 1),)) for n in range(3))
    out = replace(response("out", "a", "good"), when=parse("n > 50"))
    made = vignette(Scene("a", responses=(*many, out)), variables={"n": Variable("n", 0, 0, 99)})
    found = explore(made, budget=20, plays=50)
    assert found.states == 20
    assert not found.graph.complete
    assert not found.paths.exact
    assert not found.keys.exact
    assert found.sampled is not None
    assert 0 < found.random < 1
    assert to_document(found)["complete"] is False


def test_the_number_of_states_explored_is_told():
    told = []
    explore(folding_back(decisions=4), tell=told.append)
    assert told[0] == 0


def test_drawing_by_lot_follows_the_published_generator():
    lot = Lot(1234567)
    assert [lot.word() for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    counts = [0, 0, 0]
    for _ in range(3_000):
        counts[lot.below(3)] += 1
    assert all(900 < count < 1_100 for count in counts)


def test_a_graph_at_hand_is_used(toy):
    graph = build(toy)
    assert explore(toy, graph=graph).graph is graph
