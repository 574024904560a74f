"""What a file says about names, gathered while it is compiled and checked once every name is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from vignettes.conditions import Condition, ConditionFault, parse
from vignettes.model import Act, ActPattern, Effect
from vignettes.reading.faults import Faults
from vignettes.reading.fields import Takes
from vignettes.reading.nodes import ListNode, MapNode, Node, Scalar


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it stands in the file, and its packed position."""

    name: str
    at: int


@dataclass
class Draft:
    """The faults so far, and every name used: targets, conditions, effects, acts, patterns of rules, sources, codes."""

    faults: Faults
    start: Named | None = None
    codes: list[Named] = field(default_factory=list)
    targets: list[Named] = field(default_factory=list)
    conditions: list[tuple[Condition, Scalar]] = field(default_factory=list)
    effects: list[tuple[Effect, Scalar, int]] = field(default_factory=list)
    acts: dict[str, set[tuple[tuple[str, str], ...]]] = field(default_factory=dict)
    patterns: list[tuple[ActPattern, int]] = field(default_factory=list)
    sources: list[Named] = field(default_factory=list)
    parsed: dict[str, Condition] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.takes = Takes(self.faults)

    def at(self, *steps: str | int) -> int:
        """Return the packed position of a part of the file, by the keys and indices that lead to it."""
        return self.faults.written.find(*steps)[0]

    def condition(self, node: Node, what: str) -> Condition | None:
        """Return the condition of a ``when``, or None with a fault."""
        if not isinstance(node, Scalar):
            self.takes.shape(node, "a condition such as 'rapport >= 1'", what, vital=True)
            return None
        if node.is_null or not node.text.strip():
            self.faults.add("V122", f"{what} is empty.", node.at, stops=True)
            return None
        found = self.parsed.get(node.text)
        if found is None:
            try:
                found = self.parsed[node.text] = parse(node.text)
            except ConditionFault as fault:
                at = self.faults.written.within(node, min(fault.offset, len(node.text) - 1))
                self.faults.add("V211", f"This condition cannot be read: {fault.message}.", at, stops=True)
                return None
        self.conditions.append((found, node))
        return found

    def done(self, node: Node | None, what: str) -> tuple[Act, ...]:
        """Return the acts of a list and remember that they are done somewhere."""
        if node is None:
            return ()
        acts = [Act(name, attributes) for name, attributes, _ in self._acts(node, what)]
        for act in acts:
            self.acts.setdefault(act.name, set()).add(act.attributes)
        return tuple(acts)

    def pattern(self, node: Node, what: str) -> ActPattern | None:
        """Return what a rule looks for, or None with a fault."""
        found = self._act(node, what)
        if found is None:
            return None
        name, attributes, at = found
        pattern = ActPattern(name, attributes)
        self.patterns.append((pattern, at))
        return pattern

    def _acts(self, node: Node, what: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...], int]]:
        if isinstance(node, ListNode):
            parts = node.items
        else:
            self.takes.shape(node, "a list of acts", what)
            parts = [node]
        for part in parts:
            found = self._act(part, f"an act in {what}")
            if found is not None:
                yield found

    def _act(self, node: Node, what: str) -> tuple[str, tuple[tuple[str, str], ...], int] | None:
        """Return name, attributes and position of ``name`` or ``{name: {attribute: value}}``."""
        name, at, inside = "", node.at, None
        if isinstance(node, Scalar):
            name = "" if node.is_null else node.text
        elif isinstance(node, MapNode) and len(node.entries) == 1:
            [(name, (at, inside))] = node.entries.items()
        attributes = _attributes(inside)
        if not name or attributes is None:
            message = f"{what} is a name or {{name: {{attribute: value}}}}, each act a part of its own."
            self.faults.add("V226", message[0].upper() + message[1:], node.at)
            return None
        return (name, attributes, at) if self.takes.id(name, at, "an act") else None


def _attributes(node: Node | None) -> tuple[tuple[str, str], ...] | None:
    """Return the attributes of an act, sorted by name, or None where they are no mapping of texts."""
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return ()
    if not isinstance(node, MapNode):
        return None
    found = []
    for name, (_, value) in node.entries.items():
        if not isinstance(value, Scalar) or value.is_null:
            return None
        found.append((name, value.text))
    return tuple(sorted(found))
