"""What a line-mode run has at hand: paper and talk, the records and who plays, clock and chance."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.plain.paper import Paper
from simulator.plain.talking import Talk
from simulator.screens import Options

if TYPE_CHECKING:
    from simulator.attempts import Attempt
    from simulator.records import Records, Trainee
    from vignettes.model import Vignette
    from vignettes.reading.header import Header
    from vignettes.sources import Sources

Result = TypeVar("Result")


class CannotRead(Exception):
    """A vignette that cannot be played; the text is a sentence for the person who wanted to."""


@dataclass
class Desk:
    """Everything line mode reaches outside itself.

    Attributes:
        options: what the command line asked for.
        paper: what is printed on.
        talk: asks the person; in a run without a terminal, nobody is asked.
        remark: says something that is not part of the play, such as that nothing is recorded.
        headers: returns the vignettes known.
        read: reads and compiles one file, and returns its bytes too; raises CannotRead.
        open_records: opens what is kept; may raise RecordsError.
        sources: returns what a file cites.
        clock: the time now, UTC.
        ticks: seconds from some moment on, for the time a choice takes.
        new_id: a new UUID as text.
        new_seed: a new seed for the order of responses.
        preferences: remembered by name.
        keep_preference: remembers one.
        records: what is kept, once opened; None: nothing is.
        trainee: who plays; None: nobody known.
        attempt: the one under way.
        file: where its vignette comes from, if that is known.
        resumes: whether an unfinished attempt is gone on with where nobody can be asked.
    """

    options: Options
    paper: Paper
    talk: Talk
    remark: Callable[[str], None]
    headers: Callable[[], tuple[Header, ...]]
    read: Callable[[Path], tuple[Vignette, bytes]]
    open_records: Callable[[], Records]
    sources: Callable[[Path | None], Sources]
    clock: Callable[[], datetime]
    ticks: Callable[[], float]
    new_id: Callable[[], str]
    new_seed: Callable[[], int]
    preferences: Mapping[str, str] = field(default_factory=dict)
    keep_preference: Callable[[str, str | None], None] = lambda name, value: None
    records: Records | None = None
    trainee: Trainee | None = None
    attempt: Attempt | None = None
    file: Path | None = None
    resumes: bool = False

    def __post_init__(self) -> None:
        self._runner = asyncio.Runner()

    def wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Return what an awaited piece of work gives."""
        return self._runner.run(work)

    @property
    def records_on(self) -> Records | None:
        """Return the records if what this person plays is to be kept."""
        return self.records if self.trainee is not None and self.trainee.recorded else None

    def cited(self) -> Sources:
        """Return what the vignette under way cites."""
        return self.sources(self.file)

    def put_down(self) -> str:
        """Let go of the attempt under way and return what becomes of it, in words; empty where there is none."""
        from simulator import wording
        from simulator.records import RecordsError

        attempt, self.attempt = self.attempt, None
        if attempt is None:
            return ""
        if not attempt.recorded:
            return wording.NOT_KEPT if attempt.flow.turns else ""
        with contextlib.suppress(RecordsError):  # what was chosen is durable; the next sees that this program is gone
            self.wait(attempt.pause())
        return wording.KEPT_WHOLE if attempt.flow.ending_kept else wording.KEPT

    def close(self) -> None:
        """Let go of everything."""
        from simulator.records import RecordsError

        self.put_down()
        with contextlib.suppress(RecordsError):
            if self.records is not None:
                self.wait(self.records.close())
        self._runner.close()
