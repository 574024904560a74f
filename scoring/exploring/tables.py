"""A vignette's graph with its scores, as whole numbers over one common denominator (units)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

from scoring.exploring.automata import AUTOMATA, BROKEN, NOTHING, OVER, Automaton, Future, Past, Step
from scoring.exploring.settling import Digest, Settler
from scoring.ledger import base_loss
from scoring.rules import acts_of, offered_acts
from vignettes.exploring import BUDGET, Graph, build, same_futures
from vignettes.model import Act, ActPattern, Rule, Vignette


class Move(NamedTuple):
    """What a choice does, as far as scores go.

    Attributes:
        offered: patterns on offer at the decision.
        base: its local loss, in units.
        acts: for each act of the response, the patterns it matches (those that match none are left out).
        way: the same for the acts of scenes entered on the way.
        closing: whether it leads to an ending, so that those acts count at this step.
    """

    offered: int
    base: int
    acts: tuple[int, ...]
    way: tuple[int, ...]
    closing: bool


class Choice(NamedTuple):
    """A response at a node: its id, its move's number, and the node it leads to (below 0: none)."""

    response: str
    move: int
    target: int


class Node(NamedTuple):
    """A node of the scored graph; several nodes of the play graph where their futures score alike.

    Attributes:
        place: the id of its decision or ending.
        choices: one for each open response, in the order written.
        stake: the decision's weight in units.
        future: what can still happen from here on, this decision included; an index of ``futures``.
    """

    place: str
    choices: tuple[Choice, ...]
    stake: int
    future: int


