"""Key decisions: those on every complete path of least loss, found without exploring everything.

Dijkstra's search (1959) over states of play with their pasts: what costs nothing is visited first, so where a
line without loss exists, the lines with a loss are never looked at.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.exploring.tables import Scored
from vignettes.exploring import BUDGET
from vignettes.model import Scene, Vignette

State = tuple[int, int]
"""A node of play and the number of its past."""


@dataclass(frozen=True)
class Keys:
    """The key decisions of a vignette.

    Attributes:
        keys: their ids: decisions on every complete path of least loss, but for the author's own word.
        least_loss: the least loss of a complete path; None where no complete path was found.
        exact: False where the budget of states did not suffice; then ``keys`` are those on every path found.
        line: response ids of one path of least loss.
    """

    keys: frozenset[str]
    least_loss: Fraction | None
    exact: bool
    line: tuple[str, ...] = ()


def key_decisions(vignette: Vignette, *, scored: Scored | None = None, budget: int = BUDGET) -> Keys:
    """Find the key decisions.

    Args:
        vignette: the vignette.
        scored: its tables, where they are at hand already.
        budget: the most states to look at.
    """
    scored = scored if scored is not None else Scored(vignette, budget=budget)
    search = _Search(scored, budget)
    search.run()
    found = search.on_every_line()
    keys = frozenset(scene.id for scene in vignette.decisions if _is_key(scene, found))
    loss = None if search.least is None else Fraction(search.least, scored.unit)
    return Keys(keys, loss, search.exact and scored.graph.complete, search.line())


def _is_key(scene: Scene, found: frozenset[str]) -> bool:
    if scene.ambiguous or not scene.scored:
        return False
    return scene.id in found if scene.key is None else scene.key


class _Search:
    """The search for all complete paths of least loss."""

    def __init__(self, scored: Scored, budget: int) -> None:
        self.scored = scored
        self.budget = budget
        self.exact = True
        self.least: int | None = None
        self.ends: list[State] = []
        self.order: list[State] = []
        self.cost: dict[State, int] = {}
        self.ways: dict[State, list[tuple[State, int, str]]] = {}

    def run(self) -> None:
        """Visit states by the loss it takes to come to them, up to the least that leads to an ending."""
        if not self.scored.nodes:
            return
        start = (0, self.scored.start())
        waiting: list[tuple[int, int, State]] = [(0, 0, start)]
        best: dict[State, int] = {start: 0}
        while waiting:
            cost, _, state = heapq.heappop(waiting)
            if state in self.cost:
                continue
            if self.least is not None and cost > self.least:
                return
            if len(self.order) >= self.budget:
                self.exact = False
                return
            self.cost[state] = cost
            self.order.append(state)
            node = self.scored.nodes[state[0]]
            if node.place in self.scored.vignette.endings:
                self.least = cost
                self.ends.append(state)
            self.ways[state] = ways = self._ways(state)
            for target, more, _ in ways:
                if cost + more < best.get(target, cost + more + 1):
                    best[target] = cost + more
                    heapq.heappush(waiting, (cost + more, len(best), target))

    def _ways(self, state: State) -> list[tuple[State, int, str]]:
        found = []
        for choice in self.scored.nodes[state[0]].choices:
            if choice.target >= 0:
                past, cost = self.scored.take(state[1], choice)
                found.append(((choice.target, past), cost, choice.response))
        return found

    def _tight(self) -> Mapping[State, list[tuple[State, str]]]:
        """Return for each state those before it, with the response taken, on a way of least loss to it."""
        before: dict[State, list[tuple[State, str]]] = defaultdict(list)
        for state in self.order:
            for target, more, response in self.ways[state]:
                if self.cost.get(target) == self.cost[state] + more:
                    before[target].append((state, response))
        return before

    def on_every_line(self) -> frozenset[str]:
        """Return the decisions on every complete path of least loss: what all ways to its end have in common."""
        if not self.ends:
            return frozenset()
        places = {place: 1 << at for at, place in enumerate(self.scored.vignette.scenes)}
        own = {state: places.get(self.scored.nodes[state[0]].place, 0) for state in self.order}
        before = self._tight()
        everything = (1 << len(places)) - 1
        common = dict.fromkeys(self.order, everything)
        start = self.order[0]
        common[start] = own[start]
        changed = True
        while changed:
            changed = False
            for state in self.order[1:]:
                shared = everything
                for source, _ in before[state]:
                    shared &= common[source]
                shared |= own[state]
                if shared != common[state]:
                    common[state], changed = shared, True
        at_end = everything
        for end in self.ends:
            at_end &= common[end]
        return frozenset(place for place, bit in places.items() if at_end & bit)

    def line(self) -> tuple[str, ...]:
        """Return the response ids of one complete path of least loss, a short one."""
        if not self.ends:
            return ()
        before = self._tight()
        found: dict[State, tuple[State, str] | None] = {self.order[0]: None}
        onward: dict[State, list[tuple[State, str]]] = defaultdict(list)
        for target, sources in before.items():
            for source, response in sources:
                onward[source].append((target, response))
        layer = [self.order[0]]
        while not any(end in found for end in self.ends):
            following = []
            for state in layer:
                for target, response in onward[state]:
                    if target not in found:
                        found[target] = (state, response)
                        following.append(target)
            layer = following
        choices: list[str] = []
        step = found[next(end for end in self.ends if end in found)]
        while step is not None:
            choices.append(step[1])
            step = found[step[0]]
        return tuple(reversed(choices))
