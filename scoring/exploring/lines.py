"""Which line leads to each ending with the least, and which with the most, of what was at stake kept.

Among lines that met the same weights, quality falls as loss grows, so for each state and weight only the smallest
or the largest loss so far need be known. Losses are whole numbers of units and stop growing at the cap, where
quality is 0, so going round adds nothing for ever and the search ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from scoring.exploring.chances import loss_cap
from scoring.exploring.expanding import Expansion
from scoring.ledger import kept_share

Line = tuple[str, ...]
_Past: TypeAlias = "tuple[_Past, int, int] | None"
"""What led to a state: the steps before, the state left and the index of the way taken."""

MOST_ENTRIES = 2_000_000  # states and weights looked at


@dataclass(frozen=True)
class Lines:
    """The response ids of a line to an ending of the lowest, and one of the highest decision quality."""

    lowest: Line
    highest: Line


def lines(expansion: Expansion) -> Mapping[str, Lines]:
    """Return by ending the lines of lowest and highest quality; without those at which nothing is at stake.

    Nothing is returned where the states were not all explored, or are too many to search.
    """
    if not len(expansion) or not expansion.complete:
        return {}
    lowest, highest = (_Search(expansion, dearest=dearest).run() for dearest in (True, False))
    return {ending: Lines(line, highest[ending]) for ending, line in lowest.items() if ending in highest}


class _Search:
    """Relaxes (state, weights visited) until no loss can be bettered; keeps the way by which each was come to."""

    def __init__(self, expansion: Expansion, *, dearest: bool) -> None:
        self.expansion = expansion
        self.dearest = dearest
        self.cap = loss_cap(expansion)
        self.found: list[dict[int, tuple[int, _Past]]] = [{} for _ in expansion.nodes]

    def run(self) -> dict[str, Line]:
        self.found[0][0] = (0, None)
        entries = 0
        for component in self.expansion.components:
            waiting = [(state, weight) for state in component for weight in self.found[state]]
            inside = set(component)
            while waiting:
                entries += len(waiting)
                if entries > MOST_ENTRIES:
                    return {}
                waiting = self._relax(waiting, inside)
        return self._best()

    def _relax(self, waiting: list[tuple[int, int]], inside: set[int]) -> list[tuple[int, int]]:
        """Try every way out of what is waiting; return what was bettered within the component."""
        expansion = self.expansion
        bettered: dict[tuple[int, int], None] = {}
        for state, weight in waiting:
            loss, past = self.found[state][weight]
            grown = weight + expansion.stakes[state]
            for at, (target, cost) in enumerate(expansion.ways[state]):
                if target < 0:
                    continue
                total = min(loss + cost, self.cap)
                known = self.found[target].get(grown)
                if known is None or (total > known[0] if self.dearest else total < known[0]):
                    self.found[target][grown] = (total, (past, state, at))
                    if target in inside:
                        bettered[target, grown] = None
        return list(bettered)

    def _best(self) -> dict[str, Line]:
        scored = self.expansion.scored
        best: dict[str, tuple[Fraction, _Past]] = {}
        for state, entries in enumerate(self.found):
            place = scored.nodes[self.expansion.nodes[state]].place
            if place not in scored.vignette.endings:
                continue
            for weight, (loss, past) in entries.items():
                quality = kept_share(Fraction(loss, scored.unit), Fraction(weight, scored.unit))
                if quality is None:
                    continue
                known = best.get(place)
                if known is None or (quality < known[0] if self.dearest else quality > known[0]):
                    best[place] = (quality, past)
        return {place: self._line(past) for place, (_, past) in best.items()}

    def _line(self, past: _Past) -> Line:
        found: list[str] = []
        scored = self.expansion.scored
        while past is not None:
            past, state, at = past
            found.append(scored.nodes[self.expansion.nodes[state]].choices[at].response)
        return tuple(reversed(found))
