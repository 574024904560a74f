"""What an author hears: one fault as data, with its place, and its plain-text picture.

A diagnostic says what is wrong in this file; the catalogue (:mod:`vignettes.catalogue`) says for every code
why it matters and how to mend it. Texts quoted from a file pass through :func:`quoted`, so that no name in a
hostile file can steer a terminal.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from vignettes.catalogue import Entry
    from vignettes.model import Override

ERROR = "error"
WARNING = "warning"
OFF = "off"

QUOTED_LENGTH = 60  # characters of a name or value repeated in a message
LINE_LENGTH = 100  # characters of a source line shown around the caret
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Place(NamedTuple):
    """A place in a file; line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return ``file:line:column``, fit for a terminal."""
        return f"{tame(self.file)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault.

    Attributes:
        code: its entry in the catalogue, such as ``V203``.
        severity: ``error`` or ``warning``.
        message: one sentence, fit for a terminal.
        place: where.
        nearest: the known name nearest to the one found, if any is near.
        source_line: the line of the file, as written.
        stops: true where the way through the case cannot be read, so that it cannot be played at all.
    """

    code: str
    severity: str
    message: str
    place: Place
    nearest: str | None = None
    source_line: str = ""
    stops: bool = False


def tame(text: str) -> str:
    """Return a text on one line with every character replaced that a terminal might obey or hide."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if c in "\t\n\r" else "\ufffd" if unicodedata.category(c) in _NOT_SHOWN else c for c in text
    )


def quoted(text: str) -> str:
    """Return a name or value from a file in quotation marks: tamed, and cut where it is long."""
    cut = text if len(text) <= QUOTED_LENGTH else text[: QUOTED_LENGTH - 1] + "…"
    return f"'{tame(cut)}'"


def overridden(diagnostics: Iterable[Diagnostic], overrides: Mapping[str, Override]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics as the author's ``checks:`` want them.

    An override sets the severity of its code or, with ``off``, drops it. What stops a case from being played
    stays an error whatever the author says.
    """
    found = []
    for diagnostic in diagnostics:
        override = None if diagnostic.stops else overrides.get(diagnostic.code)
        if override is None or override.severity == diagnostic.severity:
            found.append(diagnostic)
        elif override.severity != OFF:
            found.append(replace(diagnostic, severity=override.severity))
    return tuple(found)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics by file, line, column and code."""
    return tuple(sorted(diagnostics, key=lambda d: (d.place, d.code, d.message)))


def render(diagnostic: Diagnostic, entry: Entry | None = None) -> str:
    """Return a diagnostic as plain text: place, severity, code, message, the line with a caret, why, how to mend.

    Args:
        diagnostic: the fault.
        entry: its entry in the catalogue; without one, why and how to mend are left out.
    """
    lines = [f"{diagnostic.place}: {diagnostic.severity} {diagnostic.code}: {tame(diagnostic.message)}"]
    if diagnostic.source_line.strip():
        number = str(diagnostic.place.line)
        shown, before = _window(diagnostic.source_line, diagnostic.place.column - 1)
        lines.append(f"  {number} | {shown}")
        lines.append(f"  {' ' * len(number)} | {' ' * before}^")
    if entry is not None:
        lines.append(f"  Why: {entry.why}")
        lines.append(f"  Mend: {entry.mend}")
    return "\n".join(lines)


def _window(line: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column, tamed, and how many terminal cells come before the column."""
    column = min(max(column, 0), len(line))
    start = 0 if len(line) <= LINE_LENGTH else max(0, min(column - LINE_LENGTH // 2, len(line) - LINE_LENGTH))
    end = min(len(line), start + LINE_LENGTH)
    head, tail = "…" if start else "", "…" if end < len(line) else ""
    before = head + tame(line[start:column])
    return before + tame(line[column:end]) + tail, sum(map(_cells, before))


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
