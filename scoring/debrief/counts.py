"""The numbers in words: counts first, a decision quality only ever with its ending, the layers apart, no grade."""

from __future__ import annotations

from scoring.debrief.case import Case
from scoring.debrief.words import OUTCOMES, decimal, named
from vignettes.sources import ARTICLE, PRACTICE


def counts(case: Case) -> list[str]:
    """Return the figures of a path as sentences; of a path cut short only what its choices say."""
    told = [_choices(case)]
    account = case.account
    if not account.complete:
        return [*told, "This line stopped before an ending, so nothing more is added up."]
    told += [_rules(case), _repairs(case)]
    if account.coverage and account.coverage.key:
        told.append(_of(account.coverage.visited, account.coverage.key, "key decision", "on your way"))
    told += [_quality(case), _strict(case), _conformance(case)]
    for layer, whose in ((ARTICLE, "what the article asks for or advises"), (PRACTICE, "the codes and good practice")):
        loss = account.layers[layer].loss
        if loss:
            told.append(f"Lost against {whose}: {decimal(loss)} of {decimal(account.stake)} at stake.")
    return [sentence for sentence in told if sentence]


def _of(number: int, all_of_them: int, what: str, became: str) -> str:
    """Return "2 of 3 rules were kept"; of one alone, whether it was."""
    if all_of_them == 1:
        return f"The one {what} was {'' if number else 'not '}{became}."
    return f"{number} of {all_of_them} {what}s were {became}."


def _choices(case: Case) -> str:
    counting = [step for step in range(len(case)) if case.counts(step)]
    best = sum(case.chose_best(step) for step in counting)
    if not counting:
        return "No choice on this line counts."
    if len(counting) == 1:
        return _of(best, 1, "choice that counts", "the best open")
    return f"{best} of {len(counting)} choices that count were the best open."


def _rules(case: Case) -> str:
    up = [result for result in case.account.rules if result.applicable]
    kept = sum(not result.broken for result in up)
    partly = sum(result.broken and bool(result.fulfilment) for result in up)
    if not up:
        return "No rule came up." if case.vignette.rules else ""
    if len(up) == 1:
        return "The one rule that came up was kept in part." if partly else _of(kept, 1, "rule that came up", "kept")
    in_part = f", and {partly} in part" if partly else ""
    return f"{kept} of {len(up)} rules that came up were kept{in_part}."


def _repairs(case: Case) -> str:
    repairs = case.account.repairs
    if repairs.offered == 1:
        return _of(repairs.taken, 1, "chance to mend something", "taken")
    return f"{repairs.taken} of {repairs.offered} chances to mend something were taken." if repairs.offered else ""


def _ending(case: Case) -> str:
    ending = case.vignette.endings[case.account.ending or ""]
    return f"{OUTCOMES.get(ending.outcome, 'an ending')} ({named(ending.id)})"


def _quality(case: Case) -> str:
    quality = case.account.decision_quality
    if quality is None:
        return f"Decision quality is not applicable: nothing was at stake on the way to {_ending(case)}."
    share = "the share kept of what was at stake on your way"
    return f"Decision quality {decimal(quality)}, with {_ending(case)}: {share}."


def _strict(case: Case) -> str:
    strict = case.account.decision_quality_strict
    if strict is None or strict == case.account.decision_quality:
        return ""
    return f"With the key decisions you did not come to counted as lost it is {decimal(strict)}, with {_ending(case)}."


def _conformance(case: Case) -> str:
    conformance = case.account.process_conformance
    return "" if conformance is None else f"Rules by their weight: {decimal(conformance)} kept."
