"""Rules as small automata: what must be remembered of a path so far to know how each rule will end.

:mod:`scoring.rules` judges a whole path looking back; here the same table is followed step by step, so that
paths can be merged. Of each rule a few bits are kept, and marks on past steps: which step would break it
(``at``), and which steps offered the act it misses (``declined``). Acts come as sets of the patterns they match.
"""

# ruff: noqa: D102 - what the templates' methods mean is told once, at Automaton

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from vignettes.model import ActPattern, Rule

OVER = 1  # it can no longer be broken, or has been settled
BROKEN = 2  # broken for good at the step marked, not settled yet
CALLED = 4  # the first act was done (or, of not_co_existence, one of the two)
OTHER = 8  # the second act of not_co_existence was done
OFFERED = 16  # the missing act was on offer in time
SOON = 32  # called by a scene's act that counts at the decision to come
_EACH = 64  # from here on two bits for each act of the precedence family: offered, done


class Future(NamedTuple):
    """What can still happen, as sets of patterns: done by anyone, done by a response, offered."""

    done: int
    by_response: int
    offered: int


NOTHING = Future(0, 0, 0)


class Step:
    """A past step that something can still absorb from, or whose place in the order matters."""

    __slots__ = ("amount", "at", "declined")

    def __init__(self, amount: int, at: int = 0, declined: int = 0) -> None:
        self.amount = amount  # what is left of its base loss, in units
        self.at = at  # the rules that it breaks or, as things stand, would break
        self.declined = declined  # the claims of rules whose missing act it offered


class Past:
    """What is remembered of a path: bits for each rule, and the steps that still matter, in path order.

    While a step is being taken, it is the last of ``steps``.
    """

    __slots__ = ("facts", "steps")

    def __init__(self, facts: list[int], steps: list[Step]) -> None:
        self.facts = facts
        self.steps = steps


class Automaton:
    """One rule, followed step by step. ``pen`` is its whole penalty in units."""

    undone: ActPattern | None = None  # the act left undone, for the templates that are broken so
    missing = 0  # the same, as a set of patterns

    def __init__(self, index: int, rule: Rule, pen: int, patterns: Mapping[ActPattern, int], claim: int) -> None:
        self.index = index
        self.id = rule.id
        self.pen = pen
        self.bit = 1 << index
        self.firsts = tuple(1 << patterns[p] for p in rule.first)
        self.first = self.firsts[0] if self.firsts else 0
        self.second = 1 << patterns[rule.second] if rule.second is not None else 0
        self.claim = 1 << claim
        self.claims = ((1 << self.width) - 1) << claim
        self.each_claim = tuple(self.claim << at for at in range(self.width))

    @property
    def width(self) -> int:
        """How many claims it has: one, or one for each act that may be missing."""
        return 1

    def met(self, past: Past, offered: int) -> None:
        """Meet a decision that offers these patterns; it is the last of the steps."""

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        """Take note of an act that matches these patterns; ``at_step``: it counts at the last of the steps."""
        raise NotImplementedError

    def can_break(self, fact: int, future: Future) -> bool:
        """Tell whether the rule, not broken for good, can still end broken."""
        raise NotImplementedError

    def stands_broken(self, fact: int) -> bool:
        """Tell whether the rule would be broken if the path ended here."""
        return bool(fact & BROKEN)

    def may_come_later(self, fact: int) -> bool:
        """Tell whether its breaking step may still be one to come though no more is offered."""
        return False

    def pen_now(self, fact: int) -> int:
        """Return the penalty times what is not fulfilled."""
        return self.pen

    def forget(self, past: Past) -> None:
        """Drop all that is remembered for it: it is over."""
        past.facts[self.index] = OVER
        self.unmark(past)

    def unmark(self, past: Past) -> None:
        """Take all its marks off the steps."""
        for step in past.steps:
            step.at &= ~self.bit
            step.declined &= ~self.claims

    def mark(self, past: Past) -> None:
        """Make the last step the one that breaks it, as things stand."""
        for step in past.steps:
            step.at &= ~self.bit
        past.steps[-1].at |= self.bit

    def break_here(self, past: Past) -> None:
        """Break it for good at the last step."""
        past.facts[self.index] |= BROKEN
        self.mark(past)
        past.steps[-1].declined |= self.claim


