"""One attempt in line mode, with a person at a terminal: from the first scene to the debrief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator import wording
from simulator.flow import (
    CONFIDENCE_STEPS,
    Back,
    Command,
    Confirm,
    Continue,
    GiveOwnWords,
    NotNow,
    Option,
    Pick,
    Stage,
    Unpick,
    View,
)
from simulator.plain.help import EVERYWHERE, told
from simulator.plain.showing import chosen_in, show, show_options
from simulator.plain.talking import NO, YES, Left, Word, command_in
from simulator.records import RecordsError, Taken
from vignettes.playing import Stuck

if TYPE_CHECKING:
    from simulator.attempts import Attempt
    from simulator.plain.desk import Desk


class Playing:
    """Draws each moment of an attempt and sends what the person types as commands.

    Args:
        desk: what is at hand.
        attempt: begun, or brought back.
        resumed: whether it was brought back; then the last moment is told in full.
    """

    def __init__(self, desk: Desk, attempt: Attempt, *, resumed: bool = False) -> None:
        self.desk, self.attempt = desk, attempt
        self.paper, self.talk = desk.paper, desk.talk
        self._again = resumed
        self._shown: tuple[object, ...] | None = None
        self._since = desk.ticks()

    def run(self) -> None:
        """Play up to the debrief. Raises Left when the person leaves."""
        while self.attempt.flow.stage is not Stage.DEBRIEF:
            view = self.attempt.view()
            self._show(view)
            if view.stage is Stage.OWN_WORDS:
                self._own_words(view)
            elif view.stage is Stage.DECISION:
                self._decision(view)
            elif view.stage is Stage.CONFIRM:
                self._confirm(view)
            else:
                self._go_on(view)

    def _show(self, view: View) -> None:
        """Print the moment if it is a new one."""
        moment = (view.stage, view.place, view.decision, self.attempt.flow.rewinds)
        if moment == self._shown:
            return
        before, self._shown = self._shown, moment
        if view.stage is Stage.CONFIRM:
            return
        if view.stage is Stage.DECISION and before == (Stage.OWN_WORDS, *moment[1:]):
            show_options(self.paper, view.options)  # the scene itself was just read
        elif view.stage is Stage.DECISION and before == (Stage.CONFIRM, *moment[1:]):
            show_options(self.paper, view.options)
        else:
            self._tell(view, again=self._again)
            self._since = self.desk.ticks()
        self._again = False

    def _tell(self, view: View, *, again: bool) -> None:
        show(self.paper, view, again=again, sources=self.desk.cited() if view.explanation else None)

    # What each moment asks

    def _own_words(self, view: View) -> None:
        self.paper.paragraph(f"{wording.OWN_WORDS_QUESTION} {wording.OWN_WORDS_NOTE} {wording.REAL_CLIENT_WARNING}")
        typed = self.talk.ask_text("Your words, then an empty line (Enter alone passes):")
        if not self._obeyed(typed, view, short=True):
            self._send(GiveOwnWords(typed))

    def _decision(self, view: View) -> None:
        typed = self.talk.ask("Your choice (a number; ? for help):")
        response = chosen_in(typed, view.options)
        if response is not None:
            self._send(Pick(response))
        elif not self._obeyed(typed, view):
            self.paper.line(f"Please type a number from 1 to {len(view.options)}, an id, or ? for help.")

    def _confirm(self, view: View) -> None:
        picked = view.picked
        assert picked is not None
        self.paper.paragraph(f"{_verb(picked)}: {picked.text.strip()}")
        confidence = self._confidence() if view.asks_confidence else None
        reason, share = "", False
        while True:
            typed = self.talk.ask("Enter makes this choice. n: back to the responses. why: say why first. Your answer:")
            if not typed or typed.lower() in YES:
                taken = round((self.desk.ticks() - self._since) * 1000)
                self._send(Confirm(confidence, reason, share, taken))
                return
            if typed.lower() in NO:
                self._send(Unpick())
                return
            if command_in(typed, (Word.WHY,)):
                reason, share = self._reason()
            elif command_in(typed, (Word.BACK,)):
                self._send(Unpick())
                return
            elif not self._obeyed(typed, view):
                self.paper.line("Please press Enter, or type n, why, or ? for help.")

    def _confidence(self) -> float | None:
        steps = list(CONFIDENCE_STEPS)
        self.paper.gap()
        self.paper.line("How sure are you that this serves the client?")
        self.paper.entries((f"{number}.", step) for number, step in enumerate(steps, 1))
        while True:
            typed = self.talk.ask("1 to 5 (Enter leaves it out):").lower()
            if not typed:
                return None
            for number, step in enumerate(steps, 1):
                if typed in (str(number), step):
                    return CONFIDENCE_STEPS[step]
            if not self._obeyed(typed, self.attempt.view()):
                self.paper.line("Please type a number from 1 to 5, or press Enter.")

    def _reason(self) -> tuple[str, bool]:
        self.paper.paragraph(f"Why this one? {wording.REAL_CLIENT_WARNING}")
        reason = self.talk.ask_text("Your reason, then an empty line:")
        if not reason:
            return "", False
        return reason, self.talk.agrees(wording.SHARE_QUESTION, otherwise=False)

    def _go_on(self, view: View) -> None:
        if view.stage is Stage.ENDING and self.attempt.setting.vignette.content_note:
            self.paper.paragraph(wording.STEP_AWAY)
        where = " to the debrief" if view.stage is Stage.ENDING else ""
        back = "; b takes the choice back" if view.can_go_back and view.stage is Stage.OUTCOME else ""
        typed = self.talk.ask(f"Enter goes on{where}{back}:")
        if not typed:
            self._send(Continue())
        elif not self._obeyed(typed, view):
            self.paper.line("Please press Enter to go on, or type ? for help.")

    # What can be typed at every moment

    def _obeyed(self, typed: str, view: View, *, short: bool = False) -> bool:
        """Carry out a command that is possible everywhere in play.

        Args:
            typed: what was typed.
            view: the moment.
            short: where free text is asked: only a single letter, or a word behind a slash, is a command.
        """
        if short and len(typed) != 1 and not typed.startswith("/"):
            return False
        known = [*EVERYWHERE, Word.SCENE, *([Word.BACK] if view.can_go_back else [])]
        word = command_in(typed, known)
        if told(self.paper, word, known, _first_help(view)):
            return True
        if word is Word.SCENE:
            self._tell(view, again=True)
        elif word is Word.BACK:
            self._send(Back())
        elif word is Word.QUIT:
            self._leave()
        elif command_in(typed, (Word.BACK,)):
            self.paper.line("Going back is for guided mode; in a rehearsal, try again from the debrief.")
        return word is not None or command_in(typed, (Word.BACK,)) is not None

    def _leave(self) -> None:
        if self.attempt.recorded or self.talk.agrees(f"{wording.LOST_IF_LEFT} Leave?"):
            raise Left

    def _send(self, command: Command) -> None:
        self.attempt = send(self.desk, self.attempt, command)


def send(desk: Desk, attempt: Attempt, command: Command) -> Attempt:
    """Send a command; where it cannot be kept, ask what to do.

    Returns:
        the attempt to go on with: the same one, or the kept one where it was taken over from another window.

    Raises:
        Left: it could not be kept and the person would rather leave, or the vignette cannot go on.
    """
    while True:
        try:
            desk.wait(attempt.send(command))
            return attempt
        except NotNow as fault:
            desk.paper.line(str(fault))
            return attempt
        except Stuck as fault:
            desk.paper.paragraph(f"This vignette cannot go on: {fault} What you chose up to here is kept.")
            raise Left from None
        except Taken as taken:
            if _asked(desk, str(taken), "take it over here, from the last choice kept"):
                return taken_over(desk, attempt)
            attempt.go_unrecorded()
        except RecordsError as fault:
            if not _asked(desk, str(fault), "try again"):
                attempt.go_unrecorded()


def taken_over(desk: Desk, attempt: Attempt) -> Attempt:
    """Bring an attempt that is open elsewhere back from the records, and hold it here. Raises RecordsError."""
    from simulator.attempts import Attempt as Resumed

    assert attempt.records is not None
    desk.attempt = desk.wait(
        Resumed.resume(attempt.records, attempt.id, clock=desk.clock, take_over=True, sources=desk.cited())
    )
    return desk.attempt


def _asked(desk: Desk, trouble: str, first: str) -> bool:
    """Ask what to do about an attempt that could not be kept.

    Returns:
        True for what is offered first, False for going on unrecorded.

    Raises:
        Left: the person would rather leave.
    """
    desk.paper.paragraph(trouble)
    desk.paper.entries([("t:", first), ("u:", "go on, unrecorded from here"), ("q:", "leave")])
    while True:
        typed = desk.talk.ask("t, u or q:").lower()
        if typed == "t":
            return True
        if typed == "u":
            desk.paper.paragraph("From here on, nothing of this attempt is recorded. What was kept before stays.")
            return False
        if command_in(typed, (Word.QUIT,)):
            raise Left


def _verb(picked: Option) -> str:
    return "You would say" if picked.kind == "say" else "You would do this"


def _first_help(view: View) -> str:
    if view.options and view.stage is Stage.DECISION:
        return "A number or an id takes up a response; nothing is chosen until you confirm it."
    if view.stage is Stage.OWN_WORDS:
        return "Anything else you type is your own words; an empty line ends them."
    return "Enter goes on."
