"""
What a person does with a draft: accept it, merge it into an event there is, reject it.

A draft is an event of that status, wherever it came from; one of an ingest has a row in `proposal` beside it, which
remembers what was said of it. Each function writes inside a batch of its caller's and reads nothing it does not need.
Another verdict is a word in `model.VERDICTS` and a function here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from timeline.errors import NotADraft
from timeline.ingest import Draft
from timeline.store import edit
from timeline.store.among import select
from timeline.store.proposals import Look, look, marks_of, versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from timeline.store.engine import Reader
    from timeline.store.write import Batch

LIKELY = 0.8
"""From this likeness on a second draft of one article is taken for the same event too."""


class DraftRow(NamedTuple):
    """A draft as a list shows it."""

    id: int
    """The event's."""
    number: int | None
    """The proposal's; None: it was put down by hand or imported."""
    uid: str
    title: str
    edtf: str | None
    confidence: float | None
    why: str | None
    look: Look | None
    source_id: int | None
    source: str | None
    """Uid."""
    source_title: str | None


_DRAFTS = (
    "SELECT e.id, p.id, e.uid, e.title, e.edtf, p.confidence, p.why, o.id, o.uid, o.title, p.likeness,"
    " s.id, s.uid, s.title FROM event e LEFT JOIN proposal p ON p.event_id = e.id AND p.verdict = 'open'"
    " LEFT JOIN event o ON o.id = p.looks_like_id LEFT JOIN source s ON s.id = coalesce(p.source_id,"
    " (SELECT min(c.source_id) FROM event_citation x JOIN citation c ON c.id = x.citation_id WHERE x.event_id = e.id))"
    " WHERE e.status = 'draft'"
)


def drafts(reader: Reader, events: Sequence[int] | None = None) -> Iterator[DraftRow]:
    """Give the drafts that are open, in the order in which they were proposed; those by hand last."""
    chosen = "" if events is None else f" AND e.id IN ({', '.join(map(str, map(int, events))) or 'NULL'})"
    seen: set[int] = set()
    for row in reader.all(f"{_DRAFTS}{chosen} ORDER BY p.id IS NULL, p.id, e.id"):
        if row[0] not in seen:
            seen.add(row[0])
            looks = Look._make((*row[7:11], "")) if row[7] is not None and row[7] != row[0] else None
            yield DraftRow._make((*row[:7], looks, *row[11:]))


def find(reader: Reader, text: str) -> DraftRow:
    """Give the draft of a uid, or of the number of a proposal; raise `NotADraft` for what is none, or none any more."""
    wanted = text.strip()
    row = reader.one("SELECT id, uid, status FROM event WHERE uid = :uid", {"uid": wanted})
    if row is None and wanted.isascii() and wanted.isdigit():
        sql = (
            "SELECT e.id, e.uid, e.status, p.verdict FROM proposal p LEFT JOIN event e ON e.id = p.event_id"
            " WHERE p.id = :id"
        )
        row = reader.one(sql, {"id": min(int(wanted), 2**62)})
        if row is not None and row[3] != "open":
            raise NotADraft(text, f"it was {row[3]} already" + (f", as {row[1]}" if row[1] else ""))
    if row is None:
        raise NotADraft(text, "there is no draft of that uid or number")
    if row[2] != "draft":
        raise NotADraft(text, f"it is {row[2]} already")
    return next(drafts(reader, [row[0]]))


def looks_like(reader: Reader, draft: DraftRow) -> Look | None:
    """Give the event that a draft looks like now: the one it was found like, else what has come since."""
    if draft.look is not None:
        return draft.look
    record: dict[str, Any] = {"record": "event", "uid": draft.uid, "title": draft.title, "date": draft.edtf}
    its: dict[str, object] = {"event": draft.id}
    record["kind"] = (reader.one("SELECT kind FROM event WHERE id = :event", its) or (None,))[0]
    sql = (
        "SELECT DISTINCT coalesce(s.uid, a.uid) FROM participation p JOIN actor a ON a.id = p.actor_id"
        " LEFT JOIN actor s ON s.id = a.merged_into WHERE p.event_id = :event"
    )
    record["participants"] = [{"actor": uid} for (uid,) in reader.all(sql, its)]
    sql = "SELECT c.quote FROM event_citation x JOIN citation c ON c.id = x.citation_id WHERE x.event_id = :event"
    record["citations"] = [{"quote": quote} for (quote,) in reader.all(sql, its)]
    # Of one article each happening is a draft of its own: what it tells twice was made one when it was read.
    sql = "SELECT x.event_id FROM event_citation x JOIN citation c ON c.id = x.citation_id WHERE {}"
    sources = versions(reader, draft.source_id) if draft.source_id is not None else []
    besides = {draft.id, *(event for (event,) in select(reader, sql, "c.source_id", sources))}
    return look(reader, Draft(record, 1.0), tuple(besides))


