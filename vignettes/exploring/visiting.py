"""What random play comes by: how likely it meets each scene and ending, and takes each response."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vignettes.exploring.components import is_cycle
from vignettes.exploring.graph import Graph
from vignettes.model import Vignette
from vignettes.playing import Path

MOST_WORK = 5_000_000  # choices looked at, all passes together: some seconds
LEFT = 1e-12  # the share of plays below which going round is no longer followed
MOST_TURNS = 10_000

Name = tuple[str, ...]
"""A scene or an ending, ``(id,)``, or a response, ``(scene, id)``."""


@dataclass(frozen=True)
class Visiting:
    """How likely a random play comes by each place and takes each response at least once, from 0 to 1.

    Attributes:
        scenes: by scene in the order written; of sampled plays, decisions only.
        responses: by (scene, response).
        endings: by ending.
        plays: 0 where all states were followed; else how many plays were tried, since there are too many.
    """

    scenes: dict[str, float]
    responses: dict[tuple[str, str], float]
    endings: dict[str, float]
    plays: int = 0


def visiting(graph: Graph) -> Visiting | None:
    """Return what random play comes by, over all states; None where that would take too long.

    At every decision each open response is as likely as the others. Chances are floating-point numbers, good to
    about ten digits.
    """
    if not graph.complete:
        return None
    try:
        return _arranged(graph.vignette, _Search(graph).chances(), interludes=True)
    except _TooLong:
        return None


def seen_in(vignette: Vignette, paths: Iterable[Path]) -> Visiting:
    """Return what some random plays came by."""
    seen: Counter[Name] = Counter()
    plays = 0
    for path in paths:
        plays += 1
        names: set[Name] = {(path.ending,)} if path.ending is not None else set()
        for visit in path.visits:
            names |= {(visit.scene,), (visit.scene, visit.chosen)}
        seen.update(names)
    shares = {name: times / plays for name, times in seen.items()}
    return _arranged(vignette, shares, interludes=False, plays=plays)


def _arranged(vignette: Vignette, shares: dict[Name, float], *, interludes: bool, plays: int = 0) -> Visiting:
    scenes = vignette.scenes.values() if interludes else vignette.decisions
    return Visiting(
        {scene.id: shares.get((scene.id,), 0.0) for scene in scenes},
        {(r.scene, r.id): shares.get((r.scene, r.id), 0.0) for scene in vignette.decisions for r in scene.responses},
        {ending: shares.get((ending,), 0.0) for ending in vignette.endings},
        plays,
    )


class _TooLong(Exception):
    """Following all states takes more work than is allowed."""


class _Search:
    """Follows the mass of random play along the edges. An edge *tells* the names that one meets on taking it.

    What a play can meet only once is summed up in one pass. Every other name has a pass of its own, in which mass
    that has met it is not followed further.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.bits: dict[Name, int] = {}
        self.opening = self._told(graph.opening.through, graph.opening.target)
        self.told = [[self._told(edge.through, edge.target, (place, edge.response)) for edge in edges]
                     for place, edges in zip(graph.places, graph.edges, strict=True)]
        self.repeated = self._repeated()
        self.work = 0

    def _told(self, through: Sequence[str], target: int, *responses: Name) -> int:
        """Return names met as bits: scenes passed, the place come to, the response taken."""
        names = {*responses, *((scene,) for scene in through)}
        if target >= 0:
            names.add((self.graph.places[target],))
        return sum(1 << self.bits.setdefault(name, len(self.bits)) for name in names)

    def _repeated(self) -> list[Name]:
        """Return the names that one play can meet more than once."""
        graph = self.graph
        ahead = [0] * len(graph)
        again = 0
        for component in reversed(graph.components):
            found = 0
            for node in component:
                for edge, told in zip(graph.edges[node], self.told[node], strict=True):
                    found |= told | (ahead[edge.target] if edge.target >= 0 else 0)
            for node in component:
                ahead[node] = found
            for node in component:
                for edge, told in zip(graph.edges[node], self.told[node], strict=True):
                    again |= told & ahead[edge.target] if edge.target >= 0 else 0
        again |= self.opening & ahead[0] if ahead else 0
        return [name for name, at in self.bits.items() if again >> at & 1]

    def chances(self) -> dict[Name, float]:
        """Return by name the chance that a play meets it."""
        found = self._pass(None)
        for name in self.repeated:
            found[name] = self._pass(name)[name]
        return {name: min(1.0, chance) for name, chance in found.items()}

    def _pass(self, name: Name | None) -> dict[Name, float]:
        """Return by name how often it is met; with a name, that name alone, and the mass stops there."""
        wanted = 0 if name is None else 1 << self.bits[name]
        met: dict[int, float] = {self.opening: 1.0}
        mass = [0.0] * len(self.graph)
        if mass and not self.opening & wanted:
            mass[0] = 1.0
        for component in self.graph.components:
            turns = MOST_TURNS if is_cycle(component, self.graph.targets) else 1
            self._follow(component, mass, wanted, met, turns)
        if name is not None:
            return {name: sum(share for told, share in met.items() if told & wanted)}
        found: dict[Name, float] = dict.fromkeys(self.bits, 0.0)
        for told, share in met.items():
            for each, at in self.bits.items():
                if told >> at & 1:
                    found[each] += share
        return found

    def _follow(
        self, component: Sequence[int], mass: list[float], wanted: int, met: dict[int, float], turns: int
    ) -> None:
        """Pass the mass on: once, or round and round until next to none is left in the component."""
        for _ in range(turns):
            moved = 0.0
            self.work += len(component)
            if self.work > MOST_WORK:
                raise _TooLong
            for node in component:
                here, mass[node] = mass[node], 0.0
                edges = self.graph.edges[node]
                if not here or not edges:
                    continue
                moved += here
                self.work += len(edges)
                share = here / len(edges)
                for edge, told in zip(edges, self.told[node], strict=True):
                    met[told] = met.get(told, 0.0) + share
                    if edge.target >= 0 and not told & wanted:
                        mass[edge.target] += share
            if moved < LEFT:
                return
