"""
The lint of a chronology: what is doubtful, rule by rule, each finding with its row and its remedy.

`RULES` lists the rules; a test holds it together with docs/commands/check.md. A rule reads what it needs in a
handful of statements and judges the rows in Python, so that time grows with the chronology and not with its
square. It tells of what is likely wrong and leaves the rest in peace: a date that may fit, fits. A new rule
is a function in one of the files here and a row in `RULES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.store.read.lint import actors, dating, events, sources
from timeline.store.read.lint.types import Finding, Rule, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["RULES", "Finding", "Rule", "Scope", "findings"]

RULES = (
    Rule("no-source", "Events for which no source is cited.", sources.no_source),
    Rule("early-source", "Sources printed before the event they report, without announcing it.", sources.early_source),
    Rule("quote", "Quotes that the text of their source does not have, or not at their place.", sources.quote),
    Rule("single-origin", "Events whose sources are all one source, one publisher or copies.", sources.single_origin),
    Rule("unattributed", "Claims of which nobody is named who asserts them.", sources.unattributed),
    Rule(
        "false-precision", "Dates of the first of a month or of midnight whose words say less.", dating.false_precision
    ),
    Rule("unresolved", "Words for a date that have given none.", dating.unresolved),
    Rule("dates", "Phrases that this version reads otherwise than they are stored.", dating.dates),
    Rule("order", "Links (follows, causes, part_of …) that certain dates contradict, and rings.", events.order),
    Rule("office", "Participants whose offices and memberships are certainly of another time.", actors.office),
    Rule("broken-link", "Links to drafts, retracted events or nothing; anchors that are gone.", events.broken_link),
    Rule("duplicate-event", "Events of one time that are likely one, told twice.", events.duplicate_event),
    Rule("duplicate-actor", "Actors that are likely one and the same.", actors.duplicate_actor),
)


def findings(scope: Scope, rules: Collection[str] = (), ignored: Collection[str] = ()) -> Iterator[Finding]:
    """Give what the rules of those names find, or all but those ignored, rule by rule."""
    for rule in RULES:
        if rule.name not in ignored and (not rules or rule.name in rules):
            yield from rule.find(scope)
