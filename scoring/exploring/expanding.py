"""All states of play together with the pasts that still matter: on these, everything about scores is decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from scoring.exploring.tables import Scored
from vignettes.exploring.components import components, is_cycle

Tell = Callable[[int], None]
"""Told how many states have been explored, now and then."""
Way = tuple[int, int]
"""Where a choice leads (a state's number, or below 0) and what it costs, in units."""

TOLD_EVERY = 2_000  # states


class Expansion:
    """The graph of scored states: a node of play, its past's digest, and the decisions already counted.

    A decision's weight counts once; which ones have been visited is kept only of those that can come again.

    Attributes:
        scored: the tables it was made from.
        complete: whether the budget sufficed.
        nodes: by state, its node of play.
        ways: by state, a way for each open response.
        stakes: by state, what the weights visited grow by on leaving it, in units.
    """

    def __init__(self, scored: Scored, budget: int, tell: Tell | None = None) -> None:
        self.scored = scored
        self.complete = scored.graph.complete
        self.nodes: list[int] = []
        self.ways: list[tuple[Way, ...]] = []
        self.stakes: list[int] = []
        if scored.nodes and self.complete:
            self._expand(max(1, budget), tell)

    def __len__(self) -> int:
        """Return the number of states."""
        return len(self.nodes)

    def _expand(self, budget: int, tell: Tell | None) -> None:
        scored = self.scored
        table, take = scored.nodes, scored.take
        again, own = self._again()
        index = {(0, scored.start(), 0): 0}
        waiting = [(0, scored.start(), 0)]
        for node, digest, seen in waiting:
            if tell is not None and len(self.nodes) % TOLD_EVERY == 0:
                tell(len(self.nodes))
            spot = table[node]
            bit = own[node]
            ways: list[Way] = []
            for choice in spot.choices:
                target = choice.target
                if target < 0:
                    ways.append((target, 0))
                    continue
                past, cost = take(digest, choice)
                key = (target, past, (seen | bit) & again[target])
                at = index.get(key)
                if at is None:
                    if len(waiting) >= budget:
                        self.complete = False
                        return
                    at = index[key] = len(waiting)
                    waiting.append(key)
                ways.append((at, cost))
            self.nodes.append(node)
            self.ways.append(tuple(ways))
            self.stakes.append(0 if seen & bit else spot.stake)

    def _again(self) -> tuple[list[int], list[int]]:
        """Return by node the decisions with a weight that can be met from it on, and its own, as bits."""
        table = self.scored.nodes
        bits: dict[str, int] = {}
        own = [bits.setdefault(node.place, 1 << len(bits)) if node.stake else 0 for node in table]
        again = list(own)
        targets = self.scored.targets
        for component in components(len(table), targets):
            found = 0
            for node in component:
                found |= own[node]
                for target in targets(node):
                    found |= again[target]
            for node in component:
                again[node] = found
        return again, own

    def targets(self, state: int) -> list[int]:
        """Return the states a state leads to."""
        return [target for target, _ in self.ways[state] if target >= 0]

    @cached_property
    def components(self) -> list[list[int]]:
        """Strongly connected components, what leads on before what it leads to."""
        return components(len(self), self.targets)[::-1]

    @cached_property
    def goes_round(self) -> bool:
        """Tell whether some state can be come back to."""
        return any(is_cycle(component, self.targets) for component in self.components)
