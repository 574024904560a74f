"""One's own data: seen in full, saved as a file, deleted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.widgets import TextArea

from simulator.screens.actions import bindings
from simulator.screens.base import RoomScreen
from simulator.screens.widgets.bars import KeyBar, TopLine
from simulator.screens.widgets.prose import Prose, heading, note, paragraph
from simulator.taming import tame_line

if TYPE_CHECKING:
    from simulator.records import Records, Trainee

NOTHING = "Nothing is recorded of you here."


class OwnDataScreen(RoomScreen):
    """Everything that is kept on the person who plays, as it is kept."""

    CSS_PATH = "owndata.tcss"
    BINDINGS: ClassVar = bindings("save-data", "forget-name", "delete-everything", "close")

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, Any] | None = None

    def compose(self) -> ComposeResult:
        """Lay out what it is and the data themselves."""
        yield TopLine("Your data")
        yield Prose([note("Looking …")], id="words")
        yield TextArea("", read_only=True, soft_wrap=True, show_cursor=False, highlight_cursor_line=False, id="data")
        yield KeyBar()

    def on_mount(self) -> None:
        """Have everything read."""
        self.run_worker(self._fill_in(), group="data", exclusive=True)

    async def _fill_in(self) -> None:
        from simulator.records import RecordsError

        try:
            found = await self._records()
            if found is None:
                self.query_one("#words", Prose).show([paragraph(NOTHING)])
                return
            records, trainee = found
            self.data = await records.data_of(trainee.id)
        except RecordsError as fault:
            self.query_one("#words", Prose).show([paragraph(str(fault), "bold $warning")])
            return
        number = len(self.data.get("attempts", ()))
        attempts = "1 attempt" if number == 1 else f"{number} attempts"
        name = tame_line(trainee.name or "", 60) or "someone without a name"
        self.query_one("#words", Prose).show([
            heading(f"Everything kept on {name}", after=0),
            note(f"{attempts}, with every choice and what you wrote, exactly as kept. It is on this computer alone. "
                 "Arrows move through it.", after=0),
        ])
        area = self.query_one("#data", TextArea)
        area.load_text(as_text(self.data))
        area.focus()
        self.refresh_bindings()

    async def _records(self) -> tuple[Records, Trainee] | None:
        app = self.simulator
        records = await app.open_records()
        return None if records is None or app.trainee is None else (records, app.trainee)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with data only where there are some, and deleting only between attempts."""
        if action in ("save_data", "delete_everything", "forget_name"):
            named = action != "forget_name" or bool(self.simulator.trainee and self.simulator.trainee.name)
            between = action != "delete_everything" or self.simulator.attempt is None
            return self.data is not None and named and between
        return True

    def action_save_data(self) -> None:
        """Save everything as a file."""
        self.app.run_worker(self._save(), group="save", exclusive=True)

    async def _save(self) -> None:
        from simulator.saving import safe_name
        from simulator.screens.naming import save_as

        data, person = self.data, self.simulator.trainee
        if data is None or person is None:
            return
        name = f"~/simulator-data-{safe_name(person.name or '')}-{self.simulator.house.clock():%Y-%m-%d}.json"
        file = await save_as(self.simulator, "Save your data", "One JSON file that only you may read.", name,
                             lambda file: as_text(data) + "\n")
        if file is not None:
            self.notify(f"Saved in {tame_line(str(file))}.", timeout=4, markup=False)

    def action_forget_name(self) -> None:
        """Remove one's name."""
        self.app.run_worker(self._forget(), group="forget", exclusive=True)

    async def _forget(self) -> None:
        from simulator.screens.journeys import ask

        answer = await ask(self.simulator, "Remove your name? Your attempts stay, without one.",
                           [("forget", "Remove the name"), ("keep", "Keep it")])
        if answer == "forget" and await self._do(lambda records, person: records.rename(person.id, None)):
            from dataclasses import replace

            assert self.simulator.trainee is not None
            self.simulator.trainee = replace(self.simulator.trainee, name=None)
            if self.is_attached:
                self.run_worker(self._fill_in(), group="data", exclusive=True)

    def action_delete_everything(self) -> None:
        """Delete everything, after asking."""
        self.app.run_worker(self._delete(), group="delete", exclusive=True)

    async def _delete(self) -> None:
        from simulator.screens.journeys import ask
        from simulator.screens.welcome import WelcomeScreen

        app = self.simulator
        answer = await ask(app, "Delete you, and everything kept on you, for good?",
                           [("keep", "Keep everything"), ("delete", "Delete everything")],
                           "It cannot be undone. To keep a copy, save your data first.", escape="keep")
        if answer == "delete" and await self._do(lambda records, person: records.delete_trainee(person.id)):
            app.forget_person()
            app.to_library()
            await app.push_screen(WelcomeScreen())
            app.notify("Deleted.", timeout=4, markup=False)

    async def _do(self, work: Any) -> bool:
        from simulator.records import RecordsError
        from simulator.screens.journeys import tell

        try:
            found = await self._records()
            if found is None:
                return False
            await work(*found)
            return True
        except RecordsError as fault:
            await tell(self.simulator, "That could not be done", str(fault))
            return False


def as_text(data: dict[str, Any]) -> str:
    """Return data as indented JSON in ASCII, so that no terminal obeys a text in it."""
    return json.dumps(data, indent=2, ensure_ascii=True, allow_nan=False).replace("\x7f", "\\u007f")
