"""``new`` and ``schema``: for authors, the beginning of a vignette, and what an editor needs to help with it."""

from __future__ import annotations

from pathlib import Path

import click

from simulator.cli.common import UsedWrongly, save_new
from simulator.cli.output import say, say_wrapped
from simulator.taming import tame_line


@click.command("new")
@click.argument("name", metavar="ID")
@click.option("--title", help="Its title; made of the id if not given.")
@click.option("--folder", metavar="FOLDER", default=".", help="Where to put it; here if not given.")
def new_command(name: str, title: str | None, folder: str) -> None:
    """Write a small commented vignette, ID.yaml, to begin from: it checks clean and plays as it stands.

    The schema that editors use is written beside it, where there is none yet.
    """
    import re

    from vignettes.form import ID
    from vignettes.scaffold import scaffold, title_of
    from vignettes.schema import FILE, as_text, schema

    if not re.fullmatch(ID, name):
        raise UsedWrongly(f"'{tame_line(name, 80)}' cannot be an id: it begins with a letter and has letters, digits, "
                          "- and _ only, at most 64.")
    if title is not None and not (title.strip() and title.isprintable()):
        raise UsedWrongly("A title is a text of one line.")
    place = Path(folder)
    if not place.is_dir():
        raise UsedWrongly(f"There is no folder '{tame_line(folder)}'.")
    file, schema_file = place / f"{name}.yaml", place / FILE
    save_new(file, scaffold(name, title or title_of(name)))
    if not schema_file.exists():
        save_new(schema_file, as_text(schema()))
    shown = tame_line(str(file))
    say(f"Written: {shown}")
    say_wrapped(f"Open it in an editor, change it, and see: simulator check {shown}", "", "  ")


@click.command("schema")
@click.option("--plays", is_flag=True, help="The schema of files of expected plays instead.")
@click.option("--save", metavar="FILE", help="Write it to a new file instead.")
def schema_command(*, plays: bool, save: str | None) -> None:
    """Print the JSON Schema of the vignette format, for editors."""
    from vignettes.schema import as_text, plays_schema, schema

    text = as_text(plays_schema() if plays else schema())
    if save is None:
        say(text.rstrip("\n"))
        return
    save_new(Path(save), text)
    say(f"Saved in {tame_line(save)}.")
