"""What every drawing shows: the scenes in order of their distance from the start, and the ways between them.

Distance is counted in choices along ``next``, whatever the conditions; a scene without responses costs none.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vignettes.model import Exit, Response, Scene, Vignette
from vignettes.playing import Path, State, Stuck, apply, begin, choose, go_on, holds, settle

DECISION = "decision"
INTERLUDE = "interlude"
ENDING = "ending"
OUTCOMES = ("good", "mixed", "poor")

Steps = tuple[int, ...]  # numbers of the decisions of the path, from 1


@dataclass(frozen=True, slots=True)
class Arrow:
    """One target of a way: where to, on what condition (empty: none), and whether it is marked."""

    to: str
    when: str = ""
    recommended: bool = False
    taken: Steps = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One response with its arrows; of an interlude, the way on, its ``response`` empty.

    Attributes:
        response: its id.
        when: the condition under which it is offered; empty where there is none.
        once: whether it is offered only until chosen once.
        rating: the rating's word; None where it has none.
        recommended: whether the recommended line goes along it.
        taken: at which decisions of the path it was chosen.
        arrows: where it leads; with several, the first whose condition holds.
    """

    response: str
    when: str = ""
    once: bool = False
    rating: str | None = None
    recommended: bool = False
    taken: Steps = ()
    arrows: tuple[Arrow, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """One scene or ending.

    Attributes:
        id: its id.
        kind: ``decision``, ``interlude`` or ``ending``.
        number: its number among the scenes, from 1; of endings 0.
        distance: choices from the start; None where no chain of ``next`` leads to it.
        outcome: of an ending: good, mixed or poor.
        recommended: whether the recommended line comes through.
        taken: at which decisions the path was here; of an ending the number of decisions made.
        ways: its responses, or the one way on.
        sources: the scenes that lead to it, in the order of their numbers.
    """

    id: str
    kind: str
    number: int
    distance: int | None
    outcome: str = ""
    recommended: bool = False
    taken: Steps = ()
    ways: tuple[Way, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A vignette laid out.

    Attributes:
        title: the vignette's title, as written: tame it before it is shown.
        scenes: by distance, those nothing leads to last; within a distance as they are come to.
        endings: good, mixed, poor; within an outcome as written.
        has_path: whether a path taken is marked.
        has_line: whether a recommended line is marked.
    """

    title: str
    scenes: tuple[Node, ...]
    endings: tuple[Node, ...]
    has_path: bool = False
    has_line: bool = False
    by_id: Mapping[str, Node] = field(default_factory=dict, repr=False)


class _Leg(NamedTuple):
    """A way taken: from a scene, by a response (empty: by its own ``next``), along which exit."""

    scene: str
    response: str
    exit: int
    to: str


def draw(vignette: Vignette, *, path: Path | Sequence[str] | None = None,
         recommended: bool | Sequence[str] = True) -> Drawing:
    """Lay a vignette out.

    Args:
        vignette: what to draw.
        path: the path taken, or the ids of the responses chosen on it; None: none is marked.
        recommended: whether to mark the recommended line (see :func:`recommended_line`); or the ids of the
            responses of a line to be marked as such.

    Raises:
        KeyError: a choice of the path or line is not a response of the scene that it comes to.
    """
    choices = [v.chosen for v in path.visits] if isinstance(path, Path) else path
    line = recommended_line(vignette) if recommended is True else recommended or None
    return _Layout(vignette, _legs(vignette, choices), _legs(vignette, line), path is not None, bool(line)).drawing()


def recommended_line(vignette: Vignette) -> tuple[str, ...]:
    """Return the responses of a line of best-rated choices; of several as good, those towards the best ending.

    It ends where an ending is reached, where nothing is open, or where it would go round.
    """
    from vignettes.exploring import build

    graph = build(vignette)
    line: list[str] = []
    met: set[int] = set()
    node = 0
    while node >= 0 and len(graph) and node not in met and graph.edges[node]:
        met.add(node)
        scene = vignette.scenes[graph.places[node]]

        def worth(at: int, node: int = node, scene: Scene = scene) -> tuple[float, float, int]:
            edge = graph.edges[node][at]
            rating = scene.response(edge.response).rating
            value = graph.values[edge.target] if edge.target >= 0 else None
            return (1.0 if rating is None else float(rating), -1.0 if value is None else float(value), -at)

        edge = graph.edges[node][max(range(len(graph.edges[node])), key=worth)]
        line.append(edge.response)
        node = edge.target
    return tuple(line)


def _legs(vignette: Vignette, choices: Sequence[str] | None) -> list[tuple[int, _Leg]]:
    """Return the ways that these choices take, each with the number of its decision (0: before the first)."""
    legs: list[tuple[int, _Leg]] = []
    if choices is None:
        return legs
    try:
        state = _pass(vignette, begin(vignette), 0, legs)
        for step, choice in enumerate(choices, 1):
            response = vignette.scenes[state.place].response(choice)
            after = apply(vignette, state, response)
            leg = _Leg(state.place, choice, _taken(vignette, after, response.exits), "")
            state = choose(vignette, state, response)
            legs.append((step, leg._replace(to=state.place)))
            state = _pass(vignette, state, step, legs)
    except Stuck:
        pass  # what was come to is drawn; checking says why it goes no further
    return legs


def _pass(vignette: Vignette, state: State, step: int, legs: list[tuple[int, _Leg]]) -> State:
    """Go on through interludes, noting each way; a ring is left after one round."""
    settle(vignette, state)  # raises Stuck for a ring, before anything is noted
    while (scene := vignette.scenes.get(state.place)) is not None and not scene.is_decision:
        at = _taken(vignette, state, scene.exits)
        state = go_on(vignette, state)
        legs.append((step, _Leg(scene.id, "", at, state.place)))
    return state


def _taken(vignette: Vignette, state: State, exits: Sequence[Exit]) -> int:
    return next((at for at, way in enumerate(exits) if holds(vignette, state, way.when)), -1)


class _Layout:
    def __init__(self, vignette: Vignette, path: list[tuple[int, _Leg]], line: list[tuple[int, _Leg]],
                 has_path: bool, has_line: bool) -> None:
        self.vignette = vignette
        self.taken: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.taken_exit: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        self.visited: dict[str, list[int]] = defaultdict(list)
        for step, leg in path:
            self.taken[leg.scene, leg.response].append(step)
            self.taken_exit[leg.scene, leg.response, leg.exit].append(step)
            self.visited[leg.scene].append(step)
        if path:
            last, leg = path[-1]
            self.visited[leg.to].append(last if leg.to in vignette.endings else last + 1)
        elif has_path:
            self.visited[vignette.start].append(1)
        self.line = {(leg.scene, leg.response) for _, leg in line}
        self.line_exits = {(leg.scene, leg.response, leg.exit) for _, leg in line}
        self.on_line = {place for _, leg in line for place in (leg.scene, leg.to)}
        self.has_path = has_path
        self.has_line = has_line

    def drawing(self) -> Drawing:
        distances = _distances(self.vignette)
        order = [*distances, *(scene for scene in self.vignette.scenes if scene not in distances)]
        numbers = {scene: number for number, scene in
                   enumerate((place for place in order if place in self.vignette.scenes), 1)}
        sources: dict[str, dict[str, None]] = defaultdict(dict)
        for scene in numbers:
            for way in _exits(self.vignette.scenes[scene]):
                sources[way.to][scene] = None
        scenes = tuple(
            Node(place, DECISION if self.vignette.scenes[place].is_decision else INTERLUDE, number,
                 distances.get(place), "", place in self.on_line, tuple(self.visited[place]),
                 self._ways(self.vignette.scenes[place]), tuple(sources[place]))
            for place, number in numbers.items()
        )
        endings = tuple(
            Node(ending.id, ENDING, 0, distances.get(ending.id), ending.outcome, ending.id in self.on_line,
                 tuple(self.visited[ending.id]), (), tuple(sources[ending.id]))
            for ending in sorted(self.vignette.endings.values(), key=lambda e: OUTCOMES.index(e.outcome))
        )
        return Drawing(self.vignette.title, scenes, endings, self.has_path, self.has_line,
                       {node.id: node for node in (*scenes, *endings)})

    def _ways(self, scene: Scene) -> tuple[Way, ...]:
        if not scene.is_decision:
            return (self._way(scene, None),)
        return tuple(self._way(scene, response) for response in scene.responses)

    def _way(self, scene: Scene, response: Response | None) -> Way:
        name = response.id if response else ""
        arrows = tuple(
            Arrow(way.to, way.when.text if way.when else "", (scene.id, name, at) in self.line_exits,
                  tuple(self.taken_exit[scene.id, name, at]))
            for at, way in enumerate(response.exits if response else scene.exits)
        )
        when = response.when.text if response and response.when else ""
        return Way(name, when, response.once if response else False, response.rating_word if response else None,
                   (scene.id, name) in self.line, tuple(self.taken[scene.id, name]), arrows)


def _exits(scene: Scene) -> Iterator[Exit]:
    yield from scene.exits
    for response in scene.responses:
        yield from response.exits


def _distances(vignette: Vignette) -> dict[str, int]:
    """Return the distance of every place that a chain of ``next`` leads to, nearest first."""
    found: dict[str, int] = {}
    waiting = deque([(vignette.start, 0)])
    while waiting:
        place, distance = waiting.popleft()
        if place in found:
            continue
        found[place] = distance
        scene = vignette.scenes.get(place)
        if scene is None:
            continue
        if scene.is_decision:
            waiting.extend((way.to, distance + 1) for way in _exits(scene))
        else:
            waiting.extendleft((way.to, distance) for way in reversed(scene.exits))
    return found


__all__ = ["DECISION", "ENDING", "INTERLUDE", "OUTCOMES", "Arrow", "Drawing", "Node", "Way", "draw",
           "recommended_line"]
