"""The App: which screen is shown, who plays, where it is kept; every way out keeps the attempt."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App, SystemCommand
from textual.screen import Screen

from simulator.screens import Options
from simulator.screens.actions import EVERYWHERE, bindings
from simulator.screens.house import House
from simulator.screens.keys import good_keys
from simulator.screens.themes import OURS, first_theme, own_colours

if TYPE_CHECKING:
    from simulator.attempts import Attempt
    from simulator.records import Records, Trainee
    from simulator.screens.crash import Crash
    from vignettes.reading.header import Header

INTERRUPTED = 130
FAULT = 3
MEASURES = ("60", "66", "74")
"""How many characters wide a text may be, as texts; the last is the usual one."""
PATIENCE = 1.0  # seconds that leaving waits for words under way to be kept


class SimulatorApp(App[int]):
    """The full screen of one person."""

    TITLE = "Supervision simulator"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = bindings(*EVERYWHERE)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (76, "-usual"), (110, "-wide")]  # noqa: RUF012 - as Textual has it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (22, "-tall"), (32, "-lofty")]  # noqa: RUF012

    def __init__(self, house: House, options: Options = Options()) -> None:  # noqa: B008 - frozen
        theme = first_theme(house.preferences.get("theme"), house.environment)
        self.house = house
        self.options = options
        self.unrecorded = options.unrecorded or house.open_records is None
        # Textual loads a screen's own styles when it is pushed; those of the first screen are named here.
        first = "welcome.tcss" if self._asks_first else "library.tcss"
        super().__init__(css_path=["app.tcss", first], ansi_color=True if theme.startswith("ansi") else None)
        self.records: Records | None = None
        self.trainee: Trainee | None = None
        self.attempt: Attempt | None = None
        self.crash: Crash | None = None
        self._opening = asyncio.Lock()
        self.own_keys, self._bad_keys = good_keys(house.keys)
        for own in OURS:
            self.register_theme(own)
        self.theme = theme

    # What is shown

    def get_default_screen(self) -> Screen[None]:
        """Return the first screen: the library, or the first-run page where nobody is known."""
        if self._asks_first:
            from simulator.screens.welcome import WelcomeScreen

            return WelcomeScreen()
        from simulator.screens.library import LibraryScreen

        return LibraryScreen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours for themes that do not name them, and how wide a text is."""
        wide = self.house.preferences.get("measure", "")
        measure = wide if wide in MEASURES else MEASURES[-1]
        return {**own_colours(self.get_theme(self.theme)), "measure": measure}

    def watch_theme(self, theme: str) -> None:
        """Let the terminal's own colours through where a theme is made of them."""
        self.ansi_color = True if theme.startswith("ansi") else None

    @property
    def _asks_first(self) -> bool:
        return self.who is None and not self.unrecorded

    @property
    def who(self) -> str | None:
        """Return the id of who plays, if it is known."""
        return self.options.trainee or self.house.preferences.get("trainee")

    def on_mount(self) -> None:
        """Take up a person's own keys, and open the vignette asked for."""
        if self.own_keys:
            self.set_keymap(dict(self.own_keys))
        if self._bad_keys:
            self.notify(self._bad_keys, timeout=8, markup=False, severity="warning")
        if self.options.vignette is not None and (self.who or self.unrecorded):
            self.open_vignette(self.options.vignette)

    def to_library(self) -> None:
        """Show the library, whatever lies above it."""
        from simulator.screens.library import LibraryScreen

        stack = self.screen_stack
        below = next((n for n, screen in enumerate(stack) if isinstance(screen, LibraryScreen)), None)
        if below is None:
            self.push_screen(LibraryScreen())
            return
        for _ in stack[below + 1 :]:
            self.pop_screen()
        library = stack[below]
        assert isinstance(library, LibraryScreen)
        library.refill()

    # The records

    async def open_records(self) -> Records | None:
        """Return the records, opened at the first call; None in unrecorded play. Raises RecordsError."""
        async with self._opening:
            if self.records is None and self.house.open_records is not None and not self.options.unrecorded:
                self.records = await asyncio.to_thread(self.house.open_records)
            if self.records is not None and self.trainee is None and self.who is not None:
                everyone = await self.records.trainees()
                self.trainee = next((person for person in everyone if person.id == self.who), None)
        return self.records

    def warm_up(self) -> None:
        """Open the records while nothing else is to be done; a fault is told when they are needed."""

        async def open_quietly() -> None:
            with contextlib.suppress(Exception):
                await self.open_records()

        if self.records is None and not self.unrecorded:
            self.run_worker(open_quietly(), group="warm")

    def play_as(self, trainee: Trainee | None) -> None:
        """Let this person play from now on; None: nobody, unrecorded."""
        self.trainee, self.unrecorded = trainee, trainee is None
        if trainee is not None:
            self.house.preferences = {**self.house.preferences, "trainee": trainee.id}
            self.options = _without_trainee(self.options)
            self.house.keep_preference("trainee", trainee.id)

    def forget_person(self) -> None:
        """Let nobody be playing, as before the first run."""
        self.trainee, self.unrecorded = None, False
        self.options = _without_trainee(self.options)
        self.house.preferences = {name: kept for name, kept in self.house.preferences.items() if name != "trainee"}
        self.house.keep_preference("trainee", None)

    # Ways to play

    def open_card(self, card: Header) -> None:
        """Show a vignette's briefing."""
        self.open_vignette(Path(card.file))

    def open_vignette(self, file: Path) -> None:
        """Read a vignette in a thread, then show its briefing."""
        from simulator.screens.journeys import brief

        self.run_worker(brief(self, file), group="open", exclusive=True)

    def resume_attempt(self, attempt_id: str) -> None:
        """Bring a kept attempt back and go on with it."""
        from simulator.screens.journeys import resume

        self.run_worker(resume(self, attempt_id), group="open", exclusive=True)

    # What keys do everywhere

    async def action_quick_exit(self) -> None:
        """Clear the screen and leave at once; what was chosen is kept already, and what was being written is now."""
        await self.keep_draft()
        self.exit(0)

    async def action_interrupt(self) -> None:
        """Leave as after Ctrl-C."""
        await self.keep_draft()
        self.exit(INTERRUPTED)

    async def keep_draft(self) -> None:
        """Keep own words that are being written; leaving does not wait long for it."""
        from simulator.screens.base import RoomScreen

        for screen in self.screen_stack:
            if isinstance(screen, RoomScreen):
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(screen.keep_draft(), PATIENCE)

    async def action_leave(self) -> None:
        """Leave; where an attempt would be lost, ask first."""
        from simulator.screens.journeys import may_leave

        async def leave() -> None:
            if await may_leave(self):
                self.exit(0)

        self.run_worker(leave(), group="leave", exclusive=True)

    def action_help(self) -> None:
        """Show what the keys do on this screen."""
        from simulator.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_resources(self) -> None:
        """Show where to find help."""
        from simulator.screens.pages import ResourcesScreen

        if not isinstance(self.screen, ResourcesScreen):
            self.push_screen(ResourcesScreen())

    def action_about(self) -> None:
        """Show what this program is."""
        from simulator.screens.pages import AboutScreen

        if not isinstance(self.screen, AboutScreen):
            self.push_screen(AboutScreen())

    def action_own_data(self) -> None:
        """Show what is kept on the person who plays."""
        from simulator.screens.owndata import OwnDataScreen

        if not isinstance(self.screen, OwnDataScreen):
            self.push_screen(OwnDataScreen())

    def action_settings(self) -> None:
        """Show the settings."""
        from simulator.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen())

    def action_command_palette(self) -> None:
        """Open the command palette, unless it is open already, be it below another screen."""
        from simulator.screens.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette(id="--command-palette"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer in the command palette what the keys of this screen do."""
        from simulator.screens.help import commands_of

        yield from commands_of(screen)

    # Faults

    def _fatal_error(self) -> None:
        """Keep type and places of a fault, never what people wrote; the sentence follows once the screen is gone."""
        from simulator.screens.crash import Crash

        if self._exit:  # leaving takes screens down under what is still being drawn; all that counts is kept by then
            self._return_code = 0
        elif self.crash is None and self._exception is not None:
            self.crash = Crash.of(self._exception)
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """Handle faults that bring their own rendering like all others: nothing of them is printed."""
        self._fatal_error()


def _without_trainee(options: Options) -> Options:
    from dataclasses import replace

    return replace(options, trainee=None)
