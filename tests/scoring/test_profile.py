"""The profile: what is seen, what is kept, how sure one can be, and what is never said."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.profile import ENOUGH, Tendency, document, profile, sentences, speaks_for, wilson
from tests.strategies import plays
from vignettes.model import Ending, Exit, Response, Scene, Vignette
from vignettes.playing import Path, walk
from vignettes.sources import Source

LABELS = {"C1": "Scope and fit", "C5": "Safety", "C9": "Sustaining oneself"}
SOURCES = {
    "R-MUST": Source("R-MUST", "article", "H1", "must", competency="C1"),
    "R-SHOULD": Source("R-SHOULD", "article", "H1", "should", competency="C5"),
    "R-MAY": Source("R-MAY", "article", "H1", "may", competency="C1"),
    "X-MUST": Source("X-MUST", "practice", "", "must", competency="C5"),
}


def decision(weight: int = 1, **more) -> Scene:
    return Scene("s", weight=Fraction(weight), responses=(
        Response("best", "s", "say", "", (Exit("end"),), rating=Fraction(1), upholds=("R-MUST",)),
        Response("refer", "s", "say", "", (Exit("end"),), rating=Fraction(1, 3), breaches=("X-MUST",),
                 tends="over-referral"),
        Response("keep", "s", "say", "", (Exit("end"),), rating=Fraction(0), contraindicated=True,
                 breaches=("R-SHOULD",), tends="under-referral"),
    ), **more)


def case(scene: Scene) -> Vignette:
    return Vignette("v", "", "s", {"s": scene}, {"end": Ending("end", "good", Fraction(1))}, "")


def played(*choices: str, weight: int = 1) -> list[tuple[Vignette, Path]]:
    vignette = case(decision(weight))
    return [(vignette, walk(vignette, [choice])[0]) for choice in choices]


def of(found, name):
    return next(one for one in found.competencies if one.id == name)


def test_a_decision_speaks_for_what_its_best_responses_uphold_whatever_was_chosen():
    for choice in ("best", "refer", "keep"):
        found = profile(played(choice), SOURCES, LABELS)
        assert [one.seen for one in found.competencies] == [1, 0, 0]


def test_where_the_best_cite_nothing_it_speaks_for_what_the_others_breach():
    scene = decision()
    best, *others = scene.responses
    offered = [replace(best, upholds=()), *others]
    assert speaks_for(scene, offered, SOURCES) == {"C5"}
    assert speaks_for(replace(scene, ambiguous=True), offered, SOURCES) == frozenset()
    assert speaks_for(replace(scene, scored=False), offered, SOURCES) == frozenset()


def test_the_share_of_the_stake_kept():
    found = of(profile(played("best", "refer", "keep", "best"), SOURCES, LABELS), "C1")
    assert (found.stake, found.kept) == (4, Fraction(7, 3))
    assert found.share == Fraction(7, 12)
    assert found.verdict == "mixed"
    assert found.vignettes == 1


@pytest.mark.parametrize("number", [1, 2])
def test_no_verdict_under_three_observations(number):
    found = profile(played(*["keep"] * number), SOURCES, LABELS)
    assert of(found, "C1").verdict is None
    assert document(found)["competencies"][0]["share"] is None
    assert "too few" in sentences(found)[0]
    assert ENOUGH == 3


def test_verdicts():
    assert of(profile(played(*["best"] * 3), SOURCES, LABELS), "C1").verdict == "steady"
    assert of(profile(played(*["refer"] * 3), SOURCES, LABELS), "C1").verdict == "to practise"


def test_the_two_tendencies_are_counted_apart():
    found = profile(played("refer", "refer", "keep", "best"), SOURCES, LABELS)
    assert found.over == Tendency(2, 4)
    assert found.under == Tendency(1, 4)
    told = " ".join(sentences(found))
    assert "referred too soon was open 4 times; you chose one twice." in told
    assert "held on too long was open 4 times; you chose one once." in told


def test_contraindicated_choices_are_named():
    found = profile(played("keep"), SOURCES, LABELS)
    assert found.contraindicated == (("v", "s", "keep"),)
    assert document(found)["contraindicated"] == ["v/s/keep"]


def test_a_line_left_by_a_rewind_counts_by_its_choices_alone():
    vignette = case(decision())
    path, _ = walk(vignette, ["refer"])
    found = profile([(vignette, Path(path.visits, None))], SOURCES, LABELS)
    assert of(found, "C1").kept == Fraction(1, 3)
    assert found.critical == ()


def test_the_interval_is_wilsons():
    low, high = wilson(0.5, 10)
    assert (round(low, 4), round(high, 4)) == (0.2366, 0.7634)  # Brown, Cai and DasGupta's form for 5 of 10
    low, high = wilson(1, 3)
    assert (round(low, 4), high) == (0.4385, 1.0)


def test_uneven_weights_count_as_fewer_decisions():
    uneven = of(profile([*played("best", weight=9), *played("keep")], SOURCES, LABELS), "C1")
    assert uneven.interval == wilson(0.9, 100 / 82)


def test_nothing_played_says_nothing():
    found = profile([], SOURCES, LABELS)
    assert found.attempts == 0
    assert sentences(found) == []
    assert all(one.interval is None for one in found.competencies)


@given(st.lists(plays(), max_size=4))
def test_figures_keep_within_their_bounds(attempts):
    found = profile(attempts, SOURCES, LABELS)
    for one in found.competencies:
        assert 0 <= one.kept <= one.stake
        assert one.rules_kept <= one.rules_up
        if one.interval:
            assert 0 <= one.interval[0] <= float(one.share) + 1e-9
            assert float(one.share) - 1e-9 <= one.interval[1] <= 1
    for tendency in (found.over, found.under):
        assert tendency.chosen <= tendency.tempting
    assert json.loads(json.dumps(document(found))) == document(found)
