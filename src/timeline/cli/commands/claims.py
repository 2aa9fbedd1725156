"""`timeline claims`: figures and statements, each with who asserts it."""

from __future__ import annotations

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
    claim_status: Annotated[list[str], typer.Option(metavar="STATUS", help=f"{', '.join(CLAIM_STATUS)}.")] = [],
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    List figures and statements: the value as it was given, who asserts it, who printed it, about whom, when.

    The filters of `list` choose the events they belong to.
    """
    from timeline.formats import table_writer
    from timeline.store.read.claims import claims

    write_table = table_writer(form)
    with options.reader(db, as_recorded=as_recorded) as reader:
        query = _query(reader, filters, attribute, about, by, claim_status)
        rows = (statements.row(claim, for_people=form in {"table", "md"}) for claim in claims(reader, query))
        columns = statements.HUMAN if form in {"table", "md"} else statements.MACHINE
        output.write(write_table(columns, rows, width=output.width(), dates=("said", "period", "claimed")))


def _query(
    reader: Reader, filters: Filters, attribute: list[str], about: list[str], by: list[str], status: list[str]
) -> ClaimQuery:
    from timeline.query import ClaimQuery
    from timeline.store.read import names

    asked = options.query(reader, filters)
    return ClaimQuery(
        of=asked if asked.is_filtered() else None,
        subjects=tuple(n for name in about for n in options.taken(reader, "actor", name, names.find_actors)),
        by=tuple(n for name in by for n in options.taken(reader, "actor", name, names.find_actors)),
        attributes=tuple(attribute),
        statuses=tuple(options.one_of("--claim-status", word, CLAIM_STATUS) for word in status),
        limit=filters.limit,
    )
