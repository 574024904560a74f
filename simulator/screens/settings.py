"""Settings: the colours, and who plays."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.themes import NAMES
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.menu import Menu, Row
from simulator.screens.widgets.prose import Prose, heading, note
from simulator.taming import tame_line


class SettingsScreen(RoomScreen):
    """Choices that are remembered on this computer."""

    BINDINGS: ClassVar = bindings("new-person", "close", *READING)

    def compose(self) -> ComposeResult:
        """Lay out the colours to choose from."""
        names = list(NAMES)
        person = self.simulator.trainee
        yield TopLine("Settings")
        with Column():
            yield Prose([heading("Colours")])
            yield Menu([Row(name, Content(label)) for name, label in NAMES.items()], id="themes",
                       marked=names.index(self.app.theme) if self.app.theme in names else 0)
            if person is not None and person.name:
                who = f"{tame_line(person.name, 60)} is playing."
            else:
                who = "Nobody is named; nothing is recorded." if self.simulator.unrecorded else ""
            words = f"{who} Ctrl+O lets someone else play.".strip()
            yield Prose([note(" ", after=0), heading("Who plays"), note(words)])
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrows choose."""
        self.query_one(Menu).focus(scroll_visible=False)

    @on(Menu.Marked)
    def _chosen(self, event: Menu.Marked) -> None:
        self.app.theme = event.row.id
        self.simulator.house.keep_preference("theme", event.row.id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let another person in only between attempts."""
        return self.simulator.attempt is None if action == "new_person" else True

    def action_new_person(self) -> None:
        """Let someone else play."""
        from simulator.screens.welcome import WelcomeScreen

        self.app.switch_screen(WelcomeScreen())
