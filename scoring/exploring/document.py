"""An exploration as one JSON-able document."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.exploring.exploration import Exploration

BANDS = 10


def to_document(found: Exploration) -> dict[str, Any]:
    """Return an exploration as plain data; figures are numbers, exact fractions are strings under ``fractions``.

    ``paths`` is a whole number, or "unbounded" with ``paths_up_to`` saying how many paths have at most how many
    decisions; where ``complete`` is false there are at least so many. ``sampled`` is false, or the interval that
    holds the mean of random play with a confidence of 99 %. A figure that is not applicable is null. Under
    ``visited`` stands how likely random play comes by each scene and response; ``plays`` there is null, or how
    often it was tried.
    """
    exact = _fractions(found)
    paths = found.paths
    document: dict[str, Any] = {
        "vignette": found.vignette.id,
        "states": found.states,
        "complete": found.graph.complete,
        "paths": "unbounded" if paths.unbounded else paths.paths,
    }
    if paths.unbounded:
        document["paths_up_to"] = {"decisions": paths.decisions, "paths": paths.paths}
    document |= {
        "key_decisions": list(found.key_decisions),
        "key_decisions_exact": found.keys.exact,
        "least_loss": _number(exact["least_loss"]),
        "least_loss_line": list(found.keys.line),
        "strategies": {name: _number(value) for name, value in exact["strategies"].items()},
        "never_end": [name for name, strategy in found.strategies.items() if strategy.ending is None],
        "best": _number(exact["best"]),
        "worst": _number(exact["worst"]),
        "sampled": [found.sampled.low, found.sampled.high] if found.sampled else False,
        "exact": found.exact,
        "unfinished": float(found.unfinished),
        "endings": {
            ending: {"chance": float(figures.chance), "best": _number(figures.highest),
                     "worst": _number(figures.lowest), **_lines(found, ending)}
            for ending, figures in found.endings.items()
        },
        "scores": _scores(found),
        "visited": _visited(found),
        "reached": _reached(found),
    }
    if found.sampled:
        document |= {"plays": found.sampled.plays, "seed": found.sampled.seed}
    document["fractions"] = _strings(exact)
    return document


def _lines(found: Exploration, ending: str) -> dict[str, list[str] | None]:
    """Return the lines of best and worst quality that end here; null where they are not known."""
    known = found.lines.get(ending)
    return {"best_line": list(known.highest) if known else None, "worst_line": list(known.lowest) if known else None}


def _scores(found: Exploration) -> dict[str, Any]:
    """Return how decision quality is spread in random play: quartiles, and the chance of each tenth.

    Only plays count that end and have something at stake. The last band holds 1 itself.
    """
    whole = sum(found.qualities.values(), Fraction(0))
    bands = [Fraction(0)] * BANDS
    for quality, chance in found.qualities.items():
        bands[min(int(quality * BANDS), BANDS - 1)] += chance / whole
    return {
        "quartiles": [_number(_quantile(found, whole * quarter / 4)) for quarter in (1, 2, 3)],
        "bands": [{"from": at / BANDS, "to": (at + 1) / BANDS, "chance": float(chance)}
                  for at, chance in enumerate(bands)],
        "none": _number(found.qualities.get(Fraction(0), Fraction(0)) / whole) if whole else None,
        "full": _number(found.qualities.get(Fraction(1), Fraction(0)) / whole) if whole else None,
    }


def _quantile(found: Exploration, share: Fraction) -> Fraction | None:
    """Return the least quality that so much of random play does not exceed; None where there is none."""
    reached = Fraction(0)
    for quality, chance in found.qualities.items():
        reached += chance
        if reached >= share:
            return quality
    return None


def _visited(found: Exploration) -> dict[str, Any]:
    """Return how likely random play comes by each scene and takes each response at least once."""
    seen = found.visiting
    return {
        "plays": seen.plays or None,
        "scenes": {name: _rounded(chance) for name, chance in seen.scenes.items()},
        "responses": {f"{scene}/{name}": _rounded(chance) for (scene, name), chance in seen.responses.items()},
    }


def _rounded(chance: float) -> float:
    return round(chance, 10)


def _fractions(found: Exploration) -> dict[str, Any]:
    return {
        "least_loss": found.keys.least_loss,
        "strategies": {"random": found.random,
                       **{name: strategy.quality for name, strategy in found.strategies.items()}},
        "best": found.best,
        "worst": found.worst,
    }


def _strings(exact: dict[str, Any]) -> dict[str, Any]:
    return {name: _strings(value) if isinstance(value, dict) else None if value is None else str(value)
            for name, value in exact.items()}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _reached(found: Exploration) -> dict[str, dict[str, Any]]:
    findings = found.findings
    responses = [f"{scene.id}/{response.id}" for scene in found.vignette.decisions for response in scene.responses]
    seen = {f"{scene}/{response}" for scene, response in findings.responses}
    return {
        "scenes": _part(list(found.vignette.scenes), findings.scenes),
        "responses": _part(responses, seen),
        "endings": _part(list(found.vignette.endings), findings.endings),
    }


def _part(every: list[str], seen: set[str] | frozenset[str]) -> dict[str, Any]:
    return {"reached": sum(name in seen for name in every), "all": len(every),
            "missing": [name for name in every if name not in seen]}
