"""Rules: one template each, over patterns of acts."""

from __future__ import annotations

from fractions import Fraction

from vignettes.diagnostics import quoted
from vignettes.form import ON_ONE, ON_SEVERAL, RULE, names
from vignettes.model import TEMPLATES, ActPattern, Rule
from vignettes.reading.draft import Draft, Named
from vignettes.reading.fields import Fields
from vignettes.reading.nodes import ListNode, MapNode, Node, Scalar

RULE_KEYS = names(RULE)


def rule(draft: Draft, rule_id: str, node: MapNode, at: int) -> Rule | None:
    """Return a rule, or None (with a fault) where what it asks for cannot be read."""
    fields = Fields(draft.faults, node, f"rule {quoted(rule_id)}", RULE_KEYS, at)
    penalty = _penalty(draft, fields)
    source = fields.text_of("source")
    if source:
        value = fields.node.get("source")
        draft.sources.append(Named(source, fields.at("source") if value is None else value.at))
    critical = fields.flag_of("critical")
    because = fields.text_of("because")
    if not because and fields.get("because") is None:
        draft.faults.add("V401", f"Rule {quoted(rule_id)} has no 'because': nothing explains it.", fields.at("because"))
    templates = [name for name in TEMPLATES if name in node.entries]
    if len(templates) != 1:
        found = "has none" if not templates else f"has {' and '.join(templates)}"
        at = fields.at(templates[1]) if templates else at
        draft.faults.add("V231", f"A rule has exactly one template; {quoted(rule_id)} {found}.", at)
        return None
    patterns = _patterns(draft, fields, templates[0])
    if patterns is None:
        return None
    first, second = patterns
    return Rule(rule_id, templates[0], first, second, penalty, source or None, critical, because)


def _penalty(draft: Draft, fields: Fields) -> Fraction:
    """Return the penalty; 1 where it is missing or faulty."""
    node = fields.get("penalty", required=True)
    found = None if node is None else fields.number(node, fields.name("penalty"))
    if node is None or found is None:
        return Fraction(1)
    if found <= 0:
        draft.faults.add("V233", f"{fields.name('penalty')} must be above 0.", node.at)
        return Fraction(1)
    return found


def _patterns(
    draft: Draft, fields: Fields, template: str
) -> tuple[tuple[ActPattern, ...], ActPattern | None] | None:
    """Return a template's first and second patterns, as :class:`vignettes.model.Rule` has them."""
    node = fields.node.get(template)
    what = f"'{template}' of {fields.of}"
    if node is None:
        return None
    if template in ON_ONE:
        pattern = None if isinstance(node, ListNode) else _pattern(draft, node, what)
        if isinstance(node, ListNode):
            _misshapen(draft, node, f"{what} takes one act.")
        if pattern is None:
            return None
        return ((), pattern) if template == "absence" else ((pattern,), None)
    if not isinstance(node, ListNode) or len(node.items) != 2:
        form = "[[A, …], B]" if template in ON_SEVERAL else "[A, B]"
        _misshapen(draft, node, f"{what} takes two parts: {form}.")
        return None
    left, right = node.items
    if (template in ON_SEVERAL) != isinstance(left, ListNode):
        form = "a list of acts" if template in ON_SEVERAL else "one act"
        _misshapen(draft, left, f"The first part of {what} is {form}.")
        return None
    parts = left.items if isinstance(left, ListNode) else [left]
    if not parts:
        _misshapen(draft, left, f"The first part of {what} is empty.")
        return None
    first = [_pattern(draft, part, what) for part in parts]
    second = _pattern(draft, right, what)
    if second is None or None in first:
        return None
    return tuple(pattern for pattern in first if pattern is not None), second


def _pattern(draft: Draft, node: Node, what: str) -> ActPattern | None:
    if isinstance(node, ListNode) or (isinstance(node, Scalar) and node.is_null):
        _misshapen(draft, node, f"Here {what} has an act: a name or {{name: {{attribute: value}}}}.")
        return None
    return draft.pattern(node, f"an act in {what}")


def _misshapen(draft: Draft, node: Node, message: str) -> None:
    draft.faults.add("V232", message, node.at)
