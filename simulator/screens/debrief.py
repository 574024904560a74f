"""The debrief: words before numbers, one part a page; again from any decision."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult

from simulator.flow import MarkNearest, Mode, Object, TryAgain
from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.debriefing import Part, ending_part, figures_part, parts_of
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.prose import Prose, note
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.attempts import Attempt
    from simulator.flow import Flow, Turn

MEASURE = 72  # cells of a line of the map


class DebriefScreen(RoomScreen):
    """The explained account of one attempt."""

    BINDINGS: ClassVar = bindings("next-part", "part-before", "again", "nearest", "object", "compare", "numbers",
                                  "save-debrief", "close", *READING)

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self.attempt = attempt
        self.parts: list[Part] = []
        self.at = 0
        self.figures_shown = False
        self.document: dict[str, Any] | None = None  # None until it has been put together
        self.drawn: Part | None = None

    def compose(self) -> ComposeResult:
        """Lay out one part."""
        yield TopLine(self.attempt.setting.vignette.title)
        with Column():
            yield Prose(id="part")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the words at once; what needs scoring follows."""
        self.parts = [ending_part(self.attempt.setting, self.attempt.flow)]
        self._show()
        self._tell_again()

    def _tell_again(self) -> None:
        """Put the debrief together anew, unless it has been left meanwhile."""
        if self.is_attached:
            self.run_worker(self._fill_in(), group="debrief", exclusive=True)

    async def _fill_in(self) -> None:
        width = max(min(self.app.size.width - 8, MEASURE), 40)
        self.document, self.drawn = await asyncio.to_thread(self._told, self.attempt.flow, width)
        if self.is_attached:
            self._rebuild()

    def _told(self, flow: Flow, width: int) -> tuple[dict[str, Any], Part]:
        from simulator.debriefs import debrief_of
        from simulator.screens.mapping import map_part

        setting = self.attempt.setting
        return debrief_of(setting, flow, self.simulator.house.sources()), map_part(setting, flow, width)

    def _rebuild(self) -> None:
        setting, flow = self.attempt.setting, self.attempt.flow
        assert self.document is not None
        self.parts = parts_of(self.document, setting, flow, self.drawn)
        self._show(keep_place=True)

    def _show(self, *, keep_place: bool = False) -> None:
        self.at = min(self.at, len(self.parts) - 1)
        part = self.parts[self.at]
        where = f"Debrief · {part.title} · {self.at + 1} of {len(self.parts)}"
        if self.figures_shown and self.document is not None:
            part, where = figures_part(self.document), "Debrief · In numbers"
        self.query_one(TopLine).show(self.attempt.setting.vignette.title, where if self.document else "Debrief")
        blocks = list(part.blocks)
        if self.at == 0 and self.document is not None and not self.figures_shown:
            blocks.append(note(self._ways_on()))
        self.query_one("#part", Prose).show(blocks)
        if not keep_place:
            self.query_one(Column).scroll_home(animate=False)
        self.refresh_bindings()

    def _ways_on(self) -> str:
        again = "c lays the line you first played beside this one; " if self.attempt.flow.first_line is not None else ""
        return f"→ goes through the decisions one by one; {again}f shows the figures."

    @property
    def _turn(self) -> Turn | None:
        if not self.parts or self.figures_shown or self.document is None:
            return None
        step = self.parts[self.at].step
        return None if step is None else self.attempt.flow.turns[step]

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Tell which keys do something on this part."""
        if action == "again":
            return self._turn is not None and self.attempt.setting.mode is not Mode.ASSESSMENT
        if action == "compare":
            return self.attempt.flow.first_line is not None
        if action == "object":
            return self._turn is not None
        if action == "nearest":
            return self._turn is not None and bool(self._turn.own_words.strip())
        if action == "part":
            return self.figures_shown or 0 <= self.at + int(str(parameters[0])) < len(self.parts)
        if action in ("numbers", "save_debrief"):
            return self.document is not None
        return True

    def key_labels(self) -> dict[str, str]:
        """Name where the way back leads."""
        return {"close": "Library"}

    def action_numbers(self) -> None:
        """Show the figures, or the words again."""
        self.figures_shown = not self.figures_shown
        self._show()

    def action_part(self, by: int) -> None:
        """Show another part."""
        if self.figures_shown:
            self.figures_shown = False
        else:
            self.at = min(max(self.at + by, 0), len(self.parts) - 1)
        self._show()

    def action_close(self) -> None:
        """Go back to the library."""
        self.app.run_worker(self._leave(), group="leave", exclusive=True)

    async def _leave(self) -> None:
        from simulator.screens.journeys import may_leave

        if await may_leave(self.simulator):
            self.simulator.to_library()

    def action_again(self) -> None:
        """Play on from the decision shown."""
        step = self.parts[self.at].step
        if step is not None:
            self.app.run_worker(self._again(step), group="again", exclusive=True)

    async def _again(self, step: int) -> None:
        from simulator.screens.journeys import carry_out, show_attempt

        if await carry_out(self.simulator, self.attempt, TryAgain(step)) is not None:
            await show_attempt(self.simulator, self.attempt)

    def action_nearest(self) -> None:
        """Ask which response came nearest to one's own words."""
        step = self.parts[self.at].step
        if step is not None:
            self.app.run_worker(self._mark_nearest(step), group="nearest", exclusive=True)

    async def _mark_nearest(self, step: int) -> None:
        from simulator.screens.journeys import carry_out
        from simulator.screens.nearest import NearestScreen

        turn = self.attempt.flow.turns[step]
        scene = self.attempt.setting.vignette.scenes[turn.visit.scene]
        offered = [scene.response(name) for name in turn.visit.offered]
        picked = await self.app.push_screen_wait(NearestScreen(turn.own_words, offered))
        if picked and await carry_out(self.simulator, self.attempt, MarkNearest(step, picked)) is not None:
            self._tell_again()

    def action_save_debrief(self) -> None:
        """Save the debrief as a page."""
        self.app.run_worker(self._save(), group="save", exclusive=True)

    async def _save(self) -> None:
        from simulator.flow import path_of
        from simulator.reports import kind_of, page
        from simulator.saving import safe_name
        from simulator.screens.naming import save_as

        document, setting = self.document, self.attempt.setting
        if document is None:
            return
        line = path_of(setting, self.attempt.flow)
        name = f"~/debrief-{safe_name(setting.vignette.id)}-{self.simulator.house.clock():%Y-%m-%d}.html"
        words = "As a web page (.html), as Markdown (.md) or as a picture (.svg). It holds what you wrote, and no name."
        file = await save_as(self.simulator, "Save this debrief", words, name,
                             lambda file: page(kind_of(file), document, setting.vignette, line))
        if file is not None:
            self.notify(f"Saved in {tame_line(str(file))}.", timeout=4, markup=False)

    def action_compare(self) -> None:
        """Show the line first played beside the one played last."""
        from simulator.flow.comparing import compare
        from simulator.screens.comparing import ComparisonScreen

        vignette = self.attempt.setting.vignette
        found = compare(self.attempt.setting, self.attempt.flow)
        if found is not None:
            client = vignette.client.get("name", "The client")
            self.app.push_screen(ComparisonScreen(vignette.title, client, found))

    def action_object(self) -> None:
        """Ask why one disagrees with what is said of the decision shown."""
        step = self.parts[self.at].step
        if step is not None:
            self.app.run_worker(self._object(step), group="object", exclusive=True)

    async def _object(self, step: int) -> None:
        from simulator.screens.journeys import carry_out
        from simulator.screens.objecting import ObjectionScreen

        turn = self.attempt.flow.turns[step]
        said = await self.app.push_screen_wait(
            ObjectionScreen(step, turn.objection, share=turn.share_objection, recorded=self.attempt.recorded)
        )
        if said is not None and await carry_out(self.simulator, self.attempt, Object(step, *said)) is not None:
            self._tell_again()
