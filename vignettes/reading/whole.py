"""The whole file: from the tree to a vignette."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from vignettes import form
from vignettes.diagnostics import quoted
from vignettes.form import FORMAT, LANGUAGE, LEVELS, LONGEST_MINUTES, SEVERITIES, names
from vignettes.model import Override, Variable, Vignette
from vignettes.reading import rules, scenes
from vignettes.reading.draft import Draft, Named
from vignettes.reading.fields import Fields
from vignettes.reading.flow import passages
from vignettes.reading.nodes import MapNode, Node, Scalar

KEYS, CLIENT_KEYS, CLINICIAN_KEYS = names(form.VIGNETTE), names(form.CLIENT), names(form.CLINICIAN)
REVIEW_KEYS, VARIABLE_KEYS, CHECK_KEYS = names(form.REVIEW), names(form.VARIABLE), names(form.CHECK)
RESERVED = frozenset({"and", "or", "not", "true", "false", "done", "visited"})  # words of conditions
_LANGUAGE = re.compile(LANGUAGE)

Made = TypeVar("Made")


def vignette(draft: Draft, root: Node, content_hash: str) -> Vignette | None:
    """Return the vignette a tree describes, or None (with a fault) where it is no mapping.

    It is complete only if no fault stops it; names are not checked here.
    """
    top = draft.takes.mapping(root, "A vignette", vital=True)
    if top is None:
        return None
    fields = Fields(draft.faults, top, "the vignette", KEYS)
    _format(fields)
    return Vignette(
        id=_id(fields),
        title=fields.text_of("title", required=True),
        start=_start(draft, fields),
        variables=_variables(draft, fields),
        scenes=_each(draft, fields, "scenes", "a scene", scenes.scene),
        endings=_each(draft, fields, "endings", "an ending", scenes.ending),
        rules=_each(draft, fields, "rules", "a rule", rules.rule, vital=False),
        content_hash=content_hash,
        summary=fields.text_of("summary"),
        language=_language(fields),
        level=fields.word_of("level", LEVELS, LEVELS[0]),
        minutes=fields.whole_of("minutes", 0, low=1, high=LONGEST_MINUTES),
        variant_of=_variant(fields),
        content_note=tuple(text for text, _ in fields.texts_of("content_note")),
        client=_texts(draft, fields, "client", CLIENT_KEYS),
        clinician=_texts(draft, fields, "clinician", CLINICIAN_KEYS),
        briefing=passages(draft, fields, "briefing", ""),
        questions=tuple(text for text, _ in fields.texts_of("questions")),
        differences=fields.text_of("differences"),
        roles=_texts(draft, fields, "roles", None),
        review=_review(draft, fields),
        overrides=_overrides(draft, fields),
    )


def _format(fields: Fields) -> None:
    node = fields.get("format", required=True)
    if node is not None and not (isinstance(node, Scalar) and node.text == FORMAT):
        message = f"'format' is {FORMAT}: the only form of a vignette that is known here."
        fields.faults.add("V123", message, node.at, stops=True)


def _id(fields: Fields) -> str:
    node = fields.get("id", required=True, vital=True)
    if node is None:
        return ""
    found = fields.text(node, "'id'", vital=True)
    if found:
        fields.id(found, node.at, "a vignette's id")
    return found


def _start(draft: Draft, fields: Fields) -> str:
    node = fields.get("start", required=True, vital=True)
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        fields.shape(node, "the name of a scene", "'start'", vital=True)
        return ""
    draft.start = Named(node.text, node.at)
    return node.text


def _each(
    draft: Draft,
    fields: Fields,
    key: str,
    what: str,
    make: Callable[[Draft, str, MapNode, int], Made | None],
    *,
    vital: bool = True,
) -> dict[str, Made]:
    """Return what ``make`` makes of every named part under a key."""
    found = {}
    entries = fields.mapping_of(key, required=vital, vital=vital)
    if vital and not entries and isinstance(fields.get(key), MapNode):
        draft.faults.add("V122", f"{fields.name(key)} is empty.", fields.at(key), stops=True)
    for name, (at, node) in entries.items():
        fields.id(name, at, what)
        inside = fields.mapping(node, f"{key[:-1]} {quoted(name)}", vital=vital)
        made = None if inside is None else make(draft, name, inside, at)
        if made is not None:
            found[name] = made
    return found


def _variables(draft: Draft, fields: Fields) -> dict[str, Variable]:
    found = _each(draft, fields, "variables", "a variable", _variable, vital=False)
    for name in found.keys() & RESERVED:
        at = fields.mapping_of("variables")[name][0]
        draft.faults.add("V209", f"{quoted(name)} is a word of conditions, so no variable can bear it.", at, stops=True)
    return found


def _variable(draft: Draft, name: str, node: MapNode, at: int) -> Variable | None:
    fields = Fields(draft.faults, node, f"variable {quoted(name)}", VARIABLE_KEYS, at)
    start = fields.get("start", required=True, vital=True)
    if start is None:
        return None
    if isinstance(start, Scalar) and start.boolean is not None:
        for key in ("min", "max"):
            if key in node.entries:
                message = f"{quoted(name)} starts as {start.text}, so it has no '{key}'."
                draft.faults.add("V227", message, fields.at(key), stops=True)
        return Variable(name, int(start.boolean), 0, 1, boolean=True)
    low, high = (
        None if (bound := fields.get(key, required=True, vital=True)) is None
        else fields.whole(bound, fields.name(key), vital=True)
        for key in ("min", "max")
    )
    first = fields.whole(start, fields.name("start"), vital=True)
    if first is None or low is None or high is None:
        return None
    if not low <= first <= high:
        message = f"{quoted(name)} starts at {first}, outside of its bounds {low} to {high}."
        draft.faults.add("V227", message, start.at, stops=True)
    return Variable(name, first, low, high)


def _language(fields: Fields) -> str:
    node = fields.get("language")
    found = "" if node is None else fields.text(node, "'language'")
    if node is not None and found and not _LANGUAGE.fullmatch(found):
        fields.faults.add("V121", f"'language' is a tag such as en or pt-BR, not {quoted(found)}.", node.at)
        return "en"
    return found or "en"


def _variant(fields: Fields) -> str | None:
    node = fields.get("variant_of")
    found = "" if node is None else fields.text(node, "'variant_of'")
    return found if node is not None and found and fields.id(found, node.at, "a vignette's id") else None


def _texts(draft: Draft, fields: Fields, key: str, known: tuple[str, ...] | None) -> Mapping[str, str]:
    """Return a mapping of texts; with ``known``, other keys are faults."""
    node = fields.get(key)
    inside = None if node is None else fields.mapping(node, fields.name(key))
    if inside is None:
        return {}
    inner = Fields(draft.faults, inside, quoted(key), known, fields.at(key))
    return {name: text for name in inside.entries if (text := inner.text_of(name))}


def _review(draft: Draft, fields: Fields) -> Mapping[str, str | None]:
    texts = _texts(draft, fields, "review", REVIEW_KEYS)
    return {name: texts.get(name) for name in REVIEW_KEYS}


def _overrides(draft: Draft, fields: Fields) -> dict[str, Override]:
    found = {}
    for code, (at, node) in fields.mapping_of("checks").items():
        draft.codes.append(Named(code, at))
        inside = fields.mapping(node, f"the check {quoted(code)}")
        if inside is None:
            continue
        inner = Fields(draft.faults, inside, f"the check {quoted(code)}", CHECK_KEYS, at)
        severity = inner.word_of("severity", SEVERITIES, "", required=True)
        because = inner.text_of("because", required=True)
        if severity and because:
            found[code] = Override(code, severity, because)
    return found
