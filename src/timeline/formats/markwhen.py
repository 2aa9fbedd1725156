r"""
Markwhen: a timeline as plain text, an event a paragraph that begins with its date.

A date is written as Markwhen's EDTF form has it (`2024-08`, `2024-01/2024-03`, `A/now`), years before ours as
`44 BCE`. It shows every date as a stretch; what ours says exactly stands in the property `edtf`. Text that the parser
would take for a date, a section, a tag or a comment gets a backslash. The reader takes these files and those of
others: EDTF and casual dates, `now`, lengths as ends, sections (as tags), properties; a start that is counted from
another event, or that it cannot read, stays in `as_written` (D234). Syntax: that of the parser, version 1.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from timeline.edtf import AllOf, DateTime, Edtf, End, Interval, bounds, english, parse
from timeline.edtf.civil import DAY, civil_from_days, days_from_civil, days_in_month
from timeline.errors import EdtfError
from timeline.formats import days, nested, text, types, unheld
from timeline.model import ROLE, slug

_OWN = "timeline"
_TAG = re.compile(r"[A-Za-z0-9_]*[A-Za-z_][A-Za-z0-9_]*")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLOCK = 200


# -- writing -----------------------------------------------------------------------------------


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write a header, and a paragraph an event under a heading a year; undated events are left out."""
    yield f"---\ntitle: {_value(context.title)}\ntimezone: UTC\ngenerator: {_OWN}\n---\n"
    heading = None
    block: list[str] = []
    for event in events:
        date = days.value(event.get("date"))
        if date is None:
            lost.add("undated events skipped")
            continue
        shown = _shown(date, context.made)
        if shown is None:
            lost.add("events outside the years -9999 to 9999 skipped")
            continue
        when, year = shown
        if year != heading:
            heading = year
            block.append(f"\n# {year}\n")
        block.append(f"\n{_event(event, when, date, lost)}")
        if len(block) >= _BLOCK:
            yield "".join(block)
            block.clear()
    if block:
        yield "".join(block)


def _value(given: object) -> str:
    r"""
    Give a property as one line of YAML: JSON, with what the parser or a line would take for its own as an escape.

    >>> _value("a #b")
    '"a \\u0023b"'
    """
    made = json.dumps(given, ensure_ascii=False)
    made = made.replace("#", "\\u0023").replace("\x7f", "\\u007f")
    return re.sub(r"[\x80-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", made)


