"""Text of a readable measure: blocks of content wrapped here, so that marks and indents hang."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from simulator.taming import tame


@dataclass(frozen=True)
class Block:
    """A paragraph as shown.

    Attributes:
        content: its text, tame.
        first: stands before the first line, such as a bullet.
        rest: stands before every further line, as wide as ``first``.
        after: empty lines below it.
        mark_style: style of what stands before the lines.
    """

    content: Content
    first: str = ""
    rest: str = ""
    after: int = 1
    mark_style: str = "$quiet"


def paragraph(text: str, style: str = "", *, after: int = 1, first: str = "", rest: str | None = None) -> Block:
    """Return untamed text as one plain block; its line breaks stay."""
    mark = first if rest is None else rest
    return Block(Content.styled(tame(text), style), first, mark, after)


def heading(text: str, *, after: int = 1) -> Block:
    """Return a heading."""
    return Block(Content.styled(tame(text, lines=False), "bold $primary"), after=after)


def note(text: str, *, after: int = 1) -> Block:
    """Return a remark of the program's own."""
    return Block(Content.styled(tame(text), "$quiet"), after=after)


def marked(text: str, style: str = "", *, bar: str = "") -> list[Block]:
    """Return untamed Markdown as blocks; links, pictures and HTML in it stay text.

    Args:
        text: Markdown from a file.
        style: style of all of it.
        bar: stands before every line.
    """
    from simulator.screens.widgets.marking import blocks_of

    return [replace(block, first=bar + block.first, rest=bar + block.rest) for block in blocks_of(text, style)]


def lay_out(blocks: Iterable[Block], width: int) -> list[Content]:
    """Wrap blocks into lines of at most ``width`` cells."""
    lines: list[Content] = []
    for block in blocks:
        room = max(width - len(block.first), 8)
        for number, line in enumerate(block.content.wrap(room)):
            mark = block.rest if number else block.first
            lines.append(Content.styled(mark, block.mark_style) + line.rstrip() if mark else line)
        lines.extend([Content("")] * block.after)
    while lines and not lines[-1]:
        lines.pop()
    return lines


class Prose(Widget):
    """Blocks of text, redrawn in place."""

    DEFAULT_CSS = "Prose { width: 100%; max-width: $measure; height: auto; }"

    def __init__(self, blocks: Sequence[Block] = (), *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._blocks: tuple[Block, ...] = tuple(blocks)
        self._laid_out: tuple[int, list[Content]] | None = None

    @property
    def text(self) -> str:
        """Return what is shown, without styles or wrapping."""
        return "\n".join(block.content.plain for block in self._blocks)

    def show(self, blocks: Iterable[Block]) -> None:
        """Show these blocks instead."""
        self._blocks, self._laid_out = tuple(blocks), None
        self.refresh(layout=True)

    def _lines(self, width: int) -> list[Content]:
        if self._laid_out is None or self._laid_out[0] != width:
            self._laid_out = (width, lay_out(self._blocks, width))
        return self._laid_out[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines at this width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join(self._lines(self.content_size.width))
