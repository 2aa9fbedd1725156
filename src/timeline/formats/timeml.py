"""
TimeML: the TIMEX3 of other taggers (HeidelTime, SUTime and their kin), to be reviewed as drafts.

A document becomes a source with its text and the day of its creation. Every TIMEX3 whose value is a date becomes a
draft event: its title is the sentence, its passage quotes it with offsets, and keeps the phrase, the value as EDTF and
what it was counted from (D235). Lengths, frequencies and references without a date (PRESENT_REF) make no event; the
source's note counts them. Only the text matters: other tags (EVENT, SIGNAL, TLINK) are passed through. XML is read by
the standard parser with entities of the document's own refused, and nothing outside it is ever opened.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat

from timeline.edtf import parse
from timeline.edtf.civil import civil_from_days, days_from_week, weekday
from timeline.errors import EdtfError, NotOfFormat
from timeline.formats import days, types
from timeline.model import slug

_FORM = "TimeML"
_TITLE = 160
"""Code points of a title made of a sentence."""
_MOST = 50_000_000
"""Bytes of the largest document."""
_DCT = {"CREATION_TIME", "PUBLICATION_TIME", "RELEASE_TIME", "RECEPTION_TIME", "MODIFICATION_TIME"}
_ASIDE = {"DOCID", "DCT", "TITLE", "EXTRAINFO", "DOCNO", "DATE_TIME", "MAKEINSTANCE", "TLINK", "SLINK", "ALINK"}
"""Tags whose text is not that of the article."""


class _Timex(NamedTuple):
    tid: str
    type: str
    value: str
    mod: str
    anchor: str
    begin: str
    end: str
    role: str
    start: int
    stop: int


class _Document:
    """What a parse gathers: the text, the expressions in it, and what stands beside it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.beside: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.marks: list[tuple[dict[str, str], int, bool]] = []
        self.found: list[_Timex] = []
        self.apart: list[_Timex] = []
        self.text_from: int | None = None
        self.text_to: int | None = None
        self.tags = 0

    def aside(self) -> str | None:
        return next((tag for tag in self.open if tag in _ASIDE), None)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.tags += 1
        name = tag.rpartition(":")[2]
        self.open.append(name.upper())
        if name.upper() == "TEXT" and self.text_from is None:
            self.text_from = self.length
        if name.upper() == "TIMEX3":
            self.marks.append((attributes, self.length, self.aside() is not None))

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2].upper()
        if name == "TIMEX3" and self.marks:
            given, start, aside = self.marks.pop()
            made = _Timex(
                given.get("tid", ""),
                given.get("type", "").upper(),
                given.get("value") or given.get("VAL") or "",
                given.get("mod", "").upper(),
                given.get("anchorTimeID", ""),
                given.get("beginPoint", ""),
                given.get("endPoint", ""),
                given.get("functionInDocument", "").upper(),
                start,
                self.length,
            )
            (self.apart if aside else self.found).append(made)
        if name == "TEXT" and self.text_to is None:
            self.text_to = self.length
        if self.open:
            self.open.pop()

    def data(self, text: str) -> None:
        aside = self.aside()
        if aside:
            self.beside.setdefault(aside, []).append(text)
        else:
            self.parts.append(text)
            self.length += len(text)


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """
    Read one document as a source and its draft events; a record's `line` is that of its expression in the text.

    Raises `NotOfFormat` for what is not well-formed XML, declares entities, or holds no TIMEX3.
    """
    data = stream.read(_MOST + 1)
    if len(data) > _MOST:
        raise NotOfFormat(name, None, _FORM, f"it has more than {_MOST // 1_000_000} MB", "split it")
    document = _parsed(data, name)
    every = [*document.apart, *document.found]
    if not every:
        raise NotOfFormat(name, None, _FORM, "it holds no TIMEX3", "run a tagger over it first, or: timeline ingest")
    body, shift = _body(document)
    dates = {one.tid: _edtf(one) for one in every if one.tid}
    _resolve_lengths(every, dates)
    creation = next((one for one in every if one.role in _DCT), None) or (document.apart[0] if document.apart else None)
    published = _edtf(creation) if creation else None
    beside = {tag: " ".join("".join(parts).split()) for tag, parts in document.beside.items()}
    title = (beside.get("TITLE") or beside.get("DOCID") or beside.get("DOCNO") or _first_line(body) or name)[:1000]
    source = _source(title, beside, body, published, name)
    left = Counter(
        {"DURATION": "lengths", "SET": "frequencies"}.get(one.type, "expressions without a date")
        for one in document.found
        if not dates.get(one.tid, _edtf(one)) and one is not creation
    )
    if left:
        source["note"] = "TIMEX3 not taken: " + ", ".join(f"{number} {what}" for what, number in sorted(left.items()))
        source.lost = types.Losses()
        for what, number in sorted(left.items()):
            source.lost.add(what, number)
    source.line = 1
    yield source
    for number, one in enumerate(document.found, 1):
        date = dates.get(one.tid) or _edtf(one)
        start, stop = one.start - shift, one.stop - shift
        if one is creation or not date or not 0 <= start < stop <= len(body):
            continue
        yield _event(one, date, number, body, start, stop, source["uid"], dates, creation)


