"""``graph``: for authors, the vignette as a drawing."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from simulator.cli.common import file_of, library_option, save_new, vignette_of
from simulator.cli.judging import played
from simulator.cli.output import say
from simulator.taming import tame_line

TEXT = "text"


@click.command("graph")
@click.argument("file", metavar="FILE")
@click.option("--format", "kind", type=click.Choice([TEXT, "mermaid", "dot", "svg"]), default=TEXT,
              show_default=True, help="How it is drawn.")
@click.option("--choices", metavar="A,B,…", help="Mark the path of these choices.")
@click.option("--width", type=click.IntRange(40, 1000), metavar="CELLS",
              help="How wide text may be; else as wide as the terminal, 80 elsewhere.")
@click.option("--save", metavar="FILE", help="Write the drawing to a new file instead, in UTF-8.")
@library_option
def graph_command(
    file: str, *, kind: str, choices: str | None, width: int | None, save: str | None, folders: tuple[Path, ...]
) -> None:
    """Draw a vignette as a graph: its scenes, what leads from one to the next, and its endings.

    Text keeps to ASCII where the terminal's encoding shows no more. The other formats are UTF-8 wherever they go.
    """
    from vignettes import drawing

    vignette = vignette_of(file_of(file, folders))
    path = None if choices is None else played(vignette, choices, partial=True)
    if kind == TEXT:
        signs = save is not None or _shows_signs()
        drawn = drawing.text(vignette, path=path, width=width or _columns(), ascii_only=not signs)
    else:
        drawn = {"mermaid": drawing.mermaid, "dot": drawing.dot, "svg": drawing.svg}[kind](vignette, path=path)
    if save is not None:
        save_new(Path(save), drawn)
        say(f"Saved in {tame_line(save)}.")
        return
    if kind != TEXT and not sys.stdout.isatty():
        _speak_utf8()
    say(drawn.rstrip("\n"))


def _speak_utf8() -> None:
    """Let what goes to a file or a pipe be UTF-8: what reads these formats takes them for nothing else."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


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
