"""Expected plays: what reading a file of them finds, how each goes, and where it went elsewhere."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.ledger import account
from scoring.plays import run
from tests.journeys.terminals import TOY
from tests.strategies import plays as made_up
from vignettes.catalogue import entries
from vignettes.plays import plays_in
from vignettes.reading import read_bytes

ENTRIES = [entry for entry in entries() if entry.trial.get("by") == "plays" and "missing" not in entry.trial]


@pytest.fixture(scope="module")
def toy():
    return read_bytes(TOY.read_bytes(), "toy.yaml").vignette


def expected(text):
    found = plays_in(text.encode(), "toy.plays.yaml")
    assert found.diagnostics == ()
    return found


def faults(vignette, *lines):
    """Run one play written in some lines and return its faults."""
    text = "format: 1\nplays:\n  it:\n" + "".join(f"    {line}\n" for line in lines)
    [outcome] = run(vignette, expected(text))
    return [(d.code, d.place.line, d.message) for d in outcome.diagnostics]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.code)
def test_the_catalogues_examples(entry, over):
    vignette = read_bytes(over(entry.trial.get("over", "")).encode(), "example.yaml").vignette
    bad, good = (run(vignette, expected(text)) for text in (entry.bad, entry.good))
    assert {d.code for outcome in bad for d in outcome.diagnostics} == {entry.code}
    assert {d.severity for outcome in bad for d in outcome.diagnostics} == {entry.severity}
    assert all(outcome.passed for outcome in good)


def test_a_play_that_goes_as_written_raises_nothing(toy):
    assert faults(toy, "choices: [D1/b, a, D3/a, b]", "ending: END_good", "score: 1") == []
    assert faults(toy, "choices: [a, a, b]", "ending: END_refer", "score: {min: 0.3, max: 0.5}", "broken: [C1]") == []


def test_the_step_at_which_it_went_elsewhere_is_named(toy):
    [(code, line, message)] = faults(toy, "choices:", "  - b", "  - a", "  - D4/b")
    assert (code, line) == ("V703", 7)
    assert message == "Decision 3 of play 'it' came at 'D3' after 'D2/a' (decision 2), not at 'D4'."
    [(code, line, message)] = faults(toy, "choices:", "  - b", "  - c")
    assert (code, line) == ("V702", 6)
    assert message.startswith("At decision 2 of play 'it', 'c' is not a response at 'D2' after 'D1/b' (decision 1); ")
    assert message.endswith("open are: a, b.")


@pytest.mark.parametrize(
    ("choices", "told"),
    [("[]", "stops at 'D1', before any ending"), ("[b]", "stops at 'D2' after 'D1/b' (decision 1), before"),
     ("[c, a]", "ended at 'END_early' after 'D1/c' (decision 1), so choice 2, 'a', comes too late")],
)  # fmt: skip
def test_too_early_and_too_late(toy, choices, told):
    [(code, _, message)] = faults(toy, f"choices: {choices}")
    assert code == "V704"
    assert told in message


def test_another_ending_and_another_score_are_both_told(toy):
    found = faults(toy, "choices: [a, b, b]", "ending: END_good", "score: {min: 0.9}")
    assert [(code, line) for code, line, _ in found] == [("V705", 5), ("V706", 6)]
    assert "ended at 'END_refer' after 'D3/b' (decision 3), not at 'END_good'" in found[0][2]
    assert "scores 0.375, below 0.9." in found[1][2]
    assert "at decision 3, 'D3/b'" in found[1][2]


def test_rules_say_how_they_fared(toy):
    found = faults(toy, "choices: [a, a, b]", "kept: [C1, C4]", "broken: [C3, C9]")
    assert sorted(code for code, _, _ in found) == ["V707", "V707", "V708"]
    told = " ".join(message for _, _, message in found)
    assert "rule 'C4' did not come up; it was to be kept" in told
    assert "'C9' is no rule of this vignette" in told


def test_a_conditional_way_that_an_edit_closed_is_seen(made, over):
    text = over("""
scenes:
  first: {responses: {ask: {next: second}, wait: {next: second}}}
  second:
    narration: So.
    responses:
      name: {say: Name it., rating: recommended, because: So., next: later, when: done(explore)}
      leave: {say: Leave it., rating: harmful, because: No., next: later}
      know: {say: Know it., rating: recommended, because: So., next: later}
""")
    [(code, _, message)] = faults(made(text), "choices: [first/ask, second/name]")
    assert code == "V702"
    assert "'name' is not open at 'second' after 'first/ask' (decision 1); open are: leave, know." in message


def test_the_author_may_lower_a_verdict(made, over):
    vignette = made(over("checks: {V706: {severity: warning, because: In flux.}}"))
    [outcome] = run(vignette, expected("format: 1\nplays: {it: {choices: [wait], score: 1}}"))
    assert [d.severity for d in outcome.diagnostics] == ["warning"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "V103"), ("plays: {}", "V117"), ("format: 2\nplays: {}", "V123"), ("format: 1\nplays: [a]", "V115"),
     ("format: 1\nplays: {it: {}}", "V117"), ("format: 1\nplays: {it: {choices: [a], scor: 1}}", "V116"),
     ("format: 1\nplays: {it: {choices: [a], score: high}}", "V119"),
     ("format: 1\nplays: {it: {choices: [a], score: {min: 2}}}", "V120"),
     ("format: 1\nplays: {it: {choices: a}}", "V115"), ("format: 1\nplays: {it: {choices: [{a: b}]}}", "V115"),
     ("format: 1\nplays: {a b: {choices: [a]}}", "V201"), ("format: 1\nplays: &x {}", "V108")],
)  # fmt: skip
def test_faults_of_the_file_itself(text, code):
    found = plays_in(text.encode(), "x.plays.yaml").diagnostics
    assert found
    if code in ("V103", "V108"):
        return
    assert code in {d.code for d in found}


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(made_up(), st.booleans())
def test_a_play_written_down_as_it_went_holds(found, with_scenes):
    vignette, path = found
    if path.ending is None:
        return
    result = account(vignette, path, key=frozenset())
    choices = ", ".join(f"{v.scene}/{v.chosen}" if with_scenes else v.chosen for v in path.visits)
    lines = [f"choices: [{choices}]", f"ending: {path.ending}",
             f"kept: [{', '.join(r.id for r in result.rules if r.applicable and not r.broken)}]",
             f"broken: [{', '.join(r.id for r in result.rules if r.broken)}]"]
    if result.decision_quality is not None:
        low = int(result.decision_quality * 1000)
        lines.append(f"score: {{min: {low / 1000}, max: {min(1000, low + 1) / 1000}}}")
    assert faults(vignette, *lines) == []
    others = [ending for ending in vignette.endings if ending != path.ending]
    assert [code for code, _, _ in faults(vignette, lines[0], f"ending: {others[0]}")] == ["V705"]
    if result.decision_quality is not None and result.decision_quality != Fraction(1):
        assert [code for code, _, _ in faults(vignette, lines[0], "score: 1")] == ["V706"]


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="abplyschoie:{}[],-/ \n'\"&*!%#01.", max_size=120))
def test_no_file_of_plays_crashes(text):
    vignette = read_bytes(TOY.read_bytes(), "toy.yaml").vignette
    for start in ("", "format: 1\nplays:\n  it: {choices: ["):
        run(vignette, plays_in((start + text).encode(), "x.plays.yaml"))
