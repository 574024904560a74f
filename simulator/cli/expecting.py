"""Writing down plays as they go now, for a file of expected plays."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from simulator.cli.output import say

if TYPE_CHECKING:
    from scoring.exploring import Exploration

LONGEST_NAME = 64


def print_plays(found: Exploration) -> None:
    """Print the line of least loss, and the best and the worst line to each ending, as a file of expected plays."""
    say("# Plays of this vignette as they go now. Keep those that matter, and give them names of your own.")
    say("format: 1")
    say("plays:")
    told: set[tuple[str, ...]] = set()
    for name, line in _lines(found):
        if line and line not in told:
            told.add(line)
            _print_play(found, name, line)


def _lines(found: Exploration) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "recommended-line", found.keys.line
    for at, (ending, lines) in enumerate(found.lines.items(), 1):
        for word, line in (("best", lines.highest), ("worst", lines.lowest)):
            name = f"{word}-to-{ending}"
            yield (name if len(name) <= LONGEST_NAME else f"{word}-to-ending-{at}"), line


def _print_play(found: Exploration, name: str, line: tuple[str, ...]) -> None:
    from scoring.ledger import account
    from vignettes.playing import walk

    path, _ = walk(found.vignette, line)
    result = account(found.vignette, path, key=found.keys.keys)
    say(f"  {name}:")
    say("    choices:")
    for visit in path.visits:
        say(f"      - {visit.scene}/{visit.chosen}")
    say(f"    ending: {path.ending}")
    if result.decision_quality is not None:
        say(f"    score: {_bounds(result.decision_quality)}")
    for key, wanted in (("kept", False), ("broken", True)):
        rules = [rule.id for rule in result.rules if rule.applicable and rule.broken == wanted]
        if rules:
            say(f"    {key}: [{', '.join(rules)}]")


def _bounds(quality: Fraction) -> str:
    """Return a quality as an author writes it: exactly in three decimals, else between two of them."""
    low, high = floor(quality * 1000), ceil(quality * 1000)
    if low == high:
        return f"{low / 1000:g}"
    return f"{{min: {low / 1000:g}, max: {high / 1000:g}}}"
