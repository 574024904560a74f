"""Random play, exactly: with which chance it ends where, with which loss and which weights visited.

Where no state can be come back to, one pass over the states suffices, in whole numbers over one common
denominator. Where play can go round, chances inside a round solve a linear system. A loss is capped there at
the weights of all decisions, where decision quality is 0 whatever follows, so there are finitely many losses.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from scoring.exploring.expanding import Expansion
from scoring.exploring.rounds import Round
from scoring.exploring.tables import Scored
from vignettes.exploring.components import components, is_cycle


@dataclass(frozen=True)
class Chances:
    """How random play ends.

    Attributes:
        ends: {(ending, loss, weights visited): chance}, loss and weights in units; where play can go round,
            a loss at the cap stands for that or more.
        unfinished: the chance that it never ends: it goes round for ever, or is stuck.
        exact: False where a round was too large to be solved; then so much chance was left out at most.
    """

    ends: dict[tuple[str, int, int], Fraction]
    unfinished: Fraction
    exact: bool


def chances(expansion: Expansion) -> Chances:
    """Return how random play ends: at every decision each open response is as likely as the others."""
    if not len(expansion):
        return Chances({}, Fraction(1), True)
    return _with_rounds(expansion) if expansion.goes_round else _straight(expansion)


def _place(expansion: Expansion, state: int) -> str:
    return expansion.scored.nodes[expansion.nodes[state]].place


def _is_ending(expansion: Expansion, state: int) -> bool:
    return _place(expansion, state) in expansion.scored.vignette.endings


def _straight(expansion: Expansion) -> Chances:
    """Pass the mass on from state to state, what leads on first.

    All masses count in shares of a whole that every product of choices along a path divides, so that halving
    or quartering one is always exact. The weights visited and the loss share one number, the loss in its low
    bits, so that passing on is one addition.
    """
    ways, stakes = expansion.ways, expansion.stakes
    order = [component[0] for component in expansion.components]
    whole = _whole(expansion.scored)
    dearest = max((cost for found in ways for _, cost in found), default=0)
    bits = (dearest * len(order)).bit_length() + 1
    mass: list[dict[int, int] | None] = [None] * len(order)
    mass[0] = {0: whole}
    ends: dict[tuple[str, int, int], Fraction] = {}
    finished = 0
    for state in order:
        here, mass[state] = mass[state], None
        if here is None:
            continue
        onward = ways[state]
        if not onward:
            if _is_ending(expansion, state):
                finished += sum(here.values())
                _note(ends, _place(expansion, state), here, bits, whole)
            continue
        weight = stakes[state] << bits
        shares = [(key + weight, amount // len(onward)) for key, amount in here.items()]
        for target, cost in onward:
            if target < 0:
                continue
            there = mass[target]
            if there is None:
                mass[target] = there = {}
            for key, amount in shares:
                there[key + cost] = there.get(key + cost, 0) + amount
    return Chances(ends, Fraction(whole - finished, whole), True)


def _whole(scored: Scored) -> int:
    """Return a number that the product of the numbers of choices along every path divides."""
    scale = [1] * len(scored.nodes)
    whole = 1
    for component in reversed(components(len(scored.nodes), scored.targets)):
        node = component[0]
        choices = scored.nodes[node].choices
        if choices:
            grown = scale[node] * len(choices)
            whole = lcm(whole, grown)
            for target in scored.targets(node):
                scale[target] = lcm(scale[target], grown)
    return whole


def _note(ends: dict[tuple[str, int, int], Fraction], place: str, here: dict[int, int], bits: int,
          whole: int) -> None:
    for key, amount in here.items():
        end = (place, key & (1 << bits) - 1, key >> bits)
        ends[end] = ends.get(end, Fraction(0)) + Fraction(amount, whole)


def _with_rounds(expansion: Expansion) -> Chances:
    """Pass the mass on where play can go round: state by state, and round by round."""
    cap = loss_cap(expansion)
    mass: list[dict[tuple[int, int], Fraction]] = [defaultdict(Fraction) for _ in expansion.ways]
    mass[0][0, 0] = Fraction(1)
    ends: dict[tuple[str, int, int], Fraction] = defaultdict(Fraction)
    exact = True
    for component in expansion.components:
        if is_cycle(component, expansion.targets):
            round_ = Round(expansion, component, cap)
            visits = round_.visits([mass[state] for state in component])
            exact = exact and round_.exact
            for state, amounts in zip(component, visits, strict=True):
                mass[state] = amounts
        inside = set(component)
        for state in component:
            here, mass[state] = mass[state], {}
            onward = expansion.ways[state]
            if not onward and _is_ending(expansion, state):
                place = _place(expansion, state)
                for (loss, weight), amount in here.items():
                    ends[place, loss, weight] += amount
            for target, cost in onward:
                if target >= 0 and target not in inside:
                    there = mass[target]
                    for (loss, weight), amount in here.items():
                        there[min(loss + cost, cap), weight + expansion.stakes[state]] += amount / len(onward)
    return Chances(dict(ends), 1 - sum(ends.values(), Fraction(0)), exact)


def loss_cap(expansion: Expansion) -> int:
    """Return the weights of all decisions that can be met, in units: with such a loss, quality is 0."""
    return sum({node.place: node.stake for node in expansion.scored.nodes}.values())
