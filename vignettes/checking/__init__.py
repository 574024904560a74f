"""Checking: what an author should hear about the way through, decided on the states that plays can reach.

What the file alone can tell is found by reading; what scores say, by :mod:`scoring.soundness`. This package
adds what only the graph of all states shows, how long a play takes, and what a whole library leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from vignettes.checking.library import check_library
from vignettes.diagnostics import Diagnostic, in_order, overridden

if TYPE_CHECKING:
    from vignettes.exploring import Graph
    from vignettes.reading import Reading

__all__ = ["check", "check_library", "graph_for", "judged"]


def graph_for(reading: Reading, *, budget: int | None = None) -> Graph | None:
    """Return the graph that :func:`check` needs: built with texts; None where there is no vignette.

    Args:
        reading: what reading the file gave.
        budget: the most states explored; by default :data:`vignettes.exploring.BUDGET`.
    """
    if reading.vignette is None:
        return None
    from vignettes.exploring import BUDGET, build

    return build(reading.vignette, texts=True, budget=BUDGET if budget is None else budget)


def check(reading: Reading, graph: Graph | None = None) -> tuple[Diagnostic, ...]:
    """Return what the states of play show, beyond what reading has found, in the order of the file.

    Nothing is reported where reading gave no vignette. Past the budget of states only what is certain is, and
    V320 says so. The author's ``checks:`` have been applied.

    Args:
        reading: what reading the file gave.
        graph: the vignette's graph, built with texts; it is built where it is missing or was built without.
    """
    vignette = reading.vignette
    if vignette is None:
        return ()
    from vignettes.checking import holding, reach, timing

    if graph is None or not graph.tables.texts:
        graph = graph_for(reading)
        assert graph is not None
    found = [*reach.check(reading, graph), *holding.check(reading, graph), *timing.check(reading, graph)]
    return in_order(overridden(found, vignette.overrides))


def judged(reading: Reading, *found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return what reading found together with what other checks did: each once, as ``checks:`` want it, in order."""
    every = dict.fromkeys(reading.diagnostics)
    for part in found:
        every.update(dict.fromkeys(part))
    overrides = reading.vignette.overrides if reading.vignette is not None else {}
    return in_order(overridden(every, overrides))
