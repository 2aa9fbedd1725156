"""
The words that dates were read from: read again by this version, and counted again from another day.

`differing` finds stored phrases that this version reads otherwise, or that never gave a date; `plan` says what a
corrected publication date changes, `carry_out` writes that. How a phrase was read is not stored, but for
its anchor and the name of who read it; `_ways` lists the conventions it may have been read by, and the
first that still gives the stored date is the phrase's own (D161). What was decided by hand, and what can no
longer be read, is named and left as it is. A new reader of phrases is a line in `_ways`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from timeline import timex
from timeline.edtf import bounds, english, from_julian, parse
from timeline.edtf.civil import DAY, civil_from_days
from timeline.errors import EdtfError
from timeline.store.among import select

if TYPE_CHECKING:
    from timeline.store.engine import Reader
    from timeline.store.write import Batch

_COLUMNS = (
    "ec.id, ec.event_id, e.uid, c.source_id, ec.phrase, ec.edtf, ec.anchor, ec.anchor_kind, ec.anchor_id,"
    " ec.rule, ec.resolver, e.edtf, e.dated_by"
)
_FROM = "FROM event_citation ec JOIN event e ON e.id = ec.event_id JOIN citation c ON c.id = ec.citation_id"
_ORDER = "ORDER BY e.sort_key, e.position, e.id, ec.id"

_OURS = re.compile(r"timex [0-9]+")
_WITHIN_TEXTS = re.compile(r"timeline-ingest/[0-9]+")
_LEADING = re.compile(r"(?:(?:on|in|at|by|during|the|of)\s+)*", re.IGNORECASE)


class Phrase(NamedTuple):
    """What a passage says of an event's date, as it is stored."""

    id: int
    event_id: int
    event: str
    """The event's uid."""
    source_id: int
    phrase: str | None
    edtf: str | None
    anchor: str | None
    anchor_kind: str | None
    anchor_id: int | None
    rule: str | None
    resolver: str | None
    event_date: str | None
    dated_by: int | None
    """The passage whose date is the event's; None: it was dated by hand."""

    @property
    def origin(self) -> int:
        """The source that its anchor, or its text, is of."""
        return self.anchor_id if self.anchor_id is not None else self.source_id

    @property
    def is_read(self) -> bool:
        """Whether rules read it, here or within its text; the others were decided by hand, or by another program."""
        if self.resolver is None:
            return self.edtf is None
        if _WITHIN_TEXTS.fullmatch(self.resolver):
            return self.edtf is None or self.rule in _rules()
        return _OURS.fullmatch(self.resolver) is not None


class Way(NamedTuple):
    """A convention that a phrase may have been read by."""

    told: bool = False
    """Counted from a date that the text told before; else from the day that "today" meant."""
    doctype: str = "news"
    direction: str | None = None
    dayfirst: bool | None = None
    julian: bool = False
    """The words give a day of the Julian calendar."""


class Finding(NamedTuple):
    """A phrase that this version reads otherwise than it is stored, or that never gave a date."""

    event: str
    phrase: str
    stored: str | None
    now: str | None
    """EDTF; None where this version cannot tell."""
    anchor: str | None
    rule: str | None
    rule_now: str | None
    resolver: str | None
    why: str


class Change(NamedTuple):
    """What becomes of one phrase."""

    was: Phrase
    after: str | None
    """EDTF; what is stored already where it is `left`."""
    anchor: str
    rule: str | None = None
    left: str | None = None
    """Why it is left as it was; None where it is counted again."""

    @property
    def moves(self) -> bool:
        """Whether its date changes."""
        return self.left is None and self.after != self.was.edtf

    @property
    def moves_event(self) -> bool:
        """Whether the event's own date changes with it."""
        return self.moves and self.was.dated_by == self.was.id and self.was.event_date == self.was.edtf


class Plan(NamedTuple):
    """All that a publication date changes."""

    source_id: int
    before: str | None
    after: str
    changes: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return self.before == self.after and all(one.left is not None for one in self.changes)


@cache
def _rules() -> frozenset[str]:
    from timeline.timex.rules import RULES

    return frozenset(rule.name for rule in RULES)


# --- questions ---


def published(reader: Reader, uid: str) -> str | None:
    """Give the publication date of a source, EDTF; None where it is not known."""
    row = reader.one("SELECT published FROM source WHERE uid = :uid", {"uid": uid})
    return row[0] if row else None


def differing(reader: Reader, *, by_hand: bool = False) -> Iterator[Finding]:
    """
    Give the phrases whose stored date is not the one this version reads, and those that have none.

    What a person decided, or another program, is judged only when `by_hand` is set.
    """
    sql = f"SELECT {_COLUMNS}, s.published {_FROM} JOIN source s ON s.id = c.source_id"
    for *columns, day in reader.rows(f"{sql} WHERE ec.phrase IS NOT NULL {_ORDER}"):
        row = Phrase._make(columns)
        if not (by_hand or row.is_read):
            continue
        if row.edtf is None and row.anchor is None:
            row = row._replace(anchor=day, anchor_kind="publication")
        found = _judged(row)
        if found is not None:
            yield found


