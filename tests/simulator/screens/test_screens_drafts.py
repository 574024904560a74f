"""Own words that are being written are kept, however the attempt is left."""

from __future__ import annotations

import pytest

from simulator.flow import Stage


def kept(records):
    return [kept.event for events in records._events.values() for kept in events]


@pytest.mark.parametrize("keys", [("escape", "escape"), ("ctrl+q",), ("f9",), ("ctrl+c",)])
async def test_words_under_way_are_kept(running, keys):
    async with running() as room:
        await room.press("enter", "enter")
        await room.write("I would wait.")
        for key in keys:
            await room.pilot.press(key)
        await room.settle()
        records = room.app.kept
    (_, words) = kept(records)
    assert words.kind == "own-words"
    assert words.data["text"] == "I would wait."


async def test_they_are_there_when_the_attempt_is_resumed(running):
    async with running() as room:
        await room.press("enter", "enter")
        await room.write("I would wait.")
        await room.press("escape", "escape", "r")
        assert room.app.attempt.flow.stage is Stage.DECISION
        assert room.app.attempt.flow.own_words == "I would wait."


async def test_nothing_is_kept_of_an_empty_page_or_an_unrecorded_play(running):
    async with running() as room:
        await room.press("enter", "enter", "escape", "escape")
        assert [event.kind for event in kept(room.app.kept)] == ["started"]
    async with running(open_records=False) as room:
        await room.press("enter", "enter")
        await room.write("Mine.")
        await room.press("f9")
        assert kept(room.app.kept) == []


async def test_a_full_disk_does_not_hold_the_door(running):
    async with running() as room:
        await room.press("enter", "enter")
        await room.write("I would wait.")
        room.app.kept.failing = True
        await room.pilot.press("f9")
        await room.pilot.pause()
        assert room.app.return_code == 0
