"""
How Alembic reaches our databases: on a connection that the program owns, or by itself from a checkout.

The program passes its connection in `config.attributes` and owns the transaction. `alembic upgrade head` in a
checkout takes the database from `-x db=PATH-OR-URL`, else from TIMELINE_DB. Logging is left as it is.
"""

from __future__ import annotations

import os
from typing import Any

from alembic import context

from timeline.store.engine import locate, migrating
from timeline.store.schema import metadata

FULL_TEXT = "event_fts"
ADDED = {"revision_of_id"}
"""Columns added on SQLite with their key, which SQLAlchemy finds there without its name; a test looks for that."""


def compared(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:  # noqa: ARG001
    """Leave out of comparisons what the migrations make by hand: the full-text index of either database."""
    if kind == "table":
        return not (name or "").startswith(FULL_TEXT)
    if kind == "foreign_key_constraint" and ADDED.intersection(item.column_keys):
        return context.get_context().dialect.name != "sqlite"
    return not (reflected and name in {"tsv", "ix_event_text_tsv"})


def run(connection: Any) -> None:
    """Run the scripts in the transaction that `connection` is in."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=compared,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    target = context.get_x_argument(as_dictionary=True).get("db") or os.environ.get("TIMELINE_DB")
    if not target:
        raise SystemExit("name the database: alembic -x db=PATH-OR-URL upgrade head, or set TIMELINE_DB")
    with migrating(locate(target)) as owned:
        run(owned)
