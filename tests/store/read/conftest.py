"""A chronology made by hand: every row is asked for, everything else has a default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from timeline.edtf import band, bounds, parse, sort_key, stored
from timeline.model import fold, slug, words
from timeline.store.engine import open_reader
from timeline.store.schema import BOUNDS, metadata

if TYPE_CHECKING:
    import sqlalchemy

    from timeline.store.engine import Reader


class Chronicle:
    """Rows put straight into the tables, each kind by the shortest call that says what a test is about."""

    def __init__(self, target: str, engine: sqlalchemy.Engine) -> None:
        self.target = target
        self.engine = engine
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.last: dict[str, int] = {}
        self.batch = self.id("batch")
        self.add("batch", id=self.batch, command="test", who="tester", started_at="2025-09-03T00:00:00.000000Z")

    def id(self, table: str) -> int:
        self.last[table] = self.last.get(table, 0) + 1
        return self.last[table]

    def add(self, table: str, **values: Any) -> None:
        if table not in {"batch", "event_text"}:
            values.setdefault("batch_id", self.batch)
        self.rows.setdefault(table, []).append(values)

    def new_batch(self) -> int:
        self.batch = self.id("batch")
        self.add("batch", id=self.batch, command="test", who="tester", started_at="2025-09-04T00:00:00.000000Z")
        return self.batch

    def actor(self, name: str, *aliases: str, **more: Any) -> int:
        one = self.id("actor")
        self.add("actor", id=one, uid=more.pop("uid", slug(name)), name=name, **more)
        for kind, called in (("primary", name), *(("alias", alias) for alias in aliases)):
            self.add("actor_name", actor_id=one, name=called, kind=kind, folded=fold(called))
        return one

    def place(self, name: str, parent: int | None = None, **more: Any) -> int:
        one = self.id("place")
        self.add("place", id=one, uid=more.pop("uid", slug(name)), name=name, parent_id=parent, **more)
        return one

    def source(self, title: str = "An article", **more: Any) -> int:
        one = self.id("source")
        published = more.pop("published", None)
        self.add(
            "source",
            id=one,
            uid=more.pop("uid", f"{slug(title)}-{one}"),
            title=title,
            published=published,
            **prefixed("published", published),
            **more,
        )
        return one

    def quote(self, source: int, text: str | None = None, **more: Any) -> int:
        one = self.id("citation")
        self.add("citation", id=one, source_id=source, quote=text, **more)
        return one

    def event(
        self,
        title: str = "An event",
        when: str | None = None,
        actors: Any = (),
        tags: tuple[str, ...] = (),
        **more: Any,
    ) -> int:
        """Actors are ids, or (id, role), or (id, role, citation)."""
        one = self.id("event")
        when_bounds = bounds(parse(when)) if when else None
        key = sort_key(when_bounds)
        position = more.pop("position", 0)
        summary = more.pop("summary", None)
        self.add(
            "event",
            id=one,
            uid=more.pop("uid", f"{slug(title)}-{one}"),
            title=title,
            summary=summary,
            edtf=when,
            **dated(when),
            gaps=bool(when_bounds and when_bounds.gaps),
            band=band(when_bounds) if when_bounds else None,
            sort_key=key,
            position=position,
            **more,
        )
        for actor in actors:
            who, role, citation = ((actor,) if isinstance(actor, int) else actor) + ("participant", None)[
                (0 if isinstance(actor, int) else len(actor) - 1) :
            ]
            self.add(
                "participation",
                actor_id=who,
                sort_key=key,
                position=position,
                event_id=one,
                role=role,
                citation_id=citation,
            )
        for tag in tags:
            self.add("event_tag", event_id=one, tag=tag)
        self.add("event_text", event_id=one, words=words(f"{title} {summary or ''}"))
        return one

    def cite(self, event: int, citation: int, when: str | None = None, **more: Any) -> int:
        one = self.id("event_citation")
        self.add("event_citation", id=one, event_id=event, citation_id=citation, edtf=when, **dated(when), **more)
        return one

    def claim(self, attribute: str = "killed", **more: Any) -> int:
        one = self.id("claim")
        values = {"uid": f"claim-{one}", "value_min": 1000, "status": "open", **more}
        for name in ("claimed", "period"):
            values |= prefixed(name, values.get(name))
        self.add("claim", id=one, attribute=attribute, **values)
        return one

    def link(self, from_id: int, kind: str, to_id: int, **more: Any) -> None:
        self.add("event_link", from_id=from_id, to_id=to_id, kind=kind, **more)

    def read(self) -> Reader:
        """Write what was added and open it for reading."""
        with self.engine.begin() as connection:
            for table in (metadata.tables[name] for name in ORDER):
                rows = self.rows.pop(table.name, [])
                columns = {name: None for row in rows for name in row}
                defaults = {column.name: DEFAULTS[column.name] for column in table.columns if column.name in DEFAULTS}
                if rows:
                    connection.execute(table.insert(), [columns | defaults | row for row in rows])
                if rows and self.engine.dialect.name == "postgresql" and "id" in columns:
                    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                    connection.exec_driver_sql(f"SELECT setval({sequence}, {max(row['id'] for row in rows)})")
        return open_reader(self.target)


ORDER = (
    "batch",
    "place",
    "source",
    "citation",
    "actor",
    "actor_name",
    "actor_link",
    "event",
    "event_citation",
    "participation",
    "event_tag",
    "event_text",
    "attribute",
    "claim",
    "event_link",
    "external_id",
)
DEFAULTS = {
    "access": "public",
    "calendar": "gregorian",
    "status": "confirmed",
    "stance": "supports",
    "wrote": "{}",
    "qualifier": "exact",
}


def dated(when: str | None) -> dict[str, int | None]:
    return dict(zip(BOUNDS, stored(bounds(parse(when))) if when else (None,) * 4, strict=True))


def prefixed(name: str, when: str | None) -> dict[str, int | None]:
    return {f"{name}_{key}": value for key, value in dated(when).items()}


@pytest.fixture
def chronicle(database: str, engine: sqlalchemy.Engine) -> Chronicle:
    """Make a chronology by hand, then `read()` it; every test with it runs on both databases."""
    return Chronicle(database, engine)
