"""Questions put to a person: one clear sentence and the choices, as typed modal screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button

from simulator.screens.widgets.buttons import Answer
from simulator.screens.widgets.prose import Block, Prose


class Question(ModalScreen[str]):
    """A question with two or three answers; dismissed with the answer's id.

    Args:
        blocks: what is asked.
        answers: (id, label) pairs, the one most likely meant first.
        escape: the id that Escape gives; the last one's if not given.
    """

    BINDINGS: ClassVar = [
        Binding("escape", "escape", "Answer with what changes least", show=False),
        Binding("left,up", "app.focus_previous", "Previous answer", show=False),
        Binding("right,down", "app.focus_next", "Next answer", show=False),
    ]

    def __init__(
        self, blocks: Sequence[Block], answers: Sequence[tuple[str, str]], escape: str | None = None
    ) -> None:
        super().__init__()
        self.blocks, self.answers = blocks, answers
        self.escape = answers[-1][0] if escape is None else escape

    def compose(self) -> ComposeResult:
        """Lay out the sentence and the answers."""
        with Vertical(classes="dialog"):
            yield Prose(self.blocks)
            with Horizontal(classes="buttons"):
                for name, label in self.answers:
                    yield Answer(label, id=f"answer-{name}")

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss((event.button.id or "").removeprefix("answer-"))

    def action_escape(self) -> None:
        """Give the answer that changes least."""
        self.dismiss(self.escape)
