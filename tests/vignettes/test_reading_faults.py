"""Faults of structure and names: all at once, each with its code, its place and the nearest known name."""

from __future__ import annotations

import pytest

from vignettes.diagnostics import Place

GOOD = """\
format: 1
id: case
title: A case
variables:
  rapport: {start: 2, min: 0, max: 4}
start: first
scenes:
  first:
    narration: It begins.
    responses:
      ask:
        say: How are you today?
        rating: recommended
        because: It asks.
        set: {rapport: +1}
        acts: [ask-first]
        next: second
      wait:
        do: Wait for her to begin.
        when: rapport >= 1
        rating: inadvisable
        because: It waits.
        next:
          - {when: done(ask-first), to: later}
          - {to: second}
  second:
    narration: A week later.
    next: later
endings:
  later: {outcome: good, value: 1, narration: It ends.}
rules:
  first-things: {existence: ask-first, penalty: 1, because: Ask.}
"""


def places(reading, code):
    return [(d.place.line, d.place.column) for d in reading.diagnostics if d.code == code]


def test_the_sound_case_is_sound(read):
    assert read(GOOD).diagnostics == ()


# What is replaced, by what, the code, what its place points at, the nearest name, whether the case can still be played
FAULTS = {
    "target": ("next: second", "next: secund", "V203", "secund", "second", False),
    "target in a list": ("{to: second}", "{to: secnd}", "V203", "secnd", "second", False),
    "target is a response": ("next: later", "next: wait", "V203", "wait", None, False),
    "start": ("start: first", "start: frist", "V203", "frist", "first", False),
    "start is an ending": ("start: first", "start: later", "V203", "later", None, False),
    "variable asked": ("rapport >= 1", "raport >= 1", "V204", "raport", "rapport", False),
    "variable asked later on": ("rapport >= 1", "rapport >= 1 and not  Rapport", "V204", "Rapport", "rapport", False),
    "variable in quotation marks": ("rapport >= 1", '"1 <= raport"', "V204", "raport", "rapport", False),
    "variable set": ("{rapport: +1}", "{report: +1}", "V204", "report", "rapport", False),
    "act asked": ("done(ask-first)", "done(ask_frist)", "V205", "ask_frist", "ask-first", True),
    "scene asked": ("done(ask-first)", "visited(secind)", "V206", "secind", "second", True),
    "ending asked": ("done(ask-first)", "visited(later)", "V206", "later", None, True),
    "act of a rule": ("existence: ask-first", "existence: ask-frist", "V207", "ask-frist", "ask-first", True),
    "condition": ("rapport >= 1", "rapport => 1", "V211", "=> 1", None, False),
    "condition, comparison twice": ("rapport >= 1", "1 < rapport < 3", "V211", "< 3", None, False),
    "condition as a list": ("when: rapport >= 1", "when: [rapport]", "V115", "[rapport]", None, False),
    "condition left empty": ("when: rapport >= 1", "when:", "V122", None, None, False),
    "key at the top": ("title: A case", "title: A case\nsumary: x", "V116", "sumary", "summary", True),
    "key of a scene": (
        "    narration: It begins.",
        "    naration: It begins.",
        "V116",
        "naration",
        "narration",
        True,
    ),
    "key of a response": ("because: It asks.", "because: x\n        reslut: y", "V116", "reslut", "result", True),
    "key of an ending": ("value: 1,", "value: 1, client-view: x,", "V116", "client-view", "client_view", True),
    "key of a rule": ("penalty: 1,", "penalty: 1, sauce: x,", "V116", "sauce", "source", True),
    "key of a variable": ("start: 2,", "start: 2, step: 1,", "V116", "step", None, True),
    "word for a rating": ("rating: recommended", "rating: recomended", "V121", "recomended", "recommended", True),
    "word for an outcome": ("outcome: good", "outcome: god", "V121", "god", "good", True),
    "number below its bounds": ("value: 1,", "value: -0.5,", "V120", "-0.5", None, True),
    "number above its bounds": ("value: 1,", "value: 1.5,", "V120", "1.5", None, True),
    "scenes as a list": (
        "  second:\n    narration: A week later.\n    next: later",
        "  second: [x]",
        "V115",
        "[x]",
        None,
        False,
    ),
    "response as a text": ("      wait:\n", "      wit: x\n      wait:\n", "V115", "x", None, False),
    "id of a scene": (
        "  second:\n",
        "  second scene: {narration: x, next: later}\n  second:\n",
        "V201",
        "second scene",
        None,
        False,
    ),
    "id of a response": ("      wait:\n", "      9wait:\n", "V201", "9wait", None, False),
    "id too long": ("id: case", f"id: {'a' * 65}", "V201", "aaa", None, False),
    "id of the case": ("id: case", "id: ../case", "V201", "../case", None, False),
    "a letter that is none of ours": ("id: case", "id: cäse", "V201", "cäse", None, False),
    "no id": ("id: case\n", "", "V117", "format", None, False),
    "no title": ("title: A case\n", "", "V117", "format", None, True),
    "no start": ("start: first\n", "", "V117", "format", None, False),
    "another format": ("format: 1", "format: 1.0", "V123", "1.0", None, False),
    "nothing said": ("        say: How are you today?\n", "", "V221", None, None, False),
    "said and done": ("say: How are you today?", "say: How are you?\n        do: Nod.", "V221", "do", None, False),
    "nowhere to go": (
        "    narration: A week later.\n    next: later",
        "    narration: A week later.",
        "V222",
        "second",
        None,
        False,
    ),
    "no way at the end": ("          - {to: second}\n", "", "V224", "when", None, False),
    "a way that hides others": ("{when: done(ask-first), to: later}", "{to: later}", "V224", "{to", None, False),
    "ways as a mapping": ("next: second", "next: {to: second}", "V115", "{to", None, False),
    "ways, none": ("next: second", "next: []", "V122", "[]", None, False),
    "the same name twice": (
        "endings:\n",
        "endings:\n  second: {outcome: poor, value: 0, narration: x}\n",
        "V202",
        "second",
        None,
        False,
    ),
    "no endings": ("  later: {outcome: good, value: 1, narration: It ends.}\n", "", "V122", "endings", None, False),
    "no responses": (
        "    narration: A week later.\n",
        "    narration: x\n    responses: {}\n",
        "V122",
        "responses",
        None,
        False,
    ),
    "no reason": ("        because: It waits.\n", "", "V401", "wait", None, True),
    "no reason of a rule": (", because: Ask.", "", "V401", "first-things", None, True),
    "no rating": ("        rating: inadvisable\n", "", "V244", "wait", None, True),
}


