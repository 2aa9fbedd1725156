"""
The tables as SQLAlchemy sees them: what writes and migrations are compared with.

Reads never import this file (SQLAlchemy costs 0.2 s a start). Every constraint is named by
`NAMING`; every foreign key is deferred to the end of the transaction, so that an undo may put
rows back in any order. Every table but `history` and `chronology` carries `batch_id`, the batch that wrote
the row as it stands. A change here needs a migration in `migrations/versions/` and, for a new table,
a line in `KEYS`; the test of migrations holds the two together.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from timeline.model import (
    ACCESS,
    ACTOR_KINDS,
    ACTOR_LINK_KINDS,
    ACTOR_NAME_KINDS,
    ANCHOR_KINDS,
    CALENDARS,
    CLAIM_STATUS,
    EVENT_LINK_KINDS,
    EVENT_STATUS,
    QUALIFIERS,
    STANCES,
    VERDICTS,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

# SQLite gives rowid aliases only to INTEGER; PostgreSQL wants 64 bits.
Id = BigInteger().with_variant(Integer, "sqlite")
BOUNDS = ("start_min", "start_max", "end_min", "end_max")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """Make the CHECK of a closed vocabulary."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def numbered() -> Column[int]:
    """Make a primary key whose values are never used twice."""
    return Column("id", Id, Identity(), primary_key=True)


def reference(
    name: str, target: str, *, required: bool = False, comment: str | None = None, **options: Any
) -> Column[int]:
    """Make a column that refers to the `id` of a table."""
    key = ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED", **options)
    return Column(name, Id, key, nullable=not required, comment=comment)


def batch() -> Column[int]:
    """Make the column that names the batch which wrote the row as it stands."""
    return reference("batch_id", "batch", required=True)


def dated(prefix: str = "") -> list[Any]:
    """Make the four bounds of the EDTF column `prefix` (or `edtf`), all there or none."""
    names = [f"{prefix}_{bound}" if prefix else bound for bound in BOUNDS]
    low, start, end, high = names
    return [
        *(Column(name, BigInteger) for name in names),
        CheckConstraint(
            " AND ".join(f"({prefix or 'edtf'} IS NULL) = ({name} IS NULL)" for name in names)
            + f" AND {low} <= {start} AND {low} <= {end} AND {start} <= {high} AND {end} <= {high}",
            name=f"{prefix or 'edtf'}_bounds",
        ),
    ]


def referring(column: str) -> Index:
    """
    Make the index of a column that refers to a table and is mostly empty.

    Without it every row deleted from that table scans this one, and an undo of a large import is quadratic.
    """
    there = text(f"{column} IS NOT NULL")
    return Index(None, column, sqlite_where=there, postgresql_where=there)


batch_table = Table(
    "batch",
    metadata,
    numbered(),
    Column("command", Text, nullable=False),
    Column("who", Text),
    Column("started_at", Text, nullable=False, comment="UTC, ISO 8601 with six digits of a second and Z"),
    Column("file_sha256", Text),
    reference("undoes", "batch"),
    Column("wrote", Text, nullable=False, server_default="{}", comment="JSON: table -> [inserted, updated, deleted]"),
    sqlite_autoincrement=True,
)

chronology = Table(
    "chronology",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False, comment="1: there is one row"),
    Column("uuid", Text, nullable=False, comment="RFC 9562, random, in small letters"),
    CheckConstraint("id = 1", name="id"),
    CheckConstraint("length(uuid) = 36 AND uuid = lower(uuid)", name="uuid"),
)
"""What tells this chronology from every other (D311); made with the schema, and never written again."""

