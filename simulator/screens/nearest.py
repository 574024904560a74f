"""Which response came nearest to one's own words: the trainee's own judgement, never scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from simulator.screens.widgets.menu import Menu, Row
from simulator.screens.widgets.prose import Prose, note, paragraph
from simulator.taming import tame
from vignettes.model import Response


class NearestScreen(ModalScreen[str]):
    """Own words above, responses below; dismissed with a response's id, or an empty text."""

    BINDINGS: ClassVar = [
        Binding("enter", "take", "Mark this one", show=False),
        Binding("escape", "nothing", "None of them", show=False),
    ]

    def __init__(self, own_words: str, offered: Sequence[Response]) -> None:
        super().__init__()
        self.own_words, self.offered = own_words, offered

    def compose(self) -> ComposeResult:
        """Lay out both."""
        with Vertical(classes="dialog"), VerticalScroll(can_focus=False):
            yield Prose([note("In your own words", after=0), paragraph(self.own_words),
                         note("Which came nearest? Enter marks it, Esc leaves it open.")])
            yield Menu([Row(r.id, Content(tame(r.text)), f"{n}  ") for n, r in enumerate(self.offered, 1)])

    def on_mount(self) -> None:
        """Let the arrows choose."""
        self.query_one(Menu).focus(scroll_visible=False)

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self.action_take()

    def action_take(self) -> None:
        """Mark the response."""
        row = self.query_one(Menu).row
        self.dismiss(row.id if row else "")

    def action_nothing(self) -> None:
        """Leave it open."""
        self.dismiss("")
