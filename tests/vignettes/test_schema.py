"""The JSON Schema for editors against the real validator, on the catalogue's examples and the library."""

from __future__ import annotations

import copy
import json
import re

import pytest

from vignettes import form
from vignettes.catalogue import entries
from vignettes.catalogue.examples import whole
from vignettes.library import files, shipped
from vignettes.plays import plays_in
from vignettes.reading import read_bytes
from vignettes.reading.events import Limits, read_tree
from vignettes.reading.faults import Faults
from vignettes.reading.nodes import ListNode, Scalar, Written
from vignettes.schema import as_text, plays_schema, schema

KNOWN = {
    "$schema", "title", "description", "default", "definitions", "$ref", "type", "properties", "required", "items",
    "additionalProperties", "pattern", "enum", "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "minimum",
    "maximum", "exclusiveMinimum", "minItems", "maxItems", "minProperties", "maxProperties", "propertyNames",
}
TYPES = {
    "object": dict, "array": list, "string": str, "null": type(None), "boolean": bool, "integer": int,
    "number": (int, float),
}
# What a schema of one file's shape can tell; the other codes need names, the way through, or scores.
SHAPES = {"V115", "V116", "V117", "V118", "V119", "V120", "V121", "V122", "V123", "V201", "V221", "V222", "V226",
          "V231", "V232", "V233", "V401"}


def is_a(value, kind):
    return isinstance(value, TYPES[kind]) and not (isinstance(value, bool) and kind != "boolean")


def fits(value, rule, root):
    """A small draft-7 validator; a keyword it does not know is an error, so that none is passed over."""
    if isinstance(rule, bool):
        return rule
    assert set(rule) <= KNOWN, set(rule) - KNOWN
    if "$ref" in rule:
        return fits(value, root["definitions"][rule["$ref"].rsplit("/", 1)[1]], root)
    kinds = rule.get("type", [])
    if kinds and not any(is_a(value, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds)):
        return False
    if "enum" in rule and not any(value == one and isinstance(value, bool) == isinstance(one, bool)
                                  for one in rule["enum"]):
        return False
    groups = all(fits(value, part, root) for part in rule.get("allOf", []))
    groups = groups and ("anyOf" not in rule or any(fits(value, part, root) for part in rule["anyOf"]))
    groups = groups and ("oneOf" not in rule or sum(fits(value, part, root) for part in rule["oneOf"]) == 1)
    groups = groups and ("not" not in rule or not fits(value, rule["not"], root))
    if "if" in rule:
        groups = groups and fits(value, rule["then" if fits(value, rule["if"], root) else "else"], root)
    if not groups:
        return False
    if isinstance(value, str):
        return "pattern" not in rule or re.search(rule["pattern"], value) is not None
    if isinstance(value, dict):
        return mapping_fits(value, rule, root)
    if isinstance(value, list):
        return list_fits(value, rule, root)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return (rule.get("minimum", value) <= value <= rule.get("maximum", value)
                and ("exclusiveMinimum" not in rule or value > rule["exclusiveMinimum"]))
    return True


def mapping_fits(value, rule, root):
    if not set(rule.get("required", [])) <= value.keys():
        return False
    if not rule.get("minProperties", 0) <= len(value) <= rule.get("maxProperties", len(value)):
        return False
    properties, more = rule.get("properties", {}), rule.get("additionalProperties", True)
    return all(fits(part, properties.get(key, more), root) and fits(key, rule.get("propertyNames", True), root)
               for key, part in value.items())


def list_fits(value, rule, root):
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
        return False
    items = rule.get("items", True)
    each = items if isinstance(items, list) else [items] * len(value)
    return all(fits(part, one, root) for part, one in zip(value, each, strict=False))


def data_of(node):
    """A tree as an editor's YAML 1.2 reader would have it."""
    if isinstance(node, Scalar):
        if not node.plain:
            return node.text
        if node.is_null:
            return None
        if node.boolean is not None:
            return node.boolean
        if re.fullmatch(r"[-+]?[0-9]+", node.text):
            return int(node.text)
        if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", node.text):
            return float(node.text)
        return node.text
    if isinstance(node, ListNode):
        return [data_of(item) for item in node.items]
    return {key: data_of(value) for key, (_, value) in node.entries.items()}


def data(text):
    return data_of(read_tree(text, Faults(Written("x.yaml", text)), Limits()))


WHOLE = [e for e in entries() if "raw" not in e.trial and "missing" not in e.trial and e.trial.get("by") != "plays"]


