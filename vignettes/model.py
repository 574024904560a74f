"""The compiled vignette: frozen data that playing, exploring, checking and scoring share.

Everything here is immutable; what changes in a play is the small :class:`vignettes.playing.State`.
Numbers that score are exact fractions. Texts are as the author wrote them: hostile until a face tames them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from vignettes.conditions import Condition

RATINGS: Mapping[str, Fraction] = {
    "recommended": Fraction(1),
    "acceptable": Fraction(2, 3),
    "inadvisable": Fraction(1, 3),
    "harmful": Fraction(0),
}
RATING_ON_SCREEN: Mapping[str, str] = {
    "recommended": "serves the client",
    "acceptable": "workable",
    "inadvisable": "sets back",
    "harmful": "risks harm",
}
ACCEPTABLE = RATINGS["acceptable"]
TEMPLATES = (
    "absence", "at_most_once", "existence", "precedence", "precedence_all", "precedence_any",
    "response", "responded_existence", "not_succession", "not_co_existence",
)


def nearest_rating(rating: Fraction) -> str:
    """Return the rating word for any number from 0 to 1: the highest word whose number it reaches."""
    for word, number in RATINGS.items():
        if rating >= number:
            return word
    return "harmful"


@dataclass(frozen=True, slots=True)
class Passage:
    """A text shown when its condition holds. ``text_id`` is stable (``scene/response/field[/n]``)."""

    text: str
    text_id: str
    when: Condition | None = None


Passages = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """A named thing done, with attributes such as ``reason: competence-limit``, sorted by name."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActPattern:
    """What a rule looks for: an act of this name that has these attributes, and maybe more."""

    name: str
    where: tuple[tuple[str, str], ...] = ()

    def matches(self, act: Act) -> bool:
        """Tell whether the act is one of these."""
        return act.name == self.name and all(pair in act.attributes for pair in self.where)

    def __str__(self) -> str:
        """Return it as a person would write it: ``refer (reason: competence-limit)``."""
        attributes = ", ".join(f"{name}: {value}" for name, value in self.where)
        return f"{self.name} ({attributes})" if attributes else self.name


@dataclass(frozen=True, slots=True)
class Variable:
    """A bounded whole number, or a boolean (``boolean``; then 0 and 1)."""

    name: str
    start: int
    minimum: int
    maximum: int
    boolean: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """One entry of ``set``: adds ``amount`` within the variable's bounds, or assigns it."""

    variable: str
    adds: bool
    amount: int


@dataclass(frozen=True, slots=True)
class Exit:
    """One target of ``next``; the last of a list has no condition."""

    to: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One thing the clinician could say or do at a decision.

    ``rating`` is None where the decision is unscored or ambiguous without a rating. ``rating_word`` is the
    author's word, or the nearest one for a number, or None.
    """

    id: str
    scene: str
    kind: str  # "say" or "do"
    text: str
    exits: tuple[Exit, ...]
    when: Condition | None = None
    once: bool = False
    rating: Fraction | None = None
    rating_word: str | None = None
    contraindicated: bool = False
    repair: bool = False
    tends: str | None = None
    acts: tuple[Act, ...] = ()
    upholds: tuple[str, ...] = ()
    breaches: tuple[str, ...] = ()
    because: str = ""
    result: Passages = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment; a decision where it has responses, an interlude where it goes on through ``exits``.

    ``key`` is the author's word (None: found by exploring). ``weight`` is as written; see :attr:`stake`.
    """

    id: str
    narration: Passages = ()
    client: Passages = ()
    inner: Passages = ()
    acts: tuple[Act, ...] = ()
    open: bool = False
    weight: Fraction = Fraction(1)
    ambiguous: bool = False
    key: bool | None = None
    confidence: bool = False
    scored: bool = True
    keep: bool = True
    responses: tuple[Response, ...] = ()
    exits: tuple[Exit, ...] = ()

    @property
    def is_decision(self) -> bool:
        """Tell whether it offers responses."""
        return bool(self.responses)

    @property
    def stake(self) -> Fraction:
        """Return the weight that counts: 0 for ambiguous and unscored decisions and for interludes."""
        return self.weight if self.scored and not self.ambiguous and self.responses else Fraction(0)

    def response(self, response_id: str) -> Response:
        """Return a response by its id; raises KeyError."""
        for response in self.responses:
            if response.id == response_id:
                return response
        raise KeyError(response_id)


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the case closes: its outcome in a word (good, mixed, poor), its value from 0 to 1, its texts."""

    id: str
    outcome: str
    value: Fraction
    narration: Passages = ()
    client_view: Passages = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A DECLARE constraint over acts.

    ``first`` and ``second`` are the A and the B of the template's row in the scoring table: unary templates
    on B (``absence``) use ``second`` alone, those on A (``existence``, ``at_most_once``) use ``first`` alone;
    ``precedence_all`` and ``precedence_any`` have several patterns in ``first``; all others one.
    """

    id: str
    template: str
    first: tuple[ActPattern, ...]
    second: ActPattern | None
    penalty: Fraction
    source: str | None = None
    critical: bool = False
    because: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """An author's word on a diagnostic's severity (error, warning or off), with a reason."""

    code: str
    severity: str
    because: str


