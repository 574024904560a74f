"""What screens share: a column that scrolls by key, and a typed way to their App."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.containers import VerticalScroll
from textual.screen import Screen

from simulator.screens.widgets.bars import KeyBar

if TYPE_CHECKING:
    from simulator.screens.app import SimulatorApp

BY_EAR = "With a screen reader, play in plain lines instead: simulator --plain."


class Column(VerticalScroll, can_focus=False):
    """A scrolling column; the screen's keys move it."""

    def __init__(self, *, id: str | None = None, classes: str = "") -> None:  # noqa: A002
        super().__init__(id=id, classes=f"column {classes}".strip())

    def watch_show_vertical_scrollbar(self) -> None:
        """Have the key bar say whether there is more to read."""
        if self.is_attached:
            for bar in self.screen.query(KeyBar):
                bar.refresh()


class RoomScreen(Screen[None]):
    """A screen of this program."""

    AUTO_FOCUS = ""

    @property
    def simulator(self) -> SimulatorApp:
        """Return the App, typed."""
        return cast("SimulatorApp", self.app)

    def key_labels(self) -> dict[str, str]:
        """Return labels for the key bar that differ from the registry's now, by action id; empty hides one."""
        return {}

    async def keep_draft(self) -> None:
        """Keep what is written here and not yet handed in, before the screen is left; most have nothing."""

    def action_read(self, pages: int) -> None:
        """Scroll the text by pages, or to an end."""
        column = self.query_one(Column)
        if abs(pages) > 9:
            (column.scroll_home if pages < 0 else column.scroll_end)(animate=False)
        else:
            by = max(column.scrollable_content_region.height - 2, 1)
            column.scroll_relative(y=pages * by, animate=False)

    def action_close(self) -> None:
        """Go back to the screen below."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
