"""Calibration: the Brier score and its parts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.confidence import STEPS, answered, calibration, exact, label, sentences
from scoring.ledger import account
from vignettes.playing import walk

KNOWN = list(zip((.9, .9, .9, .7, .7, .5, .5, .9, .7, .5), (1, 1, 0, 1, 0, 0, 1, 1, 1, 0), strict=True))


def test_the_known_case_and_its_parts():
    found = calibration((p, bool(right)) for p, right in KNOWN)
    assert found.brier == Fraction(226, 1000)
    assert found.reliability == Fraction(53, 3000)  # .0176667
    assert found.resolution == Fraction(95, 3000)  # .0316667
    assert found.uncertainty == Fraction(24, 100)
    assert [(g.probability, g.given, g.right) for g in found.groups] == [
        (Fraction(1, 2), 3, 1), (Fraction(7, 10), 3, 2), (Fraction(9, 10), 4, 3),
    ]


answers = st.lists(st.tuples(st.sampled_from(sorted(STEPS.values())), st.booleans()), max_size=30)


@given(answers)
def test_the_parts_add_up_exactly(given_answers):
    found = calibration(given_answers)
    assert found.brier == found.reliability - found.resolution + found.uncertainty
    assert 0 <= found.brier <= 1
    if given_answers:
        assert found.brier == sum((p - right) ** 2 for p, right in given_answers) / len(given_answers)


@given(answers, st.randoms(use_true_random=False))
def test_order_changes_nothing(given_answers, chance):
    shuffled = list(given_answers)
    chance.shuffle(shuffled)
    assert calibration(shuffled) == calibration(given_answers)


def test_no_answers_are_no_figures():
    assert calibration([]).given == 0
    assert sentences(calibration([])) == []


def test_a_kept_probability_is_what_was_written():
    assert exact(.99) == STEPS["almost certain"]
    assert label(.2) == "guessing"
    assert [label(p) for p in STEPS.values()] == list(STEPS)
    with pytest.raises(ValueError, match="between 0 and 1"):
        exact(1.2)


def test_an_answer_is_right_where_nothing_better_was_open(toy):
    path, _ = walk(toy, list("aaab"))
    found = account(toy, path, key=frozenset())
    assert answered(toy, found, {0: .8, 3: .99}) == [(Fraction(4, 5), False), (Fraction(99, 100), True)]


def test_words_count_before_they_score():
    told = sentences(calibration([(.99, True), (.99, False), (.99, True), (.2, False)]))
    assert told[0] == "When you said “guessing”, 0 of 1 choice was the best on offer."
    assert told[1] == "When you said “almost certain”, 2 of 3 choices were the best on offer."
    assert "few answers" in told[2]
