"""A debrief as one HTML page."""

from __future__ import annotations

from html import escape
from typing import Any

from simulator.reports.parts import REACH, Bar, Paragraph, bars, paragraphs
from simulator.taming import tame_line

_STYLE = """
body{font:17px/1.55 Georgia,serif;color:#222;background:#fdfcf9;margin:0}
main{max-width:38em;margin:2.5em auto;padding:0 1em}
h1{font-size:1.7em;line-height:1.2}h2{margin-top:2.2em;border-bottom:1px solid #ccc}h3{margin-bottom:.2em}
p{margin:.5em 0;white-space:pre-line}.scene,.result,.source,.note-small{color:#555}.inner{font-style:italic;color:#555}
.client{border-left:3px solid #27597a;padding-left:.8em}.chosen,.note{font-weight:bold}
.warning{font-weight:bold;border:2px solid #85530c;padding:.5em .8em}.source,.note-small{font-size:.88em}
.own-words{background:#f1ece1;padding:.4em .8em}.i1{margin-left:1.4em}.i2{margin-left:2.8em}.i3{margin-left:4.2em}
figure{margin:1em 0;overflow-x:auto}figcaption{font-size:.88em;color:#555}
@media(prefers-color-scheme:dark){body{background:#1a1c1f;color:#dedad2}
.scene,.result,.source,.note-small,.inner,figcaption{color:#a19d94}.own-words{background:#2b2f35}}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TAGS = {"title": "h1", "heading": "h2", "subheading": "h3"}


def as_html(document: dict[str, Any], drawing: str) -> str:
    """Return a debrief as a page.

    Args:
        document: the debrief.
        drawing: the vignette's map as an SVG document of our own making, put in as it is.
    """
    title = escape(tame_line(str(document["title"]), 200))
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
    ]
    for paragraph in paragraphs(document):
        if paragraph.kind == "heading" and paragraph.text == "What this is":
            parts.append(_map(drawing))
        parts.append(_element(paragraph))
        if paragraph.kind == "heading" and paragraph.text == REACH:
            parts.append(_chart(bars(document)))
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])


def _element(paragraph: Paragraph) -> str:
    text = escape(paragraph.text)
    tag = _TAGS.get(paragraph.kind)
    if tag:
        return f"<{tag}>{text}</{tag}>"
    deep = f" i{min(paragraph.indent, 3)}" if paragraph.indent else ""
    return f'<p class="{escape(paragraph.kind)}{deep}">{text}</p>'


def _map(drawing: str) -> str:
    words = "Thick arrows are the path you took, green ones a recommended line; without a thick arrow it was not seen."
    return f"<h2>The map of this case</h2>\n<figure>\n{drawing}<figcaption>{words}</figcaption>\n</figure>"


def _chart(found: list[Bar]) -> str:
    """Draw the consequence view: a bar a decision, as long as the best ending still within reach is good."""
    height = 22 * len(found)
    rows = []
    for number, bar in enumerate(found):
        y = 22 * number
        rows.append(f'<text y="{y + 15}" style="font:13px sans-serif;fill:currentColor">{escape(bar.label)}</text>'
                    f'<rect x="110" y="{y + 3}" width="300" height="15" style="fill:#ddd8cc;stroke:none"/>'
                    f'<rect x="110" y="{y + 3}" width="{300 * bar.value:.0f}" height="15" '
                    f'style="fill:#4f88a8;stroke:none"/>')
    return (f'<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 {height}" width="420" height="{height}" '
            f'role="img" aria-label="The best ending within reach after each decision">{"".join(rows)}</svg></figure>')
