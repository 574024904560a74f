"""The schema over time: a fresh store is what the migrations make, and an old one is brought up to date."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from pathlib import Path

import pytest

from simulator.records import CannotOpen
from simulator.records.locks import FileLock
from simulator.records.place import STORE_FILE, make_private_file, make_private_folder
from simulator.records.sql import opening, schema
from simulator.records.sql.database import Database, on_file
from simulator.records.store import open_store
from tests.simulator.record_makers import chosen, with_attempt

NEXT = '''
from alembic import op
import sqlalchemy as sa
revision = "9999"
down_revision = "{last}"
def upgrade():
    op.add_column("trainees", sa.Column("later", sa.Text))
    with op.batch_alter_table("names") as names:
        names.alter_column("name", nullable=True)
    {more}
'''
REVISIONS = (*schema.REVISIONS, "9999")


def database_in(folder: Path) -> Database:
    make_private_folder(folder)
    make_private_file(folder / STORE_FILE)
    return on_file(folder / STORE_FILE, FileLock(folder / f"{STORE_FILE}.lock", 1.0), 1.0)


def tables(file: Path) -> dict[str, object]:
    """All that SQLite knows of the tables and indexes, without how their making was spelt."""
    with sqlite3.connect(file) as raw:
        names = [row[0] for row in raw.execute("select name from sqlite_master where type = 'table'")]
        return {
            name: (
                raw.execute(f"select * from pragma_table_xinfo('{name}')").fetchall(),
                sorted(row[2:] for row in raw.execute(f"select * from pragma_foreign_key_list('{name}')")),
                sorted(
                    (row[1:], tuple(raw.execute(f"select * from pragma_index_xinfo('{row[1]}')").fetchall()))
                    for row in raw.execute(f"select * from pragma_index_list('{name}')")
                ),
                "WITHOUT ROWID" in raw.execute("select sql from sqlite_master where name = ?", [name]).fetchone()[0],
            )
            for name in names
        }


def revision(file: Path) -> str:
    with sqlite3.connect(file) as raw:
        return str(raw.execute("select version_num from alembic_version").fetchone()[0])


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "later 100%"
    folder.mkdir()
    (folder / "next.py").write_text(NEXT.format(last=schema.REVISIONS[-1], more=""))
    return folder


async def test_a_fresh_store_is_what_all_migrations_make(tmp_path: Path):
    await open_store(tmp_path / "fresh").close()
    database = database_in(tmp_path / "grown")
    with database.guard():
        opening._migrate(database, schema.REVISIONS[-1], ())
    database.close()
    fresh, grown = tmp_path / "fresh" / STORE_FILE, tmp_path / "grown" / STORE_FILE
    assert tables(fresh) == tables(grown)
    assert set(tables(fresh)) == {*schema.metadata.tables, "alembic_version"}
    assert revision(fresh) == revision(grown) == schema.REVISIONS[-1]


def test_the_revisions_known_are_the_scripts_there_are():
    from alembic.script import ScriptDirectory

    there = ScriptDirectory(str(Path(opening.__file__).parent / "migrations"))
    assert tuple(reversed([one.revision for one in there.walk_revisions()])) == schema.REVISIONS


async def test_an_old_store_is_copied_and_then_brought_up_to_date(tmp_path: Path, scripts: Path):
    folder = tmp_path / "data"
    store = open_store(folder)
    await with_attempt(store, 1, chosen(1, reason="kept"))
    await store.close()
    before = tables(folder / STORE_FILE)
    database = database_in(folder)
    opening.ready(database, REVISIONS, [scripts])
    assert database.pragma("foreign_keys") == 1
    database.close()
    assert revision(folder / STORE_FILE) == "9999"
    (copy,) = opening.backups(folder / STORE_FILE)
    assert tables(copy) == before
    assert revision(copy) == schema.REVISIONS[-1]
    if os.name != "nt":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    for file in (folder / STORE_FILE, copy):
        with sqlite3.connect(file) as raw:
            assert raw.execute("select reason from choices").fetchall() == [("kept",)]
            assert raw.execute("select name from names").fetchall() == [("Person 1",)]
    database = database_in(folder)
    opening.ready(database, REVISIONS, [scripts])
    database.close()


async def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path, scripts: Path):
    folder = tmp_path / "data"
    store = open_store(folder)
    await with_attempt(store, 1)
    await store.close()
    before = tables(folder / STORE_FILE)
    (scripts / "next.py").write_text(
        NEXT.format(last=schema.REVISIONS[-1], more="op.execute('insert into nothing values (1)')")
    )
    database = database_in(folder)
    with pytest.raises(CannotOpen):
        opening.ready(database, REVISIONS, [scripts])
    database.close()
    assert tables(folder / STORE_FILE) == before
    assert revision(folder / STORE_FILE) == schema.REVISIONS[-1]
    store = open_store(folder)
    assert len((await store.read("attempt-1")).events) == 1
    await store.close()


async def test_without_a_copy_nothing_is_brought_up_to_date(
    tmp_path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "data"
    await open_store(folder).close()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    database = database_in(folder)
    with pytest.raises(CannotOpen) as error:
        opening.ready(database, REVISIONS, [scripts])
    database.close()
    assert "No space left" in str(error.value)
    assert revision(folder / STORE_FILE) == schema.REVISIONS[-1]
    assert not list(folder.glob("*.before-*"))


def test_the_migrations_tool_is_not_needed_for_a_store_that_is_up_to_date(tmp_path: Path):
    import subprocess

    code = (
        "import sys, asyncio; from simulator.records.store import open_store\n"
        "for _ in range(2): asyncio.run(open_store(sys.argv[1]).close())\n"
        "assert 'alembic' not in sys.modules"
    )
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", code, tmp_path / "data"], cwd=root, check=True, timeout=60)
