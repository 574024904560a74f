"""What holds for decisions, variables, rules and texts by themselves; the catalogue's examples show one case each."""

from __future__ import annotations

import pytest

from vignettes.catalogue.examples import SOURCES
from vignettes.reading.advice import _striking

SIDE = """\
variables:
  leaning: {start: false}
scenes:
  side:
    narration: Which way do you lean?
    scored: false
    keep: false
    responses:
      stay: {say: I would stay., because: Some do., next: first, %s}
      refer: {say: I would refer., because: Others do., next: first}
  first:
    inner: [{when: leaning, text: You meant to stay.}]
    responses: {ask: {%s}}
"""


def codes(reading):
    return [d.code for d in reading.diagnostics]


@pytest.mark.parametrize(
    ("stay", "ask", "expected"),
    [
        ("set: {leaning: true}", "repair: false", []),
        ("set: {leaning: true}", "when: not leaning", ["V243"]),
        ("set: {leaning: true}", "next: [{when: leaning, to: later}, {to: later}]", ["V243"]),
        ("set: {leaning: true}, acts: [lean]", "repair: false", []),
        ("set: {leaning: true}, acts: [lean]", "when: not done(lean)", ["V243"]),
    ],
)
def test_what_is_not_kept_may_change_texts_only(read, over, stay, ask, expected):
    assert codes(read(over(SIDE % (stay, ask)))) == expected


def test_what_is_not_kept_leads_to_one_place(read, over):
    text = over(SIDE % ("set: {leaning: true}", "repair: false")).replace('"Others do."', '"x"')
    fragment = SIDE.replace("because: Others do., next: first", "because: Others do., next: later")
    assert codes(read(text)) == []
    assert codes(read(over(fragment % ("set: {leaning: true}", "repair: false")))) == ["V243"]


def test_no_rule_asks_for_what_is_not_kept(read, over):
    rule = "rules:\n  r: {absence: lean, penalty: 1, because: x}\n"
    assert codes(read(over(SIDE % ("set: {leaning: true}, acts: [lean]", "repair: false") + rule))) == ["V243"]


@pytest.mark.parametrize("key", ["weight: 2", "ambiguous: true", "key: true"])
def test_an_unscored_decision_says_nothing_that_counts(read, over, key):
    fragment = SIDE.replace("    keep: false\n", f"    {key}\n") % ("set: {leaning: true}", "repair: false")
    assert codes(read(over(fragment))) == ["V241"]


def test_key_false_is_allowed_everywhere(read, over):
    fragment = SIDE.replace("    keep: false\n", "    key: false\n") % ("set: {leaning: true}", "repair: false")
    assert codes(read(over(fragment))) == []
    assert codes(read(over("scenes:\n  first: {ambiguous: true, key: false}"))) == []
    assert codes(read(over("scenes:\n  first: {ambiguous: true, key: true}"))) == ["V246"]


def test_a_rating_in_a_number_counts_as_recommended_only_at_one(read, over):
    def rated(number):
        return codes(read(over(f"scenes:\n  first:\n    responses:\n      ask: {{rating: {number}}}")))

    assert rated("1.0") == []
    assert rated("0.99") == ["V248"]


def test_a_missing_rating_is_told_once(read, over):
    two = "{say: A., because: x, next: later}"
    fragment = f"scenes:\n  second:\n    narration: x\n    responses:\n      a: {two}\n      b: {two}\n"
    assert codes(read(over(fragment))) == ["V244", "V244"]


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("rapport > 4", True),
        ("rapport >= 5", True),
        ("rapport < 0", True),
        ("rapport <= 4", True),
        ("rapport >= 0", True),
        ("rapport == 5", True),
        ("rapport != 5", True),
        ("rapport == 4", False),
        ("rapport == 0", False),
        ("rapport != 4", False),
        ("rapport > 3", False),
        ("rapport <= 0", False),
        ("rapport < 4", False),
        ("named >= 2", True),
        ("named == 1", False),
    ],
)
def test_comparisons_that_decide_nothing(read, over, condition, told):
    fragment = (
        "variables:\n  rapport: {start: 2, min: 0, max: 4}\n  named: {start: false}\nscenes:\n  first:\n"
        f"    inner: [{{when: {condition} and rapport > 1 and named, text: x}}]\n"
        "    responses: {ask: {set: {rapport: +1, named: true}}}\n"
    )
    assert codes(read(over(fragment))) == (["V254"] if told else [])


@pytest.mark.parametrize(("value", "told"), [("5", True), ("=-1", True), ("4", False), ("0", False), ("+9", False)])
def test_values_out_of_bounds(read, over, value, told):
    fragment = (
        "variables:\n  rapport: {start: 2, min: 0, max: 4}\nscenes:\n  first:\n"
        "    inner: [{when: rapport > 1, text: x}]\n"
        f"    responses: {{ask: {{set: {{rapport: {value}}}}}}}\n"
    )
    assert codes(read(over(fragment))) == (["V255"] if told else [])


def test_the_heaviest_decision_is_one_that_counts(read, over):
    rules = "rules:\n  r: {existence: ask-first, penalty: 4, because: x}\n"
    first = "scenes:\n  first: {weight: 2, responses: {ask: {acts: [ask-first]}}}\n"
    assert codes(read(over(first + rules))) == []
    assert codes(read(over(first.replace("weight: 2", "weight: 2, ambiguous: true") + rules))) == ["V246"]
    assert codes(read(over(first.replace("weight: 2", "weight: 1.9") + rules))) == ["V501"]


def test_citations_are_looked_at_only_where_sources_are_known(read, over):
    assert codes(read(over(""))) == []
    assert codes(read(over(""), SOURCES)) == ["V402"]


@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        ("breaches: [R-MAY]", ["V403"]),
        ("breaches: [R-MAY, R-EXPLORE]", []),
        ("breaches: [R-EXPLORE]", []),
        ("breaches: [R-MAY], rating: acceptable", []),
        ("breaches: [R-MAY], upholds: [R-EXPLORE]", ["V403"]),
        ("breaches: [R-UNKNOWN]", ["V208"]),
        ("breaches: [R-MAY, R-UNKNOWN]", ["V208"]),
    ],
)
def test_low_ratings_need_something_that_binds(read, over, wait, expected):
    fragment = f"scenes:\n  first:\n    responses:\n      ask: {{upholds: [R-EXPLORE]}}\n      wait: {{{wait}}}\n"
    assert codes(read(over(fragment), SOURCES)) == expected


def test_when_a_pattern_is_worth_telling():
    assert _striking(2, 2, 0.25)
    assert _striking(5, 10, 0.25)
    assert not _striking(4, 10, 0.25)
    assert not _striking(2, 3, 0.25)
    assert _striking(3, 3, 0.5)
    assert not _striking(0, 5, 0.25)
    assert _striking(200, 400, 0.25)


def test_a_scene_may_do_what_a_rule_asks_for(read, over):
    fragment = (
        "scenes:\n  first: {acts: [client-flirts]}\nrules:\n  r: {absence: client-flirts, penalty: 1, because: x}\n"
    )
    assert codes(read(over(fragment))) == []
