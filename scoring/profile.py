"""The profile: what a trainee's attempts show, competency by competency; no grade, and nothing from too little.

An attempt counts only up to its first rewind: whoever gives attempts here gives the line first played. A
decision speaks for the competencies of the sources that its best-rated open responses uphold or, where these
cite none, that its other open responses breach; so what it speaks for does not depend on what was chosen. Of
its weight, what the choice did not lose is kept. Rules that came up are counted apart, under their source's
competency: what they charge is often the same lapse as a choice, and would count twice in one share.

The interval is Wilson's score interval at 95 % (Wilson 1927; for small numbers recommended by Brown, Cai and
DasGupta 2001), around the weighted mean share, with Kish's effective number of decisions (Kish 1965). A share
of a decision lies between 0 and 1, and so varies at most as much as a yes-or-no of the same mean: the interval
is rather too wide than too narrow. It takes decisions as independent, which those of one vignette played
twice are not; therefore the number of vignettes stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any

from scoring.ledger import account, base_loss
from scoring.rules import rating_of
from vignettes.model import Response, Scene, Vignette
from vignettes.playing import Path
from vignettes.sources import Source

ENOUGH = 3
"""Observations under which a competency gets no verdict."""
OVER, UNDER = "over-referral", "under-referral"
_Z = 1.959963984540054  # the 97.5 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Competency:
    """What was seen of one competency.

    Attributes:
        id, label: such as ``C5``, "Safety".
        seen: decisions that spoke for it; a decision met again counts again.
        vignettes: in how many different vignettes.
        stake: the sum of their weights.
        kept: what of it was kept; None of it is a rating of a person.
        interval: 95 % interval of the share kept, from 0 to 1; None where nothing was seen.
        rules_up, rules_kept: rules of this competency that came up, and those wholly kept.
    """

    id: str
    label: str
    seen: int
    vignettes: int
    stake: Fraction
    kept: Fraction
    interval: tuple[float, float] | None
    rules_up: int
    rules_kept: int

    @property
    def share(self) -> Fraction | None:
        """Return the share of the stake that was kept, from 0 to 1; None where nothing was at stake."""
        return self.kept / self.stake if self.stake else None

    @property
    def verdict(self) -> str | None:
        """Return ``steady``, ``mixed`` or ``to practise``; None under three observations."""
        if self.seen < ENOUGH or self.share is None:
            return None
        return "steady" if self.share >= Fraction(5, 6) else "mixed" if self.share >= Fraction(1, 2) else "to practise"


@dataclass(frozen=True, slots=True)
class Tendency:
    """How often a response that leans one way was chosen, of the decisions where one was open."""

    chosen: int
    tempting: int


@dataclass(frozen=True, slots=True)
class Profile:
    """What some attempts show.

    Attributes:
        attempts: how many.
        competencies: all that the sources know, in their order.
        over, under: the two tendencies, which never cancel.
        contraindicated: contraindicated choices, as (vignette, scene, response), each time.
        critical: critical rules broken, as (vignette, rule), each time.
    """

    attempts: int
    competencies: tuple[Competency, ...]
    over: Tendency
    under: Tendency
    contraindicated: tuple[tuple[str, str, str], ...]
    critical: tuple[tuple[str, str], ...]


class _Seen:
    """What one competency has met while attempts are gone through."""

    def __init__(self) -> None:
        self.weights: list[tuple[Fraction, Fraction]] = []  # weight, kept
        self.vignettes: set[str] = set()
        self.rules_up = 0
        self.rules_kept = 0


class _Sums:
    """All that is summed up while attempts are gone through."""

    def __init__(self, sources: Mapping[str, Source], competencies: Iterable[str]) -> None:
        self.sources = sources
        self.seen = {name: _Seen() for name in competencies}
        self.tending: Counter[tuple[str, bool]] = Counter()
        self.contraindicated: list[tuple[str, str, str]] = []
        self.critical: list[tuple[str, str]] = []
        self.attempts = 0

    def add(self, vignette: Vignette, path: Path) -> None:
        """Add one attempt."""
        self.attempts += 1
        found = account(vignette, path, key=frozenset(), sources=self.sources)
        self.critical.extend((vignette.id, rule) for rule in found.critical)
        for result in found.rules:
            source = self.sources.get(vignette.rules[result.id].source or "")
            if source and source.competency in self.seen and result.applicable:
                self.seen[source.competency].rules_up += 1
                self.seen[source.competency].rules_kept += not result.broken
        for visit in path.visits:
            scene = vignette.scenes[visit.scene]
            if scene.keep:
                offered = [scene.response(name) for name in visit.offered]
                self.add_decision(vignette.id, scene, offered, scene.response(visit.chosen))

    def add_decision(self, vignette: str, scene: Scene, offered: list[Response], chosen: Response) -> None:
        """Add one decision whose choice was kept."""
        kept = scene.stake - base_loss(scene, offered, chosen)
        for name in speaks_for(scene, offered, self.sources):
            if name in self.seen:
                self.seen[name].weights.append((scene.stake, kept))
                self.seen[name].vignettes.add(vignette)
        for lean in {response.tends for response in offered if response.tends}:
            self.tending[lean, chosen.tends == lean] += 1
        if chosen.contraindicated:
            self.contraindicated.append((vignette, scene.id, chosen.id))

    def tendency(self, lean: str) -> Tendency:
        """Return how often one leaned this way."""
        chosen = self.tending[lean, True]
        return Tendency(chosen, chosen + self.tending[lean, False])


def profile(
    attempts: Iterable[tuple[Vignette, Path]], sources: Mapping[str, Source], competencies: Mapping[str, str]
) -> Profile:
    """Return the profile of a trainee's attempts.

    Args:
        attempts: each attempt's vignette, as it was played, and its path up to the first rewind.
        sources: what the vignettes cite.
        competencies: their labels by id, in the order to show.
    """
    sums = _Sums(sources, competencies)
    for vignette, path in attempts:
        sums.add(vignette, path)
    return Profile(
        attempts=sums.attempts,
        competencies=tuple(_competency(name, competencies[name], seen) for name, seen in sums.seen.items()),
        over=sums.tendency(OVER),
        under=sums.tendency(UNDER),
        contraindicated=tuple(sums.contraindicated),
        critical=tuple(sums.critical),
    )


def speaks_for(scene: Scene, offered: Iterable[Response], sources: Mapping[str, Source]) -> frozenset[str]:
    """Return the competencies that a decision with these open responses speaks for; none where it is unscored."""
    rated = [(rating, response) for response in offered if (rating := rating_of(response)) is not None]
    if not rated or not scene.stake:
        return frozenset()
    best = max(rating for rating, _ in rated)
    upheld = {name for rating, response in rated if rating == best for name in response.upholds}
    breached = {name for rating, response in rated if rating < best for name in response.breaches}
    for cited in (upheld, breached):
        found = frozenset(sources[name].competency for name in cited if name in sources and sources[name].competency)
        if found:
            return found
    return frozenset()


def _competency(name: str, label: str, seen: _Seen) -> Competency:
    stake = sum((weight for weight, _ in seen.weights), Fraction(0))
    kept = sum((kept for _, kept in seen.weights), Fraction(0))
    interval = None
    if stake:
        effective = stake**2 / sum(weight**2 for weight, _ in seen.weights)
        interval = wilson(float(kept / stake), float(effective))
    return Competency(
        name, label, len(seen.weights), len(seen.vignettes), stake, kept, interval, seen.rules_up, seen.rules_kept
    )


def wilson(share: float, number: float) -> tuple[float, float]:
    """Return Wilson's 95 % score interval of a share (0 to 1) among ``number`` observations (above 0)."""
    square = _Z * _Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = _Z * sqrt(share * (1 - share) / number + square / (4 * number * number)) / (1 + square / number)
    return max(0.0, middle - half), min(1.0, middle + half)