@dataclass(frozen=True)
class Vignette:
    """One written case, compiled. ``content_hash`` is the SHA-256 (hex) of the file's bytes."""

    id: str
    title: str
    start: str
    scenes: Mapping[str, Scene]
    endings: Mapping[str, Ending]
    content_hash: str
    summary: str = ""
    language: str = "en"
    level: str = "introductory"
    minutes: int = 0
    variant_of: str | None = None
    content_note: tuple[str, ...] = ()
    client: Mapping[str, str] = field(default_factory=dict)
    clinician: Mapping[str, str] = field(default_factory=dict)
    briefing: Passages = ()
    variables: Mapping[str, Variable] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    differences: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    review: Mapping[str, str | None] = field(default_factory=dict)
    overrides: Mapping[str, Override] = field(default_factory=dict)

    @cached_property
    def decisions(self) -> tuple[Scene, ...]:
        """Scenes that offer responses, in the order written."""
        return tuple(scene for scene in self.scenes.values() if scene.is_decision)

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition of the file."""
        yield from (p.when for p in self.briefing if p.when)
        for scene in self.scenes.values():
            for passages in (scene.narration, scene.client, scene.inner):
                yield from (p.when for p in passages if p.when)
            yield from (e.when for e in scene.exits if e.when)
            for response in scene.responses:
                yield from (w for w in (response.when, *(p.when for p in response.result),
                                        *(e.when for e in response.exits)) if w)
        for ending in self.endings.values():
            yield from (p.when for p in (*ending.narration, *ending.client_view) if p.when)

    def _steering(self) -> Iterator[Condition]:
        for scene in self.scenes.values():
            yield from (e.when for e in scene.exits if e.when)
            for response in scene.responses:
                yield from (w for w in (response.when, *(e.when for e in response.exits)) if w)

    @cached_property
    def watched_acts(self) -> frozenset[str]:
        """Acts that some condition asks about with ``done``: all that a state needs to remember."""
        return frozenset(name for condition in self.conditions() for name in condition.acts)

    @cached_property
    def watched_scenes(self) -> frozenset[str]:
        """Scenes that some condition asks about with ``visited``."""
        return frozenset(name for condition in self.conditions() for name in condition.scenes)

    @cached_property
    def steering(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Return the variables, acts and scenes on which the way through depends, not texts alone."""
        found = list(self._steering())
        return (
            frozenset(name for condition in found for name in condition.variables),
            frozenset(name for condition in found for name in condition.acts),
            frozenset(name for condition in found for name in condition.scenes),
        )
