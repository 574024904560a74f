"""The parts of line mode: lines of a width, Markdown made plain, what is typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.plain.markdown import blocks, inline, plain
from simulator.plain.paper import Paper
from simulator.plain.talking import Left, Talk, Word, cleaned, command_in
from simulator.plain.wrapping import cells, wrap
from simulator.taming import tame

HOSTILE = "\x1b[2J\x1b]0;x\x07\u202e[client] [/ [red]x[/red] <script> \x9b31m\u2066\r\b\x00"
anything = st.text(max_size=300)
marked = st.text(alphabet=st.sampled_from("ab *_`[]()!<>#-+1.2>\\\n~|é漢\u202e\x1b"), max_size=200)


class Printed:
    """A paper whose lines can be looked at."""

    def __init__(self, width: int = 75) -> None:
        self.lines: list[str] = []
        self.paper = Paper(self.lines.append, width)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


# Lines


@given(anything, st.integers(2, 100))
def test_no_line_is_wider_than_it_may_be(text: str, width: int):
    for line in wrap(tame(text), width):
        assert cells(line) <= width


@given(anything, st.integers(2, 100))
def test_no_word_is_lost_or_changed(text: str, width: int):
    tamed = tame(text)
    assert "".join("".join(wrap(tamed, width)).split()) == "".join(tamed.split())


@given(anything, st.integers(12, 60))
def test_lines_are_set_in_as_asked(text: str, width: int):
    first, *rest = wrap(tame(text), width, "1. ", "   ")
    assert first.startswith("1.")
    assert all(line.startswith("   ") or not line for line in rest)
    assert max(map(cells, (first, *rest))) <= width


def test_words_stay_whole_and_line_breaks_stay():
    assert wrap("one two three\nfour", 9) == ["one two", "three", "four"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert wrap("漢字漢字", 4) == ["漢字", "漢字"]
    assert wrap("", 10) == [""]


# Markdown


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("A *small* **word**.", "A small word."), ("***both*** __and__ _so_", "both and so"),
        ("snake_case_name 2*3*4 a * b", "snake_case_name 2*3*4 a * b"), (r"\*not\* \_this\_", "*not* _this_"),
        ("`code *stays*`", "code *stays*"), ("[here](http://x.org/a_b_c)", "here (http://x.org/a_b_c)"),
        ("[http://x.org](http://x.org)", "http://x.org"), ("![a cat](cat.png)", "(picture: a cat)"),
        ("[not a link]", "[not a link]"), ("**open", "**open"), ("<b>tag</b>", "<b>tag</b>"), ("a  b", "a  b"),
    ],
)  # fmt: skip
def test_marks_are_taken_off_and_words_stay(written: str, told: str):
    assert inline(written) == told


def test_blocks_in_order():
    text = "# Head #\n\nOne\ntwo  \nthree\n\n- a\n- b\n  more\n\n2. c\n\n> said\n> so\n\n---\n```\nx *y*\n```\nend"
    found = blocks(text)
    assert [(block.text, block.first, block.heading, block.close) for block in found] == [
        ("Head", "", True, False), ("One two\nthree", "", False, False), ("a", "- ", False, False),
        ("b more", "- ", False, True), ("c", "2. ", False, False), ("said so", "  ", False, False),
        ("x *y*", "    ", False, False), ("end", "", False, False),
    ]  # fmt: skip


@given(st.one_of(anything, marked))
def test_no_text_is_obeyed_and_none_breaks_it(text: str):
    told = plain(text)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Zl", "Zp") for c in told)
    assert not set(told) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@given(st.text(alphabet="abc xyz", min_size=1, max_size=60))
def test_plain_words_stay_as_they_are(text: str):
    assert plain(text).split() == text.split()


@pytest.mark.parametrize("mark", ["*", "**", "_", "[", "](", "`", "![", "\\", "#", "> ", "- ", "~~~\n", "[a](", "*a"])
def test_ten_thousand_marks_take_no_time_and_break_nothing(mark: str):
    printed = Printed()
    printed.paper.markdown(mark * 10_000)


def test_hostile_text_on_every_way_to_the_paper():
    printed = Printed(40)
    paper = printed.paper
    paper.line(HOSTILE)
    paper.heading(HOSTILE)
    paper.paragraph(HOSTILE * 50)
    paper.labelled("It says", HOSTILE)
    paper.entries([("1.", HOSTILE)])
    paper.markdown(HOSTILE, "Label", "  ")
    assert not set(printed.text) & set("\x1b\x07\u202e\u2066\x9b\r\b\x00")
    assert "[client] [/ [red]x[/red] <script>" in " ".join(printed.text.split()), "brackets are only text"
    assert max(map(cells, printed.lines)) <= 40


def test_one_blank_line_between_paragraphs_and_never_two():
    printed = Printed()
    for text in ("one", "two"):
        printed.paper.paragraph(text)
    printed.paper.heading("three")
    printed.paper.gap()
    printed.paper.line("four")
    assert printed.lines == ["one", "", "two", "", "three", "", "four"]


# What is typed


@pytest.mark.parametrize(("typed", "means"), [
    ("q", Word.QUIT), ("QUIT", Word.QUIT), ("/q", Word.QUIT), ("/quit", Word.QUIT), ("?", Word.HELP), ("b", None),
    ("", None), ("quite", None), ("//q", None), ("r", Word.RESOURCES),
])  # fmt: skip
def test_commands_and_what_is_none(typed: str, means: Word | None):
    assert command_in(typed, (Word.QUIT, Word.HELP, Word.RESOURCES)) is means


@given(st.text())
def test_nothing_typed_leaves_a_control_character(typed: str):
    assert not [c for c in cleaned(typed) if unicodedata.category(c) in ("Cc", "Cs")]


def test_keys_that_send_escapes_leave_nothing():
    assert cleaned("on\x1b[De\x1b[1;5C two\x1bOP\x7f") == "one two"


def talking(*lines: str, more: tuple[bool, ...] = ()) -> tuple[Talk, Printed]:
    printed, given_lines, waiting = Printed(), iter(lines), iter(more)

    def read(prompt: str) -> str:
        printed.lines.append(prompt)
        try:
            return next(given_lines)
        except StopIteration:
            raise EOFError from None

    return Talk(printed.paper, read, lambda: next(waiting, False)), printed


def test_a_question_is_asked_until_it_is_answered():
    talk, printed = talking("maybe", "", "Yes")
    assert talk.agrees("May I?")
    assert printed.text.count("May I?") == 3
    assert talking("")[0].agrees("May I?", otherwise=True)
    assert not talking("n")[0].agrees("May I?", otherwise=True)
    with pytest.raises(Left):
        talking("q")[0].agrees("May I?")
    with pytest.raises(Left):
        talking()[0].ask("What?")


def test_text_of_several_lines_ends_with_an_empty_one():
    talk, _ = talking("one", "two", "", "three")
    assert talk.ask_text("Say:") == "one\ntwo"
    assert talk.ask("") == "three"
    assert talking("")[0].ask_text("Say:") == ""
    assert talking("one")[0].ask_text("Say:") == "one", "the end of input ends it too"


def test_a_pasted_text_may_hold_empty_lines():
    talk, _ = talking("one", "", "two", "", more=(True, False))
    assert talk.ask_text("Say:") == "one\n\ntwo"


def test_a_long_question_leaves_room_for_the_answer():
    talk, printed = talking("x")
    talk.ask("word " * 30)
    assert max(map(len, printed.lines)) <= 61
