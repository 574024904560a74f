"""The debrief in line mode: words first, numbers on request, then again from any decision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from simulator.flow import MarkNearest, Mode, TryAgain
from simulator.plain.help import EVERYWHERE, told
from simulator.plain.paper import Paper
from simulator.plain.playing import send
from simulator.plain.talking import Left, Word, command_in
from simulator.taming import tame_line

if TYPE_CHECKING:
    from scoring.debrief import Line
    from simulator.attempts import Attempt
    from simulator.plain.desk import Desk

_DECISION = re.compile(r"Decision \d")
_HELP = "Enter reads on, part by part; the number of a decision plays again from there."
MARKDOWN = frozenset({"scene", "client", "inner", "result", "because"})


def show_lines(paper: Paper, lines: Iterable[Line]) -> None:
    """Print the lines of a debrief."""
    for line in lines:
        before = "  " * line.indent
        if line.kind in ("title", "heading", "subheading"):
            paper.heading(line.text)
        elif line.kind in MARKDOWN:
            label = {"client": "The client says", "inner": "You notice", "because": "Why"}.get(line.kind, "")
            paper.markdown(line.text, label, before)
        else:
            paper.gap()
            paper.line(line.text, before, before)
    paper.gap()


def show_debrief(paper: Paper, document: dict[str, Any], *, numbers: bool, just_ended: bool = False) -> None:
    """Print a debrief: the words, and at the end the counts where they are asked for.

    Args:
        paper: what is printed on.
        document: the debrief.
        numbers: whether the counts follow.
        just_ended: whether the ending's own text has only just been read; then it is not told again.
    """
    from scoring.debrief import lines

    told = in_parts(lines(document, numbers=numbers))
    if just_ended and told:
        told[0] = without_ending(told[0])
    for part in told:
        show_lines(paper, part)


def without_ending(first_page: list[Line]) -> list[Line]:
    """Return the first page without what happened at the ending; what the client took away stays."""
    return [line for line in first_page if line.kind != "scene"]


def show_numbers(paper: Paper, document: dict[str, Any]) -> None:
    """Print the counts and figures of a debrief, each in words."""
    paper.heading("In numbers")
    for count in document["counts"]:
        paper.line(count, "", "  ")
    paper.gap()


def in_parts(lines: Iterable[Line]) -> list[list[Line]]:
    """Return a debrief's lines as parts to be read one after another: the first page, each decision, and so on."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        starts = line.kind == "heading" or (line.kind == "subheading" and _DECISION.match(line.text))
        if starts and any(one.kind not in ("title", "heading") for one in parts[-1]):
            parts.append([])
        parts[-1].append(line)
    return [part for part in parts if part]


class Debriefing:
    """The debrief of an attempt, read part by part, and what can be done from it."""

    def __init__(self, desk: Desk, attempt: Attempt) -> None:
        self.desk, self.attempt = desk, attempt
        self.paper, self.talk = desk.paper, desk.talk
        self._known = (*EVERYWHERE, Word.NUMBERS, Word.ALL, Word.SCENE, Word.LIST)
        self._parts: list[list[Line]] = []
        self._next = 0

    def run(self) -> Attempt | None:
        """Show it and return the attempt to play on, or None to go to the list. Raises Left."""
        self._begin(just_ended=True)
        while True:
            typed = self.talk.ask(self._question())
            if self._again(typed):
                return self.attempt
            if command_in(typed, (Word.LIST,)):
                return None
            if typed:
                self._obey(typed)
            elif self._next < len(self._parts):
                self._read_on()
            else:
                return None

    def _begin(self, *, just_ended: bool = False) -> None:
        from scoring.debrief import lines

        self._parts, self._next = in_parts(lines(self._document(), numbers=False)), 0
        if just_ended:
            self._parts[0] = without_ending(self._parts[0])
        self.paper.heading("Debrief")
        self._read_on()

    def _read_on(self) -> None:
        show_lines(self.paper, self._parts[self._next])
        self._next += 1

    def _question(self) -> str:
        turns = len(self.attempt.flow.turns)
        enter = "reads on" if self._next < len(self._parts) else "goes to the list"
        if self.attempt.setting.mode is Mode.ASSESSMENT or not turns:
            return f"Enter {enter}; n tells the numbers; ? for help:"
        which = "1" if turns == 1 else f"1 to {turns}"
        return f"Enter {enter}; {which} plays again from that decision; ? for help:"

    def _document(self) -> dict[str, Any]:
        from simulator.debriefs import debrief_of

        return debrief_of(self.attempt.setting, self.attempt.flow, self.desk.cited())

    def _again(self, typed: str) -> bool:
        """Go back to a decision, if its number was typed; returns whether there is one to play."""
        if not (typed.isascii() and typed.isdecimal()) or len(typed) > 6:
            return False
        before = self.attempt.flow.rewinds
        self.attempt = send(self.desk, self.attempt, TryAgain(int(typed) - 1))
        return self.attempt.flow.rewinds > before

    def _obey(self, typed: str) -> None:
        if typed.lower().startswith(("mark", "/mark", "m ")):
            self._mark(typed)
            return
        word = command_in(typed, self._known)
        own_words = any(turn.own_words.strip() for turn in self.attempt.flow.turns)
        known = (*self._known, *([Word.MARK] if own_words else []))
        if told(self.paper, word, known, _HELP):
            return
        if word is Word.NUMBERS:
            show_numbers(self.paper, self._document())
        elif word is Word.SCENE:
            self._begin()
        elif word is Word.ALL:
            while self._next < len(self._parts):
                self._read_on()
        elif word is Word.QUIT:
            raise Left
        elif not (typed.isascii() and typed.isdecimal()):
            self.paper.line("Please type the number of a decision, press Enter, or type ? for help.")

    def _mark(self, typed: str) -> None:
        """Ask which response came nearest to one's own words at a decision."""
        number = typed.partition(" ")[2].strip()
        turns = self.attempt.flow.turns
        own = [at for at, turn in enumerate(turns) if turn.own_words.strip()]
        if not number.isascii() or not number.isdecimal() or int(number[:6]) - 1 not in own:
            known = ", ".join(str(at + 1) for at in own) or "none"
            self.paper.line(f"Type mark and the number of a decision with own words; they are: {known}.")
            return
        at = int(number[:6]) - 1
        setting, visit = self.attempt.setting, turns[at].visit
        scene = setting.vignette.scenes[visit.scene]
        offered = setting.in_order(scene.id, [scene.response(name) for name in visit.offered])
        self.paper.paragraph(f"Your own words: {turns[at].own_words}")
        self.paper.entries((f"{n}.", tame_line(response.text, 600)) for n, response in enumerate(offered, 1))
        typed = self.talk.ask("Which response came nearest? (number; Enter leaves it):")
        chosen = next((r.id for n, r in enumerate(offered, 1) if typed in (str(n), r.id)), None)
        if chosen is not None:
            self.attempt = send(self.desk, self.attempt, MarkNearest(at, chosen))
            self.paper.line("Noted.")
