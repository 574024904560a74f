"""Diagnostics as plain text: nothing from a file steers a terminal, and the caret stands where it should."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from vignettes.diagnostics import Diagnostic, Place, in_order, overridden, quoted, render, tame
from vignettes.model import Override


def fault(line="", column=1, **more):
    given = {"code": "V203", "severity": "error", "message": "It is so.", "nearest": None} | more
    return Diagnostic(
        place=Place(more.pop("file", "a.yaml"), 1, column),
        source_line=line,
        **{k: v for k, v in given.items() if k != "file"},
    )


@given(st.text(), st.text(), st.text(), st.integers(0, 200))
def test_nothing_of_a_hostile_text_reaches_the_terminal(file, message, line, column):
    shown = render(fault(line, column, file=file, message=message))
    for character in shown.replace("\n", ""):
        assert unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def test_a_message_stays_on_one_line():
    assert render(fault(message="a\nb\r\n\x1b[31mc")) == "a.yaml:1:1: error V203: a b  \ufffd[31mc"


def test_the_caret_stands_under_the_column():
    _, line, caret = render(fault("say: hello", 6)).split("\n")
    assert line[caret.index("^") :] == "hello"


def test_the_caret_allows_for_wide_and_combining_characters():
    _, line, caret = render(fault("say: 日本 x", 9)).split("\n")
    assert caret.index("^") - line.index("日") == 5  # two wide characters take four cells, the blank one
    _, line, caret = render(fault("say: e\u0301 x", 9)).split("\n")
    assert caret.index("^") == line.index("x") - 1


def test_a_tab_takes_one_cell():
    _, line, caret = render(fault("\tsay: x", 2)).split("\n")
    assert line[caret.index("^") :] == "say: x"


@given(st.integers(1, 3000))
def test_of_a_long_line_the_part_around_the_caret_is_shown(column):
    line = "".join(chr(0x61 + n % 26) for n in range(2999))
    _, shown, caret = render(fault(line, column)).split("\n")
    assert len(shown) < 120
    at = caret.index("^")
    assert shown[at : at + 1] == line[column - 1 : column]


def test_a_place_past_the_end_of_its_line_points_there():
    _, line, caret = render(fault("abc", 90)).split("\n")
    assert caret.index("^") == len(line)


def test_no_line_no_caret():
    assert render(fault("   ")) == "a.yaml:1:1: error V203: It is so."


def test_names_are_quoted_short():
    assert quoted("x" * 500) == "'" + "x" * 59 + "…'"
    assert quoted("a\x1bb") == "'a\ufffdb'"
    assert tame("plain é 日本") == "plain é 日本"


def test_overrides():
    faults = [fault(), fault(code="V401"), fault(code="V404", severity="warning")]
    found = overridden(faults, {"V203": Override("V203", "off", "x"), "V401": Override("V401", "warning", "x")})
    assert [(d.code, d.severity) for d in found] == [("V401", "warning"), ("V404", "warning")]
    stopping = fault(stops=True)
    assert overridden([stopping], {"V203": Override("V203", "off", "x")}) == (stopping,)


def test_order_is_that_of_the_file():
    first, second = fault("", 2), fault("", 10)
    assert in_order([second, first]) == (first, second)
