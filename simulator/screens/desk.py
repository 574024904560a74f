"""What stands below the text when something is to be written or confirmed."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Button, Input, Label, Static, TextArea

from simulator import wording
from simulator.flow import CONFIDENCE_STEPS, View
from simulator.screens.widgets.buttons import Answer, Tick
from simulator.screens.widgets.prose import Block, Prose, paragraph

_STEPS = tuple(CONFIDENCE_STEPS)
MAX_REASON = 2_000


class ConfirmDesk(Vertical):
    """The response taken up, how sure one is where that is asked, why if one likes, and the way on."""

    confidence: float | None = None

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        yield Prose(id="picked")
        yield Static("", id="confidence", classes="hidden", markup=False)
        with Horizontal(classes="line"):
            yield Label("Why, if you like", markup=False)
            yield Input(id="reason", max_length=MAX_REASON, placeholder=wording.REAL_CLIENT_WARNING)
        yield Tick("this reason may be read out in the group", id="share", classes="hidden")
        with Horizontal(classes="buttons"):
            yield Answer("Make this choice", id="confirm")
            yield Answer("Back to the responses", id="back")

    def show(self, shown: View) -> None:
        """Show a response that waits to be confirmed."""
        picked = shown.picked
        assert picked is not None
        verb = "You would say" if picked.kind == "say" else "You would do this"
        block = Block(Content.styled(verb, "bold $accent"), after=0)
        self.query_one("#picked", Prose).show([block, paragraph(picked.text)])
        self.query_one("#picked", Prose).styles.margin = (0, 0, 1, 0)
        self.confidence = None
        steps = self.query_one("#confidence", Static)
        steps.set_class(not shown.asks_confidence, "hidden")
        steps.update(self._steps("How sure are you?"))
        self.query_one("#reason", Input).value = ""
        self.query_one("#share", Tick).value = False
        self.query_one("#share").add_class("hidden")

    def take_focus(self) -> None:
        """Put the focus on the way on."""
        self.query_one("#confirm", Button).focus(scroll_visible=False)

    @property
    def reason(self) -> str:
        """Return why, as typed."""
        return self.query_one("#reason", Input).value

    @property
    def share_reason(self) -> bool:
        """Tell whether the reason may be read out."""
        return bool(self.reason.strip()) and self.query_one("#share", Tick).value

    def move(self, by: int) -> None:
        """Mark the next step, up or down."""
        values = list(CONFIDENCE_STEPS.values())
        if self.confidence is None:
            index = len(values) // 2
        else:
            index = min(max(values.index(self.confidence) + by, 0), len(values) - 1)
        self.set_step(index)

    def set_step(self, index: int) -> None:
        """Mark one of the five steps, counted from 0."""
        self.confidence = CONFIDENCE_STEPS[_STEPS[index]]
        self.query_one("#confidence", Static).update(self._steps("How sure are you?"))

    def ask_again(self) -> None:
        """Say once that how sure one is has not been answered."""
        text = "How sure are you? Left and right choose; Enter once more leaves it out."
        self.query_one("#confidence", Static).update(self._steps(text))

    def _steps(self, question: str) -> Content:
        parts = []
        for index, name in enumerate(_STEPS):
            on_it = self.confidence == CONFIDENCE_STEPS[name]
            part = Content.styled(f"[{name}]" if on_it else f" {name} ", "bold $accent" if on_it else "$foreground")
            parts.append(part.stylize(Style.from_meta({"@click": f"screen.step({index})"})))
        return Content.assemble((question, "$quiet"), "\n", Content(" ").join(parts))

    @on(Input.Changed)
    def _reason_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#share").set_class(not event.value.strip(), "hidden")


class OwnWords(TextArea):
    """An editor that an empty line at the end leaves, as line mode has it."""

    HELP = ("Write what you would say or do, before you see the responses. It is never scored, and kept as typed. "
            "An empty line at the end, or F4, goes on; Esc leaves the page for the button below it.")

    class Done(Message):
        """The words are written."""

    async def _on_key(self, event: events.Key) -> None:
        row, _ = self.cursor_location
        if event.key == "enter" and row == self.document.line_count - 1 and not self.document[row].strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.Done())
            return
        await super()._on_key(event)


class OwnWordsDesk(Vertical):
    """Where the trainee first says in their own words what they would do."""

    def compose(self) -> ComposeResult:
        """Lay out the editor, the warning beside it and the way on."""
        yield Static(wording.OWN_WORDS_QUESTION, markup=False, id="question")
        yield OwnWords(id="own-words", soft_wrap=True, show_line_numbers=False, tab_behavior="focus",
                       highlight_cursor_line=False)
        words = f"{wording.REAL_CLIENT_WARNING} {wording.OWN_WORDS_NOTE} An empty line, or F4, goes on."
        yield Static(words, markup=False, classes="line")
        with Horizontal(classes="buttons"):
            yield Answer("See the responses", id="done")

    def on_mount(self) -> None:
        """Keep the cursor still: a blinking one is redrawn for ever."""
        self.query_one(TextArea).cursor_blink = False

    def show(self, shown: View) -> None:
        """Show what was written here before, if anything."""
        self.query_one(TextArea).load_text(shown.own_words)

    def take_focus(self) -> None:
        """Put the focus where one writes."""
        self.query_one(TextArea).focus(scroll_visible=False)

    @property
    def text(self) -> str:
        """Return what is written."""
        return self.query_one(TextArea).text.rstrip()

    def on_key(self, event: events.Key) -> None:
        """Let Escape leave the editor for the way on, so that the keyboard is never caught."""
        if event.key == "escape" and self.query_one(TextArea).has_focus:
            event.stop()
            self.query_one("#done", Button).focus()