@pytest.mark.parametrize(("old", "new", "code", "token", "nearest", "playable"), FAULTS.values(), ids=FAULTS)
def test_each_fault_at_its_place(read, old, new, code, token, nearest, playable):
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    reading = read(text)
    found = [d for d in reading.diagnostics if d.code == code]
    assert found, reading.diagnostics
    fault = found[0]
    assert fault.severity == "error"
    assert fault.source_line == text.split("\n")[fault.place.line - 1]
    if token is not None:
        assert fault.source_line[fault.place.column - 1 :].startswith(token)
    assert fault.nearest == nearest
    if nearest:
        assert f"did you mean '{nearest}'?" in fault.message
    assert (reading.vignette is not None) is playable
    assert fault.stops is not playable


def test_all_faults_at_once(read):
    text = GOOD
    for old, new in (
        ("next: second", "next: secund"),
        ("rapport >= 1", "raport >= 1"),
        ("because: It asks.", "becuase: x"),
        ("outcome: good", "outcome: fine"),
        ("penalty: 1", "penalty: none"),
        ("{to: second}", "{to: frist}"),
    ):
        text = text.replace(old, new, 1)
    codes = [d.code for d in read(text).diagnostics]
    assert sorted(codes) == ["V116", "V119", "V121", "V203", "V203", "V204", "V401"]


def test_faults_come_in_the_order_of_the_file(read):
    reading = read(GOOD.replace("next: second", "next: secund").replace("outcome: good", "outcome: fine"))
    assert [d.place for d in reading.diagnostics] == sorted(d.place for d in reading.diagnostics)


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("when: rapport >= 1 and raport", 20, 32),
        ('when: "rapport >= 1 and raport"', 20, 33),
        ("when: 'rapport >= 1 and raport'", 20, 33),
        ("when: >-\n          rapport >= 1\n          and raport", 22, 15),
        ("when: rapport >= 1\n          and raport", 21, 15),
        ('when: "rapport >= 1\n\n          and raport"', 22, 15),
        ('"when": rapport >= 1 and raport', 20, 34),
        ("when: >-\n          -9 < raport", 21, 16),
        ("when: |\n\n          rapport >= 1 and raport\n", 22, 28),
    ],
)
def test_the_place_within_a_condition(read, written, line, column):
    reading = read(GOOD.replace("when: rapport >= 1", written))
    assert places(reading, "V204") == [(line, column)]


