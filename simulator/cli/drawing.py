"""``graph``: for authors, the vignette as a drawing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.cli.common import file_of, library_option, vignette_of
from simulator.cli.judging import played
from simulator.cli.output import say


@click.command("graph")
@click.argument("file", metavar="FILE")
@click.option("--format", "kind", type=click.Choice(["text", "mermaid", "dot", "svg"]), default="text",
              show_default=True, help="How it is drawn.")
@click.option("--choices", metavar="A,B,…", help="Mark the path of these choices.")
@library_option
def graph_command(file: str, *, kind: str, choices: str | None, folders: tuple[Path, ...]) -> None:
    """Draw a vignette as a graph: its scenes, what leads from one to the next, and its endings."""
    from vignettes import drawing

    vignette = vignette_of(file_of(file, folders))
    path = None if choices is None else played(vignette, choices, partial=True)
    if kind == "text":
        drawn = drawing.text(vignette, path=path, width=_columns(), ascii_only=not _shows_signs())
    else:
        drawn = {"mermaid": drawing.mermaid, "dot": drawing.dot, "svg": drawing.svg}[kind](vignette, path=path)
    say(drawn.rstrip("\n"))


def _columns() -> int:
    """Return how wide a drawing may be: the terminal's width, 80 elsewhere."""
    import os

    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns - 1 if sys.stdout.isatty() else 80
    except OSError:
        return 80


def _shows_signs() -> bool:
    """Tell whether stdout can show more than ASCII."""
    try:
        "●─▶".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
