"""A small vignette-like Textual app: the peer for first paint and memory."""
from __future__ import annotations

import os

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Footer, Header, Markdown, OptionList, ProgressBar
from textual.widgets.option_list import Option

NODES = {
    "start": ("## Vignette 1\n\nA client tells you, in *confidence*, that ... What do you do first?", {"Consult the supervisor": "a", "Break confidentiality": "b", "Wait": "b"}),
    "a": ("## Supervision\n\nYour supervisor asks for the **documentation**.", {"Show notes": "end", "Decline": "end"}),
    "b": ("## Consequence\n\nThe client leaves the session.", {"Reflect": "end"}),
    "end": ("## End\n\nDebrief.", {}),
}


class Vignette(Screen):
    """One decision point."""

    BINDINGS = [Binding(str(i), f"pick({i - 1})", show=False) for i in range(1, 10)] + [
        Binding("j", "down", "Down", show=False), Binding("k", "up", "Up", show=False)]

    def __init__(self, node: str) -> None:
        super().__init__()
        self.node = node

    def compose(self) -> ComposeResult:
        text, choices = NODES[self.node]
        yield Header()
        with VerticalScroll(can_focus=False):
            yield Markdown(text)
        yield ProgressBar(total=len(NODES), show_eta=False)
        yield OptionList(*[Option(f"{i}. {c}", id=t + f"-{i}") for i, (c, t) in enumerate(choices.items(), 1)])
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(ProgressBar).advance(list(NODES).index(self.node) + 1)
        self.query_one(OptionList).focus()

    def action_pick(self, index: int) -> None:
        ol = self.query_one(OptionList)
        if index < ol.option_count:
            ol.highlighted = index
            ol.action_select()

    def action_down(self) -> None: self.query_one(OptionList).action_cursor_down()
    def action_up(self) -> None: self.query_one(OptionList).action_cursor_up()

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        self.notify(f"Recorded choice {event.option_index + 1}")
        self.app.switch_screen(Vignette(event.option_id.split("-")[0]))


class Mini(App):
    TITLE = "Mini " + os.environ.get("TRAINEE", "")
    CSS = "OptionList { height: auto; max-height: 8 } VerticalScroll { height: 1fr }"
    BINDINGS = [("q", "quit", "Quit"), ("f1", "show_help_panel", "Help")]
    def on_mount(self) -> None: self.push_screen(Vignette("start"))


if __name__ == "__main__":
    Mini().run()
