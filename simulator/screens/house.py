"""What an App is given: the library, the records, preferences, clock and chance. No App knows a global."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.records import Records
    from simulator.records.glance import Glance
    from vignettes.model import Vignette
    from vignettes.reading.header import Header
    from vignettes.sources import Sources


class CannotRead(Exception):
    """A vignette that cannot be played; the text is one sentence for the person who wanted to."""


@dataclass
class House:
    """Everything an App reaches outside itself.

    Attributes:
        cards: the vignettes of the library, in order.
        read: reads and compiles one file, and returns its bytes too; called in a thread; raises CannotRead.
        open_records: opens what is kept; called in a thread, may raise RecordsError; None: nothing is kept.
        sources: reads what the debrief cites; called in a thread.
        clock: the time now, UTC.
        new_id: a new UUID as text.
        new_seed: a new seed for the order of responses.
        preferences: remembered choices by name (``trainee``, ``theme``).
        keys: a person's own keys, by the name of what they do.
        preferences_file: where preferences are kept, for the person to read; empty: nowhere.
        keep_preference: remembers one; a failure to do so is no fault.
        environment: the process's environment.
        glance: what the first screen shows of a person, without opening the records; None where it cannot tell.
        settling: seconds after a glance before the records are opened beforehand; 0: only when they are needed.
    """

    cards: Sequence[Header]
    read: Callable[[Path], tuple[Vignette, bytes]]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    new_seed: Callable[[], int]
    sources: Callable[[], Sources]
    open_records: Callable[[], Records] | None = None
    preferences: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    preferences_file: str = ""
    keep_preference: Callable[[str, str | None], None] = lambda name, value: None
    environment: Mapping[str, str] = field(default_factory=dict)
    glance: Callable[[str], Glance | None] = lambda trainee: None
    settling: float = 0.0
