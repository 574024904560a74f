"""What scenes and responses share: texts that may depend on a condition, and ways on."""

from __future__ import annotations

from vignettes.model import Exit, Passage, Passages
from vignettes.reading.draft import Draft, Named
from vignettes.reading.fields import Fields
from vignettes.reading.nodes import ListNode, MapNode, Node, Scalar


def passages(draft: Draft, fields: Fields, key: str, prefix: str) -> Passages:
    """Return the texts under a key: one text, or a list of texts and ``{when, text}``."""
    node = fields.get(key)
    if node is None:
        return ()
    text_id = f"{prefix}/{key}" if prefix else key
    if isinstance(node, MapNode):
        fields.shape(node, "a text, or a list of texts and {when, text}", fields.name(key))
        return ()
    if not isinstance(node, ListNode):
        text = fields.text(node, fields.name(key))
        return (Passage(text, text_id),) if text else ()
    found = []
    for number, part in enumerate(node.items, 1):
        when = None
        if isinstance(part, MapNode):
            inner = Fields(draft.faults, part, f"a text in {fields.name(key)}", ("when", "text"))
            text = inner.text_of("text", required=True)
            condition = part.get("when")
            when = None if condition is None else draft.condition(condition, inner.name("when"))
        else:
            text = fields.text(part, f"a text in {fields.name(key)}")
        if text:
            found.append(Passage(text, f"{text_id}/{number}", when))
    return tuple(found)


def exits(draft: Draft, fields: Fields) -> tuple[Exit, ...]:
    """Return the targets of ``next``: one name, or a list of ``{when, to}``, the last without ``when``."""
    node = fields.node.get("next")
    if node is None or (isinstance(node, Scalar) and node.is_null):
        draft.faults.add("V222", f"{fields.subject} leads nowhere: 'next' is missing.", fields.at("next"), stops=True)
        return ()
    if isinstance(node, Scalar):
        return (Exit(_target(draft, node)),)
    if not isinstance(node, ListNode):
        fields.shape(node, "the name of a scene or ending, or a list of {when, to}", fields.name("next"), vital=True)
        return ()
    if not node.items:
        draft.faults.add("V122", f"{fields.name('next')} is empty.", node.at, stops=True)
    return tuple(
        way for index, part in enumerate(node.items)
        if (way := _way(draft, fields, part, last=index == len(node.items) - 1)) is not None
    )


def _way(draft: Draft, fields: Fields, part: Node, *, last: bool) -> Exit | None:
    what = f"a way in {fields.name('next')}"
    found = fields.mapping(part, what, vital=True)
    if found is None:
        return None
    inner = Fields(draft.faults, found, what, ("when", "to"))
    to = inner.get("to", required=True, vital=True)
    condition = found.get("when")
    if last and condition is not None:
        message = "The last way of 'next' has no 'when', so that there is always one."
        draft.faults.add("V224", message, inner.at("when"), stops=True)
    if not last and condition is None:
        message = "Only the last way of 'next' is without 'when'; those below it can never be taken."
        draft.faults.add("V224", message, found.at, stops=True)
    when = None if condition is None else draft.condition(condition, inner.name("when"))
    if to is None:
        return None
    if not isinstance(to, Scalar):
        inner.shape(to, "the name of a scene or ending", inner.name("to"), vital=True)
        return None
    return Exit(_target(draft, to), when)


def _target(draft: Draft, node: Scalar) -> str:
    draft.targets.append(Named(node.text, node.at))
    return node.text
