"""The graph of all play states: every decision and ending one can stand at, merged where the future is the same.

A node is a settled state (interludes passed) at a decision or an ending. States that differ only in what
nothing further on can read are one node. An edge is a response chosen there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from vignettes.exploring.components import components, is_cycle
from vignettes.exploring.tables import BEYOND, LOST, Lost, Tables, Way
from vignettes.model import Act, Vignette
from vignettes.playing import State

BUDGET = 200_000  # states


class Edge(NamedTuple):
    """A response chosen at a node.

    Attributes:
        response: its id.
        target: the node it leads to; LOST (-1) where it leads nowhere, BEYOND (-2) past the budget.
        acts: acts of all scenes entered on the way, the next decision's own last.
        through: the interludes passed, in order.
        shown: text ids shown on the way (only in a graph built with texts).
        lost: why it leads nowhere, if so.
    """

    response: str
    target: int
    acts: tuple[Act, ...] = ()
    through: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    lost: Lost | None = None


@dataclass(frozen=True)
class Graph:
    """All states of play of a vignette. Node 0 is where the first decision (or an ending) is met.

    Attributes:
        vignette: what was explored.
        complete: whether the budget sufficed; if not, everything below speaks of the part explored.
        opening: the way from the start to node 0, as an edge without a response.
        places: by node, the id of its decision or ending.
        edges: by node, one edge for each open response in the order written; none at endings and dead ends.
        parents: by node, (node, edge index) of a shortest way there; (-1, -1) for node 0.
        shown: by node, the text ids shown there (only in a graph built with texts).
    """

    vignette: Vignette
    complete: bool
    opening: Edge
    places: tuple[str, ...]
    edges: tuple[tuple[Edge, ...], ...]
    parents: tuple[tuple[int, int], ...]
    shown: tuple[tuple[str, ...], ...]
    _tables: Tables = field(repr=False, compare=False)
    _index: dict[int, int] = field(repr=False, compare=False)

    def __len__(self) -> int:
        """Return the number of states."""
        return len(self.places)

    def node(self, state: State) -> int:
        """Return the node of a settled play state; raises KeyError for one that was not explored."""
        return self._index[self._tables.project(self._tables.pack(state))]

    @property
    def tables(self) -> Tables:
        """Return the tables it was built from."""
        return self._tables

    def states(self) -> Iterable[int]:
        """Return the packed states, by node."""
        return self._index.keys()

    def is_ending(self, node: int) -> bool:
        """Tell whether a node is an ending."""
        return self.places[node] in self.vignette.endings

    def targets(self, node: int) -> tuple[int, ...]:
        """Return the nodes a node leads to, without those lost or beyond the budget."""
        return self._targets[node]

    def way_to(self, node: int) -> tuple[str, ...]:
        """Return the response ids of a shortest way from the start to a node (ties: as written)."""
        way = []
        while node > 0:
            node, at = self.parents[node]
            way.append(self.edges[node][at].response)
        return tuple(reversed(way))

    @cached_property
    def _targets(self) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(dict.fromkeys(e.target for e in edges if e.target >= 0)) for edges in self.edges)

    @cached_property
    def sources(self) -> tuple[tuple[int, ...], ...]:
        """By node, the nodes that lead to it."""
        found: list[list[int]] = [[] for _ in self.places]
        for node, targets in enumerate(self._targets):
            for target in targets:
                found[target].append(node)
        return tuple(map(tuple, found))

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """Strongly connected components, what leads on before what it leads to (from the start on)."""
        return tuple(map(tuple, reversed(components(len(self), self.targets))))

    @cached_property
    def cycles(self) -> tuple[tuple[int, ...], ...]:
        """Those components in which one can go round."""
        return tuple(c for c in self.components if is_cycle(c, self.targets))

    def reaching(self, goals: list[int]) -> bytearray:
        """Return, by node, 1 where some goal can still be reached (goals themselves included)."""
        marks = bytearray(len(self))
        for goal in goals:
            marks[goal] = 1
        queue = list(goals)
        while queue:
            for source in self.sources[queue.pop()]:
                if not marks[source]:
                    marks[source] = 1
                    queue.append(source)
        return marks

    @cached_property
    def values(self) -> tuple[Fraction | None, ...]:
        """By node, V(state): the value of the best ending still reachable; None where no ending is."""
        found: list[Fraction | None] = [None] * len(self)
        endings = self.vignette.endings
        ends = [node for node in range(len(self)) if self.is_ending(node)]
        for value in sorted({endings[self.places[node]].value for node in ends}, reverse=True):
            queue = [node for node in ends if endings[self.places[node]].value == value]
            for node in queue:
                found[node] = value
            while queue:
                for source in self.sources[queue.pop()]:
                    if found[source] is None:
                        found[source] = value
                        queue.append(source)
        return tuple(found)


def build(vignette: Vignette, *, texts: bool = False, budget: int = BUDGET) -> Graph:
    """Explore every state of play, breadth first.

    Args:
        vignette: what to explore.
        texts: keep states apart by what texts' conditions ask about too, and note which texts are shown:
            for checking. Without, states merge as far as the way through allows: for counting and scoring.
        budget: at most so many states; past it the graph has ``complete=False``.
    """
    return _Builder(vignette, texts, max(1, budget)).build()


class _Builder:
    def __init__(self, vignette: Vignette, texts: bool, budget: int) -> None:
        self.tables = Tables(vignette, texts=texts)
        self.budget = budget
        self.index: dict[int, int] = {}
        self.states: list[int] = []
        self.parents: list[tuple[int, int]] = []
        self.complete = True

    def build(self) -> Graph:
        tables = self.tables
        opening = self.edge("", tables.begin(), (-1, -1))
        edges: list[tuple[Edge, ...]] = []
        queue = deque(range(len(self.states)))
        while queue:
            node = queue.popleft()
            state = self.states[node]
            known = len(self.states)
            edges.append(tuple([self.edge(option.id, tables.choose(state, option), (node, at))
                                for at, option in enumerate(tables.open(state))]))
            queue.extend(range(known, len(self.states)))
        return Graph(
            tables.vignette, self.complete, opening,
            tuple([tables.spot(state).id for state in self.states]), tuple(edges), tuple(self.parents),
            tuple([tables.texts_at(state) for state in self.states]), tables, self.index,
        )

    def edge(self, response: str, way: Way, parent: tuple[int, int]) -> Edge:
        target = LOST
        if way.lost is None:
            target = self.index.get(way.state, BEYOND)
            if target == BEYOND and len(self.states) < self.budget:
                target = self.index[way.state] = len(self.states)
                self.states.append(way.state)
                self.parents.append(parent)
            elif target == BEYOND:
                self.complete = False
        return Edge(response, target, way.acts, way.through, way.shown, way.lost)
