"""Where words go: stdout for what was asked for, stderr for messages; both plain, whatever the terminal."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

WIDEST = 75  # characters of a line of prose: what an eye, or an ear, can hold
NARROWEST = 20

_PLAIN = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2026": "...", "\u2013": "-", "\u2014": "-",
    "\u2192": "->", "\u00d7": "x", "\u00a0": " ",
})


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """Stand in for characters that an output cannot show: the nearest plain one, else a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(c if c.isascii() else "?" for c in part), error.end


def prepare_streams() -> None:
    """Make the process's own streams fit for any text: no character an encoding lacks ends the program.

    A stream that was closed before the program began leads nowhere: nothing is read from it, and no file opened
    later comes to stand in its place.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as all lasts
    codecs.register_error("plainly", _plainly)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="plainly")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


def say(text: str = "") -> None:
    """Print what was asked for. The text must be tame already."""
    sys.stdout.write(text + "\n")


def remark(text: str) -> None:
    """Print a message to stderr: wrapped in a terminal, one line elsewhere. The text must be tame already."""
    sys.stderr.write((wrapped(text, width_of(sys.stderr)) if sys.stderr.isatty() else text) + "\n")
    sys.stderr.flush()


def say_json(document: Any) -> None:
    """Print one JSON document, in ASCII, so that no terminal obeys a text in it."""
    import json

    text = json.dumps(document, indent=2, ensure_ascii=True, allow_nan=False)
    say(text.replace("\x7f", "\\u007f"))


def width_of(stream: TextIO) -> int:
    """Return how wide a line may be: 75 characters, or the terminal's width where that is less."""
    try:
        columns = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError, AttributeError):
        columns = 0
    return max(NARROWEST, min(WIDEST, columns - 1)) if columns else WIDEST


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> str:
    """Return text broken into lines of at most ``width`` cells; line breaks in it stay.

    Args:
        text: tame text.
        width: cells a line.
        first: put before the first line.
        rest: put before all others; as ``first`` if not given.
    """
    from simulator.plain.wrapping import wrap

    return "\n".join(wrap(text, width, first, first if rest is None else rest))


def say_wrapped(text: str, first: str = "", rest: str | None = None) -> None:
    """Print text wrapped to what the output holds."""
    say(wrapped(text, width_of(sys.stdout), first, rest))


def say_table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Print a table: columns as wide as they need to be, two spaces between them, no rules.

    Args:
        heads: a word or two for each column.
        rows: tame texts of one line.
        right: columns, from 0, whose texts stand to the right.
    """
    from simulator.plain.wrapping import cells

    table = [tuple(heads), *map(tuple, rows)]
    widths = [max(cells(row[column]) for row in table) for column in range(len(heads))]
    to_the_right = set(right)
    for row in table:
        padded = []
        for column, text in enumerate(row):
            space = " " * (widths[column] - cells(text))
            padded.append(space + text if column in to_the_right else text + space)
        say("  ".join(padded).rstrip())
