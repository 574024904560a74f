"""What of a path's past still matters to the ledger, and nothing else, so that equal pasts are one.

After each step the past is put in order: rules that can no longer break are forgotten; lapses are settled (by
the ledger's own :func:`scoring.lapses.settle`) as soon as none that may come before them can still draw on the
same steps; steps that no live rule can absorb from are dropped, those that all the same rules absorb from
alike are put together, and no amount is kept beyond what the rules' penalties could take.

Why this is exact: lapses that draw on different steps can be settled in either order with the same outcome;
a lapse left undone only ever moves to a later place in the order, or vanishes; and a rule absorbs from two
steps that stand next to each other in its order, and that the same rules share, as from one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scoring.exploring.automata import BROKEN, OVER, Automaton, Future, Past, Step
from scoring.lapses import Broken, settle
from vignettes.model import ActPattern

Digest = tuple[tuple[int, ...], tuple[tuple[int, int, int], ...]]
"""A past in its shortest form: each rule's bits, and the steps that matter as (amount, at, declined)."""


class _Lapse(NamedTuple):
    """A lapse as it stands, or a family of rules that may yet become one."""

    order: tuple[int, bool, str, tuple[tuple[str, str], ...]]
    rules: tuple[Automaton, ...]  # those that stand broken
    reach: int  # the steps it draws on or may come to draw on, as bits
    final: bool  # whether nothing to come can change it


class Family(NamedTuple):
    """All rules that are broken by leaving one act undone."""

    undone: ActPattern
    missing: int
    rules: tuple[Automaton, ...]
    bits: int
    claims: int


def families(rules: Sequence[Automaton]) -> tuple[Family, ...]:
    """Group the rules that are broken by leaving something undone, by what that is."""
    grouped: dict[ActPattern, list[Automaton]] = {}
    for rule in rules:
        if rule.undone is not None:
            grouped.setdefault(rule.undone, []).append(rule)
    return tuple(
        Family(undone, members[0].missing, tuple(members), _bits(members), _claims(members))
        for undone, members in sorted(grouped.items(), key=lambda item: (item[0].name, item[0].where))
    )


def _bits(rules: Iterable[Automaton]) -> int:
    bits = 0
    for rule in rules:
        bits |= rule.bit
    return bits


def _claims(rules: Iterable[Automaton]) -> int:
    claims = 0
    for rule in rules:
        claims |= rule.claims
    return claims


