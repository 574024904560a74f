"""The responses on offer: a menu with numbers. Nothing here submits; what is taken up is confirmed elsewhere."""

from __future__ import annotations

from textual.content import Content

from simulator.flow import Option
from simulator.screens.widgets.menu import Menu, Row
from simulator.taming import tame


class Responses(Menu):
    """The responses of one decision."""

    DEFAULT_CSS = "Responses { max-width: 78; }"
    HELP = ("The responses open to you here. A number, or the arrows and Enter, takes one up; nothing is chosen until "
            "you confirm it on the next line. There may be more than one good one.")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.options: tuple[Option, ...] = ()

    def offer(self, options: tuple[Option, ...], marked: int = 0) -> None:
        """Show these responses, one of them marked."""
        self.options = options
        self.show([Row(o.response, Content(tame(o.text)), f"{o.number}  ") for o in options], marked)