# --- verdicts ---


def accept(batch: Batch, draft: DraftRow) -> None:
    """Make a draft a confirmed event."""
    batch.update("event", (draft.id,), {"status": "confirmed"})
    _judge(batch, draft.id, "accepted")


def reject(batch: Batch, draft: DraftRow) -> None:
    """
    Remove a draft, and remember that it is not to be proposed again.

    Actors and places that an ingest made for it, and that nothing else uses, go too.
    """
    made = _made(batch.reader, draft.id)
    if draft.number is None and draft.source_id is not None:
        batch.insert(
            "proposal",
            [
                {
                    "id": batch.reserve("proposal")[0],
                    "source_id": draft.source_id,
                    "title": draft.title,
                    "passages": " ".join(marks_of(batch.reader, draft.id)),
                    "confidence": 1.0,
                    "verdict": "rejected",
                }
            ],
        )
    edit.remove_event(batch, draft.id)
    _sweep(batch, made)


def merge(batch: Batch, draft: DraftRow, into: int) -> None:
    """
    Make a draft further citations of the event `into`, with its claims, links, tags and new participants.

    The event keeps its date, unless it has none; a claim that one and the same source makes of it already is dropped.
    """
    made = _made(batch.reader, draft.id)
    dated_by = _move_citations(batch, draft.id, into)
    _fill(batch, draft.id, into, dated_by)
    _move_claims(batch, draft.id, into)
    _move_participants(batch, draft.id, into)
    _move_rest(batch, draft.id, into)
    _judge(batch, draft.id, "merged", into)
    batch.delete("event", (draft.id,))
    _sweep(batch, made)


class Verdicts(NamedTuple):
    """What `accept_all` did, by uid; a merge with the event merged into."""

    accepted: tuple[str, ...]
    merged: tuple[tuple[str, str], ...]
    left: int
    """Drafts less sure than was asked."""


def accept_all(batch: Batch, min_confidence: float | None = None) -> Verdicts:
    """
    Accept every draft, in the order of proposal; one that looks like an event there is is merged into it (D174).

    An event takes one draft of an article this way: the likest; a further one only when it is most likely the same.
    """
    reader = batch.reader
    chosen = [
        one
        for one in drafts(reader)
        if min_confidence is None or (one.confidence is not None and one.confidence >= min_confidence)
    ]
    left = sum(1 for _ in drafts(reader)) - len(chosen)
    best = _likest(chosen)
    accepted: list[str] = []
    merged: list[tuple[str, str]] = []
    for one in chosen:
        draft = next(drafts(reader, [one.id]))  # what it looks like may have been merged since
        found = looks_like(reader, draft)
        if (
            found is not None
            and found.likeness < LIKELY
            and best.get((draft.source_id, found.id), draft.id) != draft.id
        ):
            found = None
        status = reader.one("SELECT status FROM event WHERE id = :id", {"id": found.id}) if found else None
        if found is None or status is None or status[0] == "retracted":
            accept(batch, draft)
            accepted.append(draft.uid)
        elif status[0] == "draft":
            # The other waits for a person, or for its turn: it will look like this one.
            accept(batch, draft)
            accepted.append(draft.uid)
            _turn(batch, draft, found)
        else:
            merge(batch, draft, found.id)
            merged.append((draft.uid, found.uid))
            best.setdefault((draft.source_id, found.id), draft.id)
    return Verdicts(tuple(accepted), tuple(merged), left)


def _likest(chosen: Sequence[DraftRow]) -> dict[tuple[int | None, int], int]:
    """Give, of each article and event, the draft that is most like it."""
    best: dict[tuple[int | None, int], DraftRow] = {}
    for one in chosen:
        if one.look is not None:
            key = one.source_id, one.look.id
            if key not in best or best[key].look is None or one.look.likeness > best[key].look.likeness:  # type: ignore[union-attr]
                best[key] = one
    return {key: one.id for key, one in best.items()}


def _turn(batch: Batch, draft: DraftRow, other: Look) -> None:
    """Have an open draft look like one that looked like it and was accepted first."""
    sql = "SELECT id FROM proposal WHERE event_id = :event AND verdict = 'open' AND looks_like_id IS NULL"
    for row in batch.reader.all(sql, {"event": other.id}):
        batch.update("proposal", row, {"looks_like_id": draft.id, "likeness": other.likeness})


