"""A debrief as Markdown: nothing in it is obeyed but our own headings and quotations."""

from __future__ import annotations

import re
from typing import Any

from simulator.reports.parts import REACH, bars, drawn, paragraphs

_MARKS = re.compile(r"([\\`*_\[\]|~#$@])")
_START = re.compile(r"(\s*)([-+=>]|\d+(?=[.)]))")
_HASHES = {"title": "# ", "heading": "## ", "subheading": "### "}


def as_markdown(document: dict[str, Any]) -> str:
    """Return a debrief as Markdown; deeper paragraphs are quotations."""
    parts = []
    for paragraph in paragraphs(document):
        text = plainly(paragraph.text)
        hashes = _HASHES.get(paragraph.kind)
        if hashes:
            parts.append(hashes + text)
        elif paragraph.kind in ("note", "warning", "chosen"):
            parts.append(f"{'> ' * paragraph.indent}**{text}**")
        else:
            deep = paragraph.indent + (paragraph.kind == "client")
            parts.append("> " * deep + text)
        if paragraph.kind == "heading" and paragraph.text == REACH:
            chart = [f"    {bar.label:<12} {drawn(bar.value, 20)}" for bar in bars(document)]
            parts.append("\n".join(chart))
    return "\n\n".join(parts) + "\n"


def plainly(text: str) -> str:
    """Return tame text on one line in which Markdown and HTML find nothing to obey, and nothing becomes a link."""
    line = " ".join(text.split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _MARKS.sub(r"\\\1", line).replace("://", ":\\//").replace("www.", "www\\.").replace("![", "\\![")
    start = _START.match(line)
    if start is None:
        return line
    mark = start[2]
    safe = f"{mark}\\" if mark.isdigit() else f"\\{mark}"
    return start[1] + safe + line[start.end() :]
