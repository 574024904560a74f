"""The play screen: one screen, updated in place. The text scrolls, the responses stay in sight."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Input

from simulator.flow import (
    Back,
    Confirm,
    Continue,
    GiveOwnWords,
    Pick,
    Stage,
    Unpick,
    View,
)
from simulator.screens.actions import DIGITS, READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.scenes import blocks_of_view, words_for
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.menu import Menu
from simulator.screens.widgets.prose import Prose, note
from simulator.screens.widgets.responses import Responses
from simulator.wording import STEP_AWAY

if TYPE_CHECKING:
    from simulator.attempts import Attempt
    from simulator.flow import Command
    from simulator.screens.desk import ConfirmDesk, OwnWordsDesk

_DECIDING = (Stage.DECISION, Stage.CONFIRM)


class PlayScreen(RoomScreen):
    """One attempt being played."""

    CSS_PATH = "play.tcss"
    BINDINGS: ClassVar = bindings("forward", *DIGITS, "step-back", "take-back", "so-far", "surer", "less-sure",
                                  "say-it", *READING)

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt
        self.shown: View = attempt.view()
        self._sending = False
        self._since: datetime | None = None  # when the decision was first shown
        self._nudged = False  # whether the question how sure has been put once more

    def compose(self) -> ComposeResult:
        """Lay out the room: where one is, the text, the responses, the keys."""
        yield TopLine()
        with Column(id="room"):
            yield Prose(id="scene")
        with VerticalScroll(id="offer", can_focus=False):
            yield Responses(id="responses")
        yield Vertical(id="desk", classes="hidden")
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show where the attempt stands."""
        await self.draw(self.shown)

    # Drawing

    async def draw(self, shown: View) -> None:
        """Show a moment."""
        before, self.shown = self.shown, shown
        same_place = before.place == shown.place and before.stage in _DECIDING and shown.stage in _DECIDING
        if not same_place:
            self._since = self.simulator.house.clock()
        self.query_one(TopLine).show(*words_for(shown, recorded=self.attempt.recorded))
        if not same_place or not self.query_one("#scene", Prose).text:
            blocks = blocks_of_view(shown)
            if shown.stage is Stage.ENDING and self.attempt.setting.vignette.content_note:
                blocks.append(note(STEP_AWAY))
            self.query_one("#scene", Prose).show(blocks)
            self.query_one("#room", Column).scroll_home(animate=False)
        self._draw_offer(shown)
        await self._draw_desk(shown)
        self.refresh_bindings()

    def _draw_offer(self, shown: View) -> None:
        responses = self.query_one(Responses)
        deciding = shown.stage is Stage.DECISION
        self.query_one("#offer").set_class(not deciding, "hidden")
        if deciding:
            if responses.options != shown.options:
                responses.offer(shown.options)
                self.query_one("#offer").scroll_home(animate=False)
            responses.focus(scroll_visible=False)

    async def _draw_desk(self, shown: View) -> None:
        desk = self.query_one("#desk", Vertical)
        wanted = shown.stage in (Stage.CONFIRM, Stage.OWN_WORDS)
        desk.set_class(not wanted, "hidden")
        if not wanted:
            if shown.stage is not Stage.DECISION:
                self.set_focus(None)
            return
        from simulator.screens.desk import ConfirmDesk, OwnWordsDesk

        self._nudged = False
        kind: type[ConfirmDesk | OwnWordsDesk] = ConfirmDesk if shown.stage is Stage.CONFIRM else OwnWordsDesk
        if not desk.query(kind):
            await desk.remove_children()
            await desk.mount(kind())
        panel = desk.query_one(kind)
        panel.show(shown)
        panel.take_focus()

    @property
    def _confirm_desk(self) -> ConfirmDesk:
        from simulator.screens.desk import ConfirmDesk

        return self.query_one(ConfirmDesk)

    @property
    def _own_words_desk(self) -> OwnWordsDesk:
        from simulator.screens.desk import OwnWordsDesk

        return self.query_one(OwnWordsDesk)

    # What keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys do something now."""
        shown = self.shown
        if action == "take":
            number = parameters[0]
            return shown.stage in _DECIDING and isinstance(number, int) and number <= len(shown.options)
        if action == "forward":
            return shown.stage is not Stage.OWN_WORDS
        if action == "say_it":
            return shown.stage is Stage.OWN_WORDS
        if action == "surer":
            return shown.stage is Stage.CONFIRM and shown.asks_confidence
        if action == "take_back":
            return shown.can_go_back
        if action == "so_far":
            return bool(self.attempt.flow.turns)
        return True

    def key_labels(self) -> dict[str, str]:
        """Name what Enter, Escape and the digits do in this moment."""
        shown = self.shown
        deciding = shown.stage is Stage.DECISION
        forward = {Stage.DECISION: "", Stage.CONFIRM: "Confirm", Stage.ENDING: "Debrief"}
        return {
            "forward": forward.get(shown.stage, "Go on"),
            "response-1": "Choose" if deciding else "",
            "response-1:key": f"1-{len(shown.options)} ↑↓ Enter",
            "step-back": "Responses" if shown.stage is Stage.CONFIRM else "Leave",
        }

    def action_take(self, number: int) -> None:
        """Take up the response of this number; it still has to be confirmed."""
        self._take_up(number - 1)

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self._take_up(event.index)

    def _take_up(self, index: int) -> None:
        options = self.shown.options
        if 0 <= index < len(options):
            self.query_one(Responses).marked = index
            self.send(Pick(options[index].response))

    def action_forward(self) -> None:
        """Take up the marked response, confirm it, or go on."""
        stage = self.shown.stage
        if stage is Stage.DECISION:
            self._take_up(self.query_one(Responses).marked)
        elif stage is Stage.CONFIRM:
            self._confirm()
        elif stage in (Stage.INTERLUDE, Stage.OUTCOME, Stage.ENDING):
            self.send(Continue())

    def _confirm(self) -> None:
        desk = self._confirm_desk
        if self.shown.asks_confidence and desk.confidence is None and not self._nudged:
            self._nudged = True
            desk.ask_again()
            return
        self.send(Confirm(desk.confidence, desk.reason, desk.share_reason, self._thinking_ms()))

    def _thinking_ms(self) -> int | None:
        if self._since is None:
            return None
        return max(int((self.simulator.house.clock() - self._since).total_seconds() * 1000), 0)

    @on(Input.Submitted)
    def _reason_given(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_forward()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "back":
            self.action_step_back()
        elif event.button.id == "done":
            self.action_say_it()
        else:
            self.action_forward()

    def on_own_words_done(self) -> None:
        """Go on where the words end with an empty line."""
        self.action_say_it()

    def action_say_it(self) -> None:
        """Keep one's own words and see the responses."""
        self.send(GiveOwnWords(self._own_words_desk.text))

    def action_surer(self, by: int) -> None:
        """Move along the five steps."""
        self._confirm_desk.move(by)

    def action_step(self, index: int) -> None:
        """Mark the step clicked."""
        self._confirm_desk.set_step(index)

    def action_take_back(self) -> None:
        """Guided mode: decide the last decision again."""
        self.send(Back())

    def action_step_back(self) -> None:
        """Go back to the responses, or leave the session, which is kept."""
        if self.shown.stage is Stage.CONFIRM:
            self.send(Unpick())
        else:
            self.app.run_worker(self._leave(), group="leave", exclusive=True)

    def action_so_far(self) -> None:
        """Show what was said and done until now."""
        from simulator.screens.pages import SoFarScreen

        self.app.push_screen(SoFarScreen(self.attempt))

    async def _leave(self) -> None:
        from simulator.screens.journeys import may_leave

        if await may_leave(self.simulator):
            self.simulator.to_library()

    async def keep_draft(self) -> None:
        """Keep own words that are written and not yet handed in, before the attempt is left."""
        from simulator.flow import NotNow
        from simulator.records import RecordsError

        if self.shown.stage is Stage.OWN_WORDS and self.attempt.recorded and not self._sending:
            text = self._own_words_desk.text
            if text.strip():
                with contextlib.suppress(RecordsError, NotNow):
                    await self.attempt.send(GiveOwnWords(text))

    # Moving

    def send(self, command: Command) -> None:
        """Send a command in a worker, so that the way out stays open while it is being kept."""
        if not self._sending:
            self._sending = True
            self.app.run_worker(self._send(command), group="send")

    async def _send(self, command: Command) -> None:
        from simulator.screens.journeys import carry_out, show_attempt

        try:
            shown = await carry_out(self.simulator, self.attempt, command)
            if shown is None:
                return
            if shown.stage is Stage.DEBRIEF:
                await show_attempt(self.simulator, self.attempt)
            else:
                await self.draw(shown)
        finally:
            self._sending = False
