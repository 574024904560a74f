"""Markdown of vignettes as blocks: emphasis, lists, headings and quotations; nothing that could be clicked."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from textual.content import Content

from simulator.screens.widgets.prose import Block
from simulator.taming import tame

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_WORTH_PARSING = re.compile(r"[*_`~\\#>]|^\s*(?:[-+]|\d+[.)])\s", re.MULTILINE)
_OFF = ["link", "image", "autolink", "html_block", "html_inline", "entity", "reference", "code", "fence", "lheading",
        "table"]
_STYLES = {"em": "italic", "strong": "bold", "s": "strike"}


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable(_OFF, ignoreInvalid=True)


def blocks_of(text: str, style: str = "") -> list[Block]:
    """Return untamed Markdown as blocks in a style; if any letter would be lost, as it was written."""
    text = tame(text).strip("\n")
    if not _WORTH_PARSING.search(text):
        return _plain(text, style)
    blocks = _Reader(style).read(text)
    seen = sum(character.isalpha() for block in blocks for character in block.content.plain)
    return blocks if seen == sum(map(str.isalpha, text)) else _plain(text, style)


def _plain(text: str, style: str) -> list[Block]:
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return [Block(Content.styled(part, style)) for part in parts if part]


class _Reader:
    """Turns the parser's tokens into blocks."""

    def __init__(self, style: str) -> None:
        self.style = style
        self.marks: list[str] = []  # what hangs before the lines, outermost first
        self.numbers: list[int | None] = []  # the running number of each list, None for bullets
        self.pending = ""  # the bullet of an item whose first paragraph has not come yet

    def read(self, text: str) -> list[Block]:
        blocks: list[Block] = []
        style = self.style
        for token in _parser().parse(text):
            if token.type == "heading_open":
                style = f"bold {self.style}".strip()
            elif token.type == "heading_close":
                style = self.style
            elif token.type == "inline":
                blocks.append(self._block(_inline(token.children or [], style)))
            elif token.type == "hr":
                blocks.append(Block(Content.styled("* * *", "$quiet")))
            else:
                self._enter_or_leave(token)
        return blocks

    def _enter_or_leave(self, token: Token) -> None:
        kind = token.type
        if kind == "bullet_list_open":
            self.numbers.append(None)
        elif kind == "ordered_list_open":
            self.numbers.append(int(token.attrGet("start") or 1))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.numbers.pop()
        elif kind == "list_item_open":
            self._open_item()
        elif kind == "blockquote_open":
            self.marks.append("│ ")
        elif kind in ("list_item_close", "blockquote_close"):
            self.marks.pop()
            self.pending = ""

    def _open_item(self) -> None:
        number = self.numbers[-1]
        self.pending = "• " if number is None else f"{number}. "
        if number is not None:
            self.numbers[-1] = number + 1
        self.marks.append(" " * len(self.pending))

    def _block(self, content: Content) -> Block:
        rest = "".join(self.marks)
        first = "".join(self.marks[:-1]) + self.pending if self.pending else rest
        self.pending = ""
        return Block(content, first, rest)


def _inline(tokens: list[Token], style: str) -> Content:
    parts: list[Content] = []
    on: list[str] = []
    for token in tokens:
        name, _, edge = token.type.rpartition("_")
        if name in _STYLES and edge == "open":
            on.append(_STYLES[name])
        elif name in _STYLES and edge == "close":
            on.remove(_STYLES[name])
        elif token.type == "softbreak":
            parts.append(Content(" "))
        elif token.type == "hardbreak":
            parts.append(Content("\n"))
        elif token.content:
            parts.append(Content.styled(token.content, " ".join([*on, style]).strip()))
    return Content("").join(parts)
