"""Following one rule along a path, step by step, to what :func:`scoring.rules.evaluate` says of the whole.

What is remembered is one small number, so that all paths can be followed at once over the graph of states:
:mod:`scoring.soundness.rules` asks so whether a rule can ever come up, be kept, or charge a recommended choice.
Acts come as bits of the patterns they match: ``1 << n`` for the rule's n-th first pattern, ``second`` for the
other. A scene's acts come first, then what the decision offers and tempts to, then the response's acts.
"""

from __future__ import annotations

from collections.abc import Mapping

from vignettes.model import Act, Rule

NOT_APPLICABLE = 0
KEPT = 1
BROKEN = 2

# What the number remembers: bits, each template using those that it needs.
_FIRST, _SECOND, _OFFERED, _TEMPTED, _TEMPTED_OTHER, _CAME_UP, _BROKEN, _OVER = (1 << n for n in range(8))
_EACH = 8  # from this bit on, two for each act of the precedence family: offered, done


class Follower:
    """One rule, followed step by step. Facts start as 0.

    Attributes:
        rule: the rule.
        second: the bit of its second pattern.
        missing: the patterns whose acts, left undone, break it; 0 for rules broken by doing alone.
        undone: whether it is broken by leaving an act undone.
    """

    undone = False

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.second = 1 << len(rule.first)
        self.missing = 0

    def hit(self, act: Act) -> int:
        """Return the patterns that an act matches, as bits."""
        found = sum(1 << at for at, pattern in enumerate(self.rule.first) if pattern.matches(act))
        if self.rule.second is not None and self.rule.second.matches(act):
            found |= self.second
        return found

    def meet(self, fact: int, offered: int, tempting: int) -> int:
        """Return the fact after a decision was met that offers and tempts to these patterns."""
        return fact

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        """Return the fact after an act that matches these patterns."""
        raise NotImplementedError

    def verdict(self, fact: int) -> int:
        """Return what the rule comes to where the path ends with this fact."""
        raise NotImplementedError

    def owed(self, fact: int) -> int:
        """Return the patterns whose acts are missing as things stand, so that declining them would count."""
        return 0


class _Absence(Follower):
    def meet(self, fact: int, offered: int, tempting: int) -> int:
        return fact | _TEMPTED if tempting & self.second else fact

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        return fact | _BROKEN if by_response and hit & self.second else fact

    def verdict(self, fact: int) -> int:
        return BROKEN if fact & _BROKEN else KEPT if fact & _TEMPTED else NOT_APPLICABLE


class _AtMostOnce(Follower):
    def meet(self, fact: int, offered: int, tempting: int) -> int:
        return fact | _TEMPTED if fact & _FIRST and tempting & 1 else fact

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        if not hit & 1:
            return fact
        return fact | _BROKEN if by_response and fact & _FIRST else fact | _FIRST

    def verdict(self, fact: int) -> int:
        return BROKEN if fact & _BROKEN else KEPT if fact & _TEMPTED else NOT_APPLICABLE


class _NotSuccession(Follower):
    def meet(self, fact: int, offered: int, tempting: int) -> int:
        return fact | _TEMPTED if fact & _FIRST and tempting & self.second else fact

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        if by_response and hit & self.second and fact & _FIRST:
            fact |= _BROKEN
        return fact | _FIRST if hit & 1 else fact

    def verdict(self, fact: int) -> int:
        return BROKEN if fact & _BROKEN else KEPT if fact & _TEMPTED else NOT_APPLICABLE


class _NotCoExistence(Follower):
    def meet(self, fact: int, offered: int, tempting: int) -> int:
        return fact | (_TEMPTED if tempting & 1 else 0) | (_TEMPTED_OTHER if tempting & self.second else 0)

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        fact |= (_FIRST if hit & 1 else 0) | (_SECOND if hit & self.second else 0)
        both = fact & _FIRST and fact & _SECOND
        return fact | _BROKEN if both and by_response and hit else fact

    def verdict(self, fact: int) -> int:
        if fact & _BROKEN:
            return BROKEN
        one, other = fact & _FIRST, fact & _SECOND
        if bool(one) == bool(other):
            return NOT_APPLICABLE
        return KEPT if fact & (_TEMPTED_OTHER if one else _TEMPTED) else NOT_APPLICABLE


