"""I disagree, because …: an objection to what the debrief says of a decision, and who may read it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, TextArea

from simulator import wording
from simulator.screens.widgets.buttons import Answer, Tick
from simulator.screens.widgets.prose import Prose, heading, note

Said = tuple[str, bool]


class ObjectionScreen(ModalScreen[Said | None]):
    """Asks for the reason; dismissed with it and whether it may be shared, or with None."""

    CSS_PATH = "objecting.tcss"
    BINDINGS: ClassVar = [
        Binding("escape", "give_up", "File nothing", show=False),
        Binding("f4,ctrl+s", "file", "File it", show=False, priority=True),
    ]
    AUTO_FOCUS = "#reason"

    def __init__(self, step: int, before: str, *, share: bool, recorded: bool) -> None:
        super().__init__()
        self.step, self.before, self.share, self.recorded = step, before, share, recorded

    def compose(self) -> ComposeResult:
        """Lay out the editor, the question who may read it, and the answers."""
        with Vertical(classes="dialog"):
            kept = "Kept with this attempt." if self.recorded else wording.UNRECORDED
            empty = " An empty text takes it back." if self.before else ""
            yield Prose([
                heading(f"I disagree with what is said of decision {self.step + 1}, because …", after=0),
                note(f"{wording.REAL_CLIENT_WARNING} {kept}{empty}"),
            ])
            area = TextArea(self.before, id="reason", soft_wrap=True, show_line_numbers=False, tab_behavior="focus",
                            highlight_cursor_line=False)
            area.cursor_blink = False
            yield area
            yield Tick(wording.OBJECTION_SHARE, self.share, id="share")
            with Horizontal(classes="buttons"):
                yield Answer("File it (F4)", id="file")
                yield Answer("Leave it", id="give-up")

    def on_mount(self) -> None:
        """Start at the end of what was written before."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "file":
            self.action_file()
        else:
            self.dismiss(None)

    def action_file(self) -> None:
        """Give what is written; nothing new is nothing to file."""
        reason = self.query_one(TextArea).text.strip()
        said = (reason, self.query_one(Tick).value)
        self.dismiss(said if reason or self.before else None)

    def action_give_up(self) -> None:
        """File nothing."""
        self.dismiss(None)
