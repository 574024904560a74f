"""Past attempts, the latest first; unfinished ones go on, finished ones show their debrief; any can be deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from simulator.screens.actions import READING, bindings
from simulator.screens.base import Column, RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.menu import Menu, Row
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.records import Summary


def _named(ending: str) -> str:
    return tame_line(ending.replace("-", " ").replace("_", " "), 30)


class HistoryScreen(RoomScreen):
    """A person's attempts."""

    BINDINGS: ClassVar = bindings("open", "delete", "close", *READING)

    def __init__(self, attempts: list[Summary]) -> None:
        super().__init__()
        self.attempts = attempts

    def key_labels(self) -> dict[str, str]:
        """Name what Enter does with the marked attempt."""
        summary = self._marked
        return {"open": "Go on" if summary is not None and summary.ending is None else "Debrief"}

    @property
    def _marked(self) -> Summary | None:
        row = self.query_one(Menu).row
        return next((summary for summary in self.attempts if row is not None and summary.begun.id == row.id), None)

    @on(Menu.Marked)
    def _moved(self) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Open and delete where there is something marked."""
        return self._marked is not None if action in ("open", "delete") else True

    def compose(self) -> ComposeResult:
        """Lay out the attempts."""
        yield TopLine("Past attempts")
        with Column():
            yield Menu(self._rows())
        yield KeyBar()

    def on_mount(self) -> None:
        """Let the arrows choose."""
        self.query_one(Menu).focus(scroll_visible=False)

    def _rows(self) -> list[Row]:
        none = Row("", Content.styled("There are no attempts.", "$quiet"), heads=True)
        return [self._row(summary) for summary in self.attempts] or [none]

    @staticmethod
    def _row(summary: Summary) -> Row:
        how = _named(summary.ending) if summary.ending else f"after decision {summary.steps}"
        return Row(summary.begun.id, Content(tame_line(summary.begun.title, 60)),
                   lead=f"{summary.begun.created_at:%d %b %Y}  ",
                   tail=Content.styled(f"{summary.begun.mode}, {how}", "$quiet"))

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the marked attempt."""
        row = self.query_one(Menu).row
        if row is not None:
            self.simulator.to_library()
            self.simulator.resume_attempt(row.id)

    def action_close(self) -> None:
        """Go back to the library, which may have changed."""
        self.simulator.to_library()

    def action_delete(self) -> None:
        """Delete the marked attempt, after asking."""
        if self._marked is not None:
            self.app.run_worker(self._delete(self._marked), group="delete", exclusive=True)

    async def _delete(self, summary: Summary) -> None:
        from simulator.attempts import still_running, this_holder
        from simulator.records import RecordsError, Taken
        from simulator.screens.journeys import ask, tell

        app, begun = self.simulator, summary.begun
        answer = await ask(
            app, f"Delete the attempt at {tame_line(begun.title, 60)} of {begun.created_at:%d %B %Y} for good?",
            [("keep", "Keep it"), ("delete", "Delete it")], "Its choices and what you wrote in it go with it.",
            escape="keep",
        )
        if answer != "delete":
            return
        try:
            records = await app.open_records()
            if records is None:
                return
            try:
                await records.claim(begun.id, this_holder(), app.house.clock())
            except Taken as taken:
                if still_running(taken.holder):
                    await tell(app, "It was not deleted", "It is open in another window; leave it there first.")
                    return
            await records.delete_attempt(begun.id)
        except RecordsError as fault:
            await tell(app, "It was not deleted", str(fault))
            return
        self.attempts = [kept for kept in self.attempts if kept.begun.id != begun.id]
        if self.is_attached:
            self.query_one(Menu).show(self._rows())
            self.refresh_bindings()
