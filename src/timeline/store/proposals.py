"""
From an article's proposal to drafts in the database: the writing half of `timeline ingest`.

Promises: the same text changes nothing; a changed text at a known address is a new version of its source, and the
citations of the old one stay with it; a passage that a person has judged, in any version, is never proposed again
(D170). What a draft looks like among the events there are is kept beside it. Refuses nothing of its own: what
`load.apply` refuses is refused. What may be done with a draft afterwards is in `store/review.py`.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple, Self, cast

from timeline.edtf import bounds, parse, stored
from timeline.errors import EdtfError
from timeline.ingest import Draft, Known, KnownActor, KnownEvent, KnownPlace, match, proposals
from timeline.model import fold, words
from timeline.query import EventQuery, Window
from timeline.store.among import select
from timeline.store.read.events import events

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from timeline.ingest import Article, Candidate, Proposal, Record, Unread
    from timeline.model import EventRow
    from timeline.store.engine import Reader
    from timeline.store.write import Batch

    Step = Callable[[float], None]
    """Is told how much of an article is done, from 0 to 1."""

ASK = 0.6
"""From this likeness on a draft is said to look like an event."""
CACHE_KIB = 16_384
"""Of SQLite while an article is put down: a stretch of it writes little, and what is held is not to grow with it."""
_MOST = 400
"""Events of the same time that a draft is compared with one by one; beyond, those that share an actor or words."""
_DAY = 86_400
_COMPARED = ("confirmed", "disputed", "draft")


class Look(NamedTuple):
    """What a draft looks like among the events there are."""

    id: int
    uid: str
    title: str
    likeness: float
    """0 to 1."""
    reason: str


class Proposed(NamedTuple):
    """A draft that was put down."""

    uid: str
    title: str
    confidence: float
    look: Look | None


class Moved(NamedTuple):
    """What became of the passages cited from the version before."""

    version_of: str
    """Uid of the version before."""
    kept: int
    """Passages that stand where they stood."""
    moved: int
    """Passages that stand elsewhere in the new text."""
    gone: tuple[tuple[str, str], ...]
    """Passages that are not in the new text: what cites them (uid), the words."""


class Outcome(NamedTuple):
    """What an ingest of one article did."""

    source: str
    """Uid of the source."""
    title: str
    state: str
    """new, version, filled (a source known by name gets its text) or known (nothing to do)."""
    drafts: int = 0
    looking: int = 0
    """How many of the drafts look like an event that was there."""
    claims: int = 0
    actors: int = 0
    """How many actors are new."""
    known: int = 0
    """Happenings of the text that were proposed or cited before."""
    rejected: int = 0
    """Those of them that a person has rejected."""
    unresolved: tuple[Unread, ...] = ()
    notes: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    """Figures that no happening of the text carries; they are not put down."""
    moved: Moved | None = None
    published: str | None = None
    """When the source was published, as the database has it now."""


# --- what the database holds, as plain values ---


def known(reader: Reader) -> Known:
    """Give the actors and places of the database as `ingest.propose` wants them."""
    names: dict[int, list[str]] = {}
    sql = "SELECT coalesce(a.merged_into, a.id), n.name FROM actor_name n JOIN actor a ON a.id = n.actor_id"
    for actor, name in reader.rows(f"{sql} ORDER BY 1, n.kind, n.name"):
        names.setdefault(actor, []).append(name)
    actors = tuple(
        KnownActor(uid, name, kind, tuple(one for one in dict.fromkeys(names.get(actor, ())) if one != name), country)
        for actor, uid, name, kind, country in reader.rows(
            "SELECT id, uid, name, kind, country FROM actor WHERE merged_into IS NULL ORDER BY id"
        )
    )
    places = tuple(KnownPlace(*row) for row in reader.rows("SELECT uid, name FROM place ORDER BY id"))
    return Known(actors, places)


def look(
    reader: Reader, draft: Draft, besides: Sequence[int] = (), *, before: tuple[int, int] | None = None
) -> Look | None:
    """
    Give the event that a draft most looks like, if it is worth asking; those in `besides` are not asked.

    With `before`, a batch and an id, neither are events that were put down in that batch with this id or later.
    """
    rows = {row.uid: row for row in _near(reader, draft.record, before) if row.id not in besides}
    if not rows:
        return None
    found = [
        KnownEvent(row.uid, row.title, row.edtf, row.summary, tuple({one.uid for one in row.participants}), row.kind)
        for row in rows.values()
    ]
    best: Candidate | None = next(iter(match(draft, found, 1)), None)
    if best is None or best.score < ASK:
        return None
    return Look(rows[best.uid].id, best.uid, best.title, best.score, best.reason)


def _near(reader: Reader, record: Record, before: tuple[int, int] | None = None) -> list[EventRow]:
    """Give the events that may be of the date of a draft; of very many those that share an actor or words."""
    four = _four(record.get("date"))
    if four is None or isinstance(reader, _Nothing):
        return []
    window = Window(four[0] - _DAY, four[3] + _DAY)
    query = EventQuery(statuses=_COMPARED, window=window, undated=False, limit=_MOST + 1)
    if before is not None:
        query = query._replace(sort="recorded", reverse=True, after=before)
    rows = list(events(reader, query))
    if len(rows) <= _MOST:
        return rows
    uids = [one["actor"] for one in record.get("participants") or ()]
    sql = "SELECT m.id FROM actor a JOIN actor m ON m.id = a.id OR m.merged_into = a.id WHERE {}"
    actors = tuple(row for (row,) in select(reader, sql, "a.uid", uids))
    narrowed = [query._replace(actors=actors)] if actors else []
    longest = sorted(dict.fromkeys(words(str(record["title"])).split()), key=len, reverse=True)[:2]
    narrowed += [query._replace(text=word) for word in longest]
    found = {row.id: row for one in narrowed for row in events(reader, one)}
    return [found[event] for event in sorted(found)]


def _four(date: object) -> tuple[int, int, int, int] | None:
    if not isinstance(date, str):
        return None
    try:
        low, start, end, high = stored(bounds(parse(date)))
    except EdtfError:
        return None
    return None if low is None or start is None or end is None or high is None else (low, start, end, high)


# --- what was judged before ---


class Judged(NamedTuple):
    """What was said of a passage before."""

    verdict: str
    event: int | None


class Marks:
    """Fingerprints of passages; the same words twice in a text are two passages."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._times: dict[int, int] = {}
        """How often a passage came that came more than once; few do, and a long text has many passages."""

    def event(self, quote: str | None, phrase: str | None) -> str:
        """Give the mark of a passage that dates an event."""
        return self._mark("event", fold(quote or ""), fold(phrase or ""))

    def claim(self, quote: str | None, attribute: str) -> str:
        """Give the mark of a passage that gives a figure."""
        return self._mark("claim", fold(quote or ""), attribute)

    def _mark(self, *parts: str) -> str:
        digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass"))
        key = int.from_bytes(digest.digest()[:8], "big")
        times = 1
        if key in self._seen:
            times = self._times[key] = self._times.get(key, 1) + 1
        self._seen.add(key)
        digest.update(f"\x1f{times}".encode())
        return digest.hexdigest()[:16]


