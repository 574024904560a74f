"""``score``: the debrief of a path given by its choices; nothing is recorded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import UsedWrongly, file_of, json_option, library_option, sources_of, vignette_of
from simulator.cli.output import say, say_json, width_of
from simulator.cli.running import CouldNot
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from vignettes.model import Vignette
    from vignettes.playing import Path as Line


@click.command("score")
@click.argument("file", metavar="FILE")
@click.option("--choices", required=True, metavar="A,B,…", help="The ids of the responses chosen, one a decision.")
@click.option("--save", metavar="FILE", help="Write the debrief to a new file instead: .html, .md or .svg.")
@library_option
@json_option
def score_command(file: str, choices: str, save: str | None, folders: tuple[Path, ...], as_json: bool) -> None:
    """Show the debrief of one path through a vignette. Nothing is recorded."""
    kind = None if save is None else _kind(save)
    path = file_of(file, folders)
    sources = sources_of(folders, path)
    vignette = vignette_of(path, sources)
    line = played(vignette, choices)
    from simulator.debriefs import debrief_of_path

    document = debrief_of_path(vignette, line, sources)
    if save is not None and kind is not None:
        _save(Path(save), kind, document, vignette, line)
    if as_json:
        say_json(document)
        return
    if save is not None:
        say(f"Saved in {tame_line(save)}.")
        return
    from simulator.plain.debriefing import show_debrief
    from simulator.plain.paper import Paper

    show_debrief(Paper(say, width_of(sys.stdout)), document, numbers=True)


def _kind(file: str) -> str:
    from simulator.reports import kind_of
    from simulator.saving import CannotSave

    try:
        return kind_of(Path(file))
    except CannotSave as fault:
        raise UsedWrongly(str(fault)) from None


def _save(file: Path, kind: str, document: dict[str, Any], vignette: Vignette, line: Line) -> None:
    from simulator.reports import page
    from simulator.saving import AlreadyThere, CannotSave, write_new

    try:
        write_new(file, page(kind, document, vignette, line))
    except AlreadyThere as fault:
        raise UsedWrongly(str(fault)) from None
    except CannotSave as fault:
        raise CouldNot(str(fault)) from None


def played(vignette: Vignette, choices: str, *, partial: bool = False) -> Line:
    """Return the path of some choices.

    Args:
        vignette: what is played.
        choices: response ids with commas between them.
        partial: whether a path that stops before an ending is fine.

    Raises:
        UsedWrongly: they end too early, too late, or are not open.
    """
    from vignettes.playing import Stuck, WrongChoice, walk

    ids = [name.strip() for name in choices.split(",")] if choices.strip() else []
    try:
        return walk(vignette, ids, partial=partial)[0]
    except WrongChoice as fault:
        raise UsedWrongly(_with_nearest(vignette, fault, ids)) from None
    except Stuck as fault:
        raise CouldNot(f"This vignette cannot go on: {tame(str(fault))}") from None


def _with_nearest(vignette: Vignette, fault: Exception, ids: list[str]) -> str:
    from simulator.cli.program import nearest
    from vignettes.playing import WrongChoice

    assert isinstance(fault, WrongChoice)
    sentence = tame(str(fault))
    scene = vignette.scenes.get(fault.place)
    if scene is None or fault.at >= len(ids):
        return sentence
    known = [response.id for response in scene.responses]
    near = nearest(ids[fault.at][:100], known) if ids[fault.at] not in known else None
    return f"Decision {fault.at + 1}: {sentence}" + (f" Did you mean '{tame_line(near)}'?" if near else "")
