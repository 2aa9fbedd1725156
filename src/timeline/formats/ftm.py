"""
FollowTheMoney: newline-delimited entities, for Aleph and its kin.

An event is an `Event`, an actor a `Person`, `PublicBody`, `Organization`, `Company` or `LegalEntity`, a place an
`Address`, a source an `Article`, a passage the `Documentation` between the two; links of actors are `Membership`,
`Employment`, `Representation`, `Succession`, all else that joins two things an `UnknownLink` with its role. Ids are
made of our uids and lead back to them. `date`, `startDate` and `endDate` are filled only where FollowTheMoney can hold
what is true (years 1000 to 9998, no sets, no doubt); where they do not say all, `notes` (or `description`) has
`EDTF: …` (D231). The reader takes foreign entities of these schemata, counts the rest as lost, and keeps foreign ids
as external ids.
A new schema is an entry in `_READERS`, and a function for writing in `_WRITERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from timeline.edtf import AllOf, Interval
from timeline.errors import NotOfFormat
from timeline.formats import days, nested, text, types

Entity = dict[str, Any]
Properties = dict[str, list[str]]

_OWN = "timeline"
_SCHEMA = {
    "person": "Person",
    "state": "PublicBody",
    "organisation": "Organization",
    "armed_force": "Organization",
    "media": "Company",
    "group": "Organization",
}
"""Kind of actor: schema; of no kind, a LegalEntity."""
_CODES = (
    "ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz "
    "ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm "
    "fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it "
    "je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn "
    "mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt "
    "pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf tg th tj tk tl "
    "tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws xk ye yt za zm zw"
)
COUNTRIES = frozenset(_CODES.split())
"""ISO 3166-1 alpha-2, as FollowTheMoney writes it."""
_PAIRS = (
    "af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces da:dan de:deu el:ell en:eng es:spa "
    "et:est fa:fas fi:fin fr:fra ga:gle he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat "
    "kk:kaz km:khm kn:kan ko:kor ky:kir lb:ltz lo:lao lt:lit lv:lav mk:mkd mn:mon ms:msa mt:mlt my:mya ne:nep "
    "nl:nld no:nor pl:pol ps:pus pt:por ro:ron ru:rus si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam "
    "te:tel tg:tgk th:tha tk:tuk tl:tgl tr:tur uk:ukr ur:urd uz:uzb vi:vie zh:zho"
)
LANGUAGES = dict(pair.split(":") for pair in _PAIRS.split())
"""ISO 639-1: 639-3, those that FollowTheMoney knows."""
_SHORT = {long: short for short, long in LANGUAGES.items()}
_BLOCK = 200
_NAME, _STRING, _WORDS, _URL = 384, 1024, 65_000, 4096
"""What FollowTheMoney holds of a name, a string, a text, an address, in characters."""


# -- writing -----------------------------------------------------------------------------------


def write_records(records: Iterable[dict[str, Any]], lost: types.Losses) -> Iterator[str]:
    """Write an entity a line."""
    encode = text.encoder()
    writer = _Writer(lost)
    block: list[str] = []
    for record in records:
        block += [encode(entity) + "\n" for entity in writer.entities(record)]
        if len(block) >= _BLOCK:
            yield "".join(block)
            block.clear()
    if block:
        yield "".join(block)


def identifier(kind: str, uid: str) -> str:
    """
    Give the id of an entity; FollowTheMoney allows letters, digits, hyphens and points, our uids any letter.

    >>> identifier("event", "kursk"), identifier("place", "北京")
    ('timeline-event-kursk', 'timeline-place-.005317.004eac')
    """
    safe = re.sub(r"[^0-9A-Za-z-]|-$", lambda found: f".{ord(found[0]):06x}", uid)
    return f"{_OWN}-{kind}-{safe}"


def uid_of(identifier: str) -> tuple[str, str] | None:
    """Give kind and uid of an id that we made; None for any other."""
    found = re.fullmatch(rf"{_OWN}-(event|actor|place|source)-((?:[0-9A-Za-z-]|\.[0-9a-f]{{6}})+)", identifier)
    if not found:
        return None
    try:
        return found[1], re.sub(r"\.([0-9a-f]{6})", lambda code: chr(int(code[1], 16)), found[2])
    except ValueError:
        return None


def _derived(kind: str, *parts: object) -> str:
    """Give a stable id of what has no uid, by what it joins."""
    from hashlib import sha256

    told = "\0".join("" if part is None else str(part) for part in parts)
    return f"{_OWN}-{kind}-{sha256(told.encode()).hexdigest()[:32]}"


class _Writer:
    """Turns records into entities; remembers of places and actors what others show of them."""

    MOST = 50_000

    def __init__(self, lost: types.Losses) -> None:
        self.lost = lost
        self.places: dict[str, tuple[str, str | None]] = {}
        self.schemata: dict[str, str] = {}

    def entities(self, record: Mapping[str, Any]) -> Iterator[Entity]:
        write = _WRITERS.get(str(record.get("record")))
        if write is not None:
            yield from write(self, record)

    # helpers

    def entity(self, ident: str, schema: str, properties: Mapping[str, Iterable[str | None]]) -> Entity:
        """Make an entity; what is empty, or nothing but spaces, is left out."""
        kept = {
            key: list(dict.fromkeys(value for value in values if value and value.strip()))
            for key, values in properties.items()
        }
        return {"id": ident, "schema": schema, "properties": {key: values for key, values in kept.items() if values}}

    def cut(self, given: str | None, most: int) -> str | None:
        """Give what fits into a value, without the control characters that FollowTheMoney takes out."""
        if given is None:
            return None
        made = _CONTROL.sub("", given)
        self.lost.add("texts rid of control characters", int(made != given))
        if len(made) > most:
            self.lost.add("texts cut short")
            made = made[:most]
        return made

    def country(self, given: str | None) -> list[str]:
        if given and given.lower() in COUNTRIES:
            return [given.lower()]
        self.lost.add("countries that are no code of ISO 3166 dropped", 1 if given else 0)
        return []

    def url(self, given: str | None) -> list[str]:
        if given and len(given) <= _URL and re.fullmatch(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?(/\S*)?", given):
            return [given]
        self.lost.add("addresses that are no web address dropped", 1 if given else 0)
        return []

    def dated(self, edtf: str | None, note: str | None = None) -> tuple[Properties, list[str]]:
        """Give the properties of a date, and the line that keeps its EDTF where they do not say all."""
        properties, exact = _dates(edtf)
        clash = note is not None and _EDTF.match(note)
        if exact and not clash:
            return properties, []
        line = f"EDTF: {edtf or ''}"
        return properties, [line + _OURS if line == note else line]  # values are a set: two alike would be one

    def dropped(self, record: Mapping[str, Any], what: Mapping[str, str]) -> None:
        for key, told in what.items():
            given = record.get(key)
            self.lost.add(told, len(given) if isinstance(given, list) else 0 if given in {None, "", 0} else 1)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MARK = re.compile(r"(kind|status|access): ?")
_EDTF = re.compile(r"EDTF: (.*)", re.DOTALL)
_OURS = " (ours)"


def _held(iso: str | None) -> str | None:
    """Give an ISO date as FollowTheMoney holds it: years 1000 to 9998, no time of day, for its times are UTC."""
    return iso[:10] if iso and re.match(r"[1-9]\d{3}(?!\d)", iso) and iso[:4] != "9999" else None


def _dates(edtf: str | None) -> tuple[Properties, bool]:
    """Give date, startDate, endDate as far as they are true, and whether `_date_of` reads the same back."""
    value = days.value(edtf)
    if value is None:
        return {}, not edtf
    made: Properties = {}
    if isinstance(value, AllOf):
        parts = [
            _held(days.frame(one).start)
            for one in value.members
            if not hasattr(one, "first") and not hasattr(one, "date")
        ]
        if len(parts) == len(value.members) and all(parts):
            made["date"] = [part for part in parts if part]
        return made, False
    frame = days.frame(value)
    start, end = _held(frame.start), _held(frame.end)
    if isinstance(value, Interval):
        if start:
            made["startDate"] = [start]
        if end:
            made["endDate"] = [end]
    elif start:
        made["date"] = [start]
    return made, _date_of(made) == edtf


def _place(writer: _Writer, record: Mapping[str, Any]) -> Iterator[Entity]:
    if len(writer.places) < writer.MOST:
        writer.places[record["uid"]] = record["name"], record.get("country")
    lat, lon = record.get("lat"), record.get("lon")
    writer.dropped(record, {"parent": "places that places lie in dropped", "external_ids": _IDS})
    yield writer.entity(
        identifier("place", record["uid"]),
        "Address",
        {
            "full": [writer.cut(record["name"], _STRING)],
            "remarks": [writer.cut(record.get("kind"), _STRING)],
            "notes": [writer.cut(record.get("precision"), _WORDS)],
            "country": writer.country(record.get("country")),
            "latitude": [repr(lat) if lat is not None else None],
            "longitude": [repr(lon) if lon is not None else None],
        },
    )


_IDS = "ids of other programs dropped"


def _source(writer: _Writer, record: Mapping[str, Any]) -> Iterator[Entity]:
    note = record.get("note")
    dates, line = writer.dated(record.get("published"), note)
    if "startDate" in dates or "endDate" in dates or len(dates.get("date", ())) > 1:
        dates, line = {}, [f"EDTF: {record['published']}"]
    lang = (record.get("lang") or "").lower()
    writer.lost.add("languages that FollowTheMoney does not know dropped", int(bool(lang) and lang not in LANGUAGES))
    writer.dropped(
        record,
        {"sha256": "checksums of sources dropped", "reliability": "notes on reliability dropped", "external_ids": _IDS},
    )
    title = writer.cut(record["title"], _STRING)
    archive = writer.url(record.get("archive_url"))
    yield writer.entity(
        identifier("source", record["uid"]),
        "Article",
        {
            "title": [title],
            "fileName": [title],
            "publisher": [writer.cut(record.get("publisher"), _STRING)],
            "author": [writer.cut(record.get("author"), _STRING)],
            "sourceUrl": writer.url(record.get("url")),
            "publishedAt": dates.get("date", []),
            "retrievedAt": [_held(days.of_iso(record.get("accessed") or ""))],
            "language": [LANGUAGES[lang]] if lang in LANGUAGES else [],
            "bodyText": [writer.cut(record.get("body"), _WORDS)],
            "keywords": [_tagged("kind", record.get("kind"))],
            "notes": [*line, *(f"Archive: {one}" for one in archive), writer.cut(note, _WORDS)],
        },
    )


def _tagged(key: str, value: str | None) -> str | None:
    return f"{key}: {value}" if value else None


def _actor(writer: _Writer, record: Mapping[str, Any]) -> Iterator[Entity]:
    kind = record.get("kind")
    schema = _SCHEMA.get(kind or "", "LegalEntity")
    if len(writer.schemata) < writer.MOST:
        writer.schemata[record["uid"]] = schema
    names: dict[str, list[str | None]] = {"alias": [], "previousName": [], "weakAlias": []}
    for one in record.get("names") or ():
        key = {"former": "previousName", "weak": "weakAlias"}.get(one.get("kind") or "", "alias")
        names[key].append(writer.cut(one["name"], _NAME))
        writer.lost.add("languages of names dropped", int(bool(one.get("lang"))))
        writer.lost.add("transliterations made plain aliases", int(one.get("kind") == "transliteration"))
    writer.dropped(record, {"external_ids": _IDS})
    ident = identifier("actor", record["uid"])
    yield writer.entity(
        ident,
        schema,
        {
            "name": [_caption(writer.cut(record["name"], _NAME), record["uid"])],
            **names,
            "country": writer.country(record.get("country")),
            "classification": [kind],
            "notes": [writer.cut(record.get("note"), _WORDS)],
        },
    )
    survivor = record.get("merged_into")
    if survivor:
        yield _unknown(writer, ident, identifier("actor", survivor), "merged into")


def _caption(name: str | None, uid: str) -> str:
    """Give a name that FollowTheMoney takes for one: it must hold more than spaces."""
    return name if name and name.strip() else uid


def _unknown(writer: _Writer, subject: str, other: str, role: str, **more: list[str]) -> Entity:
    ident = _derived("link", subject, other, role)
    return writer.entity(
        ident, "UnknownLink", {"subject": [subject], "object": [other], "role": [writer.cut(role, _STRING)], **more}
    )


def _actor_link(writer: _Writer, record: Mapping[str, Any]) -> Iterator[Entity]:
    kind, subject, other = record["kind"], record["subject"], record["object"]
    dates, line = writer.dated(record.get("date"))
    proof = _proof(record.get("citation"))
    more: dict[str, list[str | None]] = {
        **{key: list(values) for key, values in dates.items()},
        "description": list(line),
        "role": [writer.cut(record.get("role"), _STRING)],
        **proof,
    }
    organised = writer.schemata.get(other, "Organization") in {"Organization", "PublicBody", "Company"}
    ends = {
        "member_of": ("Membership", "member", "organization", organised),
        "office_in": (
            "Employment",
            "employee",
            "employer",
            organised and writer.schemata.get(subject, "Person") == "Person",
        ),
        "speaks_for": ("Representation", "agent", "client", True),
        "succeeds": ("Succession", "successor", "predecessor", True),
    }
    schema, first, second, fits = ends.get(kind, ("UnknownLink", "subject", "object", True))
    if kind == "not_same_as":
        writer.lost.add("notes that two actors are not the same dropped")
        return
    if schema == "UnknownLink" or not fits:
        schema, first, second = "UnknownLink", "subject", "object"
        more["status"] = [f"kind: {kind}"]
    a, b = identifier("actor", subject), identifier("actor", other)
    ident = _derived("relation", kind, a, b, record.get("role"), record.get("date"))
    yield writer.entity(ident, schema, {first: [a], second: [b], **more})


def _proof(citation: Mapping[str, Any] | None) -> dict[str, list[str | None]]:
    """Give where a link was read."""
    if not citation:
        return {}
    quote = citation.get("quote")
    return {
        "proof": [identifier("source", citation["source"])],
        "summary": [_CONTROL.sub("", quote)[:_WORDS] if quote else None],
    }


def _event(writer: _Writer, record: Mapping[str, Any]) -> Iterator[Entity]:
    note = record.get("note")
    dates, line = writer.dated(record.get("date"), note)
    if line and not dates and record.get("date"):
        writer.lost.add("dates that FollowTheMoney cannot hold, in notes only")
    ident = identifier("event", record["uid"])
    place, country = writer.places.get(record.get("place") or "", (None, None))
    status = record.get("status")
    writer.dropped(
        record,
        {
            "as_written": "dates as they were written dropped",
            "zone": "time zones dropped",
            "importance": "marks of importance dropped",
            "position": "orders by hand within a day dropped",
            "external_ids": _IDS,
        },
    )
    writer.lost.add("calendars dropped", int(record.get("calendar") not in {None, "gregorian"}))
    participants = record.get("participants") or []
    citations = record.get("citations") or []
    tags = record.get("tags") or []
    clash = any(_MARK.match(tag) for tag in tags)
    marks = {
        "kind": record.get("kind"),
        "status": status if status != "confirmed" else None,
        "access": record.get("access") if record.get("access") != "public" else None,
    }
    yield writer.entity(
        ident,
        "Event",
        {
            "name": [_caption(writer.cut(record["title"], _NAME), record["uid"])],
            "summary": [writer.cut(record.get("summary"), _WORDS)],
            **dates,
            "location": [writer.cut(place, 250)],
            "addressEntity": [identifier("place", record["place"]) if record.get("place") else None],
            "country": [country.lower()] if country and country.lower() in COUNTRIES else [],
            "involved": [identifier("actor", one["actor"]) for one in participants],
            "proof": [identifier("source", one["source"]) for one in citations],
            "keywords": [
                *(_mark(key, value, tags) for key, value in marks.items() if value or clash),
                *(writer.cut(tag, _STRING) for tag in tags),
            ],
            "notes": [*line, writer.cut(note, _WORDS)],
        },
    )
    several = {one["actor"] for one in participants if one.get("role", "participant") != "participant"}
    for one in participants:
        if one["actor"] in several:
            role, proof = one.get("role", "participant"), _proof(one.get("citation"))
            yield _unknown(writer, identifier("actor", one["actor"]), ident, role, **proof)  # type: ignore[arg-type]
    for one in citations:
        yield _documentation(writer, ident, one)


def _documentation(writer: _Writer, event: str, citation: Mapping[str, Any]) -> Entity:
    dates, line = writer.dated(citation.get("date"))
    said = citation.get("phrase")
    anchor = citation.get("anchor")
    words = f"Dated by “{said}”" + (f", counted from {anchor}" if anchor else "") if said else None
    writer.lost.add("anchors and rules of dates kept in words only", int(bool(said or anchor)))
    writer.lost.add("positions of quotes in their texts dropped", int(citation.get("start") is not None))
    writer.lost.add("words around quotes dropped", int(bool(citation.get("prefix") or citation.get("suffix"))))
    source = identifier("source", citation["source"])
    return writer.entity(
        _derived("citation", event, source, citation.get("quote"), citation.get("start"), citation.get("page")),
        "Documentation",
        {
            "document": [source],
            "entity": [event],
            "role": [citation.get("stance")],
            "summary": [writer.cut(citation.get("quote"), _WORDS)],
            "recordId": [writer.cut(citation.get("page"), _STRING)],
            **dates,
            "description": [*line, writer.cut(words, _WORDS)],
            "status": [writer.cut(citation.get("note"), _STRING)],
        },
    )


def _claim(writer: _Writer, record: Mapping[str, Any]) -> Iterator[Entity]:
    writer.lost.add("claims kept in words only")
    writer.lost.add(
        "periods, days and places of claims dropped", int(any(map(record.get, ("period", "claimed", "place"))))
    )
    about = [identifier(kind, record[kind]) for kind in ("event", "actor") if record.get(kind)]
    if not about:
        return
    low, high = record.get("min"), record.get("max")
    value = record.get("value") or " to ".join(str(one) for one in dict.fromkeys((low, high)) if one is not None)
    qualifier = {"exact": "", None: ""}.get(
        record.get("qualifier"), f"{str(record.get('qualifier')).replace('_', ' ')} "
    )
    words = f"{record['attribute']}: {qualifier}{value} {record.get('unit') or ''}".strip()
    passage = record.get("citation") or {}
    yield writer.entity(
        identifier("claim", record["uid"]),
        "Note",
        {
            "name": [writer.cut(words, _NAME)],
            "entity": about,
            "description": [writer.cut(words, _WORDS)],
            "summary": [writer.cut(passage.get("quote"), _WORDS)],
            "proof": [identifier("source", passage["source"])] if passage.get("source") else [],
        },
    )


def _link(writer: _Writer, record: Mapping[str, Any]) -> Iterator[Entity]:
    proof: Any = _proof(record.get("citation"))
    yield _unknown(
        writer, identifier("event", record["from"]), identifier("event", record["to"]), record["kind"], **proof
    )


_WRITERS: dict[str, Callable[[_Writer, Mapping[str, Any]], Iterator[Entity]]] = {
    "place": _place,
    "source": _source,
    "actor": _actor,
    "actor_link": _actor_link,
    "event": _event,
    "claim": _claim,
    "link": _link,
}


# -- reading -----------------------------------------------------------------------------------

_PEOPLE = {"Person": "person"}
_ORGANISED = ("Organization", "Company", "PublicBody")
_DOCUMENTS = (
    "Article",
    "Document",
    "HyperText",
    "PlainText",
    "Pages",
    "Page",
    "Email",
    "Message",
    "Image",
    "Video",
    "Audio",
    "Table",
    "Workbook",
    "Analyzable",
    "Post",
)
_RELATIONS = {
    "Membership": ("member_of", "member", "organization"),
    "Employment": ("office_in", "employee", "employer"),
    "Directorship": ("office_in", "director", "organization"),
    "Representation": ("speaks_for", "agent", "client"),
    "Succession": ("succeeds", "successor", "predecessor"),
}
_EVENT_LINKS = ("part_of", "causes", "follows", "responds_to", "same_as")


def read(stream: BinaryIO, name: str, lost: types.Losses | None = None) -> Iterator[types.Record]:
    """
    Read entities, one a line, as records; `lost` counts schemata and values that have no place here.

    An entity may refer to those that come later. Raises `NotJson`, `NotUtf8`, and `NotOfFormat` for a line that is
    no entity.
    """
    lost = types.Losses() if lost is None else lost
    yield from nested.telling(_records(stream, name, _Reader(lost)), lost)


def _records(stream: BinaryIO, name: str, reader: _Reader) -> Iterator[types.Record]:
    for number, line in enumerate(text.decoded(stream, name), 1):
        if not line.strip():
            continue
        given = text.parsed(line.rstrip("\r\n"), name, number)
        if (
            not isinstance(given, dict)
            or not isinstance(given.get("id"), str)
            or not isinstance(given.get("schema"), str)
        ):
            raise NotOfFormat(
                name,
                number,
                "FollowTheMoney",
                "the line is no entity",
                'each line is an object with "id", "schema" and "properties"',
            )
        reader.line = number
        for record in reader.take(given):
            if not hasattr(record, "line"):
                record.line = number
            yield record
    yield from reader.rest()


def _date_of(properties: Mapping[str, list[str]]) -> str | None:
    """
    Give the EDTF of date, startDate, endDate (D231).

    >>> _date_of({"date": ["2024", "2024-05"]}), _date_of({"startDate": ["2024-05"]})
    ('2024-05', '2024-05/')
    >>> _date_of({"date": ["2023", "2024"]})
    '[2023,2024]'
    """
    single = _dates_in(properties.get("date", ()))
    if single:
        made = single[0] if len(single) == 1 else f"[{','.join(single)}]"
        return str(days.value(made) or single[0])
    starts, ends = _dates_in(properties.get("startDate", ())), _dates_in(properties.get("endDate", ()))
    if not starts and not ends:
        return None
    start, end = (starts[0] if starts else ""), (ends[-1] if ends else "")
    if start == end:
        return start
    made = f"{start}/{end}"
    return str(days.value(made) or start or end)


def _dates_in(values: Iterable[str]) -> list[str]:
    """Give the dates among some values in order, without those that a more precise one makes needless."""
    found = {made for made in (days.of_iso(one) for one in values if isinstance(one, str)) if made}
    found = {one + "Z" if "T" in one and len(one) == 19 else one for one in found}
    return sorted(one for one in found if not any(other != one and other.startswith(one) for other in found))


class _Reader:
    """Turns entities into records; an event waits for its links, so that they become one record."""

    MOST = 20_000
    """Foreign events held till the end; of those beyond, links that come later become records of their own."""

    def __init__(self, lost: types.Losses) -> None:
        self.lost = lost
        self.kinds: dict[int, str] = {}
        """Of foreign ids: whether they are an event, actor, place or source; by hash, for there may be many."""
        self.line = 0
        self.waiting: types.Record | None = None
        """An event of ours, whose links follow it at once."""
        self.held: dict[str, types.Record] = {}
        """Foreign events by uid, whose links may come anywhere in the file."""
        self.later: list[tuple[str, str, str, Properties]] = []

    def take(self, given: Mapping[str, Any]) -> Iterator[types.Record]:
        """Give the records that are complete once this entity is there."""
        properties: Properties = {}
        held = given.get("properties")
        for key, values in held.items() if isinstance(held, dict) else ():
            kept: list[str] = []
            for value in values if isinstance(values, list) else [values]:
                if isinstance(value, dict) and isinstance(value.get("id"), str):
                    if isinstance(value.get("schema"), str):
                        yield from self.take(value)
                    kept.append(value["id"])
                elif isinstance(value, str | int | float) and not isinstance(value, bool):
                    kept.append(str(value))
            if kept:
                properties[str(key)] = kept
        schema, ident = given["schema"], given["id"]
        take = _READERS.get(schema)
        if take is None:
            if not (schema == "Note" and ident.startswith(f"{_OWN}-claim-")):
                self.lost.add(f"{schema} entities left out")
            return
        yield from take(self, schema, ident, properties)

    def rest(self) -> Iterator[types.Record]:
        """Give what waited for the end of the file."""
        yield from self.flush()
        for schema, ident, known, properties in self.later:
            del known
            yield from _edge(self, schema, ident, properties, last=True)
            yield from self.flush()
        yield from self.held.values()

    def flush(self) -> Iterator[types.Record]:
        if self.waiting is not None:
            done, self.waiting = self.waiting, None
            yield done

    # references

    def reference(self, kind: str, ident: str) -> Any:
        """Give a reference to an entity: by uid; a foreign one is made under its id, should it not come."""
        own = uid_of(ident)
        return (
            own[1]
            if own
            else {"uid": f"ftm-{_clean(ident)}", "name": ident}
            if kind != "event"
            else f"ftm-{_clean(ident)}"
        )

    def known(self, ident: str) -> str | None:
        own = uid_of(ident)
        return own[0] if own else self.kinds.get(hash(ident))

    def identified(self, kind: str, ident: str) -> dict[str, Any]:
        """Give uid, and for a foreign entity its id, and remember what it is."""
        own = uid_of(ident)
        if own:
            return {"uid": own[1]}
        self.kinds[hash(ident)] = kind
        return {"uid": f"ftm-{_clean(ident)}", "external_ids": [{"scheme": "ftm", "value": ident}]}

    def one(self, properties: Properties, *keys: str) -> str | None:
        """Give the first value of the first of these properties that has one."""
        for key in keys:
            values = properties.get(key)
            if values:
                self.lost.add(f"further values of {key} dropped", len(values) - 1)
                return values[0]
        return None


def _clean(ident: str) -> str:
    return re.sub(r"[\x00-\x20\x7f-\xa0]", "-", ident)


def _read_actor(reader: _Reader, schema: str, ident: str, properties: Properties) -> Iterator[types.Record]:
    yield from reader.flush()
    names = [*properties.get("name", ()), *properties.get("alias", ())]
    record = types.Record(record="actor", **reader.identified("actor", ident))
    record["name"] = names[0] if names else ident
    kind = (
        next((one for one in properties.get("classification", ()) if one in _SCHEMA), None) if uid_of(ident) else None
    )
    kind = kind or (None if uid_of(ident) else _PEOPLE.get(schema, "organisation" if schema in _ORGANISED else None))
    if kind:
        record["kind"] = kind
    others = [{"name": one, "kind": "alias"} for one in dict.fromkeys(names[1:]) if one != record["name"]]
    others += [{"name": one, "kind": "former"} for one in properties.get("previousName", ())]
    others += [{"name": one, "kind": "weak"} for one in properties.get("weakAlias", ())]
    if others:
        record["names"] = others
    _country(reader, record, properties, "country", "jurisdiction", "nationality")
    _noted(record, [*properties.get("notes", ()), *properties.get("summary", ()), *properties.get("description", ())])
    yield record


def _country(reader: _Reader, record: types.Record, properties: Properties, *keys: str) -> None:
    code = reader.one(properties, *keys)
    if code:
        record["country"] = code.upper()


def _noted(record: types.Record, notes: list[str]) -> None:
    if notes:
        record["note"] = "\n\n".join(dict.fromkeys(notes))


def _edtf_line(notes: list[str]) -> tuple[str | None, list[str]]:
    """Give what our `EDTF:` line says, None if there is none, and the notes without it."""
    for place, note in enumerate(notes):
        found = _EDTF.fullmatch(note)
        edtf = found[1].removesuffix(_OURS) if found else ""
        if found and (not edtf or days.value(edtf)):
            return edtf, notes[:place] + notes[place + 1 :]
    return None, notes


def _read_address(reader: _Reader, schema: str, ident: str, properties: Properties) -> Iterator[types.Record]:
    del schema
    yield from reader.flush()
    parts = [properties[key][0] for key in ("street", "city", "region", "state") if properties.get(key)]
    record = types.Record(record="place", **reader.identified("place", ident))
    record["name"] = reader.one(properties, "full", "name") or ", ".join(parts) or ident
    for key, taken in (("kind", "remarks"), ("precision", "notes")):
        value = reader.one(properties, taken)
        if value:
            record[key] = value[:1000]
    _country(reader, record, properties, "country")
    lat, lon = _degrees(properties, "latitude", 90), _degrees(properties, "longitude", 180)
    if lat is not None and lon is not None:
        record |= {"lat": lat, "lon": lon}
    yield record


def _degrees(properties: Properties, key: str, most: int) -> float | int | None:
    try:
        given = properties[key][0]
        made = int(given) if re.fullmatch(r"[+-]?\d{1,3}", given) else float(given)
    except (KeyError, ValueError):
        return None
    return made if abs(made) <= most else None


def _read_document(reader: _Reader, schema: str, ident: str, properties: Properties) -> Iterator[types.Record]:
    yield from reader.flush()
    record = types.Record(record="source", **reader.identified("source", ident))
    title = reader.one({key: values[:1] for key, values in properties.items()}, "title", "name", "fileName")
    record["title"] = title or ident
    for key, names in (
        ("publisher", ("publisher",)),
        ("author", ("author",)),
        ("url", ("sourceUrl",)),
        ("body", ("bodyText",)),
    ):
        value = reader.one(properties, *names)
        if value:
            record[key] = value
    edtf, notes = _edtf_line(properties.get("notes", []))
    published = edtf or _date_of(
        {"date": properties.get("publishedAt") or properties.get("date") or properties.get("authoredAt") or []}
    )
    if published:
        record["published"] = published
    accessed = properties.get("retrievedAt")
    if accessed:
        record["accessed"] = accessed[0]
    language = reader.one(properties, "language")
    if language:
        record["lang"] = _SHORT.get(language, language)
    kinds, tags = _untagged(properties.get("keywords", []), own=uid_of(ident) is not None)
    del tags
    kind = kinds.get("kind") if uid_of(ident) else schema.lower()
    if kind:
        record["kind"] = kind
    archive = [note for note in notes if note.startswith("Archive: ")] if uid_of(ident) else []
    if archive:
        record["archive_url"] = archive[0].removeprefix("Archive: ")
    _noted(
        record,
        [
            *(note for note in notes if note not in archive),
            *properties.get("summary", ()),
            *properties.get("description", ()),
        ],
    )
    yield record


def _mark(key: str, value: str | None, tags: list[str]) -> str:
    """Give a mark among the keywords; keywords are a set, so one that a tag equals is told from it."""
    mark = f"{key}: {value or ''}"
    return mark + _OURS if mark in tags or mark.strip() in tags else mark


def _untagged(keywords: list[str], *, own: bool) -> tuple[dict[str, str], list[str]]:
    """Take `kind: …` and its like out of our keywords; each can stand once, and first."""
    found: dict[str, str] = {}
    tags: list[str] = []
    for one in keywords:
        key, colon, value = one.partition(": ")
        if own and colon and not tags and key in {"kind", "status", "access"} and key not in found:
            found[key] = value.removesuffix(_OURS.strip()).rstrip() if value.endswith(_OURS) else value
        else:
            tags.append(one)
    return found, tags


def _read_event(reader: _Reader, schema: str, ident: str, properties: Properties) -> Iterator[types.Record]:
    del schema
    yield from reader.flush()
    record = types.Record(record="event", **reader.identified("event", ident))
    names = properties.get("name", [])
    record["title"] = (names[0] if names else ident)[:1000]
    edtf, notes = _edtf_line(properties.get("notes", []))
    date = _date_of(properties) if edtf is None else edtf or None
    if date:
        record["date"] = date
    summary = [*properties.get("summary", ()), *properties.get("description", ())]
    if summary:
        record["summary"] = "\n\n".join(dict.fromkeys(summary))
    _noted(record, [*notes, *(f"Also: {name}" for name in names[1:])])
    marks, tags = _untagged(properties.get("keywords", []), own=uid_of(ident) is not None)
    record |= {key: value for key, value in marks.items() if value}
    if tags:
        record["tags"] = tags
    place = reader.one(properties, "addressEntity")
    location = reader.one(properties, "location", "address") if not place else None
    if place or location:
        record["place"] = reader.reference("place", place) if place else {"name": (location or "")[:1000]}
    actors = [*properties.get("involved", ()), *properties.get("organizer", ())]
    if actors:
        organisers = set(properties.get("organizer", ()))
        record["participants"] = [
            {"actor": reader.reference("actor", one), **({"role": "organizer"} if one in organisers else {})}
            for one in dict.fromkeys(actors)
        ]
    urls = properties.get("sourceUrl", [])
    proofs = properties.get("proof", [])
    cited = [{"source": reader.reference("source", one)} for one in proofs] + [
        {"source": {"name": one}} for one in urls
    ]
    if cited:
        record["citations"] = cited
    record.line = reader.line
    if uid_of(ident) is None and len(reader.held) < reader.MOST:
        reader.held[record["uid"]] = record
    else:
        reader.waiting = record


def _edge(
    reader: _Reader, schema: str, ident: str, properties: Properties, *, last: bool = False
) -> Iterator[types.Record]:
    """Take what joins two entities: into the event that waits, else as a record of its own."""
    ends = _ENDS[schema]
    first, second = properties.get(ends[0], []), properties.get(ends[1], [])
    if not first or not second:
        reader.lost.add(f"{schema} entities without both ends left out")
        return
    reader.lost.add(f"further ends of {schema} entities dropped", len(first) + len(second) - 2)
    a, b = first[0], second[0]
    kinds = reader.known(a), reader.known(b)
    if None in kinds and not last:
        reader.later.append((schema, ident, "", properties))
        return
    if schema == "Documentation" and kinds == ("source", "event"):
        nested_key, owner, made = "citations", b, _passage(reader, a, properties)
    elif kinds == ("actor", "event"):
        made = {"actor": reader.reference("actor", a), **_role(properties)}
        nested_key, owner = "participants", b
    elif kinds == ("event", "event"):
        role = properties.get("role", [""])[0]
        kind = role if role in _EVENT_LINKS else "part_of" if role.lower() == "part of" else None
        if kind is None:
            reader.lost.add("links of events of a kind we do not have left out")
            return
        yield from reader.flush()
        yield types.Record({"record": "link", "from": _uid(reader, a), "kind": kind, "to": _uid(reader, b)})
        return
    elif kinds == ("actor", "actor"):
        yield from reader.flush()
        yield from _relation(reader, schema, ident, a, b, properties)
        return
    else:
        reader.lost.add(f"{schema} entities between other things left out")
        return
    uid = _uid(reader, owner)
    waiting = reader.held.get(uid) or reader.waiting
    if waiting is not None and waiting["uid"] == uid:
        _merge(waiting.setdefault(nested_key, []), made)
        return
    yield from reader.flush()
    yield types.Record({"record": "event", "uid": uid, nested_key: [made]})


def _uid(reader: _Reader, ident: str) -> str:
    return str(reader.reference("event", ident))


def _merge(those: list[dict[str, Any]], made: dict[str, Any]) -> None:
    """Put a participant or passage to those that an event names already, in place of one that says nothing more."""
    key = "actor" if "actor" in made else "source"
    for place, one in enumerate(those):
        if one == {key: made[key]}:
            those[place] = made
            return
    those.append(made)


def _role(properties: Properties) -> dict[str, str]:
    role = properties.get("role")
    return {"role": role[0]} if role else {}


def _passage(reader: _Reader, source: str, properties: Properties) -> dict[str, Any]:
    made: dict[str, Any] = {"source": reader.reference("source", source)}
    stance = properties.get("role", [""])[0]
    if stance in {"supports", "disputes", "mentions"}:
        made["stance"] = stance
    for key, taken in (("quote", "summary"), ("page", "recordId"), ("note", "status")):
        value = reader.one(properties, taken)
        if value:
            made[key] = value
    edtf, rest = _edtf_line(properties.get("description", []))
    del rest
    date = edtf or _date_of(properties)
    if date:
        made["date"] = date
    return made


def _relation(
    reader: _Reader, schema: str, ident: str, a: str, b: str, properties: Properties
) -> Iterator[types.Record]:
    kind = _RELATIONS.get(schema, ("", "", ""))[0]
    if not kind:
        told = properties.get("status", [""])[0].removeprefix("kind: ")
        kind = told if told in {"part_of", "member_of", "office_in", "speaks_for", "succeeds"} else ""
    if not kind:
        if properties.get("role") == ["merged into"] and uid_of(a) and uid_of(b):
            return
        reader.lost.add(f"{schema} entities between actors left out")
        return
    edtf, rest = _edtf_line(properties.get("description", []))
    del rest, ident
    record = types.Record(
        {
            "record": "actor_link",
            "subject": reader.reference("actor", a),
            "kind": kind,
            "object": reader.reference("actor", b),
        }
    )
    record |= _role(properties)
    date = edtf or _date_of(properties)
    if date:
        record["date"] = date
    proof = reader.one(properties, "proof")
    if proof:
        record["citation"] = {"source": reader.reference("source", proof)}
        quote = reader.one(properties, "summary")
        if quote:
            record["citation"]["quote"] = quote
    yield record


_ENDS = {
    **{schema: ends[1:] for schema, ends in _RELATIONS.items()},
    "Documentation": ("document", "entity"),
    "UnknownLink": ("subject", "object"),
}
_READERS: dict[str, Callable[[_Reader, str, str, Properties], Iterator[types.Record]]] = {
    **dict.fromkeys(("LegalEntity", "Person", *_ORGANISED), _read_actor),
    **dict.fromkeys(_DOCUMENTS, _read_document),
    **dict.fromkeys(_ENDS, _edge),
    "Address": _read_address,
    "Event": _read_event,
}

FORMAT = types.Format(
    "ftm",
    ".ftm.json",
    "FollowTheMoney entities, one a line",
    write_records=write_records,
    read=read,
)
