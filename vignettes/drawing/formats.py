"""The drawing as Mermaid and DOT source, for documents and other programs.

Ids are safe by their pattern; they are prefixed all the same, because both languages know words such as
``end``. Every text from the file is quoted for the language it goes into.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vignettes.diagnostics import tame
from vignettes.drawing.layout import DECISION, ENDING, Arrow, Drawing, Node, Way, draw
from vignettes.model import Vignette
from vignettes.playing import Path

_FILL = {"good": "#d9ead3", "mixed": "#fff2cc", "poor": "#f4cccc"}


def mermaid(vignette: Vignette, *, path: Path | Sequence[str] | None = None,
            recommended: bool | Sequence[str] = True) -> str:
    """Return Mermaid source of a flowchart; arguments as for :func:`vignettes.drawing.draw`."""
    drawing = draw(vignette, path=path, recommended=recommended)
    lines = ["---", f"title: {_mermaid(drawing.title)}", "---", "flowchart TD"]
    for node in (*drawing.scenes, *drawing.endings):
        opening, closing = {DECISION: ("[", "]"), ENDING: ("([", "])")}.get(node.kind, ("(", ")"))
        lines.append(f"  n_{node.id}{opening}{_mermaid(node.id)}{closing}")
    thick, green = [], []
    for number, (source, way, arrow) in enumerate(_arrows(drawing)):
        label = _label(way, arrow.when)
        middle = f"|{_mermaid(label)}|" if label else ""
        lines.append(f"  n_{source.id} -->{middle} n_{arrow.to}")
        thick += [number] * bool(arrow.taken)
        green += [number] * arrow.recommended
    if green:
        lines.append(f"  linkStyle {','.join(map(str, green))} stroke:#2e7d32,stroke-width:2px")
    if thick:
        lines.append(f"  linkStyle {','.join(map(str, thick))} stroke-width:4px")
    for outcome, fill in _FILL.items():
        named = [f"n_{node.id}" for node in drawing.endings if node.outcome == outcome]
        if named:
            lines += [f"  classDef {outcome} fill:{fill},color:#000", f"  class {','.join(named)} {outcome}"]
    return "\n".join(lines) + "\n"


def dot(vignette: Vignette, *, path: Path | Sequence[str] | None = None,
        recommended: bool | Sequence[str] = True) -> str:
    """Return DOT source for Graphviz; arguments as for :func:`vignettes.drawing.draw`."""
    drawing = draw(vignette, path=path, recommended=recommended)
    lines = ["digraph vignette {", f"  label={_dot(drawing.title)}; labelloc=t; rankdir=TB;",
             "  node [shape=box, fontname=sans]; edge [fontname=sans, fontsize=10];"]
    for node in (*drawing.scenes, *drawing.endings):
        wide = ", penwidth=3" if node.taken else ""
        lines.append(f"  {_dot(node.id)} [{_shape(node)}{wide}];")
    for source, way, arrow in _arrows(drawing):
        look = [f"label={_dot(_label(way, arrow.when))}"]
        look += ['color="#2e7d32"'] * arrow.recommended + ["penwidth=3"] * bool(arrow.taken)
        lines.append(f"  {_dot(source.id)} -> {_dot(arrow.to)} [{', '.join(look)}];")
    by_distance: dict[int, list[str]] = {}
    for node in drawing.scenes:
        if node.distance is not None:
            by_distance.setdefault(node.distance, []).append(_dot(node.id))
    lines += [f"  {{ rank=same; {'; '.join(names)}; }}" for names in by_distance.values() if len(names) > 1]
    return "\n".join([*lines, "}"]) + "\n"


def _arrows(drawing: Drawing) -> Iterator[tuple[Node, Way, Arrow]]:
    for node in drawing.scenes:
        for way in node.ways:
            for arrow in way.arrows:
                yield node, way, arrow


def _shape(node: Node) -> str:
    if node.kind == ENDING:
        return f'shape=ellipse, style=filled, fillcolor="{_FILL[node.outcome]}"'
    return "shape=box" if node.kind == DECISION else "shape=box, style=rounded"


def _label(way: Way, when: str) -> str:
    parts = [way.response, f"if {when}" if when else "", f"offered when {way.when}" if way.when else ""]
    return ", ".join(part for part in parts if part)


def _mermaid(shown: str) -> str:
    """Return a text in quotation marks, everything but plain characters as an entity code."""
    kept = "".join(c if c.isalnum() or c in " -_.,:()=!?" else f"#{ord(c)};" for c in tame(shown))
    return f'"{kept}"'


def _dot(shown: str) -> str:
    escaped = tame(shown).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
