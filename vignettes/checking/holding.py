"""Conditions that never hold, and conditions that always do, wherever some play asks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from vignettes.diagnostics import Diagnostic, quoted
from vignettes.exploring import Graph
from vignettes.exploring.outcomes import FAILED, HELD, conditions_of, outcomes

if TYPE_CHECKING:
    from vignettes.reading import Reading

BY_ITSELF = "V254"  # reading has said so of a comparison, whatever the states


def check(reading: Reading, graph: Graph) -> Iterator[Diagnostic]:
    """Yield texts never shown, ways never taken, and conditions that hold whenever they are asked.

    Says nothing where the graph is incomplete, of places that are never reached (they are reported as such),
    and of conditions of which reading has said that they cannot hold or cannot fail.
    """
    if not graph.complete:
        return
    told = {diagnostic.place.line for diagnostic in reading.diagnostics if diagnostic.code == BY_ITSELF}
    asked = outcomes(graph)
    reached = {steps[:-2] for steps in asked}
    for steps, condition in conditions_of(graph.vignette):
        if reading.marks.value(*steps).line in told:
            continue
        found = asked.get(steps, 0)
        kind = steps[-3]
        if found == HELD:
            message = f"{quoted(condition.text)} always holds where it is asked."
            yield reading.marks.diagnostic("V306", message, *steps)
        elif found == FAILED and kind == "next":
            message = f"This way is never taken: {quoted(condition.text)} never holds here."
            yield reading.marks.diagnostic("V305", message, *steps)
        elif found == FAILED and kind != "responses":  # of a response, V302 says that it never opens
            message = f"This text is never shown: {quoted(condition.text)} never holds here."
            yield reading.marks.diagnostic("V304", message, *steps)
        elif not found and kind == "next" and steps[:-2] in reached:
            message = f"This way is never taken: one above it always is, and {quoted(condition.text)} is never asked."
            yield reading.marks.diagnostic("V305", message, *steps)
