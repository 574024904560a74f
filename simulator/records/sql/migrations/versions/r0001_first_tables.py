"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

_ID, _TIME, _WORD = sa.String(64), sa.String(32), sa.String(100)


def _own() -> list[sa.schema.SchemaItem]:
    """Return the key of what belongs to an attempt."""
    return [
        sa.Column("attempt", _ID, sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    ]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "trainees",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("recorded", sa.Boolean),
    )
    op.create_table(
        "names",
        sa.Column("trainee", _ID, sa.ForeignKey("trainees.id"), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "vignette_texts",
        sa.Column("content_hash", _WORD, primary_key=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
    )
    _attempts()
    _events()


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("trainee", _ID, sa.ForeignKey("trainees.id"), nullable=False),
        sa.Column("vignette", _WORD, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("content_hash", _WORD, sa.ForeignKey("vignette_texts.content_hash"), nullable=False),
        sa.Column("mode", _WORD, nullable=False),
        sa.Column("seed", sa.Text, nullable=False),
        sa.Column("shuffled", sa.Boolean, nullable=False),
        sa.Column("scoring_version", sa.Integer, nullable=False),
        sa.Column("assignment", _ID),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("holder", sa.Text),
        sa.Column("held_since", _TIME),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("last_at", _TIME, nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("ending", _WORD),
        sa.Column("first_ending", _WORD),
        sa.Column("rewinds", sa.Integer, nullable=False),
    )
    op.create_index("attempts_of_trainee", "attempts", ["trainee", "last_at"])
    op.create_index("attempts_of_text", "attempts", ["content_hash"])


def _events() -> None:
    op.create_table(
        "events", *_own(),
        sa.Column("kind", _WORD, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "choices", *_own(),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("scene", _WORD, nullable=False),
        sa.Column("response", _WORD),
        sa.Column("offered", sa.Text, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("share_reason", sa.Boolean, nullable=False),
        sa.Column("thinking_ms", sa.BigInteger),
        sa.Column("at", _TIME, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "endings", *_own(),
        sa.Column("ending", _WORD, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "figures",
        sa.Column("attempt", _ID, sa.ForeignKey("attempts.id"), primary_key=True),
        sa.Column("content_hash", _WORD, primary_key=True),
        sa.Column("scoring_version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
