"""The debrief's document as parts to read, one a page: words first, figures on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from textual.content import Content

from simulator.flow import Flow, Setting
from simulator.screens.widgets.prose import Block, heading, marked, note, paragraph
from simulator.taming import tame, tame_line
from vignettes.model import RATING_ON_SCREEN
from vignettes.playing import shown

if TYPE_CHECKING:
    from scoring.debrief import Line

DECISIONS = "Decision by decision"
REACH = "What stayed within reach"
_MARKDOWN = {"scene": "$quiet", "client": "$quiet", "inner": "italic $quiet", "result": "$quiet", "because": ""}
_PLAIN = {"own-words": "", "chosen": "bold", "response": "", "text": "", "source": "$quiet", "number": "",
          "warning": "bold $warning"}


@dataclass
class Part:
    """One page of the debrief.

    Attributes:
        title: a few words for the line at the top.
        blocks: what there is to read.
        step: the step (from 0) that this part is about, or None.
    """

    title: str
    blocks: list[Block] = field(default_factory=list)
    step: int | None = None


def parts_of(document: dict[str, Any], setting: Setting, flow: Flow, drawn: Part | None = None) -> list[Part]:
    """Return a debrief's pages: the first page, a page a decision, the path taken, the rest, the map if drawn."""
    from scoring.debrief import lines
    from simulator.screens.mapping import reach_blocks

    parts = _split(lines(document, numbers=False))
    for part in parts:
        if part.title == REACH:
            part.blocks[1:1] = reach_blocks(document)
    if drawn is not None:
        parts.append(drawn)
    path = path_part(setting, flow)
    last = max((n for n, part in enumerate(parts) if part.step is not None), default=0)
    return [*parts[: last + 1], path, *parts[last + 1 :]]


def _split(told: Iterable[Line]) -> list[Part]:
    """Begin a part at every heading, and at every decision; what stands between two decisions opens the second."""
    parts = [Part("In short")]
    among_decisions, titled, step = False, False, 0
    for line in told:
        if line.kind == "title":
            continue
        if line.kind == "heading":
            among_decisions = line.text == DECISIONS
            if titled or among_decisions:  # before the first heading stand only words that open the first page
                parts.append(Part(tame_line(line.text, 40)))
            titled = True
            if not among_decisions:
                parts[-1].blocks.append(heading(tame_line(line.text)))
            continue
        if line.kind == "subheading" and among_decisions:
            if parts[-1].step is not None or parts[-1].title != DECISIONS:
                parts.append(Part(DECISIONS))
            parts[-1].title, parts[-1].step = f"Decision {step + 1}", step
            parts[-1].blocks.append(heading(tame_line(line.text)))
            step += 1
            continue
        if among_decisions and line.kind == "note" and parts[-1].step is not None:
            parts.append(Part(DECISIONS))
        parts[-1].blocks += blocks_of_line(line, heard=len(parts) == 1)
    return [part for part in parts if part.blocks]


def blocks_of_line(line: Line, *, heard: bool = False) -> list[Block]:
    """Return one line of the document as blocks; ``heard``: what the client says is new here, not repeated."""
    if line.kind == "subheading":
        return [Block(Content.styled(tame(line.text, lines=False), "bold $accent"), after=0)]
    if line.kind in _MARKDOWN:
        style = "" if heard and line.kind == "client" else _MARKDOWN[line.kind]
        blocks = marked(line.text, style, bar="│ " if line.kind == "client" else "")
    elif line.kind == "note":
        blocks = [paragraph(line.text, "bold $primary")]
    else:
        blocks = [paragraph(line.text, _PLAIN.get(line.kind, ""))]
    before = "  " * line.indent
    return [replace(block, first=before + block.first, rest=before + block.rest) for block in blocks]


def ending_part(setting: Setting, flow: Flow) -> Part:
    """Return what can be told at once: how it ended, and what the client took away."""
    vignette = setting.vignette
    ending = vignette.endings[flow.state.place]
    blocks: list[Block] = []
    for text in shown(vignette, flow.state, ending.narration):
        blocks += marked(text, "$quiet")
    for text in shown(vignette, flow.state, ending.client_view):
        blocks += marked(text, bar="│ ")
    return Part("In short", blocks)


def path_part(setting: Setting, flow: Flow) -> Part:
    """Return the path taken, as text."""
    blocks = [heading("The path you took")]
    for number, turn in enumerate(flow.turns, 1):
        scene = setting.vignette.scenes[turn.visit.scene]
        chosen = scene.response(turn.visit.chosen)
        rated = scene.scored and not scene.ambiguous
        word = RATING_ON_SCREEN.get(chosen.rating_word or "", "") if rated else "not counted"
        text = Content.assemble(tame_line(chosen.text, 160) if scene.keep else "not kept", (f"  {word}", "$primary"))
        blocks.append(Block(text, f"{number:>2}  ", "    "))
    ending = setting.vignette.endings.get(flow.state.place)
    if ending is not None:
        blocks.append(paragraph(f"Here the case closed, with a {ending.outcome} ending.", "$quiet", first="    "))
    return Part("The path", blocks)


def figures_part(document: dict[str, Any]) -> Part:
    """Return the figures in words."""
    blocks = [heading("In numbers"), *(paragraph(str(count)) for count in document["counts"])]
    return Part("In numbers", [*blocks, note("f goes back to the words.")])
