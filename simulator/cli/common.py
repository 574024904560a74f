"""What several commands share: options, the folders of vignettes, reading a file, opening the records."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from simulator.cli.output import remark
from simulator.cli.running import CouldNot
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from simulator.records import Records, Trainee
    from vignettes.model import Vignette
    from vignettes.reading.reader import Reading
    from vignettes.sources import Sources

LIBRARY_VARIABLE = "SIMULATOR_LIBRARY"

Command = TypeVar("Command", bound=Callable[..., Any])

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
trainee_option = click.option("--trainee", metavar="NAME", help="Whose records: a name or an id; else who played last.")


class UsedWrongly(click.UsageError):
    """A command called with something it cannot take; exit status 2."""


def _folders(_context: click.Context, _option: click.Parameter, named: tuple[str, ...]) -> tuple[Path, ...]:
    from_variable = [part for part in os.environ.get(LIBRARY_VARIABLE, "").split(os.pathsep) if part]
    for folder in named:
        if not os.path.isdir(folder):
            raise UsedWrongly(f"There is no folder '{tame_line(folder)}'.")
    return tuple(dict.fromkeys(Path(folder) for folder in (*named, *from_variable)))


def library_option(command: Command) -> Command:
    """Add ``--library`` to a command; it gets the further folders as ``folders``."""
    return click.option(
        "--library", "folders", metavar="FOLDER", multiple=True, callback=_folders,
        help=f"A further folder of vignettes; may be repeated. {LIBRARY_VARIABLE} names more.",
    )(command)


def all_folders(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return all folders of vignettes, the shipped one first."""
    from vignettes.library import shipped

    return (shipped(), *folders)


def file_of(name: str, folders: tuple[Path, ...]) -> Path:
    """Return the file that an id or a path means. Raises UsedWrongly."""
    from vignettes.library import UnknownVignette, find

    try:
        return find(name, all_folders(folders))
    except UnknownVignette as unknown:
        raise UsedWrongly(f"{unknown} 'simulator list' names all that are known.".replace("..", ".")) from None


def sources_of(folders: tuple[Path, ...], file: Path | None = None) -> Sources:
    """Return what vignettes cite; a further file of sources that cannot be read is said and left out."""
    from vignettes.library import sources
    from vignettes.sources import SourcesFault

    beside = (file.parent,) if file is not None and file.parent not in folders else ()
    try:
        return sources((*folders, *beside))
    except SourcesFault as fault:
        remark(f"The sources beside the vignettes are left out: {tame(str(fault))}")
        return sources(())


def reading_of(file: Path, sources: Sources | None = None) -> Reading:
    """Read a file in full."""
    from vignettes.reading import read_file

    return read_file(file, sources)


def vignette_of(file: Path, sources: Sources | None = None) -> Vignette:
    """Return the compiled vignette of a file that can be played. Raises CouldNot with the faults that stop it."""
    reading = reading_of(file, sources)
    if reading.vignette is not None:
        return reading.vignette
    raise FaultyFile(stopping_sentence(reading, file))


class FaultyFile(CouldNot):
    """A file that cannot be played as it is; exit status 1."""

    exit_code = 1


def stopping_sentence(reading: Reading, file: Path) -> str:
    """Return why a file cannot be played: its first fault that stops, and how to hear of all."""
    fault = next((d for d in reading.diagnostics if d.stops), reading.diagnostics[0])
    return (
        f"{tame_line(file.name)} cannot be played as it is. {fault.place}: {tame(fault.message)} "
        f"'simulator check' tells all that is wrong and how to mend it."
    )


def save_new(file: Path, text: str) -> None:
    """Write a new file. Raises UsedWrongly where there is one already, CouldNot where it cannot be written."""
    from simulator.saving import AlreadyThere, CannotSave, write_new

    try:
        write_new(file, text)
    except AlreadyThere as fault:
        raise UsedWrongly(str(fault)) from None
    except CannotSave as fault:
        raise CouldNot(str(fault)) from None


def store_exists() -> bool:
    """Tell whether anything has ever been recorded here."""
    from simulator.records.place import STORE_FILE, data_folder

    return (data_folder() / STORE_FILE).exists()


def open_records() -> Records:
    """Open the records, made where there are none. Raises RecordsError."""
    from simulator.records.place import data_folder
    from simulator.records.store import open_store

    return open_store(data_folder())


async def person_of(records: Records, named: str | None) -> Trainee | None:
    """Return whose records are meant: by name or id, else who played last; None where nobody is known.

    Raises:
        UsedWrongly: nobody, or more than one person, has this name.
    """
    everyone = await records.trainees()
    if named is None:
        from simulator import preferences

        last = preferences.read().get(preferences.TRAINEE)
        return next((person for person in everyone if person.id == last), None)
    named = named.strip()  # as a name is kept
    found = [person for person in everyone if named in (person.id, person.name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsedWrongly(f"More than one person here is called '{tame_line(named)}'; name one by id.")
    from simulator.cli.program import nearest

    near = nearest(named, [person.name for person in everyone if person.name])
    hint = f" Did you mean '{tame_line(near)}'?" if near else ""
    raise UsedWrongly(f"Nobody here is called '{tame_line(named)}'.{hint}")
