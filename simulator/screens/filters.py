"""Which vignettes the library shows: filters by level, length, competency and content note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.taming import tame_line

if TYPE_CHECKING:
    from vignettes.reading.header import Header

NAMES = ("filter-level", "filter-length", "filter-competency", "filter-note")
LEVELS = ("introductory", "intermediate", "advanced")
LENGTHS = {
    "12": ("up to 12 minutes", 0, 12), "20": ("13 to 20 minutes", 13, 20), "more": ("over 20 minutes", 21, 10**9),
}
WITHOUT = "without:"
Touches = Mapping[str, Counter[str]]


@dataclass(frozen=True)
class Filters:
    """What the library shows; an empty text lets everything through.

    Attributes:
        level: one of the three levels.
        length: ``12``, ``20`` or ``more``.
        competency: a competency's id.
        note: ``none`` for cases without a content note; ``without:`` and a note for cases without that one.
    """

    level: str = ""
    length: str = ""
    competency: str = ""
    note: str = ""

    @classmethod
    def of(cls, preferences: Mapping[str, str]) -> Filters:
        """Return the filters kept."""
        return cls(*(preferences.get(name, "") for name in NAMES))

    def __bool__(self) -> bool:
        """Tell whether anything is filtered."""
        return any((self.level, self.length, self.competency, self.note))

    def fits(self, card: Header, touches: Touches) -> bool:
        """Tell whether a vignette is shown; without knowing what it touches, no competency leaves it out."""
        if card.fault:
            return not self
        if self.level and card.level != self.level:
            return False
        _, least, most = LENGTHS.get(self.length, ("", 0, 10**9))
        if not least <= card.minutes <= most:
            return False
        if self.competency and card.file in touches and not touches[card.file][self.competency]:
            return False
        if self.note == "none":
            return not card.content_note
        return not (self.note.startswith(WITHOUT) and self.note.removeprefix(WITHOUT) in card.content_note)

    def words(self, labels: Mapping[str, str]) -> str:
        """Return what is shown, in a few words; ``labels`` are those of the competencies."""
        note = self.note.removeprefix(WITHOUT)
        told = [
            self.level,
            LENGTHS[self.length][0] if self.length in LENGTHS else "",
            labels.get(self.competency, self.competency),
            "without a content note" if self.note == "none" else f"without {note}" if note else "",
        ]
        return ", ".join(tame_line(part, 40) for part in told if part)