def _parsed(data: bytes, name: str) -> _Document:
    document = _Document()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = document.start
    parser.EndElementHandler = document.end
    parser.CharacterDataHandler = document.data

    def refuse(*declared: Any) -> None:
        raise NotOfFormat(
            name,
            parser.CurrentLineNumber,
            _FORM,
            f'it uses or declares the entity "{str(declared[0])[:40]}"',
            "take the declarations out of its DOCTYPE: entities are never expanded",
        )

    parser.EntityDeclHandler = refuse
    # A DOCTYPE that names a DTD outside makes unknown entities silent instead of wrong; they would be lost.
    parser.SkippedEntityHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise NotOfFormat(
            name,
            error.lineno,
            _FORM,
            f"the XML is not well-formed at column {error.offset + 1}: {expat.errors.messages[error.code]}",
            "mend the line; taggers often leave & and < of the text as they were: write &amp; and &lt;",
        ) from None
    except (ValueError, LookupError) as error:  # an encoding that nobody knows
        raise NotOfFormat(name, 1, _FORM, str(error), "save it as UTF-8") from None
    return document


def _body(document: _Document) -> tuple[str, int]:
    """Give the article's text and where it begins: what TEXT holds, else all; without the space around it."""
    whole = "".join(document.parts)
    start = document.text_from or 0
    stop = document.text_to if document.text_to is not None else len(whole)
    kept = whole[start:stop]
    leading = len(kept) - len(kept.lstrip())
    return kept.strip(), start + leading


def _first_line(body: str) -> str:
    line = body.split("\n", 1)[0].strip()
    return _shortened(line)


def _shortened(sentence: str) -> str:
    """Give a sentence as a title: on one line, cut at a word."""
    line = " ".join(sentence.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rsplit(" ", 1)[0] + "…"


def _source(title: str, beside: dict[str, str], body: str, published: str | None, name: str) -> types.Record:
    from hashlib import sha256

    fingerprint = sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    identifier = beside.get("DOCID") or beside.get("DOCNO")
    known = slug(identifier) if identifier else f"{slug(title, 40)}-{fingerprint[:8]}"
    source = types.Record(record="source", uid=f"timeml-{known}", title=title, body=body, kind="article")
    if published:
        source["published"] = published
    if identifier:
        source["external_ids"] = [{"scheme": "timeml", "value": identifier}]
    del name
    return source


_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9\u00c0-\u04ff\u4e00-\u9fff])|[。！？]|\n\s*\n")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Gov|Sen|Rep|Prof|No|vs"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\s+$"
)


def _sentence(body: str, start: int, stop: int) -> tuple[int, int]:
    """Give where the sentence around a phrase begins and ends."""
    low = max(0, start - 2000)
    begin = low
    for found in _SENTENCE_END.finditer(body, low, start):
        if not _ABBREVIATION.search(body, low, found.end()):
            begin = found.end()
    end = len(body)
    for found in _SENTENCE_END.finditer(body, max(stop - 1, 0), min(len(body), stop + 2000)):
        if found.end() > stop - 1 and not _ABBREVIATION.search(body, low, found.end()):
            end = found.start() + len(found[0].rstrip())
            break
    else:
        end = min(len(body), stop + 2000)
    while begin < start and body[begin].isspace():
        begin += 1
    return begin, max(end, stop)


def _event(
    one: _Timex,
    date: str,
    number: int,
    body: str,
    start: int,
    stop: int,
    source: str,
    dates: dict[str, str | None],
    creation: _Timex | None,
) -> types.Record:
    """Give the draft event of an expression."""
    begin, end = _sentence(body, start, stop)
    quote = body[begin:end]
    citation: dict[str, Any] = {
        "source": source,
        "quote": quote,
        "start": begin,
        "end": end,
        "date": date,
        "phrase": body[start:stop],
        "phrase_start": start,
        "phrase_end": stop,
        "rule": f"TIMEX3 {one.type} {one.value}" + (f" {one.mod}" if one.mod else ""),
        "resolver": "timeml",
        "accepted": True,
    }
    anchor = dates.get(one.anchor) if one.anchor else None
    if anchor:
        at_creation = creation is not None and one.anchor == creation.tid
        citation |= {"anchor": anchor, "anchor_kind": "publication" if at_creation else "text", "anchor_of": source}
    event = types.Record(
        record="event",
        uid=f"{source}-{_identifier(one.tid) or number}",
        title=_shortened(quote),
        date=date,
        as_written=body[start:stop],
        status="draft",
        citations=[citation],
    )
    event.line = body.count("\n", 0, start) + 1
    return event


def _identifier(tid: str) -> str:
    return slug(tid) if tid else ""


# -- values ------------------------------------------------------------------------------------

_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "AU": "23", "WI": "24"}
_PARTS = {"Q1": "33", "Q2": "34", "Q3": "35", "Q4": "36", "H1": "40", "H2": "41"}


