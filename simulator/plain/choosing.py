"""The list of vignettes in line mode: what waits unfinished first, then all, each by number or id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import wording
from simulator.plain.help import EVERYWHERE, told
from simulator.plain.talking import Left, Word, command_in
from simulator.records import RecordsError
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from simulator.plain.desk import Desk
    from simulator.records import Summary
    from vignettes.reading.header import Header

MOST_UNFINISHED = 5


@dataclass(frozen=True)
class Choice:
    """What was chosen: a file to open, or an attempt to go on with; neither: someone else plays."""

    file: Path | None = None
    attempt: Summary | None = None


class Library:
    """What can be played."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.paper = desk.paper
        self._headers = desk.headers()
        self._unfinished = self._waiting()

    def choose(self) -> Choice:
        """Print the list and ask. Raises Left."""
        self.show()
        known = (*EVERYWHERE, Word.LIST, Word.WHO)
        while True:
            typed = self.desk.talk.ask("Number or id (? for help):")
            choice = self.meant_by(typed)
            if choice is not None:
                return choice
            word = command_in(typed, known)
            if word is Word.QUIT:
                raise Left
            if word is Word.WHO:
                return Choice()
            if word is Word.LIST:
                self.show()
            elif not told(self.paper, word, known, "A number or an id opens what stands there.") and typed:
                self.paper.line(self.unknown(typed))

    def meant_by(self, typed: str) -> Choice | None:
        """Return what a number or an id stands for."""
        rows = self._rows()
        if typed.isascii() and typed.isdecimal() and 1 <= int(typed[:6]) <= len(rows):
            return rows[int(typed[:6]) - 1]
        for header in self._headers:
            if typed == header.id and not header.fault:
                return Choice(file=Path(header.file))
        return None

    def unknown(self, typed: str) -> str:
        """Return the sentence for what stands for nothing, with the nearest id."""
        import difflib

        near = difflib.get_close_matches(typed[:100], [h.id for h in self._headers], n=1, cutoff=0.55)
        return f"There is no '{tame_line(typed, 60)}' here." + (f" Did you mean '{near[0]}'?" if near else "")

    def show(self) -> None:
        """Print all that can be played."""
        desk, paper = self.desk, self.paper
        if desk.trainee is not None:
            paper.gap()
            paper.line(f"Playing: {tame_line(desk.trainee.name or 'someone without a name', 80)}. "
                       f"{wording.recorded_words(desk.records_on is not None)}")
        number = 1
        if self._unfinished:
            paper.heading("Go on where you left")
            for summary in self._unfinished:
                paper.line(_unfinished_words(summary), f"{number}. ", "   ")
                number += 1
        paper.heading("Vignettes")
        seen = self._seen()
        for header in self._playable():
            paper.line(_header_words(header, seen.get(header.id, frozenset())), f"{number}. ", "   ")
            number += 1
        if not self._playable():
            paper.line("There are none here.")
        for header in self._headers:
            if header.fault:
                paper.line(f"{tame_line(header.file)} cannot be read: {tame(header.fault)}", "", "  ")
        paper.gap()

    def unfinished_of(self, file: Path | None) -> Summary | None:
        """Return the latest attempt that waits to be gone on with: at a file's vignette, or (None) at any."""
        from vignettes.reading.header import read_header

        if file is None:
            return next(iter(self._unfinished), None)

        name = read_header(file).id
        return next((summary for summary in self._all_waiting() if summary.begun.vignette == name), None)

    def _rows(self) -> Sequence[Choice]:
        return [
            *(Choice(attempt=summary) for summary in self._unfinished),
            *(Choice(file=Path(header.file)) for header in self._playable()),
        ]

    def _playable(self) -> list[Header]:
        return [header for header in self._headers if not header.fault]

    def _waiting(self) -> list[Summary]:
        return self._all_waiting()[:MOST_UNFINISHED]

    def _all_waiting(self) -> list[Summary]:
        records, trainee = self.desk.records, self.desk.trainee
        if records is None or trainee is None:
            return []
        try:
            return self.desk.wait(records.unfinished(trainee.id))
        except RecordsError as fault:
            self.paper.paragraph(f"What waits unfinished is not known: {fault}")
            return []

    def _seen(self) -> Mapping[str, frozenset[str]]:
        records, trainee = self.desk.records, self.desk.trainee
        if records is None or trainee is None:
            return {}
        try:
            return self.desk.wait(records.endings_seen(trainee.id))
        except RecordsError:
            return {}


def _unfinished_words(summary: Summary) -> str:
    steps = "1 decision" if summary.steps == 1 else f"{summary.steps} decisions"
    return f"{tame_line(summary.begun.title, 80)}: {steps} made, last on {summary.last_at:%d %B %Y}"


def _header_words(header: Header, seen: frozenset[str]) -> str:
    facts = [header.level, f"{header.minutes} minutes" if header.minutes else ""]
    words = f"{tame_line(header.title, 80)} [{tame_line(header.id)}]: {', '.join(f for f in facts if f)}"
    if header.endings:
        words += f", endings seen {len(seen & set(header.endings))} of {len(header.endings)}"
    if header.content_note:
        words += f". Content note: {tame_line(', '.join(header.content_note), 200)}"
    return words