def test_the_same_condition_at_two_places_is_told_at_both(read):
    text = GOOD.replace("rapport >= 1", "raport >= 1").replace("done(ask-first)", "raport >= 1")
    assert len(places(read(text), "V204")) == 2


def test_unknown_sources_are_told_where_sources_are_known(read):
    text = GOOD.replace("because: It asks.", "because: x\n        upholds: [R-EXPLOR]").replace(
        "because: Ask.", "because: Ask., source: Z-9"
    )
    assert places(read(text), "V208") == []
    from vignettes.catalogue.examples import SOURCES

    reading = read(text, SOURCES)
    assert places(reading, "V208") == [(15, 19), (33, 75)]
    assert [d.nearest for d in reading.diagnostics if d.code == "V208"] == ["R-EXPLORE", None]
    assert reading.vignette is not None


def test_checks_change_a_severity_or_drop_a_diagnostic(read):
    text = GOOD.replace("        rating: inadvisable\n", "")
    assert [(d.code, d.severity) for d in read(text).diagnostics] == [("V244", "error")]
    for severity, left in (
        ("warning", [("V244", "warning")]),
        ("'off'", []),
        ("off", []),
        ("error", [("V244", "error")]),
    ):
        checks = f"checks: {{V244: {{severity: {severity}, because: It is a draft.}}}}\n"
        assert [(d.code, d.severity) for d in read(text + checks).diagnostics] == left


def test_checks_need_a_reason(read):
    text = GOOD.replace("        rating: inadvisable\n", "") + "checks: {V244: {severity: off}}\n"
    assert [d.code for d in read(text).diagnostics] == ["V244", "V117"]


def test_checks_cannot_make_a_case_playable(read):
    text = GOOD.replace("next: second", "next: secund") + "checks: {V203: {severity: off, because: Later.}}\n"
    reading = read(text)
    assert [d.code for d in reading.diagnostics] == ["V203", "V213"]
    assert reading.vignette is None


def test_an_unknown_code_is_told_with_the_nearest(read):
    [fault] = read(GOOD + "checks: {V24: {severity: off, because: x}}\n").diagnostics
    assert fault.code == "V210"
    assert fault.nearest is not None


def test_a_todo_is_a_warning_at_its_place(read):
    text = GOOD.replace("because: It waits.", 'because: "It waits. TODO: say why"').replace(
        "title: A case", "title: A case # TODO: a better one"
    )
    [fault] = read(text).diagnostics
    assert (fault.code, fault.severity) == ("V404", "warning")
    assert fault.source_line[fault.place.column - 1 :] == 'TODO: say why"'


def test_marks_find_every_part(read):
    marks = read(GOOD).marks
    assert marks.place("title") == Place("test.yaml", 3, 1)
    assert marks.place("scenes", "first", "responses", "ask", "say") == Place("test.yaml", 12, 9)
    assert marks.value("scenes", "first", "responses", "ask", "say") == Place("test.yaml", 12, 14)
    assert marks.place("scenes", "first", "responses", "wait", "next", 1, "to") == Place("test.yaml", 25, 14)
    assert marks.place("scenes", "first", "responses", "ask", "acts", 0) == Place("test.yaml", 16, 16)
    assert marks.place("scenes", "first", "responses", "ask", "result") == Place("test.yaml", 11, 7)
    assert marks.place("nothing") == Place("test.yaml", 1, 1)
    assert marks.line(marks.place("title")) == "title: A case"


def test_marks_make_diagnostics(read):
    fault = read(GOOD).marks.diagnostic("V404", "Look here.", "scenes", "second", nearest="first")
    assert (fault.code, fault.severity, fault.place.line, fault.nearest) == ("V404", "warning", 26, "first")
    assert fault.source_line == "  second:"


def test_marks_of_what_cannot_be_read(read):
    assert read(b"\xff").marks.place("scenes", "x") == Place("test.yaml", 1, 1)


def test_a_blank_that_is_none_is_told(read):
    missing, fault = read(GOOD.replace("title: A case", "\u00a0title: A case")).diagnostics
    assert (missing.code, fault.code, fault.place.line, fault.nearest) == ("V117", "V116", 3, "title")
    assert "only looks like a blank" in fault.message


def test_one_conditional_text_is_a_list_all_the_same(read):
    [fault] = read(GOOD.replace("narration: It begins.", "narration: {when: rapport > 1, text: x}")).diagnostics
    assert fault.code == "V115"
    assert "a list of texts and {when, text}" in fault.message
