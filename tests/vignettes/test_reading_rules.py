"""Acts with attributes, and rules over them: every template, and what cannot be one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from vignettes.model import Act, ActPattern


def codes(reading):
    return [d.code for d in reading.diagnostics]


def test_acts_and_their_attributes(made, over):
    acts = "[listen, {refer: {reason: competence-limit, by: letter}}, {refer: {}}, refer]"
    vignette = made(over(f"scenes:\n  first:\n    responses:\n      ask: {{acts: {acts}}}\n"))
    response = vignette.scenes["first"].response("ask")
    assert response.acts == (
        Act("listen"),
        Act("refer", (("by", "letter"), ("reason", "competence-limit"))),
        Act("refer"),
        Act("refer"),
    )


@pytest.mark.parametrize(
    "acts",
    [
        "[{refer: {}, listen: {}}]",
        "[[refer]]",
        "[{refer: x}]",
        "[{refer: {a: [b]}}]",
        '[""]',
        "[two words]",
        "refer",
        "{refer: {}}",
        "[null]",
    ],
)
def test_acts_that_cannot_be_read(read, over, acts):
    reading = read(over(f"scenes:\n  first:\n    responses:\n      ask: {{acts: {acts}}}\n"))
    assert {"V226", "V201", "V115"} & set(codes(reading))


TEMPLATES = {
    "absence": ("b", (), "b"),
    "at_most_once": ("a", ("a",), None),
    "existence": ("a", ("a",), None),
    "precedence": ("[a, b]", ("a",), "b"),
    "precedence_all": ("[[a, c], b]", ("a", "c"), "b"),
    "precedence_any": ("[[a], b]", ("a",), "b"),
    "response": ("[a, b]", ("a",), "b"),
    "responded_existence": ("[a, b]", ("a",), "b"),
    "not_succession": ("[a, b]", ("a",), "b"),
    "not_co_existence": ("[a, b]", ("a",), "b"),
}
DOES = "scenes:\n  first:\n    responses:\n      ask: {acts: [a, b, c]}\n"


@pytest.mark.parametrize(
    ("template", "acts", "firsts", "second"), [(k, *v) for k, v in TEMPLATES.items()], ids=TEMPLATES
)
def test_every_template(read, over, template, acts, firsts, second):
    reading = read(over(f"{DOES}rules:\n  r: {{{template}: {acts}, penalty: 0.5, because: x, critical: true}}\n"))
    assert codes(reading) == []
    rule = reading.vignette.rules["r"]
    assert rule.template == template
    assert rule.first == tuple(ActPattern(a) for a in firsts)
    assert rule.second == (ActPattern(second) if second else None)
    assert (rule.penalty, rule.critical, rule.source) == (Fraction(1, 2), True, None)


@pytest.mark.parametrize(
    "rule",
    [
        "{absence: [a], penalty: 1}",
        "{absence: [[a], b], penalty: 1}",
        "{precedence: [a], penalty: 1}",
        "{precedence: [a, b, c], penalty: 1}",
        "{precedence: [[a], b], penalty: 1}",
        "{precedence_all: [a, b], penalty: 1}",
        "{precedence_all: [[], b], penalty: 1}",
        "{precedence_all: [[a], [b]], penalty: 1}",
        "{precedence: {a: {}}, penalty: 1}",
        "{absence: a, existence: b, penalty: 1}",
        "{penalty: 1}",
        "{absence: null, penalty: 1}",
        "{presedence: [a, b], penalty: 1}",
        "[a, b]",
        "a",
        "{absence: {a: {}, b: {}}, penalty: 1}",
    ],
)
def test_rules_that_cannot_be_read_are_left_out(read, over, rule):
    reading = read(over(f"{DOES}rules:\n  r: {rule}\n"))
    assert any(d.severity == "error" for d in reading.diagnostics)
    assert reading.vignette is not None
    assert not reading.vignette.rules


@pytest.mark.parametrize("penalty", ["0", "-1", "x", "[1]", '"1"', "1e99"])
def test_a_penalty_is_a_number_above_nothing(read, over, penalty):
    reading = read(over(f"{DOES}rules:\n  r: {{absence: a, penalty: {penalty}, because: x}}\n"))
    assert {"V233", "V119", "V120"} & set(codes(reading))
    assert reading.vignette.rules["r"].penalty == 1
