"""Settings: colours, how one usually plays, how wide a text is, and who plays. Each takes effect at once."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from simulator.screens.actions import READING, bindings
from simulator.screens.app import MEASURES
from simulator.screens.base import Column, RoomScreen
from simulator.screens.themes import every_theme
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.choices import Choice, Choices
from simulator.screens.widgets.menu import Menu
from simulator.screens.widgets.prose import Block, Prose, heading, note
from simulator.taming import tame_line

MODES = (("rehearsal", "rehearsal: only what happens next"), ("guided", "guided: explained after each choice"),
         ("assessment", "assessment: no way back"))
WIDTHS = {"60": "narrow, 60 characters", "66": "66 characters", "74": "wide, 74 characters"}


class SettingsScreen(RoomScreen):
    """Choices that are remembered on this computer."""

    BINDINGS: ClassVar = bindings("new-person", "close", *READING)

    def compose(self) -> ComposeResult:
        """Lay out the settings, then what else can be chosen."""
        yield TopLine("Settings")
        with Column():
            yield Prose([note("Up and down go from one to the next; left and right change it at once.")])
            yield Choices(self._choices(), id="settings")
            yield Prose(self._blocks())
        yield KeyBar()

    def _choices(self) -> list[Choice]:
        kept = self.simulator.house.preferences
        widths = tuple((name, WIDTHS[name]) for name in reversed(MEASURES))
        return [
            Choice("theme", "Colours", tuple(every_theme().items()), self.app.theme),
            Choice("measure", "Width of texts", widths, kept.get("measure", MEASURES[-1])),
            Choice("mode", "Usual way to play", MODES, kept.get("mode", MODES[0][0])),
        ]

    def _blocks(self) -> list[Block]:
        person, file = self.simulator.trainee, self.simulator.house.preferences_file
        if person is not None and person.name:
            who = f"{tame_line(person.name, 60)} is playing."
        else:
            who = "Nobody is named; nothing is recorded." if self.simulator.unrecorded else ""
        blocks = [note(" ", after=0), heading("Who plays", after=0),
                  note(f"{who} Ctrl+O lets someone else play.".strip()), heading("Keys", after=0)]
        where = f"in {tame_line(file, 300)}" if file else "in the file of preferences"
        return [*blocks, note(f'Every key can be another: {where}, write a section such as "keys": {{"again": "z"}}. '
                              "The help page (F1) of each screen has the names.")]

    def on_mount(self) -> None:
        """Let the arrows choose."""
        self.query_one(Choices).focus(scroll_visible=False)

    @on(Choices.Changed)
    def _changed(self, event: Choices.Changed) -> None:
        name, value = event.choice.id, event.choice.value
        house = self.simulator.house
        house.preferences = {**house.preferences, name: value}
        house.keep_preference(name, value)
        if name == "theme":
            self.app.theme = value
        elif name == "measure":
            self.app.refresh_css(animate=False)

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self.query_one(Choices).action_turn(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let another person in only between attempts."""
        return self.simulator.attempt is None if action == "new_person" else True

    def action_new_person(self) -> None:
        """Let someone else play."""
        from simulator.screens.welcome import WelcomeScreen

        self.app.switch_screen(WelcomeScreen())
