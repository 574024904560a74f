"""Scenes, responses and endings: from the tree to the model."""

from __future__ import annotations

import re
from fractions import Fraction

from vignettes.diagnostics import quoted
from vignettes.model import (
    RATINGS,
    Effect,
    Ending,
    Exit,
    Passage,
    Passages,
    Response,
    Scene,
    nearest_rating,
)
from vignettes.reading.draft import Draft, Named
from vignettes.reading.fields import MOST_DIGITS, Fields
from vignettes.reading.nodes import ListNode, MapNode, Node, Scalar

TENDS = ("over-referral", "under-referral")
OUTCOMES = ("good", "mixed", "poor")
DECISION_KEYS = ("open", "weight", "ambiguous", "key", "confidence", "scored", "keep")
SCENE_KEYS = ("narration", "client", "inner", "acts", *DECISION_KEYS, "responses", "next")
RESPONSE_KEYS = (
    "say", "do", "when", "once", "rating", "contraindicated", "repair", "tends", "acts",
    "upholds", "breaches", "because", "result", "set", "next",
)
ENDING_KEYS = ("outcome", "value", "narration", "client_view")

_EFFECT = re.compile(r"(=?)([+-]?)([0-9]+)")


def scene(draft: Draft, scene_id: str, node: MapNode) -> Scene:
    """Return a scene; ``node`` is what stands under its id."""
    fields = Fields(draft.faults, node, f"scene {quoted(scene_id)}", SCENE_KEYS)
    offered = fields.mapping_of("responses", vital=True)
    if not offered:
        _interlude(draft, fields)
    elif "next" in node.entries:
        message = f"{fields.of.capitalize()} has responses, so its own 'next' is never used."
        draft.faults.add("V223", message, fields.at("next"))
    scored = fields.flag_of("scored", default=True)
    ambiguous = fields.flag_of("ambiguous")
    responses = []
    for response_id, (at, inside) in offered.items():
        fields.id(response_id, at, "a response")
        found = fields.mapping(inside, f"response {quoted(response_id)}", vital=True)
        if found is not None:
            responses.append(response(draft, scene_id, response_id, found, rated=scored and not ambiguous,
                                      unscored=not scored))
    return Scene(
        id=scene_id,
        narration=passages(draft, fields, "narration", scene_id),
        client=passages(draft, fields, "client", scene_id),
        inner=passages(draft, fields, "inner", scene_id),
        acts=draft.done(fields.get("acts"), fields.name("acts")),
        open=fields.flag_of("open"),
        weight=fields.number_of("weight", Fraction(1)),
        ambiguous=ambiguous,
        key=fields.flag_of("key") if fields.get("key") is not None else None,
        confidence=fields.flag_of("confidence"),
        scored=scored,
        keep=fields.flag_of("keep", default=True),
        responses=tuple(responses),
        exits=() if offered else exits(draft, fields),
    )


def _interlude(draft: Draft, fields: Fields) -> None:
    if "responses" in fields.node.entries:
        draft.faults.add("V122", f"{fields.name('responses')} is empty.", fields.at("responses"), stops=True)
    for key in DECISION_KEYS:
        if key in fields.node.entries:
            message = f"{fields.name(key)} has no effect: the scene offers no responses."
            draft.faults.add("V247", message, fields.at(key))


def response(
    draft: Draft, scene_id: str, response_id: str, node: MapNode, *, rated: bool, unscored: bool
) -> Response:
    """Return a response.

    Args:
        draft: what is gathered on the way.
        scene_id: the scene it belongs to.
        response_id: its own id.
        node: what stands under its id.
        rated: whether it must have a rating.
        unscored: whether its decision has no key, and it may have none.
    """
    of = f"response {quoted(response_id)} of {quoted(scene_id)}"
    fields = Fields(draft.faults, node, of, RESPONSE_KEYS)
    kind = _kind(draft, fields)
    rating, word = _rating(draft, fields, rated=rated, unscored=unscored)
    tends = fields.word_of("tends", TENDS, "")
    when = fields.node.get("when")
    return Response(
        id=response_id,
        scene=scene_id,
        kind=kind,
        text=fields.text_of(kind, vital=True),
        exits=exits(draft, fields),
        when=None if when is None else draft.condition(when, fields.name("when")),
        once=fields.flag_of("once"),
        rating=rating,
        rating_word=word,
        contraindicated=fields.flag_of("contraindicated"),
        repair=fields.flag_of("repair"),
        tends=tends or None,
        acts=draft.done(fields.get("acts"), fields.name("acts")),
        upholds=_cited(draft, fields, "upholds"),
        breaches=_cited(draft, fields, "breaches"),
        because=_because(draft, fields),
        result=passages(draft, fields, "result", f"{scene_id}/{response_id}"),
        effects=_effects(draft, fields),
    )


