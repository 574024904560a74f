"""Blind strategies: choosing without understanding. A sound vignette does not reward them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.ledger import account
from vignettes.exploring import Follower, Pick
from vignettes.model import Response, Vignette
from vignettes.playing import Path


@dataclass(frozen=True)
class Strategy:
    """Where a blind strategy leads.

    Attributes:
        choices: the response ids it picks; where it never ends, up to the point where it goes round.
        ending: where it ends; None where it goes round for ever or is stuck.
        loss: its loss; None where it never ends.
        quality: its decision quality, 0 where it never ends; None where nothing was at stake.
    """

    choices: tuple[str, ...]
    ending: str | None
    loss: Fraction | None
    quality: Fraction | None


def _first(responses: Sequence[Response]) -> Response:
    return responses[0]


def _last(responses: Sequence[Response]) -> Response:
    return responses[-1]


def _longest(responses: Sequence[Response]) -> Response:
    return max(responses, key=lambda response: len(response.text))


def _shortest(responses: Sequence[Response]) -> Response:
    return min(responses, key=lambda response: len(response.text))


PICKS: Mapping[str, Pick] = {"first": _first, "last": _last, "longest": _longest, "shortest": _shortest}
"""Among the open responses in the order written; by characters of ``say`` or ``do``, ties to the first."""


def judge(vignette: Vignette, path: Path) -> tuple[Fraction | None, Fraction | None]:
    """Return the loss and the decision quality of a path; a path without an ending has no loss and quality 0."""
    if path.ending is None:
        return None, Fraction(0)
    found = account(vignette, path, key=frozenset())
    return found.loss, found.decision_quality


def strategies(vignette: Vignette, follower: Follower) -> dict[str, Strategy]:
    """Return where each blind strategy leads."""
    found = {}
    for name, pick in PICKS.items():
        path = follower.follow(pick, steadily=True)
        loss, quality = judge(vignette, path)
        found[name] = Strategy(tuple(visit.chosen for visit in path.visits), path.ending, loss, quality)
    return found
