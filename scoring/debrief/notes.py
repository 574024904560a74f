"""Notes on rules: each broken one told between the decisions it concerns, never as a fault of one choice alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scoring.debrief.case import Case
from scoring.debrief.citing import cited
from scoring.debrief.words import act, listed, numbered
from scoring.debrief.words import named as words
from scoring.lapses import Charge
from scoring.rules import RuleResult
from vignettes.model import ActPattern, Rule

ALONE = frozenset({"absence", "existence"})
"""Templates about one act alone; all others concern two moments, and their order or their company."""


def statement(rule: Rule) -> str:
    """Return what a rule asks for, as a sentence."""
    first = [act(pattern) for pattern in rule.first]
    second = act(rule.second) if rule.second else ""
    return {
        "absence": lambda: f"{second} does not belong here.",
        "at_most_once": lambda: f"{first[0]} is done once at most.",
        "existence": lambda: f"{first[0]} is done at some point.",
        "precedence": lambda: f"{first[0]} comes before {second}.",
        "precedence_all": lambda: f"{listed(first)} come before {second}.",
        "precedence_any": lambda: f"{listed(first, 'or')} comes before {second}.",
        "response": lambda: f"After {first[0]} comes {second}, sooner or later.",
        "responded_existence": lambda: f"{second} goes with {first[0]}, before or after it.",
        "not_succession": lambda: f"After {first[0]}, {second} no longer fits.",
        "not_co_existence": lambda: f"{first[0]} and {second} do not go together.",
    }[rule.template]()


def fate(result: RuleResult) -> tuple[str, str]:
    """Return how a rule fared: a word for programs, and a sentence."""
    if result.fulfilment is None:
        return "not applicable", "It did not come up on your way."
    if not result.broken:
        return "kept", "Kept."
    return ("kept in part", "Kept in part.") if result.fulfilment else ("broken", "Not kept.")


def rules(case: Case) -> list[dict[str, Any]]:
    """Return every rule as data: what it asks, how it fared, why it matters, whose it is."""
    told = []
    for result in case.account.rules:
        rule = case.vignette.rules[result.id]
        word, sentence = fate(result)
        told.append({
            "id": rule.id,
            "statement": statement(rule),
            "fate": word,
            "fate_words": sentence,
            "because": rule.because,
            "critical": rule.critical,
            "source": cited(rule.source, case.sources) if rule.source else None,
        })
    return told


def notes(case: Case) -> list[dict[str, Any]]:
    """Return a note for every broken rule, in path order.

    ``after`` and ``before`` are the steps it concerns, counted from 0 (None: there is none). ``place`` is where it
    is told: before the decision of that step, or after the last one. A note on an order stands between its
    decisions; what concerns one act alone stands after the decision.
    """
    charges = {charge.id: charge for charge in case.account.charges}
    told = [_note(case, result, charges[result.id]) for result in case.account.rules if result.broken]
    return sorted(told, key=lambda note: (note["place"], note["before"], note["listed"], note["rule"]))


def _note(case: Case, result: RuleResult, charge: Charge[Any]) -> dict[str, Any]:
    rule, at = case.vignette.rules[result.id], result.broken_at or 0
    order = rule.template not in ALONE
    after = _after(result, at)
    return {
        "rule": rule.id,
        "kind": "order" if order else "left undone" if result.left_undone else "done",
        "after": after,
        "before": at,
        "place": at if order and after is not None else at + 1,
        "statement": statement(rule),
        "sentence": _HAPPENED[rule.template](case, rule, result),
        "aside": _aside(result, order),
        "because": rule.because,
        "critical": rule.critical,
        "source": cited(rule.source, case.sources) if rule.source else None,
        "listed": charge.listed,
        "counting": _counting(case, charge),
    }


def _after(result: RuleResult, at: int) -> int | None:
    """Return the earlier step a broken rule concerns: the declining one, the first act's, or the one before."""
    if result.since is not None and 0 <= result.since < at:
        return result.since
    if result.declined:
        return result.declined[-1]
    return at - 1 if at else None


