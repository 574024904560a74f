"""Random play by trial, for vignettes with more states than can be explored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from scoring.exploring.blind import judge
from scoring.exploring.lines import Lines
from vignettes.exploring import Follower
from vignettes.model import Response, Vignette
from vignettes.playing import Path

MOST_DECISIONS = 500  # after so many without an ending, a play counts as one that never ends
_WIDTH = 2.5758293035489  # standard deviations to either side that hold 99 % of a normal distribution
_WORD = (1 << 64) - 1


class Lot:
    """Drawing by lot: the SplitMix64 generator (Steele, Lea and Flood 2014), the same draws for the same seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed & _WORD

    def word(self) -> int:
        """Return a whole number from 0 to 2**64 - 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _WORD
        mixed = self._state
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 & _WORD
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & _WORD
        return mixed ^ mixed >> 31

    def below(self, bound: int) -> int:
        """Return a whole number from 0 to ``bound`` - 1, each as likely as the others."""
        fair = (_WORD + 1) // bound * bound
        while (word := self.word()) >= fair:
            pass
        return word % bound

    def pick(self, responses: Sequence[Response]) -> Response:
        """Return one of these."""
        return responses[self.below(len(responses))]


@dataclass(frozen=True)
class Sample:
    """What so many random plays gave.

    Attributes:
        plays: how many there were.
        seed: what they were drawn with.
        low, high: the interval that holds the mean decision quality with a confidence of 99 %.
        qualities: {decision quality: plays}; None where nothing was at stake.
        endings: {(ending, decision quality): plays}; the ending None for plays that did not end.
        least_loss: by ending, the least loss seen.
        lines: by ending, the lines seen of lowest and highest decision quality.
    """

    plays: int
    seed: int
    low: float
    high: float
    qualities: Counter[Fraction | None]
    endings: Counter[tuple[str | None, Fraction | None]]
    least_loss: dict[str, Fraction]
    lines: dict[str, Lines]


def sample(vignette: Vignette, follower: Follower, *, plays: int, seed: int) -> Sample:
    """Play at random ``plays`` times (at least once)."""
    qualities: Counter[Fraction | None] = Counter()
    endings: Counter[tuple[str | None, Fraction | None]] = Counter()
    least: dict[str, Fraction] = {}
    lines: dict[str, Lines] = {}
    known: dict[str, tuple[Fraction, Fraction]] = {}
    for path in random_plays(follower, plays=plays, seed=seed):
        loss, quality = judge(vignette, path)
        qualities[quality] += 1
        endings[path.ending, quality] += 1
        if path.ending is not None and loss is not None:
            least[path.ending] = min(loss, least.get(path.ending, loss))
        if path.ending is not None and quality is not None:
            _keep_line(lines, known, path, quality)
    low, high = _interval({float(q): n for q, n in qualities.items() if q is not None})
    return Sample(max(1, plays), seed, low, high, qualities, endings, least, lines)


def random_plays(follower: Follower, *, plays: int, seed: int) -> Iterator[Path]:
    """Yield the paths of random plays (at least one), the same ones for the same seed."""
    lot = Lot(seed)
    for _ in range(max(1, plays)):
        yield follower.follow(lot.pick, most=MOST_DECISIONS)


def _keep_line(
    lines: dict[str, Lines], known: dict[str, tuple[Fraction, Fraction]], path: Path, quality: Fraction
) -> None:
    """Keep a path where none to its ending has been of lower, or of higher, quality so far."""
    ending = path.ending or ""
    low, high = known.get(ending, (quality, quality))
    fresh = ending not in known
    if fresh or not low <= quality <= high:
        line = tuple(visit.chosen for visit in path.visits)
        before = lines.get(ending, Lines(line, line))
        lines[ending] = Lines(line if quality < low else before.lowest, line if quality > high else before.highest)
        known[ending] = (min(low, quality), max(high, quality))


def _interval(counts: dict[float, int]) -> tuple[float, float]:
    """Return the interval of the mean, by the central limit theorem; (0, 1) where there is nothing to go by."""
    number = sum(counts.values())
    if number < 2:
        return 0.0, 1.0
    mean = sum(value * times for value, times in counts.items()) / number
    spread = sum((value - mean) ** 2 * times for value, times in counts.items()) / (number - 1)
    reach = _WIDTH * sqrt(spread / number)
    return max(0.0, mean - reach), min(1.0, mean + reach)
