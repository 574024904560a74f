"""What to try next: an unseen vignette that touches what was missed, and why, in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.profile import Competency, Profile
    from vignettes.reading.header import Header
    from vignettes.sources import Source

LARGEST = 2_000_000  # bytes; of a larger file only the beginning is looked through
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A vignette to try next.

    Attributes:
        card: its header.
        competency: the label of what it touches; untamed.
        reason: why, in a sentence; untamed.
    """

    card: Header
    competency: str
    reason: str


def touched_by(text: str, sources: Mapping[str, Source]) -> Counter[str]:
    """Return how often a vignette's text cites each competency, by competency id."""
    return Counter(
        sources[name].competency for name in _NAME.findall(text) if name in sources and sources[name].competency
    )


def touched(cards: Iterable[Header], sources: Mapping[str, Source]) -> dict[str, Counter[str]]:
    """Return by file what each vignette of a library touches; files that cannot be read touch nothing."""
    found: dict[str, Counter[str]] = {}
    for card in cards:
        found[card.file] = Counter() if card.fault else touched_by(_beginning(card.file), sources)
    return found


def _beginning(file: str) -> str:
    try:
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def what_next(
    found: Profile, cards: Sequence[Header], touches: Mapping[str, Counter[str]], played: Collection[str]
) -> Suggestion | None:
    """Return the vignette to try next, or None where all have been played or nothing fits.

    What was missed comes first, most of it foremost; then what has not come up yet.

    Args:
        found: the profile so far.
        cards: the library.
        touches: what each file touches, from :func:`touched`.
        played: ids of vignettes begun before.
    """
    unseen = [card for card in cards if card.id not in played and not card.fault]
    for one in _most_missed_first(found):
        fitting = [card for card in unseen if touches.get(card.file, Counter())[one.id]]
        if fitting:
            best = max(fitting, key=lambda card: touches[card.file][one.id] / max(touches[card.file].total(), 1))
            return Suggestion(best, one.label, _reason(one))
    return None


def _most_missed_first(found: Profile) -> list[Competency]:
    missed = [one for one in found.competencies if one.kept < one.stake or one.rules_kept < one.rules_up]
    unmet = [one for one in found.competencies if not one.seen and one not in missed]
    return sorted(missed, key=lambda one: (one.verdict is None, one.share or 0)) + unmet


def _reason(one: Competency) -> str:
    if not one.seen and not one.rules_up:
        return f"{one.label} has not come up for you yet; it does here."
    if one.verdict is None:
        return f"Something was missed in {one.label}, seen too few times to say more; this case comes back to it."
    return f"In {one.label}, seen at {one.seen} decisions, something was missed; this case comes back to it."
