"""``check``, ``explore``, ``graph``: for authors, what is wrong with a vignette and how it plays."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
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
    vignette_of,
)
from simulator.cli.judging import played
from simulator.cli.output import say, say_json, say_table, say_wrapped
from simulator.cli.running import DONE, FAULTS
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from scoring.exploring import Exploration
    from vignettes.diagnostics import Diagnostic
    from vignettes.reading.reader import Reading
    from vignettes.sources import Sources

TELL_AFTER, TELL_EVERY = 2.0, 5.0  # seconds


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--brief", is_flag=True, help="One line a fault, without why and how to mend it.")
@library_option
@json_option
def check_command(paths: tuple[str, ...], *, brief: bool, folders: tuple[Path, ...], as_json: bool) -> int:
    """Report every fault of vignettes, with file, line and column, why it matters, and how to mend it.

    PATH is a file, the id of a vignette, or a folder of vignettes; without one, all that are known are checked.
    Errors end with exit status 1; warnings alone with 0.
    """
    files, whole = _files_of(paths, folders)
    sources = sources_of((*folders, *whole))
    found: list[Diagnostic] = []
    readings: dict[Path, Reading] = {}
    for file in files:
        _tell_file(file, len(files))
        readings[file] = reading_of(file, sources)
        found.extend(_all_faults(readings[file], sources))
    for folder in whole:
        found.extend(_library_faults(folder, [r for f, r in readings.items() if f.parent == folder]))
    if as_json:
        told = [_as_json(diagnostic) for diagnostic in found]
        say_json({"files": [str(file) for file in files], **_counts(found), "diagnostics": told})
    else:
        _print_faults(found, files, brief=brief)
    return FAULTS if any(d.severity == "error" for d in found) else DONE


def _files_of(paths: tuple[str, ...], folders: tuple[Path, ...]) -> tuple[list[Path], list[Path]]:
    """Return the files meant, each once, and the folders to be looked at as a whole."""
    from vignettes.library import files

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
            found.append(path)
    return list(dict.fromkeys(found)), list(dict.fromkeys(whole))


def _all_faults(reading: Reading, sources: Sources) -> tuple[Diagnostic, ...]:
    from scoring.soundness import full

    return full(reading, sources)


def _library_faults(folder: Path, readings: list[Reading]) -> Iterator[Diagnostic]:
    """Yield what can only be said of a folder as a whole: of its own sources, where it has some."""
    from vignettes.checking import check_library
    from vignettes.library import SOURCES
    from vignettes.sources import SourcesFault, read_sources

    path = folder / SOURCES
    if not path.is_file():
        yield from check_library(readings)
        return
    try:
        yield from check_library(readings, read_sources(path), path)
    except SourcesFault as fault:
        yield from fault.diagnostics


def _tell_file(file: Path, number: int) -> None:
    if number > 1 and sys.stderr.isatty():
        sys.stderr.write(f"Checking {tame_line(file.name)}\n")


def _counts(found: Iterable[Diagnostic]) -> dict[str, int]:
    severities = [diagnostic.severity for diagnostic in found]
    return {"errors": severities.count("error"), "warnings": severities.count("warning")}


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


def _explained(diagnostic: Diagnostic) -> Any:
    from vignettes.catalogue import entry

    try:
        return entry(diagnostic.code)
    except KeyError:
        return None


def _print_faults(found: list[Diagnostic], files: list[Path], *, brief: bool) -> None:
    from vignettes.diagnostics import render

    for diagnostic in found:
        if brief:
            say(f"{diagnostic.place}: {diagnostic.severity} {diagnostic.code}: {tame(diagnostic.message, lines=False)}")
        else:
            _print_fault(render(diagnostic), _explained(diagnostic))
    counts = _counts(found)
    where = "1 file" if len(files) == 1 else f"{len(files)} files"
    if not found:
        say(f"Nothing to mend in {where}.")
        return
    told = [f"{number} {what if number != 1 else what[:-1]}" for what, number in counts.items() if number]
    say(f"{' and '.join(told)} in {where}.")


def _print_fault(rendered: str, told: Any) -> None:
    """Print a fault with its picture, then why it matters and how to mend it, wrapped, and a blank line."""
    say(rendered)
    if told is not None:
        for label, text in (("Why", told.why), ("Mend", told.mend)):
            say_wrapped(f"{label}: {tame(text, lines=False)}", "  ", "    ")
    say()


# explore


@click.command("explore")
@click.argument("file", metavar="FILE")
@library_option
@json_option
def explore_command(file: str, *, folders: tuple[Path, ...], as_json: bool) -> None:
    """Count a vignette's states and paths, find its key decisions, and score best, worst, random and blind play."""
    from scoring.exploring import explore, to_document

    vignette = vignette_of(file_of(file, folders))
    found = explore(vignette, tell=_teller())
    document = to_document(found)
    if as_json:
        say_json(document)
    else:
        _print_exploration(found, document)


