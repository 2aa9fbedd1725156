"""`timeline anchor`: correct when a source was published, and all dates that were counted from it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import events, intake, options, output
from timeline.cli.options import Database, DayFirst, Form, On
from timeline.cli.output import say
from timeline.errors import ChangedMeanwhile, NotAgreed

if TYPE_CHECKING:
    from timeline.store.dates import Change, Plan

app = typer.Typer(add_completion=False, rich_markup_mode=None)

COLUMNS = ("event", "phrase", "before", "after", "becomes")


@app.command(epilog="Example: timeline anchor putin-thanks-kim 2025-09-04 --dry-run")
def command(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE", help="uid, title, publisher or URL.", autocompletion=options.complete("source")
        ),
    ],
    date: Annotated[str, typer.Argument(metavar="DATE", help="When it was published: EDTF, ISO or English.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without a question.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would become of each date.")] = False,
    form: Form = "table",
    on: On = None,
    dayfirst: DayFirst = None,
    db: Database = None,
) -> None:
    """
    Correct when a source was published, and count again every date that hangs on that day.

    Shows each date before and after, and writes after a yes, as one batch that `timeline undo` takes
    back. Dates that hang on dates that move go along. What was decided by hand, or cannot be told from
    the new day, is named and left as it is.
    """
    from timeline.formats import table_writer
    from timeline.store import dates

    write_table = table_writer(form)
    day = options.date(date, "DATE", on=on, dayfirst=dayfirst)
    with options.reader(db) as reader:
        hit = options.only(reader, "source", source)
        plan = dates.plan(reader, hit.id, day)
    if plan.changes:
        rows = [_row(change) for change in plan.changes]
        output.write(write_table(COLUMNS, rows, width=output.width(), dates=("before", "after")))
    if plan.is_empty:
        say(f"{hit.uid} was like that already")
        return
    say(_summary(hit.uid, plan))
    if dry_run:
        say("dry run: nothing was written")
        return
    if not (yes or _agreed()):
        raise NotAgreed
    with intake.batch(db, "anchor") as opened:
        if dates.plan(opened.reader, hit.id, day) != plan:
            raise ChangedMeanwhile
        dates.carry_out(opened, plan)
    say(f"changed {hit.uid}")


def _row(change: Change) -> tuple[object, ...]:
    was = change.was
    return was.event, was.phrase, was.edtf, change.after, _becomes(change)


def _becomes(change: Change) -> str:
    """Say what becomes of a phrase, and of its event's date."""
    was = change.was
    if change.left is not None:
        return f"left: {change.left}"
    if not change.moves:
        return "stays"
    moves = "moves" if was.edtf else "gets a date"
    if change.moves_event:
        return f"{moves}, the event with it"
    if was.dated_by is None:
        return f"{moves}; the event is " + ("dated by hand" if was.event_date else "undated")
    if was.dated_by != was.id:
        return f"{moves}; the event is dated by another passage"
    return f"{moves}; the event has another date"


def _summary(uid: str, plan: Plan) -> str:
    """Say in one line what the plan does."""
    moving = sum(change.moves for change in plan.changes)
    left = sum(change.left is not None for change in plan.changes)
    dated = sum(change.moves_event for change in plan.changes)
    parts = [f"{uid}: published {plan.before or 'at a day not known'}, now {plan.after}"]
    parts.append(f"{events.count(moving, 'date')} of passages and {events.count(dated, 'date')} of events")
    if left:
        parts.append(f"{left} left")
    return "; ".join(parts)


def _agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return typer.confirm("Write this?", default=False, err=True)
