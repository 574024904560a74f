"""Two lines compared: side by side where there is room, else one above the other, decision by decision."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.prose import Block, Prose, marked, note, paragraph
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.flow.comparing import Comparison, Moment, PlayedLine

FIRST, LAST = "First", "Then"
OUTCOMES = {"good": "a good ending", "mixed": "a mixed ending", "poor": "a poor ending"}


class ComparisonScreen(RoomScreen):
    """What was first played, and what was played then."""

    CSS_PATH = "comparing.tcss"
    BINDINGS: ClassVar = bindings("close", *READING)

    def __init__(self, title: str, client: str, comparison: Comparison) -> None:
        super().__init__()
        self.heading, self.client, self.comparison = title, client, comparison

    def compose(self) -> ComposeResult:
        """Lay out a pair for every decision, then one for the endings."""
        found = self.comparison
        yield TopLine(self.heading, "two lines compared")
        with Column(id="lines"):
            yield Prose([note(_common(found.same))])
            for old, new in zip_longest(found.first.moments, found.last.moments):
                with Container(classes="pair"):
                    yield Prose(self._moment(FIRST, old))
                    yield Prose(self._moment(LAST, new))
            with Container(classes="pair"):
                yield Prose(self._ending(FIRST, found.first))
                yield Prose(self._ending(LAST, found.last))
        yield KeyBar()

    def _moment(self, which: str, moment: Moment | None) -> list[Block]:
        if moment is None:
            return [_head(which, ""), paragraph("This line had ended by then.", "$quiet")]
        place = f"decision {moment.number}, {_named(moment.scene)}"
        chosen = "not kept" if moment.chosen is None else moment.chosen
        blocks = [_head(which, place), paragraph(chosen, "bold" if moment.chosen else "$quiet")]
        for kind, text in moment.followed:
            if kind == "client":
                blocks.append(Block(Content.styled(tame_line(self.client, 60), "$primary"), after=0))
            blocks += marked(text, "" if kind == "client" else "$quiet", bar="│ " if kind == "client" else "")
        return blocks

    def _ending(self, which: str, line: PlayedLine) -> list[Block]:
        if line.ending is None:
            return [_head(which, "how it ended"), paragraph("It was left before an ending.", "$quiet")]
        words = OUTCOMES.get(line.outcome or "", "an ending")
        blocks = [_head(which, "how it ended"), paragraph(f"{_named(line.ending).capitalize()}: {words}.", "bold")]
        for text in line.narration:
            blocks += marked(text, "$quiet")
        if line.client_view:
            blocks.append(Block(Content.styled(f"{tame_line(self.client, 60)}, afterwards", "$primary"), after=0))
        for text in line.client_view:
            blocks += marked(text, bar="│ ")
        return blocks


def _head(which: str, place: str) -> Block:
    return Block(Content.assemble((which, "bold $accent"), (f"  {place}", "$quiet")), after=0)


def _named(identifier: str) -> str:
    return tame_line(identifier.replace("-", " ").replace("_", " "), 64)


def _common(same: int) -> str:
    if not same:
        return "The two lines part at the first decision."
    until = "decision 1 is" if same == 1 else f"decisions 1 to {same} are"
    return f"Up to here the two lines are one: {until} the same on both."
