"""
`timeline check`: the lint of a chronology, for people and for scripts.

The rules are those of `store/read/lint`; this file chooses among them and shows what they found. For people
rows of which the same is to be said are told in one line. `--dates` shows more of one rule, `--store` looks
at the database instead of the chronology.
"""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING, Annotated

import typer

from timeline.cli import clock, options, output
from timeline.cli.options import AsRecorded, Database, Filters, Form
from timeline.cli.output import say
from timeline.errors import CheckFailed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.formats.types import Table
    from timeline.store.engine import Reader
    from timeline.store.read.lint import Finding

app = typer.Typer(add_completion=False, rich_markup_mode=None)

HUMAN = ("rule", "row", "what", "remedy")
MACHINE = ("rule", "entity", "row", "what", "remedy")
_TOGETHER = 3
"""Rows of which the same is said, from which more are told in one line."""
_NAMED = 4
"""Rows that such a line names."""


def _complete_rule(incomplete: str) -> list[str]:
    from timeline.store.read.lint import RULES

    return [rule.name for rule in RULES if rule.name.startswith(incomplete)]


@app.command(epilog="Example: timeline check --ignore single-origin --since 2024")
@options.filters
def command(
    filters: Filters,
    rule: Annotated[
        list[str],
        typer.Option("--rule", metavar="NAME", help="Only this rule; repeat it.", autocompletion=_complete_rule),
    ] = [],
    ignore: Annotated[
        list[str],
        typer.Option("--ignore", metavar="NAME", help="Not this rule; repeat it.", autocompletion=_complete_rule),
    ] = [],
    list_rules: Annotated[bool, typer.Option("--list-rules", help="List the rules, and check nothing.")] = False,
    every: Annotated[
        bool, typer.Option("--every", help="A line a row, also where the same is to be said of many.")
    ] = False,
    store: Annotated[
        bool, typer.Option("--store", help="Check the database itself: pages, references, bounds, full text, history.")
    ] = False,
    dates: Annotated[
        bool, typer.Option("--dates", help="Phrases read otherwise now, or never resolved, with both readings.")
    ] = False,
    by_hand: Annotated[
        bool, typer.Option("--by-hand", help="Also judge dates that a person or another program decided.")
    ] = False,
    form: Form = "table",
    as_recorded: AsRecorded = None,
    db: Database = None,
) -> None:
    """
    Look for what is doubtful in the chronology, by every rule there is or those named. Nothing is written.

    Confirmed and disputed events are looked at, or those that the filters find. Ends with code 0 when nothing
    is found, and with 13 when something is.
    """
    from timeline.formats import FOR_PEOPLE, table_writer

    write = table_writer(form)
    for_people = form in FOR_PEOPLE
    wanted, ignored = _named(rule, "--rule"), _named(ignore, "--ignore")
    if list_rules:
        from timeline.store.read.lint import RULES

        output.write(write(("rule", "what it looks for"), [one[:2] for one in RULES], width=output.width()))
        return
    if store:
        _check_store(write, db)
        return
    with options.reader(db, as_recorded=as_recorded) as reader:
        if dates:
            total = _check_dates(reader, write, by_hand=by_hand, for_people=for_people)
        else:
            found = _found(reader, filters, wanted, ignored, by_hand=by_hand)
            total = _tell(found, write, for_people=for_people, every=every)
    if total:
        raise CheckFailed(total)


def _named(names: list[str], option: str) -> tuple[str, ...]:
    from timeline.store.read.lint import RULES

    known = tuple(one.name for one in RULES)
    return tuple(options.one_of(option, name, known) for name in names)


def _found(
    reader: Reader, filters: Filters, wanted: tuple[str, ...], ignored: tuple[str, ...], *, by_hand: bool
) -> Iterator[Finding]:
    from timeline.store.read.lint import Scope, findings

    now = calendar.timegm(clock.now().timetuple())
    scope = Scope(reader, options.query(reader, filters), now, by_hand=by_hand)
    return findings(scope, wanted, ignored)


def _tell(found: Iterable[Finding], write: Table, *, for_people: bool, every: bool) -> int:
    """Write what was found; give how many rows that is."""
    listed = list(found)
    if not for_people:
        output.write(write(MACHINE, [one._replace(remedy=_for_row(one)) for one in listed]))
        return len(listed)
    if not listed:
        say("nothing is found")
        return 0
    rows = list(_together(listed, len(listed) if every else _TOGETHER))
    output.write(write(HUMAN, rows, width=output.width()))
    if len(rows) < len(listed):
        say("--every tells of each row, --rule of one rule")
    return len(listed)


def _for_row(one: Finding) -> str:
    """Give the remedy with the row's own uid in it."""
    return one.remedy.replace(one.entity.upper(), one.row)


def _together(found: list[Finding], most: int) -> Iterator[tuple[str, str, str, str]]:
    """Give rows of which the same is to be said as one, where they are more than `most`; first found, first told."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for one in found:
        same.setdefault((one.rule, one.what), []).append(one)
    for group in same.values():
        first = group[0]
        if len(group) <= most:
            for one in group:
                yield one.rule, one.row, one.what, _for_row(one)
            continue
        rows = ", ".join(one.row for one in group[:_NAMED])
        more = f" and {len(group) - _NAMED:,} more" if len(group) > _NAMED else ""
        yield first.rule, rows + more, first.what, first.remedy


def _check_store(write: Table, db: str | None) -> None:
    from timeline.store import migrate

    found = tuple(migrate.check(options.target(db)))
    if not found:
        say("sound")
        return
    output.write(write(("rule", "where", "what"), found, width=output.width()))
    raise CheckFailed(len(found))


def _check_dates(reader: Reader, write: Table, *, by_hand: bool, for_people: bool) -> int:
    """Write the phrases that this version reads otherwise than they are stored, or that never gave a date."""
    from timeline.store import dates

    found = list(dates.differing(reader, by_hand=by_hand))
    if found or not for_people:
        columns = ("event", "phrase", "stored", "now", "anchor", "rule", "why")
        if for_people:
            rows = [(f.event, f.phrase, f.stored, f.now, f.anchor, _turn(f.rule, f.rule_now), f.why) for f in found]
            output.write(write(columns, rows, width=output.width()))
        else:
            output.write(write(dates.Finding._fields, found, dates=("stored", "now", "anchor")))
    if not found:
        say("dates: nothing is found")
    return len(found)


def _turn(before: str | None, after: str | None) -> str:
    return before or "" if after in {before, None} else f"{before or 'none'} → {after}"
