"""A list to choose from: rows of text, one marked; arrows, digits and the mouse mark and choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

EMPTY = Content("")


@dataclass(frozen=True)
class Row:
    """One row.

    Attributes:
        id: what it stands for.
        text: its text, tame; wrapped.
        lead: stands before the first line, such as a number.
        tail: stands at the right end of the first line.
        heads: True for a heading that cannot be marked.
    """

    id: str
    text: Content
    lead: str = ""
    tail: Content = EMPTY
    heads: bool = False


class Menu(Widget, can_focus=True):
    """Rows, one marked. Posts :class:`Menu.Marked` when the mark moves and :class:`Menu.Chosen` on a click."""

    DEFAULT_CSS = "Menu { width: 100%; height: auto; }"
    BINDINGS: ClassVar = [
        Binding("up,k", "mark(-1)", "Mark the one above", show=False),
        Binding("down,j", "mark(1)", "Mark the one below", show=False),
    ]
    marked = reactive(0, layout=False)
    HELP = "A list. Up and down mark a row; Enter, or a click on it, takes it."

    @dataclass
    class Marked(Message):
        """Another row is marked."""

        menu: Menu
        row: Row

    @dataclass
    class Chosen(Message):
        """A row was clicked; ``index`` counts from 0."""

        menu: Menu
        index: int

    def __init__(self, rows: Sequence[Row] = (), *, id: str | None = None, marked: int = 0) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = tuple(rows)
        self._laid_out: tuple[int, list[list[Content]]] | None = None
        self.set_reactive(Menu.marked, marked)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows."""
        return self._rows

    @property
    def row(self) -> Row | None:
        """Return the marked row."""
        return self._rows[self.marked] if self.marked < len(self._rows) else None

    def show(self, rows: Sequence[Row], marked: int | None = None) -> None:
        """Show other rows; without ``marked`` the mark stays on the row of the same id."""
        if marked is None:
            here = self.row.id if self.row else None
            marked = next((n for n, row in enumerate(rows) if row.id == here), 0)
        self._rows, self._laid_out = tuple(rows), None
        while marked < len(rows) - 1 and rows[marked].heads:
            marked += 1
        self.set_reactive(Menu.marked, marked)
        self.refresh(layout=True)

    def action_mark(self, by: int) -> None:
        """Mark another row; the list is a ring."""
        marked = self.marked
        for _ in self._rows:
            marked = (marked + by) % len(self._rows)
            if not self._rows[marked].heads:
                self.marked = marked
                return

    def watch_marked(self) -> None:
        """Keep the marked row in sight, and tell."""
        if not self.is_mounted or self.row is None:
            return
        lines = self._lines(self.content_size.width)
        region = Region(0, sum(map(len, lines[: self.marked])), self.size.width, len(lines[self.marked]))
        if isinstance(self.parent, Widget):
            self.parent.scroll_to_region(region, animate=False, force=True)
        self.post_message(self.Marked(self, self.row))

    def on_click(self, event: events.Click) -> None:
        """Mark and choose the row under the pointer."""
        line = event.y
        for index, lines in enumerate(self._lines(self.content_size.width)):
            if line < len(lines):
                if not self._rows[index].heads:
                    self.marked = index
                    self.post_message(self.Chosen(self, index))
                return
            line -= len(lines)

    def _lines(self, width: int) -> list[list[Content]]:
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = (width, [self._wrapped(row, width) for row in self._rows])
        return self._laid_out[1]

    @staticmethod
    def _wrapped(row: Row, width: int) -> list[Content]:
        tail = row.tail if row.tail.cell_length <= width * 2 // 3 else EMPTY
        room = max(width - 2 - len(row.lead) - (tail.cell_length + 2 if tail else 0), 8)
        lines = []
        for number, text in enumerate(row.text.wrap(room)):
            body = text.rstrip()
            line = Content.styled(row.lead if number == 0 else " " * len(row.lead), "bold $accent") + body
            if tail and number == 0:
                line = line.extend_right(max(width - 2 - line.cell_length - tail.cell_length, 1)) + tail
            lines.append(line)
        return lines

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return all the width there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at this width."""
        return sum(map(len, self._lines(width)))

    def render(self) -> RenderResult:
        """Return the list."""
        width = self.content_size.width
        shown: list[Content] = []
        for index, lines in enumerate(self._lines(width)):
            marked = index == self.marked and not self._rows[index].heads
            for line in lines:
                edge = Content.styled("▌ " if marked else "  ", "bold $accent")
                whole = edge + (line.stylize("bold") if marked else line)
                if marked:
                    whole = whole.extend_right(max(width - whole.cell_length, 0)).stylize_before("on $mark")
                shown.append(whole)
        return Content("\n").join(shown)
