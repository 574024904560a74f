"""An exploration as one JSON-able document."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.exploring.exploration import Exploration


def to_document(found: Exploration) -> dict[str, Any]:
    """Return an exploration as plain data; figures are numbers, exact fractions are strings under ``fractions``.

    ``paths`` is a whole number, or "unbounded" with ``paths_up_to`` saying how many paths have at most how many
    decisions; where ``complete`` is false there are at least so many. ``sampled`` is false, or the interval that
    holds the mean of random play with a confidence of 99 %. A figure that is not applicable is null.
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
                     "worst": _number(figures.lowest)}
            for ending, figures in found.endings.items()
        },
        "reached": _reached(found),
    }
    if found.sampled:
        document |= {"plays": found.sampled.plays, "seed": found.sampled.seed}
    document["fractions"] = _strings(exact)
    return document


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
