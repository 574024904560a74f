"""What is kept: one awaited protocol over a store, and the plain data that passes through it.

Importing this package is cheap; the store itself (``simulator.records.store``) is imported when it is opened.
``await`` on anything that writes returns when the writing is durable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from simulator.flow.state import Event


class RecordsError(Exception):
    """Something about the records went wrong. The text is one sentence for the person who plays."""


class CannotOpen(RecordsError):
    """The store cannot be opened: no permission, a full disk, a damaged or a newer file, locked for too long."""


class CannotWrite(RecordsError):
    """Nothing of this write was kept; what was kept before still is."""


class CannotRead(RecordsError):
    """What is kept cannot be read: a damaged store, or one locked for too long. Nothing was changed."""


class Damaged(CannotRead):
    """One attempt's record cannot be understood; the others still can."""


class Refused(RecordsError):
    """This cannot be kept as it is; the text says why. Nothing was changed."""


class Taken(RecordsError):
    """Another program has this attempt open. ``holder`` is its token, ``since`` when it took it (UTC)."""

    def __init__(self, holder: str, since: datetime | None) -> None:
        super().__init__("This attempt is open in another window; it can be taken over from here.")
        self.holder = holder
        self.since = since


class Conflict(RecordsError):
    """An event of this number is already in the record, and it is a different one."""


class Unknown(RecordsError):
    """There is no such attempt or trainee in the store."""


@dataclass(frozen=True, slots=True)
class Trainee:
    """A person who plays, under a pseudonymous id.

    Attributes:
        id: a UUID made here.
        name: lives apart from what they did and may be gone.
        recorded: their answer to the words on recording; None: not asked yet.
        created_at: UTC.
    """

    id: str
    name: str | None
    recorded: bool | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Begun:
    """One attempt as it was begun. Ids are UUIDs made here; ``seed`` decides the order of responses shown."""

    id: str
    trainee: str
    vignette: str
    title: str
    content_hash: str
    mode: str
    seed: int
    shuffled: bool
    scoring_version: int
    created_at: datetime
    assignment: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One event in the record: its number within the attempt (from 0), its time (UTC), what it says."""

    seq: int
    at: datetime
    event: Event
    version: int = 1


@dataclass(frozen=True, slots=True)
class Record:
    """A whole attempt read back: how it was begun, the vignette's exact text, and its events in order."""

    begun: Begun
    text: bytes
    events: Sequence[Kept]


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of a history.

    Attributes:
        begun: how it was begun.
        last_at: time of the last event (UTC).
        steps: decisions on the line last played.
        ending: where the line last played ended, None while it has not.
        first_ending: the first ending that any line reached, None while none has.
        rewinds: how often the trainee went back.
    """

    begun: Begun
    last_at: datetime
    steps: int
    ending: str | None
    first_ending: str | None
    rewinds: int

    @property
    def finished(self) -> bool:
        """Tell whether any line of this attempt reached an ending."""
        return self.first_ending is not None


@dataclass(frozen=True, slots=True)
class Figures:
    """Derived figures of a finished attempt: can be dropped and rebuilt by replay at any time.

    ``data`` is plain JSON, keyed as ``score --json``; fractions as strings.
    """

    attempt: str
    content_hash: str
    scoring_version: int
    data: Mapping[str, Any] = field(default_factory=dict)


class Records(Protocol):
    """The one way to what is kept. Every method may raise RecordsError and then has changed nothing."""

    async def trainees(self) -> list[Trainee]:
        """Return everyone who plays here, the latest active first."""

    async def add_trainee(self, trainee: Trainee) -> None:
        """Add a person; one who is there already stays as they are. Raises Refused for the name."""

    async def rename(self, trainee: str, name: str | None) -> None:
        """Give a person another name, or None to remove it; what they did stays. Raises Refused."""

    async def set_recorded(self, trainee: str, recorded: bool) -> None:
        """Keep a person's answer to the words on recording."""

    async def begin(self, begun: Begun, text: bytes, first: Kept, holder: str) -> None:
        """Keep a new attempt, the vignette's text and the first event, all or nothing; hold it open."""

    async def append(self, attempt: str, kept: Kept, holder: str) -> None:
        """Keep one event; returns when durable. The same event again is fine, and kept once.

        An attempt that nobody holds is held from then on.

        Raises:
            Taken: another program has taken the attempt over.
            Conflict: a different event has this number.
            Refused: the event is not plain data.
        """

    async def append_all(self, attempt: str, events: Sequence[Kept], holder: str) -> None:
        """Keep the events of one move, in order, all or none; otherwise as ``append``."""

    async def claim(self, attempt: str, holder: str, at: datetime, *, take_over: bool = False) -> None:
        """Hold an attempt open. Raises Taken while another holds it, unless ``take_over``."""

    async def release(self, attempt: str, holder: str) -> None:
        """Let go of an attempt; fine if another has taken it over."""

    async def read(self, attempt: str) -> Record:
        """Return a whole attempt. Raises Unknown."""

    async def attempts(self, trainee: str) -> list[Summary]:
        """Return a person's attempts, the latest first."""

    async def unfinished(self, trainee: str) -> list[Summary]:
        """Return a person's attempts whose line last played has not reached an ending, the latest first."""

    async def finished(self) -> list[str]:
        """Return the ids of everyone's attempts of which some line reached an ending, the oldest first."""

    async def endings_seen(self, trainee: str) -> dict[str, frozenset[str]]:
        """Return by vignette which endings a person has reached, over all attempts and lines."""

    async def keep_figures(self, figures: Figures) -> None:
        """Keep derived figures, replacing those of the same attempt, text and scoring version."""

    async def figures(self, trainee: str) -> list[Figures]:
        """Return the figures kept of a person's attempts."""

    async def drop_figures(self) -> None:
        """Drop all derived figures."""

    async def delete_attempt(self, attempt: str) -> None:
        """Delete one attempt with all that belongs to it."""

    async def delete_trainee(self, trainee: str) -> None:
        """Delete a person with everything kept on them."""

    async def data_of(self, trainee: str) -> dict[str, Any]:
        """Return everything kept on a person as plain JSON data."""

    async def close(self) -> None:
        """Let go of the store; everything awaited before is durable."""
