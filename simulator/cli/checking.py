"""``check``: for authors, all that is wrong with vignettes, with its place and how to mend it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import (
    UsedWrongly,
    all_folders,
    file_of,
    json_option,
    library_option,
    reading_of,
    sources_of,
)
from simulator.cli.output import say, say_json, say_wrapped
from simulator.cli.running import DONE, FAULTS
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from vignettes.catalogue import Entry
    from vignettes.diagnostics import Diagnostic
    from vignettes.reading.reader import Reading
    from vignettes.sources import Sources

TEXT, GITHUB = "text", "github"


@dataclass
class Found:
    """All that one run of ``check`` finds.

    Attributes:
        files: the vignettes looked at.
        diagnostics: the faults.
        plays: how each expected play went.
        coverage: for each folder with sources of its own, how many recommendations of the article are exercised.
    """

    files: list[Path]
    diagnostics: list[Diagnostic] = field(default_factory=list)
    plays: list[dict[str, Any]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Return the numbers of errors and warnings."""
        severities = [diagnostic.severity for diagnostic in self.diagnostics]
        return {"errors": severities.count("error"), "warnings": severities.count("warning")}


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--brief", is_flag=True, help="One line a fault, without why and how to mend it.")
@click.option("--strict", is_flag=True, help="Let warnings end with exit status 1 too.")
@click.option("--format", "form", type=click.Choice([TEXT, GITHUB]), default=TEXT, show_default=True,
              help="How faults are told: for a reader, or as annotations of a pull request.")
