"""One rule followed over all states of play at once: what it can come to, and where it charges a recommended choice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from scoring.ledger import base_loss
from scoring.rules import acts_of, offered_acts, tempting_acts
from scoring.soundness.verdicts import BROKEN, Follower, called, follower, missed_share
from vignettes.exploring import Edge, Graph
from vignettes.model import Act, Response, Rule

State = tuple[int, int]
"""A node of the graph, and what is remembered of the rule on arriving there."""


class Charged(NamedTuple):
    """A recommended response that a rule charges.

    Attributes:
        scene, response: their ids.
        amount: what can be left to charge after earlier losses have absorbed their part: the most there can be.
        missing: the acts left out, as bits of the rule's patterns; 0 where the response does what it should not.
        beside: whether some other response open there would still do a missing act.
        way: the responses of a line on which it is so, this one last.
    """

    scene: str
    response: str
    amount: Fraction
    missing: int
    beside: bool
    way: tuple[str, ...]


class _Taken(NamedTuple):
    """One edge of the graph as the rule sees it."""

    edge: Edge
    response: Response
    base: Fraction
    acts: tuple[int, ...]
    way: tuple[int, ...]


class _Met(NamedTuple):
    """One node of the graph as the rule sees it."""

    offered: int
    tempting: int
    taken: tuple[_Taken, ...]


class Following:
    """Everything one rule can come to on a complete graph.

    Of the base losses that a charge could be absorbed by, the least over all lines is kept for each state:
    those of the decisions at which the missing act was declined. Where several acts are missing, their
    decisions count together, so that too much is absorbed rather than too little.

    Attributes:
        complete: whether the budget of states sufficed.
        verdicts: what the rule comes to on some complete path (see :mod:`scoring.soundness.verdicts`).
    """

    def __init__(self, rule: Rule, graph: Graph, budget: int) -> None:
        self.rule = rule
        self.graph = graph
        self.follower: Follower = follower(rule)
        self.complete = True
        self.verdicts: set[int] = set()
        self._hits: dict[Act, int] = {}
        self._known: dict[tuple[str, tuple[str, ...]], tuple[int, int, tuple[Fraction, ...]]] = {}
        self._met = [self._node(node) for node in range(len(graph))]
        self._future = self._futures()
        self._pool: dict[State, Fraction] = {}
        self._before: dict[State, tuple[State, str]] = {}
        self._charged: dict[tuple[str, str], tuple[Fraction, int, bool, State]] = {}
        self._walk(budget)

    def charged(self) -> Iterator[Charged]:
        """Yield the recommended responses that the rule charges on some line, each once, at its dearest."""
        for (scene, response), (amount, missing, beside, state) in self._charged.items():
            yield Charged(scene, response, amount, missing, beside, (*self._way(state), response))

    # --- what the rule sees ----------------------------------------------------------------------------

    def _bits(self, acts: Iterable[Act]) -> tuple[int, ...]:
        found = []
        for act in acts:
            hit = self._hits.get(act)
            if hit is None:
                hit = self._hits[act] = self.follower.hit(act)
            if hit:
                found.append(hit)
        return tuple(found)

    def _node(self, node: int) -> _Met:
        edges = self.graph.edges[node]
        if not edges:
            return _Met(0, 0, ())
        scene = self.graph.vignette.scenes[self.graph.places[node]]
        responses = [scene.response(edge.response) for edge in edges]
        key = (scene.id, tuple([response.id for response in responses]))
        if key not in self._known:
            self._known[key] = (
                _joined(self._bits(offered_acts(scene, responses))),
                _joined(self._bits(tempting_acts(scene, responses))),
                tuple(base_loss(scene, responses, one) for one in responses),
            )
        offered, tempting, bases = self._known[key]
        return _Met(offered, tempting, tuple(
            _Taken(edge, response, base, self._bits(acts_of(scene, response)), self._bits(edge.acts))
            for edge, response, base in zip(edges, responses, bases, strict=True)
        ))

    def _futures(self) -> list[int]:
        """Return by node what can be done or offered from it on."""
        found = [0] * len(self.graph)
        for component in reversed(self.graph.components):
            whole = 0
            for node in component:
                met = self._met[node]
                whole |= met.offered | met.tempting
                for taken in met.taken:
                    whole |= _joined(taken.acts) | _joined(taken.way)
                    whole |= found[taken.edge.target] if taken.edge.target >= 0 else 0
            for node in component:
                found[node] = whole
        return found

    # --- following -------------------------------------------------------------------------------------

    def _walk(self, budget: int) -> None:
        fact = 0
        for hit in self._bits(self.graph.opening.acts):
            fact = self.follower.act(fact, hit, by_response=False)
        start = (0, fact)
        self._pool[start] = Fraction(0)
        waiting = deque([start])
        while waiting:
            state = waiting.popleft()
            if self.graph.is_ending(state[0]):
                self.verdicts.add(self.follower.verdict(state[1]))
                continue
            for target, pool, response in self._on(state):
                known = self._pool.get(target)
                if known is not None and known <= pool:
                    continue
                if known is None and len(self._pool) >= budget:
                    self.complete = False
                    return
                self._pool[target] = pool
                self._before[target] = (state, response)
                waiting.append(target)

    def _on(self, state: State) -> Iterator[tuple[State, Fraction, str]]:
        """Yield where each response leads, what earlier losses could then absorb, and its id."""
        one, (node, fact) = self.follower, state
        met = self._met[node]
        at = one.meet(fact, met.offered, met.tempting)
        for taken in met.taken:
            after = at
            for hit in taken.acts:
                after = one.act(after, hit, by_response=True)
            done = after
            for hit in taken.way:
                after = one.act(after, hit, by_response=False)
            if taken.edge.target < 0:
                continue
            if taken.response.rating == 1 and not taken.response.contraindicated:
                self._note(state, taken, at, done, after)
            pool = Fraction(0)
            if owed := one.owed(after):
                pool = self._pool[state] + (taken.base if owed & met.offered else 0)
            yield (taken.edge.target, after), pool, taken.response.id

    def _note(self, state: State, taken: _Taken, at: int, done: int, after: int) -> None:
        """Take note of a recommended response at which the rule breaks.

        Args:
            state: where it is chosen.
            taken: the response.
            at: what is remembered on choosing it.
            done: the same after its own acts.
            after: the same on arriving at what follows.
        """
        one, met = self.follower, self._met[state[0]]
        if one.undone:
            missing = one.owed(after)
            declined = met.offered & missing or (called(done) and not called(at))
            breaks = (missing and declined and one.verdict(after) == BROKEN
                      and not self._future[taken.edge.target] & missing)
        else:
            missing = one.owed(done)
            breaks = one.verdict(done) == BROKEN and one.verdict(at) != BROKEN
        if not breaks:
            return
        left = self.rule.penalty * Fraction(*missed_share(one, done)) - self._pool[state]
        key = (taken.response.scene, taken.response.id)
        if left > 0 and (key not in self._charged or self._charged[key][0] < left):
            self._charged[key] = (left, missing, bool(met.tempting & missing), state)

    def _way(self, state: State) -> tuple[str, ...]:
        way: list[str] = []
        seen = set()
        while state in self._before and state not in seen:
            seen.add(state)
            state, response = self._before[state]
            way.append(response)
        return tuple(reversed(way))


def _joined(bits: Iterable[int]) -> int:
    found = 0
    for bit in bits:
        found |= bit
    return found
