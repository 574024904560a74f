"""A debrief saved from the full screen."""

from __future__ import annotations

import pytest

TO_DEBRIEF = ("enter", "enter", "f4", "1", "right", "enter", "enter", "enter", "1", "enter", "enter")


@pytest.mark.parametrize(("end", "begins"), [("html", "<!doctype html>"), ("md", "# An evening"), ("svg", "<svg ")])
async def test_a_debrief_is_saved_as_a_page(running, tmp_path, end, begins):
    file = tmp_path / f"mine.{end}"
    async with running() as room:
        await room.press(*TO_DEBRIEF, "s")
        assert "Save this debrief" in room.asked
        room.app.screen.query_one("#file").value = str(file)
        await room.press("enter")
        assert file.read_text(encoding="utf-8").startswith(begins)
        assert "Robin" not in file.read_text(encoding="utf-8")
        assert room.screen == "DebriefScreen"


async def test_a_name_that_cannot_be_used_is_asked_for_again(running, tmp_path):
    async with running() as room:
        await room.press(*TO_DEBRIEF, "s")
        for name, words in ((str(tmp_path / "a.pdf"), ".html, .md or .svg"),
                            (str(tmp_path / "no" / "a.md"), "could not"), ("a\0.md", "could not"),
                            ("~nobody-here/a.md", "")):
            room.app.screen.query_one("#file").value = name
            await room.press("enter")
            assert words in room.asked
        await room.press("escape")
        assert room.screen == "DebriefScreen"
        assert list(tmp_path.glob("*.pdf")) == []
