"""What may be kept: names that every store can hold, and events as plain JSON. Shared by all records."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from simulator.flow.state import Event
from simulator.records import Begun, Figures, Kept, Refused, Trainee

LONGEST_NAME = 200  # characters


def checked_name(name: str | None) -> str | None:
    """Return a name without spaces around it.

    Raises:
        Refused: it is empty, too long, or holds control characters or halves of characters.
    """
    if name is None:
        return None
    name = name.strip()
    if not name:
        raise Refused("A name has at least one character that can be seen.")
    if len(name) > LONGEST_NAME:
        raise Refused(f"This name has {len(name)} characters; {LONGEST_NAME} is the most that can be kept.")
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        raise Refused("This name holds control characters or broken ones, which cannot be kept; leave them out.")
    return name


def dumped(data: Mapping[str, Any]) -> str:
    """Return data as JSON in ASCII, so that every text comes back exactly, halves of characters included.

    Raises:
        Refused: something in it is not plain data.
    """
    try:
        return json.dumps(dict(data), allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise Refused("This event is not plain data and cannot be kept.") from error


def plain(event: Event) -> Event:
    """Return an event as it would be read back. Raises Refused."""
    return Event(event.kind, json.loads(dumped(event.data)))


def storable(text: str) -> str:
    """Return text that every database holds: NUL and halves of characters become the replacement character."""
    if text.isascii() and "\0" not in text:
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


def stamped(at: datetime) -> str:
    """Return a time as sortable text: UTC, to the microsecond. Raises Refused for a time without a zone."""
    if at.tzinfo is None:
        raise Refused("A time without a time zone cannot be kept.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def unstamped(text: str) -> datetime:
    """Return the time that ``stamped`` wrote."""
    return datetime.fromisoformat(text)


def everything(
    person: Trainee, played: Sequence[tuple[Begun, Sequence[Kept]]], figures: Sequence[Figures]
) -> dict[str, Any]:
    """Return a person, what they did and its figures as plain JSON data."""
    return {
        "trainee": {**asdict(person), "created_at": stamped(person.created_at)},
        "attempts": [
            {
                **asdict(begun),
                "created_at": stamped(begun.created_at),
                "events": [
                    {"seq": kept.seq, "at": stamped(kept.at), "kind": kept.event.kind, "version": kept.version,
                     "data": dict(kept.event.data)}
                    for kept in events
                ],
            }
            for begun, events in played
        ],
        "figures": [
            {"attempt": one.attempt, "content_hash": one.content_hash, "scoring_version": one.scoring_version,
             "data": dict(one.data)}
            for one in figures
        ],
    }
