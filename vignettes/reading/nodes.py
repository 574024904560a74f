"""A file as data with marks: the text, and a tree of scalars, lists and mappings that know where they stand.

Scalars keep their own text. What a text means (a number, an addition, true) is decided by the one who asks,
so ``no`` stays a word, ``0.1`` is exactly a tenth, and ``+1`` keeps its plus.
"""

from __future__ import annotations

import bisect
import re
from array import array
from collections.abc import Iterator
from functools import cached_property

from vignettes.diagnostics import Place

SHIFT = 27  # more than any column of a file within the limits
_MASK = (1 << SHIFT) - 1
_BREAK = re.compile(r"\r\n|\r|\n")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})


def packed(line: int, column: int) -> int:
    """Return a position, line and column counted from 0, as one number: millions of them are kept."""
    return line << SHIFT | column


def unpacked(at: int) -> tuple[int, int]:
    """Return line and column, counted from 0."""
    return at >> SHIFT, at & _MASK


class Scalar:
    """One text; ``plain`` where it stands without quotation marks and not as a block."""

    __slots__ = ("at", "plain", "text")

    def __init__(self, text: str, plain: bool, at: int) -> None:
        self.text = text
        self.plain = plain
        self.at = at

    @property
    def is_null(self) -> bool:
        """Tell whether it says nothing: empty, ``~`` or ``null``."""
        return self.plain and self.text in _NULLS

    @property
    def boolean(self) -> bool | None:
        """Return true or false, or None where it is neither. Only ``true`` and ``false`` are."""
        if not self.plain:
            return None
        return True if self.text in _TRUE else False if self.text in _FALSE else None


class ListNode:
    """A list of nodes."""

    __slots__ = ("at", "items")

    def __init__(self, at: int) -> None:
        self.at = at
        self.items: list[Node] = []


class MapNode:
    """A mapping: from each key to where the key stands and its value."""

    __slots__ = ("at", "entries")

    def __init__(self, at: int) -> None:
        self.at = at
        self.entries: dict[str, tuple[int, Node]] = {}

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None where the key is missing."""
        entry = self.entries.get(key)
        return None if entry is None else entry[1]


Node = Scalar | ListNode | MapNode


class Written:
    """The text of one file, its lines, and the tree read from it (None until read, or where it cannot be)."""

    def __init__(self, file: str, text: str = "") -> None:
        self.file = file
        self.text = text
        self.root: Node | None = None

    @cached_property
    def _starts(self) -> array[int]:
        return array("I", (0,)) + array("I", (match.end() for match in _BREAK.finditer(self.text)))

    def place(self, at: int) -> Place:
        """Return a packed position as a place, counted from 1."""
        line, column = unpacked(at)
        return Place(self.file, line + 1, column + 1)

    def line(self, number: int, longest: int | None = None) -> str:
        """Return a line, counted from 1, without its end; empty where there is none, or it is too long."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        if longest is not None and end - start > longest:
            return ""
        return self.text[start:end].rstrip("\r\n")

    def at_index(self, index: int) -> int:
        """Return the packed position of a character of the text, by its index."""
        line = bisect.bisect_right(self._starts, index) - 1
        return packed(line, index - self._starts[line])

    def find(self, *steps: str | int) -> tuple[int, Node | None]:
        """Return the position and value of a part, by the keys and indices that lead to it.

        The position is that of a key, or of the part itself in a list. A step that is not in the file is
        passed over.
        """
        node = self.root
        at = 0 if node is None else node.at
        for step in steps:
            if isinstance(node, MapNode) and isinstance(step, str) and step in node.entries:
                at, node = node.entries[step]
            elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
                node = node.items[step]
                at = node.at
        return at, node

    def scalars(self) -> Iterator[Scalar]:
        """Yield all scalars that are values, in the order of the file; without recursion."""
        waiting = [] if self.root is None else [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Scalar):
                yield node
            elif isinstance(node, MapNode):
                waiting.extend(value for _, value in reversed(node.entries.values()))
            else:
                waiting.extend(reversed(node.items))

    def word(self, scalar: Scalar, word: str) -> int:
        """Return the packed position of a word that a scalar's text holds, or of the scalar."""
        line, column = unpacked(scalar.at)
        index = self.text.find(word, self._starts[line] + column) if line < len(self._starts) else -1
        return scalar.at if index < 0 else self.at_index(index)

    def within(self, scalar: Scalar, offset: int) -> int:
        """Return the packed position of one character of a scalar's text.

        Quotation marks, escapes, line folding and indentation lie between a scalar's text and its file. Both
        are walked side by side, each character of the text found at the next like character of the file.
        """
        line, column = unpacked(scalar.at)
        if line >= len(self._starts):
            return scalar.at
        index = self._starts[line] + column
        if not scalar.plain:
            index = self._opened(index)
        for position, character in enumerate(scalar.text[: offset + 1]):
            if character.isspace():
                continue
            found = self.text.find(character, index)
            if found < 0:
                return scalar.at
            index = found if position == offset else found + 1
        return self.at_index(index) if index < len(self.text) else scalar.at

    def _opened(self, index: int) -> int:
        """Return where a quoted text or a block begins: after the quotation mark, or on the next line."""
        if self.text[index : index + 1] in ("'", '"'):
            return index + 1
        match = _BREAK.search(self.text, index)
        return match.end() if match else index
