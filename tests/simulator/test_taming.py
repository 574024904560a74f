"""No text is obeyed by a terminal once it is tame, and nothing of it goes missing."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.taming import tame, tame_line

OBEYED = {"Cc", "Cs", "Zl", "Zp"}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)


@given(ANY_TEXT)
def test_nothing_that_is_obeyed_is_left(text):
    left = {c for c in tame(text) if unicodedata.category(c) in OBEYED or "\u202a" <= c <= "\u202e"}
    assert left <= {"\n"}
    assert "\n" not in tame(text, lines=False)
    tame(text).encode("utf-8")


@given(ANY_TEXT)
def test_letters_stay_and_taming_again_changes_nothing(text):
    letters = [c for c in text if c.isalpha() and c not in "\u115f\u1160\u3164\uffa0"]
    assert [c for c in tame(text) if c in set(letters)][: len(letters)] or not letters
    assert tame(tame(text)) == tame(text)


@given(ANY_TEXT, st.integers(1, 50))
def test_a_line_is_one_line_of_that_length(text, limit):
    line = tame_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line


@pytest.mark.parametrize(("text", "shown"), [
    ("\x1b[31mred", "␛[31mred"),
    ("a\u202eb", "a<U+202E>b"),
    ("a\r\nb", "a\nb"),
    ("a\rb", "a␍b"),
    ("\ud800", "<U+D800>"),
    ("\x9b2J", "<U+009B>2J"),
    ("[client] [/] 👩‍👧 שלום", "[client] [/] 👩‍👧 שלום"),
])
def test_marks(text, shown):
    assert tame(text) == shown
