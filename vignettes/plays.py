"""Expected plays: a file beside a vignette that says how some plays of it must go.

``NAME.plays.yaml`` beside ``NAME.yaml`` lists plays by name: the responses chosen, the ending, bounds on decision
quality, rules that must have been kept or broken. :mod:`scoring.plays` runs them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from vignettes import form
from vignettes.diagnostics import Diagnostic, in_order, quoted
from vignettes.form import FORMAT, names
from vignettes.library import PLAYS

if TYPE_CHECKING:
    from vignettes.reading.faults import Faults
    from vignettes.reading.fields import Fields
    from vignettes.reading.marks import Marks
    from vignettes.reading.nodes import MapNode, Node

KEYS, PLAY_KEYS = names(form.PLAYS), names(form.PLAY)
SCORE_KEYS = ("min", "max")


@dataclass(frozen=True, slots=True)
class Choice:
    """A response chosen, and the scene it is expected at (None: wherever the play stands)."""

    response: str
    scene: str | None = None

    def __str__(self) -> str:
        """Return it as written: ``response`` or ``scene/response``."""
        return self.response if self.scene is None else f"{self.scene}/{self.response}"


@dataclass(frozen=True, slots=True)
class Play:
    """A play as it is expected to go.

    Attributes:
        name: what the author calls it.
        choices: the responses chosen, a decision each, up to an ending.
        ending: where it must end; None: anywhere.
        low, high: bounds on decision quality, from 0 to 1; None: any.
        kept, broken: ids of rules that must have come up, and been kept or broken.
    """

    name: str
    choices: tuple[Choice, ...]
    ending: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    kept: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plays:
    """What reading a file of plays gave: the plays that can be run, all faults, and where each part stands."""

    plays: tuple[Play, ...]
    diagnostics: tuple[Diagnostic, ...]
    marks: Marks


def is_plays_file(name: str) -> bool:
    """Tell whether a file's name is one of a file of plays."""
    return name.endswith(PLAYS)


def beside(vignette: Path) -> Path | None:
    """Return the file of plays beside a vignette's file; None where there is none."""
    for ending in PLAYS:
        path = vignette.with_name(vignette.stem + ending)
        if path.is_file():
            return path
    return None


def vignette_of(plays: Path) -> Path | None:
    """Return the vignette's file that a file of plays stands beside; None where there is none."""
    stem = next(plays.name.removesuffix(ending) for ending in PLAYS if plays.name.endswith(ending))
    return next((path for end in (".yaml", ".yml") if (path := plays.with_name(stem + end)).is_file()), None)


def lonely(plays: Path) -> Diagnostic:
    """Return the fault of a file of plays that has no vignette beside it."""
    from vignettes.reading.faults import Faults
    from vignettes.reading.nodes import Written

    faults = Faults(Written(str(plays)))
    faults.add("V701", f"There is no vignette beside {quoted(plays.name)}, so its plays cannot be run.", 0)
    return faults.found[0]


def read_plays(path: Path) -> Plays:
    """Return what a file of plays holds; never raises for what is in it."""
    from vignettes.reading.events import Limits
    from vignettes.reading.faults import Faults, Unreadable
    from vignettes.reading.marks import Marks
    from vignettes.reading.nodes import Written
    from vignettes.reading.reader import opened

    faults = Faults(Written(str(path)))
    try:
        data = opened(path, faults, Limits())
    except Unreadable:
        return Plays((), in_order(faults.found), Marks(faults.written))
    return plays_in(data, str(path))


def plays_in(data: bytes, file: str) -> Plays:
    """Return what the bytes of a file of plays hold; ``file`` is its name, for places."""
    from vignettes.reading.events import Limits, decoded, read_tree
    from vignettes.reading.faults import Faults, Unreadable
    from vignettes.reading.fields import Fields, Takes
    from vignettes.reading.marks import Marks
    from vignettes.reading.nodes import Written

    faults, limits = Faults(Written(file)), Limits()
    found: tuple[Play, ...] = ()
    try:
        top = Takes(faults).mapping(read_tree(decoded(data, faults, limits), faults, limits), "A file of plays")
        if top is not None:
            fields = Fields(faults, top, "the file of plays", KEYS)
            _format(fields)
            entries = fields.mapping_of("plays", required=True)
            found = tuple(play for name, (at, node) in entries.items()
                          if (play := _play(faults, fields, name, at, node)) is not None)
    except Unreadable:
        pass
    return Plays(found, in_order(faults.found), Marks(faults.written))


def _format(fields: Fields) -> None:
    from vignettes.reading.nodes import Scalar

    node = fields.get("format", required=True)
    if node is not None and not (isinstance(node, Scalar) and node.text == FORMAT):
        fields.faults.add("V123", f"'format' is {FORMAT}: the only form of plays that is known here.", node.at)


def _play(faults: Faults, above: Fields, name: str, at: int, node: Node) -> Play | None:
    from vignettes.reading.fields import Fields

    above.id(name, at, "a play's name")
    inside = above.mapping(node, f"the play {quoted(name)}")
    if inside is None:
        return None
    fields = Fields(faults, inside, f"play {quoted(name)}", PLAY_KEYS, at)
    fields.get("choices", required=True)
    before = len(faults.found)
    choices = tuple(_choice(text) for text, _ in fields.texts_of("choices"))
    if len(faults.found) > before or "choices" not in inside.entries:
        return None  # what is missing from the choices would be called a play that went elsewhere
    low, high = _bounds(faults, fields, inside)
    kept, broken = (tuple(text for text, _ in fields.texts_of(key)) for key in ("kept", "broken"))
    return Play(name, choices, fields.text_of("ending") or None, low, high, kept, broken)


def _choice(text: str) -> Choice:
    scene, slash, response = text.partition("/")
    return Choice(response.strip(), scene.strip()) if slash else Choice(text.strip())


def _bounds(faults: Faults, fields: Fields, inside: MapNode) -> tuple[Fraction | None, Fraction | None]:
    """Return the bounds of ``score``: one number stands for both."""
    from vignettes.reading.fields import Fields
    from vignettes.reading.nodes import MapNode

    node = fields.get("score")
    if node is None:
        return None, None
    if not isinstance(node, MapNode):
        exact = fields.number_of("score", Fraction(-1), 0, 1)
        return (None, None) if exact < 0 else (exact, exact)
    inner = Fields(faults, node, f"'score' of {fields.of}", SCORE_KEYS, fields.at("score"))
    found: Mapping[str, Fraction] = {key: inner.number_of(key, Fraction(-1), 0, 1) for key in SCORE_KEYS}
    low, high = (None if found[key] < 0 else found[key] for key in SCORE_KEYS)
    return low, high
