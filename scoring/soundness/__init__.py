"""Soundness: what scores say of a vignette as a whole, for its author.

What the file alone can tell is found by reading, what the way through shows by :mod:`vignettes.checking`.
:func:`full` puts all three together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from vignettes.diagnostics import Diagnostic, in_order, overridden

if TYPE_CHECKING:
    from scoring.exploring import Exploration
    from vignettes.reading import Reading
    from vignettes.sources import Source

__all__ = ["check", "full"]


def check(
    reading: Reading, sources: Mapping[str, Source] | None = None, exploration: Exploration | None = None
) -> tuple[Diagnostic, ...]:
    """Return what scores show, in the order of the file; the author's ``checks:`` have been applied.

    Nothing is reported where reading gave no vignette. Where a budget of states did not suffice, V520 says
    what was not decided.

    Args:
        reading: what reading the file gave.
        sources: the known sources; None: what rules are drawn from is not looked at.
        exploration: the vignette's exploration, where it is at hand already.
    """
    vignette = reading.vignette
    if vignette is None:
        return ()
    from scoring.exploring import explore
    from scoring.soundness import figures, rules

    if exploration is None:
        exploration = explore(vignette)
    found = [*figures.check(reading, exploration)]
    if exploration.graph.complete:
        found.extend(rules.check(reading, exploration.graph, sources or {}))
    return in_order(overridden(found, vignette.overrides))


def full(
    reading: Reading, sources: Mapping[str, Source] | None = None, *, budget: int | None = None
) -> tuple[Diagnostic, ...]:
    """Return everything an author should hear of one file: from reading, the way through, and the scores.

    Args:
        reading: what reading the file gave.
        sources: the known sources.
        budget: the most states explored, each time; None: as much as is usual.
    """
    from scoring.exploring import explore
    from vignettes import checking
    from vignettes.exploring import BUDGET

    if reading.vignette is None:
        return checking.judged(reading)
    exploration = explore(reading.vignette, budget=BUDGET if budget is None else budget)
    way_through = checking.check(reading, checking.graph_for(reading, budget=budget))
    return checking.judged(reading, way_through, check(reading, sources, exploration))
