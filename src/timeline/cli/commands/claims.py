"""`timeline claims`: figures and statements, each with who asserts it."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import options, output, statements
from timeline.cli.options import AsRecorded, Database, Filters, Form
from timeline.model import CLAIM_STATUS

if TYPE_CHECKING:
    from timeline.query import ClaimQuery
    from timeline.store.engine import Reader

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog="Example: timeline claims --attribute killed --about 'North Korea'")
@options.filters
def command(
    filters: Filters,
    attribute: Annotated[list[str], typer.Option(metavar="NAME", help="killed, casualties, deployed, …")] = [],
    about: Annotated[list[str], typer.Option(metavar="NAME", help="Whom it is about.")] = [],
    by: Annotated[list[str], typer.Option(metavar="NAME", help="Who asserts it.")] = [],
    printed_by: Annotated[
        list[str], typer.Option(metavar="NAME", help="Printed by this source, as --source says it too.")
    ] = [],
    claim_status: Annotated[list[str], typer.Option(metavar="STATUS", help=f"{', '.join(CLAIM_STATUS)}.")] = [],
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    List figures and statements: the value as it was given, who asserts it, who printed it, about whom, when.

    The filters of `list` choose the events they belong to. Sources that date an event differently are listed too.
    """
    from timeline.formats import table_writer
    from timeline.store.read.claims import claims, dates

    table_writer(form)
    with options.reader(db, as_recorded=as_recorded) as reader:
        query = _query(reader, filters, attribute, about, by, printed_by)
        query = query._replace(
            statuses=tuple(options.one_of("--claim-status", word, CLAIM_STATUS) for word in claim_status)
        )
        found = islice(chain(claims(reader, query), dates(reader, query)), filters.limit)
        output.write(statements.table(found, form))


def _query(
    reader: Reader,
    filters: Filters,
    attribute: list[str],
    about: list[str],
    by: list[str],
    printed_by: list[str],
) -> ClaimQuery:
    """Turn what was typed into a query; a source is one that printed the claim."""
    from timeline.query import ClaimQuery
    from timeline.store.read import names

    asked = options.query(reader, filters)
    printed = tuple(n for name in printed_by for n in options.taken(reader, "source", name, names.find_sources))
    of = asked._replace(sources=(), limit=None, known=None)
    return ClaimQuery(
        of=of if of.is_filtered() else None,
        event_statuses=asked.statuses,
        subjects=tuple(n for name in about for n in options.taken(reader, "actor", name, names.find_actors)),
        by=tuple(n for name in by for n in options.taken(reader, "actor", name, names.find_actors)),
        attributes=tuple(attribute),
        sources=asked.sources + printed,
        known=asked.known,
    )
