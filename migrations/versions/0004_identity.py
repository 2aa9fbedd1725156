"""
What tells this chronology from every other: a random UUID, made once (`chronology.uuid`).

The UIDs of calendars are made with it, which RFC 5545, 3.8.4.7 wants unique in the world. Frozen history: literal tables
and plain operations, never an import of the program.
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chronology",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False, comment="1: there is one row"),
        sa.Column("uuid", sa.Text(), nullable=False, comment="RFC 9562, random, in small letters"),
        sa.CheckConstraint("id = 1", name=op.f("ck_chronology_id")),
        sa.CheckConstraint("length(uuid) = 36 AND uuid = lower(uuid)", name=op.f("ck_chronology_uuid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronology")),
    )
    table = sa.table("chronology", sa.column("id"), sa.column("uuid"))
    op.execute(table.insert().values(id=1, uuid=str(uuid.uuid4())))
