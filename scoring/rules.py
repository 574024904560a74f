"""Rules: DECLARE templates on a trace, alone and with opportunity.

Two questions are kept apart. :func:`satisfied` asks whether a bare trace satisfies a template, with DECLARE's
own meaning in LTL on finite traces (Pesic and van der Aalst 2006; De Giacomo and Vardi 2013). :func:`evaluate`
asks what scoring asks: whether the rule came up at all on this path, given what was on offer, and if it was
broken, at which step, and at which other steps the missing act was declined.

The trace is a scene's acts, then the chosen response's, in the order written; the acts of scenes without
responses count at the next decision reached or, where none follows, after the last decision's response.

Readings chosen where the rules could be taken in two ways:

* A contraindicated response is rated 0, so it makes no offer, whatever rating is written beside it.
* Choices that are not kept (``keep: false``) may steer texts only: their acts are neither done nor offered,
  so that a record without the response gives the same numbers.
* Unscored and ambiguous decisions have no weight, yet what is done or left undone there counts for rules.
* The second A of ``at_most_once`` is the first A of a response after the first A of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from vignettes.model import ACCEPTABLE, Act, ActPattern, Response, Rule, Scene, Vignette
from vignettes.playing import Path

LEFT_UNDONE = frozenset({"existence", "response", "responded_existence"})
"""Templates that are broken by leaving an act undone; all others are broken by what one response did."""


class Done(NamedTuple):
    """One act on the trace; its place in the trace is its place in :attr:`Trace.events`.

    Attributes:
        step: the decision it belongs to, counted from 0 (-1: before any decision was met).
        opens: the first decision whose offers come after it.
        by_response: whether a response did it, not a scene.
        act: what was done.
    """

    step: int
    opens: int
    by_response: bool
    act: Act


@dataclass(frozen=True, slots=True)
class Trace:
    """What was done on a path, and what could have been, decision by decision.

    Attributes:
        events: acts in the order done.
        offered: for each decision, acts of open responses rated acceptable or better, or unrated.
        tempting: for each decision, acts of all open responses.
    """

    events: tuple[Done, ...]
    offered: tuple[tuple[Act, ...], ...]
    tempting: tuple[tuple[Act, ...], ...]

    def done(self, pattern: ActPattern, *, by_response: bool = False) -> list[int]:
        """Return the places of matching acts, in order; those of responses only if asked so."""
        return [place for place, event in enumerate(self.events)
                if (event.by_response or not by_response) and pattern.matches(event.act)]

    def offers(self, pattern: ActPattern, start: int = 0) -> list[int]:
        """Return the decisions from ``start`` on that offered such an act."""
        return [step for step in range(start, len(self.offered))
                if any(pattern.matches(act) for act in self.offered[step])]

    def tempts(self, pattern: ActPattern, start: int = 0) -> bool:
        """Tell whether some decision from ``start`` on had an open response that carries such an act."""
        return any(pattern.matches(act) for acts in self.tempting[start:] for act in acts)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """How a rule fared on a path.

    Attributes:
        id: the rule's id.
        template: its template.
        fulfilment: from 0 (broken) to 1 (kept), exact; None where the rule is not applicable.
        broken_at: the step that breaks it, counted from 0; None where it is kept or not applicable.
        declined: the other steps that offered the missing act, in path order.
        missing: the acts not done: one for the templates that are left undone, those not done in time for the
            ``precedence`` family, else none.
        since: the step of the act that called for another or barred it (the A of ``response``, ``not_succession``
            and their like; the act done first of ``not_co_existence``); None where the template has none.
    """

    id: str
    template: str
    fulfilment: Fraction | None
    broken_at: int | None = None
    declined: tuple[int, ...] = ()
    missing: tuple[ActPattern, ...] = ()
    since: int | None = None

    @property
    def applicable(self) -> bool:
        """Tell whether the rule came up."""
        return self.fulfilment is not None

    @property
    def broken(self) -> bool:
        """Tell whether it was broken, in whole or in part."""
        return self.broken_at is not None

    @property
    def left_undone(self) -> bool:
        """Tell whether breaking it means leaving an act undone, not doing one."""
        return self.template in LEFT_UNDONE


def rating_of(response: Response) -> Fraction | None:
    """Return the rating that counts: 0 where contraindicated, else as written (None: unrated)."""
    return Fraction(0) if response.contraindicated else response.rating


def makes_offer(response: Response) -> bool:
    """Tell whether an open response offers its acts: rated acceptable or better, or unrated."""
    rating = rating_of(response)
    return rating is None or rating >= ACCEPTABLE


def acts_of(scene: Scene, response: Response) -> tuple[Act, ...]:
    """Return the acts of a response that count for rules: none where the choice is not kept."""
    return response.acts if scene.keep else ()


def offered_acts(scene: Scene, open_responses: Sequence[Response]) -> tuple[Act, ...]:
    """Return the acts that these open responses of a decision offer."""
    return tuple(act for response in open_responses if makes_offer(response) for act in acts_of(scene, response))


def tempting_acts(scene: Scene, open_responses: Sequence[Response]) -> tuple[Act, ...]:
    """Return the acts that any of these open responses of a decision carries."""
    return tuple(act for response in open_responses for act in acts_of(scene, response))


def trace_of(vignette: Vignette, path: Path) -> Trace:
    """Return the trace of a path. Raises KeyError where the path is none of this vignette."""
    events: list[Done] = []
    offered: list[tuple[Act, ...]] = []
    tempting: list[tuple[Act, ...]] = []
    for step, visit in enumerate(path.visits):
        scene = vignette.scenes[visit.scene]
        events.extend(Done(step, step, False, act) for act in visit.before)
        if scene.keep:
            responses = [scene.response(name) for name in visit.offered]
            events.extend(Done(step, step + 1, True, act) for act in scene.response(visit.chosen).acts)
        else:
            responses = []
        offered.append(offered_acts(scene, responses))
        tempting.append(tempting_acts(scene, responses))
    met = len(path.visits)
    events.extend(Done(met - 1, met, False, act) for act in path.closing)
    return Trace(tuple(events), tuple(offered), tuple(tempting))


def evaluate(rule: Rule, trace: Trace) -> RuleResult:
    """Return how a rule fared on a complete path's trace."""
    return _EVALUATE[rule.template](rule, trace)


