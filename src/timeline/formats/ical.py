"""
iCalendar (RFC 5545, with RFC 7986 for the calendar's own name): a calendar to be subscribed to.

A date that is no plain day is an all-day span over all it may mean, with the EDTF in `X-EDTF` and the words in
`DESCRIPTION`; `DTEND` is exclusive. `DTSTAMP` is when the row was last written, so nothing that stays changes
(D221). What is undated or before the year 1 has no place in a calendar and is reported. `X-TIMELINE` carries the
event as we keep it; reading takes that, and from the other properties what was changed since. Reading wants the
library icalendar (extra `ical`), and takes one `VEVENT` at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import isfinite
from typing import Any, BinaryIO, NamedTuple

from timeline.edtf import DateTime, Interval, bounds, parse
from timeline.edtf.civil import DAY, civil_from_days
from timeline.errors import EdtfError, NotOfFormat, NotUtf8
from timeline.formats import text, types, wording
from timeline.formats.nested import Unfolding

_FORM = "iCalendar"
_WIDTH = 75
"""Octets a line may have, its end left out (RFC 5545, 3.1)."""
_HOME = "timeline"
"""Stands for the chronology where it has no identity, as it did in all calendars before D311."""
_OURS = re.compile(r".+@(?:timeline|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.DOTALL)
"""A UID as we make it, of this chronology or another."""
_STATUS = {"confirmed": "CONFIRMED", "draft": "TENTATIVE", "disputed": "TENTATIVE", "retracted": "CANCELLED"}
_CLASS = {"public": "PUBLIC", "internal": "PRIVATE", "confidential": "CONFIDENTIAL"}
_SPECIAL = re.compile(r"([\\;,])")
_LINE_ENDS = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BLOCK = 200
_NEVER = "19700101T000000Z"
"""When an event was written that was never put down."""


# --- out ---


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write a calendar with a `VEVENT` an event."""
    head = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Timeline//Timeline//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(context.title)}",
        f"X-WR-CALNAME:{escaped(context.title)}",
    ]
    if context.filters:
        head.append(f"DESCRIPTION:{escaped(context.filters)}")
    yield "".join(map(folded, head))
    block: list[str] = []
    for event in events:
        span = _span(event.get("date"))
        if isinstance(span, str):
            lost.add(span)
            continue
        if span.is_cut:
            lost.add("open ends told in words alone")
        block += map(folded, _component(event, span, context.identity or _HOME))
        if len(block) > _BLOCK * 15:
            yield "".join(block)
            block.clear()
    yield "".join([*block, folded("END:VCALENDAR")])


def escaped(value: str) -> str:
    r"""
    Give a text as a value of the type TEXT (RFC 5545, 3.3.11); what may not stand in one is replaced.

    >>> print(escaped("a, b; c\n\\"))
    a\, b\; c\n\\
    """
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", _LINE_ENDS.sub(r"\\n", _SPECIAL.sub(r"\\\1", value)))


def folded(line: str) -> str:
    """Give a line with its end, cut into pieces of 75 octets; no character is cut apart."""
    raw = line.encode()
    if len(raw) <= _WIDTH:
        return line + "\r\n"
    pieces, start, room = [], 0, _WIDTH
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end].decode())
        start, room = end, _WIDTH - 1
    pieces.append(raw[start:].decode())
    return "\r\n ".join(pieces) + "\r\n"


class _Span(NamedTuple):
    """Where an event stands in a calendar."""

    start: str
    """The property DTSTART."""
    end: str | None
    is_day: bool
    """It is one day, or one time, as far as the date goes."""
    is_cut: bool
    """One end of the date is open, and not in the span."""


