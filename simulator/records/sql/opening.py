"""Opening a store: made afresh, taken as it is, or brought up to date; one that is newer is left alone."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from simulator.records import CannotOpen, CannotWrite, RecordsError
from simulator.records.locks import FileLock
from simulator.records.place import STORE_FILE, close_to_others, make_private_file, make_private_folder
from simulator.records.sql import faults, schema
from simulator.records.sql.database import Database, on_file, on_server


def open_folder(folder: Path, patience: float) -> Database:
    """Return the database in a folder of this computer, ready for use. Raises CannotOpen."""
    make_private_folder(folder)
    file = folder / STORE_FILE
    lock = FileLock(folder / f"{STORE_FILE}.lock", patience)
    try:
        make_private_file(file)
        database = on_file(file, lock, patience)
        ready(database)
    except BaseException:
        lock.close()
        raise
    return database


def open_server(url: str) -> Database:
    """Return the database at a URL, ready for use. Raises CannotOpen."""
    database = on_server(url)
    ready(database)
    return database


def ready(
    database: Database, revisions: Sequence[str] = schema.REVISIONS, scripts: Sequence[Path] = ()
) -> None:
    """Bring a database to the schema of this program.

    Args:
        database: just made.
        revisions: the schema's known revisions, oldest first.
        scripts: further folders of migrations.

    Raises:
        CannotOpen: it cannot be opened, is not a store, or is newer. It was left as it was.
    """
    for tries in count(1):
        try:
            with database.guard():
                try:
                    _ready(database, revisions, scripts)
                except BaseException:
                    database.drop_connection()
                    raise
                return
        except DBAPIError as error:
            if not faults.waited_to_retry(error, tries):
                raise faults.on_opening(error, database.where) from error
        except CannotWrite as error:  # the lock was not to be had
            raise CannotOpen(f"The records in {database.where} cannot be opened. {error}") from error


def _ready(database: Database, revisions: Sequence[str], scripts: Sequence[Path]) -> None:
    found = database.transact(_revision, writes=False)
    if found is not None and found not in revisions:
        raise CannotOpen(
            f"The records in {database.where} were written by a newer version of this program. They were left as "
            "they are; update the program, or play unrecorded."
        )
    if database.file is not None:
        database.pragma("journal_mode=WAL")
    database.transact(_make_or_check, writes=True)
    found = database.transact(_revision, writes=False)
    if found != revisions[-1]:
        copy = None if database.file is None else back_up(database.file, f"before-{revisions[-1]}")
        _migrate(database, revisions[-1], scripts)
        if database.file is not None:
            remove(older for older in backups(database.file) if older != copy)


def _revision(connection: Connection) -> str | None:
    """Return the schema's revision, None where there are no tables yet. Raises CannotOpen."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if schema.version.name in tables:
        revision = connection.scalar(select(schema.version.c.version_num))
        if revision is not None:
            return str(revision)
    raise CannotOpen("There is a database, but not one that this program made; nothing was changed.")


def _make_or_check(connection: Connection) -> None:
    """Make the tables in one go, unless another program just did; fails where nothing may be written."""
    if _revision(connection) is None:
        schema.metadata.create_all(connection, checkfirst=False)
        schema.version.create(connection)
        connection.execute(schema.version.insert(), {"version_num": schema.REVISIONS[-1]})
    # Removes nothing: a store that may only be read is to be told now and not at the first choice.
    connection.execute(schema.version.delete().where(schema.version.c.version_num == ""))


def backups(file: Path) -> list[Path]:
    """Return the copies made of a store before it was brought up to date."""
    return sorted(file.parent.glob(f"{file.name}.before-*"))


def remove(copies: Iterable[Path]) -> None:
    """Remove copies, which hold what may have been erased since; one that will not go stays."""
    for copy in copies:
        with contextlib.suppress(OSError):
            copy.unlink()


def back_up(file: Path, name: str) -> Path:
    """Copy a store, its log included, beside itself; whole or not at all. Raises CannotOpen."""
    goal = file.with_name(f"{file.name}.{name}")
    draft = goal.with_name(goal.name + ".part")
    try:
        draft.unlink(missing_ok=True)
        make_private_file(draft)
        source, target = sqlite3.connect(file), sqlite3.connect(draft)
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()
        with draft.open("rb+") as copy:
            close_to_others(copy.fileno())
            os.fsync(copy.fileno())
        draft.replace(goal)
    except (OSError, sqlite3.Error, RecordsError) as error:
        draft.unlink(missing_ok=True)
        raise CannotOpen(
            f"The records in {file} are to be brought up to date, but no copy of them could be made first "
            f"({error}); nothing was changed."
        ) from error
    return goal


def _migrate(database: Database, goal: str, scripts: Sequence[Path]) -> None:
    """Run the migrations in one transaction, so that a store is of one revision or the other."""
    from alembic import command
    from alembic.config import Config

    here = Path(__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", _verbatim(here))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", os.pathsep.join(map(_verbatim, (here / "versions", *scripts))))
    keys = database.file is not None
    if keys:  # tables are rebuilt under their own names; the keys are looked over afterwards
        database.pragma("foreign_keys=off")
    try:
        def upgrade(connection: Connection) -> None:
            config.attributes["connection"] = connection
            command.upgrade(config, goal)
            if keys and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise CannotOpen("The records could not be brought up to date; they were left as they are.")

        database.transact(upgrade, writes=True)
    finally:
        database.drop_connection()


def _verbatim(path: Path) -> str:
    """Return a path as the configuration's reader takes it: a per cent sign is its own."""
    return str(path).replace("%", "%%")
