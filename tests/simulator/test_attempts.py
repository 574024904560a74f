"""An attempt as it is played: nothing moves before it is kept, and what is kept brings it back."""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.attempts import Attempt, still_running, this_holder
from simulator.flow import (
    Agree,
    Back,
    Begin,
    Confirm,
    Continue,
    Decline,
    Flow,
    Mode,
    NotNow,
    Pick,
    Stage,
    TryAgain,
    Turn,
    step,
)
from simulator.records import CannotRead, CannotWrite, Kept, Records, RecordsError, Taken, Unknown
from simulator.records.memory import MemoryRecords
from simulator.records.store import open_store
from tests.simulator.attempt_makers import ROOM, TOY, attempt_on, commands, compiled, play
from tests.simulator.record_makers import trainee


@pytest.fixture(params=["memory", "store"])
async def records(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Records]:
    opened: Records = MemoryRecords() if request.param == "memory" else open_store(tmp_path / "data")
    yield opened
    await opened.close()


class Failing(MemoryRecords):
    """Records on a disk that is full now and then; ``late``: what failed was kept all the same."""

    full = False
    late = False

    async def begin(self, *what: Any) -> None:
        if self.late:
            await super().begin(*what)
        self.fail()
        await super().begin(*what)

    async def append_all(self, *what: Any) -> None:
        if self.late:
            await super().append_all(*what)
        self.fail()
        await super().append_all(*what)

    def fail(self) -> None:
        if self.full:
            raise CannotWrite("This could not be kept: the disk is full.")


async def kinds(records: Records, attempt: str = "attempt-1") -> list[str]:
    return [kept.event.kind for kept in (await records.read(attempt)).events]


