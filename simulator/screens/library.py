"""The library: every vignette, unfinished attempts first. What the store knows is filled in after the first paint."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.filters import NAMES, Filters
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.menu import Menu, Row
from simulator.screens.widgets.prose import Block, Prose, note, paragraph
from simulator.taming import tame_line

if TYPE_CHECKING:
    from collections import Counter

    from simulator.records import Summary
    from vignettes.reading.header import Header

ATTEMPT = "attempt:"  # a row's id: an attempt to resume
FILE = "file:"  # a row's id: the vignette of this file


class LibraryScreen(RoomScreen):
    """The list of vignettes, and beside or below it what the marked one is about."""

    CSS_PATH = "library.tcss"
    BINDINGS: ClassVar = bindings("open", "resume", "history", "progress", "filter", "own-data", "about",
                                  *READING)

    def __init__(self) -> None:
        super().__init__()
        self.attempts: list[Summary] = []
        self.endings: Mapping[str, frozenset[str]] = {}  # endings reached, by vignette
        self.touches: Mapping[str, Counter[str]] = {}  # competencies touched, by file; read when they are needed
        self.labels: Mapping[str, str] = {}  # of the competencies

    def compose(self) -> ComposeResult:
        """Lay out the list and the description."""
        yield TopLine("Supervision simulator", "")
        with Container(id="shelf"):
            with Column(id="list"):
                yield Menu(self._rows(), id="vignettes")
            with Column(id="about"):
                yield Prose(id="description")
        yield KeyBar()

    def on_mount(self) -> None:
        """Describe the first vignette, and have the rest filled in."""
        menu = self.query_one(Menu)
        menu.focus()
        self._describe(menu.row)
        self.call_after_refresh(self.refill)

    @property
    def unfinished(self) -> list[Summary]:
        """Return attempts that can be gone on with, the latest first; not those begun and left without a word."""
        return [one for one in self.attempts if one.ending is None and one.last_at > one.begun.created_at]

    def refill(self) -> None:
        """Ask the store what has been played, in a worker; not before there are rows to fill."""
        if self.query(Menu):
            self.run_worker(self._refill(), group="refill", exclusive=True)

    async def _refill(self) -> None:
        from simulator.records import RecordsError

        app = self.simulator
        try:
            await self._look()
            if self.filters.competency:
                await self._know_touches()
        except RecordsError as fault:
            self.notify(str(fault), timeout=6, markup=False, severity="warning")
            return
        name = app.trainee.name if app.trainee and app.trainee.name else ""
        self.query_one(TopLine).show("Supervision simulator", name if app.trainee else "not recorded")
        menu = self.query_one(Menu)
        menu.show(self._rows())
        self._describe(menu.row)
        self.refresh_bindings()

    async def _look(self) -> None:
        app = self.simulator
        if app.unrecorded:
            return
        if app.records is None and app.who is not None:
            found = await asyncio.to_thread(app.house.glance, app.who)
            if found is not None:
                app.trainee, self.attempts, self.endings = found.trainee, found.attempts, found.endings
                if app.house.settling:
                    self.set_timer(app.house.settling, app.warm_up)
                return
        records = await app.open_records()
        if records is not None and app.trainee is not None:
            self.attempts = await records.attempts(app.trainee.id)
            self.endings = await records.endings_seen(app.trainee.id)

    # Rows

    def _rows(self) -> list[Row]:
        rows = []
        if unfinished := self.unfinished:
            rows.append(Row("", Content.styled("Go on where you left", "$quiet"), heads=True))
            rows += [self._attempt_row(summary) for summary in unfinished[:3]]
            rows.append(Row("", Content(" "), heads=True))
        filters = self.filters
        fitting = [header for header in self.simulator.house.cards if filters.fits(header, self.touches)]
        if filters:
            rows.append(Row("", Content.styled(f"Only {filters.words(self.labels)} (/ changes this)", "$accent"),
                            heads=True))
        rows += [self._row(header) for header in fitting]
        if not fitting:
            none = "There is no such case here." if filters else "There are no vignettes here."
            rows.append(Row("", Content.styled(none, "$quiet"), heads=True))
        return rows

    # Filters

    @property
    def filters(self) -> Filters:
        """Return what is shown."""
        return Filters.of(self.simulator.house.preferences)

    async def _know_touches(self) -> None:
        """Read what the vignettes touch, once it is needed."""
        from simulator.suggesting import touched

        if not self.touches:
            house = self.simulator.house
            sources = await asyncio.to_thread(house.sources)
            self.labels = sources.competencies
            self.touches = await asyncio.to_thread(touched, house.cards, sources)

    def action_filter(self) -> None:
        """Choose what the library shows."""
        self.app.run_worker(self._choose_filters(), group="filter", exclusive=True)

    async def _choose_filters(self) -> None:
        from simulator.screens.filtering import FilterScreen, choices

        await self._know_touches()
        settings = choices(self.filters, self.simulator.house.cards, self.labels)
        await self.app.push_screen_wait(FilterScreen(settings, self._change_filter))

    def _change_filter(self, name: str, value: str) -> str:
        """Take up one filter, and return in words how much is shown then."""
        house = self.simulator.house
        if name in NAMES:
            house.preferences = {**house.preferences, name: value}
            house.keep_preference(name, value or None)
            menu = self.query_one(Menu)
            menu.show(self._rows())
            self._describe(menu.row)
        number = sum(self.filters.fits(card, self.touches) for card in house.cards)
        return f"{number} of {len(house.cards)} cases are shown."

    def _attempt_row(self, summary: Summary) -> Row:
        tail = f"{summary.last_at:%d %b}"
        if summary.steps:
            tail = f"after decision {summary.steps}, {tail}"
        return Row(ATTEMPT + summary.begun.id, Content(tame_line(summary.begun.title, 60)),
                   tail=Content.styled(tail, "$quiet"))

    def _row(self, header: Header) -> Row:
        title = Content(tame_line(header.title, 60))
        if header.fault:
            return Row(FILE + header.file, title.stylize("$quiet"), tail=Content.styled("cannot be read", "$error"))
        return Row(FILE + header.file, title, tail=Content.assemble(
            ("▲ " if header.content_note else "  ", "$warning"),
            (f"{tame_line(header.level, 12):<12} {f'{header.minutes} min' if header.minutes else '':>6} ", "$quiet"),
            (f"{self._seen(header):>8}", "$quiet"),
        ))

    def _seen(self, header: Header) -> str:
        seen = self._endings_seen(header)
        return f"{len(seen)} of {len(header.endings)}" if header.endings else ""

    def _endings_seen(self, header: Header) -> frozenset[str]:
        return self.endings.get(header.id, frozenset()) & frozenset(header.endings)

    def _describe(self, row: Row | None) -> None:
        self.query_one("#description", Prose).show(self._description(row))
        self.query_one("#about", Column).scroll_home(animate=False)

    def _description(self, row: Row | None) -> list[Block]:
        if row is not None and row.id.startswith(ATTEMPT):
            summary = next((s for s in self.attempts if s.begun.id == row.id.removeprefix(ATTEMPT)), None)
            if summary is not None:
                return [
                    paragraph(tame_line(summary.begun.title), "bold $primary"),
                    paragraph(f"Begun on {summary.begun.created_at:%d %B %Y}, {summary.begun.mode}; "
                              f"{summary.steps} {'decision' if summary.steps == 1 else 'decisions'} made."),
                    note("Enter goes on with the next one."),
                ]
        header = next((h for h in self.simulator.house.cards if row is not None and row.id == FILE + h.file), None)
        return [] if header is None else self._header_blocks(header)

    def _header_blocks(self, header: Header) -> list[Block]:
        blocks = [paragraph(tame_line(header.title), "bold $primary")]
        if header.fault:
            return [*blocks, paragraph(header.fault)]
        blocks.append(paragraph(tame_line(header.summary, 500)))
        if header.content_note:
            notes = ", ".join(tame_line(item, 80) for item in header.content_note)
            blocks.append(Block(Content.assemble(("▲ Contains: ", "$warning"), notes + ".")))
        facts = [f"With {tame_line(header.client, 40)}" if header.client else "", tame_line(header.level, 20),
                 f"about {header.minutes} minutes" if header.minutes else ""]
        seen = len(self._endings_seen(header))
        if header.endings:
            facts.append(f"{seen} of {len(header.endings)} endings seen")
        blocks.append(note(" · ".join(fact for fact in facts if fact)))
        return blocks

    # Keys

    @on(Menu.Marked)
    def _marked(self, event: Menu.Marked) -> None:
        self._describe(event.row)

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self.action_open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys do something now."""
        if action == "resume":
            return bool(self.unfinished)
        if action in ("history", "progress"):
            return bool(self.attempts)
        return True

    def action_open(self) -> None:
        """Open the marked vignette, or go on with the marked attempt."""
        row = self.query_one(Menu).row
        if row is None:
            return
        if row.id.startswith(ATTEMPT):
            self.simulator.resume_attempt(row.id.removeprefix(ATTEMPT))
        header = next((h for h in self.simulator.house.cards if row.id == FILE + h.file), None)
        if header is not None:
            self.simulator.open_card(header)

    def action_resume(self) -> None:
        """Go on with the latest unfinished attempt."""
        if unfinished := self.unfinished:
            self.simulator.resume_attempt(unfinished[0].begun.id)

    def action_history(self) -> None:
        """Show past attempts."""
        from simulator.screens.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.attempts))

    def action_progress(self) -> None:
        """Show the profile, and what to try next."""
        from simulator.screens.progress import ProgressScreen

        self.app.push_screen(ProgressScreen())