def _span(edtf: str | None, zone: str | None = None) -> _Span | str:
    """Give the span of a date, or what is to be said where it has none."""
    try:
        value = parse(edtf) if edtf else None
    except EdtfError:
        value = None
    if value is None:
        return "undated events skipped"
    reach = bounds(value)
    low, high = reach.start_min, reach.end_max
    is_cut = not (isfinite(low) and isfinite(high))
    if not isfinite(low):
        low = high - DAY + 1
    elif not isfinite(high):
        high = reach.start_max if isfinite(reach.start_max) else low + DAY - 1
    if not (isfinite(low) and isfinite(high)):
        return "events that may be at any time skipped"
    if low < _FIRST:
        return "events before the year 1 skipped"
    if high > _LAST:
        return "events after the year 9999 skipped"
    if isinstance(value, DateTime):
        return _Span(f"DTSTART{_instant(value, zone)}", None, is_day=True, is_cut=False)
    if isinstance(value, Interval) and isinstance(value.start, DateTime) and isinstance(value.end, DateTime):
        start, end = _instant(value.start, zone), _instant(value.end, zone)
        if start < end and start.endswith("Z") == end.endswith("Z"):
            return _Span(f"DTSTART{start}", f"DTEND{end}", is_day=False, is_cut=False)
    first, last = int(low) // DAY, int(high) // DAY
    return _Span(f"DTSTART{_day(first)}", f"DTEND{_day(last + 1)}", is_day=first == last, is_cut=is_cut)


_FIRST = int(bounds(parse("0001")).start_min)
_LAST = int(bounds(parse("9999")).end_max) - DAY
"""Less a day: the end of a span is told by the day after it."""


def _day(number: int) -> str:
    year, month, day = civil_from_days(number)
    return f";VALUE=DATE:{year:04d}{month:02d}{day:02d}"


def _instant(value: DateTime, zone: str | None) -> str:
    """Give a time in UTC if it is known where it was, else as a clock showed it (RFC 5545, 3.3.5)."""
    local = datetime(value.year, value.month, value.day, value.hour, value.minute, min(value.second, 59))  # noqa: DTZ001
    offset = _offset(value.zone) if value.zone else _offset_at(zone, local)
    if offset is None:
        return f":{local:%Y%m%dT%H%M%S}".replace(f":{local:%Y}", f":{local.year:04d}", 1)
    try:
        moment = local - offset
    except OverflowError:
        moment = local
    return f":{moment.year:04d}{moment:%m%dT%H%M%S}Z"


def _offset(zone: str) -> timedelta:
    if zone == "Z":
        return timedelta()
    hours, minutes = zone[1:].split(":")
    return timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if zone[0] == "-" else 1)


def _offset_at(zone: str | None, local: datetime) -> timedelta | None:
    """Give the offset of an IANA zone at a local time; None if there is no such zone here."""
    if not zone:
        return None
    from zoneinfo import ZoneInfo

    try:
        return local.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (ValueError, OSError, KeyError):
        return None


def _component(event: Mapping[str, Any], span: _Span, home: str = _HOME) -> Iterator[str]:
    """Give the lines of a `VEVENT`, unfolded; `home` makes its UID unique in the world (RFC 5545, 3.8.4.7)."""
    if event.get("zone"):
        zoned = _span(event["date"], event["zone"])
        assert isinstance(zoned, _Span)  # noqa: S101 -- a zone moves a time, never takes it away
        span = zoned
    stamp = re.sub(r"[-:]|\.\d+", "", event.get("recorded") or _NEVER)
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event['uid'])}@{home}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield span.start
    if span.end:
        yield span.end
    yield f"SUMMARY:{escaped(event['title'])}"
    yield f"DESCRIPTION:{escaped(description(event))}"
    place = event.get("place")
    if place:
        yield f"LOCATION:{escaped(place['name'])}"
        if "lat" in place:
            yield f"GEO:{place['lat']:f};{place['lon']:f}"
    if event.get("tags"):
        yield "CATEGORIES:" + ",".join(map(escaped, event["tags"]))
    urls = (wording.link(one["source"]) for one in event.get("citations", ()))
    if url := next((one for one in urls if one), None):
        yield f"URL:{url}"
    yield f"STATUS:{_STATUS[event.get('status', 'confirmed')]}"
    yield f"CLASS:{_CLASS[event.get('access', 'public')]}"
    yield "TRANSP:TRANSPARENT"
    yield f"X-EDTF:{escaped(event['date'])}"
    kept = {key: value for key, value in event.items() if key != "recorded"}
    yield f"X-TIMELINE:{escaped(text.ascii_encoder()(kept))}"
    yield "END:VEVENT"


