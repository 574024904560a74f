"""``explore``: for authors, how much there is to play, what counts, and what blind play scores."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import file_of, json_option, library_option, vignette_of
from simulator.cli.output import say, say_json, say_table, say_wrapped
from simulator.taming import tame_line

if TYPE_CHECKING:
    from scoring.exploring import Exploration

TELL_AFTER, TELL_EVERY = 2.0, 5.0  # seconds


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
