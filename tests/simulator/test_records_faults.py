"""What the store says when something is wrong: one sentence, and what was there is left as it was."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path

import pytest

from simulator.records import CannotOpen, CannotRead, CannotWrite, RecordsError
from simulator.records.locks import FileLock
from simulator.records.place import STORE_FILE
from simulator.records.store import open_store
from tests.simulator.record_makers import chosen, ended, run_python, with_attempt


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


async def filled(folder: Path) -> None:
    """A store with one finished attempt of one person."""
    store = open_store(folder)
    await with_attempt(store, 1, chosen(1), ended(2))
    await store.close()


def sentence(error: BaseException) -> str:
    text = str(error)
    assert text
    assert text[0].isupper()
    assert text.endswith(".")
    assert "\n" not in text
    assert "Traceback" not in text
    assert "sqlalche.me" not in text
    return text


@pytest.mark.parametrize("content", [b"garbage " * 1000, b"\0" * 8192, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_store_is_named_and_left_alone(folder: Path, content: bytes):
    folder.mkdir()
    (folder / STORE_FILE).write_bytes(content)
    with pytest.raises(CannotOpen) as error:
        open_store(folder)
    assert "damaged" in sentence(error.value)
    assert (folder / STORE_FILE).read_bytes() == content


async def test_damage_within_is_told_when_it_is_met(folder: Path):
    store = open_store(folder)
    await with_attempt(store, 1, *(chosen(n, reason="x" * 3000) for n in range(1, 60)))
    await store.close()
    file = folder / STORE_FILE
    content = bytearray(file.read_bytes())
    for page in range(len(content) - 20 * 4096, len(content), 4096):
        content[page : page + 4096] = b"\xa5" * 4096
    file.write_bytes(content)
    store = open_store(folder)
    with pytest.raises(RecordsError) as error:
        await store.read("attempt-1")
    assert isinstance(error.value, CannotRead)
    assert "damaged" in sentence(error.value)
    await store.close()


def test_another_programs_database_is_left_alone(folder: Path):
    folder.mkdir()
    with sqlite3.connect(folder / STORE_FILE) as other:
        other.execute("create table letters (text)")
    before = (folder / STORE_FILE).read_bytes()
    with pytest.raises(CannotOpen) as error:
        open_store(folder)
    sentence(error.value)
    assert (folder / STORE_FILE).read_bytes() == before


async def test_a_store_of_a_newer_version_is_left_untouched(folder: Path):
    await filled(folder)
    with sqlite3.connect(folder / STORE_FILE) as later:
        later.execute("update alembic_version set version_num = '9999'")
        later.execute("pragma journal_mode=delete")
    before = (folder / STORE_FILE).read_bytes()
    with pytest.raises(CannotOpen) as error:
        open_store(folder)
    assert "newer version" in sentence(error.value)
    assert (folder / STORE_FILE).read_bytes() == before


@pytest.mark.parametrize("place", ["file", "file/below", "null\0byte"])
def test_a_place_that_cannot_be_a_folder_is_named(tmp_path: Path, place: str):
    (tmp_path / "file").write_text("a file")
    with pytest.raises(CannotOpen) as error:
        open_store(tmp_path / place)
    sentence(error.value)


def test_a_folder_that_may_not_be_made_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(CannotOpen) as error:
        open_store(folder)
    assert "Permission denied" in sentence(error.value)


READ_ONLY = """
import os, sys
from pathlib import Path
from simulator.records import RecordsError
from simulator.records.store import open_store
folder = Path(sys.argv[1])
open_store(folder.parent / "warm")  # imports all that this user may read and the other may not
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    open_store(folder, patience=0.2)
except RecordsError as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o666), (0o777, 0o444), (0o555, 0o444), (0o700, 0o600)])
async def test_what_another_user_may_only_read_is_not_opened(folder_mode: int, file_mode: int):
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        folder = Path(top) / "data"
        await filled(folder)
        for path in folder.iterdir():
            path.chmod(file_mode)
        folder.chmod(folder_mode)
        before = (folder / STORE_FILE).read_bytes()
        done = run_python(READ_ONLY, folder)
        after = (folder / STORE_FILE).read_bytes()
    assert done.stdout.startswith("CannotOpen "), done.stdout + done.stderr
    sentence(CannotOpen(done.stdout.removeprefix("CannotOpen ").strip()))
    assert after == before


@pytest.mark.parametrize("column", ["data", "at"])
async def test_damaged_texts_are_told_and_never_quoted(folder: Path, column: str):
    await filled(folder)
    with sqlite3.connect(folder / STORE_FILE) as raw:
        raw.execute(f"update events set {column} = 'a-secret' where seq = 1")
    store = open_store(folder)
    with pytest.raises(CannotRead) as error:
        await store.read("attempt-1")
    assert "secret" not in sentence(error.value)
    await store.close()


