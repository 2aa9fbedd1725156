"""
`timeline check`: what is doubtful in the chronology, rule by rule.

`RULES` lists the checks there are; each has an option of its own, and without any option all are run. A new
check is a function that gives a table of findings, and a row in `RULES`; its option is made of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from timeline.cli import options, output
from timeline.cli.options import Database, Form
from timeline.cli.output import say
from timeline.errors import CheckFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from timeline.store.engine import Reader

app = typer.Typer(add_completion=False, rich_markup_mode=None)


class Asked(NamedTuple):
    """What a check is told."""

    by_hand: bool
    for_people: bool


class Findings(NamedTuple):
    """What a check found: a row each."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    dates: tuple[str, ...] = ()
    """Columns of EDTF."""


class Rule(NamedTuple):
    """One check."""

    name: str
    line: str
    """What it looks for; the help of its option."""
    find: Callable[[Reader, Asked], Findings]


def _dates(reader: Reader, asked: Asked) -> Findings:
    """Find phrases that this version reads otherwise than they are stored, or that never gave a date."""
    from timeline.store import dates

    found = dates.differing(reader, by_hand=asked.by_hand)
    if not asked.for_people:
        return Findings(dates.Finding._fields, list(found), ("stored", "now", "anchor"))
    columns = ("event", "phrase", "stored", "now", "anchor", "rule", "why")
    rows = [(f.event, f.phrase, f.stored, f.now, f.anchor, _turn(f.rule, f.rule_now), f.why) for f in found]
    return Findings(columns, rows)


def _turn(before: str | None, after: str | None) -> str:
    return before or "" if after in {before, None} else f"{before or 'none'} → {after}"


RULES = (Rule("dates", "Phrases that this version reads otherwise than stored, or that never gave a date.", _dates),)


@app.command(epilog="Example: timeline check --dates")
def command(
    dates: Annotated[bool, typer.Option("--dates", help=RULES[0].line)] = False,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="With --dates: also judge what a person or another program decided.")
    ] = False,
    form: Form = "table",
    db: Database = None,
) -> None:
    """
    Look for what is doubtful in the chronology; without an option, by every check there is. Nothing is written.

    Ends with code 0 when nothing is found, and with 13 when something is.
    """
    from timeline.formats import table_writer

    write_table = table_writer(form)
    wanted = {name for name, asked in (("dates", dates),) if asked}
    for_people = form in {"table", "md"}
    total = 0
    with options.reader(db) as reader:
        for rule in RULES:
            if wanted and rule.name not in wanted:
                continue
            found = rule.find(reader, Asked(by_hand, for_people))
            total += len(found.rows)
            if found.rows or not for_people:
                output.write(write_table(found.columns, found.rows, width=output.width(), dates=found.dates))
            if not found.rows:
                say(f"{rule.name}: nothing is found")
    if total:
        raise CheckFailed(total)
