"""Lines of a given width, measured in terminal cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def cells(text: str) -> int:
    """Return how many terminal cells a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cell, text))


def _cell(character: str) -> int:
    if unicodedata.combining(character) or character in "\u200c\u200d\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return text as lines of at most ``width`` cells.

    Args:
        text: tame text; its line breaks stay, spaces around words do not.
        width: cells a line, what is put before it included.
        first: put before the first line.
        rest: put before every other line.

    Returns:
        at least one line; a word longer than a line is broken.
    """
    lines: list[str] = []
    before = first
    for part in text.split("\n"):
        for line in _broken(part, width, before, rest):
            lines.append(line)
            before = rest
    return lines


def _broken(text: str, width: int, first: str, rest: str) -> Iterator[str]:
    line, room = first, max(1, width - cells(first))
    empty = True
    for word in text.split():
        for piece in _pieces(word, max(1, width - cells(rest))):
            need = cells(piece) + (0 if empty else 1)
            if need > room and not empty:
                yield line
                line, room, empty = rest, max(1, width - cells(rest)), True
                need = cells(piece)
            line += piece if empty else f" {piece}"
            room -= need
            empty = False
    yield line if not empty else line.rstrip()


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield a word, cut where it is wider than a line."""
    if cells(word) <= width:
        yield word
        return
    piece, taken = "", 0
    for character in word:
        need = _cell(character)
        if piece and taken + need > width:
            yield piece
            piece, taken = "", 0
        piece += character
        taken += need
    yield piece