def _teller() -> Callable[[int], None]:
    """Return what is told of progress: in a terminal, after a while and then now and again, the states so far."""
    import time

    shown = time.monotonic() + TELL_AFTER - TELL_EVERY

    def tell(states: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if sys.stderr.isatty() and now - shown >= TELL_EVERY:
            shown = now
            sys.stderr.write(f"Exploring: {states:,} states so far\n")

    return tell


def _print_exploration(found: Exploration, document: Mapping[str, Any]) -> None:
    vignette = found.vignette
    say(f"{tame_line(vignette.title)} [{vignette.id}]")
    say()
    whole = "" if document["complete"] else ", as far as explored"
    say(f"States of play: {found.states:,}{whole}")
    if document["paths"] == "unbounded":
        up_to = document["paths_up_to"]
        some = f"{up_to['paths']:,} of at most {up_to['decisions']} decisions"
        say_wrapped(f"Complete paths: without bound; {some}", "", "  ")
    else:
        say(f"Complete paths: {document['paths']:,}{whole}")
    keys = ", ".join(found.key_decisions) or "none"
    say_wrapped(f"Key decisions ({len(found.key_decisions)} of {len(vignette.decisions)}): {keys}", "", "  ")
    if document["least_loss"] is not None:
        say(f"Least loss: {document['fractions']['least_loss']}, by these choices:")
        say(f"  {','.join(document['least_loss_line'])}")  # on one line, so that it can be handed to score --choices
    say()
    _print_qualities(found, document)
    say()
    _print_endings(found, document)
    say()
    for what, part in document["reached"].items():
        missing = f"; never: {', '.join(part['missing'])}" if part["missing"] else ""
        say_wrapped(f"{what.capitalize()} that can be reached: {part['reached']} of {part['all']}{missing}", "", "  ")


def _print_qualities(found: Exploration, document: Mapping[str, Any]) -> None:
    exact = document["fractions"]
    blind = {"random": "random clicking", "first": "always the first written", "last": "always the last written",
             "longest": "always the longest", "shortest": "always the shortest"}
    rows = [("best play", _figure(document["best"]), _exact(exact["best"])),
            ("worst play", _figure(document["worst"]), _exact(exact["worst"]))]
    for name, value in document["strategies"].items():
        ends = " (never ends)" if name in document["never_end"] else ""
        rows.append((f"{blind.get(name, name)}{ends}", _figure(value), _exact(exact["strategies"][name])))
    say_table(("play", "decision quality", "exact"), rows, right=(1,))
    if found.sampled is not None:
        low, high = document["sampled"]
        say_wrapped(
            f"There are too many states to be exact. Random play was tried {found.sampled.plays:,} times (seed "
            f"{found.sampled.seed}); its mean lies between {low:.3f} and {high:.3f} with a confidence of 99 %, and "
            "best and worst are those seen."
        )


def _print_endings(found: Exploration, document: Mapping[str, Any]) -> None:
    rows = []
    for name, figures in document["endings"].items():
        rows.append((name, found.vignette.endings[name].outcome, f"{figures['chance']:.1%}",
                     _figure(figures["worst"]), _figure(figures["best"])))
    say_table(("ending", "outcome", "random play", "worst", "best"), rows, right=(2, 3, 4))


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _exact(value: str | None) -> str:
    return "" if value is None or len(value) > 24 else value


# graph


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
