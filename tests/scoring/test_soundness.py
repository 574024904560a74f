"""What the figures of exploring say to an author, and how it is put together with everything else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.exploring import explore
from scoring.soundness import check, full
from scoring.soundness.words import amount
from vignettes.checking import judged
from vignettes.library import files, shipped, sources
from vignettes.reading import read_file

TOY = Path(__file__).resolve().parent.parent / "oracle" / "toy.yaml"
SHIPPED = [Path(name) for name in files([shipped()])]


@pytest.fixture(scope="module")
def toy_reading():
    return read_file(TOY)


@pytest.fixture(scope="module")
def known():
    return sources([])


def by_code(found, code):
    return [d.message for d in found if d.code == code]


def test_the_toys_charged_recommendation_is_named_with_a_line(toy_reading):
    found = check(toy_reading)
    assert by_code(found, "V505") == [
        "The recommended 'a' is charged 0.5 by the rule 'C3': 'alt-training' was left out before and can no longer be "
        "done there; it is so by a > b > a > a.",
        "The recommended 'a' is charged 1.75 by the rule 'C1': 'consult' was left out before and can no longer be "
        "done there; it is so by a > a > a > a.",
    ]


def test_endings_are_compared_by_their_values(toy_reading, toy_expected):
    """What is said of two endings is what the list of all paths says."""
    endings = toy_reading.vignette.endings
    qualities = {}
    for path in toy_expected["paths"]:
        qualities.setdefault(path["ending"], []).append(Fraction(path["decision_quality"]))
    found = {d.message for d in check(toy_reading) if d.code == "V508"}
    expected = {
        worse for worse in qualities
        if any(endings[better].value > endings[worse].value and min(qualities[better]) <= max(qualities[worse])
               for better in qualities)
    }
    assert {message.split("'")[1] for message in found} == expected


def test_sampled_figures_are_said_to_be(toy_reading):
    cut = explore(toy_reading.vignette, budget=3, plays=200)
    found = check(toy_reading, None, cut)
    [told] = by_code(found, "V520")
    assert "200 plays" in told
    assert "rules were not followed" in told
    assert not by_code(found, "V502")


def test_a_line_without_loss_that_was_not_looked_for_to_the_end_is_not_denied(toy_reading):
    whole = explore(toy_reading.vignette)
    lossy = replace(whole.keys, least_loss=Fraction(1, 2))
    assert by_code(check(toy_reading, None, replace(whole, keys=lossy)), "V504")
    assert not by_code(check(toy_reading, None, replace(whole, keys=replace(lossy, exact=False))), "V504")


@pytest.mark.parametrize(("strategy", "quality", "told"),
                         [("first", "3/5", 0), ("first", "61/100", 1), ("longest", "1", 1)])
def test_blind_strategies_may_score_up_to_their_limit(toy_reading, strategy, quality, told):
    whole = explore(toy_reading.vignette)
    low = {name: replace(one, quality=Fraction(0)) for name, one in whole.strategies.items()}
    low[strategy] = replace(low[strategy], quality=Fraction(quality))
    assert len(by_code(check(toy_reading, None, replace(whole, strategies=low)), "V506")) == told


@pytest.mark.parametrize(("quality", "told"), [("1/2", 0), ("51/100", 1)])
def test_random_play_may_score_up_to_its_limit(toy_reading, quality, told):
    whole = replace(explore(toy_reading.vignette), random=Fraction(quality))
    assert len(by_code(check(toy_reading, None, whole), "V507")) == told


def test_overrides_hold_for_scores_too(read):
    text = TOY.read_text(encoding="utf-8") + "checks:\n  V505: {severity: 'off', because: It is meant so.}\n"
    assert "V505" not in [d.code for d in full(read(text))]


def test_full_holds_everything_once(toy_reading, known):
    found = full(toy_reading, known)
    assert len(set(found)) == len(found)
    assert set(toy_reading.diagnostics) <= set(found)
    assert judged(toy_reading, found) == found


def test_what_cannot_be_played_is_only_read(read):
    reading = read("id: x")
    assert full(reading) == reading.diagnostics
    assert check(reading) == ()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.stem)
def test_no_shipped_vignette_has_an_error(file, known):
    assert [d for d in full(read_file(file, known), known) if d.severity == "error"] == []


def test_amounts_are_short():
    assert [amount(Fraction(n)) for n in ("1", "2/3", "1/2", "0")] == ["1", "0.67", "0.5", "0"]
