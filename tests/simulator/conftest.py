"""Fixtures for the tests of the program: records of every kind."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from simulator.records import Records
from simulator.records.memory import MemoryRecords
from simulator.records.store import open_store
from tests.simulator import postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    programs = postgres_server.binaries()
    if programs is None:
        pytest.skip("PostgreSQL or psycopg is not installed here")
    with postgres_server.server(programs) as folder:
        yield folder


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def records(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Records]:
    opened: Records
    if request.param == "memory":
        opened = MemoryRecords()
    elif request.param == "sqlite":
        opened = open_store(tmp_path / "data")
    else:
        name = f"r{uuid.uuid4().hex}"
        opened = open_store(postgres_server.fresh_database(request.getfixturevalue("postgres"), name))
    yield opened
    await opened.close()
