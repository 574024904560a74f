"""Filters, settings, themes, one's own keys, and help for what one is in."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from textual.theme import BUILTIN_THEMES

from simulator import preferences
from simulator.screens.filters import Filters
from simulator.screens.keys import good_keys, readable
from simulator.screens.themes import every_theme, first_theme
from simulator.screens.widgets.prose import Prose
from vignettes.reading.header import Header

CARD = Header("a", "A", "", "advanced", "en", 12, ("grief", "violence"), "Ada", None, ("e",), "a.yaml")


@pytest.mark.parametrize(("filters", "fits"), [
    (Filters(), True), (Filters(level="advanced"), True), (Filters(level="introductory"), False),
    (Filters(length="12"), True), (Filters(length="20"), False), (Filters(length="more"), False),
    (Filters(length="unknown"), True), (Filters(competency="C1"), True), (Filters(competency="C2"), False),
    (Filters(note="none"), False), (Filters(note="without:grief"), False), (Filters(note="without:war"), True),
])
def test_what_a_filter_lets_through(filters, fits):
    assert filters.fits(CARD, {"a.yaml": Counter({"C1": 2})}) is fits


def test_nothing_is_left_out_by_what_is_not_known():
    assert Filters(competency="C2").fits(CARD, {})
    broken = CARD._replace(fault="no", level="", minutes=0)
    assert Filters().fits(broken, {})
    assert not Filters(level="advanced").fits(broken, {})


async def test_the_library_is_filtered_and_the_filter_kept(running):
    async with running(sources=True) as room:
        await room.press("slash")
        assert "2 of 2 cases are shown." in " ".join(room.text.split())
        await room.press("down", "down", "down", "right")  # content notes: only cases without one
        assert "1 of 2 cases are shown." in " ".join(room.text.split())
        await room.press("escape")
        assert "Only without a content note" in room.text
        assert "A plain case" in room.text
        assert "An evening case" not in room.text
        assert getattr(room.app.remembered, "filter-note") == "none"
        await room.press("slash", "x", "escape")
        assert "An evening case" in room.text
        assert getattr(room.app.remembered, "filter-note") is None


async def test_a_kept_filter_holds_at_the_next_start(running):
    async with running(sources=True, preferences={"filter-competency": "C3"}) as room:
        assert "Only Something else" in room.text
        assert "There is no such case here." in room.text
        await room.press("enter")
        assert room.screen == "LibraryScreen"


async def test_settings_take_effect_at_once_and_are_kept(running):
    async with running(size=(120, 40)) as room:
        await room.press("f3", "right", "right")
        assert room.app.theme == room.app.remembered.theme == "high-contrast"
        await room.press("down", "left")
        assert room.app.remembered.measure == "60"
        await room.press("escape", "enter")
        assert room.app.screen.query_one(Prose).size.width == 60
        await room.press("escape", "f3", "down", "down", "right", "escape", "enter")
        assert room.app.remembered.mode == "guided"
        assert room.app.screen.mode.value == "guided"


@pytest.mark.parametrize("theme", [*every_theme()])
async def test_every_theme_shows_the_library(running, theme):
    async with running(theme=theme) as room:
        assert room.app.theme == theme
        assert "An evening case" in room.text


def test_all_themes_can_be_chosen_and_few_colours_still_win():
    assert set(BUILTIN_THEMES) | {"quiet-dark", "quiet-light", "high-contrast"} == set(every_theme())
    assert first_theme("dracula", {"COLORTERM": "truecolor"}) == "dracula"
    assert first_theme("solarized-light", {"TERM": "xterm"}) == "ansi-light"
    assert first_theme("no-such-theme", {"COLORTERM": "truecolor"}) == "quiet-dark"


async def test_keys_of_ones_own(running):
    async with running(keys={"history": "z", "progress": "f8", "about": "ctrl+w", "nothing": "q"}) as room:
        assert "about, nothing" in room.text
        await room.press("enter", "enter", "escape", "escape")
        await room.press("h")
        assert room.screen == "LibraryScreen"
        assert "z History" in room.text
        await room.press("z")
        assert room.screen == "HistoryScreen"


def test_which_keys_can_be_used():
    assert good_keys({"again": "z", "help": "f10, h"}) == ({"again": "z", "help": "f10,h"}, "")
    for bad in ({"again": "f9"}, {"again": ""}, {"quit": "q"}, {"again": "ctrl+n"}, {"none": "a"}, {"again": "a,,b"}):
        good, words = good_keys(bad)
        assert good == {}
        assert next(iter(bad)) in words
    assert good_keys({"quick-exit": "f12", "again": "f9"})[1] == ""
    assert readable("f10,ctrl+s,slash") == "F10, Ctrl+S, /"


def test_the_section_of_keys_is_left_alone(tmp_path):
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps({"theme": "x", "keys": {"again": "z", "bad": 3}}))
    assert preferences.keys(tmp_path) == {"again": "z"}
    preferences.keep("theme", "y", tmp_path)
    assert json.loads(file.read_text())["keys"] == {"again": "z", "bad": 3}
    file.write_text('{"keys": []}')
    assert preferences.keys(tmp_path) == {}


async def test_help_speaks_of_what_one_is_in_and_names_the_keys(running):
    async with running(size=(100, 60), keys={"history": "z"}) as room:
        await room.press("f1")
        assert "A list." in room.text
        assert "another" not in room.text.split("Everywhere")[0]
        await room.press("escape", "enter", "enter", "f1")
        assert "before you see the responses" in room.words
        assert '"keys"' in room.text
        assert "say-it (Ctrl+S, F4)" in room.words