class _Precedence(Follower):
    """The precedence family. Of ``precedence_any`` the acts count as one."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.missing = self.second - 1
        self.groups = ([self.missing] if rule.template == "precedence_any"
                       else [1 << at for at in range(len(rule.first))])

    def meet(self, fact: int, offered: int, tempting: int) -> int:
        if not fact & _OVER:
            for at, group in enumerate(self.groups):
                if offered & group:
                    fact |= 1 << _EACH + 2 * at
        return fact

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        if fact & _OVER:
            return fact
        if by_response and hit & self.second:
            return fact | _OVER
        for at, group in enumerate(self.groups):
            if hit & group:
                fact |= 2 << _EACH + 2 * at
        return fact

    def verdict(self, fact: int) -> int:
        if not fact & _OVER:
            return NOT_APPLICABLE
        came_up = fact >> _EACH
        return BROKEN if self.owed(fact) else KEPT if came_up else NOT_APPLICABLE

    def owed(self, fact: int) -> int:
        """Return the patterns offered and not done."""
        found = 0
        for at, group in enumerate(self.groups):
            if fact >> _EACH + 2 * at & 3 == 1:
                found |= group
        return found

    def share_missed(self, fact: int) -> tuple[int, int]:
        """Return how many acts were missed, of how many done or missed."""
        bits = [fact >> _EACH + 2 * at & 3 for at in range(len(self.groups))]
        return sum(bit == 1 for bit in bits), sum(bit > 0 for bit in bits)


class _Existence(Follower):
    undone = True

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self.missing = 1 if rule.template == "existence" else self.second

    def meet(self, fact: int, offered: int, tempting: int) -> int:
        return fact | _OFFERED if offered & self.missing else fact

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        return fact | _OVER if hit & self.missing else fact

    def verdict(self, fact: int) -> int:
        return KEPT if fact & _OVER else BROKEN if fact & _OFFERED else NOT_APPLICABLE

    def owed(self, fact: int) -> int:
        return 0 if fact & _OVER else self.missing


class _RespondedExistence(_Existence):
    def act(self, fact: int, hit: int, by_response: bool) -> int:
        return super().act(fact | _FIRST if hit & 1 else fact, hit, by_response)

    def verdict(self, fact: int) -> int:
        return super().verdict(fact) if fact & _FIRST else NOT_APPLICABLE


class _Response(_Existence):
    """``_FIRST``: called at some time; ``_SECOND``: called and not answered since; ``_OFFERED``: since then."""

    def meet(self, fact: int, offered: int, tempting: int) -> int:
        if offered & self.missing and fact & _FIRST:
            fact |= _CAME_UP | (_OFFERED if fact & _SECOND else 0)
        return fact

    def act(self, fact: int, hit: int, by_response: bool) -> int:
        if hit & self.missing and fact & _FIRST:
            fact = (fact | _CAME_UP) & ~(_SECOND | _OFFERED)
        return fact | _FIRST | _SECOND if hit & 1 else fact

    def verdict(self, fact: int) -> int:
        if fact & _OFFERED:
            return BROKEN
        return KEPT if fact & _CAME_UP else NOT_APPLICABLE

    def owed(self, fact: int) -> int:
        return self.missing if fact & _SECOND else 0


_FOLLOWERS: Mapping[str, type[Follower]] = {
    "absence": _Absence,
    "at_most_once": _AtMostOnce,
    "existence": _Existence,
    "precedence": _Precedence,
    "precedence_all": _Precedence,
    "precedence_any": _Precedence,
    "response": _Response,
    "responded_existence": _RespondedExistence,
    "not_succession": _NotSuccession,
    "not_co_existence": _NotCoExistence,
}


def follower(rule: Rule) -> Follower:
    """Return what follows a rule."""
    return _FOLLOWERS[rule.template](rule)


def called(fact: int) -> bool:
    """Tell whether the first act of ``response`` or ``responded_existence`` has been done."""
    return bool(fact & _FIRST)


def missed_share(one: Follower, fact: int) -> tuple[int, int]:
    """Return which share of the penalty a broken rule costs, as numerator and denominator."""
    return one.share_missed(fact) if isinstance(one, _Precedence) else (1, 1)
