"""
English dates: what a text says, as TIMEX3 expressions and as EDTF, with anchor, rule and other readings.

The only reader of English in the program. `read` takes one whole phrase, `tag` a whole text,
`catalogue` gives the documented rules. Pure: "now" and every convention are arguments (`Options`).
Importing this costs no regular expression and no table; both are made when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.timex.types import (
    DOCTYPES,
    RESOLVER_VERSION,
    Ambiguous,
    Moment,
    Options,
    Outcome,
    Reading,
    Resolved,
    Timex,
    Unresolved,
)

if TYPE_CHECKING:
    from timeline.timex.chart import Rule

__all__ = [
    "DOCTYPES",
    "RESOLVER_VERSION",
    "Ambiguous",
    "Moment",
    "Options",
    "Outcome",
    "Reading",
    "Resolved",
    "Timex",
    "Unresolved",
    "catalogue",
    "read",
    "tag",
]


def read(phrase: str, options: Options | None = None) -> Outcome:
    """
    Read a whole phrase as one date: EDTF, ISO or English.

    The outcome is Resolved, Ambiguous with every reading, or Unresolved with the reason; a part of
    the phrase is never taken for the whole.
    """
    from timeline.timex.resolve import read as work

    return work(phrase, options or Options())


def tag(text: str, reference: str | None = None, options: Options | None = None) -> list[Timex]:
    """
    Find the time expressions of a text, in document order, and resolve them.

    `reference` is the publication date (ISO date or date-time) and overrides `options.now`;
    without `options` the text is taken as news.
    """
    from timeline.timex.resolve import tag as work

    options = options or Options(doctype="news")
    if reference is not None:
        options = options._replace(now=Moment.parse(reference))
    return work(text, options)


def catalogue() -> tuple[Rule, ...]:
    """Give the documented rules, in the order of docs/resolution.md."""
    from timeline.timex.rules import RULES

    return tuple(rule for rule in RULES if rule.doc)
