"""A small vignette with all that an attempt keeps, the toy of the oracle, and random play of either."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from simulator.attempts import Attempt
from simulator.flow import (
    CONFIDENCE_STEPS,
    Back,
    Begin,
    Command,
    Confirm,
    Continue,
    Flow,
    GiveOwnWords,
    MarkNearest,
    Mode,
    Pick,
    Setting,
    Stage,
    TryAgain,
    Unpick,
)
from simulator.records import Records
from tests.simulator.record_makers import NOON, trainee
from vignettes.model import Vignette
from vignettes.reading import read_bytes

TOY = (Path(__file__).resolve().parents[1] / "oracle" / "toy.yaml").read_bytes()
ROOM = b"""\
format: 1
id: waiting-room
title: The waiting room
summary: A client who will not sit down.
variables: {tone: {start: 0, min: 0, max: 2}}
start: door
scenes:
  door:
    narration: The door stands open.
    acts: [client-stands]
    next: first
  first:
    narration: They stand by the window.
    open: true
    confidence: true
    responses:
      sit: {say: Would you like to sit, rating: recommended, because: An offer., result: They sit., next: side}
      wait: {do: Wait., rating: inadvisable, because: Silence weighs., next: side}
  side:
    narration: Which way do you lean yourself?
    scored: false
    keep: false
    responses:
      stay: {do: Stay., because: A lean., set: {tone: 1}, next: hall}
      refer: {do: Refer., because: A lean., set: {tone: 2}, next: hall}
  hall:
    narration: [{when: tone == 1, text: It is warm.}, {when: tone == 2, text: It is cold.}]
    next: last
  last:
    narration: Time is nearly up.
    responses:
      close: {say: We stop here., rating: recommended, because: A frame., next: calm}
      again: {say: Once more., rating: acceptable, because: It helps., next: first}
      run: {do: Run over., rating: harmful, because: No frame., result: It runs over., next: corridor}
  corridor:
    narration: Somebody else is waiting outside.
    acts: [client-hurries]
    next: late
endings:
  calm: {outcome: good, value: 1, narration: They leave calm.}
  late: {outcome: poor, value: 0, narration: They leave late.}
"""


@cache
def compiled(text: bytes) -> Vignette:
    vignette = read_bytes(text, "test.yaml").vignette
    assert vignette is not None
    return vignette


class Clock:
    """A clock that goes on a second at every look."""

    def __init__(self, start: datetime = NOON) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


async def attempt_on(
    text: bytes, records: Records | None = None, *, mode: Mode = Mode.REHEARSAL, name: str = "attempt-1",
    holder: str = "me", clock: Clock | None = None, **setting: object,
) -> Attempt:  # fmt: skip
    """An attempt of trainee 1, not begun; recorded where records are given."""
    if records is not None:
        await records.add_trainee(trainee(1))
    return Attempt(
        Setting(compiled(text), mode, 7, **setting),  # type: ignore[arg-type]
        text=text, records=records, trainee="trainee-1", clock=clock or Clock(), attempt_id=name, holder=holder,
    )  # fmt: skip


async def play(attempt: Attempt, *choices: str) -> None:
    """Begin if need be and make these choices, going on through all that needs none, up to the next decision."""
    waiting = list(choices)
    while attempt.flow.stage is not Stage.DEBRIEF:
        stage = attempt.flow.stage
        if stage is Stage.BRIEFING:
            await attempt.send(Begin())
        elif stage is Stage.OWN_WORDS:
            await attempt.send(GiveOwnWords(f"I would think of {attempt.flow.state.place}."))
        elif stage is Stage.DECISION:
            if not waiting:
                return
            await attempt.send(Pick(waiting.pop(0)))
        elif stage is Stage.CONFIRM:
            await attempt.send(Confirm(0.6, "a reason", share_reason=True, thinking_ms=900))
        else:
            await attempt.send(Continue())
    assert not waiting


def likely(flow: Flow, setting: Setting, chance: random.Random) -> Command:
    """Some command that fits where a flow stands."""
    guided = setting.mode is Mode.GUIDED and flow.turns and chance.random() < 0.15
    if guided and flow.stage not in (Stage.BRIEFING, Stage.DEBRIEF):
        return Back()
    if flow.stage is Stage.BRIEFING:
        return Begin()
    if flow.stage is Stage.OWN_WORDS:
        return GiveOwnWords(chance.choice(("", "  ", "words of my own", "\ud800[/]\0")))
    if flow.stage is Stage.DECISION:
        return Pick(chance.choice(offered(flow, setting)))
    if flow.stage is Stage.CONFIRM:
        if chance.random() < 0.2:
            return Unpick()
        return Confirm(chance.choice((None, *CONFIDENCE_STEPS.values())), chance.choice(("", "why")), False, 5)
    if flow.stage is Stage.DEBRIEF:
        marked = [n for n, turn in enumerate(flow.turns) if turn.own_words.strip()]
        if marked and chance.random() < 0.5:
            at = chance.choice(marked)
            return MarkNearest(at, chance.choice(flow.turns[at].visit.offered))
        return TryAgain(chance.randrange(len(flow.turns)))
    return Continue()


def offered(flow: Flow, setting: Setting) -> list[str]:
    from vignettes.playing import open_responses

    return [response.id for response in open_responses(setting.vignette, flow.state)]


def commands(attempt: Attempt, chance: random.Random, count: int) -> Iterator[Command]:
    """Commands that fit, one after another as the attempt goes."""
    for _ in range(count):
        yield likely(attempt.flow, attempt.setting, chance)
