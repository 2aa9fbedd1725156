"""
The values that `ingest` takes and gives: an article, what is known, a proposal, a candidate.

All are immutable and hold plain records and text, so that neither the store nor the terminal is known
here. A `Draft` carries its record in the form of docs/records.md; what a reviewer wants to know beside it
(confidence, reasons) stands next to the record and never in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

Record = dict[str, Any]
"""One object of docs/records.md."""

RESOLVER = "timeline-ingest/1"
"""What stands as `resolver` beside a date that this room proposed."""


class Article(NamedTuple):
    """A text to take apart, with what its page says of it. Offsets of a proposal are code points of `text`."""

    text: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    """EDTF or ISO day; None: relative phrases cannot be resolved, and say so."""
    url: str | None = None
    publisher: str | None = None
    lang: str | None = "en"


class KnownActor(NamedTuple):
    """An actor of the database, with every name it goes by."""

    uid: str
    name: str
    kind: str | None = None
    names: tuple[str, ...] = ()
    country: str | None = None


class KnownPlace(NamedTuple):
    """A place of the database."""

    uid: str
    name: str


class KnownEvent(NamedTuple):
    """An event of the database, as `match` compares it."""

    uid: str
    title: str
    date: str | None = None
    """EDTF."""
    summary: str | None = None
    actors: tuple[str, ...] = ()
    """Uids of its participants."""
    kind: str | None = None
    sources: tuple[str, ...] = ()
    """Uids of the sources that it cites."""


class Known(NamedTuple):
    """What the database holds, as plain values."""

    actors: tuple[KnownActor, ...] = ()
    places: tuple[KnownPlace, ...] = ()
    events: tuple[KnownEvent, ...] = ()
    uids: frozenset[str] = frozenset()
    """Further uids that are taken (of sources, claims)."""


class Candidate(NamedTuple):
    """An event of the database that a draft may be."""

    uid: str
    title: str
    score: float
    """0 to 1; from 0.6 on it is worth asking, from 0.8 on it is most likely the same."""
    reason: str


class Draft(NamedTuple):
    """A proposed record of an event, an actor, a place or a claim, and why."""

    record: Record
    confidence: float
    """0 to 1: how likely a person accepts it as it stands."""
    reasons: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    """For an event: what it looks like in the database, the best first."""

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return str(self.record["record"])

    @property
    def uid(self) -> str:
        """The identifier of the record."""
        return str(self.record["uid"])


class Unread(NamedTuple):
    """A sentence with a date that could not be resolved; `start` and `end` are code points of the text."""

    start: int
    end: int
    sentence: str
    phrase: str
    reason: str


class Proposal(NamedTuple):
    """All that one article proposes, in an order in which references point backwards."""

    source: Record
    drafts: tuple[Draft, ...]
    unresolved: tuple[Unread, ...]
    links: tuple[Record, ...] = ()
    """Offices and kinship of actors that the text tells (`actor_link`)."""
    notes: tuple[str, ...] = ()
    """What the text as a whole gave or did not give, in sentences for the user."""

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that an import takes, the source first."""
        attributes = {d.record["attribute"]: d.record.get("unit") for d in self.drafts if d.kind == "claim"}
        named = [{"record": "attribute", "name": name, "unit": unit} for name, unit in attributes.items()]
        order = ("place", "actor", "event", "claim")
        ranked = sorted(self.drafts, key=lambda d: order.index(d.kind))
        actors = [d.record for d in ranked if d.kind in {"place", "actor"}]
        rest = [d.record for d in ranked if d.kind not in {"place", "actor"}]
        return (self.source, *named, *actors, *self.links, *rest)

    def of(self, kind: str) -> tuple[Draft, ...]:
        """Give the drafts of one kind of record."""
        return tuple(d for d in self.drafts if d.kind == kind)

    @property
    def confidence(self) -> Mapping[str, float]:
        """Uid of each draft: its confidence."""
        return {d.uid: d.confidence for d in self.drafts}

    @property
    def reasons(self) -> Mapping[str, tuple[str, ...]]:
        """Uid of each draft: why it is proposed."""
        return {d.uid: d.reasons for d in self.drafts}
