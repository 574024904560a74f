"""The briefing: who the client is, who you are here, what it contains, how to play it, and a way out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from simulator import wording
from simulator.flow import Mode, Setting
from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.menu import Menu, Row
from simulator.screens.widgets.prose import Block, Prose, marked, note
from simulator.taming import tame_line
from vignettes.playing import begin, shown

if TYPE_CHECKING:
    from vignettes.model import Vignette

MODES = {
    Mode.REHEARSAL: "Only what happens next; the debrief comes at the end.",
    Mode.GUIDED: "An explanation after each choice, and a way back.",
    Mode.ASSESSMENT: "No way back. Not an examination: the key lies in the files.",
}


class BriefingScreen(RoomScreen):
    """What one knows walking in. Nothing is kept before Begin."""

    CSS_PATH = "briefing.tcss"
    BINDINGS: ClassVar = bindings("begin", "mode", "another", "close", *READING)

    def __init__(self, vignette: Vignette, text: bytes) -> None:
        super().__init__()
        self.vignette, self.text = vignette, text
        self._beginning = False

    def compose(self) -> ComposeResult:
        """Lay out the briefing and the modes."""
        app = self.simulator
        preset = app.options.mode or app.house.preferences.get("mode")
        modes = list(MODES)
        recorded = "not recorded" if app.unrecorded else "recorded, for you alone"
        yield TopLine(self.vignette.title, recorded)
        with Column(id="room"):
            yield Prose(self._blocks())
        with Vertical(id="desk"):
            yield Menu(
                [Row(mode.value, Content.styled(words, "$quiet"), f"{mode.value.capitalize():<12}")
                 for mode, words in MODES.items()],
                id="modes", marked=modes.index(Mode(preset)) if preset in list(Mode) else 0,
            )
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrows choose how to play."""
        self.query_one(Menu).focus(scroll_visible=False)

    def _blocks(self) -> list[Block]:
        vignette = self.vignette
        blocks: list[Block] = []
        if vignette.content_note:
            words = tame_line(wording.content_note(vignette.content_note), 600)
            blocks.append(Block(Content.styled(f"▲ {words}", "bold $warning"), after=0))
            blocks.append(note(f"{wording.LEAVING_IS_FINE} (Esc leaves, o opens another.)"))
        blocks += self._people("Your client", vignette.client, "presenting")
        blocks += self._people("You", vignette.clinician, "training")
        state = begin(vignette)
        for text in shown(vignette, state, vignette.briefing):
            blocks += marked(text)
        return [*blocks, note(tame_line(wording.review_words(vignette.review), 400))]

    @staticmethod
    def _people(title: str, facts: object, last: str) -> list[Block]:
        known = {str(k): tame_line(str(v), 600) for k, v in dict(facts).items() if v}  # type: ignore[call-overload]
        if not known:
            return []
        rest = known.pop(last, "")
        line = ", ".join(known.values())
        text = f"{line}. {rest}" if line and rest else line or rest
        return [Block(Content.styled(title, "bold $primary"), after=0), Block(Content(text))]

    @property
    def mode(self) -> Mode:
        """Return the mode marked."""
        return list(MODES)[self.query_one(Menu).marked]

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        event.stop()  # a click marks a mode; beginning is said by Enter

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another vignette where there is one."""
        return len(self.simulator.house.cards) > 1 if action == "another" else True

    def action_next_mode(self) -> None:
        """Mark the next mode."""
        self.query_one(Menu).action_mark(1)

    def action_another(self) -> None:
        """Leave this vignette, of which nothing is kept, and open the next without a content note."""
        cards = self.simulator.house.cards
        here = next((n for n, card in enumerate(cards) if card.id == self.vignette.id), -1)
        others = [card for card in (*cards[here + 1 :], *cards[: max(here, 0)]) if not card.fault]
        calm = [card for card in others if not card.content_note] or others
        self.app.pop_screen()
        if calm:
            self.simulator.open_vignette(Path(calm[0].file))

    def action_close(self) -> None:
        """Leave; nothing is kept."""
        self.simulator.to_library()

    def action_begin(self) -> None:
        """Start the session; a second Enter starts no second one."""
        if not self._beginning:
            self._beginning = True
            self.app.run_worker(self._begin_once(), group="begin")

    async def _begin_once(self) -> None:
        try:
            await self._begin()
        finally:
            self._beginning = False

    async def _begin(self) -> None:
        from simulator.attempts import Attempt
        from simulator.flow import Begin
        from simulator.screens.journeys import carry_out, show_attempt

        app, house = self.simulator, self.simulator.house
        seed = house.new_seed() if app.options.seed is None else app.options.seed
        trainee = None if app.unrecorded else app.trainee
        attempt = Attempt(
            Setting(self.vignette, self.mode, seed, app.options.shuffled),
            text=self.text, records=app.records if trainee else None, trainee=trainee.id if trainee else None,
            clock=house.clock, attempt_id=house.new_id(),
        )
        if await carry_out(app, attempt, Begin()) is not None:
            await show_attempt(app, attempt)
