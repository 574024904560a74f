"""What checking says of the way through, decided on the states that plays reach."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import HealthCheck, given, settings

from tests.strategies import vignettes
from vignettes.checking import check, check_library, graph_for, judged, timing
from vignettes.checking.timing import median_seconds
from vignettes.exploring import build
from vignettes.exploring.outcomes import FAILED, HELD, conditions_of, outcomes
from vignettes.playing import begin, choose, holds, open_responses
from vignettes.reading import read_file
from vignettes.sources import Source, Sources

calm = settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session")
def found(read, over):
    """What checking adds for a fragment laid over a sound vignette: ``found(fragment, budget=None)``."""

    def checked(fragment, budget=None):
        reading = read(over(fragment))
        assert reading.vignette is not None, reading.diagnostics
        return check(reading, graph_for(reading, budget=budget))

    return checked


def said(diagnostics, code):
    return [d.message for d in diagnostics if d.code == code]


def by_playing(made):
    """How each condition of responses and ways turned out, by playing on from every state."""
    seen, waiting, asked = set(), [begin(made)], defaultdict(int)

    def ask(state, steps, condition):
        held = holds(made, state, condition)
        if condition is not None:
            asked[steps] |= HELD if held else FAILED
        return held

    def leave(state, at, exits):
        for index, way in enumerate(exits):
            if ask(state, (*at, "next", index, "when"), way.when):
                return

    from vignettes.playing import apply, go_on

    while waiting:
        state = waiting.pop()
        scene = made.scenes.get(state.place)
        if state in seen or scene is None:
            continue
        seen.add(state)
        at = ("scenes", scene.id)
        if not scene.is_decision:
            leave(state, at, scene.exits)
            waiting.append(go_on(made, state))
        for response in scene.responses:
            if not (response.once and (scene.id, response.id) in state.used):
                ask(state, (*at, "responses", response.id, "when"), response.when)
        for response in open_responses(made, state):
            leave(apply(made, state, response), (*at, "responses", response.id), response.exits)
            waiting.append(choose(made, state, response))
    return asked


@calm
@given(vignettes(endless=True))
def test_conditions_turn_out_as_plain_playing_says(made):
    expected = by_playing(made)
    assert dict(outcomes(build(made, texts=True))) == expected
    assert {steps for steps, _ in conditions_of(made)} >= expected.keys()


def test_outcomes_need_a_graph_with_texts(made, over):
    with pytest.raises(ValueError, match="texts"):
        outcomes(build(made(over("minutes: 1"))))


def test_a_sound_vignette_has_nothing_to_be_said_of(found):
    assert found("title: As it is") == ()


def test_an_unreachable_scene_says_why(found):
    told = said(found("""
scenes:
  alone: {narration: Nobody., next: after}
  after: {narration: Nobody either., next: later}
  first:
    responses:
      ask: {next: [{when: visited(after), to: behind}, {to: later}]}
  behind: {narration: Behind., next: later}
"""), "V301")
    assert told == [
        "No play comes to the scene 'alone': nothing leads to it.",
        "No play comes to the scene 'after': it is reached only from 'alone', where no play comes either.",
        "No play comes to the scene 'behind': no way to it is ever taken.",
    ]


def test_reach_is_decided_on_states_not_on_arrows(found):
    """No single condition is impossible, yet both together never hold."""
    told = found("""
variables:
  trust: {start: 0, min: 0, max: 1}
scenes:
  first:
    responses:
      ask: {set: {trust: 1}, acts: [ask-why], next: second}
      wait: {next: second}
  second:
    narration: A week later.
    responses:
      go-on: {say: Let us go on., rating: recommended, because: It goes on., next: later}
      recall: {say: You said., when: done(ask-why) and trust == 0, rating: harmful, because: It is not., next: never}
endings:
  never: {outcome: poor, value: 0, narration: Never.}
""")
    assert said(told, "V302") == [
        "The response 'recall' is never open: 'done(ask-why) and trust == 0' never holds at this scene."]
    assert len(said(told, "V303")) == 1
    assert {d.severity for d in told if d.code in ("V302", "V303")} == {"error"}


LOOP = """
variables:
  count: {start: 0, min: 0, max: 40}
scenes:
  first:
    responses:
      ask: {set: {count: +1}, next: [{when: count >= 30, to: later}, {to: first}]}
      wait: {next: first}
  lost: {narration: Nobody., next: later}
endings:
  late: {outcome: poor, value: 0, narration: Late.}
"""


def test_past_the_budget_only_what_is_certain_is_said(found):
    in_full = found(LOOP)
    assert [d.code for d in in_full] == ["V301", "V303"]
    cut = found(LOOP, budget=5)
    assert [d.code for d in cut] == ["V320", "V301", "V303"]
    assert "first 5 states" in said(cut, "V320")[0]
    ways = "wait: {next: [{when: count > 35, to: late}, {to: first}]}"
    reached_by_arrow = found(LOOP.replace("wait: {next: first}", ways), budget=5)
    assert "V303" not in [d.code for d in reached_by_arrow]


def test_a_closing_scene_says_on_which_way(found):
    [told] = said(found("""
