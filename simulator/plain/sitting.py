"""A sitting in line mode: who plays, which vignette, its briefing, the play, the debrief, and again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from simulator import wording
from simulator.flow import Begin, Mode, NotNow, Setting
from simulator.plain.choosing import Choice, Library
from simulator.plain.desk import CannotRead, Desk
from simulator.plain.help import EVERYWHERE, told
from simulator.plain.people import who_plays
from simulator.plain.playing import Playing, send
from simulator.plain.showing import show_briefing
from simulator.plain.talking import Left, Word, command_in
from simulator.records import RecordsError, Taken
from simulator.taming import tame, tame_line

if TYPE_CHECKING:
    from simulator.records import Summary
    from vignettes.model import Vignette


class Sitting:
    """One person at a terminal, from the first page until they leave."""

    def __init__(self, desk: Desk, named: str | None = None) -> None:
        self.desk, self._named = desk, named
        self.paper, self.talk = desk.paper, desk.talk

    def run(self) -> int:
        """Play until the person leaves; returns the exit status."""
        try:
            who_plays(self.desk, named=self._named)
            if self.desk.options.vignette is not None or self.desk.resumes:
                self._asked_for(self.desk.options.vignette)
            while True:
                self._next(Library(self.desk).choose())
        except Left:
            self.paper.paragraph(f"{self.desk.put_down()} Goodbye.".strip())
        return 0

    def _asked_for(self, file: Path | None) -> None:
        """Open what the command line asked for, or go on with it where it waits unfinished."""
        waiting = Library(self.desk).unfinished_of(file)
        if waiting is not None and self.desk.resumes:
            self._resume(waiting)
            return
        if waiting is not None:
            steps = "1 decision" if waiting.steps == 1 else f"{waiting.steps} decisions"
            title = tame_line(waiting.begun.title)
            self.paper.paragraph(f"You have an unfinished attempt at '{title}', with {steps} made.")
            if self.talk.agrees("Go on with it?", otherwise=True):
                self._resume(waiting)
                return
        if file is not None:
            self._open(file)

    def _next(self, choice: Choice) -> None:
        if choice.attempt is not None:
            self._resume(choice.attempt)
        elif choice.file is not None:
            self._open(choice.file)
        else:
            who_plays(self.desk, ask=True)

    # Opening and going on

    def _open(self, file: Path) -> None:
        """Show a briefing and play, unless the person would rather have another vignette."""
        try:
            vignette, text = self.desk.read(file)
        except CannotRead as fault:
            self.paper.paragraph(tame(str(fault)))
            return
        mode = self._briefing(vignette)
        if mode is None:
            return
        self.desk.file = file
        from simulator.attempts import Attempt

        desk, options = self.desk, self.desk.options
        seed = desk.new_seed() if options.seed is None else options.seed
        records = desk.records_on
        desk.attempt = Attempt(
            Setting(vignette, mode, seed, options.shuffled),
            text=text, records=records, trainee=desk.trainee.id if records and desk.trainee else None,
            clock=desk.clock, attempt_id=desk.new_id(), sources=desk.cited(),
        )
        self.paper.paragraph(wording.recorded_words(desk.attempt.recorded))
        desk.attempt = send(desk, desk.attempt, Begin())
        self._play(resumed=False)

    def _resume(self, summary: Summary) -> None:
        """Bring a kept attempt back; where another window has it, ask."""
        from simulator.attempts import Attempt

        desk = self.desk
        assert desk.records is not None
        desk.file = next((Path(h.file) for h in desk.headers() if h.id == summary.begun.vignette), None)
        take_over = False
        while True:
            try:
                desk.attempt = desk.wait(Attempt.resume(
                    desk.records, summary.begun.id, clock=desk.clock, take_over=take_over, sources=desk.cited(),
                ))
                break
            except Taken as taken:
                self.paper.paragraph(str(taken))
                if not self.talk.agrees("Take it over?", otherwise=False):
                    return
                take_over = True
            except (RecordsError, NotNow) as fault:
                self.paper.paragraph(str(fault))
                return
        self.paper.heading(f"Going on: {tame_line(desk.attempt.setting.vignette.title)}")
        self._play(resumed=True)

    def _play(self, *, resumed: bool) -> None:
        from simulator.plain.debriefing import Debriefing

        attempt = self.desk.attempt
        while attempt is not None:
            playing = Playing(self.desk, attempt, resumed=resumed)
            playing.run()
            attempt = Debriefing(self.desk, playing.attempt).run()
            resumed = True
        self.desk.put_down()

    # The briefing

    def _briefing(self, vignette: Vignette) -> Mode | None:
        """Print what one knows walking in, and ask how to play; None: rather another vignette."""
        show_briefing(self.paper, vignette)
        preset = self.desk.options.mode
        modes = list(Mode)
        if preset is None:
            self.paper.line(wording.MODE_QUESTION)
            self.paper.entries((f"{n}.", f"{mode}: {wording.MODES[mode]}") for n, mode in enumerate(modes, 1))
            question = "1, 2 or 3 (Enter means 1; o opens another vignette; ? for help):"
        else:
            self.paper.line(f"You play in {preset} mode. {wording.MODES[preset]}")
            question = "Enter begins (o opens another vignette; ? for help):"
        while True:
            typed = self.talk.ask(question).lower()
            if not typed:
                return Mode(preset or Mode.REHEARSAL)
            for number, mode in enumerate(modes, 1):
                if typed in (str(number), mode.value):
                    return mode
            if self._another(typed, vignette):
                return None

    def _another(self, typed: str, vignette: Vignette) -> bool:
        """Obey a command at the briefing; returns whether the person would rather have another vignette."""
        known = (*EVERYWHERE, Word.OTHER, Word.LIST, Word.SCENE)
        word = command_in(typed, known)
        if told(self.paper, word, known, "1, 2 or 3 begins in that mode, Enter in the first."):
            return False
        if word is Word.SCENE:
            show_briefing(self.paper, vignette)
        elif word is Word.QUIT:
            raise Left
        elif word is None:
            self.paper.line("Please type 1, 2 or 3, press Enter, or type ? for help.")
        return word in (Word.OTHER, Word.LIST)