def plan(reader: Reader, source_id: int, date: str) -> Plan:
    """Say what changes when the source was published on `date` (canonical EDTF), whatever hangs on it."""
    (before,) = reader.all("SELECT published FROM source WHERE id = :source", {"source": source_id})[0]
    return _Planning(reader, source_id, before, date).run()


def carry_out(batch: Batch, made: Plan) -> None:
    """Write what a plan says; what it leaves is not touched."""
    batch.update("source", (made.source_id,), {"published": made.after})
    for one in made.changes:
        if one.left is not None:
            continue
        values: dict[str, object] = {"anchor": one.anchor}
        if one.was.anchor_kind is None:
            values["anchor_kind"] = "publication"
        if one.moves:
            values |= {"edtf": one.after, "rule": one.rule, "resolver": f"timex {timex.RESOLVER_VERSION}"}
        batch.update("event_citation", (one.was.id,), values)
        if one.moves_event:
            batch.update("event", (one.was.event_id,), {"edtf": one.after})


# --- reading again ---


def _judged(row: Phrase) -> Finding | None:
    """Give what is to be said against a stored phrase, if anything."""
    outcomes = []
    for _, outcome in _readings(row, row.anchor):
        if row.edtf is not None and _date(outcome) == row.edtf:
            return None
        outcomes.append(outcome)
    outcome = next((one for one in outcomes if getattr(one, "rule", None) == row.rule), outcomes[0])
    resolved = isinstance(outcome, timex.Resolved)
    if row.edtf is None:
        why = "it was never resolved" + ("" if resolved else f": {_reason(outcome)}")
    elif resolved:
        why = "it is read otherwise now"
    else:
        why = f"it is not read now: {_reason(outcome)}"
    return Finding(
        row.event,
        row.phrase or "",
        row.edtf,
        _date(outcome),
        row.anchor,
        row.rule,
        outcome.rule if isinstance(outcome, timex.Resolved) else None,
        row.resolver,
        why,
    )


def _date(outcome: timex.Outcome) -> str | None:
    return outcome.edtf if isinstance(outcome, timex.Resolved) else None


def _reason(outcome: timex.Outcome) -> str:
    match outcome:
        case timex.Unresolved(reason):
            return reason
        case timex.Ambiguous(readings):
            return "it can be read as " + " or ".join(reading.edtf for reading in readings)
    return "it is resolved"


def _ways(row: Phrase) -> tuple[Way, ...]:
    """
    Give the conventions that a phrase may have been read by, the likeliest first.

    The command line reads as in news. A clause of an article may turn to what is to come, and a person may plan.
    """
    news = Way()
    turned = (news, news._replace(direction="future"), news._replace(direction="past"))
    if row.resolver is None or not _OURS.fullmatch(row.resolver):
        now: tuple[Way, ...] = (*turned, Way(doctype="planning"))
    else:
        now = (news,) if row.anchor_kind in {"by_hand", None} else turned
    if row.anchor_kind in {"text", "event"}:
        return (Way(told=True), Way(told=True, doctype="narrative"), *now)
    return now


def _way(row: Phrase) -> Way | None:
    """
    Give the convention a phrase was read by: the first that gives the stored date, counted from the stored anchor.

    Where none does, a phrase read for itself takes the likeliest, for then the rules have changed since; others
    have none, and so has one that a person left without a date.
    """
    if row.edtf is None:
        return _ways(row)[0] if row.is_read else None
    found = next((way for way, outcome in _readings(row, row.anchor) if _date(outcome) == row.edtf), None)
    if found is None and row.resolver is not None and _OURS.fullmatch(row.resolver):
        return _ways(row)[0]
    return found


def _readings(row: Phrase, anchor: str | None) -> Iterator[tuple[Way, timex.Outcome]]:
    """Yield what the phrase means by each convention it may have been read by, counted from `anchor`."""
    for way in _ways(row):
        for one in (way, way._replace(dayfirst=True), way._replace(dayfirst=False)):
            outcome = _read(row.phrase or "", anchor, one)
            if one.dayfirst is None or isinstance(outcome, timex.Resolved):
                yield one, outcome
            if isinstance(outcome, timex.Resolved):
                old_style = one._replace(julian=True)
                yield old_style, _julian(outcome)
            if one.dayfirst is None and not isinstance(outcome, timex.Ambiguous):
                break


