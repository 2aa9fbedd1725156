"""
What several formats tell people in words: dates, who took part, figures, where something was read.

Everything here is plain text; whoever puts it into HTML, Markdown or a calendar escapes it. The events are those of
`store.read.whole`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline.model import ROLE

Event = Mapping[str, Any]

_SIGNS = {"at_least": "at least ", "at_most": "at most ", "about": "about ", "order_of": "on the order of "}


def date(edtf: str | None) -> str:
    """
    Give a date in words; as it stands, should it be no EDTF of this version.

    >>> date("2024-06~"), date(None)
    ('about June 2024', 'undated')
    """
    from timeline.edtf import english, parse
    from timeline.errors import EdtfError

    if edtf is None:
        return "undated"
    try:
        return english(parse(edtf))
    except EdtfError:
        return edtf


def who(event: Event) -> list[str]:
    """Give who took part, each with the role unless it is the plain one."""
    return [
        one["actor"]["name"] if one["role"] == ROLE else f"{one['actor']['name']} ({one['role'].replace('_', ' ')})"
        for one in event.get("participants", ())
    ]


def value(claim: Event) -> str:
    """
    Give a claim's value with its qualifier and unit.

    >>> value({"qualifier": "at_least", "min": 1000, "unit": "people"}), value({"qualifier": "exact", "value": "none"})
    ('at least 1,000 people', 'none')
    """
    low, high = claim.get("min"), claim.get("max")
    if low is None and high is None:
        return str(claim.get("value") or "")
    unit = f" {claim['unit']}" if claim.get("unit") else ""
    if claim["qualifier"] == "between" or (low is not None and high is not None and low != high):
        return f"between {_number(low)} and {_number(high)}{unit}"
    return f"{_SIGNS.get(claim['qualifier'], '')}{_number(low if low is not None else high)}{unit}"


def _number(figure: float | None) -> str:
    return "?" if figure is None else f"{figure:,}"


def subject(claim: Event) -> str:
    """Give what a claim is about: its attribute, and of whom."""
    about = claim.get("about") or claim.get("actor")
    attribute = str(claim["attribute"]).replace("_", " ")
    return f"{attribute}, {about['name']}" if about else attribute


def asserted(claim: Event) -> str:
    """Give who says it, and when it was said; "" where neither is known."""
    by = claim["by"]["name"] if claim.get("by") else ""
    when = date(claim["claimed"]) if claim.get("claimed") else ""
    return ", ".join(part for part in (by, when) if part)


def statement(claim: Event) -> str:
    """Give a claim as one line: what, the value, who says it, the time it is about."""
    line = f"{subject(claim)}: {value(claim)}"
    if said := asserted(claim):
        line += f" ({said})"
    if claim.get("period"):
        line += f", for {date(claim['period'])}"
    if claim.get("status", "open") != "open":
        line += f" [{claim['status']}]"
    return line


def source(given: Event) -> str:
    """Give a source as a bibliography would: author, title, publisher, day; not what says nothing new."""
    parts = [given.get("author"), given["title"]]
    if given.get("publisher") != given["title"]:
        parts.append(given.get("publisher"))
    if given.get("published"):
        parts.append(date(given["published"]))
    return ", ".join(part for part in parts if part)


def locator(citation: Event) -> str:
    """Give where in its source a passage stands, "" where that is not known."""
    page = citation.get("page")
    if not page:
        return ""
    return f"p. {page}" if str(page)[:1].isdigit() else str(page)


def link(given: Event) -> str | None:
    """Give the address of a source if it is one of the web; anything else is never made a link."""
    return address(given.get("url")) or address(given.get("archive_url"))


def address(url: object) -> str | None:
    """
    Give an address of the web; None for everything else, such as a script.

    >>> address("https://example.org/a"), address("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not isinstance(url, str) or not url.lower().startswith(("http://", "https://")):
        return None
    return None if any(char.isspace() or ord(char) < 33 for char in url) else url