class Absence(Automaton):
    """``absence: B``."""

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        if by_response and hit & self.second:
            self.break_here(past)

    def can_break(self, fact: int, future: Future) -> bool:
        return bool(future.by_response & self.second)


class AtMostOnce(Automaton):
    """``at_most_once: A``."""

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        if not hit & self.first:
            return
        if by_response and past.facts[self.index] & CALLED:
            self.break_here(past)
        past.facts[self.index] |= CALLED

    def can_break(self, fact: int, future: Future) -> bool:
        return bool(future.by_response & self.first)


class NotSuccession(Automaton):
    """``not_succession: [A, B]``."""

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        if by_response and hit & self.second and past.facts[self.index] & CALLED:
            self.break_here(past)
        elif hit & self.first:
            past.facts[self.index] |= CALLED

    def can_break(self, fact: int, future: Future) -> bool:
        return bool(future.by_response & self.second and (fact & CALLED or future.done & self.first))


class NotCoExistence(Automaton):
    """``not_co_existence: [A, B]``."""

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        fact = past.facts[self.index]
        fact |= (CALLED if hit & self.first else 0) | (OTHER if hit & self.second else 0)
        past.facts[self.index] = fact
        if by_response and hit & (self.first | self.second) and fact & CALLED and fact & OTHER:
            self.break_here(past)

    def can_break(self, fact: int, future: Future) -> bool:
        return bool(future.by_response & (self.first | self.second)
                    and (fact & CALLED or future.done & self.first)
                    and (fact & OTHER or future.done & self.second))


class Precedence(Automaton):
    """``precedence``, ``precedence_all`` and ``precedence_any``: a claim for each act that may be missing.

    Of ``precedence_any`` the acts count as one.
    """

    def __init__(self, index: int, rule: Rule, pen: int, patterns: Mapping[ActPattern, int], claim: int) -> None:
        self._count = 1 if rule.template == "precedence_any" else len(rule.first)
        super().__init__(index, rule, pen, patterns, claim)
        if rule.template == "precedence_any":
            anyone = 0
            for pattern in self.firsts:
                anyone |= pattern
            self.firsts = (anyone,)
        self.all_firsts = 0
        for pattern in self.firsts:
            self.all_firsts |= pattern

    @property
    def width(self) -> int:
        return self._count

    def _missed(self, fact: int) -> int:
        """Return how many acts were offered and not done."""
        return sum(1 for at in range(self._count) if fact & (3 * _EACH << 2 * at) == _EACH << 2 * at)

    def _taken(self, fact: int) -> int:
        return sum(1 for at in range(self._count) if fact & (2 * _EACH << 2 * at))

    def met(self, past: Past, offered: int) -> None:
        fact = past.facts[self.index]
        for at, pattern in enumerate(self.firsts):
            if offered & pattern and not fact & (2 * _EACH << 2 * at):
                fact |= _EACH << 2 * at
                past.steps[-1].declined |= self.claim << at
        past.facts[self.index] = fact

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        fact = past.facts[self.index]
        if by_response and hit & self.second:
            if self._missed(fact):
                past.facts[self.index] |= BROKEN
                self.mark(past)
                past.steps[-1].declined |= self._open_claims(fact)
            else:
                self.forget(past)
            return
        if not hit & self.all_firsts:
            return
        for at, pattern in enumerate(self.firsts):
            if hit & pattern:
                fact |= 3 * _EACH << 2 * at
                for step in past.steps:
                    step.declined &= ~(self.claim << at)
        past.facts[self.index] = fact
        if self._taken(fact) == self._count:
            self.forget(past)

    def _open_claims(self, fact: int) -> int:
        claims = 0
        for at in range(self._count):
            if fact & (3 * _EACH << 2 * at) == _EACH << 2 * at:
                claims |= self.claim << at
        return claims

    def can_break(self, fact: int, future: Future) -> bool:
        if not future.by_response & self.second:
            return False
        return any(not fact & (2 * _EACH << 2 * at) and (fact & (_EACH << 2 * at) or future.offered & pattern)
                   for at, pattern in enumerate(self.firsts))

    def pen_now(self, fact: int) -> int:
        missed = self._missed(fact)
        return self.pen * missed // (missed + self._taken(fact))


