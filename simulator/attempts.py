"""One attempt being played: the journey, and what of it is kept. Clock, ids and seed are arguments.

Nothing moves before it is durable: ``await attempt.send(command)`` keeps what the command brings about and
only then stands at the next moment. If keeping fails, the attempt stands where it stood, and the person may
retry or go on unrecorded.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import scoring
from simulator.flow import Begin, Command, Event, Flow, Mode, Setting, Turn, View, path_of, restore, start, step, view
from simulator.records import Begun, Kept, Record, Records, RecordsError, Taken
from vignettes.model import Vignette

if TYPE_CHECKING:
    from scoring.ledger import Account
    from vignettes.sources import Source

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time now, UTC: the clock that programs give."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a new random UUID as text."""
    return str(uuid.uuid4())


def this_holder() -> str:
    """Return a token that names this program while it has an attempt open: host, process, and a random part."""
    return f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"


def still_running(holder: str) -> bool:
    """Tell whether the program behind a holder's token may still be running; other hosts are taken to be."""
    host, _, rest = holder.partition("/")
    if host != socket.gethostname():
        return True
    try:
        pid = int(rest.partition("/")[0])
    except ValueError:
        return False
    if os.name == "nt":  # os.kill would end the process there
        return _windows_process_runs(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _windows_process_runs(pid: int) -> bool:
    import ctypes

    query_limited_information, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return code.value == still_active


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
    ) -> None:
        self.setting = setting
        self.flow: Flow = start(setting)
        self.id = attempt_id or new_id()
        self.records = records if trainee else None
        self.trainee = trainee
        self._text = text
        self._clock = clock
        self._holder = holder or this_holder()
        self._seq = 0

    @property
    def recorded(self) -> bool:
        """Tell whether what is chosen is being kept."""
        return self.records is not None and self.flow.recorded

    def view(self) -> View:
        """Return what there is to show now."""
        return view(self.setting, self.flow)

    async def send(self, command: Command) -> View:
        """Carry out a command, keep what it brings about, and return what there is to show then.

        Raises:
            NotNow: the command does not belong here; nothing has changed.
            RecordsError: it could not be kept; the attempt stands where it stood.
        """
        after, events = step(self.setting, self.flow, command)
        if isinstance(command, Begin) and after.recorded and self.records is not None:
            await self._begin(events)
        else:
            await self._keep(events, recorded=after.recorded)
        self.flow = after
        return self.view()

    def go_unrecorded(self) -> None:
        """Stop keeping this attempt, as the person agreed; what was kept so far stays."""
        self.records = None

    async def pause(self) -> None:
        """Let go of the attempt, to be resumed another time; nothing is lost."""
        if self.recorded and self._seq and self.records is not None:
            await self.records.release(self.id, self._holder)

    async def _begin(self, events: Sequence[Event]) -> None:
        assert self.records is not None
        assert self.trainee is not None
        vignette, now = self.setting.vignette, self._clock()
        begun = Begun(
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
        )
        await self.records.begin(begun, self._text, Kept(self._seq, now, events[0]), self._holder)
        self._seq += 1

    async def _keep(self, events: Sequence[Event], *, recorded: bool) -> None:
        for event in events:
            if event.kind == "consented":
                if self.records is not None and self.trainee is not None:
                    await self.records.set_recorded(self.trainee, bool(event.data["recorded"]))
            elif self.records is not None and recorded:
                await self.records.append(self.id, Kept(self._seq, self._clock(), event), self._holder)
                self._seq += 1

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
    ) -> Attempt:
        """Bring a kept attempt back, on the vignette's text as it was, at the last choice made.

        Raises:
            Taken: a program that is still running has it open; ask, then call again with ``take_over``.
            RecordsError: it cannot be read, or its vignette no longer compiles.
        """
        record = await records.read(attempt_id)
        token = holder or this_holder()
        try:
            await records.claim(attempt_id, token, clock(), take_over=take_over)
        except Taken as taken:
            if still_running(taken.holder):
                raise
            await records.claim(attempt_id, token, clock(), take_over=True)
        attempt = cls(
            setting_of(record, asks=asks), text=record.text, records=records, trainee=record.begun.trainee,
            clock=clock, attempt_id=attempt_id, holder=token,
        )
        attempt.flow = restore(attempt.setting, [kept.event for kept in record.events])
        attempt._seq = len(record.events)
        return attempt


def vignette_of(record: Record) -> Vignette:
    """Compile the vignette an attempt was played on, from the text kept with it. Raises RecordsError."""
    from vignettes.reading import read_bytes

    reading = read_bytes(record.text, f"{record.begun.vignette}.yaml")
    if reading.vignette is None:
        raise RecordsError("The vignette kept with this attempt can no longer be read; the attempt is untouched.")
    return reading.vignette


def setting_of(record: Record, *, asks: bool = True) -> Setting:
    """Return the setting an attempt was begun with. Raises RecordsError."""
    begun = record.begun
    return Setting(vignette_of(record), Mode(begun.mode), begun.seed, begun.shuffled, asks)


def first_line(flow: Flow) -> tuple[Turn, ...]:
    """Return the turns up to the first rewind: all that profiles and cohort figures count."""
    return flow.turns if flow.first_line is None else flow.first_line


def account_of(setting: Setting, flow: Flow, sources: Mapping[str, Source] | None = None) -> Account:
    """Score the line finally played."""
    from scoring.exploring import key_decisions
    from scoring.ledger import account

    keys = key_decisions(setting.vignette)
    return account(setting.vignette, path_of(setting, flow), key=keys.keys, sources=sources)

