"""`timeline when`: what a date means."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from timeline.cli import options, output
from timeline.cli.options import DayFirst, Form, On
from timeline.errors import BadDate

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@app.command(
    epilog='Example: timeline when "early March 2025" "14 or 15 June 2024" -- -0043-03-15',
    context_settings={"ignore_unknown_options": True},
)
def command(
    phrase: Annotated[list[str], typer.Argument(metavar="PHRASE...", help="EDTF, ISO or English; - reads lines.")],
    on: On = None,
    dayfirst: DayFirst = None,
    form: Form = "table",
) -> None:
    """
    Read dates and say how each was understood: EDTF, English, earliest and latest day, rule, other readings.

    A phrase that can be read in two ways is refused with both; one that cannot be read, with the reason.
    """
    from timeline.formats import by_name

    shape = by_name(form)
    for_people = form in {"table", "md"}
    conventions = options.conventions(on, dayfirst=dayfirst)
    failed: list[BadDate] = []
    rows = (
        _cells(answer, for_people=for_people)
        for text in _lines(phrase)
        for answer in [_answer(text, conventions)]
        if not _refused(answer, failed, for_people=for_people)
    )
    columns = HUMAN if for_people else MACHINE
    read = list(rows) if for_people else rows
    if read:
        output.write(shape.write_table(columns, read, width=output.width()))
    if failed:
        for error in failed[:-1]:
            output.say(f"timeline: {error}" + (f"\n  {error.hint}" if error.hint else ""))
        raise failed[-1]


def _lines(phrases: list[str]) -> Iterator[str]:
    for phrase in phrases:
        if phrase == "-":
            yield from (line.rstrip("\n") for line in sys.stdin if line.strip())
        else:
            yield phrase


def _answer(text: str, conventions: Any) -> dict[str, Any]:
    """Give all that is to be said of a phrase, by the names of DESIGN's `when --format json`."""
    from timeline import edtf, timex

    answer: dict[str, Any] = dict.fromkeys(MACHINE)
    answer.update(text=text, start=0, end=len(text), readings=[])
    match timex.read(text, conventions):
        case timex.Resolved() as found:
            value = edtf.parse(found.edtf)
            answer.update(outcome="resolved", edtf=found.edtf, english=edtf.english(value))
            answer.update(zip(("start_min", "start_max", "end_min", "end_max"), _ends(edtf.bounds(value)), strict=True))
            answer.update(anchor=found.anchor, rule=found.rule)
            answer["readings"] = [reading.edtf for reading in found.alternatives]
        case timex.Ambiguous(readings):
            answer.update(outcome="ambiguous", readings=[reading.edtf for reading in readings])
        case timex.Unresolved(reason):
            answer.update(outcome="unresolved", reason=reason)
    return answer


def _ends(found: Any) -> tuple[int | None, ...]:
    """Give the four bounds in civil seconds; None where one is open."""
    return tuple(None if isinstance(bound, float) else bound for bound in found[:4])


def _refused(answer: dict[str, Any], failed: list[BadDate], *, for_people: bool) -> bool:
    """Note what could not be read; for people it is told after the table, for machines it is a row like any."""
    if answer["outcome"] == "resolved":
        return False
    reason = answer["reason"] or "it can be read in more than one way"
    failed.append(BadDate(answer["text"], reason, readings=tuple(answer["readings"])))
    return for_people


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
