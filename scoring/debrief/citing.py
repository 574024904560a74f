"""Citing: a source told with its strength, where it stands, and how well it was checked; the layers kept apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from vignettes.model import Response
from vignettes.sources import ARTICLE, Backing, Source, Sources

STRENGTHS = {
    (True, "must"): "The article asks for this firmly.",
    (True, "should"): "The article advises this.",
    (True, "may"): "The article offers this as a possibility; it asks for nothing.",
    (True, "describes"): "The article states this as a fact; it asks for nothing.",
    (False, "must"): "The codes or good practice require this.",
    (False, "should"): "The codes or good practice advise this.",
    (False, "may"): "The codes or good practice allow this.",
    (False, "describes"): "Good practice takes note of this.",
}
CHECKS = {
    "V": "Read in the text or a reprint of it.",
    "V2": "Read at second hand: check the current code.",
    "M": "From memory, not checked yet: check the current code.",
}


def strength(source: Source) -> str:
    """Return a source's strength as a sentence that says whose it is."""
    return STRENGTHS[source.layer == ARTICLE, source.strength]


def cited(source_id: str, sources: Sources) -> dict[str, Any]:
    """Return a source as data for the debrief; one that is not known has its id alone."""
    source = sources.get(source_id)
    if source is None:
        return {"id": source_id, "known": False}
    return {
        "id": source.id,
        "known": True,
        "layer": source.layer,
        "strength": source.strength,
        "strength_words": strength(source),
        "paraphrase": source.paraphrase,
        "section": sources.sections.get(source.section, source.section),
        "checked": source.checked,
        "checked_words": CHECKS.get(source.checked, ""),
        "note": source.note,
        "competency": sources.competencies.get(source.competency, ""),
        "backing": [_backing(backing, sources) for backing in source.backing],
    }


def cited_by(response: Response, sources: Sources) -> list[dict[str, Any]]:
    """Return what a response upholds and breaches; ``role`` says which."""
    return [
        {"role": role, **cited(source_id, sources)}
        for role, ids in (("upholds", response.upholds), ("breaches", response.breaches))
        for source_id in ids
    ]


def competency(source_ids: Iterable[str], sources: Sources) -> str:
    """Return the label of the first competency that these sources belong to; empty where there is none."""
    for source_id in source_ids:
        source = sources.get(source_id)
        if source and source.competency in sources.competencies:
            return sources.competencies[source.competency]
    return ""


def _backing(backing: Backing, sources: Sources) -> dict[str, Any]:
    name, _, section = backing.ref.partition(" ")
    if name in sources.codes:
        label = f"{sources.codes[name].name}, {section}" if section else sources.codes[name].name
    else:
        work = sources.bibliography.get(backing.ref)
        label = work.what if work else backing.ref
    return {
        "ref": backing.ref,
        "label": label,
        "edition": backing.edition,
        "says": backing.says,
        "checked": backing.checked,
        "checked_words": CHECKS.get(backing.checked, ""),
    }
