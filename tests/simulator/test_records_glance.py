"""A glance says what the store says, writes nothing, and says nothing where it is unsure."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from simulator.flow import Event
from simulator.records import Begun, Kept, Trainee
from simulator.records.glance import REVISION, glance
from simulator.records.place import STORE_FILE

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def begun(number: int) -> Begun:
    return Begun(id=f"a-{number}", trainee="t-1", vignette="toy", title="A [toy]", content_hash="hash", mode="guided",
                 seed=2**40 + number, shuffled=True, scoring_version=1, created_at=NOON + timedelta(minutes=number))


async def fill(folder):
    from simulator.records.store import open_store

    store = open_store(folder)
    await store.add_trainee(Trainee("t-1", "Robin", True, NOON))
    await store.add_trainee(Trainee("t-2", None, None, NOON))
    for number in range(3):
        at = NOON + timedelta(minutes=number)
        await store.begin(begun(number), b"text", Kept(0, at, Event("started", {})), "here")
        if number:
            await store.append(f"a-{number}", Kept(1, at, Event("ended", {"ending": "END_good", "steps": 0})), "here")
    return store


async def test_it_says_what_the_store_says_while_open_and_after(tmp_path):
    store = await fill(tmp_path)
    for _ in range(2):
        found = glance(tmp_path, "t-1")
        assert found is not None
        assert found.attempts == await store.attempts("t-1")
        assert found.endings == await store.endings_seen("t-1")
        assert found.trainee == next(p for p in await store.trainees() if p.id == "t-1")
    assert glance(tmp_path, "t-2").trainee.name is None
    expected = await store.attempts("t-1")
    await store.close()
    assert glance(tmp_path, "t-1").attempts == expected


def test_it_reads_the_stores_own_schema():
    from simulator.records.sql.schema import REVISIONS

    assert REVISIONS[-1] == REVISION


@pytest.mark.parametrize("content", [None, b"", b"not a store at all" * 100])
def test_where_it_is_unsure_it_says_nothing(tmp_path, content):
    if content is not None:
        (tmp_path / STORE_FILE).write_bytes(content)
    assert glance(tmp_path, "t-1") is None
    if content is not None:
        assert (tmp_path / STORE_FILE).read_bytes() == content


async def test_another_schema_or_another_person_is_left_to_the_store(tmp_path):
    import sqlite3

    store = await fill(tmp_path)
    await store.close()
    assert glance(tmp_path, "nobody") is None
    connection = sqlite3.connect(tmp_path / STORE_FILE)
    connection.execute("update alembic_version set version_num = '9999'")
    connection.commit()
    connection.close()
    assert glance(tmp_path, "t-1") is None


async def test_it_imports_no_library(tmp_path):
    store = await fill(tmp_path)
    await store.close()
    code = ("import sys; from pathlib import Path; from simulator.records.glance import glance; "
            "assert glance(Path(sys.argv[1]), 't-1'); assert 'sqlalchemy' not in sys.modules")
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
