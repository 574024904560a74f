"""What the figures of exploring say of a vignette: whether it can be played well, and only by understanding."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from scoring.soundness.words import amount
from vignettes.checking.reach import way_in_words
from vignettes.diagnostics import Diagnostic, quoted

if TYPE_CHECKING:
    from scoring.exploring import Exploration
    from vignettes.reading import Reading

STRATEGY_AT_MOST = Fraction(3, 5)
RANDOM_AT_MOST = Fraction(1, 2)
_STRATEGY = {
    "first": "the first response", "last": "the last response",
    "longest": "the longest response", "shortest": "the shortest response",
}


def check(reading: Reading, exploration: Exploration) -> Iterator[Diagnostic]:
    """Yield what the figures say; where they were sampled, only what is certain or very likely, and V520."""
    yield from _undecided(reading, exploration)
    yield from _lossless(reading, exploration)
    yield from _blind(reading, exploration)
    yield from _endings(reading, exploration)


def _undecided(reading: Reading, exploration: Exploration) -> Iterator[Diagnostic]:
    open_ones = []
    if exploration.sampled is not None:
        plays = exploration.sampled.plays
        open_ones.append(f"random play and the endings were judged by {plays:,} plays, not by all")
    if not exploration.graph.complete:
        open_ones.append("rules were not followed over all plays")
    if not exploration.keys.exact:
        open_ones.append("whether a line without loss exists was not decided")
    if open_ones:
        message = f"There are too many states to score every play: {'; '.join(open_ones)}."
        yield reading.marks.diagnostic("V520", message, "scenes")


def _lossless(reading: Reading, exploration: Exploration) -> Iterator[Diagnostic]:
    keys = exploration.keys
    if keys.exact and keys.least_loss:
        message = (f"Every complete path loses something; the least is {amount(keys.least_loss)}, by "
                   f"{way_in_words(keys.line)}.")
        yield reading.marks.diagnostic("V504", message, "scenes")


def _blind(reading: Reading, exploration: Exploration) -> Iterator[Diagnostic]:
    for name, words in _STRATEGY.items():
        quality = exploration.strategies[name].quality
        if quality is not None and quality > STRATEGY_AT_MOST:
            message = (f"Always choosing {words} scores {amount(quality)}; at most {amount(STRATEGY_AT_MOST)} would "
                       "be fair.")
            yield reading.marks.diagnostic("V506", message, "scenes")
    random = exploration.random
    if random is None:
        return
    sampled = exploration.sampled
    if (random if sampled is None else sampled.low) > RANDOM_AT_MOST:
        about = "" if sampled is None else "about "
        message = (f"Choosing at random scores {about}{amount(random)} on average; at most {amount(RANDOM_AT_MOST)} "
                   "would be fair.")
        yield reading.marks.diagnostic("V507", message, "scenes")


def _endings(reading: Reading, exploration: Exploration) -> Iterator[Diagnostic]:
    """Yield endings to which some line scores as well as some line to a better one, each once.

    Of the better endings, the one is named to which some line scores lowest.
    """
    endings = exploration.vignette.endings
    lowest = {name: figures.lowest for name, figures in exploration.endings.items() if figures.lowest is not None}
    for name, figures in exploration.endings.items():
        if figures.highest is None:
            continue
        better = [other for other in lowest if endings[other].value > endings[name].value]
        if not better:
            continue
        other = min(better, key=lambda each: lowest[each])
        if lowest[other] <= figures.highest:
            message = (f"A line to {quoted(name)} scores up to {amount(figures.highest)}, one to the better "
                       f"{quoted(other)} as little as {amount(lowest[other])}.")
            yield reading.marks.diagnostic("V508", message, "endings", name)
