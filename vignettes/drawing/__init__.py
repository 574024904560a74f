"""Drawing: the graph of a vignette as terminal text, Mermaid, DOT and SVG. All share one layout."""

from vignettes.drawing.formats import dot, mermaid
from vignettes.drawing.layout import Arrow, Drawing, Node, Way, draw, recommended_line
from vignettes.drawing.svg import svg
from vignettes.drawing.text import Span, Styles, rows, text

__all__ = [
    "Arrow", "Drawing", "Node", "Span", "Styles", "Way", "dot", "draw", "mermaid", "recommended_line", "rows", "svg",
    "text",
]