def _aside(result: RuleResult, order: bool) -> str:
    if result.left_undone:
        return "This is about what was still owed, not about that choice by itself."
    return "This is about how the two stand together, not about either choice by itself." if order else ""


def _counting(case: Case, charge: Charge[Any]) -> str:
    if charge.listed:
        counted = next(c.id for c in case.account.charges if c.lapse == charge.lapse and not c.listed)
        return f"It is one lapse with the rule “{words(counted)}”, and is not counted a second time."
    covered = numbered(sorted(step for step, _ in charge.absorbed)) if charge.absorbed else ""
    if not charge.left:
        return f"What was lost at {covered} covers it already, so nothing more is counted."
    if covered:
        return f"What was lost at {covered} covers a part of it; only the rest is counted."
    return "It is counted once."


def _undone(patterns: tuple[ActPattern, ...], last: str = "and") -> str:
    return listed([act(pattern) for pattern in patterns], last)


def _could(result: RuleResult) -> str:
    if result.declined:
        return f"There was room for it at {numbered(result.declined)}."
    return "There was room for it at that same decision."


def _too_early(case: Case, rule: Rule, result: RuleResult) -> str:
    missing = _undone(result.missing, "or" if rule.template == "precedence_any" else "and")
    came = f"{_second(rule)} came at {case.name(result.broken_at or 0)}"
    return f"{came}, with {missing} not done before. {_could(result)}"


def _unanswered(case: Case, rule: Rule, result: RuleResult) -> str:
    since, at = result.since or 0, result.broken_at or 0
    last = f"last at {case.name(at)}" if result.declined else f"at {case.name(at)}"
    return f"{act(rule.first[0])} came at {case.name(since)}, and {_second(rule)} did not follow. It was open {last}."


def _alone(case: Case, rule: Rule, result: RuleResult) -> str:
    called = f"{act(rule.first[0])} came at {case.name(result.since or 0)}, and {_second(rule)} goes with it."
    return f"{called} It was not done. {_could(result)}"


def _never(case: Case, rule: Rule, result: RuleResult) -> str:
    steps = [*result.declined, result.broken_at or 0]
    where = case.name(steps[0]) if len(steps) == 1 else numbered(steps)
    return f"{act(rule.first[0])} was open at {where}, and was not done."


def _again(case: Case, rule: Rule, result: RuleResult) -> str:
    first, at = result.since or 0, result.broken_at or 0
    if first == at:
        return f"{act(rule.first[0])} was done twice at {case.name(at)}."
    return f"{act(rule.first[0])} was done at {case.name(first)}, and again at {case.name(at)}."


def _afterwards(case: Case, rule: Rule, result: RuleResult) -> str:
    since, at = result.since or 0, result.broken_at or 0
    earlier = "there, before it" if since == at else f"at {case.name(since)}"
    return f"{_second(rule)} came at {case.name(at)}; {act(rule.first[0])} had come {earlier}."


def _both(case: Case, rule: Rule, result: RuleResult) -> str:
    return f"By {case.name(result.broken_at or 0)}, both {act(rule.first[0])} and {_second(rule)} had been done."


def _barred(case: Case, rule: Rule, result: RuleResult) -> str:
    return f"{_second(rule)} was done at {case.name(result.broken_at or 0)}."


def _second(rule: Rule) -> str:
    return act(rule.second) if rule.second else ""


_HAPPENED: dict[str, Callable[[Case, Rule, RuleResult], str]] = {
    "absence": _barred,
    "at_most_once": _again,
    "existence": _never,
    "precedence": _too_early,
    "precedence_all": _too_early,
    "precedence_any": _too_early,
    "response": _unanswered,
    "responded_existence": _alone,
    "not_succession": _afterwards,
    "not_co_existence": _both,
}
