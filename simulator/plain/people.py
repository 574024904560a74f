"""Who plays: the first-run page, switching on a shared computer, and the words on recording."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator import wording
from simulator.plain.help import EVERYWHERE, tell_disclaimers, told
from simulator.plain.talking import Left, Word, command_in
from simulator.records import RecordsError, Trainee
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.plain.desk import Desk

TRAINEE = "trainee"
UNNAMED = "someone without a name"


def who_plays(desk: Desk, *, named: str | None = None, ask: bool = False) -> None:
    """Find out who plays, and whether it is recorded; sets the desk's records and trainee.

    Args:
        desk: what is at hand.
        named: who it is, by name or id, where that was said; someone new is added.
        ask: whether to ask even where it is known.

    Raises:
        Left: the person leaves.
    """
    if desk.options.unrecorded:
        desk.paper.paragraph(wording.UNRECORDED)
        return
    if not _opened(desk):
        return
    assert desk.records is not None
    try:
        everyone = desk.wait(desk.records.trainees())
        person = None if ask else _known(desk, everyone, named)
        if person is None:
            person = _asked(desk, everyone)
        if person is not None and person.recorded is None:
            person = _consented(desk, person, first=len(everyone) == 0)
    except RecordsError as fault:
        desk.paper.paragraph(str(fault))
        if not desk.talk.agrees("Play without being recorded?"):
            raise Left from None
        person = None
    desk.trainee = person
    if person is None:
        desk.paper.paragraph(wording.UNRECORDED)
    else:
        desk.keep_preference(TRAINEE, person.id)


def _known(desk: Desk, everyone: list[Trainee], named: str | None) -> Trainee | None:
    """Return who plays where that is known: the one named, added if new, else who played last."""
    if named is None:
        last = desk.preferences.get(TRAINEE)
        return next((person for person in everyone if person.id == last), None)
    found = next((person for person in everyone if named in (person.id, person.name)), None)
    return found or _added(desk, named)


def _opened(desk: Desk) -> bool:
    """Open the records; where that fails, ask whether to play on without. Raises Left."""
    while desk.records is None:
        try:
            desk.records = desk.open_records()
        except RecordsError as fault:
            desk.paper.paragraph(str(fault))
            desk.paper.entries([("t:", "try again"), ("u:", "play without being recorded"), ("q:", "leave")])
            typed = desk.talk.ask("t, u or q:").lower()
            if typed == "u":
                desk.paper.paragraph(wording.UNRECORDED)
                return False
            if command_in(typed, (Word.QUIT,)):
                raise Left from None
    return True


def _asked(desk: Desk, everyone: list[Trainee]) -> Trainee | None:
    """Ask who is playing; None: nobody, unrecorded."""
    paper = desk.paper
    if everyone:
        paper.heading("Who is playing?")
        paper.entries((f"{number}.", tame_line(one.name or UNNAMED, 80)) for number, one in enumerate(everyone, 1))
        question = "Your number, or a new name (Enter alone plays without being recorded):"
    else:
        paper.heading(wording.TITLE)
        paper.paragraph(wording.WHAT_IT_IS)
        tell_disclaimers(paper)
        paper.paragraph(wording.WHO_PLAYS)
        question = "Your name (Enter alone plays without being recorded):"
    while True:
        typed = desk.talk.ask(question)
        if not typed:
            return None
        if typed.isascii() and typed.isdecimal() and 1 <= int(typed[:6]) <= len(everyone):
            return everyone[int(typed[:6]) - 1]
        same = next((person for person in everyone if person.name == typed), None)
        if same is not None:
            return same
        if not _obeyed(desk, typed):
            try:
                return _added(desk, typed)
            except RecordsError as fault:
                paper.line(str(fault))


def _obeyed(desk: Desk, typed: str) -> bool:
    """Carry out a command that is possible here: a single letter, or a word behind a slash, is no name."""
    word = command_in(typed, EVERYWHERE) if len(typed) == 1 or typed.startswith("/") else None
    if word is Word.QUIT:
        raise Left
    told(desk.paper, word, EVERYWHERE, "Anything longer than one letter is taken to be your name.")
    return word is not None


def _added(desk: Desk, name: str, *, recorded: bool | None = None) -> Trainee:
    """Add a person who has not played here before. Raises RecordsError."""
    assert desk.records is not None
    person = Trainee(desk.new_id(), name, recorded, desk.clock())
    desk.wait(desk.records.add_trainee(person))
    return person


def _consented(desk: Desk, person: Trainee, *, first: bool) -> Trainee:
    """Say what would be recorded, ask, and keep the answer; the first of all has just read the disclaimers.

    Raises:
        RecordsError: the answer cannot be kept.
        Left: the person leaves.
    """
    assert desk.records is not None
    if not first:
        tell_disclaimers(desk.paper)
    desk.paper.heading("Before you play")
    for text in wording.RECORDING:
        desk.paper.paragraph(text)
    desk.paper.paragraph(wording.RECORDING_REFUSED)
    answer = desk.talk.agrees(wording.RECORDING_QUESTION)
    desk.wait(desk.records.set_recorded(person.id, answer))
    return replace(person, recorded=answer)


def person_without_asking(desk: Desk, named: str | None) -> None:
    """Find out who plays where nobody can be asked; who is named and not known yet is added.

    Args:
        desk: what is at hand.
        named: an id or a name; None: who played last.

    Raises:
        RecordsError: the records are out of reach.
    """
    if desk.records is None:
        desk.records = desk.open_records()
    everyone = desk.wait(desk.records.trainees())
    if named is None:
        last = desk.preferences.get(TRAINEE)
        desk.trainee = next((person for person in everyone if person.id == last), None)
        return
    desk.trainee = next((person for person in everyone if named in (person.id, person.name)), None)
    if desk.trainee is None:
        desk.trainee = _added(desk, named, recorded=True)
        desk.remark(f"{tame_line(named, 80)} is new here; this play is recorded on this computer. 'simulator about' "
                    "says what that means; --unrecorded plays without.")
    desk.keep_preference(TRAINEE, desk.trainee.id)
