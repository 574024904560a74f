"""What can be reached, and where a play is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vignettes.diagnostics import Diagnostic, quoted
from vignettes.exploring import Findings, Graph
from vignettes.model import Exit, Vignette

if TYPE_CHECKING:
    from vignettes.reading import Reading

LONGEST_WAY = 8  # choices of an example way repeated in a message


def check(reading: Reading, graph: Graph) -> Iterator[Diagnostic]:
    """Yield what cannot be reached and what leads nowhere.

    Where the budget of states cut the graph short, a place is reported only if no chain of ``next`` leads to
    it whatever its conditions, and V320 says what was left undecided.
    """
    vignette = graph.vignette
    findings = Findings(graph)
    if graph.complete:
        scenes, endings = findings.scenes, findings.endings
        yield from _responses(reading, vignette, findings)
    else:
        yield _undecided(reading, graph)
        reached = _linked(vignette)
        scenes, endings = reached & vignette.scenes.keys(), reached & vignette.endings.keys()
    yield from _places(reading, vignette, frozenset(scenes), frozenset(endings))
    yield from _closed(reading, findings)
    yield from _lost(reading, findings)
    yield from _lonely(reading, graph)


def _undecided(reading: Reading, graph: Graph) -> Diagnostic:
    message = (f"Only the first {len(graph):,} states of play were looked at: whether each response can open, each "
               "condition can hold and fail, and how long a play takes was not decided.")
    return reading.marks.diagnostic("V320", message, "scenes")


def way_in_words(way: Sequence[str]) -> str:
    """Return an example way as a person would write it: ``ask > wait``; its start is left out where it is long."""
    shown = way[-LONGEST_WAY:]
    return ("… > " if len(shown) < len(way) else "") + " > ".join(shown)


def _named(scenes: Sequence[str]) -> str:
    return ", ".join(quoted(scene) for scene in scenes[:3]) + (" and others" if len(scenes) > 3 else "")


def _after(way: Sequence[str]) -> str:
    return f"after {way_in_words(way)}" if way else "right at the start"


# --- what no play comes to -----------------------------------------------------------------------------


def _links(vignette: Vignette) -> Iterator[tuple[str, Exit]]:
    """Yield each scene with each of its ways on, those of its responses included."""
    for scene in vignette.scenes.values():
        yield from ((scene.id, way) for way in scene.exits)
        yield from ((scene.id, way) for response in scene.responses for way in response.exits)


def _linked(vignette: Vignette) -> frozenset[str]:
    """Return the places that some chain of ``next`` leads to, whatever the conditions."""
    onward: dict[str, list[str]] = {}
    for scene, way in _links(vignette):
        onward.setdefault(scene, []).append(way.to)
    found = {vignette.start}
    waiting = [vignette.start]
    while waiting:
        for place in onward.get(waiting.pop(), ()):
            if place not in found:
                found.add(place)
                waiting.append(place)
    return frozenset(found)


def _places(reading: Reading, vignette: Vignette, scenes: frozenset[str], endings: frozenset[str]
            ) -> Iterator[Diagnostic]:
    sources: dict[str, dict[str, None]] = {}
    for scene, way in _links(vignette):
        sources.setdefault(way.to, {})[scene] = None

    def why(place: str) -> str:
        before = [scene for scene in sources.get(place, ()) if scene != place]
        if not before:
            return "nothing leads to it"
        if any(scene in scenes for scene in before):
            return "no way to it is ever taken"
        return f"it is reached only from {_named(before)}, where no play comes either"

    for code, what, known, reached in (("V301", "scene", vignette.scenes, scenes),
                                       ("V303", "ending", vignette.endings, endings)):
        for place in known:
            if place not in reached:
                message = f"No play comes to the {what} {quoted(place)}: {why(place)}."
                yield reading.marks.diagnostic(code, message, f"{what}s", place)


def _responses(reading: Reading, vignette: Vignette, findings: Findings) -> Iterator[Diagnostic]:
    for scene in vignette.decisions:
        if scene.id not in findings.scenes:
            continue
        for response in scene.responses:
            if (scene.id, response.id) not in findings.responses:
                why = f": {quoted(response.when.text)} never holds at this scene" if response.when else ""
                message = f"The response {quoted(response.id)} is never open{why}."
                yield reading.marks.diagnostic("V302", message, "scenes", scene.id, "responses", response.id)


# --- where a play is lost ------------------------------------------------------------------------------


def _closed(reading: Reading, findings: Findings) -> Iterator[Diagnostic]:
    for end in findings.dead_ends:
        message = f"Every response of {quoted(end.scene)} can be closed at once: it is so {_after(end.way)}."
        yield reading.marks.diagnostic("V307", message, "scenes", end.scene)


def _lost(reading: Reading, findings: Findings) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for stray in findings.strays:
        if stray.lost.place in told:
            continue
        told.add(stray.lost.place)
        what = ("lead round in a ring without a decision" if stray.lost.kind == "ring" else "have no way on")
        message = f"The scenes from {quoted(stray.lost.place)} on {what}; one comes there {_after(stray.way)}."
        yield reading.marks.diagnostic("V308", message, "scenes", stray.lost.place)
    for trap in findings.traps:
        message = (f"From {_named(trap.scenes)} on one goes round for ever and reaches no ending; one comes there "
                   f"{_after(trap.way)}.")
        yield reading.marks.diagnostic("V309", message, "scenes", trap.scenes[0])


def _lonely(reading: Reading, graph: Graph) -> Iterator[Diagnostic]:
    """Yield scored decisions that can be met with a single response open, though several are written."""
    told: set[str] = set()
    for node, place in enumerate(graph.places):
        if len(graph.edges[node]) != 1 or place in told:
            continue
        scene = graph.vignette.scenes[place]
        if scene.scored and not scene.ambiguous and len(scene.responses) > 1:
            told.add(place)
            only = graph.edges[node][0].response
            message = (f"The scored decision {quoted(place)} can be met with only {quoted(only)} open: it is so "
                       f"{_after(graph.way_to(node))}.")
            yield reading.marks.diagnostic("V310", message, "scenes", place)
