"""How many complete paths there are, and how anything that adds up along a path is spread over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from vignettes.exploring.graph import Edge, Graph

Amount = Callable[[int, Edge | None], int]


@dataclass(frozen=True)
class PathCount:
    """How many complete paths lead from the start to an ending.

    Attributes:
        paths: their number; where ``decisions`` is given, of those with at most so many decisions.
        decisions: None where the number is that of all paths; else the length up to which they were counted,
            because paths may go round and their number has no bound.
        exact: False where the budget of states cut the graph short: then there are at least so many.
    """

    paths: int
    decisions: int | None
    exact: bool

    @property
    def unbounded(self) -> bool:
        """Tell whether paths can be made ever longer."""
        return self.decisions is not None


def live_nodes(graph: Graph) -> bytearray:
    """Return, by node, 1 where an ending can still be reached."""
    return graph.reaching([node for node in range(len(graph)) if graph.is_ending(node)])


def is_unbounded(graph: Graph) -> bool:
    """Tell whether some complete path can go round."""
    live = live_nodes(graph)
    return any(live[cycle[0]] for cycle in graph.cycles)


def count_paths(graph: Graph, *, decisions: int | None = None) -> PathCount:
    """Count the complete paths exactly.

    Args:
        graph: the graph of all states.
        decisions: where paths may go round, count those of at most so many decisions; by default twice the
            number of decision scenes that can be reached, or twice the shortest path, whichever is more.
    """
    if not len(graph):
        return PathCount(0, None, graph.complete)
    if is_unbounded(graph):
        bound = _bound(graph) if decisions is None else decisions
        return PathCount(_count_up_to(graph, bound), bound, graph.complete)
    live = live_nodes(graph)
    ways = [0] * len(graph)
    ways[0] = 1
    total = 0
    for component in graph.components:
        node = component[0]
        if not live[node]:
            continue
        if graph.is_ending(node):
            total += ways[node]
        for edge in graph.edges[node]:
            if edge.target >= 0:
                ways[edge.target] += ways[node]
    return PathCount(total, None, graph.complete)


def _bound(graph: Graph) -> int:
    scenes = {place for place in graph.places if place not in graph.vignette.endings}
    nearest = next(node for node in range(len(graph)) if graph.is_ending(node))  # nodes stand by distance
    return 2 * max(len(scenes), len(graph.way_to(nearest)))


def _count_up_to(graph: Graph, decisions: int) -> int:
    layer: dict[int, int] = {0: 1}
    total = 0
    for step in range(decisions + 1):
        total += sum(ways for node, ways in layer.items() if graph.is_ending(node))
        following: dict[int, int] = defaultdict(int)
        if step < decisions:
            for node, ways in layer.items():
                for edge in graph.edges[node]:
                    if edge.target >= 0:
                        following[edge.target] += ways
        layer = following
    return total


def spread(graph: Graph, amount: Amount, *, decisions: int | None = None) -> dict[int, int]:
    """Return how a sum along the path is spread over the complete paths: {sum: number of paths}.

    Exact where no path goes round; else of the paths with at most ``decisions`` decisions (by default as
    :func:`count_paths` has it). Good for the median length of a path in words, say.

    Args:
        graph: the graph of all states.
        amount: what a node adds (called with the node and None) and what an edge adds (called with the node
            it starts from and the edge). The opening counts as an edge from node -1.
        decisions: see above.
    """
    if not len(graph):
        return {}
    bound = count_paths(graph, decisions=decisions).decisions
    at_node = [amount(node, None) for node in range(len(graph))]
    steps = [[(edge.target, amount(node, edge) + at_node[edge.target])
              for edge in edges if edge.target >= 0] for node, edges in enumerate(graph.edges)]
    start = {amount(-1, graph.opening) + at_node[0]: 1}
    if bound is not None:
        return _spread_up_to(graph, steps, start, bound)
    live = live_nodes(graph)
    found: dict[int, int] = defaultdict(int)
    sums: list[dict[int, int]] = [defaultdict(int) for _ in graph.places]
    sums[0].update(start)
    for component in graph.components:
        node = component[0]
        if live[node]:
            _pass_on(sums[node], steps[node], sums)
            if graph.is_ending(node):
                _add(found, sums[node])
        sums[node] = {}
    return dict(found)


def _spread_up_to(
    graph: Graph, steps: list[list[tuple[int, int]]], start: dict[int, int], decisions: int
) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    layer: dict[int, dict[int, int]] = {0: start}
    for _ in range(decisions + 1):
        following: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for node, sums in layer.items():
            if graph.is_ending(node):
                _add(found, sums)
            _pass_on(sums, steps[node], following)
        layer = following
    return dict(found)


def _add(into: dict[int, int], sums: dict[int, int]) -> None:
    for total, paths in sums.items():
        into[total] += paths


def _pass_on(sums: dict[int, int], steps: list[tuple[int, int]],
             into: list[dict[int, int]] | dict[int, dict[int, int]]) -> None:
    for target, more in steps:
        place = into[target]
        for total, paths in sums.items():
            place[total + more] += paths
