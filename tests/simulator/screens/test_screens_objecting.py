"""I disagree, because …: filed at a decision, kept, shown again, shared only where that was said."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

from simulator.cli.exporting import shared_objections
from simulator.flow import Object, Stage, restore
from simulator.records.store import open_store
from tests.journeys.terminals import run

TO_DEBRIEF = ("enter", "enter", "f4", "1", "right", "enter", "enter", "enter", "1", "enter", "enter")


def last_event(room):
    return next(iter(room.app.kept._events.values()))[-1].event


async def object_to_first(room, words, *, share=False):
    await room.press("d")
    assert "I disagree with what is said of decision 1" in room.asked
    await room.write(words)
    if share:
        await room.press("tab", "space")
    await room.press("f4")


async def test_an_objection_is_kept_and_shown_again(running):
    async with running(size=(80, 60)) as room:
        await room.press(*TO_DEBRIEF, "right")
        await object_to_first(room, "I knew [her] better.")
        event = last_event(room)
        assert event.kind == "objected"
        assert event.data == {"step": 0, "scene": "first", "response": room.app.attempt.flow.turns[0].visit.chosen,
                              "reason": "I knew [her] better.", "share": False}
        assert "You disagree, because: “I knew [her] better.”" in room.words
        (attempt,) = room.app.kept._events
        await room.press("escape")
        room.app.resume_attempt(attempt)
        await room.settle()
        await room.press("right")
        assert "You disagree, because: “I knew [her] better.”" in room.words


async def test_nothing_is_shared_unasked_and_an_objection_can_be_taken_back(running):
    async with running() as room:
        await room.press(*TO_DEBRIEF, "right")
        (attempt,) = room.app.kept._events
        await object_to_first(room, "No.")
        assert shared_objections(await room.app.kept.read(attempt)) == []
        await object_to_first(room, " Not so.", share=True)
        (shared,) = shared_objections(await room.app.kept.read(attempt))
        assert shared["reason"] == "No. Not so."
        assert set(shared) == {"vignette", "content_hash", "scene", "response", "reason"}
        await room.press("d")
        room.app.screen.query_one("#reason").load_text("")
        await room.press("f4")
        assert shared_objections(await room.app.kept.read(attempt)) == []
        assert room.app.attempt.flow.turns[0].objection == ""


async def test_escape_files_nothing(running):
    async with running() as room:
        await room.press(*TO_DEBRIEF, "right", "d")
        await room.write("Hm.")
        await room.press("escape")
        assert last_event(room).kind == "ended"
        await room.press("d", "f4")
        assert last_event(room).kind == "ended"


async def test_going_on_at_once_after_filing_is_no_fault(running):
    async with running() as room:
        await room.press(*TO_DEBRIEF, "right", "d")
        await room.write("No.")
        await room.pilot.press("f4", "g")
        await room.settle()
        assert room.app.crash is None
        assert last_event(room).kind in ("objected", "rewound")


async def test_a_record_with_an_objection_is_restored(running):
    async with running() as room:
        await room.press(*TO_DEBRIEF, "right")
        await object_to_first(room, "Why?", share=True)
        attempt = room.app.attempt
        events = [kept.event for kept in next(iter(room.app.kept._events.values()))]
        flow = restore(attempt.setting, events)
        assert flow.stage is Stage.DEBRIEF
        assert flow.turns == attempt.flow.turns
        assert flow.turns[0].share_objection


def test_export_prints_what_was_shared_without_names(tmp_path):
    from simulator.attempts import Attempt
    from simulator.flow import Begin, Confirm, Continue, GiveOwnWords, Pick, Setting
    from simulator.records import Trainee
    from tests.journeys.terminals import ROOM
    from vignettes.reading import read_bytes

    text = ROOM.read_bytes()
    vignette = read_bytes(text, ROOM.name).vignette

    async def play() -> None:
        records = open_store(tmp_path / "data")
        await records.add_trainee(Trainee("11111111-1111-4111-8111-111111111111", "Robin", True,
                                          datetime(2026, 1, 1, tzinfo=UTC)))
        attempt = Attempt(Setting(vignette), text=text, records=records,
                          trainee="11111111-1111-4111-8111-111111111111")
        await attempt.send(Begin())
        while attempt.flow.stage is not Stage.DEBRIEF:
            shown = attempt.view()
            command = {Stage.OWN_WORDS: GiveOwnWords(""), Stage.CONFIRM: Confirm()}.get(shown.stage, Continue())
            await attempt.send(Pick(shown.options[0].response) if shown.stage is Stage.DECISION else command)
        await attempt.send(Object(0, "Shared \x1b[31m\u202e", share=True))
        await attempt.send(Object(len(attempt.flow.turns) - 1, "Mine alone", share=False))
        await records.close()

    (tmp_path / "data").mkdir(mode=0o700)
    asyncio.run(play())
    done = run(tmp_path, "export", "objections")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["reason"] == "Shared \x1b[31m\u202e"
    assert line.isprintable()
    assert "Robin" not in done.stdout
    assert "1111" not in done.stdout
    assert run(tmp_path, "export", "objections", "--vignette", "another").stdout == ""


def test_export_where_nothing_is_recorded(tmp_path):
    done = run(tmp_path, "export", "objections")
    assert (done.returncode, done.stdout) == (0, "")
