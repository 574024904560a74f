"""A row of the table: our figure, the peer's, their ratio and the limit."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One promise. ``ours`` and ``peer`` are medians in the same unit; the ratio is ours over the peer's."""

    what: str
    ours: float
    peer: float
    unit: str
    limit: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the peer's."""
        return self.ours / self.peer


def in_turn(runs: int, *measures: Callable[[], float]) -> list[float]:
    """Run measures in turn, one warm-up each, and return the median of each."""
    for measure in measures:
        measure()
    taken: list[list[float]] = [[] for _ in measures]
    for _ in range(runs):
        for values, measure in zip(taken, measures, strict=True):
            values.append(measure())
    return [statistics.median(values) for values in taken]


def table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned text."""
    lines = [f"{'what':<58} {'ours':>10} {'peer':>10} {'ratio':>7} {'limit':>6}"]
    for row in rows:
        verdict = "" if row.ratio <= row.limit else "  PAST ITS LIMIT"
        ours, peer = f"{row.ours:.3g} {row.unit}", f"{row.peer:.3g} {row.unit}"
        lines.append(f"{row.what:<58} {ours:>10} {peer:>10} {row.ratio:>7.2f} {row.limit:>6.2f}{verdict}")
        if row.note:
            lines.append(f"    {row.note}")
    return "\n".join(lines)
