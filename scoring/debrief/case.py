"""The case: all that a debrief is told from, and the questions its parts ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from scoring.debrief.retelling import Retelling
from scoring.debrief.words import named
from scoring.ledger import Account
from scoring.rules import rating_of
from vignettes.model import Response, Scene, Vignette
from vignettes.playing import Path, Visit
from vignettes.sources import Sources


@dataclass(frozen=True, slots=True)
class Said:
    """What the trainee added to a choice; all of it theirs alone unless they share it.

    Attributes:
        own_words: what they wrote before the responses were shown.
        nearest: the response they found nearest to it.
        confidence: how sure they were, as a probability.
        reason: why they chose so.
        objection: why they disagree with what the debrief says of it.
        order: the responses' ids in the order shown; empty: as written.
    """

    own_words: str = ""
    nearest: str | None = None
    confidence: float | None = None
    reason: str = ""
    objection: str = ""
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstLine:
    """The line first played, where the trainee went back: its visits, where it ended, how often they went back."""

    visits: tuple[Visit, ...]
    ending: str | None = None
    rewinds: int = 1


@dataclass(frozen=True)
class Case:
    """One path through one vignette, scored and retold.

    Attributes:
        vignette, path, account, retelling: what was played, how it scored, its texts.
        sources: what the vignette cites.
        said: what the trainee added, by step.
        first: the line first played, if another was played since.
        worths: V, the best ending still reachable, before each step and at the end; None where it is not known.
    """

    vignette: Vignette
    path: Path
    account: Account
    retelling: Retelling
    sources: Sources
    said: Mapping[int, Said] = field(default_factory=dict)
    first: FirstLine | None = None
    worths: tuple[Fraction, ...] | None = None

    def __len__(self) -> int:
        """Return the number of decisions."""
        return len(self.path.visits)

    def scene(self, step: int) -> Scene:
        """Return the decision of a step."""
        return self.vignette.scenes[self.path.visits[step].scene]

    def name(self, step: int) -> str:
        """Return a step as words: "decision 3 (first remark)"."""
        return f"decision {step + 1} ({named(self.scene(step).id)})"

    def offered(self, step: int) -> tuple[Response, ...]:
        """Return the responses open at a step, in the order shown if known, else as written."""
        scene, visit = self.scene(step), self.path.visits[step]
        order = self.said[step].order if step in self.said else ()
        known = [name for name in order if name in visit.offered]
        return tuple(scene.response(name) for name in dict.fromkeys((*known, *visit.offered)))

    def chosen(self, step: int) -> Response | None:
        """Return the response chosen; None where it was not kept."""
        scene = self.scene(step)
        return scene.response(self.path.visits[step].chosen) if scene.keep else None

    def rated(self, step: int) -> bool:
        """Tell whether the choice at a step is rated: neither ambiguous nor unscored."""
        scene = self.scene(step)
        return scene.scored and not scene.ambiguous and self.rating(step) is not None

    def counts(self, step: int) -> bool:
        """Tell whether the choice at a step is rated and has a weight."""
        return self.rated(step) and self.scene(step).stake > 0

    def rating(self, step: int) -> Fraction | None:
        """Return the rating chosen; None where there is none."""
        chosen = self.chosen(step)
        return None if chosen is None else rating_of(chosen)

    def best(self, step: int) -> tuple[Response, ...]:
        """Return the best-rated responses open at a step; none where the choice is not rated."""
        if not self.rated(step):
            return ()
        rated = [(rating, r) for r in self.offered(step) if (rating := rating_of(r)) is not None]
        best = max(rating for rating, _ in rated)
        return tuple(response for rating, response in rated if rating == best)

    def chose_best(self, step: int) -> bool:
        """Tell whether no response open there was rated better; False where the choice is not rated."""
        return self.chosen(step) in self.best(step)

    def spread(self, step: int) -> Fraction:
        """Return how much the choice at a step decided: weight times best less worst rating offered."""
        ratings = [rating for r in self.offered(step) if (rating := rating_of(r)) is not None]
        return self.scene(step).stake * (max(ratings) - min(ratings)) if ratings else Fraction(0)
