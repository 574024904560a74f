"""A debrief as a page to keep or to pass on: HTML, Markdown or an SVG picture.

Pages refer to no other host and hold no script; every text from a file or a person is tamed and escaped.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.saving import CannotSave

if TYPE_CHECKING:
    from vignettes.model import Vignette
    from vignettes.playing import Path as Line

KINDS = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".svg": "svg"}
"""The kinds of page, by the end of a file's name."""


def kind_of(file: Path) -> str:
    """Return the kind of page that a file's name asks for. Raises CannotSave where it asks for none."""
    kind = KINDS.get(file.suffix.lower())
    if kind is None:
        raise CannotSave("Please name a file that ends in .html, .md or .svg. Nothing was written.")
    return kind


def page(kind: str, document: dict[str, Any], vignette: Vignette, line: Line) -> str:
    """Return a debrief as a page.

    Args:
        kind: ``html``, ``markdown`` or ``svg``.
        document: the debrief.
        vignette: what was played.
        line: the path that the debrief is of; marked on the map that an HTML page has.
    """
    if kind == "markdown":
        from simulator.reports.markdown import as_markdown

        return as_markdown(document)
    if kind == "svg":
        from simulator.reports.picture import as_svg

        return as_svg(document)
    from simulator.reports.html import as_html
    from vignettes.drawing import svg

    return as_html(document, svg(vignette, path=line))
