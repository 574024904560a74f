"""Records that live as long as the program: for tests, and for play that nobody wants kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from simulator.records import Begun, Conflict, Figures, Kept, Record, Summary, Taken, Trainee, Unknown
from simulator.records.checks import checked_name, dumped, everything, plain, stamped


def summarize(begun: Begun, events: list[Kept]) -> Summary:
    """Return the history line of an attempt from its events."""
    steps, ending, first_ending, rewinds = 0, None, None, 0
    for kept in events:
        if kept.event.kind == "chosen":
            steps += 1
        elif kept.event.kind == "ended":
            ending = str(kept.event.data.get("ending"))
            first_ending = first_ending or ending
        elif kept.event.kind == "rewound":
            to = kept.event.data.get("to")
            steps, ending, rewinds = to if isinstance(to, int) else steps, None, rewinds + 1
    return Summary(begun, events[-1].at if events else begun.created_at, steps, ending, first_ending, rewinds)


class MemoryRecords:
    """The protocol of :class:`simulator.records.Records` over dictionaries of its own."""

    def __init__(self) -> None:
        self._trainees: dict[str, Trainee] = {}
        self._begun: dict[str, Begun] = {}
        self._texts: dict[str, bytes] = {}
        self._events: dict[str, list[Kept]] = {}
        self._holders: dict[str, tuple[str, datetime]] = {}
        self._figures: dict[tuple[str, str, int], Figures] = {}

    async def trainees(self) -> list[Trainee]:
        """Return everyone who plays here, the latest active first."""
        last = {t.id: t.created_at for t in self._trainees.values()}
        for attempt, events in self._events.items():
            who = self._begun[attempt].trainee
            last[who] = max([last.get(who, events[-1].at), events[-1].at])
        return sorted(self._trainees.values(), key=lambda t: last[t.id], reverse=True)

    async def add_trainee(self, trainee: Trainee) -> None:
        """Add a person."""
        stamped(trainee.created_at)
        self._trainees.setdefault(trainee.id, replace(trainee, name=checked_name(trainee.name)))

    async def rename(self, trainee: str, name: str | None) -> None:
        """Give a person another name, or None to remove it."""
        name = checked_name(name)
        self._trainees[trainee] = replace(self._person(trainee), name=name)

    async def set_recorded(self, trainee: str, recorded: bool) -> None:
        """Keep a person's answer to the words on recording."""
        self._trainees[trainee] = replace(self._person(trainee), recorded=recorded)

    async def begin(self, begun: Begun, text: bytes, first: Kept, holder: str) -> None:
        """Keep a new attempt with its first event."""
        first = replace(first, event=plain(first.event))
        there = self._begun.get(begun.id)
        if there is None:
            self._person(begun.trainee)
            if first.seq != 0:
                raise Conflict(f"Event {first.seq} of this attempt comes before event 0.")
            self._begun[begun.id] = begun
            self._texts.setdefault(begun.content_hash, text)
            self._events[begun.id] = []
            self._holders[begun.id] = (holder, begun.created_at)
        elif there != begun:
            raise Conflict("This attempt has been begun already, and it is a different one.")
        await self.append(begun.id, first, holder)

    async def append(self, attempt: str, kept: Kept, holder: str) -> None:
        """Keep one event."""
        await self.append_all(attempt, [kept], holder)

    async def append_all(self, attempt: str, events: Sequence[Kept], holder: str) -> None:
        """Keep the events of one move, all or none."""
        there = list(self._of(attempt))
        held = self._holders.get(attempt)
        if held is not None and held[0] != holder:
            raise Taken(*held)
        for kept in events:
            stamped(kept.at)
            event = plain(kept.event)
            if kept.seq > len(there):
                raise Conflict(f"Event {kept.seq} of this attempt comes before event {len(there)}.")
            if kept.seq == len(there):
                there.append(replace(kept, event=event))
            elif there[kept.seq].event != event:
                raise Conflict(f"Event {kept.seq} of this attempt is already kept, and it is a different one.")
        if len(there) > len(self._events[attempt]):
            self._events[attempt] = there
            self._holders.setdefault(attempt, (holder, there[-1].at))

    async def claim(self, attempt: str, holder: str, at: datetime, *, take_over: bool = False) -> None:
        """Hold an attempt open."""
        self._of(attempt)
        held = self._holders.get(attempt)
        if held is not None and held[0] != holder and not take_over:
            raise Taken(*held)
        self._holders[attempt] = (holder, at)

    async def release(self, attempt: str, holder: str) -> None:
        """Let go of an attempt."""
        if self._holders.get(attempt, ("",))[0] == holder:
            del self._holders[attempt]

    async def read(self, attempt: str) -> Record:
        """Return a whole attempt."""
        events = self._of(attempt)
        begun = self._begun[attempt]
        return Record(begun, self._texts[begun.content_hash], tuple(events))

    async def attempts(self, trainee: str) -> list[Summary]:
        """Return a person's attempts, the latest first."""
        own = [summarize(b, self._events[b.id]) for b in self._begun.values() if b.trainee == trainee]
        return sorted(sorted(own, key=lambda one: one.begun.id), key=lambda one: one.last_at, reverse=True)

    async def unfinished(self, trainee: str) -> list[Summary]:
        """Return a person's attempts that wait to be gone on with, the latest first."""
        return [one for one in await self.attempts(trainee) if one.ending is None]

    async def finished(self) -> list[str]:
        """Return the ids of all attempts of which some line reached an ending."""
        ended = [b for b in self._begun.values() if summarize(b, self._events[b.id]).finished]
        return [begun.id for begun in sorted(ended, key=lambda begun: (begun.created_at, begun.id))]

    async def endings_seen(self, trainee: str) -> dict[str, frozenset[str]]:
        """Return by vignette which endings a person has reached."""
        seen: dict[str, frozenset[str]] = {}
        for begun in self._begun.values():
            if begun.trainee == trainee:
                reached = {str(k.event.data.get("ending")) for k in self._events[begun.id] if k.event.kind == "ended"}
                if reached:
                    seen[begun.vignette] = seen.get(begun.vignette, frozenset()) | reached
        return seen

    async def keep_figures(self, figures: Figures) -> None:
        """Keep derived figures."""
        self._of(figures.attempt)
        figures = replace(figures, data=json.loads(dumped(figures.data)))
        self._figures[figures.attempt, figures.content_hash, figures.scoring_version] = figures

    async def figures(self, trainee: str) -> list[Figures]:
        """Return the figures kept of a person's attempts."""
        own = [f for f in self._figures.values() if self._begun[f.attempt].trainee == trainee]
        return sorted(own, key=lambda f: (self._begun[f.attempt].created_at, f.attempt, f.scoring_version))

    async def drop_figures(self) -> None:
        """Drop all derived figures."""
        self._figures.clear()

    async def delete_attempt(self, attempt: str) -> None:
        """Delete one attempt with all that belongs to it."""
        self._of(attempt)
        content = self._begun.pop(attempt).content_hash
        del self._events[attempt]
        self._holders.pop(attempt, None)
        self._figures = {key: f for key, f in self._figures.items() if key[0] != attempt}
        if all(begun.content_hash != content for begun in self._begun.values()):
            del self._texts[content]

    async def delete_trainee(self, trainee: str) -> None:
        """Delete a person with everything kept on them."""
        self._person(trainee)
        for attempt in [b.id for b in self._begun.values() if b.trainee == trainee]:
            await self.delete_attempt(attempt)
        del self._trainees[trainee]

    async def data_of(self, trainee: str) -> dict[str, Any]:
        """Return everything kept on a person as plain JSON data."""
        begun = sorted((b for b in self._begun.values() if b.trainee == trainee), key=lambda b: (b.created_at, b.id))
        played = [(one, self._events[one.id]) for one in begun]
        return everything(self._person(trainee), played, await self.figures(trainee))

    async def close(self) -> None:
        """Do nothing: there is no store to let go of."""

    def _of(self, attempt: str) -> list[Kept]:
        if attempt not in self._events:
            raise Unknown("There is no such attempt in the records.")
        return self._events[attempt]

    def _person(self, trainee: str) -> Trainee:
        if trainee not in self._trainees:
            raise Unknown("There is no such trainee in the records.")
        return self._trainees[trainee]
