"""What texts in a file mean: exact numbers, additions, words that stay words, texts with conditions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vignettes.model import ActPattern, Effect, Override, Passage, Variable
from vignettes.reading import read_bytes

VARIABLES = "variables:\n  rapport: {start: 2, min: -9, max: 9}\n  named: {start: false}\n"


def first(made, over, fragment):
    return made(over(fragment)).scenes["first"]


def ask(made, over, line, more=""):
    fragment = f"{more}scenes:\n  first:\n    responses:\n      ask:\n        {line}\n"
    return first(made, over, fragment).response("ask")


def codes(reading):
    return [d.code for d in reading.diagnostics]


def test_the_toy_compiles_without_a_fault(toy_text, read):
    reading = read(toy_text)
    assert reading.diagnostics == ()
    vignette = reading.vignette
    assert vignette.scenes["D1"].response("a").rating == Fraction(3, 4)
    assert vignette.scenes["D3"].weight == 2
    assert vignette.endings["END_refer"].value == Fraction(2, 5)
    assert vignette.rules["C3"].first == (ActPattern("alt-training"), ActPattern("alt-broker"))
    assert vignette.rules["C2"].second == ActPattern("refer", (("reason", "cultural-unfamiliarity"),))
    assert vignette.rules["C2"].first == ()


def test_the_hash_is_that_of_the_bytes(toy_text, made):
    import hashlib

    assert made(toy_text).content_hash == hashlib.sha256(toy_text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0.1", Fraction(1, 10)),
        ("1", Fraction(1)),
        (".5", Fraction(1, 2)),
        ("1.", Fraction(1)),
        ("1e-1", Fraction(1, 10)),
        ("0.333333333", Fraction(333333333, 10**9)),
        ("+0.25", Fraction(1, 4)),
        ("0", Fraction(0)),
    ],
)
def test_numbers_that_score_are_exact(made, over, written, number):
    assert ask(made, over, f"rating: {written}").rating == number


@given(st.integers(0, 10**8), st.integers(0, 8))
def test_a_decimal_is_read_as_its_digits_say(digits, places):
    text = f"{digits:0{places + 1}d}"
    text = f"{text[:-places]}.{text[-places:]}" if places else text
    reading = read_bytes(_with_weight(text), "x.yaml")
    assert reading.vignette is not None
    assert reading.vignette.scenes["first"].weight == Fraction(digits, 10**places)


def _with_weight(text):
    from vignettes.catalogue.examples import whole

    return whole(f"scenes:\n  first: {{weight: {text}}}\n").encode()


@pytest.mark.parametrize("word", ["recommended", "acceptable", "inadvisable", "harmful"])
def test_a_rating_in_a_word(made, over, word):
    response = ask(made, over, f"rating: {word}")
    assert response.rating_word == word
    assert response.rating == {"recommended": 1, "acceptable": Fraction(2, 3), "inadvisable": Fraction(1, 3)}.get(
        word, 0
    )


def test_a_rating_in_a_number_has_the_word_it_reaches(made, over):
    assert ask(made, over, "rating: 0.75").rating_word == "acceptable"


@pytest.mark.parametrize(
    "written",
    [
        "1.5",
        "-0.1",
        "1e5",
        "99999999999999999999",
        "1e999999999",
        "1e+000000099999999",
        "1e" + "9" * 5000,
        "0x1",
        "1_0",
        "1:30",
        "half",
        ".inf",
        ".nan",
        '"1"',
        "[1]",
        "{a: 1}",
        "yes",
    ],
)
def test_no_rating(read, over, written):
    reading = read(over(f"scenes:\n  first:\n    responses:\n      ask:\n        rating: {written}\n"))
    assert reading.vignette is not None  # it can be played and previewed all the same
    assert {"V115", "V119", "V120", "V121"} & set(codes(reading))
    assert reading.vignette.scenes["first"].response("ask").rating_word is None


@pytest.mark.parametrize("written", ["9" * 50, "1e9", "-1", "0", "12.5", "twelve", '"12"', "[12]"])
def test_no_minutes(read, over, written):
    reading = read(over(f"minutes: {written}"))
    assert {"V115", "V119", "V120"} & set(codes(reading))
    assert reading.vignette.minutes == 0


@pytest.mark.parametrize(
    ("written", "effect"),
    [
        ("+1", Effect("rapport", True, 1)),
        ('"+1"', Effect("rapport", True, 1)),
        ("'+1'", Effect("rapport", True, 1)),
        ("-2", Effect("rapport", True, -2)),
        ('"-2"', Effect("rapport", True, -2)),
        ("=-3", Effect("rapport", False, -3)),
        ("3", Effect("rapport", False, 3)),
        ("=3", Effect("rapport", False, 3)),
        ('"3"', Effect("rapport", False, 3)),
        ("+0", Effect("rapport", True, 0)),
        ("=+3", Effect("rapport", False, 3)),
    ],
)
def test_what_a_number_is_set_to(made, over, written, effect):
    assert ask(made, over, f"set: {{rapport: {written}}}", VARIABLES).effects == (effect,)


@pytest.mark.parametrize(("written", "amount"), [("true", 1), ("True", 1), ("false", 0), ("FALSE", 0)])
def test_what_is_true_or_false_is_set_to(made, over, written, amount):
    assert ask(made, over, f"set: {{named: {written}}}", VARIABLES).effects == (Effect("named", False, amount),)


@pytest.mark.parametrize(
    "effect",
    [
        "rapport: true",
        "named: +1",
        "named: 1",
        'named: "true"',
        "rapport: yes",
        "rapport: ++1",
        "rapport: 1.5",
        "rapport: +9999999999",
        "rapport: [1]",
        "rapport:",
    ],
)
def test_what_a_variable_cannot_be_set_to(read, over, effect):
    reading = read(
        over(f"{VARIABLES}scenes:\n  first:\n    responses:\n      ask:\n        set:\n          {effect}\n")
    )
    assert "V225" in codes(reading)
    assert reading.vignette is None


def test_variables(made, over):
    found = made(over(VARIABLES)).variables
    assert found == {"rapport": Variable("rapport", 2, -9, 9), "named": Variable("named", 0, 0, 1, boolean=True)}


@pytest.mark.parametrize(
    "line",
    [
        "x: {start: 2}",
        "x: {start: 2, min: 0}",
        "x: {min: 0, max: 1}",
        "x: {start: 5, min: 0, max: 4}",
        "x: {start: 1, min: 4, max: 0}",
        "x: {start: true, min: 0, max: 1}",
        "x: {start: yes}",
        "x: {start: 1.5, min: 0, max: 4}",
        "not: {start: false}",
        "x: {start: 0, min: 0, max: 9999999999}",
    ],
)
def test_variables_that_cannot_be(read, over, line):
    assert read(over(f"variables:\n  {line}\n")).vignette is None


@pytest.mark.parametrize(
    "word", ["no", "yes", "on", "off", "No", "YES", "y", "n", "2024-01-01", "0x10", "1:30", "12", "1_000", "="]
)
def test_words_stay_words_where_text_is_meant(made, over, word):
    assert ask(made, over, f"say: {word}").text == word


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", '"true"', "1", "t"])
def test_only_true_and_false_say_yes_or_no(read, over, word):
    reading = read(over(f"scenes:\n  first: {{open: {word}}}\n"))
    assert codes(reading) == ["V118"]
    assert reading.vignette.scenes["first"].open is False


def test_true_where_a_text_is_meant_wants_quotation_marks(read, over):
    assert "V115" in codes(read(over("title: true")))
    assert codes(read(over('title: "true"'))) == []


def test_a_scene_may_be_called_no(made, over):
    fragment = "scenes:\n  no: {narration: x, next: later}\n  first:\n    responses:\n      ask: {next: no}\n"
    assert made(over(fragment)).scenes["first"].response("ask").exits[0].to == "no"


def test_texts_and_their_ids(made, over):
    scene = first(
        made,
        over,
        """
        briefing: Before.
        scenes:
          first:
            client: [Good morning., {text: Hm.}, {when: visited(first), text: I am late.}]
            inner: Rain.
            responses:
              ask:
                result: [{when: not visited(first), text: Never., }, She nods.]
    """,
    )
    assert [p.text_id for p in scene.client] == ["first/client/1", "first/client/2", "first/client/3"]
    assert [bool(p.when) for p in scene.client] == [False, False, True]
    assert scene.inner == (Passage("Rain.", "first/inner"),)
    assert [p.text_id for p in scene.response("ask").result] == ["first/ask/result/1", "first/ask/result/2"]


def test_folded_and_block_texts_are_as_yaml_has_them(made, over):
    text = over("").replace("narration: \n", "narration: ")
    assert made(text)
    vignette = made(text + "briefing: |\n  One.\n\n  *Two.*\ndifferences: >-\n  a\n  b\n")
    assert vignette.briefing[0].text == "One.\n\n*Two.*\n"
    assert vignette.differences == "a b"


def test_a_contraindicated_response_is_rated_nothing(made, over):
    fragment = "scenes:\n  first:\n    responses:\n      wait:\n        contraindicated: true\n"
    assert first(made, over, fragment).response("wait").rating == 0


def test_what_is_not_scored_has_no_rating(made, over):
    assert first(made, over, "scenes:\n  first: {scored: false}\n").response("ask").rating is None


def test_an_ambiguous_decision_may_do_without_ratings(read, over):
    fragment = """
        scenes:
          side:
            narration: Which?
            ambiguous: true
            responses:
              one: {say: One., because: Some do., next: first}
              two: {say: Two., because: Others do., next: first}
    """
    reading = read(over(fragment))
    assert codes(reading) == []
    assert [r.rating for r in reading.vignette.scenes["side"].responses] == [None, None]


def test_a_key_left_empty_is_a_key_left_out(read, over):
    reading = read(
        over(
            "variant_of:\nreview: {clinical: null, cultural: ~}\nquestions:\nclient:\nscenes:\n  first: {key: null}\n"
        )
    )
    assert codes(reading) == []
    assert reading.vignette.review == {"clinical": None, "cultural": None}
    assert reading.vignette.scenes["first"].key is None


def test_everything_else_at_the_top(made, over):
    vignette = made(
        over("""
        summary: In a sentence.
        language: pt-BR
        level: advanced
        minutes: 12
        variant_of: other-case
        content_note: [a threat]
        client: {name: Mo, age: 34, pronouns: they/them, presenting: sleep}
        clinician: {role: intern, training: CBT}
        questions: [What now?]
        differences: Codes differ.
        roles: {client: You are late.}
        review: {clinical: null, cultural: "R. Roe, 2025"}
        checks: {V408: {severity: "off", because: It is short.}}
    """)
    )
    assert (vignette.summary, vignette.language, vignette.level, vignette.minutes) == (
        "In a sentence.",
        "pt-BR",
        "advanced",
        12,
    )
    assert (vignette.variant_of, vignette.content_note, vignette.questions) == (
        "other-case",
        ("a threat",),
        ("What now?",),
    )
    assert vignette.client == {"name": "Mo", "age": "34", "pronouns": "they/them", "presenting": "sleep"}
    assert vignette.clinician == {"role": "intern", "training": "CBT"}
    assert (vignette.differences, vignette.roles) == ("Codes differ.", {"client": "You are late."})
    assert vignette.review == {"clinical": None, "cultural": "R. Roe, 2025"}
    assert vignette.overrides == {"V408": Override("V408", "off", "It is short.")}