def marks_of(reader: Reader, event: int) -> list[str]:
    """Give the marks of the passages of an event that is there, and of its claims."""
    marks = Marks()
    cited = "JOIN citation c ON c.id = x.citation_id WHERE x.event_id = :event AND c.quote IS NOT NULL ORDER BY x.id"
    its: dict[str, object] = {"event": event}
    found = [marks.event(*row) for row in reader.all(f"SELECT c.quote, x.phrase FROM event_citation x {cited}", its)]
    return found + [marks.claim(*row) for row in reader.all(f"SELECT c.quote, x.attribute FROM claim x {cited}", its)]


def _judged(reader: Reader, versions: Sequence[int]) -> dict[str, Judged]:
    """Give mark: what was said of it, for all that any version of a source was asked about or is cited for."""
    found: dict[str, Judged] = {}
    for _, cited in _cited(reader, versions):
        marks = Marks()
        for kind, event, quote, what in cited:
            mark = marks.event(quote, what) if kind == "event" else marks.claim(quote, what)
            found.setdefault(mark, Judged("cited", event))
    sql = "SELECT passages, verdict, event_id FROM proposal WHERE {} ORDER BY id"
    for passages, verdict, event in select(reader, sql, "source_id", versions):
        for mark in passages.split():
            found[mark] = Judged(verdict, event)
    return found


