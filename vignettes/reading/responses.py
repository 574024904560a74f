"""Responses: from the tree to the model."""

from __future__ import annotations

import re
from fractions import Fraction

from vignettes.diagnostics import quoted
from vignettes.form import RESPONSE, TENDS, names
from vignettes.model import RATINGS, Effect, Response, nearest_rating
from vignettes.reading.draft import Draft, Named
from vignettes.reading.fields import MOST_DIGITS, Fields
from vignettes.reading.flow import exits, passages
from vignettes.reading.nodes import MapNode, Node, Scalar

KEYS = names(RESPONSE)
UNRATED = Fraction(1)  # what a missing rating counts until the author adds it: no loss

_EFFECT = re.compile(r"(=?)([+-]?)([0-9]+)")


def response(
    draft: Draft, scene_id: str, response_id: str, node: MapNode, at: int, *, scored: bool, ambiguous: bool
) -> Response:
    """Return a response.

    Args:
        draft: what is gathered on the way.
        scene_id: the decision it belongs to.
        response_id: its own id.
        node: what stands under its id.
        at: where its id stands.
        scored: whether its decision has a key.
        ambiguous: whether experts differ there, so that it may do without a rating.
    """
    of = f"response {quoted(response_id)} of {quoted(scene_id)}"
    fields = Fields(draft.faults, node, of, KEYS, at)
    kind = _kind(draft, fields)
    contraindicated = fields.flag_of("contraindicated")
    rating, word = _rating(draft, fields, contraindicated, needed=not ambiguous) if scored else (None, None)
    when = node.get("when")
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
        contraindicated=contraindicated,
        repair=fields.flag_of("repair"),
        tends=fields.word_of("tends", TENDS, "") or None,
        acts=draft.done(fields.get("acts"), fields.name("acts")),
        upholds=_cited(draft, fields, "upholds"),
        breaches=_cited(draft, fields, "breaches"),
        because=_because(draft, fields),
        result=passages(draft, fields, "result", f"{scene_id}/{response_id}"),
        effects=_effects(draft, fields),
    )


def _kind(draft: Draft, fields: Fields) -> str:
    kinds = [kind for kind in ("say", "do") if kind in fields.node.entries]
    if len(kinds) != 1:
        has = "both 'say' and 'do'" if kinds else "neither 'say' nor 'do'"
        at = fields.at(kinds[1]) if kinds else fields.home
        message = f"{fields.subject} has {has}; it has exactly one."
        draft.faults.add("V221", message, at, stops=True)
    return kinds[0] if kinds else "say"


def _rating(
    draft: Draft, fields: Fields, contraindicated: bool, *, needed: bool
) -> tuple[Fraction | None, str | None]:
    """Return the rating and its word; a rating that is missing or cannot be read has none."""
    node = fields.get("rating")
    rating, word = (None, None) if node is None else _read_rating(draft, fields, node)
    if contraindicated:
        if rating and node is not None:
            message = "A contraindicated response is rated 0; the rating written here does not count."
            draft.faults.add("V245", message, node.at)
        return RATINGS["harmful"], "harmful"
    if node is None and needed:
        draft.faults.add("V244", f"{fields.subject} has no rating.", fields.at("rating"))
    return (UNRATED if rating is None and needed else rating), word


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
        message = f"{fields.subject} has no 'because': nothing explains it."
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
