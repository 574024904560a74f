"""Sources: the article's recommendations and the standards of the codes and of good practice.

Vignettes cite them by id; each has a strength, and says how well its backing in the codes was checked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vignettes.diagnostics import Diagnostic

ARTICLE = "article"
PRACTICE = "practice"
LAYERS = (ARTICLE, PRACTICE)
STRENGTHS = ("must", "should", "may", "describes")
BINDING = frozenset({"must", "should"})
CHECKED = ("V", "V2", "M")  # the text itself; from a second hand; from memory: "check the current code"


class SourcesFault(ValueError):
    """A file of sources that cannot be used; its text is the first fault, ``diagnostics`` has all."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        super().__init__(f"{first.place}: {first.message}")
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Code:
    """One professional code: the name to show and its edition."""

    id: str
    name: str
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One entry of the bibliography: what it is, where it was read, and how it was checked."""

    id: str
    what: str
    url: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Backing:
    """What a code says to the same end: its section, edition, how it was checked, and a paraphrase."""

    ref: str
    checked: str
    edition: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One recommendation of the article (``R-…``) or one standard (``X-…``).

    Attributes:
        id: as cited.
        layer: ``article`` or ``practice``; the two are never mixed.
        section: the article's section, or the heading of a standard.
        strength: ``must``, ``should``, ``may`` or ``describes``.
        type: what kind of statement it is.
        condition: when it applies.
        paraphrase: what it says, in our own words.
        note: a remark for the debrief, such as where it is dated.
        backing: what the codes say to the same end.
        checked: ``V`` read in the text itself, ``V2`` at second hand, ``M`` from memory.
        competency: the competency it belongs to.
        edition: of the code it comes from, where it is one.
    """

    id: str
    layer: str
    section: str
    strength: str
    type: str = ""
    condition: str = ""
    paraphrase: str = ""
    note: str = ""
    backing: tuple[Backing, ...] = ()
    checked: str = ""
    competency: str = ""
    edition: str = ""

    @property
    def binds(self) -> bool:
        """Tell whether it asks for something (``must``, ``should``), not only permits or describes."""
        return self.strength in BINDING


@dataclass(frozen=True, eq=False)
class Sources(Mapping[str, Source]):
    """All known sources by id, with the labels of what they refer to."""

    by_id: Mapping[str, Source] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    competencies: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Code] = field(default_factory=dict)
    bibliography: Mapping[str, Work] = field(default_factory=dict)

    def joined(self, other: Sources) -> Sources:
        """Return these and another file's sources together; where both have an id, the other's stands."""
        return Sources(*({**mine, **theirs} for mine, theirs in zip(self._parts(), other._parts(), strict=True)))

    def _parts(self) -> tuple[Mapping[str, Any], ...]:
        return self.by_id, self.sections, self.competencies, self.codes, self.bibliography

    def __getitem__(self, source_id: str) -> Source:
        """Return a source by its id; raises KeyError."""
        return self.by_id[source_id]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids, in the order written."""
        return iter(self.by_id)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.by_id)


def read_sources(path: str | os.PathLike[str]) -> Sources:
    """Return the sources of a YAML file.

    Raises:
        SourcesFault: it cannot be opened or read.
    """
    from vignettes.reading.sources import sources

    return sources(Path(path))
