"""``play``: the full screen in a terminal that can show it, line mode elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import FaultyFile, file_of, library_option, open_records, sources_of, stopping_sentence
from simulator.cli.output import remark, width_of
from simulator.cli.running import Stopped

if TYPE_CHECKING:
    from simulator.plain.running import Outside
    from simulator.screens import Options
    from vignettes.model import Vignette

DUMB = ("", "dumb", "unknown")


@click.command("play")
@click.argument("vignette", metavar="[ID or FILE]", required=False)
@click.option("--plain", is_flag=True, help="Line mode: for a screen reader, a pipe or a script.")
@click.option("--mode", type=click.Choice(["rehearsal", "guided", "assessment"]), help="How much is told on the way.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Fix the order in which responses are shown.")
@click.option("--order", type=click.Choice(["shuffled", "written"]), default="shuffled", show_default=True,
              help="Show responses shuffled, or in the order of the file.")
@click.option("--trainee", metavar="NAME", help="Who plays; else who played last.")
@click.option("--unrecorded", is_flag=True, help="Keep nothing of this play.")
@click.option("--resume", is_flag=True, help="Line mode: go on with the unfinished attempt, without asking.")
@library_option
def play_command(
    vignette: str | None, *, plain: bool, mode: str | None, seed: int | None, order: str, trainee: str | None,
    unrecorded: bool, resume: bool, folders: tuple[Path, ...],
) -> int:
    """Play a vignette: the full screen, or line mode with --plain or without a terminal.

    Without a terminal, line mode reads one choice a line (a response's id, or its number as shown) and asks nothing
    else. In a terminal, type ? for help.
    """
    from simulator.screens import Options

    file = file_of(vignette, folders) if vignette is not None else None
    options = Options(
        vignette=file, mode=mode, seed=seed, shuffled=order == "shuffled", unrecorded=unrecorded, folders=folders
    )
    asks = sys.stdin.isatty() and sys.stdout.isatty()
    if plain or not asks or not full_screen_works():
        return _plain(options, asks, trainee, resume)
    from simulator.screens import run_full_screen

    if trainee is not None and not unrecorded:
        options = _named(options, trainee)
    return run_full_screen(options)


def full_screen_works() -> bool:
    """Tell whether this terminal can be drawn on; on Unix the drawing goes by way of the error stream."""
    if os.name == "nt":
        return True
    return os.environ.get("TERM", "") not in DUMB and sys.stderr.isatty()


def _named(options: Options, trainee: str) -> Options:
    """Return the options with the id of the person named. Raises UsedWrongly, RecordsError."""
    import asyncio
    from dataclasses import replace

    from simulator.cli.common import person_of

    async def found() -> str | None:
        records = open_records()
        try:
            person = await person_of(records, trainee)
            return None if person is None else person.id
        finally:
            await records.close()

    return replace(options, trainee=asyncio.run(found()))


def _plain(options: Options, asks: bool, trainee: str | None, resume: bool) -> int:
    from simulator.plain.running import run_plain

    return run_plain(options, _outside(options), asks=asks, named=trainee, resumes=resume)


def _outside(options: Options) -> Outside:
    from simulator.plain.running import Outside, read_vignette

    def compiled(text: bytes, name: str) -> Vignette:
        from simulator.plain.desk import CannotRead
        from vignettes.reading import read_bytes

        reading = read_bytes(text, name)
        if reading.vignette is None:
            raise CannotRead(stopping_sentence(reading, Path(name)))
        return reading.vignette

    return Outside(
        read=lambda file: read_vignette(file, compiled),
        sources=lambda file: sources_of(options.folders, file),
        open_records=open_records,
        remark=remark,
        fails=FaultyFile,
        stops=Stopped,
        width=lambda: width_of(sys.stdout),
    )
