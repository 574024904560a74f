"""Progress: the profile by competency, with how often each was seen; and what to try next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content

from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.prose import Block, Prose, heading, note, paragraph
from simulator.taming import tame_line

if TYPE_CHECKING:
    from scoring.profile import Competency, Profile, Tendency
    from simulator.suggesting import Suggestion

SCALE = 24  # cells of the line on which an interval is shown
_VERDICTS = {"steady": "steady so far", "mixed": "mixed so far", "to practise": "one to practise"}
_UNRECORDED = "Nothing is recorded, so there is nothing to show."
_NONE = "Nothing can be said yet: no case has been played to its end."


class ProgressScreen(RoomScreen):
    """What some attempts showed; no grade, and nothing from too little."""

    BINDINGS: ClassVar = bindings("open-next", "close", *READING)

    def __init__(self) -> None:
        super().__init__()
        self.next: Suggestion | None = None

    def compose(self) -> ComposeResult:
        """Lay out the page."""
        yield TopLine("Your progress")
        with Column():
            yield Prose([note("Going through what you played …")], id="progress")
        yield KeyBar()

    def on_mount(self) -> None:
        """Have it put together."""
        self.run_worker(self._fill_in(), group="progress", exclusive=True)

    async def _fill_in(self) -> None:
        from scoring.profile import profile
        from simulator.attempts import paths_for_profile
        from simulator.records import RecordsError
        from simulator.suggesting import touched, what_next

        app = self.simulator
        try:
            records = await app.open_records()
            if records is None or app.trainee is None:
                self.query_one("#progress", Prose).show([paragraph(_UNRECORDED)])
                return
            paths = await paths_for_profile(records, app.trainee.id)
            played = {summary.begun.vignette for summary in await records.attempts(app.trainee.id)}
        except RecordsError as fault:
            self.query_one("#progress", Prose).show([paragraph(str(fault), "bold $warning")])
            return
        sources = await asyncio.to_thread(app.house.sources)
        found = await asyncio.to_thread(profile, paths, sources, sources.competencies)
        touches = await asyncio.to_thread(touched, app.house.cards, sources)
        self.next = what_next(found, app.house.cards, touches, played)
        self.query_one("#progress", Prose).show([*self._next_blocks(found), *profile_blocks(found)])
        self.refresh_bindings()

    def _next_blocks(self, found: Profile) -> list[Block]:
        if self.next is None:
            return [heading("What to try next", after=0),
                    paragraph("You have begun every case here that would bring something new. Any of them can be "
                              "played again, another way.")]
        title = Content.styled(tame_line(self.next.card.title, 60), "bold $accent")
        return [heading("What to try next", after=0), Block(title, after=0),
                paragraph(f"{self.next.reason} Enter opens it.")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open the next one where there is one."""
        return self.next is not None if action == "open_next" else True

    def action_open_next(self) -> None:
        """Open the briefing of the vignette suggested."""
        if self.next is not None:
            self.simulator.to_library()
            self.simulator.open_card(self.next.card)


def profile_blocks(found: Profile) -> list[Block]:
    """Return a profile as blocks: each competency with how often it was seen, then the two tendencies, apart."""
    if not found.attempts:
        return [paragraph(_NONE)]
    times = "1 attempt" if found.attempts == 1 else f"{found.attempts} attempts"
    blocks = [heading("By competency", after=0),
              note(f"From {times}, each counted up to where you first went back. The line shows where the share "
                   "kept may lie; the mark on it is the share itself.")]
    for one in found.competencies:
        if one.seen or one.rules_up:
            blocks += _competency(one)
    unmet = [one.label for one in found.competencies if not one.seen and not one.rules_up]
    if unmet:
        blocks.append(paragraph(f"Not met yet: {', '.join(tame_line(label, 60) for label in unmet)}.", "$quiet"))
    blocks += _leanings(found)
    return [*blocks, note("This is what a few cases showed, to choose what to practise next. It does not measure a "
                          "person.")]


def _competency(one: Competency) -> list[Block]:
    seen = "seen once" if one.seen == 1 else "seen twice" if one.seen == 2 else f"seen {one.seen} times"
    where = "1 case" if one.vignettes == 1 else f"{one.vignettes} cases"
    lines = [Block(Content.assemble((tame_line(one.label, 60), "bold"), (f"  {seen}, in {where}" if one.seen else
                                    "  not met at a decision yet", "$quiet")), after=0)]
    if one.verdict is not None and one.interval is not None and one.share is not None:
        low, high = one.interval
        lines.append(Block(Content.assemble(
            (scale(low, float(one.share), high), "$primary"),
            f"  {float(one.share):.0%} kept, {low:.0%} to {high:.0%}: ", (_VERDICTS[one.verdict], "bold"),
        ), "  ", "  ", after=0))
    elif one.seen:
        lines.append(paragraph("too few to say anything yet", "$quiet", first="  ", after=0))
    if one.rules_up:
        lines.append(paragraph(f"rules that came up: {one.rules_kept} of {one.rules_up} kept", "$quiet", first="  ",
                               after=0))
    return [*lines, Block(Content(" "), after=0)]


def scale(low: float, middle: float, high: float, width: int = SCALE) -> str:
    """Return an interval between 0 and 1 as a line with a mark on it."""
    def at(share: float) -> int:
        return min(int(share * width), width - 1)

    cells = ["━" if at(low) <= place <= at(high) else "·" for place in range(width)]
    cells[at(middle)] = "●"
    return "".join(cells)


def _leanings(found: Profile) -> list[Block]:
    blocks = [heading("Leanings, which never cancel out", after=0)]
    for name, tendency in (("Referring too soon", found.over), ("Holding on too long", found.under)):
        blocks.append(Block(Content.assemble((f"{name}: ", "bold"), _leaning(tendency)), after=0))
    return [*blocks, Block(Content(" "), after=0)]


def _leaning(tendency: Tendency) -> str:
    if not tendency.tempting:
        return "no response that leans this way was open yet."
    opened = "once" if tendency.tempting == 1 else f"{tendency.tempting} times"
    chosen = {0: "never chosen", 1: "chosen once"}.get(tendency.chosen, f"chosen {tendency.chosen} times")
    few = " Too few to say anything yet." if tendency.tempting < 3 else ""
    return f"open {opened}, {chosen}.{few}"
