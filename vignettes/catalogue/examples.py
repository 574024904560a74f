"""The examples of the catalogue, made whole, so that they can be tried.

An example shows only what matters. It is laid over a small sound vignette: mappings are joined key by key,
anything else replaces what was there. An entry's ``trial`` says where it is tried otherwise:

``raw``       it is tried as it stands
``encoding``  it is written in this encoding
``missing``   there is no file at all
``sources``   the sources of :data:`SOURCES` are known
``by``        it is found by what is named: ``states`` (checking), ``library`` (all files together), ``scores``, or
              ``plays``: then the example is a file of plays beside the sound vignette
``over``      laid over that vignette first
``budget``    so many states are looked at
``beside``    the id of the one other vignette in the library
``size``, ``depth``, ``events``, ``faults``   limits smaller than those in force
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from vignettes.catalogue import Entry
from vignettes.sources import Source

if TYPE_CHECKING:
    from vignettes.diagnostics import Diagnostic
    from vignettes.reading import Reading
    from vignettes.reading.nodes import Node

BASE = """\
format: 1
id: example
title: Late again
start: first
scenes:
  first:
    narration: Your client comes ten minutes late, for the third time.
    responses:
      ask:
        say: What was it like to come here today?
        rating: recommended
        because: It asks what being late may tell.
        next: later
      wait:
        say: Good that you are here; we were speaking of your father last week, I think.
        rating: inadvisable
        because: It is friendly, and it leaves the lateness for another day.
        next: later
endings:
  later:
    outcome: good
    value: 1
    narration: You go on.
"""
SOURCES = {
    "R-EXPLORE": Source("R-EXPLORE", "article", "H1", "should", paraphrase="Ask before you conclude."),
    "R-MAY": Source("R-MAY", "article", "H1", "may", paraphrase="You may wait."),
}


def whole(example: str) -> str:
    """Return an example laid over the sound vignette; that vignette alone where the example is empty."""
    tree = _joined(_tree(BASE), _tree(example)) if example.strip() else _tree(BASE)
    return "\n".join(_written(tree, 0)) + "\n"


def tried(entry: Entry, example: str) -> Reading:
    """Return what reading an example of an entry gives."""
    from vignettes.reading import Limits, read_bytes, read_file

    if example == entry.bad and "missing" in entry.trial:
        return read_file("no-such-folder/no-such-file.yaml")
    text = example if "raw" in entry.trial else whole(example)
    given = {key: int(entry.trial[key]) for key in ("size", "depth", "events", "faults") if key in entry.trial}
    return read_bytes(
        text.encode(entry.trial.get("encoding", "utf-8")),
        "example.yaml",
        SOURCES if "sources" in entry.trial else None,
        limits=replace(Limits(), **given),
    )


def _tree(text: str) -> Node:
    from vignettes.reading.events import Limits, read_tree
    from vignettes.reading.faults import Faults
    from vignettes.reading.nodes import Written

    return read_tree(text, Faults(Written("example.yaml", text)), Limits())


def _joined(under: Node, over: Node) -> Node:
    from vignettes.reading.nodes import MapNode

    if not isinstance(under, MapNode) or not isinstance(over, MapNode):
        return over
    both = MapNode(under.at)
    both.entries.update(under.entries)
    for key, (at, node) in over.entries.items():
        below = under.get(key)
        both.entries[key] = (at, node if below is None else _joined(below, node))
    return both


def _written(node: Node, indent: int) -> list[str]:
    """Return the lines of a tree as YAML; plain texts stay plain, all others get quotation marks."""
    from vignettes.reading.nodes import ListNode, Scalar

    pad = " " * indent
    if isinstance(node, Scalar):
        return [pad + (node.text if node.plain else json.dumps(node.text))]
    if isinstance(node, ListNode):
        return [line for item in node.items for line in (f"{pad}-", *_written(item, indent + 2))] or [f"{pad}[]"]
    lines = []
    for key, (_, value) in node.entries.items():
        lines += [f"{pad}{json.dumps(key)}:", *_written(value, indent + 2)]
    return lines or [f"{pad}{{}}"]


def found(entry: Entry, example: str) -> tuple[Diagnostic, ...]:
    """Return what an example of an entry raises: by reading, or also by what the entry's trial names.

    Examples whose trial is ``by: scores`` or ``by: plays`` are read and no more; what scores say is not known here.
    """
    from vignettes.checking import check, check_library, graph_for, judged

    reading = tried(entry, example)
    by = entry.trial.get("by")
    if by == "states":
        budget = entry.trial.get("budget")
        graph = graph_for(reading, budget=int(budget) if budget else None)
        return judged(reading, check(reading, graph))
    if by == "library":
        from vignettes.reading import read_bytes
        from vignettes.sources import Sources

        beside = whole(f"id: {entry.trial.get('beside', 'beside')}\n")
        other = read_bytes(beside.encode(), "beside.yaml")
        known = Sources(SOURCES) if "sources" in entry.trial else None
        return judged(reading, check_library([other, reading], known, "sources.yaml"))
    return reading.diagnostics