def sentences(found: Profile) -> list[str]:
    """Return a profile in words: how often each competency was seen, then the two tendencies, apart."""
    told = [_competency_sentence(one) for one in found.competencies if one.seen or one.rules_up]
    for tendency, what in ((found.over, "referred too soon"), (found.under, "held on too long")):
        if tendency.tempting:
            told.append(f"A response that {what} was open {_times(tendency.tempting)}; "
                        f"you chose one {_times(tendency.chosen)}.")
    if told:
        told.append("This is what a few cases showed, to choose what to practise next. It does not measure a person.")
    return told


def _times(number: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(number, f"{number} times")


def _competency_sentence(one: Competency) -> str:
    rules = ""
    if one.rules_up:
        what = "the 1 rule that came up was" if one.rules_up == 1 else f"the {one.rules_up} rules that came up were"
        rules = f" {one.rules_kept} of {what} kept."
    if not one.seen:
        return f"{one.label}: not met at a decision yet.{rules}"
    seen = f"{one.label}: seen at {'1 decision' if one.seen == 1 else f'{one.seen} decisions'}"
    if one.verdict is None:
        return f"{seen}, too few to say anything yet.{rules}"
    words = {"steady": "steady so far", "mixed": "mixed so far", "to practise": "one to practise"}[one.verdict]
    return f"{seen}; {words}.{rules}"


def document(found: Profile) -> dict[str, Any]:
    """Return a profile as JSON-able data: counts, shares as numbers with exact strings, and the words."""
    return {
        "attempts": found.attempts,
        "competencies": [
            {
                "id": one.id,
                "label": one.label,
                "seen": one.seen,
                "vignettes": one.vignettes,
                "share": None if one.share is None or one.seen < ENOUGH else float(one.share),
                "interval": list(one.interval) if one.interval and one.seen >= ENOUGH else None,
                "verdict": one.verdict,
                "rules": {"kept": one.rules_kept, "came_up": one.rules_up},
                "fractions": {"stake": str(one.stake), "kept": str(one.kept)},
            }
            for one in found.competencies
        ],
        "tendencies": {
            name: {"chosen": tendency.chosen, "tempting": tendency.tempting}
            for name, tendency in ((OVER, found.over), (UNDER, found.under))
        },
        "contraindicated": ["/".join(choice) for choice in found.contraindicated],
        "critical": ["/".join(rule) for rule in found.critical],
        "sentences": sentences(found),
    }
