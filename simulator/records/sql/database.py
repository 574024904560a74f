"""The one connection of a store: opened, guarded, retried, and let go of, all in the store's own thread."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool

from simulator.records import CannotOpen, CannotWrite
from simulator.records.locks import FileLock
from simulator.records.sql import faults

Result = TypeVar("Result")


class Database:
    """A database and the one connection to it.

    Attributes:
        engine: SQLAlchemy's engine, without a pool.
        file: the store's file, None for a database server.
        where: the place in words, without secrets.
    """

    def __init__(self, engine: Engine, file: Path | None, where: str, lock: FileLock | None) -> None:
        self.engine = engine
        self.file = file
        self.where = where
        self._lock = lock
        self._connection: Connection | None = None

    def guard(self) -> AbstractContextManager[None]:
        """Hold the lock that keeps other programs from writing and checkpointing; nothing for a server."""
        return nullcontext() if self._lock is None else self._lock.held()

    def connection(self) -> Connection:
        """Return the connection, made anew where an error had ended the last one."""
        if self._connection is None:
            self._connection = self.engine.connect()
        return self._connection

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do work in a transaction, all or nothing, durable on return. Raises RecordsError."""
        for tries in count(1):
            try:
                with self.guard():
                    return self._dropping(lambda: self.transact(work, writes=True))
            except DBAPIError as error:
                if not faults.waited_to_retry(error, tries):
                    raise faults.on_writing(error) from error
        raise AssertionError("unreachable")

    def read(self, work: Callable[[Connection], Result]) -> Result:
        """Do work that changes nothing, on one unchanging view of what is kept. Raises RecordsError."""
        for tries in count(1):
            try:
                return self._dropping(lambda: self.transact(work, writes=False))
            except DBAPIError as error:
                if not faults.waited_to_retry(error, tries):
                    raise faults.on_reading(error) from error
            except (ValueError, TypeError, AttributeError) as error:  # texts that no longer say what was written
                raise faults.on_reading(error) from error
        raise AssertionError("unreachable")

    def _dropping(self, work: Callable[[], Result]) -> Result:
        """Do work, and let go of the connection if the database fails it."""
        try:
            return work()
        except DBAPIError:
            with self.guard():
                self.drop_connection()
            raise

    def fold_back(self) -> None:
        """Write the log back into the store and empty it, so that nothing erased lingers there."""
        if self.file is None:
            return
        with self.guard(), contextlib.suppress(DBAPIError):  # another reader may be in the way; the next one will
            self.pragma("wal_checkpoint(TRUNCATE)")

    def pragma(self, pragma: str) -> Any:
        """Run one of SQLite's pragmas outside any transaction and return its first value."""
        cursor = self.connection().connection.cursor()
        try:
            row = cursor.execute(f"PRAGMA {pragma}").fetchone()
        except sqlite3.Error as error:
            raise DBAPIError(f"PRAGMA {pragma}", None, error) from error
        finally:
            cursor.close()
        return row[0] if row else None

    def drop_connection(self) -> None:
        """Let go of the connection; the guard must be held, since the last to go folds the log back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError):
                connection.close()

    def close(self) -> None:
        """Let go of the connection and the lock, even where another program does not let go of the lock."""
        with contextlib.suppress(CannotWrite), self.guard():
            self.drop_connection()
        self.drop_connection()
        self.engine.dispose()
        if self._lock is not None:
            self._lock.close()

    def transact(self, work: Callable[[Connection], Result], *, writes: bool) -> Result:
        """Do work in a transaction once; the guard must be held if it writes. Raises DBAPIError."""
        connection = self.connection()
        connection.info["begin"] = "BEGIN IMMEDIATE" if writes else "BEGIN"
        with connection.begin():
            return work(connection)


def on_file(file: Path, lock: FileLock, patience: float) -> Database:
    """Return the database of one file on this computer; nothing is opened yet.

    Args:
        file: there already, and private.
        lock: held around writes and checkpoints.
        patience: seconds to wait for another program.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(file, timeout=patience, isolation_level=None, check_same_thread=False),
        poolclass=NullPool,
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, record: object) -> None:
        for pragma in ("foreign_keys=on", "secure_delete=on", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.info.get("begin", "BEGIN"))

    return Database(engine, file, str(file), lock)


def on_server(url: str) -> Database:
    """Return the database at a URL of SQLAlchemy's; nothing is opened yet. Raises CannotOpen."""
    try:
        address = make_url(url)
        engine = create_engine(address, poolclass=NullPool, isolation_level="SERIALIZABLE")
    except (ArgumentError, NoSuchModuleError) as error:
        raise CannotOpen("This is not an address of a database that this program knows.") from error
    except ModuleNotFoundError as error:
        raise CannotOpen(f"The database's driver is not installed ({error.name}).") from error
    return Database(engine, None, address.render_as_string(hide_password=True), None)
