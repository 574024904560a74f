"""The line at the top and the line of keys at the bottom: one light widget each."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import RenderResult
from textual.content import Content
from textual.events import Mount
from textual.style import Style
from textual.widget import Widget

from simulator.screens.actions import ACTIONS
from simulator.screens.keys import readable
from simulator.taming import tame_line

EXPENDABLE = ("quit", "so-far", "mode", "help", "save-debrief", "object", "part-before", "history", "numbers",
              "nearest", "read-down", "filter", "progress", "resume", "another", "forget-name", "new-person",
              "take-back", "step-back", "close")
"""What the key bar leaves out first where there is no room; the help page has it all."""
SMALLEST = (50, 15)


class TopLine(Widget):
    """Where one is: a title on the left, a few words on the right."""

    DEFAULT_CSS = """
    TopLine { dock: top; height: 1; width: 100%; padding: 0 2; background: $panel; color: $quiet; }
    """

    def __init__(self, left: str = "", right: str = "") -> None:
        super().__init__()
        self._left, self._right = tame_line(left), tame_line(right)

    def show(self, left: str, right: str = "") -> None:
        """Show other words; both are tamed."""
        self._left, self._right = tame_line(left), tame_line(right)
        self.refresh()

    @property
    def text(self) -> str:
        """Return both sides."""
        return f"{self._left}  {self._right}"

    def render(self) -> RenderResult:
        """Return the line: the left side gives way."""
        width = self.content_size.width
        if self.app.size.width < SMALLEST[0] or self.app.size.height < SMALLEST[1]:
            return Content.styled("Too small: please make it {} by {}.".format(*SMALLEST), "bold $warning")
        right = Content(self._right)
        if right.cell_length + min(len(self._left), 24) + 2 > width:
            right = Content("")
        room = max(width - right.cell_length - 2, 0)
        left = Content.styled(self._left, "bold $foreground").truncate(room, ellipsis=True)
        return left + " " * max(width - left.cell_length - right.cell_length, 0) + right


class KeyBar(Widget):
    """The keys that do something here, in the order of the registry; each can be clicked."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; width: 100%; padding: 0 2; background: $panel; color: $quiet;
             link-style: none; link-color: $foreground; link-background-hover: $mark; link-style-hover: none; }
    """

    def _on_mount(self, event: Mount) -> None:
        super()._on_mount(event)
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def entries(self) -> list[tuple[str, str, str]]:
        """Return what is shown: key, label and action, those that fit."""
        labels: dict[str, str] = getattr(self.screen, "key_labels", dict)()
        own: dict[str, str] = getattr(self.app, "own_keys", {})
        found: dict[str, tuple[int, str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            name = active.binding.id or ""
            action = ACTIONS.get(name)
            if action is None or not action.bar or not active.enabled or name in found:
                continue
            label = labels.get(name, action.label)
            if label:
                key = readable(own[name]) if name in own else labels.get(f"{name}:key", action.shown_as)
                found[name] = (action.bar, key, label, action.action)
        if not any(column.max_scroll_y > 0 for column in self.screen.query(".column").results(Widget)):
            found.pop("read-down", None)
        for name in EXPENDABLE:
            if self._width(found.values(), 2) <= self.content_size.width:
                break
            found.pop(name, None)
        return [(key, label, run) for _, key, label, run in sorted(found.values())]

    @staticmethod
    def _width(entries: Iterable[tuple[int, str, str, str]], gap: int) -> int:
        return sum(len(entry[1]) + 1 + len(entry[2]) + gap for entry in entries) - gap

    def render(self) -> RenderResult:
        """Return the line of keys, with more air between them where there is room."""
        parts = []
        entries = self.entries()
        for key, label, action in entries:
            name = action if action.startswith("app.") else f"screen.{action}"
            entry = Content.assemble((key, "bold $accent"), " ", label)
            parts.append(entry.stylize(Style.from_meta({"@click": name})))
        wide = self._width(((0, *entry) for entry in entries), 3) <= self.content_size.width
        return Content("   " if wide else "  ").join(parts)
