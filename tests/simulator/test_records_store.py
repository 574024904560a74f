"""The store on this computer: who may read it, what it says when something is wrong, what it leaves behind."""

from __future__ import annotations

import asyncio
import gc
import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.records import CannotOpen, CannotRead, CannotWrite, Figures, RecordsError
from simulator.records.locks import FileLock
from simulator.records.place import STORE_FILE, data_folder
from simulator.records.store import open_store
from tests.simulator.record_makers import HOSTILE, chosen, ended, started, trainee, with_attempt

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def wide_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def run(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a program of its own."""
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


async def filled(folder: Path) -> None:
    """A store with one finished attempt of one person."""
    store = open_store(folder)
    await with_attempt(store, 1, chosen(1), ended(2))
    await store.close()


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


# Cheap to import, quick to open


def test_nothing_heavy_is_imported_before_a_store_is_opened(folder: Path):
    done = run(
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


# What goes wrong, in one sentence


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
        done = run(READ_ONLY, folder)
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
    done = run(FULL_DISK, folder)
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
    done = run(
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
    done = run(
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