def _judge(batch: Batch, event: int, verdict: str, into: int | None = None) -> None:
    """Write down what was said of the proposals behind an event; those merged into it go where it goes."""
    for row, before in batch.reader.all("SELECT id, verdict FROM proposal WHERE event_id = :event", {"event": event}):
        changes: dict[str, object] = {"verdict": verdict} if before == "open" else {}
        if into is not None:
            changes["event_id"] = into
        batch.update("proposal", (row,), {**changes, "looks_like_id": None, "likeness": None})
    if into is None:
        return
    sql = "SELECT id, event_id FROM proposal WHERE looks_like_id = :event"
    for row, its in batch.reader.all(sql, {"event": event}):
        itself = its == into
        batch.update(
            "proposal", (row,), {"looks_like_id": None, "likeness": None} if itself else {"looks_like_id": into}
        )


# --- moving what hangs on a draft ---


def _move_citations(batch: Batch, draft: int, into: int) -> int | None:
    """Hang the passages of a draft on the event; give the one that dated the draft, if it was moved."""
    reader = batch.reader
    row = reader.one("SELECT dated_by FROM event WHERE id = :draft", {"draft": draft})
    dated_by: int | None = row[0] if row else None
    batch.update("event", (draft,), {"dated_by": None})
    there = {
        one for (one,) in reader.all("SELECT citation_id FROM event_citation WHERE event_id = :into", {"into": into})
    }
    rows = reader.all(
        "SELECT id, citation_id FROM event_citation WHERE event_id = :draft ORDER BY id", {"draft": draft}
    )
    for row_id, citation in rows:
        if citation in there:
            batch.delete("event_citation", (row_id,))
            dated_by = None if dated_by == row_id else dated_by
        else:
            batch.update("event_citation", (row_id,), {"event_id": into})
    sql = "SELECT id FROM event_citation WHERE anchor_kind = 'event' AND anchor_id = :draft"
    for (row_id,) in reader.all(sql, {"draft": draft}):
        batch.update("event_citation", (row_id,), {"anchor_id": into})
    return dated_by


def _fill(batch: Batch, draft: int, into: int, dated_by: int | None) -> None:
    """Give the event the place and the date of the draft where it has none."""
    columns = ("place_id", "edtf", "as_written", "kind")
    sql = f"SELECT {', '.join(columns)} FROM event WHERE id = :id"
    its, now = batch.reader.one(sql, {"id": draft}), batch.reader.one(sql, {"id": into})
    if its is None or now is None:
        return
    changes: dict[str, object] = {}
    for place in (0, 3):
        if now[place] is None and its[place] is not None:
            changes[columns[place]] = its[place]
    if now[1] is None and its[1] is not None:
        changes |= {"edtf": its[1], "as_written": its[2], "dated_by": dated_by}
    if changes:
        batch.update("event", (into,), changes)


def _move_claims(batch: Batch, draft: int, into: int) -> None:
    sql = (
        "SELECT k.id, k.attribute, k.value_min, k.value_max, k.value_text, coalesce(b.merged_into, b.id), c.source_id"
        " FROM claim k LEFT JOIN actor b ON b.id = k.attributed_to_id LEFT JOIN citation c ON c.id = k.citation_id"
        " WHERE k.event_id = :event ORDER BY k.id"
    )
    there = {_said(batch.reader, row) for row in batch.reader.all(sql, {"event": into})}
    for row in batch.reader.all(sql, {"event": draft}):
        said = _said(batch.reader, row)
        if said in there and row[6] is not None:
            edit.remove_claim(batch, row[0])
        else:
            batch.update("claim", (row[0],), {"event_id": into})


def _said(reader: Reader, row: Sequence[Any]) -> tuple[Any, ...]:
    """Give what a claim says, in which source whatever the version; words only where there is no figure."""
    low, high = (None if one is None else float(one) for one in row[2:4])
    source = min(versions(reader, row[6])) if row[6] is not None else None
    return row[1], low, high, row[4] if low is None and high is None else None, row[5], source