history = Table(
    "history",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("key", Text, primary_key=True, comment="JSON array of the row's key, see KEYS"),
    Column(
        "displaced_by",
        Id,
        ForeignKey("batch.id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    reference("batch_id", "batch", required=True),
    Column("image", Text, nullable=False, comment="JSON object: the row before, with its batch_id left out"),
    Index(None, "displaced_by"),
    Index(None, "batch_id"),
)

place = Table(
    "place",
    metadata,
    numbered(),
    Column("uid", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text),
    reference("parent_id", "place"),
    Column("country", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("precision", Text),
    batch(),
    UniqueConstraint("uid"),
    CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name="coordinates"),
    CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="both"),
    CheckConstraint("name <> ''", name="name"),
    referring("parent_id"),
    sqlite_autoincrement=True,
)

source = Table(
    "source",
    metadata,
    numbered(),
    Column("uid", Text, nullable=False),
    Column("kind", Text),
    Column("title", Text, nullable=False),
    Column("publisher", Text),
    Column("author", Text),
    Column("url", Text),
    Column("canonical_url", Text),
    Column("lang", Text),
    Column("published", Text),
    *dated("published"),
    Column("accessed", Text),
    Column("archive_url", Text),
    Column("sha256", Text),
    Column("body", Text),
    Column("reliability", Text),
    Column("access", Text, nullable=False, server_default="public"),
    Column("note", Text),
    batch(),
    reference("revision_of_id", "source", comment="the version that this one revises"),
    UniqueConstraint("uid"),
    UniqueConstraint("canonical_url"),
    one_of("access", ACCESS),
    CheckConstraint("title <> ''", name="title"),
    CheckConstraint("revision_of_id <> id", name="revision_of"),
    referring("revision_of_id"),
    sqlite_autoincrement=True,
)

citation = Table(
    "citation",
    metadata,
    numbered(),
    reference("source_id", "source", required=True),
    Column("quote", Text),
    Column("quote_start", Integer, comment="code points into source.body, inclusive"),
    Column("quote_end", Integer, comment="code points into source.body, exclusive"),
    Column("prefix", Text),
    Column("suffix", Text),
    Column("page", Text),
    batch(),
    Index(None, "source_id", "quote_start"),
    CheckConstraint("quote_start >= 0 AND quote_end >= quote_start", name="span"),
    sqlite_autoincrement=True,
)

HIDDEN = "status IN ('draft', 'retracted')"
"""What a list leaves out and counts: so few that they have an index of their own."""

event = Table(
    "event",
    metadata,
    numbered(),
    Column("uid", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text),
    Column("kind", Text),
    Column("edtf", Text),
    Column("calendar", Text, nullable=False, server_default="gregorian"),
    Column("as_written", Text),
    Column("zone", Text),
    *dated(),
    Column("gaps", Boolean, nullable=False, server_default=text("false")),
    Column("band", SmallInteger, comment="class of end_max - start_min, see edtf.bounds.band; NULL when undated"),
    Column("sort_key", BigInteger, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    reference("place_id", "place"),
    Column("status", Text, nullable=False, server_default="confirmed"),
    Column("importance", Integer),
    Column("access", Text, nullable=False, server_default="public"),
    Column("note", Text),
    reference("dated_by", "event_citation", use_alter=True),
    batch(),
    UniqueConstraint("uid"),
    UniqueConstraint("id", "sort_key", "position"),
    one_of("status", EVENT_STATUS),
    one_of("access", ACCESS),
    one_of("calendar", CALENDARS),
    CheckConstraint("title <> ''", name="title"),
    Index("ix_event_order", "sort_key", "position", "id"),
    # A page of a window is served by this index alone: order, bounds and status (D118).
    Index("ix_event_window", "band", "sort_key", "position", "id", "end_max", "end_min", "start_max", "status"),
    Index("ix_event_hidden", "status", "sort_key", sqlite_where=text(HIDDEN), postgresql_where=text(HIDDEN)),
    Index(None, "place_id"),
    referring("dated_by"),
    sqlite_autoincrement=True,
)

event_citation = Table(
    "event_citation",
    metadata,
    numbered(),
    reference("event_id", "event", required=True),
    reference("citation_id", "citation", required=True),
    Column("stance", Text, nullable=False, server_default="supports"),
    Column("phrase", Text, comment="the words of the quote that give the date"),
    Column("phrase_start", Integer),
    Column("phrase_end", Integer),
    Column("anchor", Text, comment="EDTF of the date the phrase counts from"),
    Column("anchor_kind", Text),
    Column("anchor_id", Id, comment="the source or event the anchor was taken from"),
    Column("rule", Text),
    Column("resolver", Text, comment="name and version of the resolver"),
    Column("edtf", Text, comment="what THIS passage says the event's date is"),
    *dated(),
    Column("note", Text),
    batch(),
    UniqueConstraint("event_id", "citation_id"),
    one_of("stance", STANCES),
    one_of("anchor_kind", ANCHOR_KINDS),
    Index(None, "citation_id"),
    sqlite_autoincrement=True,
)

actor = Table(
    "actor",
    metadata,
    numbered(),
    Column("uid", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, comment="NULL: not known"),
    Column("country", Text),
    reference("merged_into", "actor"),
    Column("note", Text),
    batch(),
    UniqueConstraint("uid"),
    one_of("kind", ACTOR_KINDS),
    CheckConstraint("name <> ''", name="name"),
    CheckConstraint("merged_into <> id", name="merged_into"),
    Index(None, "merged_into"),
    sqlite_autoincrement=True,
)

actor_name = Table(
    "actor_name",
    metadata,
    Column("actor_id", Id, ForeignKey("actor.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("lang", Text),
    Column("folded", Text, nullable=False, comment="the name as filters compare it, see model.fold"),
    batch(),
    one_of("kind", ACTOR_NAME_KINDS),
    CheckConstraint("name <> ''", name="name"),
    Index(None, "folded"),
)

actor_link = Table(
    "actor_link",
    metadata,
    numbered(),
    reference("subject_id", "actor", required=True),
    reference("object_id", "actor", required=True),
    Column("kind", Text, nullable=False),
    Column("role", Text),
    Column("edtf", Text),
    *dated(),
    reference("citation_id", "citation"),
    batch(),
    one_of("kind", ACTOR_LINK_KINDS),
    CheckConstraint("subject_id <> object_id", name="two"),
    Index(None, "subject_id", "kind"),
    Index(None, "object_id", "kind"),
    referring("citation_id"),
    sqlite_autoincrement=True,
)

participation = Table(
    "participation",
    metadata,
    Column("actor_id", Id, ForeignKey("actor.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("sort_key", BigInteger, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("event_id", Id, primary_key=True),
    Column("role", Text, primary_key=True),
    reference("citation_id", "citation"),
    batch(),
    ForeignKeyConstraint(
        ["event_id", "sort_key", "position"],
        ["event.id", "event.sort_key", "event.position"],
        onupdate="CASCADE",
        deferrable=True,
        initially="DEFERRED",
    ),
    UniqueConstraint("event_id", "actor_id", "role"),
    CheckConstraint("role <> ''", name="role"),
    referring("citation_id"),
    sqlite_with_rowid=False,
)

attribute = Table(
    "attribute",
    metadata,
    Column("name", Text, primary_key=True),
    Column("unit", Text),
    Column("part_of", Text, ForeignKey("attribute.name", deferrable=True, initially="DEFERRED")),
    batch(),
    CheckConstraint("name <> ''", name="name"),
    CheckConstraint("part_of <> name", name="part_of"),
)

claim = Table(
    "claim",
    metadata,
    numbered(),
    Column("uid", Text, nullable=False),
    reference("event_id", "event"),
    reference("actor_id", "actor"),
    Column("attribute", Text, ForeignKey("attribute.name", deferrable=True, initially="DEFERRED"), nullable=False),
    Column("qualifier", Text, nullable=False, server_default="exact"),
    Column("value_text", Text),
    Column("value_min", Numeric),
    Column("value_max", Numeric),
    Column("unit", Text),
    reference("about_actor_id", "actor"),
    reference("attributed_to_id", "actor"),
    Column("claimed", Text, comment="EDTF: when it was said"),
    *dated("claimed"),
    Column("period", Text, comment="EDTF: the time it is about"),
    *dated("period"),
    reference("place_id", "place"),
    reference("citation_id", "citation"),
    reference("derived_from_id", "claim"),
    Column("status", Text, nullable=False, server_default="open"),
    Column("note", Text),
    batch(),
    UniqueConstraint("uid"),
    one_of("qualifier", QUALIFIERS),
    one_of("status", CLAIM_STATUS),
    CheckConstraint("event_id IS NOT NULL OR actor_id IS NOT NULL", name="subject"),
    CheckConstraint("value_min <= value_max", name="range"),
    CheckConstraint("value_text IS NOT NULL OR value_min IS NOT NULL OR value_max IS NOT NULL", name="value"),
    Index(None, "event_id", "attribute"),
    Index(None, "actor_id", "attribute"),
    referring("about_actor_id"),
    referring("attributed_to_id"),
    referring("place_id"),
    referring("citation_id"),
    referring("derived_from_id"),
    sqlite_autoincrement=True,
)

event_link = Table(
    "event_link",
    metadata,
    Column("from_id", Id, ForeignKey("event.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("to_id", Id, ForeignKey("event.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("kind", Text, primary_key=True),
    reference("citation_id", "citation"),
    batch(),
    one_of("kind", EVENT_LINK_KINDS),
    CheckConstraint("from_id <> to_id", name="two"),
    Index(None, "to_id"),
    referring("citation_id"),
)

event_tag = Table(
    "event_tag",
    metadata,
    Column("event_id", Id, ForeignKey("event.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("tag", Text, primary_key=True),
    batch(),
    CheckConstraint("tag <> ''", name="tag"),
    Index(None, "tag", "event_id"),
)

external_id = Table(
    "external_id",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("scheme", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("entity_id", Id, nullable=False),
    batch(),
    one_of("entity", ("source", "event", "actor", "place", "claim")),
    CheckConstraint("value <> '' AND scheme <> ''", name="value"),
    Index(None, "entity", "entity_id"),
)

proposal = Table(
    "proposal",
    metadata,
    numbered(),
    reference("source_id", "source", required=True),
    reference("event_id", "event", comment="the draft, or what it was accepted or merged as"),
    Column("title", Text, nullable=False),
    Column("passages", Text, nullable=False, comment="fingerprints of its words, spaces between"),
    Column("confidence", Float, nullable=False),
    Column("why", Text),
    reference("looks_like_id", "event"),
    Column("likeness", Float, comment="0 to 1, of looks_like_id"),
    Column("made", Text, nullable=False, server_default="", comment="uids of actors and places made for it"),
    Column("verdict", Text, nullable=False, server_default="open"),
    batch(),
    one_of("verdict", VERDICTS),
    CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    CheckConstraint("title <> ''", name="title"),
    Index(None, "source_id"),
    referring("event_id"),
    referring("looks_like_id"),
    sqlite_autoincrement=True,
)

event_text = Table(
    "event_text",
    metadata,
    Column("event_id", Id, ForeignKey("event.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("words", Text, nullable=False, comment="title, summary and quotes, folded; derived, never in history"),
)

KEYS: dict[str, tuple[str, ...]] = {
    "place": ("id",),
    "source": ("id",),
    "citation": ("id",),
    "event": ("id",),
    "event_citation": ("id",),
    "actor": ("id",),
    "actor_name": ("actor_id", "name"),
    "actor_link": ("id",),
    "participation": ("event_id", "actor_id", "role"),
    "attribute": ("name",),
    "claim": ("id",),
    "event_link": ("from_id", "to_id", "kind"),
    "event_tag": ("event_id", "tag"),
    "external_id": ("entity", "scheme", "value"),
    "proposal": ("id",),
}
"""The columns by which history names a row of a table; tables not listed are derived or internal."""

DERIVED: dict[str, tuple[str, ...]] = {"participation": ("sort_key", "position")}
"""Columns that follow from another table's row, and so are left out of images."""