def moment(attempt: Attempt) -> Flow:
    """Where an attempt stands once all has been gone through that needs no choice, and nothing is taken up."""
    setting, flow = attempt.setting, replace(attempt.flow, recorded=True)
    while flow.stage in (Stage.OUTCOME, Stage.INTERLUDE, Stage.ENDING):
        flow, _ = step(setting, flow, Continue())
    if flow.stage in (Stage.OWN_WORDS, Stage.CONFIRM):
        flow = replace(flow, stage=Stage.DECISION, picked=None)

    def told(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:  # passing on without a word is not kept
        return tuple(replace(turn, own_words=turn.own_words if turn.own_words.strip() else "") for turn in turns)

    return replace(
        flow,
        own_words=flow.own_words if flow.own_words.strip() else "",
        turns=told(flow.turns),
        first_line=None if flow.first_line is None else told(flow.first_line),
    )


# Beginning


async def test_nothing_is_kept_before_the_beginning(records: Records):
    attempt = await attempt_on(ROOM, records)
    assert attempt.flow.stage is Stage.BRIEFING
    with pytest.raises(Unknown):
        await records.read(attempt.id)
    await attempt.send(Begin())
    record = await records.read(attempt.id)
    assert record.text == ROOM
    assert (record.begun.vignette, record.begun.mode, record.begun.seed) == ("waiting-room", "rehearsal", 7)
    assert record.begun.content_hash == compiled(ROOM).content_hash
    assert [kept.event.kind for kept in record.events] == ["started"]


async def test_a_vignette_that_is_skipped_leaves_no_trace(records: Records):
    attempt = await attempt_on(ROOM, records)
    before = await records.data_of("trainee-1")
    await attempt.send(Decline())
    await attempt.pause()
    assert await records.data_of("trainee-1") == before
    assert await records.attempts("trainee-1") == []


async def test_an_answer_on_recording_is_the_persons_and_no_event(records: Records):
    attempt = await attempt_on(ROOM, records, asks_consent=True)
    await attempt.send(Agree(recorded=True))
    assert (await records.trainees())[0].recorded is True
    await attempt.send(Begin())
    assert await kinds(records) == ["started"]


async def test_who_does_not_agree_plays_unrecorded(records: Records):
    attempt = await attempt_on(ROOM, records, asks_consent=True)
    await attempt.send(Agree(recorded=False))
    await play(attempt, "sit", "stay", "close")
    assert not attempt.recorded
    assert (await records.trainees())[0].recorded is False
    assert await records.attempts("trainee-1") == []


async def test_without_records_or_without_a_person_nothing_is_kept():
    attempt = await attempt_on(ROOM)
    await play(attempt, "sit", "stay", "close")
    assert not attempt.recorded
    nobody = Attempt(attempt.setting, text=ROOM, records=MemoryRecords())
    await play(nobody, "sit", "stay", "close")
    assert not nobody.recorded
    await nobody.pause()


# Playing


async def test_every_choice_is_kept_before_the_next_moment_is_shown(records: Records):
    attempt = await attempt_on(ROOM, records)
    await play(attempt, "sit")
    assert await kinds(records) == ["started", "own-words", "chosen"]
    await play(attempt, "stay", "run")
    events = (await records.read(attempt.id)).events
    assert [kept.event.kind for kept in events] == ["started", "own-words", "chosen", "chosen", "chosen", "ended"]
    assert events[2].event.data["response"] == "sit"
    assert events[3].event.data["response"] is None
    assert [kept.at for kept in events] == sorted(kept.at for kept in events)
    (summary,) = await records.attempts("trainee-1")
    assert (summary.steps, summary.ending) == (3, "late")


async def test_two_commands_at_once_are_carried_out_in_turn(records: Records):
    attempt = await attempt_on(ROOM, records)
    await play(attempt)
    await attempt.send(Pick("sit"))
    results = await asyncio.gather(attempt.send(Confirm()), attempt.send(Confirm()), return_exceptions=True)
    assert isinstance(results[1], NotNow)
    assert await kinds(records) == ["started", "own-words", "chosen"]


async def test_a_command_whose_waiter_gave_up_is_carried_out_to_its_end(records: Records):
    attempt = await attempt_on(ROOM, records)
    await play(attempt)
    await attempt.send(Pick("sit"))
    waiting = asyncio.ensure_future(attempt.send(Confirm()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    while attempt.flow.stage is Stage.CONFIRM:
        await asyncio.sleep(0.001)
    await play(attempt, "stay", "close")
    assert await kinds(records) == ["started", "own-words", "chosen", "chosen", "chosen", "ended"]


@pytest.mark.parametrize("late", [False, True])
async def test_what_cannot_be_kept_does_not_move_and_may_be_sent_again(late: bool):
    records = Failing()
    attempt = await attempt_on(ROOM, records)
    records.full, records.late = True, late
    with pytest.raises(RecordsError):
        await attempt.send(Begin())
    assert attempt.flow.stage is Stage.BRIEFING
    records.full = records.late = False
    await play(attempt, "sit", "stay")
    await attempt.send(Pick("close"))
    records.full, records.late = True, late
    before = attempt.flow
    for _ in range(2):
        with pytest.raises(RecordsError):
            await attempt.send(Confirm())
        assert attempt.flow is before
    records.full = records.late = False
    await attempt.send(Confirm())
    assert attempt.flow.stage is Stage.ENDING
    assert await kinds(records) == ["started", "own-words", "chosen", "chosen", "chosen", "ended"]


async def test_one_may_go_on_unrecorded_and_what_was_kept_stays():
    records = Failing()
    attempt = await attempt_on(ROOM, records)
    await play(attempt, "sit")
    records.full = True
    with pytest.raises(RecordsError):
        await play(attempt, "stay")
    attempt.go_unrecorded()
    assert not attempt.recorded
    await play(attempt, "close")
    assert attempt.flow.stage is Stage.DEBRIEF
    assert await kinds(records) == ["started", "own-words", "chosen"]
    await attempt.pause()


# Resuming


@pytest.mark.parametrize("mode", list(Mode))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), count=st.integers(1, 40))
async def test_what_is_kept_brings_back_what_was_played(mode: Mode, seed: int, count: int):
    records = MemoryRecords()
    attempt = await attempt_on(TOY, records, mode=mode)
    for command in commands(attempt, random.Random(seed), count):
        try:
            await attempt.send(command)
        except NotNow:
            assert mode is Mode.ASSESSMENT
            break
    await attempt.pause()
    back = await Attempt.resume(records, attempt.id)
    assert moment(back) == moment(attempt)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
async def test_resumed_after_every_command_it_goes_as_if_never_left(seed: int):
    chance = random.Random(seed)
    records = MemoryRecords()
    attempt = await attempt_on(ROOM, records, mode=Mode.GUIDED)
    unkept: dict[int, str] = {}
    for command in commands(attempt, chance, 30):
        await attempt.send(command)
        unkept = {step: turn.visit.chosen for step, turn in enumerate(attempt.flow.turns)}
        if attempt.flow.stage is Stage.BRIEFING:
            continue
        await attempt.pause()
        before = moment(attempt)
        attempt = await Attempt.resume(records, attempt.id)
        while attempt.flow.backlog:  # what was not kept is asked again
            await attempt.send(Pick(unkept.get(len(attempt.flow.turns), "stay")))
            await attempt.send(Confirm())
        assert moment(attempt).turns == before.turns
        assert moment(attempt).state == before.state


async def test_resume_stands_at_the_last_choice_on_the_text_that_was_kept(records: Records):
    attempt = await attempt_on(ROOM, records)
    await play(attempt, "sit", "stay")
    await attempt.pause()
    back = await Attempt.resume(records, "attempt-1")
    assert back.flow.backlog
    assert back.flow.state.place == "side"
    assert back.flow.turns[0].own_words == "I would think of first."
    assert (back.flow.turns[0].confidence, back.flow.turns[0].reason) == (0.6, "a reason")
    await play(back, "refer")
    assert back.flow.state.place == "last"
    assert "It is cold." in str(back.setting.vignette.scenes["hall"].narration)
    await play(back, "close")
    assert back.setting.seed == 7
    assert await kinds(records) == ["started", "own-words", "chosen", "chosen", "chosen", "ended"]


async def test_where_nobody_can_be_asked_own_words_given_before_come_back(records: Records):
    attempt = await attempt_on(ROOM, records)
    await play(attempt, "sit", "stay", "again")
    await attempt.pause()
    back = await Attempt.resume(records, "attempt-1", asks=False)
    await back.send(Pick("stay"))
    assert [turn.own_words for turn in back.flow.turns] == ["I would think of first.", "", ""]
    assert back.flow.stage is Stage.DECISION
    await play(back, "sit", "refer", "close")


async def test_resume_of_a_finished_attempt_stands_at_its_debrief(records: Records):
    attempt = await attempt_on(TOY, records)
    await play(attempt, "c")
    await attempt.pause()
    back = await Attempt.resume(records, "attempt-1")
    assert back.flow.stage is Stage.DEBRIEF
    await back.send(TryAgain(0))
    await play(back, "b", "a", "c")
    (summary,) = await records.attempts("trainee-1")
    assert (summary.ending, summary.first_ending, summary.rewinds) == ("END_term", "END_early", 1)


async def test_a_record_that_does_not_fit_is_told_and_left_as_it_is(records: Records):
    attempt = await attempt_on(TOY, records)
    await play(attempt, "a")
    odd = Kept(2, attempt._clock(), replace((await records.read("attempt-1")).events[1].event))
    await records.append("attempt-1", odd, "me")
    await attempt.pause()
    with pytest.raises(CannotRead):
        await Attempt.resume(records, "attempt-1")
    assert await kinds(records) == ["started", "chosen", "chosen"]
    await records.claim("attempt-1", "somebody else", attempt._clock())


async def test_a_text_that_cannot_be_read_any_more_is_told(records: Records):
    attempt = await attempt_on(TOY, records)
    attempt._text = b"format: 99"
    await attempt.send(Begin())
    await attempt.pause()
    with pytest.raises(CannotRead):
        await Attempt.resume(records, "attempt-1")
    with pytest.raises(Unknown):
        await Attempt.resume(records, "attempt-9")


# Two windows


async def test_the_second_window_is_told_and_may_take_over(records: Records):
    first = await attempt_on(TOY, records, holder=this_holder())
    await play(first, "a")
    with pytest.raises(Taken):
        await Attempt.resume(records, "attempt-1")
    second = await Attempt.resume(records, "attempt-1", take_over=True)
    with pytest.raises(Taken):
        await play(first, "a")
    assert len(first.flow.turns) == 1
    await play(second, "a", "c")
    assert await kinds(records) == ["started", "chosen", "chosen", "chosen", "ended"]


@pytest.mark.skipif(os.name == "nt", reason="a process that has ended keeps its number there for a while")
async def test_an_attempt_of_a_program_that_died_is_free(records: Records):
    done = subprocess.run(
        [sys.executable, "-c", "from simulator.attempts import this_holder; print(this_holder())"],
        capture_output=True, text=True, check=True, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    gone = done.stdout.strip()
    assert not still_running(gone)
    attempt = await attempt_on(TOY, records, holder=gone)
    await play(attempt, "a")
    back = await Attempt.resume(records, "attempt-1")
    await play(back, "a", "c")


def test_who_may_still_be_running():
    assert still_running(this_holder())
    assert still_running("another-computer/1/x")
    assert still_running(this_holder().rsplit("/", 2)[0] + "/1/x")
    for odd in ("/x", "/-5/x", "/0/x", "/99999999999999999999/x", "/"):
        assert not still_running(this_holder().rsplit("/", 2)[0] + odd)


async def test_letting_go_twice_or_before_the_beginning_is_fine(records: Records):
    attempt = await attempt_on(TOY, records)
    await attempt.pause()
    await play(attempt, "a")
    await attempt.pause()
    await attempt.pause()
    await play(attempt, "a", "c")


async def test_going_back_in_guided_mode_is_kept(records: Records):
    attempt = await attempt_on(TOY, records, mode=Mode.GUIDED)
    await play(attempt, "a")
    await attempt.send(Back())
    await play(attempt, "b")
    assert await kinds(records) == ["started", "chosen", "rewound", "chosen"]
    await attempt.pause()
    back = await Attempt.resume(records, "attempt-1")
    assert [turn.visit.chosen for turn in back.flow.turns] == ["b"]
    assert [turn.visit.chosen for turn in back.flow.first_line or ()] == ["a"]
    await back.send(Continue())


async def test_a_person_deleted_meanwhile_is_told(records: Records):
    attempt = await attempt_on(TOY, records)
    await play(attempt, "a")
    await records.delete_trainee("trainee-1")
    with pytest.raises(Unknown):
        await play(attempt, "a")
    await records.add_trainee(trainee(1))
    assert await records.attempts("trainee-1") == []
