"""Line mode in one process, on records in memory: troubles of the records, and whatever anyone types."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.attempts import Attempt, new_id, utc_now
from simulator.flow import Begin, Continue, GiveOwnWords, Mode, Setting, restore
from simulator.plain.desk import CannotRead, Desk
from simulator.plain.paper import Paper
from simulator.plain.sitting import Sitting
from simulator.plain.talking import Talk
from simulator.plain.wrapping import cells
from simulator.records import CannotOpen, CannotWrite, Kept, Records, Trainee
from simulator.records.memory import MemoryRecords
from simulator.screens import Options
from tests.journeys.terminals import ROOM, TOY
from vignettes.model import Vignette
from vignettes.reading import read_bytes, read_header
from vignettes.sources import Sources

COMPILED: dict[Path, Vignette] = {}


def read(file: Path) -> tuple[Vignette, bytes]:
    text = file.read_bytes()
    if file not in COMPILED:
        vignette = read_bytes(text, file.name).vignette
        if vignette is None:
            raise CannotRead(f"{file.name} cannot be played.")
        COMPILED[file] = vignette
    return COMPILED[file], text


class Sat:
    """A sitting over lines typed one after another; at their end, the input ends."""

    def __init__(
        self, lines: Iterable[str], records: Records | None = None, *, options: Options | None = None,
        opens: Callable[[], Records] | None = None, width: int = 75, **known: str,
    ) -> None:  # fmt: skip
        self.printed: list[str] = []
        self.records = records or MemoryRecords()
        typed = iter(lines)

        def ask(prompt: str) -> str:
            self.printed.append(prompt)
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        paper = Paper(self.printed.append, width)
        self.preferences: dict[str, str | None] = dict(known)
        self.desk = Desk(
            options=options or Options(seed=3), paper=paper, talk=Talk(paper, ask), remark=self.printed.append,
            headers=lambda: tuple(map(read_header, (ROOM, TOY))), read=read,
            open_records=opens or (lambda: self.records),
            sources=lambda file: Sources(), clock=utc_now, ticks=lambda: 0.0, new_id=new_id,
            new_seed=lambda: random.randrange(99), preferences=known, keep_preference=self.preferences.__setitem__,
        )  # fmt: skip
        try:
            self.status = Sitting(self.desk).run()
        finally:
            self.desk.close()

    @property
    def text(self) -> str:
        return " ".join("\n".join(self.printed).split())

    def kinds(self) -> list[list[str]]:
        async def asked() -> list[list[str]]:
            people = [await self.records.data_of(one.id) for one in await self.records.trainees()]
            return [[e["kind"] for e in attempt["events"]] for one in people for attempt in one["attempts"]]

        return asyncio.run(asked())


START = ("Ana", "y", "small-room", "", "")  # up to the first decision's own words
FIRST = (*START, "", "close-it", "", "")  # up to what happened after it
WHOLE = (*FIRST, "", "stay", "", "tell-little", "", "", "pass-on", "", "", "", "")  # up to the debrief


# Troubles of the records


class Failing(MemoryRecords):
    """Records that cannot be written so many times, once so many writes went well."""

    def __init__(self, times: int, after: int = 1) -> None:
        super().__init__()
        self.times, self.after = times, after

    async def append_all(self, attempt: str, events: Iterable[Kept], holder: str) -> None:  # type: ignore[override]
        if self.after > 0:
            self.after -= 1
        elif self.times > 0:
            self.times -= 1
            raise CannotWrite("The disk is full; nothing of this was kept.")
        await super().append_all(attempt, list(events), holder)


def test_what_could_not_be_kept_may_be_tried_again():
    sat = Sat((*FIRST, "t", "q"), Failing(1))
    assert "The disk is full" in sat.text
    assert sat.kinds() == [["started", "chosen"]]
    assert "The room is quiet." in sat.text


def test_or_one_goes_on_unrecorded_when_one_agrees_to_that():
    sat = Sat((*FIRST, "x", "u", "", "stay", "", "q", "y"), Failing(99))
    assert "From here on, nothing of this attempt is recorded." in sat.text
    assert sat.kinds() == [["started"]]
    assert "At noon" in sat.text


def test_nothing_begins_that_could_not_be_kept():
    sat = Sat((*START[:-1], "q"), Failing(99, after=0))
    assert "The disk is full" in sat.text
    assert "The door stands open." not in sat.text


def test_or_one_leaves():
    sat = Sat((*FIRST, "q"), Failing(99))
    assert "The room is quiet." not in sat.text
    assert "What you chose so far is kept" in sat.text
    assert sat.status == 0


def test_records_that_cannot_be_opened():
    def never() -> Records:
        raise CannotOpen("The folder cannot be written to.")

    sat = Sat(("t", "u", "small-room", "", "", "", "close-it", "", ""), opens=never)
    assert sat.text.count("The folder cannot be written to.") == 2
    assert "Nothing of this play is being recorded." in sat.text
    assert "The room is quiet." in sat.text
    assert Sat(("q",), opens=never).status == 0


def test_a_name_that_cannot_be_kept_is_asked_again():
    sat = Sat(("x" * 5000, "Ana", "n", "q"))
    assert "is the most that can be kept" in sat.text
    assert "Playing: Ana." in sat.text


# Two windows


def waiting_attempt(records: MemoryRecords) -> Attempt:
    """An attempt that another window holds open, at its first decision."""
    import os
    import socket

    async def begun() -> Attempt:
        await records.add_trainee(Trainee("ana", "Ana", True, utc_now()))
        attempt = Attempt(Setting(read(ROOM)[0], Mode.REHEARSAL, 3), text=ROOM.read_bytes(), records=records,
                          trainee="ana", holder=f"{socket.gethostname()}/{os.getpid()}/other")  # fmt: skip
        for command in (Begin(), Continue(), GiveOwnWords("")):
            await attempt.send(command)
        return attempt

    return asyncio.run(begun())


def test_an_attempt_that_is_open_elsewhere_is_told_and_may_be_taken_over():
    records = MemoryRecords()
    waiting_attempt(records)
    sat = Sat(("1", "n", "q"), records, trainee="ana")
    assert "is open in another window" in sat.text
    assert "Decision 1" not in sat.text
    sat = Sat(("1", "y", "", "", "close-it", "", "", "", "q"), records, trainee="ana")
    assert "The room is quiet." in sat.text
    assert sat.kinds() == [["started", "chosen"]]


def test_the_window_it_was_taken_from_is_told_and_may_take_it_back():
    records = MemoryRecords()

    def lines() -> Iterable[str]:
        yield from (*START, "")
        asyncio.run(records.claim(next(iter(records._events)), "elsewhere/1/x", utc_now(), take_over=True))
        yield from ("close-it", "", "", "t")
        yield from ("", "", "close-it", "", "", "q")

    sat = Sat(lines(), records)
    assert "open in another window" in sat.text
    assert sat.kinds() == [["started", "chosen"]]


# Whatever is typed

WORDS = (
    "", "", "", "", "1", "2", "3", "4", "0", "99999999999", "y", "n", "q", "b", "r", "a", "?", "s", "o", "l", "w",
    "all", "why", "mark 1", "mark", "mark x", "m 2", "/b", "/q", "/?", "offer-a-chair", "close-it", "stay", "tell-all",
    "go-on", "pass-on", "small-room", "scoring-oracle", "guided", "assessment", "Ana", "Ben", "t", "u", "\x1b[A",
    "\u202e", "²", "٣", "c", "D1",
)  # fmt: skip
typed_lines = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=8)), max_size=60)


@given(st.sampled_from(((), START, FIRST, WHOLE)), typed_lines, st.sampled_from((20, 40, 75)))
@settings(max_examples=150, deadline=None)
def test_no_lines_typed_break_it_and_the_record_can_be_played(first: tuple[str, ...], lines: list[str], width: int):
    sat = Sat((*first, *lines), width=width)
    assert sat.status == 0
    assert sat.text.endswith("Goodbye.")
    for line in sat.printed:
        assert cells(line) <= width + 1
        assert not set(line) & set("\x1b\u202e\x07\r")

    async def asked() -> None:
        for person in await sat.records.trainees():
            for summary in await sat.records.attempts(person.id):
                record = await sat.records.read(summary.begun.id)
                vignette = read_bytes(record.text, "kept.yaml").vignette
                assert vignette is not None
                begun, events = record.begun, [kept.event for kept in record.events]
                restore(Setting(vignette, Mode(begun.mode), begun.seed, begun.shuffled), events)

    asyncio.run(asked())


@pytest.mark.parametrize("seed", range(30))
def test_random_plays_come_to_their_debrief(seed: int):
    chance = random.Random(seed)
    lines = ["Ana", "y", "small-room", chance.choice(["1", "2", "3"])]
    lines += [chance.choice(["", "", "1", "2", "y"]) for _ in range(150)]
    sat = Sat(lines)
    assert "Debrief" in sat.text
    assert "ended" in sat.kinds()[0]