class Existence(Automaton):
    """``existence: A``."""

    def __init__(self, index: int, rule: Rule, pen: int, patterns: Mapping[ActPattern, int], claim: int) -> None:
        super().__init__(index, rule, pen, patterns, claim)
        self.undone = rule.first[0]
        self.missing = self.first

    def met(self, past: Past, offered: int) -> None:
        if offered & self.missing:
            past.facts[self.index] |= OFFERED
            self.mark(past)
            past.steps[-1].declined |= self.claim

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        if hit & self.missing:
            self.forget(past)

    def can_break(self, fact: int, future: Future) -> bool:
        return bool(fact & OFFERED or future.offered & self.missing)

    def stands_broken(self, fact: int) -> bool:
        return bool(fact & OFFERED)


class Response(Existence):
    """``response: [A, B]``: what counts are offers after the earliest A that no B has followed."""

    def __init__(self, index: int, rule: Rule, pen: int, patterns: Mapping[ActPattern, int], claim: int) -> None:
        super().__init__(index, rule, pen, patterns, claim)
        self.undone = rule.second
        self.missing = self.second

    def met(self, past: Past, offered: int) -> None:
        if past.facts[self.index] & CALLED:
            super().met(past, offered)

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        if hit & self.missing:
            past.facts[self.index] = 0
            self.unmark(past)
        if hit & self.first:
            past.facts[self.index] |= CALLED

    def can_break(self, fact: int, future: Future) -> bool:
        if fact & OFFERED:
            return True
        return bool(future.offered & self.missing and (fact & CALLED or future.done & self.first))


class RespondedExistence(Existence):
    """``responded_existence: [A, B]``: broken at the first A or the last offer of B, whichever is later."""

    def __init__(self, index: int, rule: Rule, pen: int, patterns: Mapping[ActPattern, int], claim: int) -> None:
        super().__init__(index, rule, pen, patterns, claim)
        self.undone = rule.second
        self.missing = self.second

    def met(self, past: Past, offered: int) -> None:
        fact = past.facts[self.index]
        if fact & SOON:
            fact = fact & ~SOON | CALLED
            if fact & OFFERED:
                self.mark(past)
        if offered & self.missing:
            fact |= OFFERED
            past.steps[-1].declined |= self.claim
            if fact & CALLED:
                self.mark(past)
        past.facts[self.index] = fact

    def done(self, past: Past, hit: int, by_response: bool, at_step: bool) -> None:
        fact = past.facts[self.index]
        if hit & self.missing:
            self.forget(past)
        elif hit & self.first and not fact & (CALLED | SOON):
            past.facts[self.index] |= CALLED if at_step else SOON
            if at_step and fact & OFFERED:
                self.mark(past)

    def can_break(self, fact: int, future: Future) -> bool:
        return bool((fact & OFFERED or future.offered & self.missing)
                    and (fact & (CALLED | SOON) or future.done & self.first))

    def stands_broken(self, fact: int) -> bool:
        return bool(fact & OFFERED and fact & CALLED)

    def may_come_later(self, fact: int) -> bool:
        return not fact & CALLED


AUTOMATA: Mapping[str, type[Automaton]] = {
    "absence": Absence,
    "at_most_once": AtMostOnce,
    "existence": Existence,
    "precedence": Precedence,
    "precedence_all": Precedence,
    "precedence_any": Precedence,
    "response": Response,
    "responded_existence": RespondedExistence,
    "not_succession": NotSuccession,
    "not_co_existence": NotCoExistence,
}
