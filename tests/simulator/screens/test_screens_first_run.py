"""The first run: who plays, what is recorded, and the next one on the same computer."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.records import Trainee
from simulator.records.memory import MemoryRecords
from simulator.screens import Options

NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)


async def test_the_first_run_says_what_is_recorded_before_anything_is_kept(running):
    async with running(known=False, size=(90, 60)) as room:
        assert room.screen == "WelcomeScreen"
        for told in ("What is recorded", "Who sees it: you.", "Does it count: no.",
                     "no clinical, legal or ethics advice", "simulator --plain"):
            assert told in room.words
        assert room.app.kept._trainees == {}


async def test_a_name_and_a_yes_make_a_trainee(running):
    async with running(known=False) as room:
        await room.write("Sam")
        await room.press("enter", "enter")
        assert room.screen == "LibraryScreen"
        (trainee,) = room.app.kept._trainees.values()
        assert (trainee.name, trainee.recorded) == ("Sam", True)
        assert room.app.remembered.trainee == trainee.id
        await room.press("enter", "enter")
        assert len(room.app.kept._events) == 1


async def test_without_a_name_nothing_is_begun(running):
    async with running(known=False) as room:
        await room.press("enter", "enter")
        assert room.screen == "WelcomeScreen"
        assert room.app.kept._trainees == {}


async def test_playing_without_a_record_keeps_nothing(running):
    async with running(known=False) as room:
        await room.write("Sam")
        await room.press("enter", "tab", "enter")
        assert room.screen == "LibraryScreen"
        await room.press("enter", "enter")
        assert room.screen == "PlayScreen"
        assert "not recorded" in room.text
        assert room.app.kept._events == {}
        assert room.app.kept._trainees == {}
        assert not hasattr(room.app.remembered, "trainee")


async def test_someone_else_can_play_on_the_same_computer(running):
    async with running() as room:
        await room.press("f3")
        assert "Robin is playing." in room.words
        await room.press("ctrl+o")
        assert room.screen == "WelcomeScreen"
        assert "Robin" in room.text
        await room.write("Kim")
        await room.press("enter", "enter")
        assert room.app.trainee.name == "Kim"
        await room.press("f3", "ctrl+o", "shift+tab", "enter")
        assert room.screen == "LibraryScreen"
        assert {person.name for person in room.app.kept._trainees.values()} == {"Robin", "Kim"}


async def test_a_vignette_asked_for_opens_after_the_first_run(running, shelf):
    async with running(known=False, options=Options(vignette=shelf / "plain.yaml")) as room:
        await room.write("Sam")
        await room.press("enter", "enter")
        assert room.screen == "BriefingScreen"


async def test_a_theme_chosen_is_remembered(running):
    async with running() as room:
        await room.press("f3", "right")
        assert room.app.theme == "quiet-light"
        assert room.app.remembered.theme == "quiet-light"


async def test_who_said_no_to_recording_plays_unrecorded(running):
    records = MemoryRecords()
    records._trainees["t-1"] = Trainee("t-1", "Robin", False, NOON)
    async with running(records=records) as room:
        await room.press("enter", "enter")
        assert room.screen == "PlayScreen"
        assert "not recorded" in room.text
        assert records._events == {}


async def test_who_has_not_been_asked_is_asked_before_the_first_briefing(running):
    records = MemoryRecords()
    records._trainees["t-1"] = Trainee("t-1", "Robin", None, NOON)
    async with running(records=records, size=(90, 40)) as room:
        await room.press("enter")
        assert "Who sees it: you." in room.asked
        assert records._trainees["t-1"].recorded is None
        await room.press("enter")
        assert room.screen == "BriefingScreen"
        assert records._trainees["t-1"].recorded is True


async def test_someone_no_longer_in_the_records_is_asked_who_they_are(running):
    records = MemoryRecords()
    async with running(records=records) as room:
        del records._trainees["t-1"]
        room.app.trainee = None
        await room.press("enter")
        assert room.screen == "WelcomeScreen"
