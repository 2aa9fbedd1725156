"""
GeoJSON (RFC 7946): a FeatureCollection of events, a feature a line, for maps.

Longitude comes first; an event whose place has no coordinates has a null geometry (section 3.2), so none is
left out. `properties` hold the date as EDTF and in words, its bounds as ISO days (null where open), names of actors
and sources for filters, and the rest nested as docs/records.md has it, so that our own files are read back. Of foreign
features the reader takes title, date, text, place and id by the usual names of their properties, and of an
area or a line the middle of its extent, saying so in the place's precision (D230).
"""

from __future__ import annotations

import json as standard
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from timeline.edtf import bounds, english, parse_lenient
from timeline.errors import EdtfError, NotOfFormat
from timeline.formats import days, nested, text, types
from timeline.jsontext import listed, outline
from timeline.model import slug

_REST = (
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
    "tags",
    "participants",
    "place",
    "citations",
    "claims",
    "links",
    "external_ids",
)
_BLOCK = 200


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write one FeatureCollection, a feature a line."""
    encode = text.encoder()
    yield f'{{"type":"FeatureCollection","timeline":1,"title":{encode(context.title)},"features":['
    before, block = "\n", []
    for event in events:
        block.append(before + encode(_feature(event, lost)))
        before = ",\n"
        if len(block) == _BLOCK:
            yield "".join(block)
            block.clear()
    yield "".join(block) + "\n]}\n"


def _feature(event: Mapping[str, Any], lost: types.Losses) -> dict[str, Any]:
    kept = nested.some(event, _REST)
    place = dict(kept.get("place") or {})
    lat, lon = place.pop("lat", None), place.pop("lon", None)
    geometry = None
    if lat is not None and lon is not None:
        geometry = {"type": "Point", "coordinates": [lon, lat]}
    elif lat is not None or lon is not None:
        lost.add("half coordinates dropped")
    if place:
        kept["place"] = place
    properties: dict[str, Any] = {
        "title": kept.pop("title", ""),
        "date": kept.pop("date", None),
        **_dated(event.get("date")),
        "actors": list(dict.fromkeys(one["actor"]["name"] for one in event.get("participants") or ())),
        "sources": list(dict.fromkeys(one["source"]["title"] for one in event.get("citations") or ())),
        **kept,
    }
    return {"type": "Feature", "id": event["uid"], "geometry": geometry, "properties": properties}


def _dated(edtf: str | None) -> dict[str, Any]:
    """Give the date in words and its four bounds as ISO days; null where open, and where there is no date."""
    value = days.value(edtf)
    if value is None:
        return {"when": edtf or "undated", "start_min": None, "start_max": None, "end_min": None, "end_max": None}
    found = bounds(value)
    return {
        "when": english(value),
        "start_min": days.day(found.start_min),
        "start_max": days.day(found.start_max),
        "end_min": days.day(found.end_min),
        "end_max": days.day(found.end_max),
    }


# -- reading -----------------------------------------------------------------------------------

_TITLE = ("title", "name", "headline", "event", "label", "event_name", "place_name")
_TEXT = ("summary", "description", "desc", "details", "text", "popupcontent", "notes")
_WHEN = ("edtf", "date", "when", "datetime", "event_date", "date_time", "timestamp", "time", "day", "year")
_START = ("start", "start_date", "startdate", "begin", "date_start", "from", "start_time", "begin_date")
_END = ("end", "end_date", "enddate", "date_end", "to", "end_time", "finish")
_PLACE = ("place", "location", "place_name", "locality", "city", "address", "site")
_SOURCE = ("source_url", "url", "link", "source", "href")
_MILLISECONDS = 100_000_000_000
"""A number of at least so many cannot be a year or a date in digits: it counts milliseconds since 1970."""
_LATEST = 10**15
"""More milliseconds than any file means."""


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """
    Read the events of a FeatureCollection, or of one Feature; a record's `line` is the number of its feature.

    Raises `NotJson`, `NotUtf8`, and `NotOfFormat` for what is no GeoJSON of features in degrees.
    """
    lost = types.Losses()
    yield from nested.telling(_records(stream, name, lost), lost)


def _records(stream: BinaryIO, name: str, lost: types.Losses) -> Iterator[types.Record]:
    unfolding, places = nested.Unfolding(), nested.Seen()
    for number, feature in enumerate(_features(stream, name), 1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise NotOfFormat(name, f"feature {number}", "GeoJSON", "it is no Feature", 'each has "type": "Feature"')
        properties = feature.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        point = _point(feature.get("geometry"), name, number)
        own = _own(properties)
        if own is not None:
            if point and isinstance(own.get("place"), dict):
                own["place"] = {**own["place"], "lon": point[0], "lat": point[1]}
            yield from unfolding.records(own, number)
        else:
            for found in _foreign(feature, properties, point, name, number):
                if found["record"] == "place" and not places.first(found["uid"]):
                    continue
                record = types.Record(found)
                record.line = number
                yield record
            if point and point[2]:
                lost.add("lines and areas made a point")
            lost.add("dates kept in words only", int("as_written" in found and "date" not in found))
    yield from unfolding.links()


def _features(stream: BinaryIO, name: str) -> Iterator[Any]:
    """Give the features one at a time, when the whole text has proved to be a collection, or one of them."""
    began = stream.tell()
    document, which = outline(text.pulled(stream, name), "features", ("type",))
    kind = document["type"] if document is not None and "type" in document else None
    stream.seek(began)
    if kind == "Feature":
        yield text.pulled(stream, name).value()
    elif kind == "FeatureCollection" and which:
        yield from listed(text.pulled(stream, name), "features", which)
    else:
        raise NotOfFormat(
            name, None, "GeoJSON", "it is no FeatureCollection and no Feature", "RFC 7946 tells what they are"
        )


def _own(properties: Mapping[str, Any]) -> dict[str, Any] | None:
    """
    Give the event if the feature is one of ours: uid, title, date and words are there.

    Programs that save a map again write nested values as text, which is read.
    """
    if (
        not all(isinstance(properties.get(key), str) for key in ("uid", "title", "when"))
        or "start_min" not in properties
    ):
        return None
    own: dict[str, Any] = {}
    for key in _REST:
        given = properties.get(key)
        if given is None:
            continue
        if key in _NESTED and isinstance(given, str):
            try:
                given = standard.loads(given)
            except ValueError:
                continue
        if key in _NESTED and not isinstance(given, _NESTED[key]):
            continue
        own[key] = given
    return own if _sound(own) else None


_NESTED: dict[str, type] = dict.fromkeys(("participants", "citations", "claims", "links", "tags", "external_ids"), list)
_NESTED["place"] = dict


def _sound(own: Mapping[str, Any]) -> bool:
    """Say whether what is nested refers as ours does."""
    owners = {"participants": "actor", "citations": "source", "links": "to"}
    for key, inner in owners.items():
        for one in own.get(key) or ():
            if not isinstance(one, dict) or not isinstance(one.get(inner), dict) or "uid" not in one[inner]:
                return False
    for one in own.get("claims") or ():
        if not isinstance(one, dict) or "attribute" not in one:
            return False
        passage = one.get("citation")
        if passage and not (isinstance(passage, dict) and isinstance(passage.get("source"), dict)):
            return False
        if passage and "uid" not in passage["source"]:
            return False
    place = own.get("place")
    return place is None or "uid" in place


def _foreign(
    feature: Mapping[str, Any],
    properties: Mapping[str, Any],
    point: tuple[float, float, str | None] | None,
    name: str,
    number: int,
) -> Iterator[dict[str, Any]]:
    """Give the records of a feature of another program."""
    known = {re.sub(r"[\s:-]+", "_", str(key).strip().lower()): value for key, value in properties.items()}
    title = _first(known, _TITLE)
    place = _first(known, _PLACE)
    summary = _first(known, _TEXT)
    event: dict[str, Any] = {"record": "event", "title": title or place or (summary or "")[:200] or f"Feature {number}"}
    if summary and summary != event["title"]:
        event["summary"] = summary
    event |= _when(known)
    given = feature.get("id", known.get("id", known.get("fid", known.get("objectid"))))
    identifier = _identifier(given)
    if identifier:
        event["external_ids"] = [{"scheme": _scheme(name), "value": identifier}]
    if point:
        lon, lat, precision = point
        at = f"{lat:.5f}, {lon:.5f}"
        uid = slug(f"{place or 'at'} {_signed(lat)} {_signed(lon)}", 90)
        record = {"record": "place", "uid": uid, "name": (place or at)[:1000], "lat": lat, "lon": lon}
        yield record | ({"precision": precision} if precision else {})
        event["place"] = uid
    elif place:
        event["place"] = {"name": place[:1000]}
    address = next((str(known[key]) for key in _SOURCE if re.match(r"https?://\S+$", str(known.get(key) or ""))), None)
    if address:
        event["citations"] = [{"source": {"name": address}}]
    tags = known.get("tags")
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        event["tags"] = tags
    yield event


def _scheme(name: str) -> str:
    """Give the scheme under which ids of a file stand: numbers such as 1, 2, 3 mean something in their file alone."""
    stem = slug(re.sub(r"\.\w+$", "", re.split(r"[/\\]", name)[-1])) if name != "-" else ""
    return f"geojson:{stem}" if stem else "geojson"


def _signed(number: float) -> str:
    """
    Give a coordinate so that a slug keeps its sign and all its digits.

    >>> _signed(-73.5), _signed(40)
    ('m73p5', '40')
    """
    return f"{number:.7f}".rstrip("0").rstrip(".").replace("-", "m").replace(".", "p")


def _identifier(given: object) -> str:
    """Give an id as text: 7, 7.0 and "7" are the same."""
    if isinstance(given, bool) or given is None:
        return ""
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    return str(given).strip() if isinstance(given, str | int | float) else ""


def _first(known: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """Give the first of these properties that holds a text; of an object in several languages, any of them."""
    for key in names:
        given = known.get(key)
        if isinstance(given, dict):
            given = next((one for one in given.values() if isinstance(one, str)), None)
        if isinstance(given, str) and given.strip():
            return given.strip()
    return None


def _when(known: Mapping[str, Any]) -> dict[str, Any]:
    """Give the date of a foreign feature, and its own words where they are no EDTF."""
    single = next((known[key] for key in _WHEN if known.get(key) not in (None, "")), None)
    start = next((known[key] for key in _START if known.get(key) not in (None, "")), None)
    end = next((known[key] for key in _END if known.get(key) not in (None, "")), None)
    if single is None and start is None and end is None:
        return {}
    if single is None or (start is not None and end is not None):
        words = " to ".join(str(one) for one in (start, end) if one is not None)
        first, last = _date(start), _date(end)
        if first and last:
            joined = first if first == last else _edtf(f"{first}/{last}")
            return {"date": joined} if joined else {"as_written": words}
        if (start is not None and not first) or (end is not None and not last):
            return {"as_written": words}
        # One of the two alone says when it began, or by when it was over.
        return {"date": first} if first else {"date": _edtf(f"/{last}")}
    found = _date(single)
    if found is None:
        return {"as_written": str(single)}
    return (
        {"date": found}
        if str(single) == found or not isinstance(single, str)
        else {"date": found, "as_written": single}
    )


def _edtf(given: str) -> str | None:
    try:
        return str(parse_lenient(given)[0])
    except EdtfError:
        return None


def _date(given: object) -> str | None:
    """Give the EDTF of a value: milliseconds since 1970, a year, ISO, EDTF, or whole English; None if it is none."""
    if isinstance(given, bool) or given is None:
        return None
    if isinstance(given, int | float):
        if not abs(given) < _LATEST:
            return None
        if abs(given) >= _MILLISECONDS:
            day = days.day(given // 1000)
            clock = int(given // 1000) % 86_400
            return days.of_iso(f"{day}T{clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}Z")
        return (
            _edtf(f"{int(given):04d}" if given >= 0 else f"-{int(-given):04d}")
            if given == int(given) and abs(given) <= 9999
            else None
        )
    if not isinstance(given, str) or len(given) > 200:
        return None
    found = days.of_iso(given) or _edtf(given.strip())
    if found is None:
        from timeline.timex import Resolved
        from timeline.timex import read as understood

        outcome = understood(given)
        found = outcome.edtf if isinstance(outcome, Resolved) and outcome.anchor is None else None
    return found


def _point(geometry: object, name: str, number: int) -> tuple[float, float, str | None] | None:
    """
    Give longitude, latitude and precision of a geometry; None where it is null or empty.

    What is no point is stood for by the middle of its extent (D230), across the antimeridian too (section 3.1.9).
    """
    if geometry is None:
        return None
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        raise NotOfFormat(name, f"feature {number}", "GeoJSON", "its geometry has no type", "RFC 7946, 3.1 has them")
    positions = list(_positions(geometry))
    if not positions:
        return None
    for lon, lat in positions:
        if not (math.isfinite(lon) and math.isfinite(lat) and abs(lat) <= 90 and abs(lon) <= 360):
            raise NotOfFormat(
                name,
                f"feature {number}",
                "GeoJSON",
                f"{lon:g}, {lat:g} is not longitude and latitude in degrees",
                "convert the file to WGS 84 (EPSG:4326)",
            )
    if len(positions) == 1:
        lon, lat = positions[0]
        return _round_earth(lon), lat, None
    lons = [lon for lon, _ in positions]
    if max(lons) - min(lons) > 180:
        lons = [lon + 360 if lon < 0 else lon for lon in lons]
    lats = [lat for _, lat in positions]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    wide = (max(lons) - min(lons)) * math.cos(math.radians(lat))
    km = math.hypot(wide, max(lats) - min(lats)) * 111.2
    return _round_earth(lon), lat, f"middle of a {geometry['type']} {km:.3g} km across"


def _round_earth(lon: float) -> float:
    """Bring a longitude into -180 to 180."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180


def _positions(geometry: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Give longitude and latitude of every position of a geometry, and of those it is a collection of."""
    waiting: list[Any] = [geometry]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting.append(one.get("geometries") if one.get("type") == "GeometryCollection" else one.get("coordinates"))
        elif isinstance(one, list) and one:
            if all(isinstance(number, int | float) and not isinstance(number, bool) for number in one[:2]):
                if len(one) >= 2:
                    yield float(one[0]), float(one[1])
            else:
                waiting.extend(one)


FORMAT = types.Format(
    "geojson",
    ".geojson",
    "a FeatureCollection for maps (RFC 7946)",
    write_whole=write_whole,
    read=read,
)
