"""A full screen in memory: fixed clock, ids and seed, records that can be made to fail, what stands on the screen."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.screen import ModalScreen

from simulator.records import CannotWrite, Trainee
from simulator.records.memory import MemoryRecords
from simulator.screens import Options
from simulator.screens.app import SimulatorApp
from simulator.screens.house import House
from simulator.screens.running import read_vignette
from simulator.screens.widgets.prose import Prose
from vignettes.library import headers
from vignettes.sources import Source, Sources

PLAIN = Options()
COLOURS = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
CASE = """
format: 1
id: evening-case
title: An evening case
summary: A small case with everything in it.
level: introductory
minutes: 3
content_note: [grief]
client: {name: Ada, age: 50, presenting: sleep}
clinician: {role: intern}
briefing: |
  Ada comes on **Mondays**.

  - one thing
  - another
start: first
scenes:
  first:
    narration: Ada sits down.
    client: "I dreamt of [my brother] again."
    inner: Your throat is dry.
    open: true
    confidence: true
    responses:
      ask: {say: "Tell me about the dream, from the start.", rating: recommended, acts: [ask], result: She tells it.,
            upholds: [R-ASK], because: It was hers to tell., next: then}
      soothe: {say: "It was only a dream, nothing more than that.", rating: inadvisable, result: She nods.,
               because: It closed the door., next: then}
  then:
    narration: It rains.
    next: second
  second:
    client: Same time next week?
    responses:
      yes-please: {say: "Yes, Monday at six.", rating: recommended, because: Simple is good., upholds: [R-SLOW],
                   next: well}
      perhaps: {do: Look at the calendar for a long while., rating: acceptable, because: Slow., next: unclear}
endings:
  well: {outcome: good, value: 1, narration: She goes home., client_view: I felt heard.}
  unclear: {outcome: mixed, value: 0.5, narration: She goes., client_view: I was not sure of you.}
"""
PLAIN_CASE = CASE.replace("evening-case", "plain-case").replace("An evening case", "A plain case").replace(
    "content_note: [grief]\n", "")


SOURCES = Sources(
    {name: Source(name, "article", "H0", "should", "advice", "", "To do so.", "", (), "V", competency)
     for name, competency in (("R-ASK", "C1"), ("R-SLOW", "C2"))},
    {"H0": "A section"}, {"C1": "Asking", "C2": "Going slowly", "C3": "Something else"}, {}, {},
)


class FailingRecords(MemoryRecords):
    """Memory that can refuse to write."""

    def __init__(self) -> None:
        super().__init__()
        self.failing = False

    async def append_all(self, attempt, kept, holder):
        if self.failing:
            raise CannotWrite("The disk is full; nothing of this was kept.")
        await super().append_all(attempt, kept, holder)

    async def begin(self, begun, text, first, holder):
        if self.failing:
            raise CannotWrite("The disk is full; nothing of this was kept.")
        await super().begin(begun, text, first, holder)


class Screenful:
    """An App under a pilot: press keys, wait, read what is on the screen."""

    def __init__(self, app: SimulatorApp, pilot) -> None:
        self.app, self.pilot = app, pilot

    async def settle(self) -> None:
        """Wait until no worker is at work; one that waits for an answer waits for us."""
        await self.pilot.pause()
        while any(worker.is_running for worker in self.app.workers) and not isinstance(self.app.screen, ModalScreen):
            await asyncio.sleep(0.001)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def write(self, text: str) -> None:
        await self.pilot.press(*text)
        await self.settle()

    @property
    def text(self) -> str:
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in row).rstrip() for row in rows)

    @property
    def words(self) -> str:
        """The text with every run of white space as one space: wrapping does not matter."""
        return " ".join(self.text.split())

    @property
    def asked(self) -> str:
        """What the dialog on top asks."""
        return " ".join(self.app.screen.query_one(Prose).text.split())

    @property
    def screen(self) -> str:
        return type(self.app.screen).__name__


@pytest.fixture(autouse=True)
def still(monkeypatch):
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    for name in ("NO_COLOR", "COLORTERM", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shelf(tmp_path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "evening.yaml").write_text(CASE, encoding="utf-8")
    (folder / "plain.yaml").write_text(PLAIN_CASE, encoding="utf-8")
    return folder


def ticking() -> Iterator[datetime]:
    now = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    while True:
        yield now
        now += timedelta(seconds=1)


@pytest.fixture
def furnished(shelf):
    """Make an App; its records are at ``app.kept``, its preferences at ``app.remembered``."""

    def make(*, known=True, options=PLAIN, environment=COLOURS, records=None, folder=shelf, open_records=True,
             theme=None, sources=False, preferences=None, keys=None):
        records = records or FailingRecords()
        preferences = {**({"theme": theme} if theme else {}), **(preferences or {})}
        if known:
            records._trainees.setdefault("t-1", Trainee("t-1", "Robin", True, datetime(2026, 1, 1, tzinfo=UTC)))
            preferences["trainee"] = "t-1"
        times, ids = ticking(), iter(f"id-{n}" for n in range(1000))
        remembered = SimpleNamespace(**preferences)
        house = House(
            cards=headers([folder]), read=read_vignette, clock=lambda: next(times), new_id=lambda: next(ids),
            new_seed=lambda: 7, sources=(lambda: SOURCES) if sources else Sources,
            open_records=(lambda: records) if open_records else None,
            preferences=preferences, keep_preference=lambda name, value: setattr(remembered, name, value),
            environment=environment, keys=keys or {}, preferences_file="/home/robin/preferences.json",
        )
        app = SimulatorApp(house, options)
        app.kept, app.remembered = records, remembered
        return app

    return make


@pytest.fixture
def running(furnished):
    """Run an App: ``async with running() as room``."""

    @contextlib.asynccontextmanager
    async def run(size=(80, 24), **how) -> AsyncIterator[Screenful]:
        app = furnished(**how)
        async with app.run_test(size=size, notifications=True) as pilot:
            room = Screenful(app, pilot)
            await room.settle()
            yield room

    return run


@pytest.fixture
def compiled():
    """The small case, compiled."""
    from vignettes.reading import read_bytes

    return read_bytes(CASE.encode(), "evening.yaml").vignette