_Figure = tuple[str, float | None, float | None]
"""Of a claim: attribute, least, most."""
_Said = dict[_Figure, list[str]]
"""Figure: the words that give it, folded."""


def _said(reader: Reader, versions: Sequence[int]) -> _Said:
    """Give the figures that any version of a source is cited for."""
    sql = (
        "SELECT k.attribute, k.value_min, k.value_max, c.quote FROM claim k JOIN citation c ON c.id = k.citation_id"
        " WHERE c.quote IS NOT NULL AND {}"
    )
    found: _Said = {}
    for attribute, low, high, quote in select(reader, sql, "c.source_id", versions):
        found.setdefault(_figure(attribute, low, high), []).append(fold(quote))
    return found


def _figure(attribute: str, low: float | None, high: float | None) -> _Figure:
    least, most = (None if one is None else float(one) for one in (low, high))
    return attribute, least, most


def _is_said(record: Record, before: _Said) -> bool:
    """Say whether the same figure stands in the same words already, cited a little longer or shorter."""
    same = before.get(_figure(record["attribute"], record.get("min"), record.get("max"))) if before else None
    if not same:
        return False
    quote = fold(record["citation"]["quote"])
    return any(quote in one or one in quote for one in same)


def _cited(reader: Reader, versions: Sequence[int]) -> Iterable[tuple[int, list[tuple[str, int | None, str, str]]]]:
    """Give, for each version, the passages that are cited of it, in the order of the text."""
    for version in versions:
        rows: list[tuple[int, int, str, int | None, str, str]] = []
        its: dict[str, object] = {"source": version}
        for kind, table, what in (("event", "event_citation", "x.phrase"), ("claim", "claim", "x.attribute")):
            sql = (
                f"SELECT coalesce(c.quote_start, 0), x.id, x.event_id, c.quote, {what} FROM {table} x"
                " JOIN citation c ON c.id = x.citation_id WHERE c.source_id = :source AND c.quote IS NOT NULL"
            )
            rows += [(start, row, kind, event, quote, of) for start, row, event, quote, of in reader.rows(sql, its)]
        yield version, [row[2:] for row in sorted(rows, key=lambda row: row[:3])]


# --- the versions of a source ---


class _Source(NamedTuple):
    """A source that is there."""

    id: int
    uid: str
    title: str
    published: str | None
    has_text: bool
    access: str


_COLUMNS = "id, uid, title, published, body IS NOT NULL, access"


def _same_text(reader: Reader, sha256: str) -> _Source | None:
    row = reader.one(f"SELECT {_COLUMNS} FROM source WHERE sha256 = :sha256 ORDER BY id", {"sha256": sha256})
    return _Source._make((*row[:4], bool(row[4]), row[5])) if row else None


def _same_address(reader: Reader, url: str | None) -> _Source | None:
    """Give the newest version of the source at an address: the one that holds the address."""
    if not url:
        return None
    from timeline.store.load.names import canonical

    row = reader.one(f"SELECT {_COLUMNS} FROM source WHERE canonical_url = :url", {"url": canonical(url)})
    return _Source._make((*row[:4], bool(row[4]), row[5])) if row else None


