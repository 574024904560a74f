"""Scenes and endings: from the tree to the model."""

from __future__ import annotations

from fractions import Fraction

from vignettes import form
from vignettes.diagnostics import quoted
from vignettes.form import OUTCOMES
from vignettes.model import Ending, Scene
from vignettes.reading.draft import Draft
from vignettes.reading.fields import Fields
from vignettes.reading.flow import exits, passages
from vignettes.reading.nodes import MapNode
from vignettes.reading.responses import response

DECISION_KEYS = ("open", "weight", "ambiguous", "key", "confidence", "scored", "keep")
SCENE_KEYS, ENDING_KEYS = form.names(form.SCENE), form.names(form.ENDING)


def scene(draft: Draft, scene_id: str, node: MapNode, at: int) -> Scene:
    """Return a scene; ``node`` is what stands under its id, ``at`` where the id stands."""
    fields = Fields(draft.faults, node, f"scene {quoted(scene_id)}", SCENE_KEYS, at)
    offered = fields.mapping_of("responses", vital=True)
    if not offered:
        _interlude(draft, fields)
    elif "next" in node.entries:
        message = f"{fields.subject} has responses, so its own 'next' is never used."
        draft.faults.add("V223", message, fields.at("next"))
    scored = fields.flag_of("scored", default=True)
    ambiguous = fields.flag_of("ambiguous")
    responses = []
    for response_id, (key_at, inside) in offered.items():
        fields.id(response_id, key_at, "a response")
        found = fields.mapping(inside, f"response {quoted(response_id)} of {quoted(scene_id)}", vital=True)
        if found is not None:
            made = response(draft, scene_id, response_id, found, key_at, scored=scored, ambiguous=ambiguous)
            responses.append(made)
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


def ending(draft: Draft, ending_id: str, node: MapNode, at: int) -> Ending:
    """Return an ending."""
    fields = Fields(draft.faults, node, f"ending {quoted(ending_id)}", ENDING_KEYS, at)
    for key in ("value", "narration"):
        fields.get(key, required=True)
    return Ending(
        id=ending_id,
        outcome=fields.word_of("outcome", OUTCOMES, "mixed", required=True),
        value=fields.number_of("value", Fraction(0), high=1),
        narration=passages(draft, fields, "narration", ending_id),
        client_view=passages(draft, fields, "client_view", ending_id),
    )