def evaluate_all(vignette: Vignette, path: Path) -> tuple[RuleResult, ...]:
    """Return how every rule fared, in the order written; none on a path cut short."""
    if path.ending is None:
        return ()
    trace = trace_of(vignette, path)
    return tuple(evaluate(rule, trace) for rule in vignette.rules.values())


_KEPT, _BROKEN = Fraction(1), Fraction(0)


def _not_applicable(rule: Rule) -> RuleResult:
    return RuleResult(rule.id, rule.template, None)


def _kept(rule: Rule, since: int | None = None) -> RuleResult:
    return RuleResult(rule.id, rule.template, _KEPT, since=since)


def _broken_by(rule: Rule, trace: Trace, place: int, since: int | None = None) -> RuleResult:
    return RuleResult(rule.id, rule.template, _BROKEN, trace.events[place].step, since=since)


def _undone(rule: Rule, missing: ActPattern, at: int, offers: Sequence[int], since: int | None = None) -> RuleResult:
    declined = tuple(step for step in offers if step != at)
    return RuleResult(rule.id, rule.template, _BROKEN, at, declined, (missing,), since)


def _second(rule: Rule) -> ActPattern:
    if rule.second is None:
        raise ValueError(f"The rule '{rule.id}' ({rule.template}) names no act that it is about.")
    return rule.second


def _absence(rule: Rule, trace: Trace) -> RuleResult:
    barred = _second(rule)
    done = trace.done(barred, by_response=True)
    if done:
        return _broken_by(rule, trace, done[0])
    return _kept(rule) if trace.tempts(barred) else _not_applicable(rule)


def _at_most_once(rule: Rule, trace: Trace) -> RuleResult:
    pattern = rule.first[0]
    done = trace.done(pattern)
    if not done:
        return _not_applicable(rule)
    first = trace.events[done[0]]
    again = next((place for place in done[1:] if trace.events[place].by_response), None)
    if again is not None:
        return _broken_by(rule, trace, again, first.step)
    return _kept(rule, first.step) if trace.tempts(pattern, first.opens) else _not_applicable(rule)


def _existence(rule: Rule, trace: Trace) -> RuleResult:
    wanted = rule.first[0]
    if trace.done(wanted):
        return _kept(rule)
    offers = trace.offers(wanted)
    return _undone(rule, wanted, offers[-1], offers) if offers else _not_applicable(rule)


class _Before(NamedTuple):
    """What the precedence family looks at: the first B's step, and how each A stood by then."""

    step: int
    done: tuple[ActPattern, ...]
    missed: tuple[ActPattern, ...]  # offered up to and in the step, not done before


def _before(rule: Rule, trace: Trace) -> _Before | None:
    breaking = trace.done(_second(rule), by_response=True)
    if not breaking:
        return None
    place = breaking[0]
    step = trace.events[place].step
    done, missed = [], []
    for pattern in rule.first:
        if any(earlier < place for earlier in trace.done(pattern)):
            done.append(pattern)
        elif any(offer <= step for offer in trace.offers(pattern)):
            missed.append(pattern)
    return _Before(step, tuple(done), tuple(missed)) if done or missed else None


def _declined(trace: Trace, missed: Sequence[ActPattern], step: int) -> tuple[int, ...]:
    return tuple(sorted({offer for pattern in missed for offer in trace.offers(pattern) if offer < step}))


def _precedence_all(rule: Rule, trace: Trace) -> RuleResult:
    """Judge ``precedence_all`` and, with one act, ``precedence``."""
    before = _before(rule, trace)
    if before is None:
        return _not_applicable(rule)
    if not before.missed:
        return _kept(rule)
    share = Fraction(len(before.done), len(before.done) + len(before.missed))
    declined = _declined(trace, before.missed, before.step)
    return RuleResult(rule.id, rule.template, share, before.step, declined, before.missed)


