"""The drawing as terminal text: a block for each scene, with an arrow for each way.

Rows are made of spans that say what they are, so that a face can colour them; :func:`text` joins them.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vignettes.diagnostics import tame
from vignettes.drawing.layout import DECISION, OUTCOMES, Arrow, Drawing, Node, Steps, Way, draw
from vignettes.model import Vignette
from vignettes.playing import Path

Styles = Literal["plain", "title", "heading", "scene", "response", "condition", "arrow", "number",
                 "good", "mixed", "poor", "recommended", "taken"]
NARROWEST = 40
_OUTCOME: dict[str, Styles] = {"good": "good", "mixed": "mixed", "poor": "poor"}


class Span(NamedTuple):
    """A piece of a row, and what it is."""

    text: str
    style: Styles = "plain"


Row = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Signs:
    taken: str
    recommended: str
    line: str
    head: str
    back: str
    dot: str
    cut: str


_SIGNS = _Signs("●", "★", "─", "▶", "◀", "·", "…")
_ASCII = _Signs("@", "*", "-", ">", "<", ".", "~")


def text(vignette: Vignette, *, path: Path | Sequence[str] | None = None,
         recommended: bool | Sequence[str] = True, width: int = 80, ascii_only: bool = False) -> str:
    """Draw a vignette as plain text, each line at most ``width`` cells wide.

    Args:
        vignette: what to draw.
        path: the path taken, or the ids of the responses chosen on it; None: none is marked.
        recommended: whether to mark the recommended line, or the responses of a line to mark.
        width: cells a line; at least 40.
        ascii_only: whether to use signs of ASCII alone; other characters of the file become ``?``.

    Raises:
        KeyError: a choice of the path is not a response of the scene that it comes to.
    """
    drawing = draw(vignette, path=path, recommended=recommended)
    drawn = "\n".join("".join(span.text for span in row).rstrip()
                      for row in rows(drawing, width=width, ascii_only=ascii_only))
    return (drawn.encode("ascii", "replace").decode("ascii") if ascii_only else drawn) + "\n"


def rows(drawing: Drawing, *, width: int = 80, ascii_only: bool = False) -> tuple[Row, ...]:
    """Return a drawing as rows of spans; an empty row parts the blocks. Arguments as for :func:`text`."""
    return tuple(_Writer(drawing, max(NARROWEST, width), _ASCII if ascii_only else _SIGNS).rows())


def cells(shown: str) -> int:
    """Return how many cells of a terminal a text takes."""
    if shown.isascii():
        return len(shown)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown)


class _Writer:
    def __init__(self, drawing: Drawing, width: int, signs: _Signs) -> None:
        self.drawing = drawing
        self.width = width
        self.signs = signs
        self.digits = len(str(len(drawing.scenes)))
        steps = max((len(self._steps(way.taken)) for node in drawing.scenes for way in node.ways), default=0)
        self.margin = min(max(1, steps), 8) if drawing.has_path else 0
        longest = max((len(way.response) for node in drawing.scenes for way in node.ways), default=0)
        self.name = min(longest, max(12, (width - self.margin - self.digits - 8) // 2 - 4))

    def rows(self) -> Iterator[Row]:
        yield (Span(self._cut(tame(self.drawing.title), self.width), "title"),)
        yield from self._legend()
        distance: int | None = -1
        for node in self.drawing.scenes:
            if node.distance != distance:
                distance = node.distance
                yield ()
                yield self._heading(distance)
            yield from self._scene(node)
        yield ()
        yield (self._rule("Endings"),)
        for outcome in OUTCOMES:
            for node in self.drawing.endings:
                if node.outcome == outcome:
                    yield from self._ending(node)

    def _legend(self) -> Iterator[Row]:
        signs = []
        if self.drawing.has_path:
            signs.append(Span(f"{self.signs.taken}1 path taken, by decision", "taken"))
        if self.drawing.has_line:
            signs.append(Span(f"{self.signs.recommended} a recommended line", "recommended"))
        if signs:
            yield tuple(span for at, sign in enumerate(signs) for span in ((Span("   "), sign) if at else (sign,)))

    def _rule(self, words: str) -> Span:
        return Span(f"{self.signs.line * 2} {words} {self.signs.line * max(0, self.width - len(words) - 4)}", "heading")

    def _heading(self, distance: int | None) -> Row:
        if distance is None:
            return (self._rule("Nothing leads here"),)
        if distance == 0:
            return (self._rule("Start"),)
        return (self._rule(f"After {distance} choice{'s' * (distance > 1)}"),)

    # --- scenes ----------------------------------------------------------------------------------------

    def _marks(self, taken: Steps, recommended: bool) -> Row:
        marks = []
        if self.drawing.has_path:
            marks.append(Span(self._steps(taken)[: self.margin].ljust(self.margin), "taken"))
        if self.drawing.has_line:
            marks.append(Span(self.signs.recommended if recommended else " ", "recommended"))
        marks.append(Span(" "))
        return tuple(marks)

    def _steps(self, taken: Steps) -> str:
        """Return the decisions of the path as a mark: ``●3`` or, come to again, ``●3,5``."""
        return f"{self.signs.taken}{','.join(str(step) for step in taken if step)}" if taken else ""

    def _scene(self, node: Node) -> Iterator[Row]:
        marks = self._marks(node.taken, node.recommended)
        number = Span(f"{node.number:>{self.digits}} ", "number")
        room = self.width - _length((*marks, number))
        name = self._cut(node.id, room)
        before = ", ".join(str(self.drawing.by_id[source].number) for source in node.sources)
        back = f"  {self.signs.back} {before}" if before else ""
        yield (*marks, number, Span(name, "scene"), Span(self._cut(back, room - len(name)), "arrow"))
        for way in node.ways:
            yield from self._way(way, decision=node.kind == DECISION)

    def _way(self, way: Way, *, decision: bool) -> Iterator[Row]:
        marks = (*self._marks(way.taken, way.recommended), Span(" " * (self.digits + 1)))
        name = self._cut(way.response, self.name) if decision else "goes on"
        stem = Span(f"{self.signs.dot} {name} ", "response")
        if len(way.arrows) == 1:
            yield self._arrow(marks, stem, way.arrows[0])
        else:
            yield (*marks, stem)
        indent = _length(marks) + 4
        for words in [f"offered when {way.when}"] * bool(way.when) + ["offered once"] * way.once:
            yield from self._words(words, indent)
        if len(way.arrows) > 1:
            for arrow in way.arrows:
                yield from self._branch(arrow, indent)

    def _arrow(self, marks: Row, stem: Span, arrow: Arrow) -> Row:
        shaft = self.signs.line * max(2, self.name + 5 - len(stem.text)) + self.signs.head + " "
        used = _length((*marks, stem)) + len(shaft)
        return (*marks, stem, Span(shaft, "arrow"), *self._target(arrow.to, self.width - used))

    def _branch(self, arrow: Arrow, indent: int) -> Iterator[Row]:
        words = f"if {arrow.when}" if arrow.when else "else"
        marks = self._marks(arrow.taken, arrow.recommended)
        pad = Span(" " * (indent - _length(marks)))
        lines = textwrap.wrap(tame(words), max(12, self.width - indent - 24), break_long_words=True,
                              break_on_hyphens=False) or [words]
        for line in lines[:-1]:
            yield (Span(" " * indent), Span(line, "condition"))
        shaft = f" {self.signs.line * 2}{self.signs.head} "
        used = indent + cells(lines[-1]) + len(shaft)
        yield (*marks, pad, Span(lines[-1], "condition"), Span(shaft, "arrow"),
               *self._target(arrow.to, self.width - used))

    def _words(self, words: str, indent: int) -> Iterator[Row]:
        for line in textwrap.wrap(tame(words), self.width - indent, break_on_hyphens=False) or [""]:
            yield (Span(" " * indent), Span(line, "condition"))

    def _target(self, place: str, room: int) -> Row:
        node = self.drawing.by_id[place]
        if node.outcome:
            tail = f" ({node.outcome})"
            return (Span(self._cut(place, room - len(tail)) + tail, _OUTCOME[node.outcome]),)
        number = f"{node.number} "
        return (Span(number, "number"), Span(self._cut(place, room - len(number)), "scene"))

    def _ending(self, node: Node) -> Iterator[Row]:
        marks = self._marks(node.taken, node.recommended)
        words = f"{node.outcome:<6}"
        room = self.width - _length(marks) - len(words)
        name = self._cut(node.id, room)
        before = ", ".join(str(self.drawing.by_id[source].number) for source in node.sources)
        back = f"  {self.signs.back} {before}" if before else "  nothing leads here"
        yield (*marks, Span(words + name, _OUTCOME[node.outcome]), Span(self._cut(back, room - len(name)), "arrow"))

    def _cut(self, shown: str, room: int) -> str:
        """Return a text cut to so many cells, its last one a sign that it was cut."""
        if cells(shown) <= room:
            return shown
        kept = ""
        for character in shown:
            if cells(kept + character) > room - 1:
                break
            kept += character
        return kept + self.signs.cut if room > 0 else ""


def _length(row: Row) -> int:
    return sum(cells(span.text) for span in row)