def codes(text):
    return {d.code for d in read_bytes(text.encode(), "x.yaml").diagnostics}


@pytest.mark.parametrize("entry", WHOLE, ids=lambda e: e.code)
def test_good_examples_fit(entry):
    assert fits(data(whole(entry.good)), schema(), schema())


@pytest.mark.parametrize("entry", WHOLE, ids=lambda e: e.code)
def test_bad_examples_fit_only_where_the_fault_is_not_one_of_shape(entry):
    text = whole(entry.bad)
    shaped = bool(codes(text) & SHAPES)
    fitting = fits(data(text), schema(), schema())
    if entry.code in SHAPES:
        assert not fitting
    elif fitting:
        assert not shaped


def test_there_are_examples_of_every_fault_of_shape():
    assert {entry.code for entry in WHOLE} >= SHAPES - {"V123"}


@pytest.mark.parametrize("path", list(files([shipped()])), ids=lambda p: p.rsplit("/", 1)[-1])
def test_the_library_fits(path):
    with open(path, encoding="utf-8") as stream:
        assert fits(data(stream.read()), schema(), schema())


def places(value, steps=()):
    """Every mapping of some data, by the steps that lead to it."""
    if isinstance(value, dict):
        yield steps
        for key, part in value.items():
            yield from places(part, (*steps, key))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from places(part, (*steps, at))


def test_an_unknown_key_anywhere_is_refused_by_both():
    good = data(whole("rules: {r: {existence: explore, penalty: 1, because: So.}}\nvariables: {v: {start: true}}\n"
                      "client: {name: Mo}\nreview: {clinical: A.}\nbriefing: [{when: v, text: A.}]"))
    good["scenes"]["first"]["responses"]["ask"]["acts"] = ["explore"]
    assert fits(good, schema(), schema())
    tried = 0
    for steps in places(good):
        named = not steps or steps[-1] not in ("scenes", "endings", "rules", "variables", "responses")
        if not named:
            continue
        changed = copy.deepcopy(good)
        inside = changed
        for step in steps:
            inside = inside[step]
        inside["sumary"] = "x"
        assert not fits(changed, schema(), schema()), steps
        assert "V116" in codes(json.dumps(changed)), steps
        tried += 1
    assert tried >= 8


def test_a_missing_required_key_is_refused_by_both():
    good = data(whole("rules: {r: {existence: explore, penalty: 1, because: So.}}"))
    good["scenes"]["first"]["responses"]["ask"]["acts"] = ["explore"]
    homes = {"vignette": (), "response": ("scenes", "first", "responses", "ask"), "ending": ("endings", "later"),
             "rule": ("rules", "r")}
    for part, steps in homes.items():
        for key in form.PARTS[part]:
            if not key.required:
                continue
            changed = copy.deepcopy(good)
            inside = changed
            for step in steps:
                inside = inside[step]
            del inside[key.name]
            assert not fits(changed, schema(), schema()), (part, key.name)
            assert codes(json.dumps(changed)) & {"V117", "V222", "V401"}, (part, key.name)


@pytest.mark.parametrize("entry", [e for e in entries() if e.trial.get("by") == "plays"], ids=lambda e: e.code)
def test_examples_of_plays_fit(entry):
    assert fits(data(entry.good), plays_schema(), plays_schema())
    assert fits(data(entry.bad), plays_schema(), plays_schema())


@pytest.mark.parametrize("text", [
    "plays: {}", "format: 2\nplays: {}", "format: 1\nplays: {it: {}}",
    "format: 1\nplays: {it: {choices: [a], scor: 1}}",
    "format: 1\nplays: {it: {choices: [a], score: high}}", "format: 1\nplays: {it: {choices: [a], score: {min: 2}}}",
    "format: 1\nplays: {it: {choices: a}}", "format: 1\nplays: {a b: {choices: [a]}}"])  # fmt: skip
def test_faulty_plays_are_refused_by_both(text):
    assert not fits(data(text), plays_schema(), plays_schema())
    assert plays_in(text.encode(), "x.plays.yaml").diagnostics


def test_every_key_is_described():
    for part in (*form.PARTS.values(), *form.PLAYS_PARTS.values()):
        for key in part:
            assert key.means.endswith((".", "?"))
            assert key.takes in form.KINDS or key.takes.split(" ")[0] in ("each", "one")


def test_the_text_of_a_schema_is_json():
    assert json.loads(as_text(schema())) == schema()
    assert "http" not in as_text(schema()).replace("http://json-schema.org/draft-07/schema#", "")
