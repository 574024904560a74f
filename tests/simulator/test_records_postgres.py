"""On a database server: many programs at once, and connections that break. Skipped where there is none."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterator

import pytest

from simulator.records import CannotOpen, Conflict
from simulator.records.store import open_store
from tests.simulator import postgres_server
from tests.simulator.record_makers import NOON, chosen, ended, trainee, with_attempt


@pytest.fixture(scope="module")
def folder() -> Iterator[str]:
    programs = postgres_server.binaries()
    if programs is None:
        pytest.skip("PostgreSQL or psycopg is not installed here")
    with postgres_server.server(programs) as running:
        yield running


@pytest.fixture
def url(folder: str) -> str:
    return postgres_server.fresh_database(folder, f"r{uuid.uuid4().hex}")


async def test_many_programs_make_and_fill_one_store_at_once(url: str):
    stores = await asyncio.gather(*(asyncio.to_thread(open_store, url) for _ in range(4)))

    async def play(number: int) -> None:
        store = stores[number]
        await with_attempt(store, number + 1, *(chosen(seq) for seq in range(1, 20)), ended(20))

    await asyncio.gather(*map(play, range(4)))
    assert [len((await stores[0].read(f"attempt-{n}")).events) for n in range(1, 5)] == [21] * 4
    assert len(await stores[3].trainees()) == 1
    for store in stores:
        await store.close()


async def test_of_two_that_append_the_same_number_one_wins(url: str):
    one, two = open_store(url), open_store(url)
    await with_attempt(one)
    for seq in range(1, 15):
        results = await asyncio.gather(
            one.append("attempt-1", chosen(seq, reason="one"), "me"),
            two.append("attempt-1", chosen(seq, reason="two"), "me"),
            return_exceptions=True,
        )
        assert {type(result) for result in results} == {type(None), Conflict}
    assert len((await two.read("attempt-1")).events) == 15
    await one.close()
    await two.close()


async def test_a_broken_connection_is_made_anew(url: str, folder: str):
    import psycopg

    store = open_store(url)
    await with_attempt(store)
    for seq in range(1, 4):
        with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as other:
            other.execute("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")
        time.sleep(0.05)
        await store.append("attempt-1", chosen(seq), "me")
    assert len((await store.read("attempt-1")).events) == 4
    await store.close()


async def test_a_server_out_of_reach_is_told_in_a_sentence(folder: str):
    with pytest.raises(CannotOpen) as error:
        open_store(f"postgresql+psycopg://postgres:secret@/nowhere?host={folder}")
    assert "secret" not in str(error.value)
    assert "nowhere" in str(error.value)
    assert "\n" not in str(error.value)


async def test_deleting_and_beginning_with_one_text_at_once_never_parts_them(url: str):
    one, two = open_store(url), open_store(url)
    await one.add_trainee(trainee(1, created_at=NOON))
    await with_attempt(one, 0)
    for number in range(1, 12):
        await asyncio.gather(one.delete_attempt(f"attempt-{number - 1}"), with_attempt(two, number))
        assert (await two.read(f"attempt-{number}")).text == b"text of hash-1"
    await one.close()
    await two.close()
