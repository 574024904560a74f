"""The line at the top and the line of keys at the bottom: one light widget each."""

from __future__ import annotations

from textual.app import RenderResult
from textual.content import Content
from textual.events import Mount
from textual.style import Style
from textual.widget import Widget

from simulator.screens.actions import ACTIONS
from simulator.taming import tame_line


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
        right = Content(self._right)
        room = max(width - right.cell_length - 2, 0)
        left = Content.styled(self._left, "bold $foreground").truncate(room, ellipsis=True)
        return left + " " * max(width - left.cell_length - right.cell_length, 0) + right


class KeyBar(Widget):
    """The keys that do something here, in the order of the registry; each can be clicked."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; width: 100%; padding: 0 2; background: $panel; color: $quiet;
             link-style: none; link-color: $foreground; link-background-hover: $boost; link-style-hover: none; }
    """

    def _on_mount(self, event: Mount) -> None:
        super()._on_mount(event)
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def entries(self) -> list[tuple[str, str, str]]:
        """Return what is shown: key, label and action, those that fit."""
        labels: dict[str, str] = getattr(self.screen, "key_labels", dict)()
        found: dict[str, tuple[int, str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            name = active.binding.id or ""
            action = ACTIONS.get(name)
            if action is None or not action.bar or not active.enabled or name in found:
                continue
            label = labels.get(name, action.label)
            if label:
                key = labels.get(f"{name}:key", action.shown_as)
                found[name] = (action.bar, key, label, action.action)
        room, shown = self.size.width - 4, []
        for _, key, label, run in self._most_needed(sorted(found.values()), room):
            shown.append((key, label, run))
        return shown

    @staticmethod
    def _most_needed(entries: list[tuple[int, str, str, str]], room: int) -> list[tuple[int, str, str, str]]:
        """Leave entries out from the middle until the rest fits: what is done now and the way out stay."""
        kept = list(entries)
        while len(kept) > 1 and sum(len(e[1]) + len(e[2]) + 4 for e in kept) - 3 > room:
            middle = max((e for e in kept if e[0] in (3, 4, 5, 6, 7)), default=kept[-1])
            kept.remove(middle)
        return kept

    def render(self) -> RenderResult:
        """Return the line of keys."""
        parts = []
        for key, label, action in self.entries():
            name = action if action.startswith("app.") else f"screen.{action}"
            entry = Content.assemble((key, "bold $accent"), " ", label)
            parts.append(entry.stylize(Style.from_meta({"@click": name})))
        return Content("   ").join(parts)
