"""The graph of all states against plain playing: same ways, same reach, same counts, fewer states."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import all_paths, conditions, vignettes
from vignettes.conditions import parse
from vignettes.exploring import Findings, Follower, build, count_paths, same_futures, spread
from vignettes.model import Act, Effect, Ending, Exit, Passage, Response, Scene, Variable, Vignette
from vignettes.playing import Stuck, apply, begin, choose, go_on, open_responses, settle, shown, walk

calm = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
LIMIT = 3_000


def response(name, scene, to, **more):
    return Response(name, scene, "say", "words", (Exit(to),) if isinstance(to, str) else to, **more)


def vignette(*scenes, **more):
    endings = {"good": Ending("good", "good", Fraction(1)), "poor": Ending("poor", "poor", Fraction(0))}
    return Vignette("made", "Made", scenes[0].id, {s.id: s for s in scenes}, endings, "0" * 64, **more)


@st.composite
def with_texts(draw, **more):
    """A made-up vignette whose scenes, results and endings bear conditional texts."""
    made = draw(vignettes(**more))
    places = tuple(made.scenes)

    def passages(owner):
        chosen = draw(st.lists(st.none() | conditions(places), max_size=2))
        return tuple(Passage(f"text {n}", f"{owner}/{n}", when) for n, when in enumerate(chosen))

    scenes = {}
    for scene in made.scenes.values():
        responses = tuple(replace(r, result=passages(f"{scene.id}/{r.id}/result")) for r in scene.responses)
        scenes[scene.id] = replace(scene, narration=passages(f"{scene.id}/narration"), responses=responses)
    endings = {e.id: replace(e, narration=passages(f"{e.id}/narration")) for e in made.endings.values()}
    return replace(made, scenes=scenes, endings=endings)


def explore_by_playing(made):
    """Every state met by playing on and on, with what was seen on the way."""
    seen, scenes, texts, waiting = set(), set(), Counter(), []

    def arrive(state):
        while (scene := made.scenes.get(state.place)) is not None and not scene.is_decision:
            scenes.add(scene.id)
            note(state, scene.narration)
            state = go_on(made, state)
        if state not in seen:
            seen.add(state)
            waiting.append(state)

    def note(state, passages):
        for passage in passages:
            texts[passage.text_id] += bool(shown(made, state, (passage,)))

    arrive(begin(made))
    while waiting:
        state = waiting.pop()
        place = made.scenes.get(state.place) or made.endings[state.place]
        note(state, place.narration)
        for one in open_responses(made, state):
            note(apply(made, state, one), one.result)
            arrive(choose(made, state, one))
    return seen, scenes | {s.place for s in seen if s.place in made.scenes}, {t for t, n in texts.items() if n}


@calm
@given(with_texts(endless=True))
def test_every_state_of_play_has_its_node_and_nothing_else_is_in_the_graph(made):
    seen, scenes, texts = explore_by_playing(made)
    for with_or_without in (False, True):
        graph = build(made, texts=with_or_without)
        assert graph.complete
        assert {graph.node(state) for state in seen} == set(range(len(graph)))
        for state in seen:
            node = graph.node(state)
            assert graph.places[node] == state.place
            assert [e.response for e in graph.edges[node]] == [r.id for r in open_responses(made, state)]
            for one, edge in zip(open_responses(made, state), graph.edges[node], strict=True):
                after, acts = settle(made, choose(made, state, one))
                assert graph.node(after) == edge.target
                assert acts == edge.acts
        findings = Findings(graph)
        assert findings.scenes == scenes
        assert findings.endings == {s.place for s in seen if s.place in made.endings}
        assert findings.responses == {(s.place, r.id) for s in seen for r in open_responses(made, s)}
        assert findings.texts == (texts if with_or_without else set())
        assert not findings.dead_ends
        assert not findings.strays


@calm
@given(vignettes(endless=True))
def test_the_best_ending_still_reachable_and_the_shortest_ways(made):
    graph = build(made)
    following = {n: [e.target for e in edges] for n, edges in enumerate(graph.edges)}
    for node in range(len(graph)):
        reached, waiting = {node}, [node]
        while waiting:
            fresh = set(following[waiting.pop()]) - reached
            reached |= fresh
            waiting.extend(fresh)
        values = [made.endings[graph.places[n]].value for n in reached if graph.is_ending(n)]
        assert graph.values[node] == (max(values) if values else None)
        assert (node in Findings(graph).hopeless) == (not values)
    distance = {0: 0}
    layer = [0]
    while layer:
        fresh = {t for n in layer for t in following[n]} - distance.keys()
        distance.update(dict.fromkeys(fresh, distance[layer[0]] + 1))
        layer = list(fresh)
    for node in range(len(graph)):
        way = graph.way_to(node)
        assert len(way) == distance[node]
        assert graph.node(walk(made, way, partial=True)[1]) == node


@calm
@given(vignettes(max_scenes=4))
def test_paths_are_counted_as_listing_them_counts(made):
    try:
        paths = list(all_paths(made, LIMIT))
    except OverflowError:
        return
    graph = build(made)
    count = count_paths(graph)
    assert not count.unbounded
    assert count.paths == len(paths)
    assert count.exact
    lengths = Counter(len(path.visits) for path, _ in paths)
    assert spread(graph, lambda node, edge: int(edge is not None and node >= 0)) == lengths
    for most in (0, 1, 3):
        assert sum(n for length, n in lengths.items() if length <= most) == _up_to(graph, most)


def _up_to(graph, most):
    from vignettes.exploring.counting import _count_up_to

    return _count_up_to(graph, most)


def test_a_loop_makes_the_number_of_paths_unbounded():
    made = vignette(Scene("ask", responses=(response("again", "ask", "ask"), response("on", "ask", "good"))))
    graph = build(made)
    assert len(graph) == 2
    count = count_paths(graph, decisions=7)
    assert (count.paths, count.decisions, count.unbounded, count.exact) == (7, 7, True, True)
    assert spread(graph, lambda node, edge: 1, decisions=2) == {4: 1, 6: 1}


def test_where_paths_go_round_some_are_counted_however_long_the_shortest():
    more = response("more", "ask", "ask", effects=(Effect("n", True, 1),))
    out = replace(response("out", "ask", "good"), when=parse("n == 5"))
    made = vignette(Scene("ask", responses=(more, out)), variables={"n": Variable("n", 0, 0, 5)})
    count = count_paths(build(made))
    assert (count.decisions, count.paths) == (12, 7)


def test_a_dead_end_is_told_with_a_way_there():
    closed = (parse("flag"),)
    made = vignette(
        Scene("first", responses=(response("on", "first", "second"), response("out", "first", "good"))),
        Scene("second", responses=(replace(response("never", "second", "good"), when=closed[0]),)),
        variables={"flag": Variable("flag", 0, 0, 1, boolean=True)},
    )
    findings = Findings(build(made))
    assert [(d.scene, d.way) for d in findings.dead_ends] == [("second", ("on",))]
    assert findings.responses == {("first", "on"), ("first", "out")}
    assert count_paths(findings.graph).paths == 1
    assert not findings.traps


def test_interludes_in_a_ring_are_told_and_do_not_hang():
    made = vignette(
        Scene("first", responses=(response("in", "first", "one"), response("out", "first", "good"))),
        Scene("one", exits=(Exit("two"),)),
        Scene("two", exits=(Exit("one"),)),
    )
    stray = Findings(build(made)).strays[0]
    assert (stray.scene, stray.response, stray.lost.kind, stray.way) == ("first", "in", "ring", ("in",))
    with pytest.raises(Stuck):
        walk(made, ["in"])
    at_start = replace(made, start="one")
    graph = build(at_start)
    assert len(graph) == 0
    assert count_paths(graph).paths == 0
    assert Findings(graph).strays[0].response is None


def test_no_open_exit_is_told():
    made = vignette(
        Scene("first", responses=(response("x", "first", (Exit("good", parse("done(never)")),)),
                                  response("y", "first", "good"))),
    )
    stray = Findings(build(made)).strays[0]
    assert (stray.lost.kind, stray.lost.place) == ("no way", "first")


def test_a_round_without_exit_is_a_trap_told_once():
    made = vignette(
        Scene("first", responses=(response("in", "first", "one"), response("out", "first", "good"))),
        Scene("one", responses=(response("x", "one", "two"),)),
        Scene("two", responses=(response("x", "two", "one"), response("y", "two", "two"))),
    )
    findings = Findings(build(made))
    assert [(set(t.scenes), t.way) for t in findings.traps] == [({"one", "two"}, ("in",))]
    assert count_paths(findings.graph).unbounded is False
    assert count_paths(findings.graph).paths == 1


def test_what_only_texts_read_does_not_keep_states_apart():
    up = Effect("mood", True, 1)
    scene = Scene(
        "talk", narration=(Passage("Warm.", "talk/narration/1", parse("mood > 1")),),
        responses=(response("kind", "talk", "rest", effects=(up,)), response("cool", "talk", "rest")),
    )
    rest = Scene("rest", narration=(Passage("Warmer.", "rest/narration/1", parse("mood > 2")),),
                 responses=(response("end", "rest", "good"),))
    made = vignette(scene, rest, variables={"mood": Variable("mood", 2, 0, 4)})
    assert len(build(made)) == 3
    graph = build(made, texts=True)
    assert len(graph) == 4
    assert Findings(graph).texts == {"talk/narration/1", "rest/narration/1"}


def test_a_variable_set_anew_forgets_what_it_was():
    reset = response("on", "b", "c", effects=(Effect("mood", False, 1),))
    low, high = Effect("mood", False, 0), Effect("mood", False, 4)
    made = vignette(
        Scene("a", responses=(response("x", "a", "b", effects=(low,)), response("y", "a", "b", effects=(high,)))),
        Scene("b", responses=(reset,)),
        Scene("c", responses=(response("x", "c", (Exit("good", parse("mood > 0")), Exit("poor"))),)),
        variables={"mood": Variable("mood", 2, 0, 4)},
    )
    graph = build(made)
    assert len(graph) == 4
    assert Findings(graph).endings == {"good"}


def test_past_the_budget_the_graph_says_it_is_not_complete():
    rounds = [response(f"r{n}", "a", "a", effects=(Effect("n", True, 1), Effect("m", True, n))) for n in range(3)]
    out = replace(response("out", "a", "good"), when=parse("n > 900 and m > 5"))
    made = vignette(
        Scene("a", acts=(Act("x"),), responses=(*rounds, out)),
        variables={"n": Variable("n", 0, 0, 999), "m": Variable("m", 0, 0, 999)},
    )
    graph = build(made, budget=50)
    assert not graph.complete
    assert len(graph) == 50
    assert not count_paths(graph).exact
    assert not Findings(graph).hopeless  # what lies beyond is not known
    assert not Findings(graph).traps


def test_passing_interludes_is_remembered():
    made = vignette(
        Scene("pre", exits=(Exit("first"),), acts=(Act("wait"),)),
        Scene("first", responses=(response("on", "first", "post"),), acts=(Act("greet"),)),
        Scene("post", exits=(Exit("good"),), acts=(Act("close"),)),
    )
    graph = build(made)
    assert graph.opening.acts == (Act("wait"), Act("greet"))
    assert graph.opening.through == ("pre",)
    assert graph.edges[0][0].acts == (Act("close"),)
    findings = Findings(graph)
    assert findings.way_to("pre") == ()
    assert findings.way_to("post") == ("on",)
    assert findings.way_to("good") == ("on",)
    assert findings.way_to("poor") is None


@calm
@given(vignettes(endless=True))
def test_nodes_of_one_class_have_the_same_future(made):
    graph = build(made)
    labels = [(place, tuple(edge.response for edge in edges))
              for place, edges in zip(graph.places, graph.edges, strict=True)]
    classes = same_futures(graph, labels.__getitem__)
    first = {}
    for node, number in enumerate(classes):
        twin = first.setdefault(number, node)
        assert labels[node] == labels[twin]
        assert [classes[e.target] for e in graph.edges[node]] == [classes[e.target] for e in graph.edges[twin]]


def test_states_that_differ_in_nothing_to_come_are_one_class():
    up = Effect("mood", True, 1)
    made = vignette(
        Scene("a", responses=(response("x", "a", "b", effects=(up,)), response("y", "a", "b", effects=(up, up)),
                              response("z", "a", "b"))),
        Scene("b", responses=(response("x", "b", (Exit("good", parse("mood > 0")), Exit("poor"))),)),
        variables={"mood": Variable("mood", 0, 0, 4)},
    )
    graph = build(made)
    assert graph.places.count("b") == 3
    classes = same_futures(graph, graph.places.__getitem__)
    assert len(set(classes)) == 5  # a; b in some mood and b in none; two endings


@calm
@given(vignettes(endless=True), st.randoms(use_true_random=False))
def test_following_a_pick_is_playing(made, chance):
    path = Follower(made).follow(chance.choice, most=20)
    walked, _ = walk(made, [visit.chosen for visit in path.visits], partial=True)
    if path.ending is not None:
        assert walked == path
    else:
        assert (walked.visits, len(path.visits)) == (path.visits, 20)


def test_a_steady_pick_that_goes_round_is_given_up():
    made = vignette(Scene("ask", responses=(response("again", "ask", "ask"), response("on", "ask", "good"))))
    path = Follower(made).follow(lambda responses: responses[0], steadily=True)
    assert (path.ending, len(path.visits)) == (None, 1)
    assert Follower(made).follow(lambda responses: responses[1], steadily=True).ending == "good"
