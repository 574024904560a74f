"""Calibration: how well what a trainee thought likely fits what then was so.

At decisions that ask, the trainee says how sure they are in one of five labelled steps. The answer counts as
right where no response open there was rated better than the one chosen. Few answers say little: show the
counts ("3 of 4"), and the score only beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.ledger import Account
from vignettes.model import Vignette

STEPS: Mapping[str, Fraction] = {
    "guessing": Fraction(1, 5),
    "unsure": Fraction(2, 5),
    "leaning": Fraction(3, 5),
    "fairly sure": Fraction(4, 5),
    "almost certain": Fraction(99, 100),
}
"""The five labelled steps and the probability each stands for."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers given with one probability: how many, and how many of them were right."""

    probability: Fraction
    given: int
    right: int

    @property
    def share(self) -> Fraction:
        """Return the share that was right, from 0 to 1."""
        return Fraction(self.right, self.given)


@dataclass(frozen=True, slots=True)
class Calibration:
    """The Brier score of some answers and its parts, exact: ``brier = reliability - resolution + uncertainty``.

    Attributes:
        given: how many answers; 0 leaves all figures 0.
        right: how many were right.
        brier: mean squared distance of probability and outcome, 0 (best) to 1 (Brier 1950).
        reliability: how far stated probabilities lie from the shares that were right; 0 is best.
        resolution: how far these shares spread around the mean; more is better.
        uncertainty: mean times one minus mean; a matter of the decisions, not of the trainee.
        groups: the answers by probability, lowest first.
    """

    given: int
    right: int
    brier: Fraction
    reliability: Fraction
    resolution: Fraction
    uncertainty: Fraction
    groups: tuple[Answers, ...]


def exact(probability: float | Fraction) -> Fraction:
    """Return a kept probability as the exact fraction it was written as: .99 is 99/100.

    Raises:
        ValueError: it is not between 0 and 1.
    """
    found = probability if isinstance(probability, Fraction) else Fraction(str(probability))
    if not 0 <= found <= 1:
        raise ValueError(f"A probability lies between 0 and 1, not at {probability}.")
    return found


def label(probability: float | Fraction) -> str:
    """Return the label of the step nearest to a probability."""
    found = exact(probability)
    return min(STEPS, key=lambda name: abs(STEPS[name] - found))


def calibration(answers: Iterable[tuple[float | Fraction, bool]]) -> Calibration:
    """Return the Brier score of (probability, whether right) and its decomposition (Murphy 1973).

    Answers are grouped by equal probability, so that the decomposition is exact.

    Raises:
        ValueError: a probability is not between 0 and 1.
    """
    counts: dict[Fraction, list[int]] = {}
    for probability, right in answers:
        group = counts.setdefault(exact(probability), [0, 0])
        group[0] += 1
        group[1] += right
    groups = tuple(Answers(probability, *counts[probability]) for probability in sorted(counts))
    given, right_ones = sum(g.given for g in groups), sum(g.right for g in groups)
    if not given:
        nothing = Fraction(0)
        return Calibration(0, 0, nothing, nothing, nothing, nothing, ())
    mean = Fraction(right_ones, given)
    return Calibration(
        given=given,
        right=right_ones,
        brier=sum((g.right * (1 - g.probability) ** 2 + (g.given - g.right) * g.probability**2 for g in groups),
                  Fraction(0)) / given,
        reliability=sum((g.given * (g.probability - g.share) ** 2 for g in groups), Fraction(0)) / given,
        resolution=sum((g.given * (g.share - mean) ** 2 for g in groups), Fraction(0)) / given,
        uncertainty=mean * (1 - mean),
        groups=groups,
    )


def answered(
    vignette: Vignette, account: Account, confidence: Mapping[int, float | Fraction]
) -> list[tuple[Fraction, bool]]:
    """Return the answers of one attempt that can be right or wrong: (probability, whether right).

    Args:
        vignette: what was played.
        account: its path's account.
        confidence: the probability stated, by step; steps without a question are missing.
    """
    return [
        (exact(confidence[number]), not step.base)
        for number, step in enumerate(account.steps)
        if number in confidence and vignette.scenes[step.scene].stake
    ]


def sentences(found: Calibration) -> list[str]:
    """Return it in words, counts first: one sentence a step used, and one on what few answers can tell."""
    told = [
        f"When you said “{label(group.probability)}”, {group.right} of {group.given} "
        f"{'choice was' if group.given == 1 else 'choices were'} the best on offer."
        for group in found.groups
    ]
    if 0 < found.given < 10:
        told.append("So few answers show where to look, not how well you know yourself.")
    return told
