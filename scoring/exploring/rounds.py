"""A round: states of play that lead back to one another, and how often random play passes each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scoring.exploring.expanding import Expansion
from vignettes.exploring.components import components

LARGEST = 120  # states of a round that is solved exactly
MOST_TURNS = 100_000
LEFT = 1e-12  # the mass below which going round is no longer followed

Matrix = list[list[Fraction]]
Ways = list[tuple[tuple[int, int], ...]]


class Round:
    """One strongly connected component of the scored states.

    Inside it the weights visited cannot grow, since every decision in it has been counted on a first pass, and
    a loss can only grow up to the cap. So for each weight, losses are taken from the lowest up: at each, what
    goes round without further loss solves a linear system, the same at every loss below the cap.

    Args:
        expansion: the scored states.
        component: those of the round.
        cap: the loss at which it stops growing, in units.
    """

    def __init__(self, expansion: Expansion, component: Sequence[int], cap: int) -> None:
        self.cap = cap
        self.exact = True
        self._size = len(component)
        place = {state: at for at, state in enumerate(component)}
        self._shares = [Fraction(1, len(expansion.ways[state])) for state in component]
        self._ways: Ways = [tuple([(place[t], c) for t, c in expansion.ways[state] if t in place])
                            for state in component]
        self._below = _Level(self, [tuple([w for w in ways if not w[1]]) for ways in self._ways])
        self._at_cap = _Level(self, self._ways)

    @property
    def shares(self) -> list[Fraction]:
        """By state, the chance of each of its responses."""
        return self._shares

    def visits(self, arriving: Sequence[dict[tuple[int, int], Fraction]]) -> list[dict[tuple[int, int], Fraction]]:
        """Return by state {(loss, weight): how often it is passed}, given what arrives from outside."""
        pending: dict[int, dict[int, dict[int, Fraction]]] = defaultdict(lambda: defaultdict(dict))
        for at, amounts in enumerate(arriving):
            for (loss, weight), amount in amounts.items():
                pending[weight][loss][at] = amount
        found: list[dict[tuple[int, int], Fraction]] = [{} for _ in range(self._size)]
        for weight, losses in pending.items():
            for loss, passed in self._from_lowest(losses):
                for at, amount in passed.items():
                    found[at][loss, weight] = amount
        return found

    def _from_lowest(self, losses: dict[int, dict[int, Fraction]]) -> Iterator[tuple[int, dict[int, Fraction]]]:
        while losses:
            loss = min(losses)
            level = self._below if loss < self.cap else self._at_cap
            passed = level.pass_through(losses.pop(loss))
            yield loss, passed
            if loss >= self.cap:
                continue
            for at, amount in passed.items():
                for target, cost in self._ways[at]:
                    if cost:
                        there = losses[min(loss + cost, self.cap)]
                        there[target] = there.get(target, Fraction(0)) + amount * self._shares[at]


class _Level:
    """What goes round at one loss: the ways that leave the loss as it is."""

    def __init__(self, round_: Round, ways: Ways) -> None:
        self.round = round_
        self.ways = ways
        self.parts = [(part, self._rounds(part)) for part in
                      reversed(components(len(ways), lambda at: [target for target, _ in ways[at]]))]
        self.solved: dict[int, Matrix] = {}

    def _rounds(self, part: Sequence[int]) -> bool:
        return len(part) > 1 or any(target == part[0] for target, _ in self.ways[part[0]])

    def pass_through(self, mass: dict[int, Fraction]) -> dict[int, Fraction]:
        """Return how often each state is passed, given where the mass arrives."""
        passed = dict(mass)
        for number, (part, rounds) in enumerate(self.parts):
            if not any(at in passed for at in part):
                continue
            if rounds:
                passed.update(self._go_round(number, part, passed))
            inside = set(part)
            for at in part:
                for target, _ in self.ways[at]:
                    if target not in inside:
                        passed[target] = passed.get(target, Fraction(0)) + passed[at] * self.round.shares[at]
        return passed

    def _go_round(self, number: int, part: Sequence[int], mass: dict[int, Fraction]) -> dict[int, Fraction]:
        arriving = [mass.get(at, Fraction(0)) for at in part]
        steps = self._steps(part)
        if _closed(steps):  # no way out: every state is passed without end; nothing leaves, so nothing counts
            return dict.fromkeys(part, Fraction(0))
        if len(part) > LARGEST:
            self.round.exact = False
            return dict(zip(part, _iterate(steps, arriving), strict=True))
        if number not in self.solved:
            self.solved[number] = _inverse(steps)
        inverse = self.solved[number]
        return {at: sum((amount * inverse[source][to] for source, amount in enumerate(arriving) if amount),
                        Fraction(0)) for to, at in enumerate(part)}

    def _steps(self, part: Sequence[int]) -> Matrix:
        place = {at: number for number, at in enumerate(part)}
        steps = [[Fraction(0)] * len(part) for _ in part]
        for number, at in enumerate(part):
            for target, _ in self.ways[at]:
                if target in place:
                    steps[number][place[target]] += self.round.shares[at]
        return steps


def _closed(steps: Matrix) -> bool:
    return all(sum(row) == 1 for row in steps)


def _inverse(steps: Matrix) -> Matrix:
    """Return (I - steps)^-1, the expected number of passes (Kemeny and Snell 1960), by exact elimination."""
    size = len(steps)
    rows = [[Fraction(int(i == j)) - steps[i][j] for j in range(size)]
            + [Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    for column in range(size):
        pivot = next(row for row in range(column, size) if rows[row][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        lead = rows[column][column]
        rows[column] = [value / lead if value else value for value in rows[column]]
        for row in range(size):
            factor = rows[row][column]
            if row != column and factor:
                rows[row] = [value - factor * of if of else value
                             for value, of in zip(rows[row], rows[column], strict=True)]
    return [row[size:] for row in rows]


def _iterate(steps: Matrix, arriving: Sequence[Fraction]) -> list[Fraction]:
    """Return the expected number of passes by following the mass until next to none is left."""
    sparse = [[(to, float(share)) for to, share in enumerate(row) if share] for row in steps]
    mass = [float(amount) for amount in arriving]
    total = list(mass)
    for _ in range(MOST_TURNS):
        following = [0.0] * len(mass)
        for at, amount in enumerate(mass):
            if amount:
                for to, share in sparse[at]:
                    following[to] += amount * share
        mass = following
        for at, amount in enumerate(mass):
            total[at] += amount
        if sum(mass) < LEFT:
            break
    return [Fraction(amount) for amount in total]
