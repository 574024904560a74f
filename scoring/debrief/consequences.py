"""The consequence view, shown and not scored: the best ending still within reach, before and after each choice."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from scoring.debrief.case import Case
from scoring.debrief.figures import numbers
from scoring.debrief.retelling import Retelling
from scoring.debrief.words import OUTCOMES
from vignettes.model import Vignette
from vignettes.playing import State

if TYPE_CHECKING:
    from vignettes.exploring import Graph

Worth = Callable[[State], Fraction | None]
"""V: the value of the best ending still reachable from a settled state; None where it is not known."""


def worth_in(graph: Graph) -> Worth:
    """Return V as a graph of all states knows it."""

    def worth(state: State) -> Fraction | None:
        try:
            return graph.values[graph.node(state)]
        except KeyError:
            return None

    return worth


def worths(vignette: Vignette, retelling: Retelling, worth: Worth | None) -> tuple[Fraction, ...] | None:
    """Return V before each step and at the end of a path; None where any of it is not known."""
    if worth is None:
        return None
    found = [worth(met.state) for met in retelling.met]
    ending = vignette.endings.get(retelling.end.place)
    found.append(ending.value if ending else worth(retelling.end))
    known = [value for value in found if value is not None]
    return tuple(known) if len(known) == len(found) else None


def best_ending(case: Case, worth: Fraction) -> str:
    """Return the kind of ending that a value belongs to, in words."""
    outcomes = [ending.outcome for ending in case.vignette.endings.values() if ending.value == worth]
    return OUTCOMES.get(outcomes[0], "an ending") if outcomes else "an ending"


def drop(case: Case, step: int) -> Fraction:
    """Return how much the best reachable ending fell at a step; 0 where it is not known."""
    return case.worths[step] - case.worths[step + 1] if case.worths else Fraction(0)


def consequences(case: Case) -> dict[str, Any] | None:
    """Return the view as data: V before and after each step; the drops add up to V at the start less the ending's."""
    if case.worths is None:
        return None
    steps = []
    for step in range(len(case)):
        before, after = case.worths[step], case.worths[step + 1]
        steps.append({
            "step": step,
            **numbers(before=before, after=after, drop=before - after),
            "sentence": _sentence(case, step, before, after),
        })
    return {
        "aside": "This is shown to look at, and counts for nothing.",
        **numbers(start=case.worths[0], end=case.worths[-1], dropped=case.worths[0] - case.worths[-1]),
        "steps": steps,
    }


def _sentence(case: Case, step: int, before: Fraction, after: Fraction) -> str:
    if before == after:
        return f"After {case.name(step)}, {best_ending(case, after)} was still within reach."
    was, now = best_ending(case, before), best_ending(case, after)
    if was == now:
        return f"With {case.name(step)}, the best of the endings within reach became a less good one."
    return f"Until {case.name(step)}, {was} was within reach; after it, {now} was the best still open."
