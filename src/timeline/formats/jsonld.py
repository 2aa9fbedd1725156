"""
JSON-LD with the words of schema.org: `Event`, `Claim`, `NewsArticle`, `Person`, `Organization`, `Place`.

One document with its context inline, so that nothing is fetched, and one node a line; nodes refer to each other by
`urn:timeline:KIND:UID`. `startDate` and `endDate` are written only where an ISO 8601 date, shortened if need be,
is true; what the date says exactly is `edtf` (dcterms:date) typed with the datatype URI of EDTF (D232). What
schema.org has no word for (status, stance, kinds of link) stands under `urn:timeline:`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from timeline.formats import days, nested, text, types, unheld

Node = dict[str, Any]

EDTF = "http://id.loc.gov/datatypes/edtf"
"""The datatype URI of EDTF (Library of Congress)."""
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "timeline": "urn:timeline:",
    "edtf": {"@id": "dcterms:date", "@type": EDTF},
    "status": "timeline:status",
    "stance": "timeline:stance",
    "causes": {"@id": "timeline:causes", "@type": "@id"},
    "follows": {"@id": "timeline:follows", "@type": "@id"},
    "respondsTo": {"@id": "timeline:respondsTo", "@type": "@id"},
    "sameEvent": {"@id": "timeline:sameEvent", "@type": "@id"},
    "superEvent": {"@type": "@id"},
    "speaksFor": {"@id": "timeline:speaksFor", "@type": "@id"},
    "succeeds": {"@id": "timeline:succeeds", "@type": "@id"},
}
"""The context of every document; `@vocab` is schema.org."""
_BLOCK = 200
_ACTORS = {
    "person": "Person",
    "state": "GovernmentOrganization",
    "organisation": "Organization",
    "armed_force": "Organization",
    "media": "NewsMediaOrganization",
    "group": "Organization",
}
_SOURCES = {
    "article": "NewsArticle",
    "news": "NewsArticle",
    "report": "Report",
    "book": "Book",
    "web": "WebPage",
    "page": "WebPage",
    "video": "VideoObject",
    "dataset": "Dataset",
    "post": "SocialMediaPosting",
}
"""Kind of source: type; of no kind, or another, it is a NewsArticle if it has a publisher, else a CreativeWork."""


def write_records(records: Iterable[dict[str, Any]], lost: types.Losses) -> Iterator[str]:
    """Write one document, a node a line."""
    encode = text.encoder()
    yield f'{{"@context":{encode(CONTEXT)},"@graph":['
    before = "\n"
    block: list[str] = []
    for record in records:
        write = _WRITERS.get(str(record.get("record")))
        if write is None:
            continue
        node = write(record, lost)
        if node is None:
            continue
        block.append(before + encode(node))
        before = ",\n"
        if len(block) == _BLOCK:
            yield "".join(block)
            block.clear()
    yield "".join(block) + "\n]}\n"


def iri(kind: str, uid: str) -> str:
    """
    Give the name of a node.

    >>> iri("place", "北京")
    'urn:timeline:place:%E5%8C%97%E4%BA%AC'
    """
    return f"urn:timeline:{kind}:{quote(uid, safe='')}"


def _reference(kind: str, uid: str) -> Node:
    return {"@id": iri(kind, uid)}


def _node(kind: str, uid: str, schema: str, /, **properties: Any) -> Node:
    return {"@id": iri(kind, uid), "@type": schema, **_some(properties)}


def _some(properties: Mapping[str, Any]) -> Node:
    return nested.some(properties, properties)


def dated(edtf: str | None, lost: types.Losses) -> Node:
    """Give startDate and endDate as far as ISO 8601 can say them truly, and the EDTF."""
    value = days.value(edtf)
    if value is None:
        return {}
    frame = days.frame(value)
    if not frame.start and not frame.end:
        lost.add("dates that ISO 8601 cannot say, in EDTF only")
    return _some({"startDate": frame.start, "endDate": frame.end, "edtf": edtf})


def _published(edtf: str | None, key: str) -> Node:
    """Give the one day, month or year in which something was said, and the EDTF."""
    value = days.value(edtf)
    if value is None:
        return {}
    frame = days.frame(value)
    return _some({key: frame.start if not frame.is_span else None, "edtf": edtf})


def _address(country: str | None) -> Node | None:
    return {"@type": "PostalAddress", "addressCountry": country} if country else None


def _identified(record: Mapping[str, Any]) -> list[Node]:
    return [
        {"@type": "PropertyValue", "propertyID": one["scheme"], "value": one["value"]}
        for one in record.get("external_ids") or ()
    ]


def _place(record: Mapping[str, Any], lost: types.Losses) -> Node:
    lat, lon = record.get("lat"), record.get("lon")
    lost.add("kinds and precisions of places dropped", int(bool(record.get("kind") or record.get("precision"))))
    return _node(
        "place",
        record["uid"],
        "Place",
        name=record["name"],
        containedInPlace=_reference("place", record["parent"]) if record.get("parent") else None,
        address=_address(record.get("country")),
        geo={"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
        if lat is not None and lon is not None
        else None,
        identifier=_identified(record),
    )


def _source(record: Mapping[str, Any], lost: types.Losses) -> Node:
    kind = record.get("kind") or ""
    schema = _SOURCES.get(kind.lower()) or ("NewsArticle" if record.get("publisher") else "CreativeWork")
    lost.add("bodies of sources dropped", int(bool(record.get("body"))))
    lost.add("notes on sources dropped", int(bool(record.get("note"))))
    lost.add("reliability of sources dropped", int(bool(record.get("reliability"))))
    lost.add(
        "days of access and checksums of sources dropped", int(bool(record.get("accessed") or record.get("sha256")))
    )
    publisher = record.get("publisher")
    return _node(
        "source",
        record["uid"],
        schema,
        headline=record["title"],
        name=record["title"],
        url=record.get("url"),
        archivedAt=record.get("archive_url"),
        author=record.get("author"),
        publisher={"@type": "Organization", "name": publisher} if publisher else None,
        inLanguage=record.get("lang"),
        identifier=_identified(record),
        **_published(record.get("published"), "datePublished"),
    )


def _actor(record: Mapping[str, Any], lost: types.Losses) -> Node:
    lost.add("kinds of actors made wider", int(record.get("kind") in {"armed_force", "group"}))
    merged = record.get("merged_into")
    return _node(
        "actor",
        record["uid"],
        _ACTORS.get(record.get("kind") or "", "Thing"),
        name=record["name"],
        alternateName=[one["name"] for one in record.get("names") or ()],
        address=_address(record.get("country")),
        description=record.get("note"),
        sameAs=_reference("actor", merged) if merged else None,
        identifier=_identified(record),
    )


_RELATIONS = {
    "member_of": "memberOf",
    "office_in": "worksFor",
    "part_of": "parentOrganization",
    "speaks_for": "speaksFor",
    "succeeds": "succeeds",
}


def _actor_link(record: Mapping[str, Any], lost: types.Losses) -> Node | None:
    key = _RELATIONS.get(record["kind"])
    if key is None:
        lost.add("notes that two actors are not the same dropped")
        return None
    other: Node | str = _reference("actor", record["object"])
    if key in {"speaksFor", "succeeds"}:
        lost.add("roles and dates of links between actors dropped", int(bool(record.get("role") or record.get("date"))))
    elif record.get("role") or record.get("date"):
        other = {
            "@type": "OrganizationRole",
            **_some({"roleName": record.get("role")}),
            **dated(record.get("date"), lost),
            key: other,
        }
    return {"@id": iri("actor", record["subject"]), key: other}


_UNHELD = ("as_written", "zone", "calendar", "position", "importance", "offsets", "around")


def _event(record: Mapping[str, Any], lost: types.Losses) -> Node:
    status, note = record.get("status"), record.get("note")
    unheld.count(record, lost, _UNHELD)
    lost.add("levels of access dropped", int(record.get("access") not in {None, "public"}))
    return _node(
        "event",
        record["uid"],
        "Event",
        name=record["title"],
        description=record.get("summary"),
        disambiguatingDescription=note,
        **dated(record.get("date"), lost),
        location=_reference("place", record["place"]) if record.get("place") else None,
        attendee=[_participant(one) for one in record.get("participants") or ()],
        keywords=[*(record.get("tags") or ()), *([record["kind"]] if record.get("kind") else ())],
        status=status if status != "confirmed" else None,
        subjectOf=[_passage(one, lost) for one in record.get("citations") or ()],
        identifier=_identified(record),
    )


def _participant(given: Mapping[str, Any]) -> Node:
    """Give an actor, in a Role where more is known of it than that it took part (schema.org, "Role")."""
    actor = _reference("actor", given["actor"])
    role = given.get("role", "participant")
    return actor if role == "participant" else {"@type": "Role", "roleName": role, "attendee": actor}


def _passage(given: Mapping[str, Any], lost: types.Losses) -> Node:
    source = _reference("source", given["source"])
    stance = given.get("stance")
    lost.add("phrases, anchors and rules of dates dropped", int(bool(given.get("phrase") or given.get("anchor"))))
    if not given.get("quote") and stance in {None, "supports"} and not given.get("date"):
        return source
    return {
        "@type": "Quotation",
        "isPartOf": source,
        **_some(
            {
                "text": given.get("quote"),
                "edtf": given.get("date"),
                "pagination": given.get("page"),
                "stance": stance if stance != "supports" else None,
                "description": given.get("note"),
            }
        ),
    }


def _claim(record: Mapping[str, Any], lost: types.Losses) -> Node:
    low, high = record.get("min"), record.get("max")
    lost.add("periods and places of claims dropped", int(bool(record.get("period") or record.get("place"))))
    lost.add("notes on claims dropped", int(bool(record.get("note"))))
    figure = {
        "@type": "PropertyValue",
        **_some(
            {
                "propertyID": record["attribute"],
                "value": record.get("value") if record.get("value") is not None else low if low == high else None,
                "minValue": low,
                "maxValue": high,
                "unitText": record.get("unit"),
                "measurementTechnique": record.get("qualifier"),
            }
        ),
    }
    about = [_reference("event", record["event"])] if record.get("event") else []
    about += [_reference("actor", record[key]) for key in ("actor", "about") if record.get(key)]
    passage = record.get("citation") or {}
    said = record.get("by")
    return _node(
        "claim",
        record["uid"],
        "Claim",
        name=record["attribute"].replace("_", " "),
        text=passage.get("quote"),
        about=about,
        author=_reference("actor", said) if said else None,
        appearance=_reference("source", passage["source"]) if passage.get("source") else None,
        mainEntity=figure,
        status=record.get("status"),
        isBasedOn=_reference("claim", record["derived_from"]) if record.get("derived_from") else None,
        **_published(record.get("claimed"), "datePublished"),
    )


_LINKS = {
    "part_of": "superEvent",
    "causes": "causes",
    "follows": "follows",
    "responds_to": "respondsTo",
    "same_as": "sameEvent",
}


def _link(record: Mapping[str, Any], lost: types.Losses) -> Node:
    lost.add("passages of links dropped", int(bool(record.get("citation"))))
    return {"@id": iri("event", record["from"]), _LINKS[record["kind"]]: iri("event", record["to"])}


_WRITERS: dict[str, Callable[[Mapping[str, Any], types.Losses], Node | None]] = {
    "place": _place,
    "source": _source,
    "actor": _actor,
    "actor_link": _actor_link,
    "event": _event,
    "claim": _claim,
    "link": _link,
}

FORMAT = types.Format(
    "jsonld",
    ".jsonld",
    "linked data in the words of schema.org",
    write_records=write_records,
)
