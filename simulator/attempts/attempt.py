"""One attempt being played: the journey, and what of it is kept. Clock, ids and seed are arguments.

Nothing moves before it is durable: ``await attempt.send(command)`` keeps what the command brings about and
only then stands at the next moment. If keeping fails, the attempt stands where it stood, and the person may
retry or go on unrecorded.
"""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import scoring
from simulator.attempts.holding import still_running, this_holder
from simulator.flow import Command, Event, Flow, NotNow, Setting, Stage, View, restore, start, step, view
from simulator.records import Begun, CannotRead, Figures, Kept, Records, RecordsError, Taken
from vignettes.playing import Stuck

if TYPE_CHECKING:
    from vignettes.sources import Source

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time now, UTC: the clock that programs give."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a new random UUID as text."""
    return str(uuid.uuid4())


class Attempt:
    """One trainee's run through one vignette, as it is played.

    Attributes:
        setting: what does not change.
        flow: where it stands.
        id: the attempt's id (a UUID as text).
        records: where it is kept; None: unrecorded.
        trainee: whose it is; None: nobody's, unrecorded.
    """

    def __init__(
        self,
        setting: Setting,
        *,
        text: bytes = b"",
        records: Records | None = None,
        trainee: str | None = None,
        clock: Clock = utc_now,
        attempt_id: str | None = None,
        holder: str | None = None,
        sources: Mapping[str, Source] | None = None,
        assignment: str | None = None,
    ) -> None:
        """Take up an attempt at its first stage; nothing is written before it is begun.

        Args:
            setting: the vignette, mode, seed, and what is asked.
            text: the vignette's exact bytes, kept with the attempt.
            records: where to keep it.
            trainee: the id of who plays; without one nothing is kept.
            clock: the time now, aware.
            attempt_id: a UUID; a new one if not given.
            holder: names this program while it has the attempt open; a new token if not given.
            sources: what the vignette cites, for the layers of the figures kept at the ending.
            assignment: the id of the assignment it belongs to.
        """
        self.setting = setting
        self.flow: Flow = start(setting)
        self.id = attempt_id or new_id()
        self.records = records if trainee else None
        self.trainee = trainee
        self._text = text
        self._clock = clock
        self._holder = holder or this_holder()
        self._sources = sources
        self._assignment = assignment
        self._seq = 0
        self._begun: Begun | None = None
        self._turn_taking = asyncio.Lock()
        self._sending: set[asyncio.Task[View]] = set()

    @property
    def recorded(self) -> bool:
        """Tell whether what is chosen is being kept."""
        return self.records is not None and self.flow.recorded

    def view(self) -> View:
        """Return what there is to show now."""
        return view(self.setting, self.flow)

    async def send(self, command: Command) -> View:
        """Carry out a command, keep what it brings about, and return what there is to show then.

        Two commands at once are carried out one after the other. A command under way is carried out to its end
        even if whoever waits for it gives up, so that the attempt and its record never part.

        Raises:
            NotNow: the command does not belong here; nothing has changed.
            Stuck: the vignette itself cannot go on.
            RecordsError: it could not be kept; the attempt stands where it stood.
        """
        task = asyncio.ensure_future(self._send(command))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return await asyncio.shield(task)

    async def _send(self, command: Command) -> View:
        async with self._turn_taking:
            after, events = step(self.setting, self.flow, command)
            if events and self.records is not None:
                await self._keep(self.records, events, recorded=after.recorded)
            self.flow = after
            if self.recorded and any(event.kind == "ended" for event in events):
                await self._keep_figures()
            return self.view()

    def go_unrecorded(self) -> None:
        """Stop keeping this attempt, as the person agreed; what was kept so far stays."""
        self.records = None

    async def pause(self) -> None:
        """Let go of the attempt, to be resumed another time; nothing is lost. Raises RecordsError."""
        async with self._turn_taking:
            if self.recorded and self._seq and self.records is not None:
                await self.records.release(self.id, self._holder)

    async def _keep(self, records: Records, events: Sequence[Event], *, recorded: bool) -> None:
        for event in events:
            if event.kind == "consented" and self.trainee is not None:
                await records.set_recorded(self.trainee, bool(event.data["recorded"]))
        own = [event for event in events if event.kind != "consented"]
        if not own or not recorded:
            return
        now = self._clock()
        kept = [Kept(seq, now, event) for seq, event in enumerate(own, self._seq)]
        if self._seq == 0:
            self._begun = self._begun or self._beginning(now)  # the same again, should keeping it fail once
            await records.begin(self._begun, self._text, kept[0], self._holder)
            self._seq, kept = 1, kept[1:]
        if kept:
            await records.append_all(self.id, kept, self._holder)
            self._seq += len(kept)

    def _beginning(self, now: datetime) -> Begun:
        assert self.trainee is not None
        vignette = self.setting.vignette
        return Begun(
            id=self.id,
            trainee=self.trainee,
            vignette=vignette.id,
            title=vignette.title,
            content_hash=vignette.content_hash,
            mode=self.setting.mode.value,
            seed=self.setting.seed,
            shuffled=self.setting.shuffled,
            scoring_version=scoring.VERSION,
            created_at=now,
            assignment=self._assignment,
        )

    async def _keep_figures(self) -> None:
        """Keep the figures of the line just ended; they are derived, so that failing to is no fault of the play."""
        from simulator.attempts.lines import figures_of

        assert self.records is not None
        vignette = self.setting.vignette
        try:
            data = await asyncio.to_thread(figures_of, self.setting, self.flow, self._sources)
            await self.records.keep_figures(Figures(self.id, vignette.content_hash, scoring.VERSION, data))
        except Exception:
            pass

    @classmethod
    async def resume(
        cls,
        records: Records,
        attempt_id: str,
        *,
        clock: Clock = utc_now,
        asks: bool = True,
        take_over: bool = False,
        holder: str | None = None,
        sources: Mapping[str, Source] | None = None,
    ) -> Attempt:
        """Bring a kept attempt back, on the vignette's text as it was, at the last choice made.

        Args:
            records: where it is kept.
            attempt_id: its id.
            clock: the time now, aware.
            asks: False where nobody can be asked.
            take_over: whether to take it from another program that has it open.
            holder: names this program; a new token if not given.
            sources: what the vignette cites.

        Raises:
            Taken: a program that is still running has it open; ask, then call again with ``take_over``.
            RecordsError: it cannot be read, or its vignette no longer compiles, or does not fit what was chosen.
        """
        from simulator.attempts.replaying import setting_of

        token = holder or this_holder()
        await _claim(records, attempt_id, token, clock(), take_over=take_over)
        try:
            record = await records.read(attempt_id)
            setting = await asyncio.to_thread(setting_of, record)
            attempt = cls(
                replace(setting, asks=asks), text=record.text, records=records, trainee=record.begun.trainee,
                clock=clock, attempt_id=attempt_id, holder=token, sources=sources, assignment=record.begun.assignment,
            )
            # Own words given then are brought back even where nothing can be asked now.
            flow = restore(setting, [kept.event for kept in record.events])
            attempt.flow = flow if asks or flow.stage is not Stage.OWN_WORDS else replace(flow, stage=Stage.DECISION)
            attempt._seq = len(record.events)
        except BaseException as error:
            with contextlib.suppress(RecordsError):
                await records.release(attempt_id, token)
            if isinstance(error, NotNow | Stuck):
                sentence = f"This attempt cannot be gone on with. {error} It is kept as it is."
                raise CannotRead(sentence) from error
            raise
        return attempt


async def _claim(records: Records, attempt: str, holder: str, now: datetime, *, take_over: bool) -> None:
    """Hold an attempt open; one whose program has gone is free."""
    try:
        await records.claim(attempt, holder, now, take_over=take_over)
    except Taken as taken:
        if still_running(taken.holder):
            raise
        await records.claim(attempt, holder, now, take_over=True)