def _precedence_any(rule: Rule, trace: Trace) -> RuleResult:
    before = _before(rule, trace)
    if before is None:
        return _not_applicable(rule)
    if before.done:
        return _kept(rule)
    declined = _declined(trace, before.missed, before.step)
    return RuleResult(rule.id, rule.template, _BROKEN, before.step, declined, before.missed)


def _response(rule: Rule, trace: Trace) -> RuleResult:
    calls, wanted = trace.done(rule.first[0]), _second(rule)
    if not calls:
        return _not_applicable(rule)
    done = trace.done(wanted)
    unanswered = [place for place in calls if not any(later > place for later in done)]
    # The earliest unanswered A has the most offers after it; if it has none, no later one has any.
    offers = trace.offers(wanted, trace.events[unanswered[0]].opens) if unanswered else []
    if offers:
        return _undone(rule, wanted, offers[-1], offers, trace.events[unanswered[0]].step)
    first = trace.events[calls[0]]
    came_up = any(place > calls[0] for place in done) or trace.offers(wanted, first.opens)
    return _kept(rule, first.step) if came_up else _not_applicable(rule)


def _responded_existence(rule: Rule, trace: Trace) -> RuleResult:
    calls, wanted = trace.done(rule.first[0]), _second(rule)
    if not calls:
        return _not_applicable(rule)
    since = trace.events[calls[0]].step
    if trace.done(wanted):
        return _kept(rule, since)
    offers = trace.offers(wanted)
    return _undone(rule, wanted, max(since, offers[-1]), offers, since) if offers else _not_applicable(rule)


def _not_succession(rule: Rule, trace: Trace) -> RuleResult:
    calls, barred = trace.done(rule.first[0]), _second(rule)
    if not calls:
        return _not_applicable(rule)
    first = trace.events[calls[0]]
    after = [place for place in trace.done(barred, by_response=True) if place > calls[0]]
    if after:
        return _broken_by(rule, trace, after[0], first.step)
    return _kept(rule, first.step) if trace.tempts(barred, first.opens) else _not_applicable(rule)


def _not_co_existence(rule: Rule, trace: Trace) -> RuleResult:
    one, other = rule.first[0], _second(rule)
    ones, others = trace.done(one), trace.done(other)
    if ones and others:
        since = trace.events[min(ones[0], others[0])].step
        both = max(ones[0], others[0])
        completing = [place for place in sorted({*ones, *others})
                      if place >= both and trace.events[place].by_response]
        return _broken_by(rule, trace, completing[0], since) if completing else _not_applicable(rule)
    if ones or others:
        since = trace.events[(ones or others)[0]].step
        return _kept(rule, since) if trace.tempts(other if ones else one) else _not_applicable(rule)
    return _not_applicable(rule)


_EVALUATE: dict[str, Callable[[Rule, Trace], RuleResult]] = {
    "absence": _absence,
    "at_most_once": _at_most_once,
    "existence": _existence,
    "precedence": _precedence_all,
    "precedence_all": _precedence_all,
    "precedence_any": _precedence_any,
    "response": _response,
    "responded_existence": _responded_existence,
    "not_succession": _not_succession,
    "not_co_existence": _not_co_existence,
}


def satisfied(rule: Rule, acts: Sequence[Act]) -> bool:
    """Tell whether a bare trace satisfies a rule's template, vacuously or not, whatever was on offer.

    An act that matches both patterns comes neither before nor after itself.
    """
    firsts = [[place for place, act in enumerate(acts) if pattern.matches(act)] for pattern in rule.first]
    seconds = [place for place, act in enumerate(acts) if rule.second is not None and rule.second.matches(act)]
    return _SATISFIED[rule.template](firsts, seconds)


Places = Sequence[int]


def _preceded(firsts: Sequence[Places], seconds: Places) -> Iterator[bool]:
    """Yield, for each A, whether it stands before the first B."""
    return (not seconds or (bool(places) and places[0] < seconds[0]) for places in firsts)


_SATISFIED: dict[str, Callable[[Sequence[Places], Places], bool]] = {
    "absence": lambda firsts, seconds: not seconds,
    "at_most_once": lambda firsts, seconds: len(firsts[0]) <= 1,
    "existence": lambda firsts, seconds: bool(firsts[0]),
    "precedence": lambda firsts, seconds: all(_preceded(firsts, seconds)),
    "precedence_all": lambda firsts, seconds: all(_preceded(firsts, seconds)),
    "precedence_any": lambda firsts, seconds: any(_preceded(firsts, seconds)),
    "response": lambda firsts, seconds: not firsts[0] or (bool(seconds) and seconds[-1] > firsts[0][-1]),
    "responded_existence": lambda firsts, seconds: not firsts[0] or bool(seconds),
    "not_succession": lambda firsts, seconds: not (firsts[0] and seconds) or seconds[-1] <= firsts[0][0],
    "not_co_existence": lambda firsts, seconds: not (firsts[0] and seconds),
}
