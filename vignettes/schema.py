"""A JSON Schema of the vignette format, for editors: what to write where, and much of what would be a fault.

Generated from :mod:`vignettes.form`. It is of draft 7, which yaml-language-server knows best. What needs the whole
file (names, conditions, the way through, scores) only ``simulator check`` can tell.
"""

from __future__ import annotations

from typing import Any

from vignettes import form
from vignettes.form import Key

FILE = "vignette.schema.json"
PLAYS_FILE = "plays.schema.json"

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
_ID = {"type": "string", "pattern": f"^{form.ID}$"}
_TEXT = {"type": ["string", "number"], "pattern": r"\S"}
_CONDITION = {"type": ["string", "boolean", "number"], "pattern": r"\S"}
_ATTRIBUTES = {"type": ["object", "null"], "additionalProperties": {"type": ["string", "number", "boolean"]}}
_ACT = {"anyOf": [_ID, {"type": "object", "propertyNames": _ID, "minProperties": 1, "maxProperties": 1,
                        "additionalProperties": _ATTRIBUTES}]}
_EFFECT = {"anyOf": [{"type": "boolean"}, {"type": "integer"}, {"type": "string", "pattern": "^=?[+-]?[0-9]+$"}]}
_GUARDED = {"type": "object", "properties": {"when": _CONDITION, "text": _TEXT}, "required": ["text"],
            "additionalProperties": False}
_WAY = {"type": "object", "properties": {"when": _CONDITION, "to": _ID}, "required": ["to"],
        "additionalProperties": False}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}

_TAKES: dict[str, Schema] = {
    "format": {"enum": [int(form.FORMAT), form.FORMAT]},
    "id": _ID,
    "language": {"type": "string", "pattern": f"^{form.LANGUAGE}$"},
    "text": _TEXT,
    "texts": {"type": "array", "items": _TEXT},
    "named texts": {"type": "object", "additionalProperties": _TEXT},
    "passages": {"anyOf": [_TEXT, {"type": "array", "items": {"anyOf": [_TEXT, _GUARDED]}}]},
    "flag": {"type": "boolean"},
    "condition": _CONDITION,
    "acts": {"type": "array", "items": _ACT},
    "act": _ACT,
    "two acts": {"type": "array", "items": _ACT, "minItems": 2, "maxItems": 2},
    "several acts": {"type": "array", "minItems": 2, "maxItems": 2,
                     "items": [{"type": "array", "items": _ACT, "minItems": 1}, _ACT]},
    "ways": {"anyOf": [_ID, {"type": "array", "items": _WAY, "minItems": 1}]},
    "effects": {"type": "object", "additionalProperties": _EFFECT},
    "start": {"type": ["integer", "boolean"]},
    "choices": {"type": "array", "items": {"type": "string", "pattern": r"\S"}},
    "bounds": {"anyOf": [_SHARE, {"type": "object", "properties": {"min": _SHARE, "max": _SHARE},
                                  "additionalProperties": False}]},
}
_ONE_TEMPLATE = {"oneOf": [{"required": [name]} for name in (*form.ON_ONE, *form.ON_TWO, *form.ON_SEVERAL)]}
_MORE: dict[str, Schema] = {
    "scene": {"anyOf": [{"required": ["responses"]}, {"required": ["next"]}]},
    "response": {"oneOf": [{"required": ["say"]}, {"required": ["do"]}]},
    "rule": {**_ONE_TEMPLATE, "properties": {"penalty": {"exclusiveMinimum": 0}}},
    "variable": {"if": {"properties": {"start": {"type": "integer"}}}, "then": {"required": ["min", "max"]},
                 "else": {"not": {"anyOf": [{"required": ["min"]}, {"required": ["max"]}]}}},
}
"""What holds for a part as a whole, beside its keys."""


def schema() -> Schema:
    """Return the schema of a vignette's file."""
    return _whole("A vignette", "vignette", form.PARTS)


def plays_schema() -> Schema:
    """Return the schema of a file of expected plays."""
    return _whole("Expected plays of a vignette", "plays file", form.PLAYS_PARTS)


def as_text(document: Schema) -> str:
    """Return a schema as the text of its file."""
    import json

    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _whole(title: str, top: str, parts: dict[str, tuple[Key, ...]]) -> Schema:
    definitions = {name: _part(name, keys) for name, keys in parts.items() if name != top}
    found = {"$schema": _DRAFT, "title": title, **_part(top, parts[top])}
    return {**found, "definitions": definitions} if definitions else found


def _part(name: str, keys: tuple[Key, ...]) -> Schema:
    made: Schema = {
        "type": "object",
        "properties": {key.name: _value(key) for key in keys},
        "required": [key.name for key in keys if key.required],
        "additionalProperties": False,
    }
    more = _MORE.get(name)
    return {**made, "allOf": [more]} if more else made


def _value(key: Key) -> Schema:
    """Return the schema of a key's value; an empty value counts as a key that is missing."""
    described = {"description": key.means, **({"default": _default(key.default)} if key.default else {})}
    taken = _taken(key)
    if key.required:
        return {**taken, **described} if "$ref" not in taken else {"allOf": [taken], **described}
    if set(taken) <= {"type", "pattern", "minimum", "maximum"}:
        kinds = taken["type"] if isinstance(taken["type"], list) else [taken["type"]]
        return {**taken, "type": [*kinds, "null"], **described}
    return {"anyOf": [taken, {"type": "null"}], **described}


def _taken(key: Key) -> Schema:
    how, _, part = key.takes.partition(" ")
    if how == "each" and part:
        names = {} if part == "check" else {"propertyNames": _ID}
        least = {"minProperties": 1} if key.required else {}
        return {"type": "object", **names, **least, "additionalProperties": {"$ref": f"#/definitions/{part}"}}
    if how == "one":
        return {"$ref": f"#/definitions/{part}"}
    if key.takes == "word":
        return {"enum": list(key.words)}
    if key.takes == "rating":
        return {"anyOf": [{"enum": list(key.words)}, _SHARE]}
    if key.takes in ("number", "whole"):
        bounds = {"minimum": key.low, "maximum": key.high}
        return {"type": "number" if key.takes == "number" else "integer",
                **{name: bound for name, bound in bounds.items() if bound is not None}}
    return _TAKES[key.takes]


def _default(written: str) -> Any:
    if written in ("true", "false"):
        return written == "true"
    return int(written) if written.isdecimal() else written
