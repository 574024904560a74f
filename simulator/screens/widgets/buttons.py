"""Buttons that press at once, and a box to tick that can be told ticked from empty without colours."""

from __future__ import annotations

from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Button


class Answer(Button, inherit_bindings=False):
    """A button without the flash that makes Textual's own deaf for a moment; its label is plain text."""

    HELP = "A button. Enter, Space or a click presses it; Tab goes on to the next."
    BINDINGS: ClassVar = [Binding("enter,space", "press", "Press", show=False, id="forward")]

    def __init__(self, label: str, *, id: str) -> None:  # noqa: A002
        super().__init__(Content(label), id=id)
        self.active_effect_duration = 0.0


class Tick(Widget, can_focus=True):
    """A box to tick, with its label."""

    DEFAULT_CSS = """
    Tick { width: auto; height: 1; padding: 0 1; }
    Tick:focus { background: $mark; text-style: bold; }
    Tick:ansi:focus { text-style: bold reverse; }
    """
    BINDINGS: ClassVar = [Binding("enter,space", "tick", "Tick, or take the tick away", show=False)]
    HELP = "A box to tick. Space ticks it, or takes the tick away."
    value = reactive(False)

    def __init__(self, label: str, value: bool = False, *, id: str, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.label = label
        self.set_reactive(Tick.value, value)

    def get_content_width(self, container: object, viewport: object) -> int:
        """Return what the box and its label take."""
        return len(self.label) + 4

    def render(self) -> RenderResult:
        """Return the box and its label."""
        return Content.assemble(("[x] " if self.value else "[ ] ", "$accent"), self.label)

    def action_tick(self) -> None:
        """Tick, or take the tick away."""
        self.value = not self.value

    def on_click(self) -> None:
        """Tick, or take the tick away."""
        self.action_tick()
