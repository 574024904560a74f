"""What the graph of all states tells an author: what can be reached, and where a play is lost."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from vignettes.exploring.graph import Graph
from vignettes.exploring.tables import Lost


@dataclass(frozen=True)
class DeadEnd:
    """A decision at which nothing is open: its scene, and a shortest way there (response ids)."""

    scene: str
    way: tuple[str, ...]


@dataclass(frozen=True)
class Stray:
    """A choice (or the start) that leads nowhere: into a ring of interludes, or where no exit is open.

    ``way`` are the response ids of a shortest way, the fatal choice last; empty where the start itself is
    stray. ``lost.place`` is the scene from which nothing leads on.
    """

    scene: str | None
    response: str | None
    lost: Lost
    way: tuple[str, ...]


@dataclass(frozen=True)
class Trap:
    """Decisions among which one goes round for ever without an ending; ``way`` leads to one of them."""

    scenes: tuple[str, ...]
    way: tuple[str, ...]


class Findings:
    """Everything reachable in a graph. With ``graph.complete`` False, of the part explored only."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cached_property
    def scenes(self) -> frozenset[str]:
        """Scenes one can come to, decisions and interludes."""
        graph = self.graph
        found = {place for place in graph.places if place in graph.vignette.scenes}
        found.update(graph.opening.through)
        for edges in graph.edges:
            for edge in edges:
                found.update(edge.through)
        return frozenset(found)

    @cached_property
    def endings(self) -> frozenset[str]:
        """Endings one can come to."""
        return frozenset(place for place in self.graph.places if place in self.graph.vignette.endings)

    @cached_property
    def responses(self) -> frozenset[tuple[str, str]]:
        """Responses ever open, as (scene, response)."""
        graph = self.graph
        return frozenset((place, edge.response)
                         for place, edges in zip(graph.places, graph.edges, strict=True) for edge in edges)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Text ids ever shown in scenes, results and endings; empty unless the graph was built with texts."""
        graph = self.graph
        found = {text for shown in graph.shown for text in shown} | set(graph.opening.shown)
        for edges in graph.edges:
            for edge in edges:
                found.update(edge.shown)
        return frozenset(found)

    def way_to(self, place: str) -> tuple[str, ...] | None:
        """Return the response ids of a shortest way to a scene or an ending; None where there is none.

        For an interlude, the last choice is the one that leads through it.
        """
        graph = self.graph
        if place in graph.opening.through:
            return ()
        for node, here in enumerate(graph.places):  # nodes stand in the order of their distance
            if here == place:
                return graph.way_to(node)
            for edge in graph.edges[node]:
                if place in edge.through:
                    return (*graph.way_to(node), edge.response)
        return None

    @cached_property
    def dead_ends(self) -> tuple[DeadEnd, ...]:
        """Decisions that can be met with every response closed, each scene once."""
        graph = self.graph
        found: dict[str, DeadEnd] = {}
        for node, place in enumerate(graph.places):
            if not graph.edges[node] and place not in found and not graph.is_ending(node):
                found[place] = DeadEnd(place, graph.way_to(node))
        return tuple(found.values())

    @cached_property
    def strays(self) -> tuple[Stray, ...]:
        """Choices that lead nowhere, each (scene, response, place) once."""
        graph = self.graph
        found: dict[tuple[str | None, str | None, Lost], Stray] = {}
        if graph.opening.lost:
            found[None, None, graph.opening.lost] = Stray(None, None, graph.opening.lost, ())
        for node, place in enumerate(graph.places):
            for edge in graph.edges[node]:
                if edge.lost and (place, edge.response, edge.lost) not in found:
                    way = (*graph.way_to(node), edge.response)
                    found[place, edge.response, edge.lost] = Stray(place, edge.response, edge.lost, way)
        return tuple(found.values())

    @cached_property
    def hopeless(self) -> tuple[int, ...]:
        """Nodes from which no ending can be reached any more."""
        graph = self.graph
        hope = graph.reaching([n for n in range(len(graph)) if graph.is_ending(n) or self._leads_beyond(n)])
        return tuple(node for node in range(len(graph)) if not hope[node])

    @cached_property
    def traps(self) -> tuple[Trap, ...]:
        """Cycles without exit: rounds of decisions from which nothing but the round itself can be reached."""
        graph = self.graph
        lost = set(self.hopeless)
        found: dict[tuple[str, ...], Trap] = {}
        for cycle in graph.cycles:
            inside = set(cycle)
            if inside <= lost and all(target in inside for node in cycle for target in graph.targets(node)):
                scenes = tuple(dict.fromkeys(graph.places[node] for node in sorted(cycle)))
                found.setdefault(scenes, Trap(scenes, graph.way_to(min(cycle))))
        return tuple(found.values())

    def _leads_beyond(self, node: int) -> bool:
        return not self.graph.complete and any(e.target < 0 and not e.lost for e in self.graph.edges[node])
