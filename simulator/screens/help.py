"""Help: what the keys do on the screen one comes from; and the same as commands of the palette."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.content import Content
from textual.screen import Screen

from simulator.screens.actions import ACTIONS, EVERYWHERE, READING, Action
from simulator.screens.base import BY_EAR
from simulator.screens.keys import readable
from simulator.screens.pages import PageScreen
from simulator.screens.widgets.prose import Block, heading, note, paragraph


def keys_of(action: Action, own: Mapping[str, str]) -> str:
    """Return an action's keys as a person reads them; ``own`` are those they chose themselves."""
    if action.id == "response-1" and action.id not in own:
        return "1 to 9"
    return readable(own.get(action.id, action.key))


def actions_of(screen: Screen[Any]) -> list[Action]:
    """Return the actions that are possible on a screen now, in the registry's order."""
    here = {active.binding.id for active in screen.active_bindings.values() if active.enabled}
    return [action for action in ACTIONS.values() if action.id in here and action.help]


def commands_of(screen: Screen[Any]) -> Iterator[SystemCommand]:
    """Yield what makes sense now as commands of the palette."""
    for action in actions_of(screen):
        if action.id not in ("palette", "interrupt", *READING) and not action.id.startswith("response-"):
            yield SystemCommand(action.label, action.help, partial(screen.run_action, action.action))


class HelpScreen(PageScreen):
    """The keys of the screen below, then those of every screen."""

    heading = "Help"

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self.actions = actions_of(below)
        self.focus_help = below.focused.HELP if below.focused is not None else None

    def blocks(self) -> list[Block]:
        """Return the keys, one a line."""
        everywhere = (*EVERYWHERE, *READING)
        here = [action for action in self.actions if action.id not in everywhere]
        rest = [action for action in self.actions if action.id in everywhere]
        found = [heading("Where you are", after=0), paragraph(self.focus_help)] if self.focus_help else []
        found += [heading("Here"), *self._lines(here), heading("Everywhere"), *self._lines(rest)]
        found.append(note(f"Arrows or Tab move, the mouse works too. {BY_EAR}"))
        names = ", ".join(f"{action.id} ({keys_of(action, self.simulator.own_keys)})" for action in self.actions)
        found += [heading("Other keys", after=0),
                  note('Every key can be another: in the file of preferences, which the settings (F3) name, write a '
                       'section such as "keys": {"help": "f10", "again": "z"}, then start anew.'),
                  note(f"The names here: {names}.")]
        return found

    def _lines(self, actions: list[Action]) -> list[Block]:
        own = self.simulator.own_keys
        lines = [
            Block(Content(action.help), f"{keys_of(action, own):<14}", " " * 14, after=0, mark_style="bold $accent")
            for action in actions
        ]
        return [*lines, Block(Content(" "), after=0)]