class Settler:
    """Puts pasts in order, for one vignette's rules."""

    def __init__(self, rules: Sequence[Automaton]) -> None:
        self.rules = tuple(rules)
        self.families = families(rules)
        self.by_doing = tuple(rule for rule in rules if rule.undone is None)
        self.growable = [f for f in self.families if len(f.rules) > 1 and any(r.may_come_later(0) for r in f.rules)]

    def tidy(self, past: Past, future: Future) -> tuple[Digest, int]:
        """Settle what can be settled and return the shortest form, and what was added to the loss (units)."""
        facts = past.facts
        for rule in self.rules:
            fact = facts[rule.index]
            if not fact & (OVER | BROKEN) and not rule.can_break(fact, future):
                rule.forget(past)
        added = self._settle(past, future)
        return (tuple(facts), self._shorten(past)), added

    # --- settling --------------------------------------------------------------------------------------

    def _settle(self, past: Past, future: Future) -> int:
        found = self._lapses(past, future)
        added = waiting = 0
        for lapse in found:
            if lapse.final and not lapse.reach & waiting:
                added += self._charge(past, lapse)
            else:
                waiting |= lapse.reach
        return added

    def _lapses(self, past: Past, future: Future) -> list[_Lapse]:
        """Return the lapses as they stand, in the order in which the ledger would take them."""
        found: list[_Lapse] = []
        done: dict[int, list[Automaton]] = {}
        for rule in self.by_doing:
            if past.facts[rule.index] & BROKEN:
                done.setdefault(_place(past, rule), []).append(rule)
        for place, rules in done.items():
            reach = _reach(past, _bits(rules), _claims(rules))
            found.append(_Lapse((place, False, "", ()), tuple(rules), reach, True))
        for family in self.families:
            broken = tuple([rule for rule in family.rules if rule.stands_broken(past.facts[rule.index])])
            if broken:
                final = not family.missing & (future.done | future.offered) and not any(
                    rule.may_come_later(past.facts[rule.index])
                    for rule in family.rules if not past.facts[rule.index] & OVER)
                first = min(_place(past, rule) for rule in broken)
                found.append(_Lapse((first, True, family.undone.name, family.undone.where), broken,
                                    _reach(past, family.bits, family.claims), final))
        found.sort(key=lambda lapse: lapse.order)
        return found

    def _charge(self, past: Past, lapse: _Lapse) -> int:
        steps = past.steps
        pool = {place: step.amount for place, step in enumerate(steps) if step.amount}
        broken = []
        for rule in lapse.rules:
            at = _place(past, rule)
            declined = tuple([place for place, step in enumerate(steps)
                              if step.declined & rule.claims and place != at])
            broken.append(Broken(rule.id, at, rule.pen_now(past.facts[rule.index]), declined, rule.undone))
        charges, rest = settle(pool, broken)
        for place, left in rest.items():
            steps[place].amount = left
        for rule in lapse.rules:
            rule.forget(past)
        return sum(charge.added for charge in charges)

    # --- shortening ------------------------------------------------------------------------------------

    def _shorten(self, past: Past) -> tuple[tuple[int, int, int], ...]:
        if not any(step.amount and (step.at or step.declined) for step in past.steps) and len(self.growable) < 2:
            return ()
        short: list[tuple[int, int, int]] = []
        for group in sorted(self._groups(past), key=lambda group: group.bits & -group.bits):
            short.extend(group.shorten(past))
        return tuple(short)

    def _groups(self, past: Past) -> list[_Group]:
        """Part the rules into groups that share no step, and whose lapses need no order between them."""
        parts = [_Group((rule,), rule.bit, rule.claims) for rule in self.by_doing
                 if not past.facts[rule.index] & OVER]
        for family in self.families:
            live = tuple([rule for rule in family.rules if not past.facts[rule.index] & OVER])
            if live:
                parts.append(_Group(live, _bits(live), _claims(live)))
        growing = [part for part in parts if part.may_grow(past)] if len(self.growable) > 1 else []
        parts = _joined(parts, growing)
        for step in past.steps:
            if step.amount:
                parts = _joined(parts, [part for part in parts if part.holds(step)])
            elif step.at:  # what one response did hangs together even where nothing can be absorbed
                parts = _joined(parts, [part for part in parts if part.did(step)])
        return parts


def _joined(parts: list[_Group], touched: list[_Group]) -> list[_Group]:
    """Join these of the groups into one."""
    if len(touched) < 2:
        return parts
    rules = tuple(rule for part in touched for rule in part.rules)
    joined = _Group(rules, _bits(rules), _claims(rules))
    return [*(part for part in parts if not part.bits & joined.bits), joined]


def _place(past: Past, rule: Automaton) -> int:
    """Return the place of the step marked as breaking a rule; -1 where its place no longer matters."""
    for place, step in enumerate(past.steps):
        if step.at & rule.bit:
            return place
    return -1


def _reach(past: Past, bits: int, claims: int) -> int:
    reach = 0
    for place, step in enumerate(past.steps):
        if step.amount and (step.at & bits or step.declined & claims):
            reach |= 1 << place
    return reach


