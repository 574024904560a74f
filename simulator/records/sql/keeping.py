"""Keeping events: the path that every choice takes, inside a transaction that the caller opens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from simulator.records import Conflict, Kept, Taken, Unknown
from simulator.records.checks import dumped, stamped, storable, unstamped
from simulator.records.sql import schema
from simulator.records.sql.statements import Statements

_MOST = 2**63 - 1


def keep(connection: Connection, statements: Statements, attempt: str, kept: Sequence[Kept], holder: str) -> None:
    """Keep events in order; one that is there already stays as it is.

    Raises:
        Taken, Conflict, Unknown, Refused: as the protocol says.
    """
    for one in kept:
        if not _advanced(connection, statements, attempt, one, holder):
            _must_be_there(connection, attempt, one, holder)


def _advanced(connection: Connection, statements: Statements, attempt: str, kept: Kept, holder: str) -> bool:
    kind, data, at = kept.event.kind, kept.event.data, stamped(kept.at)
    row = {
        "attempt": attempt, "seq": kept.seq, "kind": kind, "version": kept.version, "at": at, "data": dumped(data),
    }
    values: dict[str, Any] = {
        "which": attempt, "next": kept.seq, "who": holder, "who_now": holder, "now": at, "since": at,
    }
    if kind == "ended":
        values["to_ending"] = values["to_first"] = storable(str(data.get("ending")))
    elif kind == "rewound":
        values["to_step"] = _whole(data.get("to"))
    advance = statements.advance.get(kind) or statements.advance[""]
    if advance(connection, values).rowcount != 1:
        return False
    statements.event(connection, row)
    if kind == "chosen":
        statements.choice(connection, _choice(attempt, kept.seq, data, at))
    elif kind == "ended":
        statements.ending(connection, {"attempt": attempt, "seq": kept.seq, "ending": values["to_ending"]})
    return True


def _must_be_there(connection: Connection, attempt: str, kept: Kept, holder: str) -> None:
    """Return if an event is in the record already; raise what stands in its way otherwise."""
    of = schema.attempts.c
    found = connection.execute(select(of.holder, of.held_since, of.events).where(of.id == attempt)).first()
    if found is None:
        raise Unknown("There is no such attempt in the records.")
    held, since, count = found
    if held is not None and held != holder:
        raise Taken(held, unstamped(since) if since else None)
    if kept.seq >= count:
        raise Conflict(f"Event {kept.seq} of this attempt comes before event {count}.")
    there = schema.events.c
    event = connection.execute(
        select(there.kind, there.data).where(there.attempt == attempt, there.seq == kept.seq)
    ).one()
    if event.kind != kept.event.kind or json.loads(event.data) != json.loads(dumped(kept.event.data)):
        raise Conflict(f"Event {kept.seq} of this attempt is already kept, and it is a different one.")


def _choice(attempt: str, seq: int, data: Mapping[str, Any], at: str) -> dict[str, Any]:
    """Return a choice's flat columns; what an event of another make lacks is left empty."""
    response, confidence = data.get("response"), data.get("confidence")
    return {
        "attempt": attempt,
        "seq": seq,
        "step": _whole(data.get("step")) or 0,
        "scene": storable(str(data.get("scene", ""))),
        "response": None if response is None else storable(str(response)),
        "offered": json.dumps(data.get("offered", [])),
        "shown": json.dumps(data.get("shown", [])),
        "confidence": float(confidence) if isinstance(confidence, int | float) else None,
        "reason": storable(str(data.get("reason") or "")),
        "share_reason": bool(data.get("share_reason")),
        "thinking_ms": _whole(data.get("thinking_ms")),
        "at": at,
    }


def _whole(value: object) -> int | None:
    return max(-_MOST, min(_MOST, value)) if isinstance(value, int) else None