@click.option("--explain", "code", metavar="CODE", help="Explain a kind of fault, with an example, and leave.")
@library_option
@json_option
def check_command(
    paths: tuple[str, ...], *, brief: bool, strict: bool, form: str, code: str | None, folders: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Report every fault of vignettes, with file, line and column, why it matters, and how to mend it.

    PATH is a file, the id of a vignette, or a folder of vignettes; without one, all that are known are checked.
    Errors end with exit status 1; warnings alone with 0, unless --strict is given.
    """
    if code is not None:
        _explain(code, as_json=as_json)
        return DONE
    if as_json and form != TEXT:
        raise UsedWrongly("--json and --format are two ways to tell the same; choose one.")
    found = _looked_through(paths, folders)
    if as_json:
        told = [_as_json(diagnostic) for diagnostic in found.diagnostics]
        files = [str(file) for file in found.files]
        say_json({"files": files, **found.counts, "diagnostics": told, "plays": found.plays,
                  "coverage": found.coverage})
    else:
        _print_faults(found, github=form == GITHUB, brief=brief)
    counts = found.counts
    return FAULTS if counts["errors"] or (strict and counts["warnings"]) else DONE


# --- looking ---------------------------------------------------------------------------------------------


def _looked_through(paths: tuple[str, ...], folders: tuple[Path, ...]) -> Found:
    from vignettes.plays import is_plays_file, lonely

    files, whole = _files_of(paths, folders)
    found = Found(files)
    own = {folder: _own_sources(folder, found) for folder in whole}
    faulty = {folder for folder in whole if own[folder] is None}
    readings: dict[Path, Reading] = {}
    cited: dict[Path, Sources] = {}
    for file in files:
        _tell_file(file, len(files))
        if is_plays_file(file.name):
            found.diagnostics.append(lonely(file))
            continue
        beside = file.parent
        if beside not in cited:  # of a folder whose sources are among the faults already, no more is said
            cited[beside] = sources_of(folders, None if beside in faulty else file)
        readings[file] = reading_of(file, cited[beside])
        found.diagnostics.extend(_all_faults(readings[file], cited[beside]))
        _run_plays(found, file, readings[file])
    for folder in whole:
        found.diagnostics.extend(map(lonely, _lonely_plays(folder)))
        _look_at_library(found, folder, [r for f, r in readings.items() if f.parent == folder], own[folder])
    return found


def _files_of(paths: tuple[str, ...], folders: tuple[Path, ...]) -> tuple[list[Path], list[Path]]:
    """Return the files meant, each once, and the folders to be looked at as a whole."""
    from vignettes.library import files
    from vignettes.plays import is_plays_file, vignette_of

    found: list[Path] = []
    whole: list[Path] = []
    for name in paths or [str(folder) for folder in all_folders(folders)]:
        path = Path(name) if name.endswith(("/", "\\")) or "\0" in name else file_of(name, folders)
        if path.is_dir():
            whole.append(path)
            inside = [Path(file) for file in files([path])]
            if not inside:
                raise UsedWrongly(f"There are no vignettes in the folder '{tame_line(name)}'.")
            found += inside
        else:
            played = vignette_of(path) if is_plays_file(path.name) else None
            found.append(played or path)
    return list(dict.fromkeys(found)), list(dict.fromkeys(whole))


def _all_faults(reading: Reading, sources: Sources) -> tuple[Diagnostic, ...]:
    from scoring.soundness import full

    return full(reading, sources)


def _run_plays(found: Found, file: Path, reading: Reading) -> None:
    """Run the plays expected of a vignette, if a file beside it lists any and it can be played."""
    from vignettes.plays import beside, read_plays

    path = beside(file)
    if path is None:
        return
    plays = read_plays(path)
    found.diagnostics.extend(plays.diagnostics)
    if reading.vignette is None:
        return
    from scoring.plays import run

    for outcome in run(reading.vignette, plays):
        found.diagnostics.extend(outcome.diagnostics)
        quality = None if outcome.quality is None else float(outcome.quality)
        found.plays.append({"file": str(path), "vignette": reading.vignette.id, "play": outcome.name,
                            "passed": outcome.passed, "ending": outcome.ending, "decision_quality": quality})


def _lonely_plays(folder: Path) -> list[Path]:
    """Return the files of plays in a folder that have no vignette beside them."""
    from vignettes.plays import is_plays_file, vignette_of

    return [path for path in sorted(folder.iterdir())
            if is_plays_file(path.name) and not path.name.startswith(".") and vignette_of(path) is None]


def _own_sources(folder: Path, found: Found) -> Sources | None:
    """Return the sources that a folder brings; None where it brings none, or none that can be read."""
    from vignettes.library import SOURCES
    from vignettes.sources import SourcesFault, read_sources

    path = folder / SOURCES
    if not path.is_file():
        return None
    try:
        return read_sources(path)
    except SourcesFault as fault:
        found.diagnostics.extend(fault.diagnostics)
        return None


def _look_at_library(found: Found, folder: Path, readings: list[Reading], own: Sources | None) -> None:
    """Add what can only be said of a folder as a whole: of its own sources, where it has some."""
    from vignettes.checking import check_library
    from vignettes.checking.library import exercised
    from vignettes.library import SOURCES
    from vignettes.sources import ARTICLE

    if own is None:
        found.diagnostics.extend(check_library(readings))
        return
    path = folder / SOURCES
    found.diagnostics.extend(check_library(readings, own, path))
    asked = [source.id for source in own.values() if source.layer == ARTICLE]
    used = exercised(reading.vignette for reading in readings if reading.vignette is not None)
    missing = [name for name in asked if name not in used]
    found.coverage.append({"folder": str(folder), "exercised": len(asked) - len(missing), "all": len(asked),
                           "missing": missing})


def _tell_file(file: Path, number: int) -> None:
    if number > 1 and sys.stderr.isatty():
        sys.stderr.write(f"Checking {tame_line(file.name)}\n")


# --- telling ---------------------------------------------------------------------------------------------


def _as_json(diagnostic: Diagnostic) -> dict[str, Any]:
    place, told = diagnostic.place, _explained(diagnostic)
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "message": diagnostic.message,
        "nearest": diagnostic.nearest,
        "stops": diagnostic.stops,
        "why": told.why if told else None,
        "mend": told.mend if told else None,
    }


def _explained(diagnostic: Diagnostic) -> Entry | None:
    from vignettes.catalogue import entry

    try:
        return entry(diagnostic.code)
    except KeyError:
        return None


def _print_faults(found: Found, *, github: bool, brief: bool) -> None:
    from vignettes.diagnostics import render

    for diagnostic in found.diagnostics:
        if github:
            say(_annotation(diagnostic))
        elif brief:
            say(f"{diagnostic.place}: {diagnostic.severity} {diagnostic.code}: {tame_line(diagnostic.message)}")
        else:
            _print_fault(render(diagnostic), _explained(diagnostic))
    for part in found.coverage:
        say_wrapped(f"{tame_line(part['folder'])}: {part['exercised']} of {part['all']} recommendations of the article "
                    "are exercised.", "", "  ")
    if found.plays:
        held = sum(play["passed"] for play in found.plays)
        say(f"{held} of {len(found.plays)} expected plays went as written.")
    where = "1 file" if len(found.files) == 1 else f"{len(found.files)} files"
    if not found.diagnostics:
        say(f"Nothing to mend in {where}.")
        return
    told = [f"{number} {what if number != 1 else what[:-1]}" for what, number in found.counts.items() if number]
    say(f"{' and '.join(told)} in {where}.")


def _print_fault(rendered: str, told: Entry | None) -> None:
    """Print a fault with its picture, then why it matters and how to mend it, wrapped, and a blank line."""
    say(rendered)
    if told is not None:
        _print_advice(told, "  ")
    say()


def _print_advice(told: Entry, indent: str) -> None:
    for label, text in (("Why", told.why), ("Mend", told.mend)):
        say_wrapped(f"{label}: {tame(text, lines=False)}", indent, indent + "  ")


def _annotation(diagnostic: Diagnostic) -> str:
    """Return a workflow command that lets GitHub show a fault beside its line.

    The form is GitHub's: ``::error file=…,line=…,col=…,title=…::message``, with percent signs, line breaks
    and, in properties, colons and commas written as hexadecimal.
    """
    told, place = _explained(diagnostic), diagnostic.place
    title = f"{diagnostic.code} {told.title}" if told else diagnostic.code
    file = _escaped(tame_line(_from_here(Path(place.file))), inside=True)
    mend = f" {tame_line(told.mend)}" if told else ""
    return (f"::{diagnostic.severity} file={file},line={place.line},col={place.column},"
            f"title={_escaped(title, inside=True)}::{_escaped(tame_line(diagnostic.message) + mend)}")


def _from_here(file: Path) -> str:
    """Return a path as seen from the working folder, where it lies in there: so GitHub finds the file."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()


def _escaped(text: str, *, inside: bool = False) -> str:
    marks = {"%": "%25", "\r": "%0D", "\n": "%0A", **({":": "%3A", ",": "%2C"} if inside else {})}
    return "".join(marks.get(character, character) for character in text)


# --- explaining ------------------------------------------------------------------------------------------


def _explain(code: str, *, as_json: bool) -> None:
    """Print an entry of the catalogue. Raises UsedWrongly for a code that it does not have."""
    from vignettes.catalogue import codes, entry

    try:
        told = entry(code.strip().upper())
    except KeyError:
        sentence = f"There is no fault with the code '{tame_line(code[:60])}'."
        raise UsedWrongly(f"{sentence} Codes are those that 'simulator check' prints, such as {codes()[0]}.") from None
    if as_json:
        names = ("code", "severity", "since", "title", "why", "mend", "bad", "good")
        say_json({name: getattr(told, name) for name in names})
        return
    say(f"{told.code}: {tame_line(told.title)} ({told.severity}, since {told.since})")
    say()
    _print_advice(told, "")
    for label, example in (("Raises it", told.bad), ("Does not", told.good)):
        say()
        say(f"{label}:")
        say("\n".join(f"    {line}".rstrip() for line in tame(example.rstrip("\n")).split("\n")))