class _Group:
    """Rules that share steps, directly or through others."""

    __slots__ = ("bits", "claims", "rules")

    def __init__(self, rules: tuple[Automaton, ...], bits: int, claims: int) -> None:
        self.rules = rules
        self.bits = bits
        self.claims = claims

    def holds(self, step: Step) -> bool:
        """Tell whether the step matters to one of its rules."""
        return bool(step.at & self.bits or step.declined & self.claims)

    def did(self, step: Step) -> bool:
        """Tell whether one of its rules was broken by what was done at the step."""
        return any(step.at & rule.bit and rule.undone is None for rule in self.rules)

    def may_grow(self, past: Past) -> bool:
        """Tell whether it has a standing lapse that may come to draw on a later step and keep its place."""
        facts = [(rule, past.facts[rule.index]) for rule in self.rules if rule.undone is not None]
        return any(r.stands_broken(f) for r, f in facts) and any(r.may_come_later(f) for r, f in facts)

    def shorten(self, past: Past) -> list[tuple[int, int, int]]:
        """Return its steps in as few entries as keep every outcome the same."""
        steps = [Step(step.amount, step.at & self.bits, step.declined & self.claims if step.amount else 0)
                 for step in past.steps if self.holds(step)]
        ordered = self._order_matters(past)
        full = [step for step in steps if step.amount]
        if not full:
            return [(0, step.at, 0) for step in steps if step.at] if ordered and self.may_grow(past) else []
        if self._alike(full):
            return self._as_one(steps, full, ordered)
        if not ordered:
            steps = full
            self._loosen(steps)
        steps = self._drop_out_of_reach(steps)
        return [(step.amount, step.at, step.declined) for step in self._put_together(steps)]

    def _order_matters(self, past: Past) -> bool:
        """Tell whether two lapses stand, so that which one comes first is worth keeping."""
        lapses: set[object] = set()
        for rule in self.rules:
            if rule.stands_broken(past.facts[rule.index]):
                lapses.add(_place(past, rule) if rule.undone is None else rule.undone)
        return len(lapses) > 1

    def _alike(self, full: Sequence[Step]) -> bool:
        """Tell whether all rules concerned absorb from all these steps alike, whatever comes."""
        declined = full[0].declined
        if any(step.declined != declined for step in full):
            return False
        at = 0
        for step in full:
            at |= step.at
        return all(rule.claims & declined for rule in self.rules if rule.bit & at)

    def _as_one(self, steps: list[Step], full: list[Step], ordered: bool) -> list[tuple[int, int, int]]:
        claims = full[0].declined
        most = sum(rule.pen for rule in self.rules if rule.claims & claims)
        amount = min(sum(step.amount for step in full), most)
        marks = [(0, step.at, 0) for step in steps if step.at] if ordered else []
        return [(amount, 0, claims), *marks]

    def _loosen(self, full: Sequence[Step]) -> None:
        """Drop marks of rules whose marked step comes first among theirs anyway, where no order is at stake."""
        met = 0
        for step in full:
            for rule in self.rules:
                if step.at & rule.bit and step.declined & rule.claims and not met & rule.bit:
                    step.at &= ~rule.bit
                if step.declined & rule.claims:
                    met |= rule.bit

    def _drop_out_of_reach(self, steps: Sequence[Step]) -> list[Step]:
        """Drop claims on steps that a rule never comes to: what stands before them outlasts all penalties."""
        most = sum(rule.pen for rule in self.rules)
        claims = [(rule.bit, claim) for rule in self.rules for claim in rule.each_claim]
        sums = {claim: 0 for _, claim in claims}
        for step in steps:
            for bit, claim in claims:
                if step.declined & claim:
                    if sums[claim] >= most and not step.at & bit:
                        step.declined &= ~claim
                    sums[claim] += step.amount
        return [step for step in steps if step.at or step.declined]

    def _put_together(self, steps: Sequence[Step]) -> list[Step]:
        kept: list[Step] = []
        for step in steps:
            if kept and not step.at | kept[-1].at and kept[-1].declined == step.declined:
                kept[-1].amount += step.amount
            else:
                kept.append(step)
        for step in kept:
            step.amount = min(step.amount, sum(r.pen for r in self.rules
                                               if step.at & r.bit or step.declined & r.claims))
        return kept


def unpack(digest: Digest) -> Past:
    """Return a past that can be added to."""
    return Past(list(digest[0]), [Step(*step) for step in digest[1]])
