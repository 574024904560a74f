"""What lies behind a person: past attempts, progress, their own data."""

from __future__ import annotations

import json

import pytest

from simulator.saving import CannotSave, safe_name, write_new
from simulator.screens.progress import scale

TO_DEBRIEF = ("enter", "enter", "f4", "1", "right", "enter", "enter", "enter", "1", "enter", "enter")


async def played(room):
    await room.press(*TO_DEBRIEF, "escape")


async def test_history_opens_a_debrief_and_deletes_an_attempt_after_asking(running):
    async with running() as room:
        await played(room)
        await room.press("h")
        assert "An evening case" in room.text
        await room.press("enter")
        assert room.screen == "DebriefScreen"
        await room.press("escape", "h", "x")
        assert "for good?" in room.asked
        await room.press("enter")  # what stands first changes nothing
        assert len(room.app.kept._events) == 1
        await room.press("x", "right", "enter")
        assert room.app.kept._events == {}
        assert "There are no attempts." in room.text
        await room.press("escape")
        assert room.screen == "LibraryScreen"
        assert "0 of 2" in room.text


async def test_an_attempt_open_elsewhere_is_not_deleted(running):
    async with running() as room:
        await played(room)
        (attempt,) = room.app.kept._events
        await room.app.kept.claim(attempt, "another-host/1/abc", room.app.house.clock(), take_over=True)
        await room.press("h", "x", "right", "enter")
        assert "open in another window" in room.asked
        assert len(room.app.kept._events) == 1


async def test_progress_gives_no_verdict_on_too_little_and_opens_what_is_next(running):
    async with running(sources=True) as room:
        await played(room)
        await room.press("p")
        assert room.screen == "ProgressScreen"
        assert "too few to say anything yet" in room.text
        assert "kept" not in room.text.replace("share kept", "")
        assert "Referring too soon" in room.words
        assert "Holding on too long" in room.words
        assert "A plain case" in room.text
        await room.press("enter")
        assert room.screen == "BriefingScreen"
        assert "A plain case" in room.text


async def test_ones_own_data_are_seen_and_saved(running, tmp_path):
    async with running() as room:
        await played(room)
        await room.press("d")
        assert '"trainee"' in room.text
        await room.press("s")
        named = tmp_path / "mine.json"
        room.app.screen.query_one("#file").value = str(named)
        await room.press("enter")
        kept = json.loads(named.read_text())
        assert kept == json.loads(json.dumps(await room.app.kept.data_of("t-1")))
        assert named.stat().st_mode & 0o077 == 0
        await room.press("s")
        room.app.screen.query_one("#file").value = str(named)
        await room.press("enter")
        assert "is there already" in room.asked
        await room.press("escape")
        assert json.loads(named.read_text()) == kept


async def test_everything_is_deleted_only_after_a_clear_answer(running):
    async with running() as room:
        await played(room)
        await room.press("d", "x")
        assert "for good?" in room.asked
        await room.press("escape")
        assert room.app.kept._trainees
        await room.press("x", "right", "enter")
        assert room.app.kept._trainees == {}
        assert room.app.kept._events == {}
        assert room.screen == "WelcomeScreen"
        assert room.app.remembered.trainee is None


async def test_a_name_is_removed_and_the_attempts_stay(running):
    async with running() as room:
        await played(room)
        await room.press("d", "n", "enter")
        assert room.app.kept._trainees["t-1"].name is None
        assert len(room.app.kept._events) == 1
        assert "Robin" not in room.text


def test_a_file_that_is_there_is_left_alone(tmp_path):
    file = tmp_path / "a"
    file.write_text("before")
    with pytest.raises(CannotSave, match="already"):
        write_new(file, "after")
    assert file.read_text() == "before"
    with pytest.raises(CannotSave, match="could not be written"):
        write_new(tmp_path / "none" / "a", "x")


def test_names_of_files_and_the_line_of_an_interval():
    assert safe_name("../Ro bin\x1b") == "ro-bin"
    assert safe_name("\u202e") == "someone"
    line = scale(0.25, 0.5, 0.75, 8)
    assert line == "··━━●━━·"
    assert scale(1, 1, 1, 4) == "···●"
