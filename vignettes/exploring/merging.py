"""Merging nodes that have the same future: whoever looks only forward cannot tell them apart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from vignettes.exploring.components import is_cycle
from vignettes.exploring.graph import Graph


def same_futures(graph: Graph, label: Callable[[int], Hashable]) -> list[int]:
    """Return a class number for each node; nodes of one class have the same label and the same ways on.

    The label says all that matters of a node and of its edges but their targets. Two nodes are in one class
    where their labels are equal and their edges lead, one by one, into the same classes. Inside a round the
    classes are refined until they stand (Moore 1956); elsewhere one pass from the end finds them all.
    """
    classes = [-1] * len(graph)
    known: dict[Hashable, int] = {}
    for component in reversed(graph.components):
        if is_cycle(component, graph.targets):
            _refine(graph, component, label, classes, known)
            continue
        node = component[0]
        ways = tuple([classes[edge.target] if edge.target >= 0 else edge.target for edge in graph.edges[node]])
        classes[node] = known.setdefault((label(node), ways), len(known))
    return classes


def _refine(graph: Graph, component: Sequence[int], label: Callable[[int], Hashable], classes: list[int],
            known: dict[Hashable, int]) -> None:
    inside = set(component)
    labels = {node: label(node) for node in component}
    numbers: dict[Hashable, int] = {}
    block = {node: numbers.setdefault(labels[node], len(numbers)) for node in component}
    while True:
        found: dict[Hashable, int] = {}
        refined = {}
        for node in component:
            ways = tuple([
                (True, block[e.target]) if e.target in inside
                else (False, classes[e.target] if e.target >= 0 else e.target)
                for e in graph.edges[node]
            ])
            refined[node] = found.setdefault((block[node], labels[node], ways), len(found))
        if len(found) == len(set(block.values())):
            break
        block = refined
    for node in component:
        classes[node] = known.setdefault((component[0], "round", block[node]), len(known))
