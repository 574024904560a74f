"""How long a play takes, from what is shown on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from vignettes.diagnostics import Diagnostic
from vignettes.exploring import Edge, Graph, spread
from vignettes.exploring.counting import Amount
from vignettes.model import Passages, Vignette

if TYPE_CHECKING:
    from vignettes.reading import Reading

WORDS_A_MINUTE = 200
SECONDS_A_DECISION = 20
OFF_BY = 3  # a third of the measured time
MANY_EDGES = 60_000  # past this, the mean stands for the median: it is found in one pass, and lies close to it


def check(reading: Reading, graph: Graph) -> Iterator[Diagnostic]:
    """Yield V408 where ``minutes`` is off by more than a third from the median complete path.

    The nearest whole number of minutes, at least 1, is never off: no better one can be written.
    """
    minutes = graph.vignette.minutes
    if not minutes or not graph.complete:
        return
    seconds = median_seconds(graph)
    if seconds is None or OFF_BY * abs(60 * minutes - seconds) <= seconds:
        return
    measured = max(1, round(seconds / 60))
    if minutes == measured:
        return
    message = f"'minutes' says {minutes}; the middle one of all complete paths takes about {measured}."
    yield reading.marks.diagnostic("V408", message, "minutes")


def median_seconds(graph: Graph) -> int | None:
    """Return how long the median complete path takes, in seconds; None where no path is complete.

    Reading goes at 200 words a minute (narration, client, inner, the responses offered, results, the ending's
    texts), and each decision takes 20 s more. Where paths may go round, those of a bounded length count. Of a
    very large graph the mean is returned; None where there paths may go round.

    Args:
        graph: a graph built with texts.
    """
    seconds = _amounts(graph)
    if sum(map(len, graph.edges)) > MANY_EDGES:
        return _mean(graph, seconds)
    found = spread(graph, seconds)
    paths = sum(found.values())
    below = 0
    for amount in sorted(found):
        below += found[amount]
        if 2 * below >= paths:
            return amount
    return None


def _amounts(graph: Graph) -> Amount:
    """Return what tells the seconds that a node or an edge takes."""
    words = words_of(graph.vignette)
    said = {(r.scene, r.id): len(r.text.split()) for scene in graph.vignette.decisions for r in scene.responses}

    def seconds(node: int, edge: Edge | None) -> int:
        if edge is not None:
            return _reading(sum(words[text] for text in edge.shown))
        read = sum(words[text] for text in graph.shown[node])
        read += sum(said[graph.places[node], edge.response] for edge in graph.edges[node])
        return _reading(read) + (0 if graph.is_ending(node) else SECONDS_A_DECISION)

    return seconds


def _mean(graph: Graph, seconds: Amount) -> int | None:
    if graph.cycles or not len(graph):
        return None
    ways = [0] * len(graph)
    sums = [0] * len(graph)
    ways[0], sums[0] = 1, seconds(-1, graph.opening)
    paths = total = 0
    for component in graph.components:
        node = component[0]
        sums[node] += ways[node] * seconds(node, None)
        if graph.is_ending(node):
            paths, total = paths + ways[node], total + sums[node]
        for edge in graph.edges[node]:
            if edge.target >= 0:
                ways[edge.target] += ways[node]
                sums[edge.target] += sums[node] + ways[node] * seconds(node, edge)
    return total // paths if paths else None


def _reading(words: int) -> int:
    """Return the seconds it takes to read so many words, to the nearest whole one."""
    return (60 * words + WORDS_A_MINUTE // 2) // WORDS_A_MINUTE


def words_of(vignette: Vignette) -> Mapping[str, int]:
    """Return the number of words of each text shown in scenes, results and endings, by text id."""
    found: dict[str, int] = {}

    def note(*groups: Passages) -> None:
        found.update((passage.text_id, len(passage.text.split())) for group in groups for passage in group)

    for scene in vignette.scenes.values():
        note(scene.narration, scene.client, scene.inner, *(response.result for response in scene.responses))
    for ending in vignette.endings.values():
        note(ending.narration, ending.client_view)
    return found
