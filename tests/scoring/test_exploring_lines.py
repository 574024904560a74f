"""Lines to each ending, and what random play comes by, against listing all paths."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from importlib import import_module

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scoring.exploring import explore, to_document
from scoring.ledger import account
from tests.strategies import all_paths, vignettes
from vignettes.exploring import build, visiting
from vignettes.playing import begin, choose, go_on, open_responses, walk

calm = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
LIMIT = 600


def listed(vignette):
    try:
        return list(all_paths(vignette, LIMIT))
    except OverflowError:
        assume(False)
        raise AssertionError from None


def quality(vignette, choices):
    path, state = walk(vignette, choices)
    return account(vignette, path, key=frozenset()).decision_quality, state.place


@calm
@given(vignettes())
def test_the_lines_lead_to_their_endings_with_the_figures_told(vignette):
    found = explore(vignette)
    assert set(found.lines) == {name for name, one in found.endings.items() if one.highest is not None}
    for ending, lines in found.lines.items():
        assert quality(vignette, lines.lowest) == (found.endings[ending].lowest, ending)
        assert quality(vignette, lines.highest) == (found.endings[ending].highest, ending)


@calm
@given(vignettes(max_scenes=4, endless=True))
def test_lines_are_found_where_play_goes_round(vignette):
    found = explore(vignette)
    for ending, lines in found.lines.items():
        assert quality(vignette, lines.highest) == (found.endings[ending].highest, ending)
        assert quality(vignette, lines.lowest) == (found.endings[ending].lowest, ending)


@calm
@given(vignettes())
def test_what_random_play_comes_by_is_what_the_paths_add_up_to(vignette):
    chances = defaultdict(Fraction)
    for path, chance in listed(vignette):
        names = {(path.ending,), *((v.scene,) for v in path.visits), *((v.scene, v.chosen) for v in path.visits)}
        for name in names:
            chances[name] += chance
    seen = visiting(build(vignette))
    assert seen is not None
    assert seen.plays == 0
    for scene in vignette.decisions:
        assert seen.scenes[scene.id] == pytest.approx(float(chances[(scene.id,)]))
    for name, chance in seen.responses.items():
        assert chance == pytest.approx(float(chances[name]))
    for ending, chance in seen.endings.items():
        assert chance == pytest.approx(float(chances[(ending,)]))


@calm
@given(vignettes(), st.randoms(use_true_random=False))
def test_scenes_passed_through_count_too(vignette, chance):
    assume(any(not scene.is_decision for scene in vignette.scenes.values()))
    state, met = begin(vignette), set()
    while state.place not in vignette.endings:
        met.add(state.place)
        offered = open_responses(vignette, state)
        state = choose(vignette, state, chance.choice(offered)) if offered else go_on(vignette, state)
    seen = visiting(build(vignette))
    assert all(seen.scenes[place] > 0 for place in met)


LOOP = """
  first:
    responses:
      ask: {next: first}
      wait: {next: second}
  second:
    narration: So.
    responses:
      on: {say: Go on., rating: recommended, because: Yes., next: later}
      back: {say: Go back., rating: harmful, because: No., next: first}
"""


def test_going_round_is_followed_to_its_limit(made, over):
    seen = visiting(build(made(over("scenes:" + LOOP))))
    assert seen.scenes == {"first": pytest.approx(1), "second": pytest.approx(1)}
    # From first, ask is taken before second with chance 1/2; else back (1/2) gives another try: p = 1/2 + p/4.
    assert seen.responses["first", "ask"] == pytest.approx(2 / 3)
    assert seen.responses["second", "back"] == pytest.approx(1 / 2)
    assert seen.responses["second", "on"] == pytest.approx(1)
    assert seen.endings["later"] == pytest.approx(1)


def test_past_the_budget_plays_are_tried_and_it_says_so(made, over):
    vignette = made(over("scenes:" + LOOP))
    found = explore(vignette, budget=1, plays=400)
    document = to_document(found)
    assert document["visited"]["plays"] == 400
    assert document["visited"]["scenes"]["first"] == 1
    assert 0.55 < document["visited"]["responses"]["first/ask"] < 0.78
    lines = document["endings"]["later"]
    assert quality(vignette, lines["best_line"])[0] == found.endings["later"].highest
    assert quality(vignette, lines["worst_line"])[0] == found.endings["later"].lowest


def test_too_much_work_is_sampled_instead(made, over, monkeypatch):
    module = import_module("vignettes.exploring.visiting")
    monkeypatch.setattr(module, "MOST_WORK", 10)
    vignette = made(over("scenes:" + LOOP))
    assert visiting(build(vignette)) is None
    assert to_document(explore(vignette))["visited"]["plays"] == 10_000


@calm
@given(vignettes())
def test_the_spread_of_scores_adds_up(vignette):
    found = explore(vignette)
    scores = to_document(found)["scores"]
    if not found.qualities:
        assert scores["full"] is None
        assert scores["quartiles"] == [None, None, None]
        return
    assert sum(band["chance"] for band in scores["bands"]) == pytest.approx(1)
    low, middle, high = scores["quartiles"]
    assert float(found.worst) <= low <= middle <= high <= float(found.best)
    whole = sum(found.qualities.values())
    below = sum(chance for q, chance in found.qualities.items() if float(q) <= middle) / whole
    assert below >= Fraction(1, 2)
