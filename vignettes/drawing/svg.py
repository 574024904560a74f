"""The drawing as one SVG picture: a row of boxes for each distance, curved arrows between them.

It refers to nothing outside of itself, holds no script, and every text from the file is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from vignettes.diagnostics import tame
from vignettes.drawing.layout import DECISION, ENDING, OUTCOMES, Arrow, Drawing, Node, Way, draw
from vignettes.model import Vignette
from vignettes.playing import Path

BOX_WIDTH = 190
LINE = 16
GAP = 36
LAYER = 90
EDGE = 24
_LETTERS = 25  # of an id, shown in a box
_FILL = {"good": "#d9ead3", "mixed": "#fff2cc", "poor": "#f4cccc", "": "#ffffff"}
_STYLE = ("text{font-family:sans-serif;font-size:12px;fill:#111}.t{font-size:18px}.r{font-size:11px;fill:#333}"
          "path{fill:none;stroke:#8a8a8a;stroke-width:1.2}path.r{stroke:#2e7d32;stroke-width:2}"
          "path.p{stroke-width:4}rect{stroke:#444}rect.p{stroke-width:3}")


class _Box(NamedTuple):
    x: int
    y: int
    height: int
    node: Node


def svg(vignette: Vignette, *, path: Path | Sequence[str] | None = None,
        recommended: bool | Sequence[str] = True) -> str:
    """Return an SVG document; arguments as for :func:`vignettes.drawing.draw`.

    Green arrows are the recommended line, thick ones the path taken. Resting on an arrow shows its response
    and its condition.
    """
    drawing = draw(vignette, path=path, recommended=recommended)
    boxes, width, height = _placed(drawing)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{_escape(drawing.title)}">',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
        'markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0,0L10,5L0,10z" style="fill:#666;stroke:none"/></marker></defs>',
        f'<rect width="{width}" height="{height}" style="fill:#fff;stroke:none"/>',
        f'<text class="t" x="{EDGE}" y="{EDGE + 4}">{_escape(drawing.title)}</text>',
    ]
    for box in boxes.values():
        parts.extend(_arrows(box, boxes))
    for box in boxes.values():
        parts.extend(_drawn(box))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _placed(drawing: Drawing) -> tuple[dict[str, _Box], int, int]:
    """Return the boxes, and the width and height of the whole, in pixels."""
    layers: dict[int, list[Node]] = {}
    last = max((node.distance or 0 for node in drawing.scenes), default=0)
    for node in drawing.scenes:
        layers.setdefault(last + 1 if node.distance is None else node.distance, []).append(node)
    endings = sorted(drawing.endings, key=lambda node: OUTCOMES.index(node.outcome))
    widest = max(len(endings), *(len(nodes) for nodes in layers.values()))
    width = 2 * EDGE + widest * BOX_WIDTH + (widest - 1) * GAP
    boxes: dict[str, _Box] = {}
    y = 3 * EDGE
    for nodes in (*(layers[at] for at in sorted(layers)), endings):
        x = (width - len(nodes) * BOX_WIDTH - (len(nodes) - 1) * GAP) // 2
        for node in nodes:
            boxes[node.id] = _Box(x, y, _height(node), node)
            x += BOX_WIDTH + GAP
        y += max((_height(node) for node in nodes), default=0) + LAYER
    return boxes, width, y - LAYER + EDGE


def _height(node: Node) -> int:
    return LINE * (2 + (len(node.ways) if node.kind == DECISION else 0))


def _drawn(box: _Box) -> list[str]:
    node = box.node
    look = f'fill="{_FILL[node.outcome]}"' + (' class="p"' if node.taken else "")
    round_by = {DECISION: 3, ENDING: LINE}.get(node.kind, 10)
    number = f"{node.number}. " if node.number else ""
    parts = [
        f'<rect x="{box.x}" y="{box.y}" width="{BOX_WIDTH}" height="{box.height}" rx="{round_by}" {look}/>',
        f'<text x="{box.x + 8}" y="{box.y + LINE + 4}">{_escape(_cut(number + node.id))}</text>',
    ]
    if node.kind == DECISION:
        parts.extend(
            f'<text class="r" x="{box.x + 8}" y="{_line(box, at)}">{_escape(_cut(_marked(way)))}</text>'
            for at, way in enumerate(node.ways)
        )
    return parts


def _marked(way: Way) -> str:
    return ("● " if way.taken else "") + ("★ " if way.recommended else "") + way.response


def _line(box: _Box, at: int) -> int:
    return box.y + LINE * (at + 2) + 4


def _arrows(box: _Box, boxes: dict[str, _Box]) -> list[str]:
    return [
        _curve(box, at, way, arrow, boxes[arrow.to])
        for at, way in enumerate(box.node.ways) for arrow in way.arrows
    ]


def _curve(box: _Box, at: int, way: Way, arrow: Arrow, to: _Box) -> str:
    """Draw an arrow down to a later row, or round the side to the same row or an earlier one."""
    count = len(box.node.ways)
    x2 = to.x + BOX_WIDTH // 2
    if to.y > box.y:
        x1, y1 = box.x + (at + 1) * BOX_WIDTH // (count + 1), box.y + box.height
        bend = max(LAYER // 2, (to.y - y1) // 2)
        line = f"M{x1},{y1}C{x1},{y1 + bend} {x2},{to.y - bend} {x2},{to.y}"
    else:
        x1, y1 = box.x + BOX_WIDTH, _line(box, at) - 4
        y2 = to.y + LINE
        side = max(x1, to.x + BOX_WIDTH) + GAP
        line = f"M{x1},{y1}C{side},{y1} {side},{y2} {to.x + BOX_WIDTH},{y2}"
    marks = " ".join(["r"] * arrow.recommended + ["p"] * bool(arrow.taken))
    words = ", ".join(part for part in (way.response, f"if {arrow.when}" if arrow.when else "",
                                        f"offered when {way.when}" if way.when else "") if part)
    title = f"<title>{_escape(words)}</title>" if words else ""
    look = f' class="{marks}"' if marks else ""
    return f'<path d="{line}" marker-end="url(#head)"{look}>{title}</path>'


def _cut(shown: str) -> str:
    return shown if len(shown) <= _LETTERS else shown[: _LETTERS - 1] + "…"


def _escape(shown: str) -> str:
    plain = tame(shown)
    for character, code in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        plain = plain.replace(character, code)
    return plain
