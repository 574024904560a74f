"""The charge-once ledger: a path's account, from its local losses and the rules it broke.

:func:`charge` (in :mod:`scoring.lapses`) says what a broken rule adds; :func:`account` puts a whole path
together. All figures are exact fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.lapses import Broken, Charge, broken_rule, charge, lapses, settle
from scoring.rules import RuleResult, evaluate_all, rating_of
from vignettes.model import Response, Scene, Vignette
from vignettes.playing import Path, Visit
from vignettes.sources import ARTICLE, LAYERS, PRACTICE, Source

__all__ = [
    "Account", "Broken", "Charge", "Coverage", "Layer", "Reason", "Repairs", "Step",
    "account", "base_loss", "broken_rule", "charge", "kept_share", "lapses", "settle",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of what is charged at a step: the choice itself (``rule`` None), or a broken rule."""

    amount: Fraction
    layer: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One decision of a path, with what it cost.

    Attributes:
        scene: its id.
        response: the id of the response chosen; None where the choice is not kept.
        base: its local loss.
        charged: its local loss and what rules added here.
        reasons: the parts that make up ``charged``, none of them 0.
    """

    scene: str
    response: str | None
    base: Fraction
    charged: Fraction
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Distinct key decisions visited, of all there are."""

    visited: int
    key: int


@dataclass(frozen=True, slots=True)
class Layer:
    """What one layer (article or practice) accounts for: of choices themselves, and of what rules added."""

    base: Fraction
    rules: Fraction

    @property
    def loss(self) -> Fraction:
        """Return both together."""
        return self.base + self.rules


@dataclass(frozen=True, slots=True)
class Repairs:
    """Decisions at which a repair was taken, of those that offered one."""

    taken: int
    offered: int


