"""Drawings: every scene, response and way is there, marks are where they belong, nothing hostile gets through."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path as FilePath
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import plays, vignettes
from vignettes.drawing import dot, draw, mermaid, recommended_line, rows, svg, text
from vignettes.drawing.text import cells
from vignettes.model import Ending
from vignettes.reading import read_file

calm = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
ORACLE = FilePath(__file__).resolve().parent.parent / "oracle" / "toy.yaml"
HOSTILE = "\x1b[31m[bold]</text><script>x</script>\" \u202e end; \n--- |A|"


@pytest.fixture(scope="module")
def toy():
    return read_file(ORACLE).vignette


@calm
@given(vignettes(endless=True), st.integers(40, 120), st.booleans())
def test_every_scene_response_and_ending_is_drawn_and_no_line_is_too_wide(made, width, ascii_only):
    drawn = text(made, width=width, ascii_only=ascii_only)
    assert all(cells(line) <= width for line in drawn.splitlines())
    assert drawn.isascii() or not ascii_only
    drawing = draw(made)
    assert {node.id for node in drawing.scenes} == set(made.scenes)
    assert {node.id for node in drawing.endings} == set(made.endings)
    for node in drawing.scenes:
        scene = made.scenes[node.id]
        assert re.search(rf"^.? +{node.number} {node.id}\b", drawn, re.M) or len(node.id) > width // 2
        if scene.is_decision:
            assert [way.response for way in node.ways] == [r.id for r in scene.responses]
            for way, response in zip(node.ways, scene.responses, strict=True):
                assert [arrow.to for arrow in way.arrows] == [e.to for e in response.exits]


@calm
@given(vignettes(endless=True))
def test_scenes_stand_in_order_of_their_distance(made):
    distances = [node.distance for node in draw(made).scenes]
    known = [d for d in distances if d is not None]
    assert known == sorted(known)
    assert distances[: len(known)] == known
    numbers = [node.number for node in draw(made).scenes]
    assert numbers == list(range(1, len(numbers) + 1))


@calm
@given(plays(vignettes(endless=True)))
def test_the_path_taken_is_marked_and_nothing_else(play):
    made, path = play
    drawing = draw(made, path=path)
    taken = {(node.id, way.response, step) for node in drawing.scenes for way in node.ways for step in way.taken
             if way.response}
    assert taken == {(visit.scene, visit.chosen, step) for step, visit in enumerate(path.visits, 1)}
    for node in drawing.scenes:
        for way in node.ways:
            assert sorted(step for arrow in way.arrows for step in arrow.taken) == sorted(way.taken)
    ended = [node.id for node in drawing.endings if node.taken]
    assert ended == ([path.ending] if path.ending else [])


def test_the_toys_drawing_says_where_everything_leads(toy):
    drawn = text(toy, path=["b", "a", "b"])
    assert "Scoring oracle" in drawn
    assert re.search(r"●1★ +· b ─+▶ 2 D2", drawn)
    assert re.search(r"●3 +· b ─+▶ END_refer \(mixed\)", drawn)
    assert re.search(r"●3 +mixed END_refer  ◀ 3, 5", drawn)
    assert "── After 4 choices ──" in drawn
    assert "●" not in text(toy)
    assert "★" not in text(toy, recommended=False)


def test_the_recommended_line_takes_the_best_rated_towards_the_best_ending(toy):
    assert recommended_line(toy) == ("b", "a", "a", "a", "a")
    marked = draw(toy, recommended=["b", "a", "b"])
    assert [node.id for node in marked.endings if node.recommended] == ["END_refer"]


def test_a_choice_that_is_none_is_refused(toy):
    with pytest.raises(KeyError):
        draw(toy, path=["nonsense"])


@pytest.mark.parametrize("hostile", [HOSTILE, "[/]", "</svg>", "\x07\x9b2J"])
def test_hostile_titles_reach_no_terminal_markup_or_page(toy, hostile):
    made = replace(toy, title=hostile)
    for drawn in (text(made), mermaid(made), dot(made), svg(made)):
        assert not any(ord(c) < 32 and c != "\n" for c in drawn)
        assert "\x9b" not in drawn
        assert "\u202e" not in drawn
    assert "<script>" not in svg(made)
    assert ElementTree.fromstring(svg(made)).tag.endswith("svg")
    assert dot(made).count("\n") == dot(toy).count("\n")
    assert mermaid(made).count("\n") == mermaid(toy).count("\n")


def test_conditions_show_in_every_format(toy):
    scene = toy.scenes["D1"]
    from vignettes.conditions import parse
    from vignettes.model import Exit

    guarded = replace(scene.responses[0], when=parse("done(consult)"),
                      exits=(Exit("D2", parse("visited(D1)")), Exit("END_good")))
    made = replace(toy, scenes={**toy.scenes, "D1": replace(scene, responses=(guarded, *scene.responses[1:]))})
    drawn = text(made)
    assert "offered when done(consult)" in drawn
    assert re.search(r"if visited\(D1\) ──▶ 2 D2", drawn)
    assert re.search(r"else ──▶ END_good \(good\)", drawn)
    assert "if visited(D1)" in dot(made)
    assert "if visited(D1)" in mermaid(made)
    assert "if visited(D1)" in svg(made)


def test_the_picture_refers_to_nothing_outside(toy):
    without_name = svg(toy).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in without_name
    assert "href" not in without_name


def test_rows_say_what_their_parts_are(toy):
    styles = {span.style for row in rows(draw(toy, path=["b"])) for span in row}
    assert {"title", "heading", "scene", "response", "arrow", "number", "good", "mixed", "poor", "taken",
            "recommended"} <= styles


def test_endings_nothing_leads_to_are_said_so(toy):
    lonely = {**toy.endings, "never": Ending("never", "poor", toy.endings["END_term"].value)}
    assert re.search(r"poor +never +nothing leads here", text(replace(toy, endings=lonely)))
