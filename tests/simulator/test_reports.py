"""Debriefs saved as pages: whole, escaped, and without a reference to any other host."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scoring.debrief import Said
from simulator.debriefs import debrief_of_path
from simulator.reports import kind_of, page
from simulator.reports.markdown import plainly
from simulator.saving import CannotSave
from simulator.taming import tame
from tests.journeys.terminals import ROOM, run
from vignettes.playing import State, begin, choose, go_on, open_responses, walk
from vignettes.reading import read_bytes
from vignettes.sources import Sources

KINDS = ("html", "markdown", "svg")
HOSTILE = ('<script>alert(1)</script><img src="http://evil.example/x"> [a](http://evil.example) ![b](//evil.example/i) '
           "</style><iframe src=x> www.evil.example \x1b[31m \u202e & \"'")


def first_line(vignette) -> list[str]:
    state: State = begin(vignette)
    chosen = []
    while state.place in vignette.scenes:
        if vignette.scenes[state.place].is_decision:
            response = open_responses(vignette, state)[-1]
            chosen.append(response.id)
            state = choose(vignette, state, response)
        else:
            state = go_on(vignette, state)
    return chosen


def made(text: bytes, kind: str, said=None) -> str:
    vignette = read_bytes(text, "a.yaml").vignette
    assert vignette is not None
    line = walk(vignette, first_line(vignette))[0]
    return page(kind, debrief_of_path(vignette, line, Sources(), said=said), vignette, line)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


def hostile_case() -> bytes:
    """A case every text of which would like to be obeyed."""
    quoted = "'" + HOSTILE.replace("\x1b", "").replace("\u202e", "").replace("'", "''") + "'"
    return f"""
format: 1
id: hostile
title: {quoted}
start: a
scenes:
  a:
    narration: {quoted}
    client: {quoted}
    responses:
      x: {{say: {quoted}, rating: recommended, because: {quoted}, result: {quoted}, next: e}}
      y: {{say: {quoted}, rating: harmful, because: {quoted}, next: e}}
endings:
  e: {{outcome: good, value: 1, narration: {quoted}, client_view: {quoted}}}
differences: {quoted}
""".encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_tells_the_debrief(kind):
    told = made(ROOM.read_bytes(), kind, {0: Said(own_words="In my own words.", objection="I see it otherwise.")})
    assert "In my own words." in told
    assert "I see it otherwise." in told
    assert "Decision 1" in told
    assert "What stayed within reach" in told
    assert told.index("In my own words.") < told.index("In numbers")


@pytest.mark.parametrize("kind", ["html", "svg"])
def test_nothing_of_a_text_is_obeyed_and_no_host_is_named(kind):
    told = made(ROOM.read_bytes(), kind, {0: Said(own_words=HOSTILE, objection=HOSTILE)})
    found = Tags()
    found.feed(told)
    assert not found.tags & {"script", "img", "iframe", "a", "link", "object", "image", "use", "form"}
    for name, value in found.attributes:
        assert name not in ("src", "href", "xlink:href", "action")
        assert not name.startswith("on")
        assert name == "xmlns" or "//" not in (value or "")
    assert not re.search(r"url\((?!#)|@import", told)
    assert "\x1b" not in told
    assert "\u202e" not in told
    if kind == "svg":
        ElementTree.fromstring(told)
    else:
        assert "default-src &#x27;none&#x27;" in told


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_vignettes_stay_text(kind):
    told = made(hostile_case(), kind)
    assert "<script" not in told
    assert "<img" not in told
    assert "evil.example" in told


def links_in(text: str) -> list[str]:
    parser = MarkdownIt("commonmark", {"html": True})
    found = []
    for token in parser.parse(text):
        found += [token.type] + [child.type for child in token.children or []]
    return [kind for kind in found if kind not in ("paragraph_open", "paragraph_close", "inline", "text", "softbreak")]


@settings(max_examples=300)
@given(st.text(st.sampled_from("ab1 \\`*_{}[]()#+-.!|<>&;:/=~$@\n\t\"'w"), max_size=30))
def test_in_markdown_every_text_is_only_text(text):
    assert links_in(plainly(tame(text))) == [], plainly(text)


@settings(max_examples=100)
@given(st.text(st.sampled_from("ab1 \\`*_[]()#+-.!|<>&;=~"), max_size=30))
def test_in_markdown_no_letter_is_lost(text):
    (inline,) = [t for t in MarkdownIt("commonmark").parse(plainly(text) or "x") if t.type == "inline"]
    shown = "".join(child.content for child in inline.children)
    assert shown.split() == (" ".join(text.split()) or "x").split()


def test_names_of_files_say_the_kind():
    assert [kind_of(Path(name)) for name in ("a.html", "a.HTM", "a.md", "a.svg")] == ["html", "html", "markdown", "svg"]
    with pytest.raises(CannotSave):
        kind_of(Path("a.pdf"))


def test_score_saves_a_page_and_never_over_another(tmp_path):
    choices = ",".join(first_line(read_bytes(ROOM.read_bytes(), "a.yaml").vignette))
    done = run(tmp_path, "score", str(ROOM), "--choices", choices, "--save", "a.html")
    assert (done.returncode, done.stdout) == (0, "Saved in a.html.\n")
    before = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "The map of this case" in before
    again = run(tmp_path, "score", str(ROOM), "--choices", choices, "--save", "a.html")
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == before
    assert run(tmp_path, "score", str(ROOM), "--choices", choices, "--save", "a.pdf").returncode == 2
    assert run(tmp_path, "score", str(ROOM), "--choices", choices, "--save", "no/a.md").returncode == 3