async def test_a_store_that_may_only_be_read_is_told_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch):
    await filled(folder)
    connect = sqlite3.connect

    def reading_only(file: Path, **other: object) -> sqlite3.Connection:
        return connect(f"{file.as_uri()}?mode=ro", uri=True, **other)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", reading_only)
    with pytest.raises(CannotOpen) as error:
        open_store(folder)
    assert "only be read" in sentence(error.value)


FULL_DISK = """
import asyncio, resource, signal, sys
from pathlib import Path
from simulator.records import CannotOpen, CannotWrite
from simulator.records.store import open_store
from tests.simulator.record_makers import chosen, with_attempt

async def main():
    folder = Path(sys.argv[1])
    store = open_store(folder)
    await with_attempt(store)
    size = max(path.stat().st_size for path in folder.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60_000, resource.RLIM_INFINITY))
    kept = 0
    try:
        for kept in range(1, 1000):
            await store.append("attempt-1", chosen(kept, reason="x" * 5000), "me")
    except CannotWrite as error:
        print(error)
        kept -= 1
    assert kept < 999
    assert len((await store.read("attempt-1")).events) == kept + 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await store.append("attempt-1", chosen(kept + 1, reason="x" * 5000), "me")
    assert len((await store.read("attempt-1")).events) == kept + 2
    await store.close()
    other = open_store(folder)
    assert len((await other.read("attempt-1")).events) == kept + 2
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    try:
        open_store(folder / "another")
    except CannotOpen as error:
        print(error)

asyncio.run(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="limits are another matter there")
def test_on_a_full_disk_nothing_is_half_kept_and_play_can_go_on_later(folder: Path):
    done = run_python(FULL_DISK, folder)
    assert done.returncode == 0, done.stderr
    for line in done.stdout.splitlines():
        sentence(RuntimeError(line))
    assert len(done.stdout.splitlines()) == 2


async def test_a_store_locked_for_too_long_is_told_and_nothing_is_lost(folder: Path):
    await filled(folder)
    store = open_store(folder, patience=0.1)
    other = sqlite3.connect(folder / STORE_FILE, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(CannotWrite) as error:
        await with_attempt(store, 2)
    assert "another program" in sentence(error.value)
    assert len(await store.attempts("trainee-1")) == 1
    other.execute("rollback")
    await with_attempt(store, 2)
    other.execute("begin exclusive")
    with pytest.raises(CannotOpen) as told:
        open_store(folder, patience=0.1)
    assert "another program" in sentence(told.value)
    other.close()
    await store.close()


async def test_a_write_keeps_other_programs_from_writing_from_its_first_moment(folder: Path):
    store = open_store(folder)

    def meanwhile(_: object) -> str:
        other = sqlite3.connect(folder / STORE_FILE, timeout=0, isolation_level=None)
        try:
            other.execute("begin immediate")
        except sqlite3.OperationalError as error:
            return str(error)
        finally:
            other.close()
        return "nothing"

    database = store._database
    assert await store._worker.run(lambda: database.transact(meanwhile, writes=True)) == "database is locked"
    assert await store._worker.run(lambda: database.transact(meanwhile, writes=False)) == "nothing"
    await store.close()


async def test_our_own_lock_is_waited_for_and_told(folder: Path):
    await filled(folder)
    store = open_store(folder, patience=0.1)
    lock = FileLock(folder / f"{STORE_FILE}.lock", patience=0.1)
    with lock.held(), lock.held():
        with pytest.raises(CannotWrite) as error:
            await store.append("attempt-1", chosen(3), "me")
        sentence(error.value)
        with pytest.raises(CannotOpen) as told:
            open_store(folder, patience=0.1)
        assert "Another program" in sentence(told.value)
        assert len(await store.attempts("trainee-1")) == 1
    await store.append("attempt-1", chosen(3), "me")
    lock.close()
    await store.close()


async def test_a_closed_store_says_so(folder: Path):
    store = open_store(folder)
    await store.close()
    await store.close()
    with pytest.raises(RecordsError) as error:
        await store.trainees()
    sentence(error.value)


@pytest.mark.parametrize("url", ["nonsense://x", "postgresql+nonsense://x/y", "sqlite:///x.db", "://"])
def test_an_address_that_is_none_is_told(url: str):
    with pytest.raises(CannotOpen) as error:
        open_store(url)
    sentence(error.value)


def test_a_password_is_never_in_a_sentence():
    with pytest.raises(CannotOpen) as error:
        open_store("postgresql://me:secret@localhost:1/x")
    assert "secret" not in sentence(error.value)
