"""How each condition turned out: whether it ever held, and whether it ever did not, wherever it is asked.

A condition stands at one place of the file, named by the steps that lead to it, such as
``("scenes", "first", "responses", "ask", "when")``; the same words elsewhere are another condition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vignettes.conditions import Condition
from vignettes.exploring.graph import Graph
from vignettes.exploring.tables import Tables, Test
from vignettes.model import Exit, Passages, Vignette

HELD = 1
FAILED = 2

Steps = tuple[str | int, ...]
_Named = tuple[tuple[int, Test], ...]  # (its number, its test), for each condition of one list
_Ways = tuple[tuple[int, Test | None, int], ...]  # (its number, its test, the target)


def outcomes(graph: Graph) -> Mapping[Steps, int]:
    """Return for every condition that some play asks: HELD, FAILED or both together.

    A condition that is not in the answer is never asked: its place is never reached, or, of ``next``, a way
    above it is taken every time. Of an incomplete graph, the answer speaks of the part explored.

    Args:
        graph: a graph built with texts.

    Raises:
        ValueError: it was built without.
    """
    if not graph.tables.texts:
        raise ValueError("The graph must have been built with texts.")
    return _Watch(graph).found()


def conditions_of(vignette: Vignette) -> Iterator[tuple[Steps, Condition]]:
    """Yield every condition of scenes and endings with the steps that lead to it."""
    for scene in vignette.scenes.values():
        at: Steps = ("scenes", scene.id)
        yield from _of_texts(at, narration=scene.narration, client=scene.client, inner=scene.inner)
        yield from _of_ways(at, scene.exits)
        for response in scene.responses:
            steps: Steps = (*at, "responses", response.id)
            if response.when:
                yield (*steps, "when"), response.when
            yield from _of_texts(steps, result=response.result)
            yield from _of_ways(steps, response.exits)
    for ending in vignette.endings.values():
        yield from _of_texts(("endings", ending.id), narration=ending.narration, client_view=ending.client_view)


def _of_texts(at: Steps, **fields: Passages) -> Iterator[tuple[Steps, Condition]]:
    for field, passages in fields.items():
        for passage in passages:
            if passage.when is not None:  # then it stands in a list, and its id says where
                number = passage.text_id.rpartition("/")[2]
                yield (*at, field, int(number) - 1 if number.isdecimal() else 0, "when"), passage.when


def _of_ways(at: Steps, exits: Iterable[Exit]) -> Iterator[tuple[Steps, Condition]]:
    for index, way in enumerate(exits):
        if way.when is not None:
            yield (*at, "next", index, "when"), way.when


class _Watch:
    """Plays every state of a graph once more, and takes note of every condition asked."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.tables: Tables = graph.tables
        self.names: list[Steps] = []
        self.seen: list[int] = []
        self.passed: set[int] = set()  # states at interludes that have been watched
        vignette = graph.vignette
        self.texts: list[_Named] = []
        self.exits: list[_Ways] = []
        self.options: list[tuple[tuple[int, _Named, _Ways], ...]] = []
        for place in self.tables.places:
            self._place(vignette, place)

    def _number(self, steps: Steps) -> int:
        self.names.append(steps)
        self.seen.append(0)
        return len(self.names) - 1

    def _place(self, vignette: Vignette, place: str) -> None:
        scene = vignette.scenes.get(place)
        if scene is None:
            ending = vignette.endings[place]
            at: Steps = ("endings", place)
            self.texts.append(self._named(at, narration=ending.narration, client_view=ending.client_view))
            self.exits.append(())
            self.options.append(())
            return
        at = ("scenes", place)
        self.texts.append(self._named(at, narration=scene.narration, client=scene.client, inner=scene.inner))
        self.exits.append(self._ways(at, scene.exits))
        inside = []
        for response in scene.responses:
            steps: Steps = (*at, "responses", response.id)
            when = self._number((*steps, "when")) if response.when else -1
            inside.append((when, self._named(steps, result=response.result), self._ways(steps, response.exits)))
        self.options.append(tuple(inside))

    def _named(self, at: Steps, **fields: Passages) -> _Named:
        asked = ((steps, self.tables.test(when)) for steps, when in _of_texts(at, **fields))
        return tuple((self._number(steps), test) for steps, test in asked if test is not None)

    def _ways(self, at: Steps, exits: tuple[Exit, ...]) -> _Ways:
        numbers = {steps[-2]: self._number(steps) for steps, _ in _of_ways(at, exits)}
        return tuple((numbers.get(index, -1), self.tables.test(way.when), self.tables.index_of(way.to))
                     for index, way in enumerate(exits))

    def found(self) -> dict[Steps, int]:
        tables = self.tables
        self._arrive(tables.enter(tables.blank(), tables.index_of(self.graph.vignette.start)))
        for state in self.graph.states():
            self._note(self.texts[state & tables.place_mask], state)
            self._choose(state)
        return {steps: seen for steps, seen in zip(self.names, self.seen, strict=True) if seen}

    def _choose(self, state: int) -> None:
        place = state & self.tables.place_mask
        for option, (when, result, ways) in zip(self.tables.spots[place].options, self.options[place], strict=True):
            if state & option.used:
                continue
            if option.test is not None:
                held = option.test(state)
                self.seen[when] |= HELD if held else FAILED
                if not held:
                    continue
            after = self.tables.after(state, option)
            self._note(result, after)
            target = self._target(after, ways)
            if target >= 0:
                self._arrive(self.tables.enter(after, target))

    def _arrive(self, state: int) -> None:
        """Go on through the interludes from a state in which a place was just entered."""
        tables = self.tables
        while True:
            place = state & tables.place_mask
            if tables.spots[place].options or tables.spots[place].ending:
                return  # watched as a state of the graph
            state = tables.project(state)
            if state in self.passed:
                return
            self.passed.add(state)
            self._note(self.texts[place], state)
            target = self._target(state, self.exits[place])
            if target < 0:
                return
            state = tables.enter(state, target)

    def _target(self, state: int, ways: _Ways) -> int:
        for number, test, target in ways:
            held = test is None or test(state)
            if number >= 0:
                self.seen[number] |= HELD if held else FAILED
            if held:
                return target
        return -1

    def _note(self, named: _Named, state: int) -> None:
        for number, test in named:
            self.seen[number] |= HELD if test(state) else FAILED

