"""`timeline when`: what a date means, in a phrase or throughout a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from timeline.cli import intake, options, output, tagged
from timeline.cli.options import DayFirst, On, Output
from timeline.errors import BadDate, InputUnreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.timex import Options, Outcome

app = typer.Typer(add_completion=False, rich_markup_mode=None)

HUMAN = ("text", "date", "edtf", "earliest", "latest", "anchor", "rule", "also")
MACHINE = (
    "text",
    "start",
    "end",
    "outcome",
    "type",
    "value",
    "edtf",
    "english",
    "start_min",
    "start_max",
    "end_min",
    "end_max",
    "anchor",
    "rule",
    "readings",
    "reason",
)
TAGGED = ("phrase", "sentence", "value", "date", "anchor", "rule", "also")
_MARKED = {"timeml": tagged.timeml, "html": tagged.html}


class Conventions(NamedTuple):
    """What "next Friday", "last week" and "summer" mean where people differ; each with its default."""

    doctype: Annotated[
        str | None, typer.Option(metavar="TYPE", help="news (default), narrative or planning: how times are meant.")
    ] = None
    direction: Annotated[
        str | None, typer.Option(metavar="WHERE", help="past or future: where a bare weekday or month lies.")
    ] = None
    nearest_weekday: Annotated[
        bool, typer.Option("--nearest-weekday", help="'Next Friday' is the first to come, not that of next week.")
    ] = False
    week_start: Annotated[
        int, typer.Option(min=1, max=7, metavar="N", help="The day a week begins on; 1 is Monday.")
    ] = 1
    hemisphere: Annotated[str, typer.Option(metavar="NAME", help="north or south: the months of a season.")] = "north"
    on: On = None
    dayfirst: DayFirst = None


@app.command(
    epilog='Example: timeline when "last June" "early March 2025" -0043-03-15 --on 2025-09-03',
    context_settings={"ignore_unknown_options": True},
)
@options.expanded("conventions", Conventions)
def command(
    conventions: Conventions,
    phrase: Annotated[
        list[str] | None, typer.Argument(metavar="[PHRASE...]", help="EDTF, ISO or English; - reads lines.")
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="FILE", help="Tag all the dates of a whole text; - is stdin.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say what the rule of each answer is.")] = False,
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="table, csv, json, jsonl, md; of a text timeml, html."),
    ] = "table",
    to: Output = None,
) -> None:
    """
    Read dates and say how each was understood: EDTF, English, earliest and latest day, rule, other readings.

    A phrase that can be read in two ways is refused with both; one that cannot be read, with the reason.
    With --text, every date of a text is found and resolved; --on is then its publication date.
    """
    if (text is None) == (not phrase):
        raise typer.BadParameter("name phrases, or a text with --text", param_hint="PHRASE")
    if text is not None:
        _tag(text, _options(conventions), form, to, explain=explain)
        return
    if form in _MARKED:
        raise typer.BadParameter("timeml and html are of a text: name it with --text", param_hint="--format")
    _read(phrase or [], _options(conventions), form, to, explain=explain)


def _read(phrases: list[str], conventions: Options, form: str, to: str | None, *, explain: bool) -> None:
    from timeline import timex
    from timeline.formats import FOR_PEOPLE, table_writer

    write_table = table_writer(form)
    for_people = form in FOR_PEOPLE
    failed: list[BadDate] = []
    rules: dict[str, None] = {}
    rows = (
        _cells(answer, for_people=for_people)
        for text in _lines(phrases)
        for answer in [_answer(text, timex.read(text, conventions))]
        if not _refused(answer, failed, for_people=for_people) and _noted(answer, rules)
    )
    columns = HUMAN if for_people else MACHINE
    read = list(rows) if for_people else rows
    if read:
        output.write(write_table(columns, read, width=output.width()), to)
    if explain:
        _explain(rules)
    if failed:
        for error in failed[:-1]:
            output.say(f"timeline: {error}" + (f"\n  {error.hint}" if error.hint else ""))
        raise failed[-1]


def _tag(file: str, conventions: Options, form: str, to: str | None, *, explain: bool) -> None:
    """Find all the dates of a text."""
    from timeline import timex
    from timeline.formats import FOR_PEOPLE, table_writer

    write_table = None if form in _MARKED else table_writer(form)
    text = _content(file)
    found = timex.tag(text, None, conventions)
    if write_table is None:
        assert conventions.now is not None  # noqa: S101 -- options.conventions always gives one
        output.write(_MARKED[form](text, found, conventions.now.date()), to)
    elif form in FOR_PEOPLE:
        rows = (tagged.cells(text, one) for one in found)
        output.write(write_table(TAGGED, rows, width=output.width(), dates=("date",)), to)
    else:
        answers = (
            {**_answer(one.text, one.outcome), "start": one.start, "end": one.end, "type": one.type, "value": one.value}
            for one in found
        )
        output.write(write_table(MACHINE, ([one[name] for name in MACHINE] for one in answers)), to)
    if explain:
        _explain(dict.fromkeys(one.outcome.rule for one in found if isinstance(one.outcome, timex.Resolved)))
    open_ones = sum(not isinstance(one.outcome, timex.Resolved) for one in found if one.type in {"DATE", "TIME"})
    if open_ones:
        output.say(f"{open_ones} of {len(found)} expressions could not be resolved to a date")


def _options(given: Conventions) -> Options:
    """Give the resolver's options for the conventions named."""
    from timeline.timex import DOCTYPES

    if given.direction is not None:
        options.one_of("--direction", given.direction, ("past", "future"))
    chosen = options.conventions(given.on, dayfirst=given.dayfirst)
    return chosen._replace(
        doctype=options.one_of("--doctype", given.doctype or chosen.doctype, DOCTYPES),
        direction=given.direction,
        nearest_weekday=given.nearest_weekday,
        week_start=given.week_start,
        hemisphere=options.one_of("--hemisphere", given.hemisphere, ("north", "south")),
    )