scenes:
  first:
    responses:
      ask: {once: true, next: first}
      wait: {once: true, next: first}
      leave: {say: Shall we stop?, rating: harmful, because: It stops., when: not visited(first), next: later}
"""), "V307")
    assert told == "Every response of 'first' can be closed at once: it is so after ask > wait."


def test_a_comparison_that_reading_has_reported_is_not_reported_twice(read, over):
    reading = read(over("""
variables:
  trust: {start: 1, min: 0, max: 2}
scenes:
  first:
    inner: [{when: trust >= 3, text: Never.}]
    responses:
      ask: {set: {trust: +1}}
"""))
    assert "V254" in [d.code for d in reading.diagnostics]
    assert not [d for d in check(reading) if d.code in ("V304", "V306")]


def test_an_author_may_overrule_but_not_what_stops_play(read, over):
    fragment = """
scenes:
  alone: {narration: Nobody., next: later}
checks:
  V301: {severity: %s, because: Kept for the next version.}
"""
    assert [d.severity for d in check(read(over(fragment % "warning")))] == ["warning"]
    assert check(read(over(fragment % "off"))) == ()


def test_judged_has_each_fault_once_and_in_order(read, over):
    alone = "scenes: {alone: {narration: Nobody., next: later}}"
    reading = read(over(f"minutes: 30\n{alone}\nvariables: {{v: {{start: true}}}}"))
    once = judged(reading, check(reading))
    assert judged(reading, check(reading), once) == once
    assert [d.place for d in once] == sorted(d.place for d in once)
    assert {"V251", "V301", "V408"} <= {d.code for d in once}


def test_what_cannot_be_played_is_not_checked(read):
    reading = read("format: 1")
    assert check(reading) == ()
    assert judged(reading, check(reading)) == reading.diagnostics


def test_minutes_are_those_of_the_median_path(read, over):
    words = " ".join(["word"] * 300)
    reading = read(over(f"scenes: {{first: {{narration: {words}}}}}\nendings: {{later: {{narration: {words}}}}}"))
    said_there = sum(len(r.text.split()) for r in reading.vignette.scenes["first"].responses)
    expected = (300 + said_there) * 60 / 200 + 20 + 300 * 60 / 200
    assert median_seconds(graph_for(reading)) == pytest.approx(expected, abs=1.5)


def test_of_a_very_large_graph_the_mean_stands_for_the_median(toy_file, monkeypatch):
    graph = graph_for(read_file(toy_file))
    exact = median_seconds(graph)
    seconds = timing.spread(graph, timing._amounts(graph))
    monkeypatch.setattr(timing, "MANY_EDGES", 1)
    mean = sum(amount * paths for amount, paths in seconds.items()) / sum(seconds.values())
    assert median_seconds(graph) == int(mean)
    assert median_seconds(graph) == pytest.approx(exact, rel=0.2)


@pytest.mark.parametrize(("minutes", "reported"), [(2, True), (3, False), (4, False), (5, True)])
def test_minutes_may_be_off_by_a_third(found, minutes, reported):
    words = " ".join(["word"] * 580)  # with two responses and a decision, about 3.4 minutes
    told = said(found(f"minutes: {minutes}\nscenes: {{first: {{narration: {words}}}}}"), "V408")
    assert bool(told) == reported


def test_a_library_says_what_it_leaves_out(read, over):
    sources = Sources({
        "R-ONE": Source("R-ONE", "article", "H1", "must"),
        "R-TWO": Source("R-TWO", "article", "H1", "may"),
        "X-ONE": Source("X-ONE", "practice", "codes", "must"),
    })
    one = read(over("scenes: {first: {responses: {ask: {upholds: [R-ONE]}}}}"), sources)
    told = check_library([one], sources)
    assert said(told, "V601") == ["No vignette exercises the recommendation 'R-TWO'."]
    ruled = read(over("id: other\nrules: {r: {absence: refer, penalty: 1, source: R-TWO, because: Why.}}"), sources)
    assert check_library([one, ruled], sources) == ()


def test_ids_are_one_to_a_library_and_variants_are_of_something(read, over):
    one, same = read(over("title: One")), read(over("title: The same"))
    variant = read(over("id: variant\nvariant_of: exampel"))
    told = check_library([one, same, variant])
    assert len(said(told, "V602")) == 1
    assert said(told, "V603") == ["'exampel' is not a vignette of this library; did you mean 'example'?"]
    assert said(check_library([read(over("id: variant\nvariant_of: variant"))]), "V603")


@pytest.mark.parametrize("words", [1, 60, 100])
def test_the_minutes_that_are_named_mend_it(read, over, words):
    text = "word " * words

    def found(minutes):
        reading = read(over(f"minutes: {minutes}\nscenes: {{first: {{narration: {text}}}}}"))
        return [d for d in check(reading, graph_for(reading)) if d.code == "V408"]

    [fault] = found(9)
    assert "takes about 1." in fault.message
    assert found(1) == []
