"""How a claim looks: its value in words, and its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.cli.events import words

if TYPE_CHECKING:
    from timeline.model import ClaimRow

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
    low, high = number(claim.min), number(claim.max)
    if low is None and high is None:
        return claim.value or ""
    unit = f" {claim.unit}" if claim.unit else ""
    if claim.qualifier == "between" or (low is not None and high is not None and low != high):
        return f"between {low or '?'} and {high or '?'}{unit}"
    return f"{_SIGNS.get(claim.qualifier, '')}{low if low is not None else high}{unit}"


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
            claim.period and words(claim.period),
            printed,
            claim.event and claim.event.name,
            claim.status,
        )
    return (
        claim.uid,
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