def _content(file: str) -> str:
    """Give the text of a file as UTF-8; offsets count its code points as they are."""
    from timeline.errors import NotUtf8

    with intake.opened(file) as source:
        content = source.read(_MOST + 1)
    if len(content) > _MOST:
        raise InputUnreadable(file, f"it is longer than {_MOST // 1_000_000} MB; split it")
    try:
        return content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotUtf8(file, line, error.start, content[error.start]) from None


_MOST = 100_000_000


def _lines(phrases: list[str]) -> Iterator[str]:
    for phrase in phrases:
        if phrase == "-":
            yield from (line.rstrip("\n") for line in sys.stdin if line.strip())
        else:
            yield phrase


def _answer(text: str, outcome: Outcome) -> dict[str, Any]:
    """Give all that is to be said of a phrase, under the names of `MACHINE`."""
    from timeline import edtf, timex

    answer: dict[str, Any] = dict.fromkeys(MACHINE)
    answer.update(text=text, start=0, end=len(text), readings=[])
    match outcome:
        case timex.Resolved():
            value = edtf.parse(outcome.edtf)
            answer.update(outcome="resolved", edtf=outcome.edtf, english=edtf.english(value))
            answer.update(zip(("start_min", "start_max", "end_min", "end_max"), _ends(edtf.bounds(value)), strict=True))
            answer.update(anchor=outcome.anchor, rule=outcome.rule)
            answer["readings"] = [reading.edtf for reading in outcome.alternatives]
        case timex.Ambiguous(readings):
            answer.update(outcome="ambiguous", readings=[reading.edtf for reading in readings])
        case timex.Unresolved(reason):
            answer.update(outcome="unresolved", reason=reason)
    return answer


def _ends(found: Iterable[Any]) -> tuple[int | None, ...]:
    """Give the four bounds in civil seconds; None where one is open."""
    return tuple(None if isinstance(bound, float) else bound for bound in list(found)[:4])


def _refused(answer: dict[str, Any], failed: list[BadDate], *, for_people: bool) -> bool:
    """Note what could not be read; for people it is told after the table, for machines it is a row like any."""
    if answer["outcome"] == "resolved":
        return False
    reason = answer["reason"] or "it can be read in more than one way"
    failed.append(BadDate(answer["text"], reason, readings=tuple(answer["readings"])))
    return for_people


def _noted(answer: dict[str, Any], rules: dict[str, None]) -> bool:
    """Note the rule of an answer, for `--explain`."""
    if answer["rule"]:
        rules[answer["rule"]] = None
    return True


def _explain(names: Iterable[str]) -> None:
    """Say what each rule does, with its example and what it leaves alone."""
    from timeline.timex.rules import RULES

    known = {rule.name: rule for rule in RULES}
    for name in names:
        rule = known.get(name)
        if rule is None:
            output.say(
                f"{name}: the text is EDTF (ISO 8601-2) already" if name == "edtf" else f"{name}: no rule of ours"
            )
            continue
        output.say(f"{name}: {rule.doc}\n  such as: {rule.example}\n  but not: {rule.counter}")


def _cells(answer: dict[str, Any], *, for_people: bool) -> list[object]:
    if not for_people:
        return [answer[name] for name in MACHINE]
    return [
        answer["text"],
        answer["english"],
        answer["edtf"],
        _day(answer["start_min"]),
        _day(answer["end_max"]),
        answer["anchor"],
        answer["rule"],
        answer["readings"],
    ]


def _day(second: int | None) -> str:
    """Give the day of a civil second as ISO text; "open" where there is none."""
    from timeline.edtf.civil import DAY, civil_from_days

    if second is None:
        return "open"
    year, month, day = civil_from_days(second // DAY)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"
