"""
What commands share: the database, the form of output, dates, names, and the one set of filters.

`filters` is a decorator: the command declares a parameter `filters: Filters` and gets, in its place, all
the filter options of `list` and `export`. A new filter is a field of `Filters`, a row in `FILTER_OPTIONS`
and its clause in `query()`.
"""

from __future__ import annotations

import functools
import inspect
import os
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from timeline.cli.app import named_database
from timeline.cli.output import say
from timeline.errors import BadDate, NothingNamed, SeveralNamed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.query import EventQuery
    from timeline.store.engine import Reader

Database = Annotated[
    str | None,
    typer.Option("--db", metavar="PATH|URL", help="The database; else TIMELINE_DB, else ./timeline.db."),
]
Form = Annotated[str, typer.Option("--format", metavar="FORMAT", help="table, csv, json, jsonl or md.")]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not.")]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day that words such as 'yesterday' count from.")
]
DayFirst = Annotated[
    bool | None,
    typer.Option("--dayfirst/--monthfirst", help="How 03/04/2024 is to be read; without it, it is refused."),
]


def target(db: str | None) -> str:
    """Give the database meant: the option, the one named before the verb, TIMELINE_DB, ./timeline.db."""
    return db or named_database.get() or os.environ.get("TIMELINE_DB") or "timeline.db"


def reader(db: str | None) -> Reader:
    """Open the database for reading."""
    from timeline.store.engine import open_reader

    return open_reader(target(db))
