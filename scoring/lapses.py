"""Charging once: no lapse is charged twice, and nothing that a base loss has paid for is charged again.

:func:`charge` works on bare numbers, one base loss a step and the broken rules, so that one path, the merged
graph of all paths, and tests share it. Numbers may be fractions, or whole numbers over one common denominator.

A *lapse* is what one response did (all rules broken by acts at that step), or one act left undone (all broken
rules that miss it, wherever they break). Lapses come in path order of their first breaking step, what was done
before what was left undone, then by act. Of a lapse's rules the one of which most would be left is charged, the
others are listed and not charged; all absorb from the base losses of their breaking step and of the steps that
declined, a point of base loss once.

Readings chosen where the rules could be taken in two ways:

* "The same act" is the same pattern, name and ``where`` alike; lapses go by name, then by ``where``.
* How much "would be left" is reckoned for all rules of a lapse before any of them absorbs; the others then
  absorb in that order, most left first, ties by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from scoring.rules import RuleResult
from vignettes.model import ActPattern, Rule

Number = TypeVar("Number", int, Fraction)
Lapse = tuple[int, bool, str, tuple[tuple[str, str], ...]]
"""What tells lapses apart, and their order but for the step: step or 0, whether left undone, act, ``where``."""


@dataclass(frozen=True, slots=True)
class Broken(Generic[Number]):
    """A broken rule as the ledger sees it.

    Attributes:
        id: the rule's id.
        at: the step that breaks it.
        pen: its penalty times the share not fulfilled; above 0.
        declined: the other steps that offered the missing act, in path order.
        undone: the act left undone; None where the rule was broken by what a response did.
    """

    id: str
    at: int
    pen: Number
    declined: tuple[int, ...] = ()
    undone: ActPattern | None = None

    @property
    def absorbs_from(self) -> tuple[int, ...]:
        """Return the steps whose base loss it absorbs, in that order."""
        return (self.at, *self.declined)

    @property
    def lapse(self) -> Lapse:
        """Return what it has in common with the other rules of its lapse."""
        if self.undone is None:
            return (self.at, False, "", ())
        return (0, True, self.undone.name, self.undone.where)


@dataclass(frozen=True, slots=True)
class Charge(Generic[Number]):
    """What became of one broken rule's penalty.

    Attributes:
        id: the rule's id.
        at: the step that breaks it, where what is added is added.
        pen: what was to be charged.
        absorbed: what was taken from base losses already charged, as (step, amount), in the order taken.
        left: what is left of it.
        listed: whether another rule of its lapse was charged, so that what is left is only listed.
        lapse: the number of its lapse, from 0 in path order.
    """

    id: str
    at: int
    pen: Number
    absorbed: tuple[tuple[int, Number], ...]
    left: Number
    listed: bool
    lapse: int

    @property
    def added(self) -> Number:
        """Return what it adds to the loss, at step ``at``."""
        return self.left * (0 if self.listed else 1)


def broken_rule(rule: Rule, result: RuleResult) -> Broken[Fraction] | None:
    """Return a rule's result as the ledger sees it; None where it is kept or not applicable."""
    if result.broken_at is None or result.fulfilment is None:
        return None
    undone = result.missing[0] if result.left_undone else None
    return Broken(rule.id, result.broken_at, rule.penalty * (1 - result.fulfilment), result.declined, undone)


def lapses(broken: Iterable[Broken[Number]]) -> list[tuple[Broken[Number], ...]]:
    """Return broken rules grouped into lapses, in the order in which they are charged."""
    grouped: dict[Lapse, list[Broken[Number]]] = {}
    for rule in broken:
        grouped.setdefault(rule.lapse, []).append(rule)
    first = {lapse: min(rule.at for rule in rules) for lapse, rules in grouped.items()}
    return [tuple(grouped[lapse]) for lapse in sorted(grouped, key=lambda lapse: (first[lapse], *lapse[1:]))]


def settle(
    pool: Mapping[int, Number], lapse: Sequence[Broken[Number]], number: int = 0
) -> tuple[list[Charge[Number]], dict[int, Number]]:
    """Charge one lapse.

    Args:
        pool: what is left to absorb of each step's base loss; steps without any may be missing.
        lapse: its broken rules.
        number: its number, for the charges.

    Returns:
        a charge a rule, the one that counts first, and what is left of the pool.
    """
    rest = dict(pool)
    ranked = sorted(lapse, key=lambda one: (-_would_be_left(pool, one), one.id))
    charges: list[Charge[Number]] = []
    for rule in ranked:
        left = rule.pen
        absorbed: list[tuple[int, Number]] = []
        for step in rule.absorbs_from:
            if left and rest.get(step):
                taken = min(left, rest[step])
                absorbed.append((step, taken))
                rest[step] -= taken
                left -= taken
        charges.append(Charge(rule.id, rule.at, rule.pen, tuple(absorbed), left, bool(charges), number))
    return charges, rest


def _would_be_left(pool: Mapping[int, Number], rule: Broken[Number]) -> Number:
    left = rule.pen
    for step in rule.absorbs_from:
        if step in pool:
            left -= min(left, pool[step])
    return left


def charge(base: Sequence[Number], broken: Iterable[Broken[Number]]) -> tuple[Charge[Number], ...]:
    """Charge broken rules against the base losses of a path, each lapse once.

    Args:
        base: the base loss of each step, in path order.
        broken: the broken rules, in any order.

    Returns:
        a charge a rule, in the order charged. The loss is the sum of ``base`` and of all ``added``.
    """
    pool = {step: loss for step, loss in enumerate(base) if loss}
    charges: list[Charge[Number]] = []
    for number, lapse in enumerate(lapses(broken)):
        settled, pool = settle(pool, lapse, number)
        charges.extend(settled)
    return tuple(charges)
