"""Settings as rows: up and down go from one to the next, left and right change it, and it takes effect at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from simulator.screens.widgets.menu import Menu, Row


@dataclass(frozen=True)
class Choice:
    """One setting.

    Attributes:
        id: its name in the preferences.
        label: what it is, in a few words.
        options: the values it may have and how each is told, the usual one first; tame.
        value: the one chosen.
    """

    id: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str

    @property
    def at(self) -> int:
        """Return the place of the value chosen; that of the usual one where it is not known."""
        return next((n for n, (value, _) in enumerate(self.options) if value == self.value), 0)

    def moved(self, by: int) -> Choice:
        """Return the setting with a value further on; they are a ring."""
        value = self.options[(self.at + by) % len(self.options)][0]
        return Choice(self.id, self.label, self.options, value)


class Choices(Menu):
    """Some settings, each on a row. Posts :class:`Choices.Changed`."""

    BINDINGS: ClassVar = [
        Binding("left,h", "turn(-1)", "The value before", show=False),
        Binding("right,l,space,enter", "turn(1)", "The next value", show=False),
    ]
    HELP = "Up and down go from one setting to the next. Left and right change it, and it takes effect at once."

    @dataclass
    class Changed(Message):
        """A setting has another value."""

        choice: Choice

    def __init__(self, choices: Sequence[Choice], *, id: str | None = None) -> None:  # noqa: A002
        self.choices = list(choices)
        super().__init__(self._as_rows(), id=id)

    def _as_rows(self) -> list[Row]:
        width = max((len(choice.label) for choice in self.choices), default=0) + 2
        return [
            Row(choice.id, Content(choice.options[choice.at][1]), f"{choice.label:<{width}}",
                Content.styled("◂ ▸" if len(choice.options) > 1 else "", "$quiet"))
            for choice in self.choices
        ]

    def put(self, choices: Sequence[Choice]) -> None:
        """Show other settings, or the same with other values."""
        self.choices = list(choices)
        self.show(self._as_rows(), self.marked)

    def action_turn(self, by: int) -> None:
        """Change the marked setting."""
        if self.marked < len(self.choices):
            moved = self.choices[self.marked].moved(by)
            self.choices[self.marked] = moved
            self.show(self._as_rows(), self.marked)
            self.post_message(self.Changed(moved))
