"""The tables. Ids are made by the caller, every key begins with whose it is, and all types are plain.

Times are text, UTC to the microsecond, so that they sort; lists and event data are JSON as text. Nothing is
numbered by the database and nothing is unique across attempts but a vignette's text, so that the same tables
can be spread over several machines by attempt.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

REVISIONS = ("0001",)
"""Every revision of the schema that this program knows, oldest first; the last is the one it writes."""

metadata = MetaData()

_ID, _TIME, _WORD = String(64), String(32), String(100)


def _attempt() -> Column[str]:
    return Column("attempt", _ID, ForeignKey("attempts.id"), primary_key=True)


def _seq() -> Column[int]:
    return Column("seq", Integer, primary_key=True, autoincrement=False)


trainees = Table(
    "trainees", metadata,
    Column("id", _ID, primary_key=True),
    Column("created_at", _TIME, nullable=False),
    Column("recorded", Boolean),
)

names = Table(
    "names", metadata,
    Column("trainee", _ID, ForeignKey("trainees.id"), primary_key=True),
    Column("name", Text, nullable=False),
)

vignette_texts = Table(
    "vignette_texts", metadata,
    Column("content_hash", _WORD, primary_key=True),
    Column("text", LargeBinary, nullable=False),
)

attempts = Table(
    "attempts", metadata,
    Column("id", _ID, primary_key=True),
    Column("trainee", _ID, ForeignKey("trainees.id"), nullable=False),
    Column("vignette", _WORD, nullable=False),
    Column("title", Text, nullable=False),
    Column("content_hash", _WORD, ForeignKey("vignette_texts.content_hash"), nullable=False),
    Column("mode", _WORD, nullable=False),
    Column("seed", Text, nullable=False),
    Column("shuffled", Boolean, nullable=False),
    Column("scoring_version", Integer, nullable=False),
    Column("assignment", _ID),
    Column("created_at", _TIME, nullable=False),
    # The program that has the attempt open, and since when.
    Column("holder", Text),
    Column("held_since", _TIME),
    # What the events come to, kept up in the same transaction, so that a history need not read them.
    Column("events", Integer, nullable=False),
    Column("last_at", _TIME, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("ending", _WORD),
    Column("first_ending", _WORD),
    Column("rewinds", Integer, nullable=False),
    Index("attempts_of_trainee", "trainee", "last_at"),
    Index("attempts_of_text", "content_hash"),
)

events = Table(
    "events", metadata, _attempt(), _seq(),
    Column("kind", _WORD, nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", _TIME, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What the events say, flat, written with them: for reports over many attempts.
choices = Table(
    "choices", metadata, _attempt(), _seq(),
    Column("step", Integer, nullable=False),
    Column("scene", _WORD, nullable=False),
    Column("response", _WORD),
    Column("offered", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("confidence", Float),
    Column("reason", Text, nullable=False),
    Column("share_reason", Boolean, nullable=False),
    Column("thinking_ms", BigInteger),
    Column("at", _TIME, nullable=False),
    sqlite_with_rowid=False,
)

endings = Table(
    "endings", metadata, _attempt(), _seq(),
    Column("ending", _WORD, nullable=False),
    sqlite_with_rowid=False,
)

# Derived, by text and scoring version: may be dropped at any time and is built again by replay.
figures = Table(
    "figures", metadata, _attempt(),
    Column("content_hash", _WORD, primary_key=True),
    Column("scoring_version", Integer, primary_key=True, autoincrement=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The migrations' own table, so that a fresh store can be stamped without them.
version = Table(
    "alembic_version", MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