@lru_cache(maxsize=4096)
def _read(phrase: str, anchor: str | None, way: Way) -> timex.Outcome:
    """Read a phrase by one convention, counted from an anchor (EDTF)."""
    outcome = _told(phrase, anchor, way) if way.told and anchor is not None else _counted(phrase, anchor, way)
    if isinstance(outcome, timex.Resolved):
        if outcome.anchor is not None and anchor is not None and any(mark in anchor for mark in "?~%"):
            return timex.Unresolved(f"what it is counted from, {anchor}, is not exact itself")
        if way.julian:
            return _julian(outcome)
    return outcome


def _julian(outcome: timex.Resolved) -> timex.Outcome:
    try:
        return outcome._replace(edtf=str(from_julian(parse(outcome.edtf))))
    except EdtfError:
        return timex.Unresolved("the Julian calendar has no such date")


def _counted(phrase: str, anchor: str | None, way: Way) -> timex.Outcome:
    """Read a phrase as of the anchor; where that is longer than a day, as of its first and last, which must agree."""
    options = timex.Options(doctype=way.doctype, direction=way.direction, dayfirst=way.dayfirst)
    if anchor is None:
        return timex.read(phrase, options)
    moments = _moments(anchor)
    if not moments:
        absolute = timex.read(phrase, options)
        if isinstance(absolute, timex.Resolved):
            return absolute
        return timex.Unresolved(f"nothing can be counted from {anchor}")
    outcomes = [timex.read(phrase, options._replace(now=moment)) for moment in moments]
    if any(_date(one) != _date(outcomes[0]) for one in outcomes[1:]):
        return timex.Unresolved(f"what it is counted from, {anchor}, is not exact enough")
    return outcomes[0]


