"""The figures of an account as JSON-able data: numbers, with exact fractions as strings beside them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from scoring.debrief.words import named
from scoring.ledger import Account, Reason

Data = dict[str, Any]


def numbers(**figures: Fraction | None) -> Data:
    """Return figures as numbers, and under ``fractions`` as exact strings; None stays None (not applicable)."""
    return {
        **{name: None if figure is None else float(figure) for name, figure in figures.items()},
        "fractions": {name: None if figure is None else str(figure) for name, figure in figures.items()},
    }


def figures(account: Account) -> Data:
    """Return an account as ``score --json`` prints it: counts and figures without the words of the debrief.

    ``broken_at`` and the ``at`` of charges count decisions from 0, as places in ``steps``.
    """
    charges = {charge.id: charge for charge in account.charges}
    coverage = account.coverage
    top = numbers(
        loss=account.loss,
        stake=account.stake,
        decision_quality=account.decision_quality,
        decision_quality_strict=account.decision_quality_strict,
        process_conformance=account.process_conformance,
    )
    return {
        "vignette": account.vignette,
        "complete": account.complete,
        "ending": account.ending,
        **top,
        "coverage": {"visited": coverage.visited, "key": coverage.key} if coverage else None,
        "critical": list(account.critical),
        "contraindicated": list(account.contraindicated),
        "steps": [
            {
                "scene": step.scene,
                "response": step.response,
                **numbers(base=step.base, charged=step.charged),
                "reasons": [_reason(reason) for reason in step.reasons],
            }
            for step in account.steps
        ],
        "rules": [
            {
                "id": rule.id,
                **numbers(fulfilment=rule.fulfilment),
                "broken_at": rule.broken_at,
                "broken_scene": None if rule.broken_at is None else account.steps[rule.broken_at].scene,
                "declined": list(rule.declined),
                "charge": _charge(charges[rule.id]) if rule.id in charges else None,
            }
            for rule in account.rules
        ],
        "layers": {
            name: numbers(loss=layer.loss, base=layer.base, rules=layer.rules)
            for name, layer in account.layers.items()
        },
        "repairs": {"taken": account.repairs.taken, "offered": account.repairs.offered},
    }


def _reason(reason: Reason) -> Data:
    text = "another response open here is rated better" if reason.rule is None else f"rule: {named(reason.rule)}"
    return {"rule": reason.rule, "layer": reason.layer, "text": text, **numbers(amount=reason.amount)}


def _charge(charge: Any) -> Data:
    return {
        **numbers(pen=charge.pen, left=charge.left, added=charge.added),
        "listed": charge.listed,
        "lapse": charge.lapse,
        "absorbed": [{"step": step, **numbers(amount=amount)} for step, amount in charge.absorbed],
    }
