"""The debrief as one JSON-able document: words first, numbers one key away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.debrief.case import Case, FirstLine, Said
from scoring.debrief.consequences import Worth, consequences, worths
from scoring.debrief.counts import counts
from scoring.debrief.decisions import decisions, texts
from scoring.debrief.figures import figures
from scoring.debrief.first_page import first_page
from scoring.debrief.notes import notes, rules
from scoring.debrief.recommendations import recommendations
from scoring.debrief.retelling import retell
from scoring.debrief.words import OUTCOMES, counted, named
from scoring.ledger import Account
from vignettes.model import Vignette
from vignettes.playing import Path, shown
from vignettes.sources import Sources

CUT_SHORT = "This line stopped before an ending. What follows speaks of the choices made so far, and adds nothing up."


def debrief(
    vignette: Vignette,
    path: Path,
    account: Account,
    *,
    sources: Sources | None = None,
    said: Mapping[int, Said] | None = None,
    first: FirstLine | None = None,
    worth: Worth | None = None,
) -> dict[str, Any]:
    """Return the explained account of one attempt.

    Args:
        vignette: the vignette as it was played.
        path: the line finally played.
        account: its account.
        sources: what the vignette cites.
        said: what the trainee added, by step: own words, confidence, reasons.
        first: the line first played, where they went back.
        worth: V, the best ending still reachable from a state; without it there is no consequence view.

    Returns:
        all that ``score --json`` promises (see :func:`scoring.debrief.figures.figures`), and the words:
        ``first_page``, ``decisions`` with the ``notes`` told between them, ``rules``, ``recommendations`` by layer,
        ``differences``, ``consequences``, ``counts``. Steps count from 0. Texts are untamed.

    Raises:
        ValueError: the path is none of this vignette.
    """
    retelling = retell(vignette, path)
    case = Case(
        vignette, path, account, retelling, sources or Sources(), said or {}, first, worths(vignette, retelling, worth)
    )
    numbers = figures(account)
    told = {rule["id"]: rule for rule in rules(case)}
    return {
        **numbers,
        "title": vignette.title,
        "content_hash": vignette.content_hash,
        "cut_short": None if account.complete else CUT_SHORT,
        "closing": _closing(case),
        "rewinds": _rewinds(case),
        "first_page": first_page(case),
        "decisions": decisions(case),
        "notes": notes(case),
        "rules": [{**told[rule["id"]], **rule} for rule in numbers["rules"]],
        "recommendations": recommendations(case),
        "differences": vignette.differences,
        "consequences": consequences(case),
        "counts": counts(case),
    }


def _closing(case: Case) -> dict[str, Any] | None:
    """Return the ending as met, with the scenes passed after the last decision; None for a path cut short."""
    ending = case.vignette.endings.get(case.path.ending or "")
    if ending is None:
        return None
    state = case.retelling.end
    return {
        "ending": ending.id,
        "name": named(ending.id),
        "outcome": ending.outcome,
        "outcome_words": OUTCOMES.get(ending.outcome, "an ending"),
        "on_the_way": [texts(told) for told in case.retelling.closing],
        "narration": list(shown(case.vignette, state, ending.narration)),
        "client_view": list(shown(case.vignette, state, ending.client_view)),
    }


def _rewinds(case: Case) -> dict[str, Any] | None:
    """Return what was first chosen, where the trainee went back; None where they did not."""
    first = case.first
    if first is None:
        return None
    same = 0
    for old, new in zip(first.visits, case.path.visits, strict=False):
        if (old.scene, old.chosen) != (new.scene, new.chosen):
            break
        same += 1
    choices = []
    for visit in first.visits:
        scene = case.vignette.scenes[visit.scene]
        response = scene.response(visit.chosen) if scene.keep else None
        choices.append({
            "scene": scene.id, "name": named(scene.id), "response": response.id if response else None,
            "text": response.text if response else "",
        })
    times = {1: "once", 2: "twice"}.get(first.rewinds, f"{counted(first.rewinds, 'time')}")
    return {
        "count": first.rewinds,
        "same_up_to": same,
        "choices": choices,
        "ending": first.ending,
        "sentence": f"You went back {times}. This is the line you played last; beside it stands what you first chose.",
    }