def ending(draft: Draft, ending_id: str, node: MapNode) -> Ending:
    """Return an ending."""
    fields = Fields(draft.faults, node, f"ending {quoted(ending_id)}", ENDING_KEYS)
    for key in ("value", "narration"):
        fields.get(key, required=True)
    return Ending(
        id=ending_id,
        outcome=fields.word_of("outcome", OUTCOMES, "mixed", required=True),
        value=fields.number_of("value", Fraction(0), high=1),
        narration=passages(draft, fields, "narration", ending_id),
        client_view=passages(draft, fields, "client_view", ending_id),
    )


def passages(draft: Draft, fields: Fields, key: str, prefix: str) -> Passages:
    """Return the texts under a key: one text, or a list of texts and ``{when, text}``."""
    node = fields.get(key)
    if node is None:
        return ()
    text_id = f"{prefix}/{key}" if prefix else key
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
        of = fields.of[0].upper() + fields.of[1:]
        draft.faults.add("V222", f"{of} leads nowhere: 'next' is missing.", fields.at("next"), stops=True)
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


def _kind(draft: Draft, fields: Fields) -> str:
    kinds = [kind for kind in ("say", "do") if kind in fields.node.entries]
    if len(kinds) != 1:
        has = "both 'say' and 'do'" if kinds else "neither 'say' nor 'do'"
        at = fields.at(kinds[1]) if kinds else fields.node.at
        message = f"{fields.of[0].upper()}{fields.of[1:]} has {has}; it has exactly one."
        draft.faults.add("V221", message, at, stops=True)
    return kinds[0] if kinds else "say"


def _rating(draft: Draft, fields: Fields, *, rated: bool, unscored: bool) -> tuple[Fraction | None, str | None]:
    """Return the rating and its word.

    A missing or unreadable rating counts as no loss until the author mends it, and has no word.
    """
    node = fields.get("rating")
    contraindicated = fields.get("contraindicated") is not None and fields.flag_of("contraindicated")
    if unscored:
        return None, None
    if node is None:
        if contraindicated:
            return RATINGS["harmful"], "harmful"
        if rated:
            draft.faults.add("V244", f"{fields.of[0].upper()}{fields.of[1:]} has no rating.", fields.node.at)
        return (Fraction(1) if rated else None), None
    rating, word = _read_rating(draft, fields, node)
    if contraindicated:
        if rating:
            message = "A contraindicated response is rated 0; the rating written here does not count."
            draft.faults.add("V245", message, node.at)
        return RATINGS["harmful"], "harmful"
    if rating is None:
        return (Fraction(1) if rated else None), None
    return rating, word


def _read_rating(draft: Draft, fields: Fields, node: Node) -> tuple[Fraction | None, str | None]:
    if isinstance(node, Scalar) and node.text in RATINGS:
        return RATINGS[node.text], node.text
    if not isinstance(node, Scalar) or node.text[:1].isalpha():
        words = ", ".join(RATINGS)
        if isinstance(node, Scalar):
            draft.faults.unknown("V121", node.text, f"is not a rating ({words}, or a number from 0 to 1)",
                                 RATINGS, node.at)
        else:
            fields.shape(node, f"one of {words}, or a number from 0 to 1", fields.name("rating"))
        return None, None
    number = fields.number_of("rating", Fraction(-1), high=1)
    return (None, None) if number < 0 else (number, nearest_rating(number))


def _cited(draft: Draft, fields: Fields, key: str) -> tuple[str, ...]:
    cited = fields.texts_of(key)
    draft.sources.extend(Named(name, at) for name, at in cited)
    return tuple(name for name, _ in cited)


def _because(draft: Draft, fields: Fields) -> str:
    node = fields.get("because")
    if node is None:
        message = f"{fields.of[0].upper()}{fields.of[1:]} has no 'because': nothing explains it."
        draft.faults.add("V401", message, fields.at("because"))
        return ""
    return fields.text(node, fields.name("because"))


def _effects(draft: Draft, fields: Fields) -> tuple[Effect, ...]:
    found = []
    for variable, (at, node) in fields.mapping_of("set", vital=True).items():
        effect = _effect(variable, node)
        if effect is None:
            message = f"What sets {quoted(variable)} is a number, +n, -n, =-n, true or false."
            draft.faults.add("V225", message, node.at, stops=True)
            continue
        if isinstance(node, Scalar):
            draft.effects.append((effect, node, at))
        found.append(effect)
    return tuple(found)


def _effect(variable: str, node: Node) -> Effect | None:
    """Return what one entry of ``set`` does, read from the scalar's own text; None where it cannot be read."""
    if not isinstance(node, Scalar):
        return None
    if node.boolean is not None:
        return Effect(variable, adds=False, amount=int(node.boolean))
    match = _EFFECT.fullmatch(node.text)
    if match is None or len(match[3]) > MOST_DIGITS:
        return None
    return Effect(variable, adds=bool(match[2]) and not match[1], amount=int(match[2] + match[3]))
