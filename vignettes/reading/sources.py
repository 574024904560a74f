"""A file of sources: from its bytes to :class:`vignettes.sources.Sources`, with the guards that vignettes have."""

from __future__ import annotations

from pathlib import Path

from vignettes.diagnostics import ERROR, quoted
from vignettes.reading.events import Limits, decoded, read_tree
from vignettes.reading.faults import Faults, Unreadable
from vignettes.reading.fields import Fields, Takes
from vignettes.reading.nodes import MapNode, Node, Written
from vignettes.reading.reader import opened
from vignettes.sources import CHECKED, LAYERS, STRENGTHS, Backing, Code, Source, Sources, SourcesFault, Work

KEYS = ("format", "sections", "competencies", "bibliography", "codes", "sources")
SOURCE_KEYS = (
    "layer", "section", "strength", "type", "condition", "paraphrase", "note", "backing", "checked",
    "competency", "edition",
)
BACKING_KEYS = ("ref", "checked", "edition", "says")


def sources(path: Path) -> Sources:
    """Return the sources of a file; raises SourcesFault with all its faults."""
    faults = Faults(Written(str(path)))
    found, limits = None, Limits()
    try:
        root = read_tree(decoded(opened(path, faults, limits), faults, limits), faults, limits)
        found = _sources(faults, root)
    except Unreadable:
        pass
    errors = tuple(d for d in faults.found if d.severity == ERROR)
    if found is None or errors:
        raise SourcesFault(errors)
    return found


def _sources(faults: Faults, root: Node) -> Sources | None:
    top = Takes(faults).mapping(root, "A file of sources")
    if top is None:
        return None
    fields = Fields(faults, top, "the sources", KEYS)
    return Sources(
        by_id={name: _source(faults, name, node, at) for name, node, at in _parts(fields, "sources")},
        sections={name: inner.text_of("label") for name, inner in _labelled(fields, "sections")},
        competencies={name: inner.text_of("label") for name, inner in _labelled(fields, "competencies")},
        codes={
            name: Code(name, inner.text_of("name"), inner.text_of("edition"))
            for name, inner in _labelled(fields, "codes", ("name", "edition"))
        },
        bibliography={
            name: Work(name, inner.text_of("what"), inner.text_of("url"), inner.text_of("checked"))
            for name, inner in _labelled(fields, "bibliography", ("what", "url", "checked"))
        },
    )


def _parts(fields: Fields, key: str) -> list[tuple[str, MapNode, int]]:
    found = []
    for name, (at, node) in fields.mapping_of(key).items():
        inside = fields.mapping(node, f"{quoted(name)} of {quoted(key)}")
        if inside is not None:
            found.append((name, inside, at))
    return found


def _labelled(fields: Fields, key: str, known: tuple[str, ...] = ("label",)) -> list[tuple[str, Fields]]:
    return [(name, Fields(fields.faults, node, f"{quoted(name)} of {quoted(key)}", known, at))
            for name, node, at in _parts(fields, key)]


def _source(faults: Faults, name: str, node: MapNode, at: int) -> Source:
    fields = Fields(faults, node, f"source {quoted(name)}", SOURCE_KEYS, at)
    fields.id(name, at, "a source's id")
    backing = fields.get("backing")
    parts = [] if backing is None else fields.items(backing, fields.name("backing"))
    return Source(
        id=name,
        layer=fields.word_of("layer", LAYERS, LAYERS[1], required=True),
        section=fields.text_of("section"),
        strength=fields.word_of("strength", STRENGTHS, STRENGTHS[-1], required=True),
        type=fields.text_of("type"),
        condition=fields.text_of("condition"),
        paraphrase=fields.text_of("paraphrase", required=True),
        note=fields.text_of("note"),
        backing=tuple(_backing(fields, inside) for part in parts
                      if (inside := fields.mapping(part, f"each part of {fields.name('backing')}")) is not None),
        checked=fields.word_of("checked", CHECKED, CHECKED[-1]),
        competency=fields.text_of("competency"),
        edition=fields.text_of("edition"),
    )


def _backing(fields: Fields, part: MapNode) -> Backing:
    inner = Fields(fields.faults, part, f"a backing of {fields.of}", BACKING_KEYS)
    return Backing(
        ref=inner.text_of("ref", required=True),
        checked=inner.word_of("checked", CHECKED, CHECKED[-1]),
        edition=inner.text_of("edition"),
        says=inner.text_of("says"),
    )
