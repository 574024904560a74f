"""Past attempts, the latest first; unfinished ones go on, finished ones show their debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.menu import Menu, Row
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.records import Summary


class HistoryScreen(RoomScreen):
    """A person's attempts."""

    BINDINGS: ClassVar = bindings("open", "close", *READING)

    def __init__(self, attempts: list[Summary]) -> None:
        super().__init__()
        self.attempts = attempts

    def compose(self) -> ComposeResult:
        """Lay out the attempts."""
        yield TopLine("Past attempts")
        with Column():
            yield Menu([self._row(summary) for summary in self.attempts])
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrows choose."""
        self.query_one(Menu).focus(scroll_visible=False)

    @staticmethod
    def _row(summary: Summary) -> Row:
        how = tame_line(summary.ending, 30) if summary.ending else f"after decision {summary.steps}"
        return Row(summary.begun.id, Content(tame_line(summary.begun.title, 60)),
                   lead=f"{summary.begun.created_at:%d %b %Y}  ",
                   tail=Content.styled(f"{summary.begun.mode}, {how}", "$quiet"))

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the marked attempt."""
        row = self.query_one(Menu).row
        if row is not None:
            self.simulator.to_library()
            self.simulator.resume_attempt(row.id)
