"""What is kept, read back: inside a transaction that the caller opens, changing nothing."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from sqlalchemy import Connection, Row, func, select

from simulator.flow.state import Event
from simulator.records import Begun, Damaged, Figures, Kept, Record, Summary, Trainee, Unknown
from simulator.records.checks import everything, unstamped
from simulator.records.sql import schema


def trainees(connection: Connection) -> list[Trainee]:
    """Return everyone who plays here, the latest active first."""
    person, name, attempt = schema.trainees.c, schema.names.c, schema.attempts.c
    last = select(attempt.trainee, func.max(attempt.last_at).label("last")).group_by(attempt.trainee).subquery()
    rows = connection.execute(
        select(person.id, name.name, person.recorded, person.created_at, last.c.last)
        .select_from(schema.trainees)
        .outerjoin(schema.names, name.trainee == person.id)
        .outerjoin(last, last.c.trainee == person.id)
    ).all()
    rows = sorted(rows, key=lambda row: max(row.created_at, row.last or ""), reverse=True)
    return [Trainee(row.id, row.name, row.recorded, unstamped(row.created_at)) for row in rows]


def trainee(connection: Connection, which: str) -> Trainee:
    """Return one person. Raises Unknown."""
    person, name = schema.trainees.c, schema.names.c
    row = connection.execute(
        select(person.id, name.name, person.recorded, person.created_at)
        .select_from(schema.trainees.outerjoin(schema.names, name.trainee == person.id))
        .where(person.id == which)
    ).first()
    if row is None:
        raise Unknown("There is no such trainee in the records.")
    return Trainee(row.id, row.name, row.recorded, unstamped(row.created_at))


def record(connection: Connection, attempt: str) -> Record:
    """Return a whole attempt. Raises Unknown."""
    of, text = schema.attempts.c, schema.vignette_texts.c
    row = connection.execute(
        select(schema.attempts, text.text)
        .join_from(schema.attempts, schema.vignette_texts, of.content_hash == text.content_hash)
        .where(of.id == attempt)
    ).first()
    if row is None:
        raise Unknown("There is no such attempt in the records.")
    try:
        return Record(begun_of(row), row.text, tuple(events(connection, attempt)))
    except (ValueError, TypeError) as fault:  # a date or an event that is none: written by something else
        raise Damaged("The record of this attempt is damaged and cannot be read; nothing in it was changed.") from fault


def events(connection: Connection, attempt: str) -> list[Kept]:
    """Return an attempt's events in order."""
    one = schema.events.c
    rows = connection.execute(
        select(one.seq, one.kind, one.version, one.at, one.data).where(one.attempt == attempt).order_by(one.seq)
    )
    return [
        Kept(row.seq, unstamped(row.at), Event(row.kind, json.loads(row.data)), row.version) for row in rows
    ]


def summaries(connection: Connection, who: str) -> list[Summary]:
    """Return the history lines of a person's attempts, the latest first."""
    of = schema.attempts.c
    rows = connection.execute(select(schema.attempts).where(of.trainee == who).order_by(of.last_at.desc(), of.id))
    found = []
    for row in rows:
        # A row with a date that is none is passed over, so that the other attempts can still be listed.
        with contextlib.suppress(ValueError, TypeError):
            found.append(
                Summary(begun_of(row), unstamped(row.last_at), row.steps, row.ending, row.first_ending, row.rewinds)
            )
    return found


def finished(connection: Connection) -> list[str]:
    """Return the ids of all attempts of which some line reached an ending, the oldest first."""
    of = schema.attempts.c
    rows = connection.execute(select(of.id).where(of.first_ending.is_not(None)).order_by(of.created_at, of.id))
    return list(rows.scalars())


def endings_seen(connection: Connection, who: str) -> dict[str, frozenset[str]]:
    """Return by vignette which endings a person has reached."""
    of, end = schema.attempts.c, schema.endings.c
    rows = connection.execute(
        select(of.vignette, end.ending).distinct()
        .join_from(schema.attempts, schema.endings, of.id == end.attempt)
        .where(of.trainee == who)
    )
    seen: dict[str, set[str]] = {}
    for vignette, ending in rows:
        seen.setdefault(vignette, set()).add(ending)
    return {vignette: frozenset(reached) for vignette, reached in seen.items()}


def figures(connection: Connection, who: str) -> list[Figures]:
    """Return the figures kept of a person's attempts, the oldest attempt first."""
    of, figure = schema.attempts.c, schema.figures.c
    rows = connection.execute(
        select(schema.figures)
        .join_from(schema.figures, schema.attempts, of.id == figure.attempt)
        .where(of.trainee == who)
        .order_by(of.created_at, of.id, figure.scoring_version)
    )
    return [Figures(row.attempt, row.content_hash, row.scoring_version, json.loads(row.data)) for row in rows]


def data_of(connection: Connection, who: str) -> dict[str, Any]:
    """Return everything kept on a person as plain JSON data. Raises Unknown."""
    person, of = trainee(connection, who), schema.attempts.c
    rows = connection.execute(
        select(schema.attempts).where(of.trainee == who).order_by(of.created_at, of.id)
    ).all()
    return everything(
        person, [(begun_of(row), events(connection, row.id)) for row in rows], figures(connection, who)
    )




def begun_of(row: Row[Any]) -> Begun:
    """Return how an attempt was begun, from its row."""
    return Begun(
        id=row.id, trainee=row.trainee, vignette=row.vignette, title=row.title, content_hash=row.content_hash,
        mode=row.mode, seed=int(row.seed), shuffled=row.shuffled, scoring_version=row.scoring_version,
        created_at=unstamped(row.created_at), assignment=row.assignment,
    )
