"""Recommendations met and missed: the article's and the codes' apart, and never more asked than a source asks."""

from __future__ import annotations

from typing import Any

from scoring.debrief.case import Case
from scoring.debrief.citing import cited
from scoring.debrief.words import named, numbered
from vignettes.sources import LAYERS

FATES = ("met", "missed", "passed_by")


def recommendations(case: Case) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return by layer what was ``met``, ``missed``, and only ``passed_by``.

    A choice meets what it upholds and misses what it breaches; a rule kept meets its source, a broken one misses
    it. What a source only offers or states is not missed but passed by. Sources not known are left out.
    """
    steps: dict[tuple[str, bool], list[int]] = {}
    by_rule: dict[tuple[str, bool], list[str]] = {}
    for step in range(len(case)):
        chosen = case.chosen(step)
        if chosen is not None:
            for cites, met in ((chosen.upholds, True), (chosen.breaches, False)):
                for source_id in cites:
                    steps.setdefault((source_id, met), []).append(step)
    for result in case.account.rules:
        source = case.vignette.rules[result.id].source
        if source and result.applicable:
            by_rule.setdefault((source, not result.broken), []).append(result.id)
    found: dict[str, dict[str, list[dict[str, Any]]]] = {layer: {fate: [] for fate in FATES} for layer in LAYERS}
    for source_id, met in dict.fromkeys((*steps, *by_rule)):
        if source_id in case.sources:
            known = case.sources[source_id]
            fate = "met" if met else "missed" if known.binds else "passed_by"
            where, rules = steps.get((source_id, met), []), by_rule.get((source_id, met), [])
            found[known.layer][fate].append({
                **cited(source_id, case.sources),
                "steps": where,
                "rules": rules,
                "where": _where(where, rules),
            })
    return found


def _where(steps: list[int], rules: list[str]) -> str:
    told = [f"at {numbered(steps)}"] if steps else []
    told += [f"by the rule “{named(rule)}”" for rule in rules]
    return ", ".join(told)
