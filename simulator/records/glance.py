"""A glance at a store on this computer: what the first screen shows, read with the standard library alone.

Opening the store costs time and memory that the first screen does not need. A glance reads and never writes; where
it is unsure (no file, another schema, a file that is busy or damaged) it says nothing, and the store is opened.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from simulator.records import Begun, Summary, Trainee
from simulator.records.checks import unstamped
from simulator.records.place import STORE_FILE

REVISION = "0001"
"""The schema that this reads; a test holds it to be the store's own."""


@dataclass(frozen=True)
class Glance:
    """What the first screen shows of one person.

    Attributes:
        trainee: who they are.
        attempts: their attempts, the latest first.
        endings: the endings they have reached, by vignette.
    """

    trainee: Trainee
    attempts: list[Summary]
    endings: Mapping[str, frozenset[str]]


def glance(folder: Path, trainee: str, *, patience: float = 0.2) -> Glance | None:
    """Return what is kept of a person, or None where the store itself had better be asked.

    Args:
        folder: the data folder.
        trainee: the person's id.
        patience: seconds to wait for another program.
    """
    file = folder / STORE_FILE
    if not file.is_file():
        return None
    try:
        address = f"file:{quote(str(file.absolute()))}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True, timeout=patience)) as connection:
            connection.row_factory = sqlite3.Row
            return _read(connection, trainee)
    except (sqlite3.Error, ValueError, TypeError, IndexError):
        return None


def _read(connection: sqlite3.Connection, trainee: str) -> Glance | None:
    if [tuple(row) for row in connection.execute("select version_num from alembic_version")] != [(REVISION,)]:
        return None
    person = connection.execute(
        "select id, name, recorded, created_at from trainees left join names on names.trainee = trainees.id "
        "where id = ?", (trainee,),
    ).fetchone()
    if person is None:
        return None
    recorded = None if person["recorded"] is None else bool(person["recorded"])
    attempts = connection.execute(
        "select * from attempts where trainee = ? order by last_at desc, id", (trainee,)
    ).fetchall()
    endings: dict[str, frozenset[str]] = {}
    for vignette, ending in connection.execute(
        "select distinct vignette, endings.ending from attempts join endings on endings.attempt = attempts.id "
        "where trainee = ?", (trainee,),
    ):
        endings[vignette] = endings.get(vignette, frozenset()) | {ending}
    return Glance(
        Trainee(person["id"], person["name"], recorded, unstamped(person["created_at"])),
        [_summary(row) for row in attempts],
        endings,
    )


def _summary(row: sqlite3.Row) -> Summary:
    begun = Begun(
        id=row["id"], trainee=row["trainee"], vignette=row["vignette"], title=row["title"],
        content_hash=row["content_hash"], mode=row["mode"], seed=int(row["seed"]), shuffled=bool(row["shuffled"]),
        scoring_version=row["scoring_version"], created_at=unstamped(row["created_at"]), assignment=row["assignment"],
    )
    return Summary(begun, unstamped(row["last_at"]), row["steps"], row["ending"], row["first_ending"], row["rewinds"])