@dataclass(frozen=True, slots=True)
class Account:
    """How good a path was. All figures are exact; None means not applicable.

    A path cut short (``ending`` None) has its local losses and nothing else.

    Attributes:
        vignette: its id.
        ending: where the path ended.
        steps: the decisions in path order.
        rules: how each rule fared, in the order written.
        charges: what became of each broken rule's penalty, in the order charged.
        loss: L, all base losses and all that rules added.
        stake: W, the weights of the distinct decisions visited.
        decision_quality: from 0 to 1: the share of the stake that was kept.
        decision_quality_strict: the same, with key decisions not visited counted as lost.
        coverage: key decisions visited of all.
        process_conformance: from 0 to 1: fulfilment of the rules that came up, by their penalties.
        layers: ``article`` and ``practice``; their losses add up to L.
        repairs: repairs taken and offered.
        critical: ids of critical rules that were broken.
        contraindicated: contraindicated choices, as ``scene/response``, each once.
    """

    vignette: str
    ending: str | None
    steps: tuple[Step, ...]
    rules: tuple[RuleResult, ...]
    charges: tuple[Charge[Fraction], ...]
    loss: Fraction
    stake: Fraction
    decision_quality: Fraction | None
    decision_quality_strict: Fraction | None
    coverage: Coverage | None
    process_conformance: Fraction | None
    layers: Mapping[str, Layer]
    repairs: Repairs
    critical: tuple[str, ...]
    contraindicated: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Tell whether the path reached an ending."""
        return self.ending is not None


def base_loss(scene: Scene, offered: Iterable[Response], chosen: Response) -> Fraction:
    """Return the local loss of a choice: weight times the best rating offered less the rating chosen.

    0 at ambiguous and unscored decisions, and where the chosen response bears no rating.
    """
    rating = rating_of(chosen)
    if rating is None or not scene.stake:
        return Fraction(0)
    best = max(known for response in (*offered, chosen) if (known := rating_of(response)) is not None)
    return scene.stake * (best - rating)


def account(
    vignette: Vignette, path: Path, *, key: frozenset[str], sources: Mapping[str, Source] | None = None
) -> Account:
    """Score a path.

    Args:
        vignette: the vignette it was played on.
        path: the line finally played.
        key: ids of the vignette's key decisions.
        sources: what its ids cite; without it every loss counts as the practice layer's.

    Raises:
        KeyError: the path names a scene or response that the vignette does not have.
    """
    results = evaluate_all(vignette, path)
    base = [_base_at(vignette, visit) for visit in path.visits]
    broken = [found for result in results if (found := broken_rule(vignette.rules[result.id], result))]
    charges = charge(base, broken)
    steps = _steps(vignette, path, base, charges, sources or {})
    loss = sum((step.charged for step in steps), Fraction(0))
    visited = {visit.scene for visit in path.visits}
    stake = sum((vignette.scenes[scene].stake for scene in visited), Fraction(0))
    missed = sum((vignette.scenes[scene].stake for scene in key - visited), Fraction(0))
    complete = path.ending is not None
    return Account(
        vignette=vignette.id,
        ending=path.ending,
        steps=steps,
        rules=results,
        charges=charges,
        loss=loss,
        stake=stake,
        decision_quality=kept_share(loss, stake) if complete else None,
        decision_quality_strict=kept_share(loss + missed, stake + missed) if complete else None,
        coverage=Coverage(len(key & visited), len(key)) if complete else None,
        process_conformance=_conformance(vignette, results),
        layers=_layers(steps),
        repairs=_repairs(vignette, path),
        critical=tuple(r.id for r in results if r.broken and vignette.rules[r.id].critical),
        contraindicated=_contraindicated(vignette, path),
    )


def _chosen(vignette: Vignette, visit: Visit) -> Response | None:
    """Return the response chosen; None where it was not kept and cannot be known."""
    scene = vignette.scenes[visit.scene]
    return scene.response(visit.chosen) if scene.keep else None


def _base_at(vignette: Vignette, visit: Visit) -> Fraction:
    scene = vignette.scenes[visit.scene]
    if not scene.stake:
        return Fraction(0)
    return base_loss(scene, [scene.response(name) for name in visit.offered], scene.response(visit.chosen))


def kept_share(loss: Fraction, stake: Fraction) -> Fraction | None:
    """Return decision quality: the share of what was at stake that was kept, at least 0; None without a stake."""
    return max(Fraction(0), 1 - loss / stake) if stake else None


def _layer_of(sources: Mapping[str, Source], cited: Iterable[str]) -> str:
    """Return ``article`` where one of these is a must or a should of the article, else ``practice``."""
    found = (sources[name] for name in cited if name in sources)
    return ARTICLE if any(source.layer == ARTICLE and source.binds for source in found) else PRACTICE


def _steps(
    vignette: Vignette,
    path: Path,
    base: Sequence[Fraction],
    charges: Iterable[Charge[Fraction]],
    sources: Mapping[str, Source],
) -> tuple[Step, ...]:
    reasons: list[list[Reason]] = [[] for _ in base]
    for step, (visit, loss) in enumerate(zip(path.visits, base, strict=True)):
        if loss and (response := _chosen(vignette, visit)):
            reasons[step].append(Reason(loss, _layer_of(sources, response.breaches)))
    for one in charges:
        if one.added:
            cited = vignette.rules[one.id].source
            reasons[one.at].append(Reason(one.added, _layer_of(sources, [cited] if cited else []), one.id))
    return tuple(
        Step(
            visit.scene,
            visit.chosen if vignette.scenes[visit.scene].keep else None,
            loss,
            sum((reason.amount for reason in found), Fraction(0)),
            tuple(found),
        )
        for visit, loss, found in zip(path.visits, base, reasons, strict=True)
    )


def _layers(steps: Iterable[Step]) -> dict[str, Layer]:
    sums = {(layer, of_rule): Fraction(0) for layer in LAYERS for of_rule in (False, True)}
    for step in steps:
        for reason in step.reasons:
            sums[reason.layer, reason.rule is not None] += reason.amount
    return {layer: Layer(sums[layer, False], sums[layer, True]) for layer in LAYERS}


def _conformance(vignette: Vignette, results: Iterable[RuleResult]) -> Fraction | None:
    applicable = [(vignette.rules[r.id].penalty, r.fulfilment) for r in results if r.fulfilment is not None]
    total = sum((penalty for penalty, _ in applicable), Fraction(0))
    return sum((penalty * kept for penalty, kept in applicable), Fraction(0)) / total if total else None


def _repairs(vignette: Vignette, path: Path) -> Repairs:
    taken = offered = 0
    for visit in path.visits:
        scene = vignette.scenes[visit.scene]
        offered += any(scene.response(name).repair for name in visit.offered)
        response = _chosen(vignette, visit)
        taken += response is not None and response.repair
    return Repairs(taken, offered)


def _contraindicated(vignette: Vignette, path: Path) -> tuple[str, ...]:
    found = (response for visit in path.visits if (response := _chosen(vignette, visit)))
    return tuple(dict.fromkeys(f"{r.scene}/{r.id}" for r in found if r.contraindicated))
