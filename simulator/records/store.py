"""The store that lasts: one file in the user's data folder, or a database server by URL.

Importing this module is cheap; SQLAlchemy is imported in the store's own thread when a store is opened.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.records import Begun, CannotOpen, Figures, Kept, Record, Summary, Trainee
from simulator.records.checks import checked_name
from simulator.records.place import data_folder
from simulator.records.worker import Worker

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from simulator.records.sql.database import Database
    from simulator.records.sql.statements import Statements

Result = TypeVar("Result")
PATIENCE = 5.0  # seconds to wait for another program before saying so


def open_store(folder_or_url: str | os.PathLike[str] | None = None, *, patience: float = PATIENCE) -> Store:
    """Open a store. Synchronous: returns when it is ready (a face calls it in a thread).

    Args:
        folder_or_url: a folder, made private if it is not there, or a URL of SQLAlchemy's for a server
            (``postgresql+psycopg://…``); this user's data folder if not given.
        patience: seconds to wait for another program that is writing, then and at every write.

    Raises:
        CannotOpen: no permission, a full disk, a damaged or a newer store, or one locked for too long. What was
            there was left as it was.
    """
    where = os.fspath(data_folder() if folder_or_url is None else folder_or_url)
    worker = Worker("records")
    try:
        database, statements = worker.run_and_wait(lambda: _opened(where, patience))
    except BaseException:
        worker.stop()
        raise
    return Store(worker, database, statements)


def _opened(where: str, patience: float) -> tuple[Database, Statements]:
    from simulator.records.sql.opening import open_folder, open_server
    from simulator.records.sql.statements import Statements

    if where.startswith("sqlite:"):
        raise CannotOpen("Name the folder of a store on this computer, not a sqlite address.")
    database = open_server(where) if "://" in where else open_folder(Path(where).expanduser().absolute(), patience)
    return database, Statements(database.engine.dialect)


class Store:
    """The protocol of :class:`simulator.records.Records` over a database, made by ``open_store``."""

    def __init__(self, worker: Worker, database: Database, statements: Statements) -> None:
        from simulator.records.sql import changing, keeping, opening, reading

        self._worker, self._database, self._statements = worker, database, statements
        self._changing, self._keeping, self._reading, self._opening = changing, keeping, reading, opening
        # A program that ends without closing folds the log back under the lock all the same.
        self._at_exit = weakref.finalize(self, worker.finish, database.close, PATIENCE)

    async def trainees(self) -> list[Trainee]:
        """Return everyone who plays here, the latest active first."""
        return await self._read(self._reading.trainees)

    async def add_trainee(self, trainee: Trainee) -> None:
        """Add a person."""
        name = checked_name(trainee.name)
        await self._write(lambda connection: self._changing.add_trainee(connection, trainee, name))

    async def rename(self, trainee: str, name: str | None) -> None:
        """Give a person another name, or None to remove it; the old one is erased, not only unlinked."""
        name = checked_name(name)
        await self._erase(lambda connection: self._changing.rename(connection, trainee, name))

    async def set_recorded(self, trainee: str, recorded: bool) -> None:
        """Keep a person's answer to the words on recording."""
        await self._write(lambda connection: self._changing.set_recorded(connection, trainee, recorded))

    async def begin(self, begun: Begun, text: bytes, first: Kept, holder: str) -> None:
        """Keep a new attempt with its first event."""
        await self._write(
            lambda connection: self._changing.begin(connection, self._statements, begun, text, first, holder=holder)
        )

    async def append(self, attempt: str, kept: Kept, holder: str) -> None:
        """Keep one event."""
        await self.append_all(attempt, [kept], holder)

    async def append_all(self, attempt: str, events: Sequence[Kept], holder: str) -> None:
        """Keep the events of one move, all or none."""
        await self._write(
            lambda connection: self._keeping.keep(connection, self._statements, attempt, events, holder)
        )

    async def claim(self, attempt: str, holder: str, at: datetime, *, take_over: bool = False) -> None:
        """Hold an attempt open."""
        await self._write(
            lambda connection: self._changing.claim(connection, attempt, holder, at, take_over=take_over)
        )

    async def release(self, attempt: str, holder: str) -> None:
        """Let go of an attempt."""
        await self._write(lambda connection: self._changing.release(connection, attempt, holder))

    async def read(self, attempt: str) -> Record:
        """Return a whole attempt."""
        return await self._read(lambda connection: self._reading.record(connection, attempt))

    async def attempts(self, trainee: str) -> list[Summary]:
        """Return a person's attempts, the latest first."""
        return await self._read(lambda connection: self._reading.summaries(connection, trainee))

    async def unfinished(self, trainee: str) -> list[Summary]:
        """Return a person's attempts that wait to be gone on with, the latest first."""
        return [one for one in await self.attempts(trainee) if one.ending is None]

    async def finished(self) -> list[str]:
        """Return the ids of all attempts of which some line reached an ending."""
        return await self._read(self._reading.finished)

    async def endings_seen(self, trainee: str) -> dict[str, frozenset[str]]:
        """Return by vignette which endings a person has reached."""
        return await self._read(lambda connection: self._reading.endings_seen(connection, trainee))

    async def keep_figures(self, figures: Figures) -> None:
        """Keep derived figures."""
        await self._write(lambda connection: self._changing.keep_figures(connection, figures))

    async def figures(self, trainee: str) -> list[Figures]:
        """Return the figures kept of a person's attempts."""
        return await self._read(lambda connection: self._reading.figures(connection, trainee))

    async def drop_figures(self) -> None:
        """Drop all derived figures."""
        await self._write(self._changing.drop_figures)

    async def delete_attempt(self, attempt: str) -> None:
        """Delete one attempt with all that belongs to it, copies made before an update of the store included."""
        await self._erase(lambda connection: self._changing.delete_attempt(connection, attempt))

    async def delete_trainee(self, trainee: str) -> None:
        """Delete a person with everything kept on them, copies made before an update of the store included."""
        await self._erase(lambda connection: self._changing.delete_trainee(connection, trainee))

    async def data_of(self, trainee: str) -> dict[str, Any]:
        """Return everything kept on a person as plain JSON data."""
        return await self._read(lambda connection: self._reading.data_of(connection, trainee))

    async def close(self) -> None:
        """Let go of the store; a second time does nothing."""
        if self._at_exit.detach() is not None:
            try:
                await self._worker.run(self._database.close)
            finally:
                self._worker.stop()

    async def _write(self, work: Callable[[Connection], Result]) -> Result:
        return await self._worker.run(lambda: self._database.write(work))

    async def _read(self, work: Callable[[Connection], Result]) -> Result:
        return await self._worker.run(lambda: self._database.read(work))

    async def _erase(self, work: Callable[[Connection], None]) -> None:
        """Do work that removes something of a person's, and leave no trace of it in the log or in old copies."""
        def erase() -> None:
            self._database.write(work)
            if self._database.file is not None:
                self._database.fold_back()
                self._opening.remove(self._opening.backups(self._database.file))

        await self._worker.run(erase)
