"""``explore``: for authors, how much there is to play, what counts, and what blind play scores."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import UsedWrongly, file_of, json_option, library_option, vignette_of
from simulator.cli.output import say, say_json, say_table, say_wrapped
from simulator.cli.running import DONE, FAULTS
from simulator.taming import tame_line

if TYPE_CHECKING:
    from scoring.exploring import Exploration
    from vignettes.model import Vignette

BAR = 40  # characters of the longest bar
TELL_AFTER, TELL_EVERY = 2.0, 5.0  # seconds


@click.command("explore")
@click.argument("file", metavar="FILE")
@click.option("--to", "goal", metavar="ID", help="Only show a shortest way to this scene or ending.")
@click.option("--plays", is_flag=True, help="Print the telling lines as a file of expected plays instead.")
@library_option
@json_option
def explore_command(file: str, *, goal: str | None, plays: bool, folders: tuple[Path, ...], as_json: bool) -> int:
    """Count a vignette's states and paths, find its key decisions, and score best, worst, random and blind play.

    Also: how endings and scores are spread in random play, how often it comes by each scene and response, and the
    lines that reach a good ending badly or a poor one well. With --to, exit status 1 says that nothing leads there.
    """
    from scoring.exploring import explore, to_document

    if plays and (goal is not None or as_json):
        raise UsedWrongly("--plays prints a file of its own; leave out --to and --json.")
    vignette = vignette_of(file_of(file, folders))
    if goal is not None:
        return _show_way(vignette, goal, as_json=as_json)
    found = explore(vignette, tell=_teller())
    if plays:
        from simulator.cli.expecting import print_plays

        print_plays(found)
        return DONE
    document = to_document(found)
    if as_json:
        say_json(document)
    else:
        _print_exploration(found, document)
    return DONE


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
    _print_odd_lines(found, document)
    say()
    _print_scores(document)
    say()
    _print_visited(found, document)
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


def _print_odd_lines(found: Exploration, document: Mapping[str, Any]) -> None:
    """Print the worst line that still comes to a good ending, and the best that comes to a poor one."""
    endings = found.vignette.endings
    for outcome, figure, words in (("good", "worst", "Worst line that still ends well"),
                                   ("poor", "best", "Best line that ends badly")):
        known = [(figures[figure], name) for name, figures in document["endings"].items()
                 if endings[name].outcome == outcome and figures[f"{figure}_line"] is not None]
        if not known:
            continue
        quality, name = min(known) if figure == "worst" else max(known)
        say()
        say(f"{words} ({name}, {_figure(quality)}):")
        say(f"  {','.join(document['endings'][name][f'{figure}_line'])}")


def _print_scores(document: Mapping[str, Any]) -> None:
    """Print how scores are spread in random play, a bar for each tenth."""
    scores = document["scores"]
    if scores["full"] is None:
        say("Nothing is ever at stake, so random play has no scores.")
        return
    low, middle, high = (_figure(quality) for quality in scores["quartiles"])
    say_wrapped(f"Scores of random play: half lie between {low} and {high}, half below {middle}; "
                f"none {scores['none']:.1%}, full {scores['full']:.1%}", "", "  ")
    most = max(band["chance"] for band in scores["bands"])
    for band in scores["bands"]:
        bar = "#" * round(band["chance"] / most * BAR)
        say(f"  {band['from']:.1f} to {band['to']:.1f}  {band['chance']:6.1%}  {bar}".rstrip())


def _print_visited(found: Exploration, document: Mapping[str, Any]) -> None:
    """Print how likely random play comes by each scene and takes each response."""
    seen = document["visited"]
    if seen["plays"]:
        say(f"Tried {seen['plays']:,} times:")
    rows = []
    for scene in found.vignette.scenes.values():
        if scene.id not in seen["scenes"]:
            continue
        rows.append((scene.id, f"{seen['scenes'][scene.id]:.1%}"))
        rows += [(f"  {response.id}", f"{seen['responses'][f'{scene.id}/{response.id}']:.1%}")
                 for response in scene.responses]
    say_table(("scene and response", "random play"), rows, right=(1,))


def _show_way(vignette: Vignette, goal: str, *, as_json: bool) -> int:
    """Print a shortest way to a scene or ending; tells whether there is one."""
    from vignettes.exploring import Findings, build

    known = [*vignette.scenes, *vignette.endings]
    if goal not in known:
        from simulator.cli.program import nearest

        near = nearest(goal[:100], known)
        hint = f" Did you mean '{near}'?" if near else ""
        raise UsedWrongly(f"There is no scene or ending '{tame_line(goal)}' in this vignette.{hint}")
    graph = build(vignette)
    way = Findings(graph).way_to(goal)
    if as_json:
        say_json({"vignette": vignette.id, "to": goal, "complete": graph.complete, "reached": way is not None,
                  "choices": None if way is None else list(way),
                  "scenes": None if way is None else _scenes_on(vignette, way)})
    elif way is None:
        so_far = "" if graph.complete else f" within the first {len(graph):,} states of play; further on it may be"
        say_wrapped(f"'{goal}' is not reached by any play{so_far}.")
    elif not way:
        say(f"'{goal}' is met before the first choice.")
    else:
        say(f"A shortest way to '{goal}', in {len(way)} choice{'s' * (len(way) > 1)}:")
        say(f"  {','.join(way)}")
        say()
        steps = zip(_scenes_on(vignette, way), way, strict=True)
        say_table(("", "scene", "response"), [(str(at), *step) for at, step in enumerate(steps, 1)])
    return DONE if way is not None else FAULTS


def _scenes_on(vignette: Vignette, way: tuple[str, ...]) -> list[str]:
    """Return the decisions at which the choices of a way are made."""
    from vignettes.playing import walk

    if not way:
        return []
    path, state = walk(vignette, way[:-1], partial=True)  # where the last one leads, nothing may be open
    return [*(visit.scene for visit in path.visits), state.place]


def _figure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"


def _exact(value: str | None) -> str:
    return "" if value is None or len(value) > 24 else value
