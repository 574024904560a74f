"""The store on this computer: who may read it, what it says when something is wrong, what it leaves behind."""

from __future__ import annotations

import asyncio
import gc
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.records import Figures
from simulator.records.place import STORE_FILE, data_folder
from simulator.records.store import open_store
from tests.simulator.record_makers import HOSTILE, chosen, ended, run_python, started, trainee, with_attempt


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def wide_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


async def filled(folder: Path) -> None:
    """A store with one finished attempt of one person."""
    store = open_store(folder)
    await with_attempt(store, 1, chosen(1), ended(2))
    await store.close()


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


# Cheap to import, quick to open


def test_nothing_heavy_is_imported_before_a_store_is_opened(folder: Path):
    done = run_python(
        """
        import sys
        import simulator.records, simulator.records.memory, simulator.records.store, simulator.attempts
        import simulator.preferences
        heavy = {"sqlalchemy", "alembic", "sqlite3", "pydantic", "yaml", "platformdirs"} & sys.modules.keys()
        assert not heavy, heavy
        store = simulator.records.store.open_store(sys.argv[1])
        assert "sqlalchemy" in sys.modules
        assert "alembic" not in sys.modules
        """,
        folder,
    )
    assert done.returncode == 0, done.stderr


async def test_every_setting_that_durability_and_erasing_need_is_on(folder: Path):
    store = open_store(folder, patience=1.25)
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    found = await store._worker.run(lambda: [store._database.pragma(name) for name in pragmas])
    await store.close()
    assert found == ["wal", 2, 1, 1, 1250]


# Private


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
@pytest.mark.usefixtures("wide_umask")
async def test_nobody_else_may_enter_the_folder_or_read_a_file(tmp_path: Path):
    folder = tmp_path / "deep" / "data"
    store = open_store(folder)
    await with_attempt(store)
    found = modes(folder)
    assert set(found) == {STORE_FILE, f"{STORE_FILE}-wal", f"{STORE_FILE}-shm", f"{STORE_FILE}.lock"}
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    await store.close()


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
async def test_files_that_stood_open_are_closed_and_a_strange_folder_is_left_alone(folder: Path):
    await filled(folder)
    (folder / STORE_FILE).chmod(0o644)
    folder.chmod(0o755)
    await open_store(folder).close()
    assert modes(folder)[STORE_FILE] == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (folder / "letters").touch()
    folder.chmod(0o755)
    await open_store(folder).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_the_folder_is_the_one_named_or_the_systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert data_folder({"SIMULATOR_DATA": str(tmp_path)}) == tmp_path
    assert data_folder({"SIMULATOR_DATA": "~/x"}) == Path.home() / "x"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert data_folder({}).name == "supervision-simulator"


# Erasing


async def test_what_is_deleted_is_in_no_file_any_more(folder: Path):
    store = open_store(folder)
    await store.add_trainee(trainee(1, name="Wilhelmina"))
    await with_attempt(store, 1, chosen(1, reason="a-secret-reason"))
    await store.keep_figures(Figures("attempt-1", "hash-1", 1, {"x": "a-secret-figure"}))
    (folder / f"{STORE_FILE}.before-0002").write_bytes(b"a-secret-copy")
    await store.rename("trainee-1", None)

    def everything() -> bytes:
        return b"".join(path.read_bytes() for path in folder.iterdir())

    assert b"Wilhelmina" not in everything()
    assert b"a-secret-reason" in everything()
    await store.delete_trainee("trainee-1")
    assert b"a-secret" not in everything()
    await store.close()
    assert b"a-secret" not in everything()


# Waiting


async def test_what_was_handed_over_is_kept_even_if_nobody_waits_for_it(folder: Path):
    store = open_store(folder)
    await with_attempt(store)
    waiting = asyncio.ensure_future(store.append("attempt-1", chosen(1), "me"))
    await asyncio.sleep(0)
    waiting.cancel()
    await store.append("attempt-1", chosen(2), "me")
    assert len((await store.read("attempt-1")).events) == 3
    await store.close()


def test_a_store_serves_one_loop_after_another(folder: Path):
    store = open_store(folder)
    asyncio.run(with_attempt(store))
    assert len(asyncio.run(store.attempts("trainee-1"))) == 1
    asyncio.run(store.close())


async def test_two_stores_of_one_program_share_a_file(folder: Path):
    one, two = open_store(folder), open_store(folder)
    await with_attempt(one, 1)
    await with_attempt(two, 2)

    async def many(store: object, attempt: str) -> None:
        for seq in range(1, 60):
            await store.append(attempt, chosen(seq), "me")  # type: ignore[attr-defined]

    await asyncio.gather(many(one, "attempt-1"), many(two, "attempt-2"))
    assert [len((await two.read(f"attempt-{n}")).events) for n in (1, 2)] == [60, 60]
    await one.close()
    await two.append("attempt-2", chosen(60), "me")
    await two.close()


async def test_the_flat_columns_hold_what_reports_need(folder: Path):
    store = open_store(folder)
    await with_attempt(store, 1, chosen(1, reason="half \ud83d, nul \0", response=None), ended(2))
    for seq, text in enumerate(HOSTILE, 3):
        await store.append("attempt-1", chosen(seq, reason=text, scene=text[:60], response=text[:60]), "me")
    await store.close()
    with sqlite3.connect(folder / STORE_FILE) as raw:
        raw.row_factory = sqlite3.Row
        first, *rest = raw.execute("select * from choices order by seq").fetchall()
    assert len(rest) == len(HOSTILE)
    assert {key: first[key] for key in first.keys() if key not in ("at", "attempt")} == {  # noqa: SIM118
        "seq": 1, "step": 0, "scene": "D1", "response": None, "offered": '["a", "b"]', "shown": '["b", "a"]',
        "confidence": 0.4, "reason": "half \ufffd, nul \ufffd", "share_reason": 1, "thinking_ms": 1200,
    }  # fmt: skip


async def test_an_attempt_begun_by_a_program_that_died_is_still_there(folder: Path):
    done = run_python(
        """
        import asyncio, os, signal, sys
        from simulator.records.store import open_store
        from tests.simulator.record_makers import with_attempt, chosen
        async def main():
            await with_attempt(open_store(sys.argv[1]), 1, chosen(1))
            os.kill(os.getpid(), signal.SIGKILL)
        asyncio.run(main())
        """,
        folder,
    )
    assert done.returncode == -9
    store = open_store(folder)
    assert [kept.seq for kept in (await store.read("attempt-1")).events] == [0, 1]
    assert (await store.read("attempt-1")).events[0] == started()
    await store.close()


def test_a_program_that_forgets_to_close_leaves_one_whole_file(folder: Path):
    done = run_python(
        """
        import asyncio, sys
        from simulator.records.store import open_store
        from tests.simulator.record_makers import chosen, with_attempt
        store = open_store(sys.argv[1])
        asyncio.run(with_attempt(store, 1, chosen(1)))
        """,
        folder,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in folder.iterdir()) == [STORE_FILE, f"{STORE_FILE}.lock"]


async def test_a_store_that_is_dropped_lets_go_of_its_file(folder: Path):
    store = open_store(folder)
    await with_attempt(store)
    thread = store._worker._thread
    del store
    gc.collect()
    await asyncio.to_thread(thread.join, 5)
    assert not thread.is_alive()
    assert sorted(path.name for path in folder.iterdir()) == [STORE_FILE, f"{STORE_FILE}.lock"]
