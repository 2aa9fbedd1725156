"""
What a `ClaimQuery` finds, and how a passage is read: who says what, of whom, and where it stands.

Claims come beside each other: by the event they are about in its order, by attribute, then by when they
were said. Actors merged into another are shown as that one. A claim is left out with the event or the
passage that may not be let out. A new filter of claims is a clause in `_clauses`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.model import CitationRow, ClaimRow, Named, fold
from timeline.query import ClaimQuery
from timeline.store.read import asking, known
from timeline.store.read.events import matching

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from timeline.query import Window
    from timeline.store.engine import Reader

EVERY_CLAIM = ClaimQuery()

PASSAGE = (
    "s.uid, s.title, s.publisher, s.url, s.published, s.access,"
    " c.quote, c.quote_start, c.quote_end, c.prefix, c.suffix, c.page"
)
"""The columns of a passage, from `citation c` and `source s`; `passage` reads them."""
PASSAGE_WIDTH = 12
TO_PASSAGE = "LEFT JOIN citation c ON c.id = {0}.citation_id LEFT JOIN source s ON s.id = c.source_id"


def claims(reader: Reader, query: ClaimQuery = EVERY_CLAIM) -> Iterator[ClaimRow]:
    """Give the claims that `query` finds, those on one thing beside each other."""
    if query.known is not None:
        known.apply(reader, query.known, every_event=True)
    params: dict[str, object] = {}
    clauses = _clauses(reader, query, params)
    where = f" WHERE {' AND '.join(clauses)}" if clauses else ""
    repeated = "d.uid"
    if levels := asking.let_out(query.max_access):
        repeated = f"CASE WHEN {' AND '.join(_allowed('d', levels))} THEN d.uid END"
    limit = ""
    if query.limit is not None:
        limit, params["limit"] = " LIMIT :limit", query.limit
    last = asking.UNDATED
    sql = (
        "SELECT k.id, k.uid, e.uid, e.title, sa.uid, sa.name, k.attribute, k.qualifier, k.value_text, k.value_min,"
        " k.value_max, k.unit, ab.uid, ab.name, bt.uid, bt.name, k.claimed, k.period, pl.uid, pl.name,"
        f" {repeated}, k.status, k.note, k.batch_id, {PASSAGE}"
        " FROM claim k LEFT JOIN event e ON e.id = k.event_id"
        f" {_survivor('sa', 'actor_id')} {_survivor('ab', 'about_actor_id')} {_survivor('bt', 'attributed_to_id')}"
        " LEFT JOIN place pl ON pl.id = k.place_id LEFT JOIN claim d ON d.id = k.derived_from_id"
        f" {TO_PASSAGE.format('k')}{where}"
        f" ORDER BY coalesce(e.sort_key, {last}), coalesce(e.position, 0), coalesce(e.id, {last}),"
        f" coalesce(sa.id, 0), {asking.by_code_point(reader, 'k.attribute')}, coalesce(k.claimed_start_min, {last}),"
        f" k.id{limit}"
    )
    for row in reader.rows(sql, params):
        yield ClaimRow._make(
            (
                *row[:2],
                named(row[2:4]),
                named(row[4:6]),
                *row[6:12],
                named(row[12:14]),
                named(row[14:16]),
                *row[16:18],
                named(row[18:20]),
                passage(row[24:]),
                *row[20:24],
            )
        )


def find_claims(reader: Reader, name: str) -> list[ClaimRow]:
    """Give the claims that `name` takes, whatever their status: by uid, else by words of it."""
    wanted = fold(name).split()
    found = reader.all("SELECT k.id, k.uid FROM claim k ORDER BY k.id")
    hits = [row[0] for row in found if row[1] == name.strip()]
    if not hits and wanted:
        hits = [row[0] for row in found if set(wanted) <= set(fold(row[1]).split())]
    return list(claims(reader, ClaimQuery(ids=tuple(hits), event_statuses=()))) if hits else []


def uids(reader: Reader) -> list[str]:
    """Give the uids of all claims, sorted."""
    return sorted(row[0] for row in reader.rows("SELECT k.uid FROM claim k"))


def dates(reader: Reader, query: ClaimQuery = EVERY_CLAIM) -> Iterator[ClaimRow]:
    """
    Give, as claims of the attribute `date`, what passages say of the dates of events that they date differently.

    Who prints a date asserts it: a query that asks who said so, of whom, or how a claim was judged, finds none.
    """
    if query.known is not None:
        known.apply(reader, query.known, every_event=True)
    about_claims = query.subjects or query.by or query.statuses or query.ids is not None
    if about_claims or query.claimed or query.period or (query.attributes and "date" not in query.attributes):
        return
    params: dict[str, object] = {}
    clauses = ["ec.stance = 'supports'", "ec.edtf IS NOT NULL"]
    if query.events is not None:
        clauses.append(f"ec.event_id IN ({asking.numbers(query.events)})")
    if query.of is not None:
        found, params = matching(reader, query.of)
        clauses.append(f"ec.event_id IN ({found})")
    clauses += asking.status_in("e.status", query.event_statuses if query.of is None else query.of.statuses)
    others = "o.event_id = ec.event_id AND o.stance = 'supports' AND o.edtf <> ec.edtf"
    seen = ""
    if levels := asking.let_out(query.max_access):
        listed = asking.listed(levels)
        clauses.append(f"e.access IN ({listed}) AND s.access IN ({listed})")
        seen = f" AND {allowed_passage('o.citation_id', levels)}"
    clauses.append(f"EXISTS (SELECT 1 FROM event_citation o WHERE {others}{seen})")
    if query.sources:
        clauses.append(f"s.id IN ({asking.numbers(query.sources)})")
    rows = reader.rows(
        f"SELECT ec.id, e.uid, e.title, ec.edtf, ec.note, ec.batch_id, coalesce(e.dated_by = ec.id, false), {PASSAGE}"
        f" FROM event_citation ec JOIN event e ON e.id = ec.event_id {TO_PASSAGE.format('ec')}"
        f" WHERE {' AND '.join(clauses)} ORDER BY e.sort_key, e.position, e.id, ec.start_min, ec.end_max, ec.id",
        params,
    )
    for row_id, uid, title, edtf, note, rev, accepted, *cited in rows:
        citation = passage(cited)
        said = citation and citation.published
        status = "accepted" if accepted else "open"
        nobody = (None,) * 5  # min, max, unit, about, by
        event = Named(uid, title)
        yield ClaimRow(
            row_id, "", event, None, "date", "exact", edtf, *nobody, said, edtf, None, citation, None, status, note, rev
        )


def named(pair: Sequence[Any]) -> Named | None:
    """Give a (uid, name) as a reference, or None."""
    return None if pair[0] is None else Named(*pair)


def passage(row: Sequence[Any], *more: Any) -> CitationRow | None:
    """Give the columns of `PASSAGE`, and what follows them in a `CitationRow`; None where there is no source."""
    return None if row[0] is None else CitationRow(Named(row[0], row[1]), *row[2:], *more)


def allowed_passage(column: str, levels: tuple[str, ...]) -> str:
    """Give the clause by which a citation, if there is one, may be let out."""
    return (
        f"({column} IS NULL OR {column} IN (SELECT c.id FROM citation c JOIN source s ON s.id = c.source_id"
        f" WHERE s.access IN ({asking.listed(levels)})))"
    )


def _allowed(alias: str, levels: tuple[str, ...]) -> list[str]:
    """Give the clauses by which a claim may be let out: its event may, and its passage."""
    event = f"{alias}.event_id"
    return [
        f"({event} IS NULL OR {event} IN (SELECT o.id FROM event o WHERE o.access IN ({asking.listed(levels)})))",
        allowed_passage(f"{alias}.citation_id", levels),
    ]


def _clauses(reader: Reader, query: ClaimQuery, params: dict[str, object]) -> list[str]:
    """Turn a query into clauses on `claim k`, `event e` and the passage `c` of it."""
    clauses = []
    if query.events is not None:
        clauses.append(f"k.event_id IN ({asking.numbers(query.events)})")
    if query.of is not None:
        found, values = matching(reader, query.of)
        clauses.append(f"k.event_id IN ({found})")
        params.update(values)
    else:
        clauses += [f"(k.event_id IS NULL OR {one})" for one in asking.status_in("e.status", query.event_statuses)]
    if query.ids is not None:
        clauses.append(f"k.id IN ({asking.numbers(query.ids)})")
    if query.subjects:
        clauses.append(concerning(query.subjects))
    if query.by:
        clauses.append(f"k.attributed_to_id IN ({asking.numbers(query.by)})")
    if query.attributes:
        clauses.append(f"k.attribute IN ({asking.texts('attribute', query.attributes, params)})")
    if query.sources:
        clauses.append(f"c.source_id IN ({asking.numbers(query.sources)})")
    if query.statuses:
        clauses.append(f"k.status IN ({asking.texts('claim_status', query.statuses, params)})")
    clauses += _touching("claimed", query.claimed) + _touching("period", query.period)
    if levels := asking.let_out(query.max_access):
        clauses += _allowed("k", levels)
    return clauses


def concerning(actors: Iterable[int]) -> str:
    """Give the clause on `claim k` by which it is about one of `actors`: its subject, or the side it concerns."""
    listed = asking.numbers(actors)
    return f"(k.actor_id IN ({listed}) OR k.about_actor_id IN ({listed}))"


def _touching(column: str, window: Window | None) -> list[str]:
    """Give the clauses by which a date of the claim possibly touches a window; without a date it does not."""
    if window is None:
        return []
    clauses = [f"k.{column} IS NOT NULL"]
    if window.start is not None:
        clauses.append(f"k.{column}_end_max >= {window.start}")
    if window.end is not None:
        clauses.append(f"k.{column}_start_min <= {window.end}")
    return clauses


def _survivor(alias: str, column: str) -> str:
    """Give the join by which `alias` is the actor of a column, or the one it was merged into."""
    return (
        f"LEFT JOIN actor {alias}0 ON {alias}0.id = k.{column}"
        f" LEFT JOIN actor {alias} ON {alias}.id = coalesce({alias}0.merged_into, {alias}0.id)"
    )