def description(event: Mapping[str, Any]) -> str:
    """Give what is told of an event under its title: the date in words first."""
    made = [_capital(wording.date(event.get("date")))]
    if event.get("status", "confirmed") != "confirmed":
        made[0] += f" ({event['status']})"
    if event.get("summary"):
        made.append(event["summary"])
    if who := wording.who(event):
        made.append("Who: " + "; ".join(who))
    made += ["Figures: " + wording.statement(claim) for claim in event.get("claims", ())]
    made += [_cited(one) for one in event.get("citations", ())]
    return "\n\n".join(made)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cited(citation: Mapping[str, Any]) -> str:
    source = citation["source"]
    said = f": “{citation['quote']}”" if citation.get("quote") else ""
    where = "".join(f", {one}" for one in (wording.locator(citation), wording.link(source)) if one)
    disputes = " (disputes it)" if citation.get("stance") == "disputes" else ""
    return f"Source: {wording.source(source)}{where}{disputes}{said}"


# --- in ---


class _Block(NamedTuple):
    """A component as it stands in the file."""

    line: int
    lines: list[str]
    zones: dict[str, list[str]]
    """The time zones that the file has defined so far, by name."""


_LOST = {
    "RRULE": "recurrences (only the first is taken)",
    "RDATE": "recurrences (only the first is taken)",
    "ATTACH": "attachments",
    "VALARM": "alarms",
    "VTODO": "to-dos",
    "VJOURNAL": "journal entries",
    "VFREEBUSY": "free and busy times",
}


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """
    Read a calendar; a record's `line` is that of its `BEGIN:VEVENT`.

    Raises `ExtraMissing`, `NotUtf8`, and `NotOfFormat` for what is no calendar or breaks off.
    """
    types.library("icalendar", "ical", "ical")
    return types.told(_read(stream, name))


def _read(stream: BinaryIO, name: str) -> Iterator[types.Record | str]:
    unfolding = Unfolding()
    for block in _blocks(stream, name):
        if isinstance(block, str):
            yield block
            continue
        try:
            yield from _event(block, unfolding)
        except (KeyError, TypeError, AttributeError, RecursionError):
            raise NotOfFormat(name, block.line, _FORM, "X-TIMELINE is not as we write it") from None
    yield from unfolding.links()


