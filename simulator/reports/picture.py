"""A debrief as one SVG picture: lines of text as on a screen."""

from __future__ import annotations

from html import escape
from typing import Any

from simulator.plain.wrapping import wrap
from simulator.reports.parts import REACH, Paragraph, bars, drawn, paragraphs
from simulator.taming import tame_line

WIDTH = 78  # cells a line
CELL, LINE, EDGE = 8.4, 20, 28  # units
_STYLE = (
    "text{font:14px ui-monospace,Menlo,Consolas,monospace;fill:#dedad2;white-space:pre}.title{font-size:20px}"
    ".title,.heading,.subheading{font-weight:bold;fill:#8fb8cc}.chosen,.note{font-weight:bold}"
    ".scene,.result,.source,.note-small,.inner{fill:#a19d94}.inner{font-style:italic}"
    ".own-words,.warning{fill:#dcb67a}.bar{fill:#8fb8cc}"
)


def as_svg(document: dict[str, Any]) -> str:
    """Return a debrief as an SVG document."""
    rows: list[tuple[str, str]] = []
    for paragraph in paragraphs(document):
        rows += _rows(paragraph)
        if paragraph.kind == "heading" and paragraph.text == REACH:
            rows += [("bar", f"{bar.label:<13}{drawn(bar.value, 40)}") for bar in bars(document)] + [("", "")]
    width, height = round(WIDTH * CELL + 2 * EDGE), len(rows) * LINE + 2 * EDGE
    title = escape(tame_line(str(document["title"]), 200))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{title}">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#1a1c1f"/>',
    ]
    for number, (kind, text) in enumerate(rows, 1):
        if text.strip():
            parts.append(f'<text class="{kind}" x="{EDGE}" y="{EDGE + number * LINE - 5}" xml:space="preserve">'
                         f"{escape(text)}</text>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _rows(paragraph: Paragraph) -> list[tuple[str, str]]:
    before = "  " * paragraph.indent + ("│ " if paragraph.kind == "client" else "")
    lines = [(paragraph.kind, line) for line in wrap(paragraph.text, WIDTH, before, before)]
    air = [("", "")]
    return [*air, *lines, *air] if paragraph.kind == "heading" else [*lines, *air]
