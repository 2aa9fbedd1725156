"""How a claim looks: its value in words, and its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli import output
from timeline.cli.events import words
from timeline.model import Named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from timeline.model import ClaimRow

NOBODY = Named("", "")

HUMAN = ("what", "value", "about", "by", "said", "period", "printed by", "event", "status")
MACHINE = (
    "uid",
    "event",
    "actor",
    "attribute",
    "qualifier",
    "value",
    "min",
    "max",
    "unit",
    "about",
    "by",
    "claimed",
    "period",
    "source",
    "quote",
    "status",
    "note",
)

_SIGNS = {"at_least": "at least ", "at_most": "at most ", "about": "about ", "order_of": "on the order of "}


def value(claim: ClaimRow) -> str:
    """Give the value with its qualifier and unit: "at least 1,000 people", "between 600 and 700", or the words."""
    if is_date(claim):
        return words(claim.value)
    low, high = number(claim.min), number(claim.max)
    if low is None and high is None:
        return claim.value or ""
    unit = f" {claim.unit}" if claim.unit else ""
    if claim.qualifier == "between" or (low is not None and high is not None and low != high):
        return f"between {low or '?'} and {high or '?'}{unit}"
    return f"{_SIGNS.get(claim.qualifier, '')}{low if low is not None else high}{unit}"


def is_date(claim: ClaimRow) -> bool:
    """Say whether it is no claim of its own, but the date that a passage gives its event."""
    return not claim.uid and claim.attribute == "date"


def table(claims: Iterable[ClaimRow], form: str) -> Iterator[str]:
    """Write claims as a table in one of the formats."""
    from timeline.formats import FOR_PEOPLE, table_writer

    for_people = form in FOR_PEOPLE
    rows = (row(claim, for_people=for_people) for claim in claims)
    columns = HUMAN if for_people else MACHINE
    return table_writer(form)(columns, rows, width=output.width(), dates=("said", "period", "claimed"))


def number(figure: float | None) -> str | None:
    """Give a figure with its thousands set off; None where there is none."""
    return None if figure is None else f"{figure:,}"


def row(claim: ClaimRow, *, for_people: bool) -> tuple[object, ...]:
    """Give the cells of a claim, in the order of `HUMAN` or `MACHINE`."""
    printed = claim.citation and (claim.citation.publisher or claim.citation.source.name)
    if for_people:
        return (
            claim.attribute,
            value(claim),
            claim.about and claim.about.name,
            claim.by and claim.by.name,
            claim.claimed and words(claim.claimed),
            words(claim.period) if claim.period and not is_date(claim) else None,
            printed,
            (claim.event or claim.actor or NOBODY).name,
            claim.status,
        )
    return (
        claim.uid or None,
        claim.event and claim.event.uid,
        claim.actor and claim.actor.uid,
        claim.attribute,
        claim.qualifier,
        claim.value,
        claim.min,
        claim.max,
        claim.unit,
        claim.about and claim.about.uid,
        claim.by and claim.by.uid,
        claim.claimed,
        claim.period,
        claim.citation and claim.citation.source.uid,
        claim.citation and claim.citation.quote,
        claim.status,
        claim.note,
    )