class Scored:
    """The graph of all states with moves, pasts and what they cost. Holds no state of any one exploration.

    Args:
        vignette: what to explore.
        graph: its graph of states, where it is at hand already.
        budget: the most states of play, where it is not.
    """

    def __init__(self, vignette: Vignette, graph: Graph | None = None, budget: int = BUDGET) -> None:
        self.vignette = vignette
        self.graph = graph if graph is not None else build(vignette, budget=budget)
        self._rules = [rule for rule in vignette.rules.values() if rule.penalty > 0]
        patterns = dict.fromkeys(p for rule in self._rules for p in _patterns(rule))
        self._patterns: dict[ActPattern, int] = {pattern: at for at, pattern in enumerate(patterns)}
        self._hits: dict[Act, int] = {}
        self._bases: dict[tuple[str, tuple[str, ...]], tuple[int, tuple[Fraction, ...]]] = {}
        self._offers()
        self.unit = self._unit()
        self.settler = Settler(self._automata())
        self._move_numbers: dict[Move, int] = {}
        self.futures: list[Future] = []
        self.nodes, self.node_of = self._nodes()
        self.moves = tuple(self._move_numbers)
        self._digests: dict[Digest, int] = {}
        self.digests: list[Digest] = []
        self._taken: dict[tuple[int, int, int], tuple[int, int]] = {}

    # --- compiling -------------------------------------------------------------------------------------

    def _offers(self) -> None:
        """Note for each decision and set of open responses what is on offer, and each response's base loss."""
        for place, edges in zip(self.graph.places, self.graph.edges, strict=True):
            key = (place, tuple([edge.response for edge in edges]))
            if edges and key not in self._bases:
                scene = self.vignette.scenes[place]
                responses = [scene.response(name) for name in key[1]]
                offered = 0
                for act in offered_acts(scene, responses):
                    offered |= self._hit(act)
                self._bases[key] = (offered, tuple(base_loss(scene, responses, one) for one in responses))

    def _unit(self) -> int:
        """Return the common denominator of all amounts."""
        found = [scene.stake.denominator for scene in self.vignette.decisions]
        found += [base.denominator for _, bases in self._bases.values() for base in bases]
        for rule in self._rules:
            shares = lcm(*range(1, len(rule.first) + 1)) if rule.template == "precedence_all" else 1
            found.append(rule.penalty.denominator * shares)
        return lcm(*found)

    def units(self, amount: Fraction) -> int:
        """Return an amount in units."""
        return int(amount * self.unit)

    def _automata(self) -> list[Automaton]:
        made: list[Automaton] = []
        claim = 0
        for index, rule in enumerate(self._rules):
            one = AUTOMATA[rule.template](index, rule, self.units(rule.penalty), self._patterns, claim)
            claim += one.width
            made.append(one)
        return made

    def _hit(self, act: Act) -> int:
        """Return the patterns an act matches."""
        hit = self._hits.get(act)
        if hit is None:
            hit = sum(1 << at for pattern, at in self._patterns.items() if pattern.matches(act))
            self._hits[act] = hit
        return hit

    def _hits_of(self, acts: Iterable[Act]) -> tuple[int, ...]:
        return tuple([hit for act in acts if (hit := self._hit(act))])

    @cached_property
    def opening(self) -> tuple[int, ...]:
        """The patterns matched by acts of scenes before the first decision, in order."""
        return self._hits_of(self.graph.opening.acts)

    def _moves_of(self, node: int) -> tuple[int, ...]:
        edges = self.graph.edges[node]
        if not edges:
            return ()
        place = self.graph.places[node]
        scene = self.vignette.scenes[place]
        offered, bases = self._bases[place, tuple([edge.response for edge in edges])]
        return tuple([
            self._number(Move(offered, self.units(base), self._hits_of(acts_of(scene, scene.response(edge.response))),
                              self._hits_of(edge.acts), edge.target >= 0 and self.graph.is_ending(edge.target)))
            for edge, base in zip(edges, bases, strict=True)
        ])

    def _number(self, move: Move) -> int:
        return self._move_numbers.setdefault(move, len(self._move_numbers))

    def _nodes(self) -> tuple[tuple[Node, ...], list[int]]:
        """Merge nodes whose futures score alike, and number them in the order of the graph."""
        graph = self.graph
        moves = [self._moves_of(node) for node in range(len(graph))]
        responses = [tuple([edge.response for edge in edges]) for edges in graph.edges]
        classes = same_futures(graph, lambda node: (graph.places[node], responses[node], moves[node]))
        first: dict[int, int] = {}
        node_of = [first.setdefault(number, len(first)) for number in classes]
        found: list[Node | None] = [None] * len(first)
        futures = self._futures(moves)
        numbers: dict[Future, int] = {}
        for node, at in enumerate(node_of):
            if found[at] is None:
                place = graph.places[node]
                scene = self.vignette.scenes.get(place)
                choices = tuple([
                    Choice(edge.response, move, node_of[edge.target] if edge.target >= 0 else edge.target)
                    for edge, move in zip(graph.edges[node], moves[node], strict=True)
                ])
                found[at] = Node(place, choices, self.units(scene.stake) if scene else 0,
                                 numbers.setdefault(futures[node], len(numbers)))
        self.futures = list(numbers)
        return tuple(node for node in found if node is not None), node_of

    def _futures(self, moves: Sequence[tuple[int, ...]]) -> list[Future]:
        """Return for each node what can be done and offered from it on."""
        table = tuple(self._move_numbers)
        futures = [NOTHING] * len(self.graph)
        for component in reversed(self.graph.components):
            done = by_response = offered = 0
            for node in component:
                for edge, number in zip(self.graph.edges[node], moves[node], strict=True):
                    move = table[number]
                    for hit in move.acts:
                        by_response |= hit
                    for hit in move.way:
                        done |= hit
                    offered |= move.offered
                    if edge.target >= 0:
                        beyond = futures[edge.target]
                        done, by_response = done | beyond.done, by_response | beyond.by_response
                        offered |= beyond.offered
            whole = Future(done | by_response, by_response, offered)
            for node in component:
                futures[node] = whole
        return futures

    def targets(self, node: int) -> list[int]:
        """Return the nodes a node leads to."""
        return [choice.target for choice in self.nodes[node].choices if choice.target >= 0]

    # --- pasts -----------------------------------------------------------------------------------------

    def start(self) -> int:
        """Return the number of the past with which node 0 is met."""
        past = Past([0] * len(self._rules), [])
        self._note(past, self.opening, by_response=False, at_step=False)
        digest, _ = self.settler.tidy(past, self.futures[self.nodes[0].future])
        return self._digest(digest)

    def take(self, digest: int, choice: Choice) -> tuple[int, int]:
        """Return the past after a choice and what it costs: its base loss and all that was settled."""
        future = self.nodes[choice.target].future if choice.target >= 0 else -1
        key = (digest, choice.move, future)
        known = self._taken.get(key)
        if known is None:
            known = self._taken[key] = self._take(self.digests[digest], self.moves[choice.move], future)
        return known

    def _take(self, digest: Digest, move: Move, future: int) -> tuple[int, int]:
        past = Past(list(digest[0]), [Step(*step) for step in digest[1]])
        past.steps.append(Step(move.base))
        facts = past.facts
        for rule in self.settler.rules:
            if not facts[rule.index] & (OVER | BROKEN):
                rule.met(past, move.offered)
        self._note(past, move.acts, by_response=True, at_step=True)
        self._note(past, move.way, by_response=False, at_step=move.closing)
        short, added = self.settler.tidy(past, self.futures[future] if future >= 0 else NOTHING)
        return self._digest(short), move.base + added

    def _note(self, past: Past, hits: tuple[int, ...], *, by_response: bool, at_step: bool) -> None:
        for hit in hits:
            for rule in self.settler.rules:
                if not past.facts[rule.index] & (OVER | BROKEN):
                    rule.done(past, hit, by_response, at_step)

    def _digest(self, digest: Digest) -> int:
        number = self._digests.setdefault(digest, len(self.digests))
        if number == len(self.digests):
            self.digests.append(digest)
        return number


def _patterns(rule: Rule) -> tuple[ActPattern, ...]:
    return (*rule.first, rule.second) if rule.second is not None else rule.first
