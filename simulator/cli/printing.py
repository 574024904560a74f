"""``print``: for authors and supervisors, a case on paper."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.common import file_of, library_option, save_new, sources_of, vignette_of
from simulator.cli.output import say
from simulator.taming import tame_line

KINDS = ("review", "roles", "observer", "case")


@click.command("print")
@click.argument("file", metavar="FILE")
@click.option("--as", "kind", type=click.Choice(KINDS), default="review", show_default=True,
              help="For reviewers, as cards for acting it out, as an observer's sheet, or without its key.")
@click.option("--save", metavar="FILE", help="The new file; ID-KIND.html if not given.")
@library_option
def print_command(file: str, *, kind: str, save: str | None, folders: tuple[Path, ...]) -> None:
    """Write a case as a web page that prints well: open it in a browser and print it there."""
    from simulator.reports.case import case_page

    path = file_of(file, folders)
    sources = sources_of(folders, path)
    vignette = vignette_of(path, sources)
    target = save if save is not None else f"{vignette.id}-{kind}.html"
    save_new(Path(target), case_page(vignette, kind, sources))
    say(f"Saved in {tame_line(target)}.")
