"""Decision by decision: what was met, what was said and chosen, and what each other response would have done."""

from __future__ import annotations

from typing import Any

from scoring.confidence import label
from scoring.debrief.case import Case, Said
from scoring.debrief.citing import cited_by
from scoring.debrief.retelling import Told
from scoring.debrief.words import counted, named, rating_word
from scoring.rules import rating_of
from vignettes.model import ACCEPTABLE, RATINGS, Response
from vignettes.playing import apply, shown

EXPERTS_DIFFER = "Experts differ here. This choice is there to be talked about, and is not counted."
NO_KEY = "This choice has no key, and is not counted."
NOT_KEPT = "What you chose here is not kept."
TO_SUPERVISOR = "Whatever else happened, this choice is one to talk through with your supervisor."


def decisions(case: Case) -> list[dict[str, Any]]:
    """Return every decision of the path as data, in path order."""
    return [_decision(case, step) for step in range(len(case))]


def _decision(case: Case, step: int) -> dict[str, Any]:
    scene, met, said = case.scene(step), case.retelling.met[step], case.said.get(step, Said())
    chosen, best = case.chosen(step), case.best(step)
    return {
        "step": step,
        "number": step + 1,
        "scene": scene.id,
        "name": named(scene.id),
        "ambiguous": scene.ambiguous,
        "scored": scene.scored,
        "kept": scene.keep,
        "on_the_way": [texts(told) for told in met.on_the_way],
        "texts": texts(met.here),
        "own_words": said.own_words,
        "nearest": said.nearest,
        "confidence": None if said.confidence is None else {
            "probability": said.confidence, "label": label(said.confidence),
        },
        "reason": said.reason,
        "objection": said.objection,
        "chosen": chosen.id if chosen else None,
        "best": [response.id for response in best],
        "compared": compared(case, step),
        "experts_differ": EXPERTS_DIFFER if scene.ambiguous else None,
        "responses": [_response(case, step, response) for response in case.offered(step)],
    }


def texts(told: Told) -> dict[str, Any]:
    """Return a scene's texts as met."""
    return {"scene": told.scene, "narration": list(told.narration), "client": list(told.client),
            "inner": list(told.inner)}


def _response(case: Case, step: int, response: Response) -> dict[str, Any]:
    scene = case.scene(step)
    after = apply(case.vignette, case.retelling.met[step].state, response)
    return {
        "id": response.id,
        "kind": response.kind,
        "text": response.text,
        "chosen": response == case.chosen(step),
        "best": response in case.best(step),
        "recommended": response in case.best(step) and rating_of(response) == RATINGS["recommended"],
        "rating": None if scene.ambiguous else rating_word(response),
        "contraindicated": response.contraindicated,
        "repair": response.repair,
        "result": list(shown(case.vignette, after, response.result)),
        "because": response.because,
        "sources": cited_by(response, case.sources),
    }


def compared(case: Case, step: int) -> str:
    """Return how the choice compares with the others open there, in a sentence or two."""
    scene, chosen = case.scene(step), case.chosen(step)
    if chosen is None:
        return NOT_KEPT
    if scene.ambiguous:
        told = EXPERTS_DIFFER
    elif not scene.scored or (rating := rating_of(chosen)) is None:
        told = NO_KEY
    elif case.chose_best(step):
        told = _among_the_best(case, step)
    elif rating >= ACCEPTABLE:
        told = "Workable. Another response here would have served the client better."
    elif rating >= RATINGS["inadvisable"]:
        told = "This set the work back. It can be mended."
    else:
        told = "This risked harm."
    return f"{told} {TO_SUPERVISOR}" if chosen.contraindicated else told


def _among_the_best(case: Case, step: int) -> str:
    best = case.best(step)
    rating = rating_of(best[0]) or 0
    if rating < ACCEPTABLE:
        return "Nothing better was open here. How the case came to this point is looked at where it happened."
    if rating < RATINGS["recommended"]:
        return "This was the best of what was open here."
    if len(best) == 1:
        return "This is the response the case recommends here."
    return f"This is one of {counted(len(best), 'response')} the case recommends here."
