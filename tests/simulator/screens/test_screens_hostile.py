"""Text from files and people is never obeyed, on any screen, whatever it holds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from simulator.screens.widgets.marking import blocks_of
from simulator.screens.widgets.prose import lay_out, paragraph

HOSTILE = {
    "markup": "[client] [/] [bold red]loud[/bold red] [@click=app.quit]go[/] \\[x]",
    "link": "[text](https://example.org) <https://example.org> ![p](https://example.org/p.png) <b>b</b>",
    "emoji": "👩‍👧‍👦 🏳️‍🌈 é ｗｉｄｅ " * 5,
    "long": "word " * 2_000,
    "unbroken": "x" * 10_000,
    "markdown": "> " * 50 + "- " * 50 + "*" * 200 + "_" * 200 + "`" * 50 + " deep",
    "brackets": "[" * 300 + "]" * 300,
}


def case_of(text: str) -> str:
    """A vignette with the text in every field that takes one, as JSON (which is YAML)."""
    responses = {
        "one": {"say": f"1 {text}", "rating": "recommended", "because": text, "result": text, "next": "end"},
        "two": {"do": f"2 {text}", "rating": "harmful", "because": text, "result": text, "next": "end"},
    }
    return json.dumps({
        "format": 1, "id": "hostile", "title": text[:2000], "summary": text[:2000], "level": "introductory",
        "minutes": 1, "content_note": [text[:500]],
        "client": {"name": text[:500], "presenting": text}, "clinician": {"role": text}, "briefing": text,
        "start": "only",
        "scenes": {"only": {"narration": text, "client": text, "inner": text, "open": True, "confidence": True,
                            "responses": responses}},
        "endings": {"end": {"outcome": "good", "value": 1, "narration": text, "client_view": text}},
        "differences": text,
    }, ensure_ascii=False)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_a_whole_play_of_hostile_text(running, tmp_path, text):
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "hostile.yaml").write_text(case_of(text), encoding="utf-8")
    async with running(folder=folder) as room:
        await room.press("enter")
        assert room.screen == "BriefingScreen"
        await room.press("enter")
        room.app.screen.query_one("#own-words").load_text(text)
        await room.press("f4", "1", "right")
        room.app.screen.query_one("#reason").value = text[:500]
        await room.press("enter", "enter", "enter")
        assert room.screen == "DebriefScreen"
        for _ in range(8):
            await room.press("right")
            assert "\x1b" not in room.text
        await room.press("f", "escape")
        assert room.screen == "LibraryScreen"
        assert not any("link" in str(segment.style) and "http" in str(segment.style.link)
                       for row in room.app.screen._compositor.render_strips() for segment in row if segment.style)


async def test_brackets_are_seen_and_not_obeyed(running, tmp_path):
    folder = tmp_path / "hostile"
    folder.mkdir()
    (folder / "hostile.yaml").write_text(case_of("[client] says [/]"), encoding="utf-8")
    async with running(folder=folder) as room:
        assert "[client] says [/]" in room.text
        await room.press("enter")
        assert "[client] says [/]" in room.text
        await room.press("enter", "f4")
        assert room.text.count("[client] says [/]") >= 5
        await room.press("1", "right")
        assert "You would" in room.text
        assert room.text.count("[client] says [/]") >= 4


async def test_names_of_people_are_tame(running):
    async with running(known=False) as room:
        name = room.app.screen.query_one("#name")
        name.value = "eve\x1b[2J"
        room.app.screen.query_one("#recorded").focus()
        await room.press("enter")
        assert "cannot be kept" in room.asked
        await room.press("enter")
        name.value = "[red]\u202eeve[/"
        room.app.screen.query_one("#recorded").focus()
        await room.press("enter")
        assert room.screen == "LibraryScreen"
        assert "[red]<U+202E>eve[/" in room.text


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_no_text_breaks_the_marking_or_loses_a_letter(text):
    from simulator.taming import tame

    shown = "".join(block.content.plain for block in blocks_of(text))
    assert sorted(filter(str.isalpha, shown)) == sorted(filter(str.isalpha, tame(text)))


@given(st.text(max_size=200), st.integers(1, 90))
def test_every_line_fits_its_measure(text, width):
    for line in lay_out([paragraph(text)], width):
        assert line.cell_length <= max(width, 8)


def test_markdown_is_read_lightly():
    blocks = blocks_of("A **bold** and *soft* word\nin one line.\n\n1. first\n2. second\n   - deeper\n\n> said")
    assert [(block.first, block.content.plain) for block in blocks] == [
        ("", "A bold and soft word in one line."), ("1. ", "first"), ("2. ", "second"), ("   • ", "deeper"),
        ("│ ", "said"),
    ]
    assert {span.style for span in blocks[0].content.spans} == {"bold", "italic"}


def test_links_and_pictures_stay_text():
    (block,) = blocks_of("See *here*: [text](https://example.org) ![p](x.png) <b>")
    assert block.content.plain == "See here: [text](https://example.org) ![p](x.png) <b>"
    assert all(not isinstance(span.style, str) or "link" not in span.style for span in block.content.spans)
    assert isinstance(block.content, Content)