def versions(reader: Reader, source: int) -> list[int]:
    """Give all versions of a source, itself among them."""
    found, waiting = {source}, [source]
    while waiting:
        one: dict[str, object] = {"source": waiting.pop()}
        sql = (
            "SELECT id FROM source WHERE revision_of_id = :source"
            " UNION SELECT revision_of_id FROM source WHERE id = :source AND revision_of_id IS NOT NULL"
        )
        for (other,) in reader.all(sql, one):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return sorted(found)


def _moved(reader: Reader, before: _Source, text: str) -> Moved:
    """Say what became, in a new text, of the passages that are cited of the version before."""
    passages: dict[int, tuple[str, int | None, str]] = {}
    for table in ("event_citation", "claim"):
        sql = (
            f"SELECT c.id, c.quote, c.quote_start, coalesce(e.uid, '') FROM {table} x"
            " JOIN citation c ON c.id = x.citation_id LEFT JOIN event e ON e.id = x.event_id"
            " WHERE c.source_id = :source AND c.quote IS NOT NULL ORDER BY c.quote_start, c.id"
        )
        for passage, quote, start, uid in reader.all(sql, {"source": before.id}):
            passages.setdefault(passage, (quote, start, uid))
    kept = moved = near = 0
    gone: list[tuple[str, str]] = []
    for quote, start, uid in sorted(passages.values(), key=lambda one: one[1] or 0):
        if start is not None and text.startswith(quote, start):
            kept += 1
            near = start
        # What was moved is most likely still behind what stood before it.
        elif (found := text.find(quote, near)) >= 0 or (found := text.find(quote)) >= 0:
            moved += 1
            near = found
        else:
            gone.append((uid, quote))
    return Moved(before.uid, kept, moved, tuple(gone))


# --- writing ---


class Plan(NamedTuple):
    """What a stretch of an article would put down, of whatever the database does not know yet."""

    records: tuple[Record, ...]
    """The source first, with the first stretch; none where nothing is to be done."""
    proposed: tuple[tuple[Draft, Proposed], ...]
    """The event drafts of the stretch."""
    outcome: Outcome
    """Of the article so far."""
    kept: _Kept | None
    before: _Source | None
    """The version before."""


def nothing() -> Reader:
    """Give a reader of no database, for whoever has none: every question has no answer."""
    return cast("Reader", _Nothing())


