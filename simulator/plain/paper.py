"""``Paper``: what line mode prints on. Headings in words, one thing a line, nothing a terminal could obey."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from simulator.plain.markdown import blocks
from simulator.plain.wrapping import wrap
from simulator.taming import tame, tame_line


class Paper:
    """Prints tame text in lines of a given width, with a blank line between paragraphs and never two.

    Args:
        write: takes one line at a time, without its line break.
        width: cells a line, or what returns them, since a window may change.
    """

    def __init__(self, write: Callable[[str], None], width: int | Callable[[], int]) -> None:
        self._write = write
        self._width = width
        self._open = False  # whether a line has been printed since the last blank one

    @property
    def width(self) -> int:
        """Return how many cells a line may have now."""
        return self._width if isinstance(self._width, int) else self._width()

    def gap(self) -> None:
        """Leave one blank line, unless there is one already."""
        if self._open:
            self._write("")
            self._open = False

    def answered(self) -> None:
        """Take note that the person has typed a line: it counts as printed."""
        self._open = True

    def line(self, text: str, first: str = "", rest: str | None = None) -> None:
        """Print a text without a blank line before it; tames it, keeps its line breaks."""
        for line in wrap(tame(text), self.width, first, first if rest is None else rest):
            self._write(line)
        self._open = True

    def heading(self, text: str) -> None:
        """Print a heading: a line of its own between blank ones."""
        self.gap()
        self.line(tame_line(text))
        self.gap()

    def paragraph(self, text: str) -> None:
        """Print a paragraph of plain text, set off by blank lines."""
        self.gap()
        self.line(text)
        self.gap()

    def labelled(self, label: str, text: str) -> None:
        """Print a text of one line behind a word that says what it is."""
        self.line(f"{label}: {tame(text, lines=False)}", "", "  ")

    def entries(self, texts: Iterable[tuple[str, str]]) -> None:
        """Print a list: what stands before each entry, and the entry, further lines set in under it."""
        for mark, text in texts:
            self.line(text, f"{mark} ", " " * (len(mark) + 1))

    def markdown(self, text: str, label: str = "", before: str = "") -> None:
        """Print a Markdown text as plain paragraphs.

        Args:
            text: as its author wrote it.
            label: a word that says what it is, put before the first paragraph.
            before: put before every line.
        """
        for number, block in enumerate(blocks(text)):
            if not block.close:
                self.gap()
            words = f"{label}: {block.text}" if label and number == 0 else block.text
            self.line(words, before + block.first, before + block.rest)
        self.gap()
