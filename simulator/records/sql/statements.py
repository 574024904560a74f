"""Statements written once in SQLAlchemy Core, compiled once for the database at hand, and then used as text.

Building, caching and compiling take longer than a small write itself; a recorded choice is to take little
more time than its commit.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Integer,
    bindparam,
    cast,
    func,
    insert,
    literal_column,
    null,
    or_,
    update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.base import Executable

from simulator.records.sql import schema


class Prepared:
    """One statement in the words of one database. Parameters are plain text, numbers and bytes only."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self._sql: str = compiled.string
        self._order: list[str] | None = compiled.positiontup

    def __call__(self, connection: Connection, values: dict[str, Any]) -> CursorResult[Any]:
        """Execute with values by parameter name."""
        if self._order is None:
            return connection.exec_driver_sql(self._sql, values)
        return connection.exec_driver_sql(self._sql, tuple([values[name] for name in self._order]))


class Statements:
    """What keeping an event needs.

    ``advance`` by kind of event: counts the event and sums it up, if this is the next event and nobody else
    holds the attempt; otherwise it touches nothing.
    """

    def __init__(self, dialect: Dialect) -> None:
        attempts, one = schema.attempts.c, literal_column("1", Integer)
        next_of_own = update(schema.attempts).where(
            attempts.id == bindparam("which"),
            attempts.events == bindparam("next"),
            or_(attempts.holder == bindparam("who"), attempts.holder.is_(None)),
        ).values(
            events=attempts.events + one,
            last_at=bindparam("now"),
            holder=bindparam("who_now"),
            held_since=func.coalesce(attempts.held_since, bindparam("since")),
        )
        summed = {
            "": next_of_own,
            "chosen": next_of_own.values(steps=attempts.steps + one),
            "ended": next_of_own.values(
                ending=bindparam("to_ending"),
                first_ending=func.coalesce(attempts.first_ending, bindparam("to_first")),
            ),
            "rewound": next_of_own.values(
                steps=func.coalesce(cast(bindparam("to_step"), Integer), attempts.steps),
                ending=null(),
                rewinds=attempts.rewinds + one,
            ),
        }
        self.advance = {kind: Prepared(statement, dialect) for kind, statement in summed.items()}
        self.event = Prepared(insert(schema.events), dialect)
        self.choice = Prepared(insert(schema.choices), dialect)
        self.ending = Prepared(insert(schema.endings), dialect)
