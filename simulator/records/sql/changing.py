"""Changes other than events: people, attempts begun, held, figured and deleted, inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)

from simulator.records import Begun, Conflict, Figures, Kept, Taken, Trainee, Unknown
from simulator.records.checks import dumped, stamped, unstamped
from simulator.records.sql import reading, schema
from simulator.records.sql.keeping import keep
from simulator.records.sql.statements import Statements


def add_trainee(connection: Connection, person: Trainee, name: str | None) -> None:
    """Add a person who is not there yet."""
    of = schema.trainees.c
    if connection.execute(select(of.id).where(of.id == person.id)).first() is None:
        connection.execute(
            insert(schema.trainees),
            {"id": person.id, "created_at": stamped(person.created_at), "recorded": person.recorded},
        )
        if name is not None:
            connection.execute(insert(schema.names), {"trainee": person.id, "name": name})


def rename(connection: Connection, who: str, name: str | None) -> None:
    """Give a person another name, or none. Raises Unknown."""
    reading.trainee(connection, who)
    connection.execute(delete(schema.names).where(schema.names.c.trainee == who))
    if name is not None:
        connection.execute(insert(schema.names), {"trainee": who, "name": name})


def set_recorded(connection: Connection, who: str, recorded: bool) -> None:
    """Keep a person's answer to the words on recording. Raises Unknown."""
    done = connection.execute(update(schema.trainees).where(schema.trainees.c.id == who).values(recorded=recorded))
    if done.rowcount != 1:
        raise Unknown("There is no such trainee in the records.")


def begin(
    connection: Connection, statements: Statements, begun: Begun, text: bytes, first: Kept, *, holder: str
) -> None:
    """Keep a new attempt with its first event; the same again is fine. Raises as the protocol says."""
    of = schema.attempts.c
    found = connection.execute(select(schema.attempts).where(of.id == begun.id)).first()
    if found is None:
        reading.trainee(connection, begun.trainee)
        _add_text(connection, begun.content_hash, text)
        connection.execute(insert(schema.attempts), _row(begun, holder))
    elif reading.begun_of(found) != begun:
        raise Conflict("This attempt has been begun already, and it is a different one.")
    keep(connection, statements, begun.id, [first], holder)


def claim(connection: Connection, attempt: str, holder: str, at: datetime, *, take_over: bool) -> None:
    """Hold an attempt open. Raises Taken or Unknown."""
    of = schema.attempts.c
    free: list[ColumnElement[bool]] = [] if take_over else [or_(of.holder.is_(None), of.holder == holder)]
    done = connection.execute(
        update(schema.attempts).where(of.id == attempt, *free).values(holder=holder, held_since=stamped(at))
    )
    if done.rowcount != 1:
        held = connection.execute(select(of.holder, of.held_since).where(of.id == attempt)).first()
        if held is None:
            raise Unknown("There is no such attempt in the records.")
        raise Taken(held.holder, unstamped(held.held_since) if held.held_since else None)


def release(connection: Connection, attempt: str, holder: str) -> None:
    """Let go of an attempt that this holder holds."""
    of = schema.attempts.c
    connection.execute(
        update(schema.attempts).where(of.id == attempt, of.holder == holder).values(holder=None, held_since=None)
    )


def keep_figures(connection: Connection, figures: Figures) -> None:
    """Keep derived figures in place of older ones. Raises Unknown."""
    of, figure = schema.attempts.c, schema.figures.c
    if connection.execute(select(of.id).where(of.id == figures.attempt)).first() is None:
        raise Unknown("There is no such attempt in the records.")
    key = {
        "attempt": figures.attempt,
        "content_hash": figures.content_hash,
        "scoring_version": figures.scoring_version,
    }
    connection.execute(delete(schema.figures).where(*(figure[name] == value for name, value in key.items())))
    connection.execute(insert(schema.figures), {**key, "data": dumped(figures.data)})


def drop_figures(connection: Connection) -> None:
    """Drop all derived figures."""
    connection.execute(delete(schema.figures))


def delete_attempt(connection: Connection, attempt: str) -> None:
    """Delete one attempt with all that belongs to it. Raises Unknown."""
    of = schema.attempts.c
    content = connection.scalar(select(of.content_hash).where(of.id == attempt))
    if content is None:
        raise Unknown("There is no such attempt in the records.")
    for table in _OF_ATTEMPT:
        connection.execute(delete(table).where(table.c.attempt == attempt))
    connection.execute(delete(schema.attempts).where(of.id == attempt))
    text = schema.vignette_texts.c
    connection.execute(
        delete(schema.vignette_texts).where(
            text.content_hash == content, ~exists().where(of.content_hash == text.content_hash)
        )
    )


def delete_trainee(connection: Connection, who: str) -> None:
    """Delete a person with everything kept on them. Raises Unknown."""
    reading.trainee(connection, who)
    of = schema.attempts.c
    for attempt in connection.scalars(select(of.id).where(of.trainee == who)).all():
        delete_attempt(connection, attempt)
    connection.execute(delete(schema.names).where(schema.names.c.trainee == who))
    connection.execute(delete(schema.trainees).where(schema.trainees.c.id == who))


_OF_ATTEMPT: tuple[Table, ...] = (schema.events, schema.choices, schema.endings, schema.figures)


def _add_text(connection: Connection, content_hash: str, text: bytes) -> None:
    """Keep a vignette's text once; the place where two attempts may meet, hence all in one statement."""
    of = schema.vignette_texts.c
    new = select(literal(content_hash), literal(text, LargeBinary)).where(
        ~exists().where(of.content_hash == content_hash)
    )
    connection.execute(insert(schema.vignette_texts).from_select(["content_hash", "text"], new))


def _row(begun: Begun, holder: str) -> dict[str, Any]:
    at = stamped(begun.created_at)
    return {
        "id": begun.id, "trainee": begun.trainee, "vignette": begun.vignette, "title": begun.title,
        "content_hash": begun.content_hash, "mode": begun.mode, "seed": str(begun.seed),
        "shuffled": begun.shuffled, "scoring_version": begun.scoring_version, "assignment": begun.assignment,
        "created_at": at, "holder": holder, "held_since": at,
        "events": 0, "last_at": at, "steps": 0, "ending": None, "first_ending": None, "rewinds": 0,
    }
