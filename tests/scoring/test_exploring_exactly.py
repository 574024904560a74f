"""The merged exploring against listing all paths and scoring each with the ledger."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scoring.exploring import explore, key_decisions
from scoring.exploring.chances import chances, loss_cap
from scoring.exploring.expanding import Expansion
from scoring.exploring.tables import Scored
from scoring.ledger import account
from tests.strategies import Maker, all_paths, vignettes
from vignettes.model import TEMPLATES, Act, ActPattern, Ending, Exit, Response, Rule, Scene, Vignette
from vignettes.playing import Path, Visit, begin, choose, open_responses, settle, walk

calm = settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
LIMIT = 600
UNDONE = ("existence", "response", "responded_existence", "precedence", "precedence_all", "absence")
RATINGS = tuple(map(Fraction, ("1", "1", "2/3", "3/4", "1/3", "0")))
WEIGHTS = tuple(map(Fraction, ("1", "1", "2", "1/2")))

PICKS = {
    "first": lambda responses: responses[0],
    "last": lambda responses: responses[-1],
    "longest": lambda responses: sorted(responses, key=lambda r: -len(r.text))[0],
    "shortest": lambda responses: sorted(responses, key=lambda r: len(r.text))[0],
}


def chain(seed):
    """Decisions one after the other that all fold back, with many rules about few acts: where pasts matter most."""
    pick = random.Random(seed).choice
    maker = Maker(pick, endless=False, templates=pick((TEMPLATES, UNDONE, UNDONE)))
    length = pick(range(2, 8))
    scenes = {}
    for at in range(length):
        onward = f"s{at + 1}" if at + 1 < length else "good"
        responses = tuple(
            Response(f"r{n}", f"s{at}", "say", "word", (Exit(pick((onward,) * 9 + ("poor", f"i{at}"))),),
                     rating=pick(RATINGS), acts=maker.acts((0, 1, 1, 2)))
            for n in range(pick((1, 2, 2, 3) if length < 6 else (1, 2, 2)))
        )
        scenes[f"s{at}"] = Scene(f"s{at}", weight=pick(WEIGHTS), responses=responses)
        scenes[f"i{at}"] = Scene(f"i{at}", acts=maker.acts((0, 1, 2)), exits=(Exit(onward),))
    endings = {"good": Ending("good", "good", Fraction(1)), "poor": Ending("poor", "poor", Fraction(0))}
    made = {f"r{n}": maker.rule(f"r{n}") for n in range(pick(range(1, 8)))}
    return Vignette("chain", "Chain", "s0", scenes, endings, "0" * 64, rules=made)


def offers(seed):
    """A chain on which what ought to be done is offered again and again, and left undone at various costs."""
    pick = random.Random(seed).choice
    length = pick(range(3, 8))
    scenes = {}
    for at in range(length):
        to = f"s{at + 1}" if at + 1 < length else "good"
        offered = tuple(Act(name) for name in "abc" if pick((True, False)))
        calls = tuple(Act(name) for name in "xy" if pick(range(4)) == 0)
        taking = Response("take", f"s{at}", "say", "word", (Exit(to),), rating=Fraction(1), acts=offered)
        leaving = Response("leave", f"s{at}", "say", "word", (Exit(to),), rating=pick(RATINGS), acts=calls)
        scenes[f"s{at}"] = Scene(f"s{at}", weight=pick(WEIGHTS), responses=(taking, leaving))
    made = {}
    for n in range(pick(range(2, 8))):
        template = pick(UNDONE)
        owed, call = (ActPattern(pick("abc")),), (ActPattern(pick("xy")),)
        first, second = {"existence": (owed, None), "absence": ((), call[0]), "precedence": (owed, call[0]),
                         "precedence_all": ((*owed, ActPattern(pick("abc"))), call[0])}.get(template, (call, owed[0]))
        made[f"r{n}"] = Rule(f"r{n}", template, first, second, Fraction(pick((1, 2, 3, 6, 9, 12)), 6))
    endings = {"good": Ending("good", "good", Fraction(1))}
    return Vignette("offers", "Offers", "s0", scenes, endings, "0" * 64, rules=made)


seeds = st.integers(0, 2**32 - 1)
made_up = vignettes(max_scenes=6) | st.builds(chain, seeds) | st.builds(offers, seeds)


def listed(made):
    """All paths with their chance and account; leaves the example where they are too many."""
    try:
        paths = list(all_paths(made, LIMIT))
    except OverflowError:
        assume(False)
    return [(path, chance, account(made, path, key=frozenset())) for path, chance in paths]


def line(places, rules):
    """A vignette of decisions from (name, {response: (rating, acts, target)}); they end at ``good``."""
    scenes = {
        name: Scene(name, responses=tuple(
            Response(r, name, "say", "word", (Exit(to),), rating=Fraction(rating), acts=tuple(map(Act, acts)))
            for r, (rating, acts, to) in responses.items()))
        for name, responses in places
    }
    made = {rule.id: rule for rule in rules}
    return Vignette("line", "Line", "s0", scenes, {"good": Ending("good", "good", Fraction(1))}, "0" * 64, rules=made)


def rule(name, template, first, second, penalty):
    firsts, last = tuple(map(ActPattern, first)), ActPattern(second) if second else None
    return Rule(name, template, firsts, last, Fraction(penalty))


def assert_explored_as_listed(made):
    expected = defaultdict(Fraction)
    for path, chance, one in listed(made):
        expected[path.ending, one.loss, one.stake] += chance
    scored = Scored(made)
    assert in_units(scored, chances(Expansion(scored, 100_000))) == expected


def test_two_acts_left_undone_keep_their_order_until_one_response_calls_for_both():
    """First b, then a is left undone at no cost; what is lost at the call goes to b, though a comes before b."""
    made = line(
        [("s0", {"take": (1, "b", "s1"), "leave": (1, "", "s1")}),
         ("s1", {"take": (1, "a", "s2"), "leave": (1, "", "s2")}),
         ("s2", {"take": (1, "", "good"), "leave": ("1/2", "x", "good")})],
        [rule("ea", "existence", "a", None, "1/3"), rule("ra", "responded_existence", "x", "a", "2/3"),
         rule("eb", "existence", "b", None, "1/3"), rule("rb", "responded_existence", "x", "b", 1)],
    )
    all_left = account(made, walk(made, ["leave"] * 3)[0], key=frozenset())
    assert all_left.loss == Fraction(1, 2) + Fraction(1, 2) + Fraction(2, 3)
    assert_explored_as_listed(made)


def test_what_was_done_waits_for_what_may_have_been_left_undone_before():
    """Leaving a undone comes before x where a is not offered again, and after it where it is."""
    made = line(
        [("s0", {"take": (1, "a", "s1"), "leave": ("1/2", "", "s1")}),
         ("s1", {"x": (1, "x", "s2"), "other": (1, "", "s2")}),
         ("s2", {"stop": (1, "", "good"), "on": (1, "", "s3")}),
         ("s3", {"take": (1, "a", "good"), "leave": (1, "", "good")})],
        [rule("e", "existence", "a", None, "1/2"), rule("p", "precedence", "a", "x", 1),
         rule("q", "absence", "", "x", "3/4")],
    )
    before = account(made, walk(made, ["leave", "x", "stop"])[0], key=frozenset())
    after = account(made, walk(made, ["leave", "x", "on", "leave"])[0], key=frozenset())
    assert (before.loss, after.loss) == (Fraction(3, 2), Fraction(7, 4))
    assert_explored_as_listed(made)


def test_the_breaking_step_absorbs_before_what_was_declined_earlier():
    """The loss at s1 pays for leaving a undone, so that the loss at s0 is left to pay for y without b."""
    made = line(
        [("s0", {"take": (1, "ab", "s1"), "leave": ("1/2", "", "s1")}),
         ("s1", {"take": (1, "a", "s2"), "leave": ("1/2", "", "s2")}),
         ("s2", {"y": (1, "y", "good"), "other": (1, "", "s3")}),
         ("s3", {"take": (1, "a", "good"), "leave": (1, "", "good")})],
        [rule("e", "existence", "a", None, "1/2"), rule("p", "precedence", "b", "y", "1/2")],
    )
    assert account(made, walk(made, ["leave", "leave", "y"])[0], key=frozenset()).loss == 1
    assert_explored_as_listed(made)


def test_a_call_by_a_scene_counts_at_its_decision():
    """What is lost there pays for the act left undone before."""
    made = line(
        [("s0", {"take": (1, "a", "s1"), "leave": (1, "", "s1")}),
         ("s1", {"good": (1, "", "good"), "bad": ("1/2", "", "good")})],
        [rule("r", "responded_existence", "x", "a", "1/2")],
    )
    made = replace(made, scenes={**made.scenes, "s1": replace(made.scenes["s1"], acts=(Act("x"),))})
    assert account(made, walk(made, ["leave", "bad"])[0], key=frozenset()).loss == Fraction(1, 2)
    assert_explored_as_listed(made)


@pytest.mark.parametrize("seed", [65, 549, 552, 1153, 1596, 1688, 1772])
def test_pasts_that_told_a_wrong_way_of_merging_from_a_right_one(seed):
    assert_explored_as_listed(offers(seed))


def in_units(scored, found):
    return {(end, Fraction(loss, scored.unit), Fraction(stake, scored.unit)): chance
            for (end, loss, stake), chance in found.ends.items()}


@calm
@given(made_up)
def test_random_play_ends_as_all_paths_together_say(made):
    expected = defaultdict(Fraction)
    for path, chance, one in listed(made):
        expected[path.ending, one.loss, one.stake] += chance
    scored = Scored(made)
    found = chances(Expansion(scored, 100_000))
    assert in_units(scored, found) == expected
    assert found.unfinished == 0
    assert found.exact


@calm
@given(made_up)
def test_key_decisions_are_those_on_every_path_of_least_loss(made):
    paths = listed(made)
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


@calm
@given(made_up)
def test_an_exploration_sums_up_all_paths(made):
    paths = listed(made)
    found = explore(made)
    assert found.paths.paths == len(paths)
    assert found.sampled is None
    assert found.exact
    staked = [(one.decision_quality, chance) for _, chance, one in paths if one.decision_quality is not None]
    whole = sum(chance for _, chance in staked)
    assert found.random == (sum(q * chance for q, chance in staked) / whole if staked else None)
    assert found.best == max((q for q, _ in staked), default=None)
    assert found.worst == min((q for q, _ in staked), default=None)
    assert sum(found.qualities.values()) == whole
    for ending, figures in found.endings.items():
        here = [(chance, one) for path, chance, one in paths if path.ending == ending]
        assert figures.chance == sum(chance for chance, _ in here)
        assert figures.least_loss == min(one.loss for _, one in here)
        rated = [one.decision_quality for _, one in here if one.decision_quality is not None]
        assert (figures.lowest, figures.highest) == (min(rated, default=None), max(rated, default=None))
    assert set(found.endings) == {path.ending for path, _, _ in paths}


@calm
@given(vignettes(endless=True))
def test_blind_strategies_do_what_playing_so_does(made):
    found = explore(made, scored_budget=1, plays=1).strategies
    for name, pick in PICKS.items():
        state, _ = settle(made, begin(made))
        seen, choices = set(), []
        while state.place in made.scenes and state not in seen:
            seen.add(state)
            response = pick(open_responses(made, state))
            choices.append(response.id)
            state, _ = settle(made, choose(made, state, response))
        if state.place in made.scenes:
            assert (found[name].ending, found[name].quality, found[name].loss) == (None, 0, None)
            continue
        one = account(made, walk(made, choices)[0], key=frozenset())
        assert found[name].choices == tuple(choices)
        assert (found[name].ending, found[name].quality, found[name].loss) == (
            state.place, one.decision_quality, one.loss)


def likeliest(made, least, most):
    """Complete paths at least so likely, and the chance of all that was left out."""
    state, before = settle(made, begin(made))
    waiting, found, left = [(Fraction(1), state, before, ())], [], Fraction(0)
    while waiting:
        waiting.sort(key=lambda one: one[0])
        chance, state, before, visits = waiting.pop()
        if state.place in made.endings:
            found.append((Path(visits, state.place, before), chance))
            continue
        if chance < least or len(found) >= most:
            left += chance
            continue
        offered = open_responses(made, state)
        for response in offered:
            after, on_the_way = settle(made, choose(made, state, response))
            visit = Visit(state.place, tuple(r.id for r in offered), response.id, before)
            waiting.append((chance / len(offered), after, on_the_way, (*visits, visit)))
    return found, left


@settings(calm, max_examples=100)
@given(vignettes(max_scenes=4, endless=True))
def test_where_play_goes_round_every_listed_path_is_accounted_for(made):
    scored = Scored(made)
    expansion = Expansion(scored, 20_000)
    assume(expansion.goes_round and expansion.complete)
    found = chances(expansion)
    assert found.exact
    cap = Fraction(loss_cap(expansion), scored.unit)
    ends = in_units(scored, found)
    paths, left = likeliest(made, Fraction(1, 500), 150)
    seen = defaultdict(Fraction)
    for path, chance in paths:
        one = account(made, path, key=frozenset())
        seen[path.ending, min(one.loss, cap), one.stake] += chance
    for end, chance in seen.items():
        assert chance <= ends[end]
    assert all(chance > 0 for chance in ends.values())
    assert sum(ends.values()) + found.unfinished == 1
    assert sum(ends.values()) - sum(seen.values()) + found.unfinished == left
