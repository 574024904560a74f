"""What all kinds of page share: a debrief as tame paragraphs, and the consequence view as bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from simulator import wording
from simulator.taming import tame

MARKDOWN = frozenset({"scene", "client", "inner", "result", "because"})
REACH = "What stayed within reach"


class Paragraph(NamedTuple):
    """One paragraph: its kind as in :class:`scoring.debrief.Line`, its tame text, and how deep it stands."""

    kind: str
    text: str
    indent: int = 0


class Bar(NamedTuple):
    """One bar of the consequence view: what it stands for, and the best ending within reach then, from 0 to 1."""

    label: str
    value: float


def paragraphs(document: dict[str, Any]) -> Iterator[Paragraph]:
    """Yield a debrief's paragraphs, words before numbers, and what it is and is not at the end."""
    from scoring.debrief import lines
    from simulator.plain.markdown import blocks

    for line in lines(document, numbers=True):
        if line.kind in MARKDOWN:
            for block in blocks(line.text):
                yield Paragraph(line.kind, block.first + block.text, line.indent)
        else:
            yield Paragraph(line.kind, tame(line.text, lines=False), line.indent)
    yield Paragraph("heading", "What this is")
    yield from (Paragraph("note-small", text) for text in wording.DISCLAIMERS[:4])


def bars(document: dict[str, Any]) -> list[Bar]:
    """Return the consequence view as bars, from the start to the end; empty where there is none."""
    found = document["consequences"]
    if not found:
        return []
    after = [Bar(f"Decision {step['step'] + 1}", step["after"]) for step in found["steps"]]
    return [Bar("At the start", found["start"]), *after]


def drawn(value: float, width: int) -> str:
    """Return a bar of at most ``width`` cells."""
    filled = round(min(max(value, 0.0), 1.0) * width)
    return "█" * filled + "░" * (width - filled)