def _moments(anchor: str) -> tuple[timex.Moment, ...]:
    """
    Give the first and the last day of a date, or the one moment it is; nothing where it has none, or is too far off.

    >>> [moment.date() for moment in _moments("2025-01")], _moments("2024/..")
    (['2025-01-01', '2025-01-31'], ())
    """
    ends = bounds(parse(anchor))[:4:3]
    moments = []
    for second in ends:
        if isinstance(second, float):
            return ()
        year, month, day = civil_from_days(second // DAY)
        if not 1 <= year <= 9999:
            return ()
        moments.append(timex.Moment(year, month, day))
    if ends[0] == ends[1]:
        second = int(ends[0]) % DAY
        return (moments[0]._replace(hour=second // 3600, minute=second // 60 % 60, second=second % 60),)
    return tuple(dict.fromkeys(moments))


def _told(phrase: str, anchor: str, way: Way) -> timex.Outcome:
    """Read a phrase as it stands in a text that has just told the anchor."""
    lead = f"It was {english(parse(anchor))}. "
    plain = phrase.strip()
    options = timex.Options(doctype=way.doctype, direction=way.direction, dayfirst=way.dayfirst)
    found = [one for one in timex.tag(lead + plain, None, options) if one.start >= len(lead)]
    spans = {(one.whole or (one.start, one.end)) for one in found}
    if len(spans) != 1:
        return timex.Unresolved("its words make no one date")
    ((start, end),) = spans
    before, behind = plain[: start - len(lead)], plain[end - len(lead) :]
    if not _LEADING.fullmatch(before) or behind.strip(" .,;:!?"):
        return timex.Unresolved("its words make no one date")
    return found[0].outcome


# --- counting again ---


class _Planning:
    """Follows a publication date to all that hangs on it, each phrase once."""

    def __init__(self, reader: Reader, source_id: int, before: str | None, after: str) -> None:
        self._reader = reader
        self._source = source_id
        self._before = before
        self._after = after
        self._decided: dict[int, Change] = {}
        self._followed: set[int] = set()
        """Events whose followers have been looked for."""

    def run(self) -> Plan:
        """Give the whole plan, in the order of the events as they stand."""
        self._count_published()
        while self._count_events() or self._count_texts():
            pass
        self._leave_texts()
        sql = (
            "SELECT e.sort_key, e.position, e.id, ec.id FROM event_citation ec JOIN event e ON e.id = ec.event_id"
            " WHERE {}"
        )
        order = sorted(select(self._reader, sql, "ec.id", list(self._decided)))
        changes = tuple(self._decided[row] for *_, row in order)
        return Plan(self._source, self._before, self._after, changes)

    # the source's own

    def _count_published(self) -> None:
        """Count again what was counted from the publication, or waited for it; name what looks like it and is not."""
        sql = (
            f"SELECT {_COLUMNS} {_FROM} WHERE (ec.anchor_kind = 'publication'"
            " AND coalesce(ec.anchor_id, c.source_id) = :source)"
            " OR (c.source_id = :source AND ec.phrase IS NOT NULL AND ec.anchor IS NULL AND ec.edtf IS NULL)"
            " OR (c.source_id = :source AND ec.anchor_kind = 'by_hand' AND ec.anchor = :before)"
        )
        for columns in self._reader.all(sql, {"source": self._source, "before": self._before}):
            row = Phrase._make(columns)
            if row.anchor_kind != "by_hand":
                self._decide(row, self._after)
            elif self._before != self._after:
                self._leave(row, "it was counted from a day given by hand")

    # what hangs on events

    def _count_events(self) -> bool:
        """Count again what was counted from events that have moved since; say whether anything was."""
        moved = {
            one.was.event_id: one
            for one in self._decided.values()
            if one.moves_event and one.was.event_id not in self._followed
        }
        self._followed |= moved.keys()
        rows = [row for row in self._anchored("event", "ec.anchor_id", moved) if row.id not in self._decided]
        for row in rows:
            event = moved[row.anchor_id or 0]
            if row.anchor in {event.was.edtf, event.after}:
                self._decide(row, event.after or "")
            else:
                self._leave(row, f"it was counted from {row.anchor}, which was not the date of {event.was.event}")
        return bool(moved)

    def _anchored(self, kind: str, column: str, wanted: Iterable[int]) -> list[Phrase]:
        sql = f"SELECT {_COLUMNS} {_FROM} WHERE ec.anchor_kind = '{kind}' AND {{}}"
        return [Phrase._make(columns) for columns in select(self._reader, sql, column, list(wanted))]

    # what hangs on dates that a text told

    def _count_texts(self) -> bool:
        """Count again what was counted from dates of a text that have all moved alike; say whether anything was."""
        rows = self._texts()
        counted = False
        for row, tellers in rows:
            moved = {self._decided[one].after for one in tellers if self._moves(one)}
            if tellers and all(map(self._moves, tellers)) and len(moved) == 1:
                self._decide(row, moved.pop() or "")
                counted = True
        return counted

    def _leave_texts(self) -> None:
        """Name what was counted from a date of a text that has moved for some who tell it, or may have."""
        gone = [bounds(parse(one.was.edtf)) for one in self._decided.values() if one.moves and one.was.edtf]
        for row, tellers in self._texts():
            if any(map(self._moves, tellers)):
                self._leave(row, f"not all that tell {row.anchor} have moved alike")
            elif not tellers and row.anchor is not None:
                its = bounds(parse(row.anchor))
                if any(one[0] <= its[0] and its[3] <= one[3] for one in gone):
                    self._leave(row, f"it was counted from {row.anchor} in the text, which may have moved")

    def _moves(self, row_id: int) -> bool:
        return row_id in self._decided and self._decided[row_id].moves

    def _texts(self) -> list[tuple[Phrase, list[int]]]:
        """Give undecided phrases counted from dates told in texts that have moved, each with who tells that date."""
        sources = {one.was.source_id for one in self._decided.values() if one.moves}
        rows = [
            row
            for row in self._anchored("text", "coalesce(ec.anchor_id, c.source_id)", sources)
            if row.id not in self._decided
        ]
        if not rows:
            return []
        told: dict[tuple[int, str], list[int]] = {}
        sql = (
            "SELECT c.source_id, ec.edtf, ec.id FROM event_citation ec JOIN citation c ON c.id = ec.citation_id"
            " WHERE ec.edtf IS NOT NULL AND (ec.anchor_kind IS NULL OR ec.anchor_kind <> 'text'"
            " OR ec.anchor <> ec.edtf) AND {}"
        )
        for source, edtf, row_id in select(self._reader, sql, "c.source_id", {row.origin for row in rows}):
            told.setdefault((source, edtf), []).append(row_id)
        return [(row, [one for one in told.get((row.origin, row.anchor or ""), []) if one != row.id]) for row in rows]

    # one phrase

    def _leave(self, row: Phrase, why: str) -> None:
        self._decided[row.id] = Change(row, row.edtf, row.anchor or "", left=why)

    def _decide(self, row: Phrase, anchor: str) -> None:
        """Count a phrase from another date, by the convention it was read by; leave what that cannot be told of."""
        if row.anchor == anchor and row.edtf is not None:
            return
        if row.phrase is None:
            self._leave(row, "its words were not kept")
            return
        way = _way(row)
        if way is None:
            self._leave(row, "it was read within its text" if row.is_read else "by hand")
            return
        outcome = _read(row.phrase, anchor, way)
        if not isinstance(outcome, timex.Resolved):
            self._leave(row, _reason(outcome))
        elif row.anchor is not None and "T" in row.anchor and "T" not in anchor and "T" in outcome.edtf:
            self._leave(row, f"it was counted from a time of day, and {anchor} has none")
        else:
            self._decided[row.id] = Change(row, outcome.edtf, anchor, outcome.rule)