def _move_participants(batch: Batch, draft: int, into: int) -> None:
    """Have those take part in the event who do not yet, with the passage that says so."""
    sql = (
        "SELECT p.actor_id, p.role, p.citation_id, coalesce(a.merged_into, a.id) FROM participation p"
        " JOIN actor a ON a.id = p.actor_id WHERE p.event_id = :event ORDER BY p.actor_id, p.role"
    )
    there = {row[3] for row in batch.reader.all(sql, {"event": into})}
    its = "SELECT min(x.citation_id) FROM event_citation x WHERE x.event_id = :event"
    passage = batch.reader.one(f"{its} AND x.batch_id = :batch", {"event": into, "batch": batch.id})
    for actor, role, citation, survivor in batch.reader.all(sql, {"event": draft}):
        batch.delete("participation", (draft, actor, role))
        if survivor not in there:
            said = citation if citation is not None else passage and passage[0]
            row = {"event_id": into, "actor_id": actor, "role": role, "citation_id": said}
            batch.insert("participation", [row])


def _move_rest(batch: Batch, draft: int, into: int) -> None:
    """Move tags, links and what the draft is called elsewhere."""
    reader = batch.reader
    tags = {tag for (tag,) in reader.all("SELECT tag FROM event_tag WHERE event_id = :event", {"event": into})}
    for (tag,) in reader.all("SELECT tag FROM event_tag WHERE event_id = :event ORDER BY tag", {"event": draft}):
        batch.delete("event_tag", (draft, tag))
        if tag not in tags:
            batch.insert("event_tag", [{"event_id": into, "tag": tag}])
    sql = "SELECT from_id, to_id, kind, citation_id FROM event_link WHERE from_id = :event OR to_id = :event"
    there = {row[:3] for row in reader.all(sql, {"event": into})}
    for start, end, kind, citation in reader.all(sql, {"event": draft}):
        batch.delete("event_link", (start, end, kind))
        key = (into if start == draft else start, into if end == draft else end, kind)
        if key not in there and key[0] != key[1]:
            there.add(key)
            batch.insert("event_link", [{"from_id": key[0], "to_id": key[1], "kind": kind, "citation_id": citation}])
    sql = "SELECT entity, scheme, value FROM external_id WHERE entity = 'event' AND entity_id = :event"
    for key in reader.all(sql, {"event": draft}):
        batch.update("external_id", tuple(key), {"entity_id": into})


# --- what an ingest made and nothing uses any more ---


def _made(reader: Reader, event: int) -> list[str]:
    rows = reader.all("SELECT made FROM proposal WHERE event_id = :event", {"event": event})
    return list(dict.fromkeys(one for (made,) in rows for one in made.split()))


def _sweep(batch: Batch, made: Sequence[str]) -> None:
    """Remove actors and places made for a draft that is gone, unless something uses them or a person changed them."""
    for one in made:
        table, _, uid = one.partition(":")
        row = batch.reader.one(
            f"SELECT o.id, b.command FROM {table} o JOIN batch b ON b.id = o.batch_id WHERE o.uid = :uid", {"uid": uid}
        )
        if row is None or row[1].split(" ")[0] not in {"ingest", "review", "undo"}:
            continue
        if table == "place" and not _is_used(batch.reader, row[0], _OF_PLACE):
            batch.delete("place", (row[0],))
        elif table == "actor" and not _is_used(batch.reader, row[0], _OF_ACTOR):
            _remove_actor(batch, row[0])


_OF_PLACE = (("event", "place_id"), ("claim", "place_id"), ("place", "parent_id"))
_OF_ACTOR = (
    ("participation", "actor_id"),
    ("claim", "actor_id"),
    ("claim", "about_actor_id"),
    ("claim", "attributed_to_id"),
    ("actor_link", "object_id"),
    ("actor", "merged_into"),
)
"""Where a place or an actor is used; the links that start at an actor are its own."""


def _is_used(reader: Reader, row: int, where: Sequence[tuple[str, str]]) -> bool:
    return any(
        reader.one(f"SELECT 1 FROM {table} WHERE {column} = :row LIMIT 1", {"row": row}) for table, column in where
    )


def _remove_actor(batch: Batch, actor: int) -> None:
    its: dict[str, object] = {"actor": actor}
    for row, citation in batch.reader.all("SELECT id, citation_id FROM actor_link WHERE subject_id = :actor", its):
        batch.delete("actor_link", (row,))
        if citation is not None:
            edit.remove_unused_passage(batch, citation)
    sql = "SELECT actor_id, name FROM actor_name WHERE actor_id = :actor AND kind <> 'primary'"
    for key in batch.reader.all(sql, its):
        batch.delete("actor_name", tuple(key))
    sql = "SELECT entity, scheme, value FROM external_id WHERE entity = 'actor' AND entity_id = :actor"
    for key in batch.reader.all(sql, its):
        batch.delete("external_id", tuple(key))
    batch.delete("actor", (actor,))
