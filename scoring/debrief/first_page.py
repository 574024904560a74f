"""The first page: what the client took away, the turning point, one thing done well, repairs, one to practise."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.debrief.case import Case
from scoring.debrief.citing import competency
from scoring.debrief.consequences import best_ending, drop
from scoring.debrief.notes import notes, statement
from scoring.debrief.words import counted, quoted
from vignettes.model import ACCEPTABLE, Response
from vignettes.playing import shown

Page = dict[str, Any]
Told = dict[str, Any]


def first_page(case: Case) -> Page:
    """Return the first page as data. Each part is a ``sentence`` and what it speaks of (``step``, ``rule``)."""
    turn = turning_point(case)
    return {
        "client": case.vignette.client.get("name", "The client"),
        "client_view": _client_view(case),
        "turning_point": turn,
        "done_well": done_well(case, turn["step"] if turn and turn["dropped"] else None),
        "repairs": _repairs(case),
        "practise": practise(case),
        "talk": talk(case),
    }


def _client_view(case: Case) -> list[str]:
    ending = case.vignette.endings.get(case.path.ending or "")
    return list(shown(case.vignette, case.retelling.end, ending.client_view)) if ending else []


def _first_of_most(steps: dict[int, Fraction]) -> int:
    """Return the earliest step with the most; there must be one."""
    return min(steps, key=lambda step: (-steps[step], step))


def turning_point(case: Case) -> Told | None:
    """Return the decision after which the best reachable ending fell most or, with no fall, the one that mattered most.

    None where there was no choice that counts.
    """
    drops = {step: drop(case, step) for step in range(len(case)) if drop(case, step) > 0}
    if drops and case.worths:
        step = _first_of_most(drops)
        was, now = best_ending(case, case.worths[step]), best_ending(case, case.worths[step + 1])
        after = f"after it, the best still open was {now}" if was != now else "after it, only a less good one"
        told = f"The turning point was {case.name(step)}. Until then {was} was within reach; {after}."
        return _told(case, step, told, dropped=True)
    kept_open = "No choice closed off the best ending. " if case.worths else ""
    costs = {step: one.base for step, one in enumerate(case.account.steps) if one.base}
    added = {charge.id: charge.added for charge in case.account.charges if charge.added}
    if added and max(added.values()) > max(costs.values(), default=Fraction(0)):
        return _turned_by_rule(case, min(added, key=lambda rule: (-added[rule], rule)), kept_open)
    if costs:
        step = _first_of_most(costs)
        return _told(case, step, f"{kept_open}What mattered most was {case.name(step)}: there most was set back.")
    spreads = {step: case.spread(step) for step in range(len(case)) if case.counts(step) and case.spread(step)}
    if not spreads:
        return None
    step = _first_of_most(spreads)
    apart = "there the responses lay furthest apart"
    return _told(case, step, f"{kept_open}What mattered most was {case.name(step)}: {apart}.")


def _turned_by_rule(case: Case, rule: str, kept_open: str) -> Told:
    note = next(note for note in notes(case) if note["rule"] == rule)
    what = "in what order things were done" if note["kind"] == "order" else "one thing"
    return {
        "step": note["before"],
        "rule": rule,
        "dropped": False,
        "sentence": f"{kept_open}What mattered most was {what}. {note['sentence']}",
        "text": "",
        "because": note["because"],
    }


def _told(case: Case, step: int, sentence: str, *, dropped: bool = False) -> Told:
    chosen = case.chosen(step)
    return {
        "step": step,
        "rule": None,
        "dropped": dropped,
        "sentence": f"{sentence} You chose: {quoted(chosen.text)}" if chosen else sentence,
        "text": chosen.text if chosen else "",
        "because": chosen.because if chosen else "",
    }


def done_well(case: Case, turn: int | None) -> Told:
    """Return one thing done well: a repair, a best choice where most was at stake, the best of little, a rule kept.

    Decisions that were charged or that turned the case for the worse are not praised, except for a repair.
    """
    steps = range(len(case))
    good = [s for s in steps if (case.rating(s) or 0) >= ACCEPTABLE]
    repaired = [s for s in good if (chosen := case.chosen(s)) and chosen.repair]
    if repaired:
        step = repaired[0]
        return _well(case, step, f"At {case.name(step)} you went back to something and mended it: {_quote(case, step)}")
    free = [s for s in steps if case.counts(s) and s != turn and not case.account.steps[s].charged]
    best = {s: case.spread(s) for s in free if case.chose_best(s) and s in good}
    if best:
        step = _first_of_most(best)
        return _well(case, step, f"At {case.name(step)} you chose: {_quote(case, step)}")
    kept = [result.id for result in case.account.rules if result.applicable and not result.broken]
    if kept:
        rule = case.vignette.rules[kept[0]]
        return _well(case, None, f"You kept to this: {statement(rule)}", rule=rule.id, because=rule.because)
    workable = [s for s in good if case.counts(s) and s != turn]
    if workable:
        step = workable[0]
        return _well(case, step, f"At {case.name(step)} you found something workable: {_quote(case, step)}")
    if any(case.chose_best(s) for s in free):
        step = next(s for s in free if case.chose_best(s))
        return _well(case, step, f"At {case.name(step)} nothing good was open, and you took what harmed least.")
    where = "to its end" if case.account.complete else "this far"
    return _well(case, None, f"You stayed with this case {where}, and you are looking at it now. It starts there.")


def _well(case: Case, step: int | None, sentence: str, *, rule: str | None = None, because: str = "") -> Told:
    chosen = case.chosen(step) if step is not None else None
    return {
        "step": step,
        "rule": rule,
        "sentence": sentence,
        "text": chosen.text if chosen else "",
        "because": chosen.because if chosen else because,
    }


def _quote(case: Case, step: int) -> str:
    chosen = case.chosen(step)
    return quoted(chosen.text) if chosen else ""


def _repairs(case: Case) -> Told:
    taken, offered = case.account.repairs.taken, case.account.repairs.offered
    if not offered:
        sentence = "No way to mend an earlier step came up on this line."
    elif taken == offered:
        sentence = "You took the one chance to mend something." if offered == 1 else (
            f"You took all {counted(offered, 'chance')} to mend something.")
    elif not taken:
        were = "was" if offered == 1 else "were"
        sentence = f"There {were} {counted(offered, 'chance')} to mend something, not taken."
    else:
        sentence = f"Of {counted(offered, 'chance')} to mend something, you took {counted(taken, 'chance').split()[0]}."
    return {"taken": taken, "offered": offered, "sentence": sentence}


def practise(case: Case) -> Told:
    """Return one thing to practise: a contraindicated choice or critical rule first, else where most was lost."""
    for step in range(len(case)):
        chosen = case.chosen(step)
        if chosen and chosen.contraindicated:
            return _practise_choice(case, step)
    if case.account.critical:
        return _practise_rule(case, case.account.critical[0])
    costs = {step: one.base for step, one in enumerate(case.account.steps) if one.base}
    added = {charge.id: charge.added for charge in case.account.charges if charge.added}
    if added and max(added.values()) > max(costs.values(), default=Fraction(0)):
        return _practise_rule(case, min(added, key=lambda rule: (-added[rule], rule)))
    if costs:
        return _practise_choice(case, _first_of_most(costs))
    return {
        "step": None, "rule": None, "competency": "", "text": "", "because": "",
        "sentence": "Nothing was set back on this line. Play it again with a choice you would not make, and listen "
                    "to what the client says.",
    }


def _practise_choice(case: Case, step: int) -> Told:
    best: tuple[Response, ...] = case.best(step)
    chosen = case.chosen(step)
    cites = [*(best[0].upholds if best else ()), *(chosen.breaches if chosen else ())]
    area = competency(cites, case.sources)
    sentence = f"Go back to {case.name(step)}"
    if not best or case.chose_best(step):
        sentence += ", and find words of your own for what you would do there now."
    elif best[0].kind == "say":
        sentence += f" and say aloud: {quoted(best[0].text)} Then say it in your own words."
    else:
        sentence += f" and think this through: {quoted(best[0].text)} How would you start?"
    return {
        "step": step, "rule": None, "competency": area, "sentence": sentence,
        "text": best[0].text if best else "", "because": best[0].because if best else "",
    }


def _practise_rule(case: Case, rule_id: str) -> Told:
    rule = case.vignette.rules[rule_id]
    area = competency([rule.source] if rule.source else [], case.sources)
    result = next(result for result in case.account.rules if result.id == rule_id)
    steps = [*result.declined, result.broken_at or 0]
    return {
        "step": steps[0], "rule": rule_id, "competency": area, "text": "", "because": rule.because,
        "sentence": f"Play again from {case.name(steps[0])} with this in mind: {statement(rule)}",
    }


def talk(case: Case) -> list[Told]:
    """Return what asks for a talk with the supervisor: contraindicated choices and critical rules broken, by name."""
    told = []
    for step in range(len(case)):
        chosen = case.chosen(step)
        if chosen and chosen.contraindicated:
            told.append({
                "step": step, "rule": None, "response": chosen.id,
                "sentence": f"At {case.name(step)} you chose {quoted(chosen.text)} Whatever else happened, please talk "
                            "this through with your supervisor.",
                "because": chosen.because,
            })
    for rule_id in case.account.critical:
        note = next(note for note in notes(case) if note["rule"] == rule_id)
        told.append({
            "step": note["before"], "rule": rule_id, "response": None,
            "sentence": f"{note['sentence']} Whatever else happened, please talk this through with your supervisor.",
            "because": note["because"],
        })
    return told
