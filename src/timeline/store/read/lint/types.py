"""What a rule of the lint is, what it is given, what it finds."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.query import SHOWN, EventQuery
from timeline.store.read import asking
from timeline.store.read.events import matching

if TYPE_CHECKING:
    from timeline.store.engine import Reader

ORDER = "e.sort_key, e.position, e.id"


class Finding(NamedTuple):
    """One thing that is doubtful."""

    rule: str
    entity: str
    """What the row is: event, actor, claim, source."""
    row: str
    """Its uid."""
    what: str
    """What is wrong; the same of many rows in the same words, so that they can be told together."""
    remedy: str
    """What to do, EVENT and the like standing for the row."""


class Scope:
    """What is looked at: the events that a query finds, on a day."""

    def __init__(self, reader: Reader, query: EventQuery, now: int, *, by_hand: bool = False) -> None:
        self.reader = reader
        self.query = query
        self.now = now
        """The present, in civil seconds: what lies after it has only been announced."""
        self.by_hand = by_hand
        """Whether dates that a person decided are judged too."""
        self.filtered = query._replace(statuses=SHOWN) != EventQuery()
        self._found, self.params = matching(reader, query) if self.filtered else ("", {})

    def of(self, alias: str = "e") -> str:
        """Give the condition that `alias`, an event, is one of those looked at."""
        if self.filtered:
            return f"{alias}.id IN ({self._found})"
        return "".join(asking.status_in(f"{alias}.status", self.query.statuses)) or "1 = 1"

    def rows(self, sql: str, **more: object) -> Iterator[tuple[Any, ...]]:
        """Run a statement that may hold conditions of this scope."""
        return self.reader.rows(sql, {**self.params, **more})

    def actors(self) -> set[int] | None:
        """Give the actors, as those that are left of merges, who take part in what is looked at; None: all."""
        if not self.filtered:
            return None
        sql = (
            "SELECT DISTINCT coalesce(a.merged_into, a.id) FROM participation p JOIN actor a ON a.id = p.actor_id"
            f" JOIN event e ON e.id = p.event_id WHERE {self.of()}"
        )
        return {row[0] for row in self.rows(sql)}


_SHOWN = 200
"""Characters of a quote that a remedy repeats."""


def cited(source: str, quote: str | None) -> str:
    """Give the options of `edit` that mean a passage which is there: the same source and the same words."""
    if not quote:
        return f"--source {source}"
    words = shlex.quote(quote) if len(quote) <= _SHOWN and "\n" not in quote else "WORDS (the same)"
    return f"--source {source} --quote {words}"


Find = Callable[[Scope], Iterator[Finding]]


class Rule(NamedTuple):
    """One rule."""

    name: str
    line: str
    """What it looks for."""
    find: Find