def _unfolded(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """Give the lines, joined where they were folded, which may be inside a character."""
    began, held = 1, b""
    for number, raw in enumerate(stream, 1):
        bare = raw.rstrip(b"\r\n")
        if number == 1:
            bare = bare.removeprefix(b"\xef\xbb\xbf")
        if number > 1 and bare[:1] in {b" ", b"\t"}:
            held += bare[1:]
            continue
        if held:
            yield began, _decoded(held, name, began)
        began, held = number, bare
    if held:
        yield began, _decoded(held, name, began)


def _decoded(raw: bytes, name: str, line: int) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise NotUtf8(name, line, error.start, raw[error.start]) from None


def _blocks(stream: BinaryIO, name: str) -> Iterator[_Block | str]:
    """Give each `VEVENT` of a file, and words for what else is in it."""
    opened: list[tuple[str, int]] = []
    zones: dict[str, list[str]] = {}
    kept: list[str] = []
    first = True
    for number, line in _unfolded(stream, name):
        mark = line.strip().upper()
        if first and mark != "BEGIN:VCALENDAR":
            raise NotOfFormat(name, number, _FORM, "the file does not begin with BEGIN:VCALENDAR")
        first = False
        if mark.startswith("BEGIN:"):
            kind = mark[6:]
            opened.append((kind, number))
            if len(opened) == 2:
                kept = []
            if kind in _LOST:
                yield f"{_LOST[kind]} left out"
        if len(opened) > 1:
            kept.append(line)
        if mark.startswith("END:"):
            if not opened or opened[-1][0] != mark[4:]:
                wanted = f"END:{opened[-1][0]}" if opened else "BEGIN:VCALENDAR"
                raise NotOfFormat(name, number, _FORM, f"{mark[:40]} where {wanted} was expected")
            kind, began = opened.pop()
            if len(opened) == 1 and kind == "VEVENT":
                yield _Block(began, kept, zones)
            elif len(opened) == 1 and kind == "VTIMEZONE":
                called = next((one[5:].strip() for one in kept if one.upper().startswith("TZID:")), "")
                zones[called] = kept
    if opened:
        kind, began = opened[-1]
        raise NotOfFormat(name, began, _FORM, f"BEGIN:{kind} is not ended before the file is")


def _event(block: _Block, unfolding: Unfolding) -> Iterator[types.Record | str]:
    """Give the records of one `VEVENT`."""
    found = _properties(block)
    own = _own(block)
    if own is not None:
        yield from unfolding.records(_changed(own, found), block.line)
        return
    yield from (f"{found.bad[n]} left out" for n in range(min(5, len(found.bad))))
    yield from ("further unreadable lines left out" for _ in found.bad[5:])
    lost = dict.fromkeys(_LOST[key] for key in found.given if key in _LOST)
    yield from (f"{what} left out" for what in lost)
    if not found.title:
        yield "events without a title left out"
        return
    told = _bare(found) if _OURS.fullmatch(_said(found.given, "UID")) else {}
    for record in _records(found):
        yield types.numbered({**record, **told} if record["record"] == "event" else record, block.line)


class _Found(NamedTuple):
    """What a `VEVENT` says, in our words."""

    given: Mapping[str, Any]
    title: str
    date: str | None
    zone: str | None
    description: str
    place: str
    tags: list[str]
    status: str
    bad: list[str]
    """The lines that could not be read, each with its number."""


def _properties(block: _Block) -> _Found:
    """Take a component apart with the library."""
    library = types.library("icalendar", "ical", "ical")
    lines, bad = [], []
    inner = 0
    for number, line in enumerate(block.lines):
        inner += line.upper().startswith("BEGIN:") - line.upper().startswith("END:")
        if inner > 1 or (line.upper().startswith("END:") and inner == 1):
            continue  # an alarm
        if not re.match(r"[A-Za-z0-9-]+[;:]", line):
            bad.append(f"line {block.line + number}{'' if number < 2 else ' or after'} ({line[:40]!r})")
            continue
        lines.append(line)
    wanted = {found[1] for line in lines if (found := re.search(r"TZID=\"?([^\":;]+)", line))}
    zones = [line for zone in sorted(wanted) for line in block.zones.get(zone, ())]
    whole = ["BEGIN:VCALENDAR", *zones, *lines, "END:VCALENDAR"]
    try:
        component = library.Calendar.from_ical("\r\n".join(whole) + "\r\n").walk("VEVENT")[0]
    except (ValueError, IndexError, KeyError, TypeError):
        component = {}
        bad.append(f"the event of line {block.line}, which cannot be taken apart,")
    when, zone = _when(component)
    unread = [key for key, _ in getattr(component, "errors", ()) if when is None or key not in {"DTSTART", "DTEND"}]
    bad += [f"{key or 'a line'} of the event of line {block.line}" for key in unread]
    categories = component.get("CATEGORIES", [])
    categories = categories if isinstance(categories, list) else [categories]
    description = _said(component, "DESCRIPTION")
    title = " ".join((_said(component, "SUMMARY") or description[:200]).split())
    return _Found(
        given=component,
        title=title[:1000],
        date=when,
        zone=zone,
        description=description,
        place=" ".join(_said(component, "LOCATION").split())[:1000],
        tags=[str(tag) for one in categories for tag in getattr(one, "cats", [one]) if str(tag).strip()],
        status=_said(component, "STATUS").upper(),
        bad=bad,
    )


def _said(component: Mapping[str, Any], key: str) -> str:
    found = component.get(key, "")
    found = found[0] if isinstance(found, list) and found else found
    return str(found).replace("\r\n", "\n").strip()


def _when(component: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Give the date of a component as EDTF, and its zone; an exclusive end becomes the last day."""
    start, end = _moment(component, "DTSTART"), _moment(component, "DTEND")
    if start is None:
        return None, None
    if end is None:
        length = _value(component.get("DURATION"))
        end = start + length if isinstance(length, timedelta) else start
        if not isinstance(start, datetime) and isinstance(length, timedelta):
            end = max(start + length, start + timedelta(days=1))
    zone = None
    if isinstance(start, datetime):
        if not isinstance(end, datetime):
            end = start
        zone = _zone(component)
        first, last = _clock(start, zone), _clock(end, zone)
        return (first if last == first or end < start else f"{first}/{last}"), zone
    if isinstance(end, datetime):
        end = end.date()
    if isinstance(component.get("DTEND"), object) and end > start:
        end -= timedelta(days=1)
    return (start.isoformat() if end <= start else f"{start.isoformat()}/{end.isoformat()}"), None


def _moment(component: Mapping[str, Any], key: str) -> Any:
    """Give a date or a time; also of a value that is only nearly one."""
    given = component.get(key)
    given = given[0] if isinstance(given, list) and given else given
    found = _value(given)
    if isinstance(found, date):
        return found
    if given is None:
        return None
    try:
        return datetime.fromisoformat(str(given)) if len(str(given)) > 10 else date.fromisoformat(str(given))
    except ValueError:
        return None


def _value(given: Any) -> Any:
    """Give the date, time or length that a property is; None where the library could not read it."""
    try:
        return given.dt
    except (AttributeError, ValueError):
        return None


def _zone(component: Mapping[str, Any]) -> str | None:
    """Give the name of the zone of a start, if it is an IANA zone."""
    zone = getattr(component.get("DTSTART"), "params", {}).get("TZID")
    return str(zone) if zone and _is_iana(str(zone)) else None


@lru_cache(maxsize=500)
def _is_iana(zone: str) -> bool:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):
        return False
    return True


def _clock(moment: datetime, zone: str | None) -> str:
    """Give a time as a clock at the place showed it; with its offset where there is no name of a zone."""
    local = moment.replace(tzinfo=None, microsecond=0).isoformat()
    if moment.tzinfo is None or zone is not None:
        return local
    if moment.tzinfo is UTC or moment.utcoffset() == timedelta():
        return local + "Z"
    offset = moment.utcoffset() or timedelta()
    minutes = int(offset.total_seconds()) // 60
    return f"{local}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _own(block: _Block) -> dict[str, Any] | None:
    """Give the event that a component of ours carries; None if it is of another program."""
    given = next((line for line in block.lines if line.upper().startswith("X-TIMELINE")), None)
    if given is None:
        return None
    import json

    value = given.partition(":")[2] if given[10:11] == ":" else re.sub(r"(?i)^x-timeline(;[^:]*)?:", "", given)
    try:
        event = json.loads(re.sub(r"\\([\\;,])", r"\1", value))
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(event, dict) and event.get("record") == "event" and event.get("uid") and event.get("title")
    return event if is_ours else None


def _changed(own: dict[str, Any], found: _Found) -> dict[str, Any]:
    """Give the event with what was changed in the other properties since it was written."""
    span = _span(own.get("date"))
    if isinstance(span, str):
        return own
    lines = list(_component({**own, "recorded": "19700101T000000Z"}, span))
    before = _properties(_Block(1, lines, {}))
    if found.title != before.title:
        own["title"] = found.title
    if found.date != before.date and found.date:
        own["date"] = found.date
        if own.get("citations"):
            own["citations"] = [{k: v for k, v in one.items() if k != "accepted"} for one in own["citations"]]
    if found.description != before.description:
        own["summary"] = found.description
    if found.tags != before.tags:
        own["tags"] = found.tags
    if found.status != before.status:
        own["status"] = _status(found.status)
    return own


_COMPOSED = ("Who: ", "Figures: ", "Source: ")
"""How the paragraphs begin that `description` makes of what is no summary."""


def _bare(found: _Found) -> dict[str, Any]:
    """
    Give what an event of ours says that came back without `X-TIMELINE`, which some programs drop.

    The description begins with the date in words: as long as it means the same span, it is the date, for the span
    alone would be more certain than what was known. What was composed into the description is no summary.
    """
    from timeline.timex import Resolved
    from timeline.timex import read as understood

    words, _, rest = found.description.partition("\n\n")
    marked = re.fullmatch(r"(.*?)(?: \((draft|disputed|retracted)\))?", words, re.DOTALL)
    outcome = understood(marked[1]) if marked else None
    if marked is None or not isinstance(outcome, Resolved) or outcome.anchor is not None:
        return {}
    told: dict[str, Any] = {}
    if found.date and _is_span_of(outcome.edtf, found.date):
        told["date"] = outcome.edtf
    if marked[2] and found.status == _STATUS[marked[2]]:
        told["status"] = marked[2]
    told["summary"] = "\n\n".join(one for one in rest.split("\n\n") if one and not one.startswith(_COMPOSED)) or None
    return told


def _is_span_of(date: str, shown: str) -> bool:
    """Say whether a date stands in a calendar as `shown`; of a clock told in UTC, whether it may be that of a zone."""
    was, now = _span(date), _span(shown)
    if not isinstance(was, _Span) or not isinstance(now, _Span):
        return False
    if was[:2] == now[:2]:
        return True
    clocks = [re.fullmatch(r"DTSTART:(\d{8}T\d{6})(Z?)", one.start) for one in (was, now)]
    if clocks[0] is None or clocks[1] is None or clocks[0][2] or not clocks[1][2]:
        return False
    first, last = (datetime.strptime(one[1], "%Y%m%dT%H%M%S") for one in clocks if one)  # noqa: DTZ007 -- civil
    return abs(first - last) <= timedelta(hours=14) and not (first - last) % timedelta(minutes=15)


def _status(given: str) -> str:
    return {"CANCELLED": "retracted", "TENTATIVE": "draft"}.get(given, "confirmed")


def _records(found: _Found) -> Iterator[dict[str, Any]]:
    """Give the records of an event of another program, the event last."""
    component = found.given
    made: dict[str, Any] = {"record": "event", "title": found.title}
    if found.description and found.description != found.title:
        made["summary"] = found.description
    if found.date:
        made["date"] = found.date
    if found.zone:
        made["zone"] = found.zone
    if found.tags:
        made["tags"] = found.tags
    if found.status in {"CANCELLED", "TENTATIVE"}:
        made["status"] = _status(found.status)
    access = {value: key for key, value in _CLASS.items()}.get(_said(component, "CLASS").upper(), "public")
    if access != "public":
        made["access"] = access
    if found.place:
        made["place"] = {"name": found.place}
        geo = component.get("GEO")
        if geo is not None and hasattr(geo, "latitude"):
            yield {"record": "place", "name": found.place, "lat": float(geo.latitude), "lon": float(geo.longitude)}
    who = [*_people(component, "ORGANIZER", "organizer"), *_people(component, "ATTENDEE", None)]
    if who:
        made["participants"] = list({(one["actor"]["name"], one.get("role")): one for one in who}.values())
    url = wording.address(_said(component, "URL"))
    if url:
        yield {"record": "source", "title": url, "url": url}
        made["citations"] = [{"source": {"name": url}}]
    uid = _said(component, "UID")
    if uid:
        which = _moment(component, "RECURRENCE-ID")
        value = uid if which is None else f"{uid}#{which.isoformat()}"
        made["external_ids"] = [{"scheme": "ical", "value": value}]
    note = _said(component, "COMMENT")
    if note:
        made["note"] = note
    yield made


def _people(component: Mapping[str, Any], key: str, role: str | None) -> Iterator[dict[str, Any]]:
    given = component.get(key, [])
    for one in given if isinstance(given, list) else [given]:
        params = getattr(one, "params", {})
        name = " ".join(str(params.get("CN") or re.sub(r"(?i)^mailto:", "", str(one))).split())
        played = role or ("chair" if str(params.get("ROLE", "")).upper() == "CHAIR" else None)
        if name:
            yield {"actor": {"name": name}, "role": played} if played else {"actor": {"name": name}}


FORMAT = types.Format(
    "ical",
    ".ics",
    "a calendar (RFC 5545), to be subscribed to",
    write_whole=write_whole,
    read=read,
    extra="ical",
)
