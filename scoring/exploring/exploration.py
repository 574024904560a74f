"""Everything exploring a vignette tells: how much there is to play, what counts, and what blind play scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from scoring.exploring.blind import Strategy, judge, strategies
from scoring.exploring.chances import Chances, chances
from scoring.exploring.expanding import Expansion, Tell
from scoring.exploring.keys import Keys, key_decisions
from scoring.exploring.lines import Lines, lines
from scoring.exploring.sampling import Sample, random_plays, sample
from scoring.exploring.tables import Scored
from scoring.ledger import kept_share
from vignettes.exploring import (
    BUDGET,
    Findings,
    Follower,
    Graph,
    PathCount,
    Visiting,
    build,
    count_paths,
    seen_in,
    visiting,
)
from vignettes.model import Vignette
from vignettes.playing import walk

PLAYS = 10_000
SCORED_BUDGET = 100_000


@dataclass(frozen=True)
class EndingFigures:
    """How one ending is come to.

    Attributes:
        chance: how likely random play ends here, from 0 to 1.
        lowest, highest: decision quality of the worst and best paths that end here; None where every such
            path has nothing at stake.
        least_loss: the least loss of a path that ends here. Where play can go round, one as large as all
            weights together stands for that or more.
    """

    chance: Fraction
    lowest: Fraction | None
    highest: Fraction | None
    least_loss: Fraction


@dataclass(frozen=True)
class Exploration:
    """What exploring a vignette found. All figures are exact unless ``sampled`` or not ``exact``.

    Attributes:
        vignette: its id.
        graph: the graph of its states of play.
        paths: how many complete paths there are.
        keys: the key decisions and the least loss.
        strategies: where picking always the ``first``, ``last``, ``longest`` or ``shortest`` response leads.
        random: mean decision quality of random play, over plays in which something was at stake; a play that
            never ends counts as 0. None where nothing ever is at stake.
        best, worst: highest and lowest decision quality of a complete path; None likewise.
        qualities: {decision quality: chance in random play}, complete paths with something at stake.
        endings: by ending come to, in the order written, how it is come to.
        unfinished: the chance that random play never ends (goes round for ever, or is stuck).
        exact: False where a round of play was too large to be solved exactly, and was followed until less
            than 1e-12 of random play was left in it.
        sampled: None, or the random plays from which ``random``, ``best``, ``worst``, ``qualities``,
            ``endings`` and ``unfinished`` were taken, since the budget of states did not suffice. ``best``
            and ``worst`` are then those seen there, on the blind strategies' paths and on ``keys.line``.
    """

    vignette: Vignette
    graph: Graph
    paths: PathCount
    keys: Keys
    strategies: Mapping[str, Strategy]
    random: Fraction | None
    best: Fraction | None
    worst: Fraction | None
    qualities: Mapping[Fraction, Fraction]
    endings: Mapping[str, EndingFigures]
    unfinished: Fraction
    exact: bool
    sampled: Sample | None
    _expansion: Expansion = field(repr=False, compare=False)

    @cached_property
    def lines(self) -> Mapping[str, Lines]:
        """By ending, the lines of lowest and highest decision quality: those of ``endings``, or of the sample.

        An ending is missing where nothing is ever at stake on the way to it, or there are too many states.
        """
        return self.sampled.lines if self.sampled is not None else lines(self._expansion)

    @cached_property
    def visiting(self) -> Visiting:
        """Return how likely random play comes by each scene and takes each response."""
        found = visiting(self.graph)
        if found is not None:
            return found
        plays, seed = (self.sampled.plays, self.sampled.seed) if self.sampled is not None else (PLAYS, 0)
        return seen_in(self.vignette, random_plays(Follower(self.vignette), plays=plays, seed=seed))

    @property
    def states(self) -> int:
        """Return the number of states of play, merged where nothing further on can tell them apart."""
        return len(self.graph)

    @property
    def key_decisions(self) -> tuple[str, ...]:
        """Return the key decisions in the order written."""
        return tuple(scene.id for scene in self.vignette.decisions if scene.id in self.keys.keys)

    @property
    def findings(self) -> Findings:
        """Return what can be reached."""
        return Findings(self.graph)


def explore(
    vignette: Vignette,
    *,
    graph: Graph | None = None,
    budget: int = BUDGET,
    scored_budget: int = SCORED_BUDGET,
    plays: int = PLAYS,
    seed: int = 0,
    tell: Tell | None = None,
) -> Exploration:
    """Explore a vignette with its scores.

    Args:
        vignette: what to explore.
        graph: its graph built without texts, where it is at hand already.
        budget: the most states of play.
        scored_budget: the most states of play with their pasts.
        plays: how often to play at random where a budget does not suffice.
        seed: what to draw those plays with.
        tell: called now and then with the number of states explored.
    """
    graph = graph if graph is not None else build(vignette, budget=budget)
    scored = Scored(vignette, graph)
    follower = Follower(vignette)
    blind = strategies(vignette, follower)
    expansion = Expansion(scored, min(budget, scored_budget), tell)
    keys = key_decisions(vignette, scored=scored, budget=scored_budget)
    paths = count_paths(graph)
    if expansion.complete:
        found = chances(expansion)
        summed = _summed(vignette, _endings_of(found, scored.unit))
        return Exploration(
            vignette, graph, paths, keys, blind, _mean(summed.qualities, found.unfinished),
            max(summed.qualities, default=None), min(summed.qualities, default=None),
            summed.qualities, summed.endings, found.unfinished, found.exact, None, expansion,
        )
    drawn = sample(vignette, follower, plays=plays, seed=seed)
    summed = _summed(vignette, _endings_seen(drawn))
    unfinished = Fraction(sum(n for (end, _), n in drawn.endings.items() if end is None), drawn.plays)
    seen = [*summed.qualities, *_seen_besides(vignette, keys, blind)]
    return Exploration(
        vignette, graph, paths, keys, blind, _mean(summed.qualities, unfinished),
        max(seen, default=None), min(seen, default=None),
        summed.qualities, summed.endings, unfinished, False, drawn, expansion,
    )


def _seen_besides(vignette: Vignette, keys: Keys, blind: Mapping[str, Strategy]) -> Iterable[Fraction]:
    """Yield the decision qualities of complete paths known without a sample."""
    found = [strategy.quality for strategy in blind.values() if strategy.ending is not None]
    if keys.least_loss is not None:
        found.append(judge(vignette, walk(vignette, keys.line)[0])[1])
    return (quality for quality in found if quality is not None)


@dataclass(frozen=True)
class _Summed:
    qualities: dict[Fraction, Fraction]
    endings: dict[str, EndingFigures]


_End = tuple[str, Fraction | None, Fraction, Fraction]  # its ending, decision quality, loss, chance


def _endings_of(found: Chances, unit: int) -> Iterable[_End]:
    for (ending, loss, stake), chance in found.ends.items():
        lost = Fraction(loss, unit)
        yield ending, kept_share(lost, Fraction(stake, unit)), lost, chance


def _endings_seen(drawn: Sample) -> Iterable[_End]:
    for (ending, quality), times in drawn.endings.items():
        if ending is not None:
            yield ending, quality, drawn.least_loss[ending], Fraction(times, drawn.plays)


def _summed(vignette: Vignette, ends: Iterable[_End]) -> _Summed:
    qualities: dict[Fraction, Fraction] = defaultdict(Fraction)
    by_ending: dict[str, list[_End]] = defaultdict(list)
    for end in ends:
        by_ending[end[0]].append(end)
        if end[1] is not None:
            qualities[end[1]] += end[3]
    figures = {}
    for ending in vignette.endings:
        if found := by_ending.get(ending):
            rated = [quality for _, quality, _, _ in found if quality is not None]
            figures[ending] = EndingFigures(
                sum((chance for _, _, _, chance in found), Fraction(0)),
                min(rated, default=None), max(rated, default=None), min(loss for _, _, loss, _ in found))
    return _Summed(dict(sorted(qualities.items())), figures)


def _mean(qualities: Mapping[Fraction, Fraction], unfinished: Fraction) -> Fraction | None:
    if not qualities:
        return None
    whole = sum(qualities.values(), unfinished)
    return sum((quality * chance for quality, chance in qualities.items()), Fraction(0)) / whole