def _edtf(one: _Timex) -> str | None:
    """Give the EDTF of an expression; None if its value is no date."""
    if one.type not in {"DATE", "TIME", ""}:
        return None
    found = date_of(one.value)
    return _modified(found, one.mod) if found else None


def date_of(value: str) -> str | None:
    """
    Give the EDTF of the value of a DATE or TIME (TimeML 1.2.1, TIMEX3; ISO 24617-1); None if it names no date.

    A week is one of its days; a part of a day is that day, for its hours are nobody's convention.

    >>> date_of("2013-W12"), date_of("2012-SU"), date_of("199"), date_of("BC0044-03-15"), date_of("PRESENT_REF")
    ('[2013-03-18..2013-03-24]', '2012-22', '199X', '-0043-03-15', None)
    """
    made = _candidate(value.strip().upper())
    if made is None:
        return None
    try:
        return str(parse(made))
    except EdtfError:
        return None


def _candidate(value: str) -> str | None:
    """Give what the value would be as EDTF, not yet checked."""
    era = re.fullmatch(r"BC(\d{2,4})((?:-\d\d){0,2})", value)
    if era:
        before = 1 - int(era[1])
        return None if len(era[1]) < 4 else (f"-{-before:04d}" if before < 0 else f"{before:04d}") + era[2]
    value = value.removeprefix("AD")
    if re.fullmatch(r"\d\d", value):
        return f"{value}XX"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}X"
    found = re.fullmatch(r"(\d{4}|\d{2}XX|\d{3}X)(?:-(.+))?", value)
    if not found:
        return None
    year, rest = found.groups()
    if rest is None:
        return year
    if rest in _SEASONS or rest in _PARTS:
        return f"{year}-{_SEASONS.get(rest) or _PARTS[rest]}"
    if "X" in year:
        return None
    week = re.fullmatch(r"W(\d\d)(?:-(WE|[1-7]))?(?:T.*)?", rest)
    if week:
        return _week(int(year), int(week[1]), week[2])
    day = re.fullmatch(r"(\d\d)(?:-(\d\d|WE|XX))?(?:T(.*)|)", rest)
    if not day:
        day = re.fullmatch(r"(\d\d)-(\d\d)(TMO|TMI|TAF|TEV|TNI|TDT)", rest)
        return f"{year}-{day[1]}-{day[2]}" if day else None
    month, dom, clock = day.groups()
    if dom in {None, "WE", "XX"}:
        return f"{year}-{month}" if clock is None else None
    return _moment(f"{year}-{month}-{dom}", clock)


def _moment(day: str, clock: str | None) -> str:
    """Give a day with its time, where the time is one of the clock."""
    found = re.fullmatch(r"(\d\d)(?::?(\d\d))?(?::?(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?", clock or "")
    if not found:
        return day
    hour, minute, second, zone = found.groups()
    if hour == "24":
        return day
    if minute is None:
        return day
    zone = "" if zone is None else zone if zone == "Z" or ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return f"{day}T{hour}:{minute}:{second or '00'}{zone}"


def _week(year: int, week: int, part: str | None) -> str | None:
    if not 1 <= week <= 53 or year == 0:
        return None
    first = days_from_week(year, week)
    if part and part.isdigit():
        return _day(first + int(part) - 1)
    start = first + 5 if part == "WE" else first
    assert weekday(first) == 1  # noqa: S101 - an ISO week begins on a Monday
    return f"[{_day(start)}..{_day(first + 6)}]"


def _day(number: int) -> str:
    year, month, dom = civil_from_days(number)
    return f"{year:04d}-{month:02d}-{dom:02d}"


def _modified(date: str, mod: str) -> str | None:
    """
    Give a date with TIMEX3's mod; START, MID and END narrow it to nothing that could be told, and so leave it.

    >>> _modified("2022-07", "BEFORE"), _modified("1870", "APPROX"), _modified("[2013-03-18..2013-03-24]", "BEFORE")
    ('[..2022-06]', '1870~', '[..2013-03-17]')
    """
    if mod == "APPROX" and date[0] != "[" and date[-1] not in "~?%" and "T" not in date:
        made = f"{date}~"
    elif mod in {"BEFORE", "ON_OR_BEFORE", "AFTER", "ON_OR_AFTER"}:
        made = days.beyond(date, mod)
    else:
        return date
    try:
        return str(parse(made))
    except EdtfError:
        return date


def _resolve_lengths(every: list[_Timex], dates: dict[str, str | None]) -> None:
    """Date the lengths of which the tagger says where they begin and end."""
    for one in every:
        start, end = dates.get(one.begin), dates.get(one.end)
        if one.type == "DURATION" and one.tid and start and end and "[" not in start + end and "/" not in start + end:
            try:
                dates[one.tid] = str(parse(f"{start}/{end}" if start != end else start))
            except EdtfError:
                continue


FORMAT = types.Format(
    "timeml",
    ".tml",
    "TIMEX3 of other taggers, as drafts",
    read=read,
)
