"""What a database's error means to the person who plays, in one sentence."""

from __future__ import annotations

import random
import sqlite3
import time

from sqlalchemy.exc import DBAPIError, OperationalError

from simulator.records import CannotOpen, CannotRead, CannotWrite, RecordsError

TRIES = 8
"""How often a transaction is tried that another one stood in the way of."""

# Serialization failure, deadlock; a row or table made, or a text deleted, by another at the same time.
_RETRIED = {"40001", "40P01", "23505", "42P07", "23503"}

_WHY = {
    "SQLITE_BUSY": "another program has been using the records for too long",
    "SQLITE_LOCKED": "another program has been using the records for too long",
    "SQLITE_FULL": "the disk is full",
    "SQLITE_READONLY": "the records or their folder may only be read, not written",
    "SQLITE_CANTOPEN": "the records cannot be opened, or their folder may not be written in",
    "SQLITE_PERM": "the records may not be opened by this user",
    "SQLITE_AUTH": "the records may not be opened by this user",
    "SQLITE_CORRUPT": "the records are damaged",
    "SQLITE_NOTADB": "the file of the records is damaged, or is something else",
    "SQLITE_IOERR": "the disk would not read or write the records; it may be full or failing",
    "SQLITE_TOOBIG": "this text is too long for the records",
}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


def waited_to_retry(error: DBAPIError, tries: int) -> bool:
    """Tell whether the same transaction may well succeed now, after a moment's pause where it may.

    Args:
        error: why it failed.
        tries: how often it was tried.
    """
    if tries >= TRIES or not (error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _RETRIED):
        return False
    time.sleep(random.uniform(0, 0.005 * 2**tries))  # by chance, so that two do not meet again
    return True


def on_opening(error: DBAPIError, where: str) -> RecordsError:
    """Return the error to raise when a store could not be opened."""
    name = _name(error)
    if name in _DAMAGED:
        return CannotOpen(
            f"The records in {where} are damaged, or are something else. They were left as they are: move the file "
            "away to start afresh, or play unrecorded."
        )
    return CannotOpen(f"The records in {where} cannot be opened: {_why(error)}. Nothing was changed.")


def on_writing(error: DBAPIError) -> RecordsError:
    """Return the error to raise when a transaction failed."""
    return CannotWrite(f"This could not be kept: {_why(error)}. What was kept before is still there.")


def on_reading(error: Exception) -> RecordsError:
    """Return the error to raise when what is kept could not be read, or is no longer what was written."""
    why = _why(error) if isinstance(error, DBAPIError) else "the records are damaged"
    return CannotRead(f"The records cannot be read: {why}. Nothing was changed.")


def _name(error: DBAPIError) -> str:
    """Return SQLite's name for what happened, without its details; empty for other databases."""
    name = str(getattr(error.orig, "sqlite_errorname", "") or "")
    return "_".join(name.split("_")[:2])


def _why(error: DBAPIError) -> str:
    known = _WHY.get(_name(error))
    if known is not None:
        return known
    if isinstance(error.orig, sqlite3.Error):  # a text that is none any more; its words are not for a sentence
        return "the records are damaged"
    # A server's other messages may hold what was to be kept.
    lines = str(error.orig).strip().splitlines() if isinstance(error, OperationalError) else []
    return lines[0].rstrip(".") if lines else f"the database refused it ({type(error.orig).__name__})"
