"""The map of a vignette with the path taken, and the consequence view as bars, as blocks of the debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from simulator.flow import Flow, Setting, path_of
from simulator.screens.debriefing import Part
from simulator.screens.widgets.prose import Block, heading, note
from simulator.taming import tame

if TYPE_CHECKING:
    from vignettes.drawing import Span

MOST_SCENES = 300  # a larger map is for 'simulator graph'
BAR = 30  # cells
_STYLES = {"title": "bold", "heading": "$quiet", "scene": "bold", "condition": "italic $quiet", "arrow": "$quiet",
           "number": "$quiet", "good": "$success", "mixed": "$warning", "poor": "$error", "recommended": "$success",
           "taken": "bold $accent"}


def map_part(setting: Setting, flow: Flow, width: int) -> Part:
    """Return the map: the path taken marked, what was not seen dimmed. It may take a while; call it in a thread.

    Args:
        setting: of the attempt.
        flow: where it stands.
        width: cells a line.
    """
    vignette = setting.vignette
    seen = {turn.visit.scene for turn in flow.turns}
    decisions = vignette.decisions
    unseen = len(decisions) - len(seen)
    words = "You came to every decision of this case." if not unseen else (
        f"You came to {len(seen)} of its {len(decisions)} decisions, and to 1 of its {len(vignette.endings)} endings.")
    part = Part("The map", [heading("The map of this case", after=0)])
    if len(vignette.scenes) > MOST_SCENES:
        part.blocks.append(note(f"{words} It is too large to be drawn here; 'simulator graph' draws it."))
        return part
    from vignettes.drawing import draw, rows

    part.blocks.append(note(f"{words} What bears no ● you did not take or see."))
    for row in rows(draw(vignette, path=path_of(setting, flow)), width=width)[1:]:
        part.blocks.append(_row(row))
    return part


def _row(row: tuple[Span, ...]) -> Block:
    taken = any(span.style == "taken" and span.text.strip() for span in row)
    drawn = any(span.style in ("scene", "response", "good", "mixed", "poor") for span in row)
    parts = []
    for span in row:
        style = "$quiet" if drawn and not taken else _STYLES.get(span.style, "")
        parts.append(Content.styled(tame(span.text, lines=False), style))
    return Block(Content("").join(parts) or Content(" "), after=0)


def reach_blocks(document: dict[str, Any]) -> list[Block]:
    """Return the consequence view as bars: how good the best ending within reach was, decision by decision."""
    from simulator.reports.parts import bars, drawn

    found = bars(document)
    blocks = []
    for before, bar in zip([*found[:1], *found], found, strict=False):
        fell = "  ▼" if bar.value < before.value else ""
        blocks.append(Block(Content.assemble(
            (f"{bar.label:<13}", "$quiet"), (drawn(bar.value, BAR), "$primary"), (fell, "bold $warning"),
        ), after=0))
    return [*blocks, Block(Content(" "), after=0)] if blocks else []
