"""Naming a file to save something in; asked again until it is written or given up."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from simulator.screens.widgets.buttons import Answer
from simulator.screens.widgets.prose import Prose, heading, note, paragraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.screens.app import SimulatorApp

LONGEST = 1_000  # characters of a path


class NameFile(ModalScreen[str]):
    """Asks for a file's name; dismissed with it, or with an empty text.

    Args:
        title: what is to be saved.
        words: a sentence about it.
        suggested: the name to begin with.
        fault: what was wrong with the last one, if anything.
    """

    BINDINGS: ClassVar = [Binding("escape", "give_up", "Do not save", show=False)]
    AUTO_FOCUS = "#file"

    def __init__(self, title: str, words: str, suggested: str, fault: str = "") -> None:
        super().__init__()
        self.heading, self.words, self.suggested, self.fault = title, words, suggested, fault

    def compose(self) -> ComposeResult:
        """Lay out the sentence, the name and the answers."""
        with Vertical(classes="dialog"):
            blocks = [heading(self.heading), note(self.words)]
            if self.fault:
                blocks.append(paragraph(self.fault, "bold $warning"))
            yield Prose(blocks)
            yield Input(self.suggested, id="file", max_length=LONGEST, select_on_focus=False)
            with Horizontal(classes="buttons"):
                yield Answer("Save", id="save")
                yield Answer("Do not save", id="give-up")

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(self.query_one("#file", Input).value.strip() if event.button.id == "save" else "")

    def action_give_up(self) -> None:
        """Save nothing."""
        self.dismiss("")


async def save_as(
    app: SimulatorApp, title: str, words: str, suggested: str, content: Callable[[Path], str]
) -> Path | None:
    """Ask for a name and write a new file; ask again where that fails.

    Args:
        app: the App.
        title: what is to be saved.
        words: a sentence about it.
        suggested: the name to begin with.
        content: gives the text to write, from the file named; called in a thread; may raise CannotSave.

    Returns:
        the file, or None where the person gave up.
    """
    from simulator.saving import CannotSave

    fault = ""
    while True:
        named = await app.push_screen_wait(NameFile(title, words, suggested, fault))
        if not named:
            return None
        suggested = named
        try:
            return await asyncio.to_thread(_write, Path(named), content)
        except (CannotSave, RuntimeError) as refused:
            fault = str(refused)


def _write(named: Path, content: Callable[[Path], str]) -> Path:
    from simulator.saving import write_new

    file = named.expanduser()
    write_new(file, content(file))
    return file