class _Nothing:
    dialect = "sqlite"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def rows(self, sql: str, params: Mapping[str, object] | None = None) -> Iterator[tuple[Any, ...]]:
        """Give no row."""
        del sql, params
        return iter(())

    def all(self, sql: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Give no row."""
        return list(self.rows(sql, params))

    def one(self, sql: str, params: Mapping[str, object] | None = None) -> tuple[Any, ...] | None:
        """Give no row."""
        return next(self.rows(sql, params), None)


def plans(
    reader: Reader,
    article: Article,
    *,
    access: str | None = None,
    more: Known | None = None,
    loose: bool = False,
    step: Step | None = None,
) -> Iterator[Plan]:
    """
    Say what an article puts down, a stretch of it at a time, and write nothing.

    `article.published` is EDTF or None. `more` is known besides what the database holds: what earlier articles of
    the same run put down, where that is not in the database. With `loose` also claims on an actor alone, which no
    draft could hold back until a person has seen them. What is planned may be written before the next is asked for.
    """
    digest = hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
    same = _same_text(reader, digest)
    before = None if same else _same_address(reader, article.url)
    if same is None and before is not None and not before.has_text:
        same, before = before, None
    if same is not None:
        dated = same.published is None and article.published is not None
        if same.has_text and not dated:
            done = Outcome(same.uid, same.title, "known", published=same.published)
            yield Plan((), (), done, None, None)
            return
        article = article._replace(published=same.published or article.published)
    found = known(reader)
    if more is not None:
        found = Known(found.actors + more.actors, found.places + more.places, (), more.uids)
    one = same or before
    its = versions(reader, one.id) if one else []
    kept = _Kept(reader, _judged(reader, its), found.uids, said=_said(reader, its), loose=loose)
    newest, batch = _newest(reader, "event"), _newest(reader, "batch")
    access = access or (before.access if before else None)
    outcome: Outcome | None = None
    for proposal in proposals(article, found):
        kept.take(proposal)
        records: list[Record] = []
        if outcome is None:
            source, moved = _source(reader, article, proposal, same, before, access)
            kept.rename("source", proposal.source["uid"], source["uid"])
            outcome = Outcome(
                source["uid"],
                source.get("title") or (same.title if same else ""),
                "version" if before else "new" if same is None else "dated" if same.has_text else "filled",
                moved=moved,
                published=article.published,
            )
            records.append(source)
            seen = None
        else:
            seen = batch, newest + 1  # drafts of the stretches before are no events to look like
        written = kept.records(access)
        proposed = [(draft, _proposed(reader, kept, draft, seen, any_there=newest > 0)) for draft in kept.events]
        outcome = outcome._replace(
            drafts=outcome.drafts + len(proposed),
            looking=outcome.looking + sum(1 for _, one in proposed if one.look is not None),
            claims=outcome.claims + len(kept.claims),
            actors=outcome.actors + len(kept.actors),
            known=kept.known,
            rejected=kept.rejected,
            unresolved=outcome.unresolved + proposal.unresolved,
            notes=proposal.notes,
            figures=outcome.figures + tuple(draft.record["citation"]["quote"] for draft in kept.loose),
        )
        if step is not None and kept.events:
            step(max(draft.record["citations"][0]["end"] for draft in kept.events) / len(article.text))
        yield Plan((*records, *written), tuple(proposed), outcome, kept, before)


def _newest(reader: Reader, table: str) -> int:
    """Give the greatest id of a table; 0 where it is empty."""
    row = reader.one(f"SELECT max(id) FROM {table}")
    return int((row and row[0]) or 0)


def ingest(
    batch: Batch,
    article: Article,
    *,
    access: str | None = None,
    name: str | None = None,
    step: Step | None = None,
    alone: bool = False,
) -> Outcome:
    """
    Put down what an article proposes as drafts, inside a batch; `name` is what errors call it.

    `article.published` is EDTF or None. `alone` says that the batch ends with this article. Raises what `load.apply`
    raises.
    """
    from timeline.store import load

    # Where drafts are compared with events while others are written, the indexes of events stay.
    in_bulk = alone and _newest(batch.reader, "event") == 0
    outcome = Outcome("", "", "known")
    for made in plans(batch.reader, article, access=access, step=step):
        if made.before is not None and not outcome.source:
            batch.update("source", (made.before.id,), {"canonical_url": None})
        outcome = made.outcome
        if made.records:
            load.apply(batch, made.records, name=name, in_bulk=in_bulk)
            if in_bulk and batch.dialect == "sqlite":
                batch.run(f"PRAGMA cache_size = -{CACHE_KIB}")
        if made.kept is not None:
            _propose(batch, made, made.kept)
    return outcome


def _source(
    reader: Reader,
    article: Article,
    proposal: Proposal,
    same: _Source | None,
    before: _Source | None,
    access: str | None,
) -> tuple[Record, Moved | None]:
    """Give the record of the source, and what moved since the version before."""
    if same is not None:
        names = ("publisher", "author", "url", "lang", "published", "sha256", "body")
        row = reader.one(f"SELECT {', '.join(names)} FROM source WHERE id = :id", {"id": same.id})
        there = dict(zip(names, row or (), strict=False))
        filled = {key: proposal.source[key] for key, now in there.items() if now is None and key in proposal.source}
        return {"record": "source", "uid": same.uid, **filled}, None
    record = dict(proposal.source)
    record["uid"] = _free(reader, "source", record["uid"], set())
    if access is not None:
        record["access"] = access
    if before is None:
        return record, None
    record |= {"revision_of": before.uid, "access": access or before.access}
    return record, _moved(reader, before, article.text)


def _free(reader: Reader, table: str, wanted: str, taken: Collection[str]) -> str:
    """Give a uid that neither the database nor `taken` has: the wanted one, or with a number."""
    uid, number = wanted, 1
    while uid in taken or reader.one(f"SELECT 1 FROM {table} WHERE uid = :uid", {"uid": uid}):
        number += 1
        uid = f"{wanted}-{number}"
    return uid


class _Kept:
    """What of a proposal is new to the database, under uids that are free there."""

    def __init__(
        self,
        reader: Reader,
        judged: Mapping[str, Judged],
        taken: Collection[str],
        *,
        said: _Said,
        loose: bool,
    ) -> None:
        self._reader = reader
        self._judged = judged
        self._said = said
        self._taken = taken
        self._take_loose = loose
        self._marks = Marks()
        self._renamed: dict[tuple[str, str], str] = {}
        self._given: dict[str, set[str]] = {}
        """Table: uids that were made for what was called otherwise."""
        self._pending: dict[str, dict[str, Draft]] = {"actor": {}, "place": {}}
        """Actors and places that nothing taken refers to yet, by uid."""
        self._unlinked: list[Record] = []
        """Links of actors that are not taken yet."""
        self._new: dict[str, dict[str, int]] = {"actor": {}, "place": {}}
        """Uids of the actors and places that are new, with their number."""
        self._took: set[str] = set()
        """Uids of all event drafts taken so far."""
        self.known = self.rejected = 0
        self._there: dict[str, str] = {}
        """Uid of a draft that is left out: the event that is known for it."""

    def take(self, proposal: Proposal) -> None:
        """Choose what is new of the next stretch of a text."""
        self.loose: list[Draft] = []
        """Claims on an actor alone, that are left out."""
        self.marks: dict[str, list[str]] = {}
        """Uid of an event draft: the marks of its passages and of its claims."""
        self.likened: dict[str, int] = {}
        """Uid of an event draft that only adds a figure to what is known: that event."""
        self._choose(proposal)
        self._rename_taken(proposal)
        self._records: dict[str, Record] = {}

    def _choose(self, proposal: Proposal) -> None:
        marks, judged, said_before = self._marks, self._judged, self._said
        events = sorted(proposal.of("event"), key=lambda d: d.record["citations"][0]["start"])
        of_events = {
            draft.uid: [
                marks.event(one["quote"], one.get("phrase"))
                for one in sorted(draft.record["citations"], key=lambda one: one["start"])
            ]
            for draft in events
        }
        said = {uid: [judged[mark] for mark in its if mark in judged] for uid, its in of_events.items()}
        claims = sorted(proposal.of("claim"), key=lambda d: d.record["citation"]["start"])
        fresh: dict[str, list[Draft]] = {}
        free: list[Draft] = []
        for draft in claims:
            mark = marks.claim(draft.record["citation"]["quote"], draft.record["attribute"])
            event = draft.record.get("event")
            if mark in judged or _is_said(draft.record, said_before):
                continue
            if event is None:
                (free if self._take_loose else self.loose).append(draft)
                continue
            if any(one.verdict == "rejected" for one in said[event]):
                continue
            fresh.setdefault(event, []).append(draft)
            of_events[event].append(mark)
        self.events: list[Draft] = []
        for draft in proposal.of("event"):
            before = said[draft.uid]
            there = next((one.event for one in before if one.event is not None), None)
            if before:
                self.known += 1
                self.rejected += any(one.verdict == "rejected" for one in before)
                if draft.uid not in fresh or there is None:
                    self._leave_out(draft.uid, there)
                    fresh.pop(draft.uid, None)
                    continue
                self.likened[draft.uid] = there
            self.marks[draft.uid] = of_events[draft.uid]
            self.events.append(draft)
        self.claims = [*(draft for its in fresh.values() for draft in its), *free]
        self._of_event = fresh
        self._took.update(draft.uid for draft in self.events)
        used = {one["actor"] for draft in self.events for one in draft.record["participants"]}
        used |= {draft.record.get(key) for draft in self.claims for key in ("by", "about", "actor")}
        self.actors = self._wanted("actor", proposal, used)
        new, waiting = self._new["actor"], self._pending["actor"]
        links = [*self._unlinked, *proposal.links]
        # An office of somebody known is a fact about him, and no draft could hold it.
        self.links = [link for link in links if link["subject"] in new and link["object"] not in waiting]
        self._unlinked = [
            link
            for link in links
            if (link["subject"] in waiting or link["object"] in waiting)
            and (link["subject"] in new or link["subject"] in waiting)
        ]
        self.places = self._wanted("place", proposal, {draft.record.get("place") for draft in self.events})

    def _wanted(self, table: str, proposal: Proposal, used: Collection[object]) -> list[Draft]:
        """Give the actors or places that are referred to for the first time; the others are kept until they are."""
        pending, new = self._pending[table], self._new[table]
        pending.update((draft.uid, draft) for draft in proposal.of(table))
        wanted = [draft for uid, draft in pending.items() if uid in used]
        for draft in wanted:
            del pending[draft.uid]
            new[draft.uid] = len(new)
        return wanted

    def _leave_out(self, uid: str, event: int | None) -> None:
        row = None if event is None else self._reader.one("SELECT uid FROM event WHERE id = :id", {"id": event})
        if row is not None:
            self._there[uid] = row[0]

    def _rename_taken(self, proposal: Proposal) -> None:
        """Give every draft a uid that the database does not have yet."""
        taken = self._taken
        for table, drafts in (
            ("place", self.places),
            ("actor", self.actors),
            ("event", self.events),
            ("claim", self.claims),
        ):
            wanted = [draft.uid for draft in drafts]
            there = {uid for (uid,) in select(self._reader, f"SELECT uid FROM {table} WHERE {{}}", "uid", wanted)}
            given = self._given.setdefault(table, set())
            mine = {*taken, *given, *(draft.uid for draft in proposal.of(table))}
            for uid in wanted:
                if uid in there or uid in taken or uid in given:
                    made = _free(self._reader, table, uid, mine)
                    mine.add(made)
                    given.add(made)
                    self.rename(table, uid, made)

    def rename(self, table: str, uid: str, to: str) -> None:
        """Have a uid of the proposal stand as another in all records."""
        if uid != to:
            self._renamed[table, uid] = to

    def uid(self, table: str, uid: str) -> str:
        """Give the uid under which a record of the proposal is written."""
        return self._renamed.get((table, uid), uid)

    def made_for(self, draft: Draft) -> str:
        """Give the uids of the actors and places that were made for a draft."""
        uids = {one["actor"] for one in draft.record["participants"]}
        for claim in self._of_event.get(draft.uid, ()):
            uids |= {claim.record.get("by"), claim.record.get("about")}
        new, place = self._new["actor"], draft.record.get("place")
        mine = sorted((uid for uid in uids if uid in new), key=new.__getitem__)
        actors = [f"actor:{self.uid('actor', uid)}" for uid in mine]
        places = [f"place:{self.uid('place', place)}"] if place in self._new["place"] else []
        return " ".join(actors + places)

    def records(self, access: str | None) -> list[Record]:
        """Give the records to be written, in an order in which references point backwards."""
        there = {name for (name,) in self._reader.rows("SELECT name FROM attribute")}
        units = bool(there)  # where no attribute is known, those of the database to come are left as they are
        made: list[Record] = [
            {"record": "attribute", "name": name} | ({"unit": unit} if units and unit else {})
            for name, unit in {one.record["attribute"]: one.record.get("unit") for one in self.claims}.items()
            if name not in there
        ]
        made += [self.written(draft.record) for draft in self.places]
        made += [{**self.written(draft.record), "note": _noted(draft)} for draft in self.actors]
        made += [self.written(link) for link in self.links]
        made += [{**self.event(draft), **({"access": access} if access else {})} for draft in self.events]
        return made + [self.written(draft.record) for draft in self.claims]

    def event(self, draft: Draft) -> Record:
        """Give the record of an event draft under the uids of the database."""
        made = self._records.get(draft.uid)
        if made is None:
            made = self._records[draft.uid] = self.written(draft.record)
        return made

    def written(self, record: Record) -> Record:
        """Give a record of the proposal under the uids of the database."""
        made = dict(record)
        if "uid" in made:
            made["uid"] = self.uid(record["record"], record["uid"])
        for key, table in _REFERENCES.get(record["record"], ()):
            if isinstance(made.get(key), str):
                made[key] = self.uid(table, made[key])
        if "participants" in made:
            made["participants"] = [{**one, "actor": self.uid("actor", one["actor"])} for one in made["participants"]]
        if "citations" in made:
            made["citations"] = [self._cited(one) for one in made["citations"]]
        if "citation" in made:
            made["citation"] = self._cited(made["citation"])
        return made

    def _cited(self, citation: Record) -> Record:
        made = {**citation, "source": self.uid("source", citation["source"])}
        if made.get("anchor_kind") == "publication" and "anchor_of" in made:
            made["anchor_of"] = self.uid("source", made["anchor_of"])
        elif made.get("anchor_kind") == "event" and "anchor_of" in made:
            if made["anchor_of"] in self._took:
                made["anchor_of"] = self.uid("event", made["anchor_of"])
            elif made["anchor_of"] in self._there:
                made["anchor_of"] = self._there[made["anchor_of"]]
            else:  # it was rejected: the date stands in the text all the same
                del made["anchor_of"]
                made["anchor_kind"] = "text"
        return made


_REFERENCES = {
    "event": (("place", "place"),),
    "claim": (
        ("event", "event"),
        ("actor", "actor"),
        ("about", "actor"),
        ("by", "actor"),
        ("place", "place"),
    ),
    "actor_link": (("subject", "actor"), ("object", "actor")),
    "place": (("parent", "place"),),
}


def _noted(draft: Draft) -> str | None:
    """Give the note of a new actor: why it was read as one."""
    return f"Proposed by an ingest: {'; '.join(draft.reasons)}." if draft.reasons else None


def _proposed(
    reader: Reader, kept: _Kept, draft: Draft, before: tuple[int, int] | None, *, any_there: bool
) -> Proposed:
    """Say what a draft is called in the database, and what it looks like there."""
    likened = kept.likened.get(draft.uid)
    row = reader.one("SELECT id, uid, title FROM event WHERE id = :id", {"id": likened}) if likened else None
    found = Look._make((*row, 1.0, "the same passage, with a further figure")) if row else None
    written = kept.event(draft)
    if found is None and any_there:
        found = look(reader, draft._replace(record=written), before=before)
    return Proposed(written["uid"], written["title"], draft.confidence, found)


def _propose(batch: Batch, made: Plan, kept: _Kept) -> None:
    """Remember what is proposed."""
    reader = batch.reader
    uids = [one.uid for _, one in made.proposed]
    events = dict(select(reader, "SELECT uid, id FROM event WHERE {}", "uid", uids))
    source = reader.one("SELECT id FROM source WHERE uid = :uid", {"uid": made.outcome.source})
    rows: list[dict[str, object]] = [
        {
            "id": number,
            "source_id": source[0] if source else None,
            "event_id": events[one.uid],
            "title": one.title,
            "passages": " ".join(kept.marks[draft.uid]),
            "confidence": one.confidence,
            "why": "; ".join(draft.reasons) or None,
            "looks_like_id": one.look.id if one.look else None,
            "likeness": one.look.likeness if one.look else None,
            "made": kept.made_for(draft),
            "verdict": "open",
        }
        for number, (draft, one) in zip(batch.reserve("proposal", len(uids)), made.proposed, strict=True)
    ]
    batch.insert("proposal", rows)
