"""
What an ingest proposes and what a person said of it, and the versions of a source.

`proposal` remembers each draft of an article with its passages, so that what was accepted, merged or rejected is not
proposed again. `source.revision_of_id` names the version that a source revises (PROV-O, wasRevisionOf). Frozen history:
literal tables and plain operations, never an import of the program.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    revises()
    op.create_index(
        op.f("ix_source_revision_of_id"),
        "source",
        ["revision_of_id"],
        unique=False,
        sqlite_where=sa.text("revision_of_id IS NOT NULL"),
        postgresql_where=sa.text("revision_of_id IS NOT NULL"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", Id, sa.Identity(always=False), nullable=False),
        sa.Column("source_id", Id, nullable=False),
        sa.Column("event_id", Id, nullable=True, comment="the draft, or what it was accepted or merged as"),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("passages", sa.Text(), nullable=False, comment="fingerprints of its words, spaces between"),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("looks_like_id", Id, nullable=True),
        sa.Column("likeness", sa.Float(), nullable=True, comment="0 to 1, of looks_like_id"),
        sa.Column(
            "made", sa.Text(), server_default="", nullable=False, comment="uids of actors and places made for it"
        ),
        sa.Column("verdict", sa.Text(), server_default="open", nullable=False),
        sa.Column("batch_id", Id, nullable=False),
        sa.CheckConstraint("verdict IN ('open', 'accepted', 'merged', 'rejected')", name=op.f("ck_proposal_verdict")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_proposal_confidence")),
        sa.CheckConstraint("title <> ''", name=op.f("ck_proposal_title")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_proposal_batch_id_batch"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_proposal_event_id_event"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["looks_like_id"],
            ["event.id"],
            name=op.f("fk_proposal_looks_like_id_event"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["source.id"],
            name=op.f("fk_proposal_source_id_source"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_proposal_source_id"), "proposal", ["source_id"], unique=False)
    for column in ("event_id", "looks_like_id"):
        op.create_index(
            op.f(f"ix_proposal_{column}"),
            "proposal",
            [column],
            unique=False,
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )


def revises() -> None:
    """Add `source.revision_of_id`; by hand on SQLite, so that a large table is not rebuilt."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE source ADD COLUMN revision_of_id INTEGER"
            " CONSTRAINT fk_source_revision_of_id_source REFERENCES source (id) DEFERRABLE INITIALLY DEFERRED"
            " CONSTRAINT ck_source_revision_of CHECK (revision_of_id <> id)"
        )
        return
    op.add_column("source", sa.Column("revision_of_id", Id, nullable=True, comment="the version that this one revises"))
    op.create_foreign_key(
        op.f("fk_source_revision_of_id_source"),
        "source",
        "source",
        ["revision_of_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_check_constraint(op.f("ck_source_revision_of"), "source", "revision_of_id <> id")