def _shown(date: Edtf, made: str) -> tuple[str, str] | None:
    """Give the date as the parser reads it, and the year it stands under; None where it has no form for it."""
    if isinstance(date, DateTime):
        if date.year < 0:
            return _era(date.year), f"{_era(date.year)}"
        return f"{str(date)[:10]} {date.hour:02d}:{date.minute:02d}", f"{date.year:04d}"
    found = bounds(date)
    low = next(
        (one for one in (found.start_min, found.start_max, found.end_min, found.end_max) if abs(one) != _INF), None
    )
    high = next(
        (one for one in (found.end_max, found.end_min, found.start_max, found.start_min) if abs(one) != _INF), None
    )
    if low is None or high is None:
        return None
    first, last = (civil_from_days(int(one) // DAY) for one in (low, high))
    if abs(first[0]) > 9999 or abs(last[0]) > 9999:
        return None
    goes_on = isinstance(date, Interval) and date.end is End.OPEN
    if first[0] <= 0:
        year = _era(first[0])
        return (year if first[0] == last[0] else f"{year} - {_era(last[0])}"), year
    year = f"{first[0]:04d}"
    if goes_on:
        start = days.frame(date).start or days.day(low) or year
        return (f"{start[:10]}/now" if start[:10] <= made[:10] else start[:10]), year
    ends = _ends(first, last)
    return (ends[0] if ends[0] == ends[1] else f"{ends[0]}/{ends[1]}"), year


_INF = float("inf")


def _ends(first: tuple[int, int, int], last: tuple[int, int, int]) -> tuple[str, str]:
    """Give first and last day, or their months or years where these are whole."""
    whole_months = first[2] == 1 and last[2] == days_in_month(last[0], last[1])
    if whole_months and first[1] == 1 and last[1] == 12:
        return f"{first[0]:04d}", f"{last[0]:04d}"
    if whole_months:
        return f"{first[0]:04d}-{first[1]:02d}", f"{last[0]:04d}-{last[1]:02d}"
    return tuple(f"{year:04d}-{month:02d}-{day:02d}" for year, month, day in (first, last))  # type: ignore[return-value]


def _era(year: int) -> str:
    return f"{1 - year} BCE" if year <= 0 else f"{year} CE"


def _event(event: Mapping[str, Any], when: str, date: Edtf, lost: types.Losses) -> str:
    tags = list(event.get("tags") or ())
    inline = [f"#{tag}" for tag in tags if _TAG.fullmatch(tag)]
    lines = [f"{when}: {' '.join([_title(event['title']), *inline])}", f"id: {_value(event['uid'])}"]
    if when != event["date"]:
        lines.append(f"edtf: {_value(event['date'])}")
    if len(inline) != len(tags):
        lines.append(f"tags: {_value(tags)}")
    lines += [f"{key}: {_value(event[key])}" for key in ("kind", "summary", "note") if event.get(key)]
    if re.sub(r"\\(.)", r"\1", _title(event["title"])) != event["title"]:
        lines.append(f"title: {_value(event['title'])}")
    if event.get("status", "confirmed") != "confirmed":
        lines.append(f"status: {_value(event['status'])}")
    place = event.get("place")
    if place:
        lines.append(f"location: {_value(text.named(place['name'], place['uid']))}")
    taking_part = event.get("participants") or []
    if taking_part:
        lines.append(f"actors: {_value([_actor(one) for one in taking_part])}")
    passages = event.get("citations") or []
    if passages:
        named = dict.fromkeys(text.named(one["source"]["title"], one["source"]["uid"]) for one in passages)
        lines.append(f"sources: {_value(list(named))}")
    lines.append("")
    words = english(date)
    if words != when:
        lines.append(_body(words[0].upper() + words[1:] + "."))
    lines += [_body(line) for line in _LINE_ENDS.split(event.get("summary") or "") if line]
    lines += [f"- {_cited(one)}" for one in passages]
    _count(event, passages, lost)
    return "\n".join(lines) + "\n"


_UNHELD = (
    *(
        "as_written",
        "zone",
        "calendar",
        "position",
        "importance",
        "external_ids",
        "links",
        "coordinates",
        "place",
        "actor",
    ),
    *("dated", "offsets", "around", "passage_note"),
)


def _count(event: Mapping[str, Any], passages: list[Any], lost: types.Losses) -> None:
    """Count what is left out, or shown but not read back."""
    unheld.count(event, lost, _UNHELD)
    lost.add("claims dropped", len(event.get("claims") or ()))
    lost.add("quotes and pages kept in words only", sum(1 for one in passages if one.get("quote") or one.get("page")))
    lost.add(
        "disputing and mentioning passages made plain",
        sum(1 for one in passages if one.get("stance", "supports") != "supports"),
    )


def _actor(given: Mapping[str, Any]) -> str:
    named = text.named(given["actor"]["name"], given["actor"]["uid"])
    role = given.get("role", ROLE)
    return named if role == ROLE else f"{named}:{text.escape(role)}"


def _title(given: str) -> str:
    r"""
    Give a title on one line, with a backslash before what would be a tag, a box to tick, or a backslash.

    >>> print(_title("[x] on #8chan"))
    \[x] on \#8chan
    """
    shown = " ".join(_LINE_ENDS.sub(" ", given).split(" ")).strip().replace("\\", "\\\\").replace("#", "\\#")
    return "\\" + shown if shown.startswith(("[", "//")) else shown


def _body(given: str) -> str:
    """Give a line of the text below, with a backslash before what would begin an event, a section, a list."""
    line = re.sub(r"(^|\s)#", r"\1\\#", given)
    return "\\" + line if ":" in line or re.match(r"\s*(#|//|-|\\|\[|---)", line) else line


def _cited(passage: Mapping[str, Any]) -> str:
    """Give a passage as an item of a list: its quote, and its source with a link."""
    source = passage["source"]
    name = re.sub(r"([\[\]\\])", r"\\\1", source["title"])
    url = source.get("url") or source.get("archive_url")
    linked = f"[{name}]({url})" if url and re.fullmatch(r"https?://[^\s()<>]+", url) else name
    quote, page = passage.get("quote"), passage.get("page")
    shown = (f"“{quote}” " if quote else "") + linked + (f", {page}" if page else "")
    return re.sub(r"(^|\s)#", r"\1\\#", " ".join(_LINE_ENDS.sub(" ", shown).split()))


# -- reading -----------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_TIME = r"(?:,?\s+(\d{1,2})(?::(\d\d))?\s*([ap]m)?)?"
_ISO = re.compile(rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d){_TIME})?)?", re.IGNORECASE)
_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d*)?Z", re.IGNORECASE)
_SLASHED = re.compile(rf"(\d{{1,2}})/(?:(\d{{1,2}})/)?(\d{{4}}){_TIME}", re.IGNORECASE)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})\s+{_MONTH},?\s+(\d{{4}}){_TIME}", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(\d{{1,2}}),?\s+(\d{{4}}){_TIME}", re.IGNORECASE)
_MONTH_ONLY = re.compile(rf"{_MONTH}\s+(\d{{4}})", re.IGNORECASE)
_ERA = re.compile(r"(\d{1,5})\s*(BCE|BC|CE|AD)?", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)(?:-?([1-7]))?", re.IGNORECASE)
_UNITS = r"(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|hours?|h|days?|d|weeks?|w|months?|years?|y)"
_LENGTH = re.compile(rf"(\d+)\s*{_UNITS}(?:\s*,\s*|\s+|$)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?:(?:by|before|after)\s*)?(?:!\w+(?:\.(?:start|end))?|\.(?:start|end))?\s*(?:(?:plus|\+)\s*)?"
    rf"(?:-?\d+\s*{_UNITS}\s*,?\s*)*",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\s*(#{1,6})\s+(.*)")
_GROUP = re.compile(r"\s*(section|group)(?:\s+|:\s*)(.*)", re.IGNORECASE)
_GROUP_END = re.compile(r"\s*end\s?(section|group)\b", re.IGNORECASE)
_PROPERTY = re.compile(r"(?!-)\s*([\w.-]+):(?:\s+(.*)|)$")
_INLINE = re.compile(r"(?:^|(?<=\s))#(?!\d+(?:\s|$))(\w+)", re.ASCII)
_EVERY = re.compile(r"\s*\bevery\b.*", re.IGNORECASE)


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """Read an event a paragraph, as records by name; a record's `line` is that of its date."""
    lost = types.Losses()
    yield from nested.telling(_records(stream, name, lost), lost)


def _records(stream: BinaryIO, name: str, lost: types.Losses) -> Iterator[types.Record]:
    reader = _Reader(name)
    for number, line in enumerate(text.decoded(stream, name), 1):
        for record in reader.take(line.rstrip("\r\n"), number):
            _tell(record, lost)
            yield record
    for record in reader.flush():
        _tell(record, lost)
        yield record


def _tell(record: types.Record, lost: types.Losses) -> None:
    """Count what of an event's date could not be taken."""
    written = record.get("as_written", "")
    lost.add("dates counted from elsewhere kept in words only", int(bool(written) and "date" not in record))
    lost.add("repetitions made one event", int(_EVERY.search(written) is not None))


class _Reader:
    """Holds the event being read, and the sections that are open."""

    def __init__(self, name: str) -> None:
        self.scheme = _scheme(name)
        self.header: dict[str, Any] = {}
        self.dashes = 0
        self.begun = False
        self.own = False
        self.sections: list[tuple[int, str]] = []
        self.event: types.Record | None = None
        self.properties: dict[str, Any] | None = None
        """Of the event, while they may still come; None: its text has begun, or there is none."""
        self.found: dict[str, Any] = {}
        self.body: list[str] = []

    def take(self, line: str, number: int) -> Iterator[types.Record]:
        """Take a line; give the event before it if it begins another."""
        if not self.begun and self.dashes < 2 and line.startswith("---"):
            self.dashes += 1
            return
        if self.dashes == 1:
            self._head(line)
            return
        if line.lstrip().startswith("//"):
            return
        section = _SECTION.fullmatch(line) or _GROUP.fullmatch(line) if not line.startswith("\\") else None
        if section and (section[1].startswith("#") or _split(line, dayfirst=self.dayfirst) is None):
            yield from self.flush()
            self._open(section[1], section[2])
            return
        if _GROUP_END.match(line):
            yield from self.flush()
            if self.sections:
                self.sections.pop()
            return
        begins = _split(line, dayfirst=self.dayfirst)
        if begins is not None:
            yield from self.flush()
            self._begin(*begins, number)
        elif self.event is None:
            self._head(line)
        else:
            self._more(line)

    @property
    def dayfirst(self) -> bool:
        return str(self.header.get("dateFormat", "")).lower().startswith("d/")

    def _head(self, line: str) -> None:
        found = _PROPERTY.match(line)
        if found and not self.begun:
            self.header[found[1]] = _plain(found[2])
            self.own = self.header.get("generator") == _OWN

    def _open(self, mark: str, title: str) -> None:
        self.begun = True
        level = len(mark) if mark.startswith("#") else 7 + len(self.sections)
        while self.sections and self.sections[-1][0] >= level:
            self.sections.pop()
        self.sections.append((level, _INLINE.sub(r"\1", title).strip()))

    def _begin(self, written: str, date: str | None, title: str, number: int) -> None:
        self.begun = True
        self.event = types.Record(record="event")
        self.event.line = number
        if date:
            self.event["date"] = date
        if written != date:
            self.event["as_written"] = written
        self.event["title"] = title.strip()
        self.properties, self.found, self.body = {}, {}, []

    def _more(self, line: str) -> None:
        if self.properties is not None:
            found = _PROPERTY.fullmatch(line)
            if found:
                self.found[found[1]] = _plain(found[2])
                return
            self.properties = None
        self.body.append(line)

    def flush(self) -> Iterator[types.Record]:
        """Give the event that was being read."""
        event, self.event = self.event, None
        if event is None:
            return
        if self.own and isinstance(self.found.get("id"), str):
            _finish_own(event, self.found)
        else:
            self._finish(event)
        yield event

    def _finish(self, event: types.Record) -> None:
        """Complete an event of someone else's file."""
        raw = re.sub(r"^\[[xX ]?\]\s*", "", event["title"])
        tags: list[str] = [*(title for _, title in self.sections if title), *_INLINE.findall(raw)]
        body = "\n".join(self.body).strip()
        tags += _INLINE.findall(body)
        given = self.found.pop("tags", None)
        tags += [str(one) for one in given] if isinstance(given, list) else []
        title = re.sub(r"(?:\s+#\w+)+\s*$", "", raw)
        title = _INLINE.sub(r"\1", title)
        links = re.findall(r"\]\((https?://[^\s()]+)\)", f"{raw}\n{body}")
        title = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", title).replace("\\#", "#").strip()
        event["title"] = (title or raw.strip() or body.split("\n")[0] or event.get("as_written") or "Untitled")[:1000]
        if body:
            event["summary"] = body
        if tags:
            event["tags"] = list(dict.fromkeys(tags))
        place = self.found.get("location") or self.found.get("place")
        if isinstance(place, str) and place.strip():
            event["place"] = {"name": place[:1000]}
        if self.found.get("id") not in {None, ""} and isinstance(self.found["id"], str | int):
            event["external_ids"] = [{"scheme": self.scheme, "value": str(self.found["id"])}]
        if links:
            event["citations"] = [{"source": {"name": url}} for url in dict.fromkeys(links)]


def _finish_own(event: types.Record, found: dict[str, Any]) -> None:
    """Complete an event of ours."""
    raw = event["title"]
    tags: list[str] = []
    while ends := re.search(r"(?:^|\s)#(\w+)$", raw, re.ASCII):
        tags.insert(0, ends[1])
        raw = raw[: ends.start()]
    given = found.get("tags")
    event["title"] = found["title"] if isinstance(found.get("title"), str) else re.sub(r"\\(.)", r"\1", raw)
    tags = [str(one) for one in given] if isinstance(given, list) else tags
    if tags:
        event["tags"] = tags
    event["uid"] = found["id"]
    if isinstance(found.get("edtf"), str):
        event["date"] = found["edtf"]
    event.pop("as_written", None)
    for key in ("kind", "summary", "note", "status"):
        if isinstance(found.get(key), str):
            event[key] = found[key]
    if isinstance(found.get("location"), str):
        event["place"] = text.reference(found["location"])
    actors = found.get("actors")
    if isinstance(actors, list):
        event["participants"] = [_participant(str(one)) for one in actors]
    sources = found.get("sources")
    if isinstance(sources, list):
        event["citations"] = [{"source": text.reference(str(one))} for one in sources]


def _participant(given: str) -> dict[str, Any]:
    name, *roles = text.split(given, ":")
    made: dict[str, Any] = {"actor": text.reference(name)}
    return made | ({"role": text.unescape(":".join(roles)).strip()} if roles else {})


def _scheme(name: str) -> str:
    """Give the scheme under which ids of a file stand: they mean something in their file alone."""
    stem = slug(re.sub(r"\.\w+$", "", re.split(r"[/\\]", name)[-1])) if name != "-" else ""
    return f"markwhen:{stem}" if stem else "markwhen"


def _plain(given: str | None) -> Any:
    """Give the value of a property: JSON, a list in brackets, or the text as it stands."""
    shown = (given or "").strip()
    if not shown:
        return ""
    try:
        return json.loads(shown)
    except (ValueError, RecursionError):
        pass
    if shown[0] == "[" and shown[-1] == "]":
        return [part.strip().strip("'\"") for part in shown[1:-1].split(",") if part.strip()]
    return shown.strip("'\"")


def _split(line: str, *, dayfirst: bool) -> tuple[str, str | None, str] | None:
    """
    Split a line that begins an event into the date as written, its EDTF, and the rest; None for any other line.

    >>> _split("2024-01/2024-03: Talks", dayfirst=False), _split("note: this", dayfirst=False)
    (('2024-01/2024-03', '2024-01/2024-03', ' Talks'), None)
    """
    best = None
    for found in list(re.finditer(":", line[:200]))[:6]:
        written = line[: found.start()].strip()
        if not written or not (written[0].isdigit() or written[0] in ".!" or written[:3].lower() in _STARTS):
            return best
        date = _range(_EVERY.sub("", written), dayfirst=dayfirst)
        if date is not None:
            best = written, date or None, line[found.end() :]
    return best


_STARTS = {*_MONTHS, "now", "by ", "bef", "aft"}


def _range(written: str, *, dayfirst: bool) -> str | None:
    """Give the EDTF of a date as Markwhen has them, "" if more must be known to tell it, None if it is none."""
    if written.lower() == "now":
        return ""
    ways = [written.partition("/")] if "/" in written else []
    ways += [
        (written[: one.start()], one[0], written[one.end() :]) for one in re.finditer(r"\s*[-–]\s*|\s+to\s+", written)
    ]
    whole = _point(written, dayfirst=dayfirst)
    if whole:
        return whole
    for start, _, end in ways:
        later = end.strip()
        era = re.search(r"(BCE|BC|CE|AD)\s*$", later, re.IGNORECASE)
        earlier = start.strip()
        if era and earlier.isdecimal():
            earlier += f" {era[1]}"
        first = _point(earlier, dayfirst=dayfirst)
        if not first:
            if earlier.lower() == "now":
                return ""
            if _is_relative(earlier) and (_is_relative(later) or _point(later, dayfirst=dayfirst)):
                return ""
            continue
        if later.lower() == "now":
            return _sound(f"{first}/..")
        last = _point(later, dayfirst=dayfirst) or _after(first, later)
        if last:
            return first if first == last else _sound(f"{first}/{last}")
        if _is_relative(later):
            return first
    return "" if _is_relative(written) else None


def _is_relative(given: str) -> bool:
    """Say whether a date is counted from another: `after !launch 3 days`, `10 days`."""
    return bool(re.search(r"[!.\d]", given)) and _RELATIVE.fullmatch(given) is not None


def _sound(made: str) -> str | None:
    try:
        return str(parse(made))
    except EdtfError:
        return None


def _clock(hour: str | None, minute: str | None, half: str | None) -> str:
    if hour is None:
        return ""
    number = int(hour) % 12 + 12 * (half.lower() == "pm") if half else int(hour)
    return f"T{number:02d}:{minute or '00'}:00"


def _point(given: str, *, dayfirst: bool) -> str | None:
    """Give the EDTF of a single date; None if it is none."""
    if found := _ISO.fullmatch(given):
        made = "-".join(part for part in found.groups()[:3] if part)
        return _sound(made + _clock(*found.groups()[3:]))
    if found := _STAMP.fullmatch(given):
        return _sound(found[1].upper() + "Z")
    if found := _WEEK.fullmatch(given):
        return _week(found)
    if found := _SLASHED.fullmatch(given):
        one, other, year = found[1], found[2], found[3]
        month, day = (one, None) if other is None else (other, one) if dayfirst else (one, other)
        return _sound(f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "") + _clock(*found.groups()[3:]))
    if found := _DAY_FIRST.fullmatch(given):
        return _sound(f"{found[3]}-{_month(found[2])}-{int(found[1]):02d}" + _clock(*found.groups()[3:]))
    if found := _MONTH_FIRST.fullmatch(given):
        return _sound(f"{found[3]}-{_month(found[1])}-{int(found[2]):02d}" + _clock(*found.groups()[3:]))
    if found := _MONTH_ONLY.fullmatch(given):
        return _sound(f"{found[2]}-{_month(found[1])}")
    if found := _ERA.fullmatch(given):
        year = int(found[1])
        if not found[2] and len(found[1]) < 3:
            return None
        year = 1 - year if (found[2] or "").upper().startswith("B") else year
        return _sound(f"{year:04d}" if 0 <= year <= 9999 else f"-{-year:04d}" if -9999 <= year < 0 else f"Y{year}")
    return None


def _month(name: str) -> str:
    return f"{_MONTHS.index(name[:3].lower()) + 1:02d}"


def _week(found: re.Match[str]) -> str | None:
    from timeline.edtf.civil import days_from_week

    if not 1 <= int(found[2]) <= 53:
        return None
    first = days_from_week(int(found[1]), int(found[2]), int(found[3] or 1))
    start, end = days.day(first * DAY), days.day((first + 6) * DAY)
    return start if found[3] else f"{start}/{end}"


def _after(start: str, length: str) -> str | None:
    """Give the date that lies a length after another's beginning, as precise as the length is."""
    found = list(_LENGTH.finditer(length))
    if not found or "".join(one[0] for one in found).strip() != length.strip():
        return None
    date = parse(start)
    low = bounds(date).start_min
    if isinstance(date, Interval | AllOf) or abs(low) == _INF:
        return None
    year, month, day = civil_from_days(int(low) // DAY)
    clock = int(low) % DAY
    for one in found:
        number, unit = int(one[1]), one[2].lower()
        if number > 1_000_000:
            return None
        if unit.startswith("y"):
            year += number
        elif unit.startswith("month"):
            year, month = year + (month - 1 + number) // 12, (month - 1 + number) % 12 + 1
        else:
            clock += number * _seconds(unit)
    day = min(day, days_in_month(year, month))
    moved = days_from_civil(year, month, day) + clock // DAY
    # A length ends where it is over: three days from the first are the first, second and third.
    if clock % DAY == 0:
        return _sound(str(days.day((moved - 1) * DAY)))
    clock %= DAY
    return _sound(f"{days.day(moved * DAY)}T{clock // 3600:02d}:{clock // 60 % 60:02d}:{clock % 60:02d}")


def _seconds(unit: str) -> int:
    if unit.startswith(("ms", "milli")):
        return 0
    return {"s": 1, "m": 60, "h": 3600, "d": DAY, "w": 7 * DAY}[unit[0]]


FORMAT = types.Format(
    "markwhen",
    ".mw",
    "a timeline as plain text, for Markwhen",
    write_whole=write_whole,
    read=read,
)
