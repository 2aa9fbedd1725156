"""
From events with all that hangs on them back to the records of docs/records.md, and what such writers share.

`records` is the inverse of what `write_whole` is given: places, actors and sources become records of their
own, once each, and the event, its claims and its links refer to them by uid. A link whose other event is not in
the same file is left out: it would point at nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from timeline.formats.types import Losses, Record
from timeline.seen import Hashes

_SOURCE = (
    *(
        "title",
        "kind",
        "publisher",
        "author",
        "url",
        "archive_url",
        "published",
        "lang",
        "access",
        "reliability",
        "note",
    ),
)
_PASSAGE = ("quote", "start", "end", "prefix", "suffix", "page")
_CITATION = (
    *_PASSAGE,
    "date",
    "phrase",
    "phrase_start",
    "phrase_end",
    "anchor",
    "anchor_kind",
    "rule",
    "resolver",
    "stance",
    "note",
    "accepted",
)
_EVENT = (
    "uid",
    "title",
    "summary",
    "kind",
    "date",
    "calendar",
    "as_written",
    "zone",
    "position",
    "status",
    "importance",
    "access",
    "note",
    "external_ids",
    "tags",
)
_CLAIM = (
    "uid",
    "attribute",
    "qualifier",
    "value",
    "min",
    "max",
    "unit",
    "claimed",
    "period",
    "status",
    "note",
)


class Seen:
    """
    What has been met of late; memory has a bound, so something met long ago may be met for the first time again.

    >>> seen = Seen()
    >>> seen.first("a"), seen.first("a")
    (True, False)
    """

    __slots__ = ("_now", "_past", "most")

    def __init__(self, most: int = 50_000) -> None:
        self.most = most
        self._now: set[Hashable] = set()
        self._past: set[Hashable] = set()

    def first(self, key: Hashable) -> bool:
        """Say whether `key` is met for the first time, and remember it."""
        if key in self._now:
            return False
        known = key in self._past
        self._now.add(key)
        if len(self._now) >= self.most:
            self._past, self._now = self._now, set()
        return not known


def some(given: Mapping[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    """Give those of `keys` that say something."""
    return {key: given[key] for key in keys if given.get(key) is not None and given[key] != [] and given[key] != ""}


def telling(records: Iterable[Record], lost: Losses) -> Iterator[Record]:
    """Give the records, the last of them with what the reader counted as lost by then."""
    held: Record | None = None
    for record in records:
        if held is not None:
            yield held
        held = record
    if held is not None:
        if lost:
            held.lost = lost
        yield held


class Unfolding:
    """Gives the records of one file's events; remembers what it gave already."""

    def __init__(self) -> None:
        self._seen = Seen()
        self._links: list[dict[str, Any]] = []
        self._events = Hashes()

    def records(self, event: Mapping[str, Any], line: int) -> Iterator[Record]:
        """Give the records of one event: first what it refers to, then itself, then its claims."""
        for found in self._unfolded(event):
            record = Record(found)
            record.line = line
            yield record

    def links(self) -> Iterator[Record]:
        """Give the links between events that were both given; to be asked when all events were."""
        for link in self._links:
            if hash(link["to"]) in self._events and hash(link["from"]) in self._events:
                record = Record(link)
                record.line = link.pop("line", 0)
                yield record

    def _unfolded(self, event: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        made: dict[str, Any] = {"record": "event", **some(event, _EVENT)}
        place = event.get("place")
        if place:
            yield from self._once("place", place["uid"], {"record": "place", **some(place, place)})
            made["place"] = place["uid"]
        if event.get("participants"):
            made["participants"] = []
            for one in event["participants"]:
                actor = one["actor"]
                yield from self._once("actor", actor["uid"], {"record": "actor", **some(actor, actor)})
                part = {"actor": actor["uid"], **some(one, ("role",))}
                if one.get("citation"):
                    yield from self._source(one["citation"]["source"])
                    part["citation"] = _cited(one["citation"])
                made["participants"].append(part)
        if event.get("citations"):
            made["citations"] = []
            cited = {one["source"]["uid"] for one in event["citations"]}
            for one in event["citations"]:
                yield from self._source(one["source"])
                passage = {"source": one["source"]["uid"], **some(one, _CITATION)}
                if one.get("anchor_kind") in {"publication", "text"} and one.get("anchor_of") in cited:
                    passage["anchor_of"] = one["anchor_of"]
                made["citations"].append(passage)
        yield made
        uid = str(event["uid"])
        self._events.meet(hash(uid))
        here = {claim.get("uid") for claim in event.get("claims") or ()}
        for claim in event.get("claims") or ():
            for record in self._claim(uid, claim):
                if record["record"] == "claim" and claim.get("derived_from") in here:
                    record["derived_from"] = claim["derived_from"]
                yield record
        self._links += [
            {"record": "link", "from": uid, "kind": one["kind"], "to": one["to"]["uid"]}
            for one in event.get("links") or ()
        ]

    def _claim(self, event: str, claim: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield from self._once("attribute", claim["attribute"], {"record": "attribute", "name": claim["attribute"]})
        made: dict[str, Any] = {"record": "claim", "event": event, **some(claim, _CLAIM)}
        for key in ("about", "by", "place", "actor"):
            if claim.get(key):
                made[key] = some(claim[key], ("uid", "name")) if isinstance(claim[key], dict) else {"name": claim[key]}
        passage = claim.get("citation")
        if passage:
            yield from self._source(passage["source"])
            made["citation"] = _cited(passage)
        yield made

    def _source(self, source: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield from self._once(
            "source", source["uid"], {"record": "source", "uid": source["uid"], **some(source, _SOURCE)}
        )

    def _once(self, kind: str, uid: str, record: dict[str, Any]) -> Iterator[dict[str, Any]]:
        if self._seen.first((kind, uid)):
            yield record


def _cited(passage: Mapping[str, Any]) -> dict[str, Any]:
    return {"source": passage["source"]["uid"], **some(passage, _PASSAGE)}
