"""``preview``: for authors, playing a file while writing it; it is read again whenever it is saved."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from simulator.cli.common import file_of, library_option, reading_of, sources_of
from simulator.cli.output import say, width_of
from simulator.plain.paper import Paper
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.previewing import Preview
    from vignettes.diagnostics import Diagnostic

LOOKED_EVERY = 0.4  # seconds
HELP = ("Type a number or a response's id; /back, /start, /go SCENE, /scenes, /faults, /reload or /quit. "
        "The file is read again when it is saved.")


@click.command("preview")
@click.argument("file", metavar="FILE")
@library_option
def preview_command(file: str, *, folders: tuple[Path, ...]) -> None:
    """Play a file while writing it: read again on every save, it stays at its scene where that still exists.

    Variables, acts and rules under way are in view, with the number of faults. Nothing is recorded.
    """
    _Sitting(file_of(file, folders), folders).run()


class _Sitting:
    def __init__(self, file: Path, folders: tuple[Path, ...]) -> None:
        self.file = file
        self.folders = folders
        self.paper = Paper(say, lambda: width_of(sys.stdout))
        self.preview: Preview | None = None
        self.faults: tuple[Diagnostic, ...] = ()
        self.mark: tuple[int, int] | None = None

    def run(self) -> None:
        """Read, show and ask until it is left or the input ends."""
        self.paper.paragraph(HELP)
        self.read()
        while (typed := self._line()) is not None:
            if typed in ("/quit", "/q"):
                return
            if self._saved():
                self.read()
            self.obey(typed)

    # --- reading -----------------------------------------------------------------------------------------

    def _stamp(self) -> tuple[int, int] | None:
        try:
            about = os.stat(self.file)
        except OSError:
            return None
        return about.st_mtime_ns, about.st_size

    def _saved(self) -> bool:
        return self._stamp() not in (None, self.mark)

    def read(self) -> None:
        """Read the file, stay where the play stands if that can be, and show it."""
        from scoring.soundness import full
        from simulator.previewing import started

        self.mark = self._stamp()
        sources = sources_of(self.folders, self.file)
        reading = reading_of(self.file, sources)
        self.faults = full(reading, sources)
        vignette = reading.vignette
        if vignette is None:
            kept = " The play goes on with the file as it was." if self.preview is not None else ""
            self.paper.paragraph(f"{tame_line(self.file.name)} cannot be played as it is.{kept}")
            self._diagnostics(self.faults)
            return
        if self.preview is None:
            self.preview = started(vignette)
        else:
            self.preview, told = self.preview.reloaded(vignette)
            self.paper.paragraph(f"Read again. {told}")
        self.show()

    # --- obeying -----------------------------------------------------------------------------------------

    def obey(self, typed: str) -> None:
        """Do what a line asks for."""
        from simulator.previewing import started

        word, _, rest = typed.partition(" ")
        if not typed:
            self.show()
        elif word == "/reload":
            self.read()
        elif word == "/faults":
            self._diagnostics(self.faults)
        elif self.preview is None:
            self.paper.line("There is nothing to play yet. Mend the file and save it.")
        elif word == "/scenes":
            self._scenes(self.preview)
        elif word == "/start":
            self.preview = started(self.preview.vignette)
            self.show()
        elif word == "/back":
            self.preview = self.preview.back()
            self.show()
        elif word == "/go":
            self._jump(self.preview, rest.strip())
        else:
            self._choose(self.preview, typed)

    def _jump(self, preview: Preview, place: str) -> None:
        vignette = preview.vignette
        known = [*vignette.scenes, *vignette.endings]
        if place not in known:
            from simulator.cli.program import nearest

            near = nearest(place[:100], known)
            hint = f" Did you mean '{near}'?" if near else " /scenes lists them."
            self.paper.line(f"There is no scene or ending '{tame_line(place, 80)}'.{hint}")
            return
        self.preview = preview.jumped(place)
        self.show()

    def _choose(self, preview: Preview, typed: str) -> None:
        offered = preview.offered
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
        response = (offered[number - 1] if 1 <= number <= len(offered)
                    else next((one for one in offered if one.id == typed), None))
        if response is None:
            self.paper.line(f"'{tame_line(typed, 80)}' is neither a response open here nor a command.")
            return
        self.preview = preview.chosen(response)
        self.show()

    # --- showing -----------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show where the play stands, what can be chosen, and what it remembers."""
        from simulator.previewing import texts_at

        preview, paper = self.preview, self.paper
        if preview is None:
            return
        for text in preview.result:
            paper.markdown(text)
        for scene, texts in preview.passed:
            paper.heading(scene)
            for text in texts:
                paper.markdown(text)
        place = preview.state.place
        ending = preview.vignette.endings.get(place)
        paper.heading(f"{place} (ending, {ending.outcome})" if ending else place)
        for text in texts_at(preview.vignette, preview.state):
            paper.markdown(text)
        if preview.stuck:
            paper.line(preview.stuck)
        for number, response in enumerate(preview.offered, 1):
            rated = response.rating_word or "not rated"
            paper.entries([(f"{number}.", f"{response.kind.capitalize()}: {response.text} [{response.id}, {rated}]")])
        self._memory(preview)

    def _memory(self, preview: Preview) -> None:
        from simulator.previewing import rules_in_view

        paper, variables = self.paper, preview.vignette.variables.values()
        paper.gap()
        values = [f"{one.name} {('false', 'true')[value] if one.boolean else value}"
                  for one, value in zip(variables, preview.state.values, strict=True)]
        rules = [f"{name} {how}" for name, how in rules_in_view(preview)]
        for label, parts in (("Variables", values), ("Acts", [act.name for act in preview.trace]), ("Rules", rules)):
            if parts:
                paper.labelled(label, ", ".join(parts))
        severities = [fault.severity for fault in self.faults]
        told = [f"{count} {word}{'s' * (count != 1)}" for word in ("error", "warning")
                if (count := severities.count(word))]
        paper.labelled("Check", " and ".join(told) + " (/faults shows them)" if told else "nothing to mend")

    def _scenes(self, preview: Preview) -> None:
        vignette = preview.vignette
        self.paper.line("Scenes: " + ", ".join(vignette.scenes), "", "  ")
        self.paper.line("Endings: " + ", ".join(vignette.endings), "", "  ")

    def _diagnostics(self, faults: tuple[Diagnostic, ...]) -> None:
        for fault in faults:
            self.paper.line(f"{fault.place.line}:{fault.place.column} {fault.severity} {fault.code}: {fault.message}",
                            "", "  ")
        if not faults:
            self.paper.line("Nothing to mend.")

    # --- asking ------------------------------------------------------------------------------------------

    def _line(self) -> str | None:
        """Return the next line typed; in a terminal, reads the file again meanwhile whenever it is saved."""
        if sys.stdin.isatty():
            sys.stdout.write("> ")
            sys.stdout.flush()
            self._watch()
        typed = sys.stdin.readline()
        self.paper.answered()
        return typed.strip() if typed else None

    def _watch(self) -> None:
        """Wait until a line has been typed; where the system cannot tell, saving is noticed on Enter."""
        import select

        if os.name == "nt":
            return
        while not select.select([sys.stdin], [], [], LOOKED_EVERY)[0]:
            if self._saved():
                sys.stdout.write("\n")
                self.read()
                sys.stdout.write("> ")
                sys.stdout.flush()
