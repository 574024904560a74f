"""Line mode where nobody can be asked: one choice a line from a pipe or a file, nothing else is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from simulator import wording
from simulator.flow import Back, Begin, Command, Continue, Mode, NotNow, Pick, Setting, Stage, View
from simulator.plain.choosing import Library
from simulator.plain.debriefing import show_debrief
from simulator.plain.desk import CannotRead, Desk
from simulator.plain.people import person_without_asking
from simulator.plain.showing import chosen_in, show, show_briefing
from simulator.plain.talking import Word, cleaned, command_in
from simulator.records import RecordsError
from simulator.taming import tame, tame_line
from vignettes.playing import Stuck

if TYPE_CHECKING:
    from simulator.attempts import Attempt
    from simulator.records import Summary


class Script:
    """Plays one vignette from lines.

    Args:
        desk: what is at hand.
        lines: what is read, a choice a line; blank lines and lines that begin with # are passed over.
        named: whose play it is, if that was said.
        fails: how to say that something cannot be done; returns the exception to raise.
    """

    def __init__(
        self, desk: Desk, lines: Iterator[str], named: str | None, fails: Callable[[str], Exception]
    ) -> None:
        self.desk, self.paper = desk, desk.paper
        self._lines = (line for typed in lines if (line := cleaned(typed).strip()) and not line.startswith("#"))
        self._named, self._fails = named, fails
        self._going_on: Summary | None = None

    def run(self) -> int:
        """Play up to the debrief or the end of input; returns the exit status."""
        self._who()
        file = self.desk.options.vignette
        if file is None and self.desk.resumes:
            self._going_on = Library(self.desk).unfinished_of(None)
        if file is None and self._going_on is None:
            file = self._file_from_input()
        if file is None and self._going_on is None:
            return 0
        attempt = self.desk.attempt = self._attempt(file)
        if attempt.flow.stage is Stage.BRIEFING:
            self._send(Begin())
        self._play()
        return 0

    def _who(self) -> None:
        desk = self.desk
        if not desk.options.unrecorded:
            try:
                person_without_asking(desk, self._named)
            except RecordsError as fault:
                desk.remark(f"{tame(str(fault))} The play goes on unrecorded.")
                return
        if desk.options.unrecorded:
            desk.remark(wording.UNRECORDED)
        elif desk.trainee is None:
            desk.remark(wording.UNRECORDED_UNKNOWN)
        elif not desk.trainee.recorded:
            name = tame_line(desk.trainee.name or "Who plays", 80)
            desk.remark(f"{wording.UNRECORDED} {name} has not agreed to that.")

    def _file_from_input(self) -> Path | None:
        """Print the list and take the first line that names something; None at the end of input, or for an attempt."""
        library = Library(self.desk)
        library.show()
        for typed in self._lines:
            choice = library.meant_by(typed)
            if choice is not None and choice.attempt is not None:
                self._going_on = choice.attempt
                return None
            if choice is not None:
                return choice.file
            self.desk.remark(library.unknown(typed))
        return None

    def _attempt(self, file: Path | None) -> Attempt:
        """Return the attempt to play: a new one, or the one that waits where that was asked for."""
        from simulator.attempts import Attempt

        desk = self.desk
        waiting = self._going_on or (Library(desk).unfinished_of(file) if desk.records_on else None)
        if waiting is not None and desk.records is not None and (desk.resumes or self._going_on):
            return desk.wait(Attempt.resume(desk.records, waiting.begun.id, clock=desk.clock, asks=False))
        if waiting is not None:
            desk.remark("An unfinished attempt at this vignette waits; --resume goes on with it. This is a new one.")
        elif desk.resumes:
            desk.remark("No unfinished attempt at this vignette waits; this is a new one.")
        assert file is not None
        try:
            vignette, text = desk.read(file)
        except CannotRead as fault:
            raise self._fails(str(fault)) from None
        desk.file = file
        options = desk.options
        seed = desk.new_seed() if options.seed is None else options.seed
        setting = Setting(vignette, Mode(options.mode or Mode.REHEARSAL), seed, options.shuffled, asks=False)
        records = desk.records_on
        return Attempt(
            setting, text=text, records=records, trainee=desk.trainee.id if records and desk.trainee else None,
            clock=desk.clock, attempt_id=desk.new_id(), sources=desk.cited(),
        )

    # Playing

    def _play(self) -> None:
        attempt = self.desk.attempt
        assert attempt is not None
        if not attempt.flow.turns:
            show_briefing(self.paper, attempt.setting.vignette)
        while attempt.flow.stage is not Stage.DEBRIEF:
            view = attempt.view()
            show(self.paper, view, sources=self.desk.cited() if view.explanation else None, ids=True)
            if view.stage is not Stage.DECISION:
                self._send(Continue())
            elif not self._decided(view):
                self.paper.paragraph(f"End of input. {wording.KEPT if attempt.recorded else wording.NOT_KEPT}")
                return
        self._debrief(attempt)

    def _decided(self, view: View) -> bool:
        """Read lines until one makes a choice; returns False at the end of input."""
        for typed in self._lines:
            response = chosen_in(typed, view.options)
            if response is not None:
                self._send(Pick(response))
                return True
            word = command_in(typed, (Word.BACK, Word.QUIT))
            if word is Word.QUIT:
                return False
            if word is Word.BACK and view.can_go_back:
                self._send(Back())
                return True
            ids = ", ".join(option.response for option in view.options)
            self.desk.remark(f"At '{view.place}', '{tame_line(typed, 60)}' is not open; open are: {ids}.")
        return False

    def _debrief(self, attempt: Attempt) -> None:
        from simulator.debriefs import debrief_of

        self.paper.heading("Debrief")
        document = debrief_of(attempt.setting, attempt.flow, self.desk.cited())
        show_debrief(self.paper, document, numbers=True, just_ended=True)

    def _send(self, command: Command) -> None:
        """Send a command; what cannot be kept is said once, and the play goes on unrecorded."""
        attempt = self.desk.attempt
        assert attempt is not None
        try:
            self.desk.wait(attempt.send(command))
        except RecordsError as fault:
            self.desk.remark(f"{tame(str(fault))} The play goes on unrecorded; what was kept before stays.")
            attempt.go_unrecorded()
            self.desk.wait(attempt.send(command))
        except (NotNow, Stuck) as fault:
            raise self._fails(f"This vignette cannot go on: {fault}") from None
