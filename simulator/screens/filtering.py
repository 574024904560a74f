"""Choosing what the library shows; kept as preferences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from simulator.screens.filters import LENGTHS, LEVELS, NAMES, WITHOUT, Filters
from simulator.screens.widgets.choices import Choice, Choices
from simulator.screens.widgets.menu import Menu
from simulator.screens.widgets.prose import Prose, heading, note
from simulator.taming import tame_line

if TYPE_CHECKING:
    from vignettes.reading.header import Header


def choices(filters: Filters, cards: Sequence[Header], labels: Mapping[str, str]) -> list[Choice]:
    """Return the filters as settings to choose from."""
    notes = dict.fromkeys(one for card in cards for one in card.content_note)
    every = ("", "all")
    return [
        Choice(NAMES[0], "Level", (every, *((level, level) for level in LEVELS)), filters.level),
        Choice(NAMES[1], "Length", (every, *((name, told) for name, (told, _, _) in LENGTHS.items())), filters.length),
        Choice(NAMES[2], "Competency", (every, *((n, tame_line(told, 40)) for n, told in labels.items())),
               filters.competency),
        Choice(NAMES[3], "Content notes", (every, ("none", "only cases without one"), *(
            (WITHOUT + one, f"not with {tame_line(one, 40)}") for one in notes)), filters.note),
    ]


class FilterScreen(ModalScreen[None]):
    """The filters; each takes effect at once on the library below.

    Args:
        settings: the filters as settings.
        changed: called with the name and the new value of each.
    """

    BINDINGS: ClassVar = [
        Binding("escape,slash", "close", "Back to the library", show=False),
        Binding("delete,x", "clear", "Show everything", show=False),
    ]

    def __init__(self, settings: Sequence[Choice], changed: Callable[[str, str], str]) -> None:
        super().__init__()
        self.settings, self.changed = settings, changed

    def compose(self) -> ComposeResult:
        """Lay out the filters."""
        with Vertical(classes="dialog"):
            yield Prose([heading("Show in the library")])
            yield Choices(self.settings)
            yield Prose([note(" ", after=0), note("", after=0)], id="found")

    def on_mount(self) -> None:
        """Let the arrows choose."""
        self.query_one(Choices).focus(scroll_visible=False)
        self._tell(self.changed("", ""))

    def _tell(self, words: str) -> None:
        self.query_one("#found", Prose).show([
            note(" ", after=0), note(f"{words} ←→ changes, x shows everything, Esc goes back.")])

    @on(Choices.Changed)
    def _turned(self, event: Choices.Changed) -> None:
        self._tell(self.changed(event.choice.id, event.choice.value))

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self.query_one(Choices).action_turn(1)

    def action_clear(self) -> None:
        """Show everything."""
        menu = self.query_one(Choices)
        menu.put([Choice(one.id, one.label, one.options, "") for one in menu.choices])
        for one in menu.choices:
            self._tell(self.changed(one.id, ""))

    def action_close(self) -> None:
        """Go back to the library."""
        self.dismiss(None)
