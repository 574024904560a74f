"""Buttons that press at once."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import Button


class Answer(Button, inherit_bindings=False):
    """A button without the flash that makes Textual's own deaf for a moment; its label is plain text."""

    BINDINGS: ClassVar = [Binding("enter,space", "press", "Press", show=False, id="forward")]

    def __init__(self, label: str, *, id: str) -> None:  # noqa: A002
        super().__init__(Content(label), id=id)
        self.active_effect_duration = 0.0
