"""
What a slide of TimelineJS is to us: its dates, its HTML, and the way from a slide back to an event.

TimelineJS (Knight Lab, "JSON data format") wants `start_date.year` of every slide, years before 1 negative, text as
HTML. A date that is no plain day, month or year spans from the first to the last that it may mean, and
`display_date` tells in words what it is. A slide of ours carries the event as we keep it under `timeline`, which
the program passes over; reading takes that, and from the slide whatever was changed there since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from math import isfinite
from typing import Any

from timeline.edtf import DateTime, Edtf, End, Interval, bounds, parse
from timeline.edtf.civil import DAY, civil_from_days, days_in_month
from timeline.edtf.types import Endpoint, Since, Until
from timeline.errors import EdtfError
from timeline.formats import wording
from timeline.model import slug

Event = Mapping[str, Any]
Parts = dict[str, int]

ERA = "era"
"""The kind of an event that is nothing but a named span."""
_FIELDS = ("year", "month", "day", "hour", "minute", "second")
_LEAST = {"month": 1, "day": 1}
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
_MONTH_NAMES = (*_MONTHS, "november", "december")
_WHOLE = re.compile(r"[+-]?[0-9]{1,12}(?:\.0+)?")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d\d)(?:[:.](\d\d)(?:[.,:]\d+)?)?)?\s*(?:([AaPp])\.?[Mm]\.?)?")
_TITLE = 200
"""Code points of a text that stand for a title where there is none."""


# --- dates ---


@lru_cache(maxsize=5_000)
def _dates(edtf: str) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...] | None] | None:
    try:
        value = parse(edtf)
    except EdtfError:
        return None
    found = _ends(value)
    if found is None:
        return None
    start, end = found
    if end is None or end == start:
        return tuple(start.items()), None
    if start.items() <= end.items():
        # The program takes an end that agrees with all of the start for the same time, and drops it.
        start = {field: start.get(field, _LEAST.get(field, 0)) for field in end}
    return tuple(start.items()), tuple(end.items())


def dates(edtf: str | None) -> tuple[Parts, Parts | None] | None:
    """
    Give the start and the end of a date as a slide has them; None if it has neither.

    Where only one end is known, that is the start.

    >>> dates("2024-06~"), dates("[2024-06..2024-08]")
    (({'year': 2024, 'month': 6}, None), ({'year': 2024, 'month': 6}, {'year': 2024, 'month': 8}))
    """
    found = _dates(edtf) if edtf else None
    return None if found is None else (dict(found[0]), None if found[1] is None else dict(found[1]))


def _ends(value: Edtf) -> tuple[Parts, Parts | None] | None:
    if isinstance(value, DateTime):
        return _clock(value), None
    reach = bounds(value)
    if isinstance(value, Interval):
        ends = [_end(value.start, first=True), _end(value.end, first=False)]
        known = [end for end in ends if end is not None]
        return (known[0], known[1] if len(known) == 2 else None) if known else None
    low, high = reach.start_min, reach.end_max
    if isfinite(low) and isfinite(high):
        return _hull(int(low), int(high))
    if isfinite(low):
        return _hull(int(low), int(reach.start_max) if isfinite(reach.start_max) else int(low))[0], None
    if isfinite(high):
        return _hull(int(high) - DAY + 1, int(high))[0], None
    return None


def _end(point: Endpoint, *, first: bool) -> Parts | None:
    """Give an end of an interval; None where it is open or not known."""
    if isinstance(point, DateTime):
        return _clock(point)
    if isinstance(point, End | Until | Since):
        return None
    reach = bounds(point)
    low, high = reach.start_min, reach.end_max
    if not (isfinite(low) and isfinite(high)):
        return None
    start, end = _hull(int(low), int(high))
    return start if first or end is None else end


def _hull(low: int, high: int) -> tuple[Parts, Parts | None]:
    """Give two seconds in the coarsest parts that reach from the one to the other and no further."""
    year, month, day = civil_from_days(low // DAY)
    last_year, last_month, last_day = civil_from_days(high // DAY)
    if (month, day) == (1, 1) and (last_month, last_day) == (12, 31):
        return {"year": year}, None if year == last_year else {"year": last_year}
    start, end = {"year": year, "month": month}, {"year": last_year, "month": last_month}
    if day != 1 or last_day != days_in_month(last_year, last_month):
        start["day"], end["day"] = day, last_day
    return start, None if start == end else end


def _clock(value: DateTime) -> Parts:
    return {
        "year": value.year,
        "month": value.month,
        "day": value.day,
        "hour": value.hour,
        "minute": value.minute,
        "second": value.second,
    }


def edtf(start: Parts | None, end: Parts | None, words: str) -> str | None:
    """
    Give the date of a slide; None if it has none.

    The words count where they are those of a date that a slide would show with just this start and this end.

    >>> edtf({"year": 1900}, None, "circa 1900"), edtf({"year": 1988, "month": 6}, None, "That summer")
    ('1900~', '1988-06')
    """
    if start is None:
        return None
    if words:
        from timeline.timex import Resolved, read

        outcome = read(words)
        if isinstance(outcome, Resolved) and dates(outcome.edtf) == (start, None if end == start else end):
            return outcome.edtf
    made = _point(start)
    return made if end is None or end == start else f"{made}/{_point(end)}"


def _point(parts: Parts) -> str:
    year = parts["year"]
    text = f"{year:05d}" if year < 0 else f"{year:04d}"
    if abs(year) > 9999:
        return f"Y{year}"
    for field, sign in (("month", "-"), ("day", "-"), ("hour", "T"), ("minute", ":"), ("second", ":")):
        if field not in parts:
            if field in {"minute", "second"} and "hour" in parts:
                text += f"{sign}00"
                continue
            break
        text += f"{sign}{parts[field]:02d}"
    return str(parse(text))


def parts(given: object) -> Parts | None:
    """
    Read a date as slides of the wild have it: numbers or text, a month by number or name; None if it has no year.

    Raises `ValueError` with the reason; whoever reads the file names the place.

    >>> parts({"year": "1,988", "month": "June", "day": ""})
    {'year': 1988, 'month': 6}
    """
    if isinstance(given, bool) or given is None or given == "":
        return None
    if isinstance(given, int | float | str):
        given = {"year": given}
    if not isinstance(given, Mapping):
        raise ValueError("the date is neither a number nor an object with a year")  # noqa: TRY004 -- it is the file that is wrong
    made: Parts = {}
    for field in _FIELDS:
        number = _number(given.get(field), field)
        if number is None:
            if field == "year":
                return None
            if field != "minute" or "hour" not in made:
                break
            number = 0
        made[field] = number
    try:
        _point(made)
    except EdtfError:
        shown = "-".join(str(number) for number in made.values())
        raise ValueError(f"{shown} is no date") from None
    return made


def clock(given: str) -> Parts:
    """
    Read a time of day as spreadsheets have it; raise `ValueError` where it is none.

    >>> clock("3:05 PM"), clock("0930")
    ({'hour': 15, 'minute': 5, 'second': 0}, {'hour': 9, 'minute': 30, 'second': 0})
    """
    found = _TIME.fullmatch(given.strip())
    if not found:
        raise ValueError(f"{given[:40]!r} is no time of day")
    hour, minute, second, half = found.groups()
    made = {"hour": int(hour), "minute": int(minute or 0), "second": int(second or 0)}
    if half:
        made["hour"] = made["hour"] % 12 + (12 if half.lower() == "p" else 0)
    return made


def _number(given: object, field: str) -> int | None:
    if given is None or isinstance(given, bool):
        return None
    if isinstance(given, float) and given == int(given):
        return int(given)
    if isinstance(given, int):
        return given
    text = re.sub(r"[\s,]+", "", str(given))
    if not text:
        return None
    if _WHOLE.fullmatch(text):
        return int(text.partition(".")[0])
    if field == "month" and len(text) > 2:
        for number, name in enumerate(_MONTH_NAMES, 1):
            if name.startswith(text.lower().rstrip(".")):
                return number
    raise ValueError(f"the {field} {str(given)[:40]!r} is no whole number")


# --- HTML ---


def slide(event: Event) -> dict[str, Any] | None:
    """Give an event as a slide, without what is ours; None if it has no date to stand at."""
    found = dates(event.get("date"))
    if found is None:
        return None
    start, end = found
    made: dict[str, Any] = {"unique_id": event["uid"], "start_date": start}
    if end is not None:
        made["end_date"] = end
    made["display_date"] = wording.date(event.get("date"))
    made["text"] = {"headline": escape(event["title"]), "text": body(event)}
    if event.get("tags"):
        made["group"] = event["tags"][0]
    return made


def body(event: Event) -> str:
    """Give the text of a slide: the summary, who and where, the figures, each source as a link with its words."""
    made = _paragraphs(event.get("summary"))
    facts = [("Who", "; ".join(wording.who(event)))]
    if event.get("place"):
        facts.append(("Where", event["place"]["name"]))
    if event.get("status", "confirmed") != "confirmed":
        facts.append(("Status", event["status"]))
    facts += [("Figures", wording.statement(claim)) for claim in event.get("claims", ())]
    made += "".join(f"<p><em>{name}:</em> {escape(told)}</p>" for name, told in facts if told)
    cited = [_cited(one) for one in event.get("citations", ())]
    if cited:
        made += "<p><em>Sources:</em></p><ul>" + "".join(f"<li>{one}</li>" for one in cited) + "</ul>"
    return made


def _paragraphs(text: str | None) -> str:
    blocks = re.split(r"\n{2,}", text) if text else []
    return "".join("<p>" + escape(block).replace("\n", "<br>") + "</p>" for block in blocks if block)


def _cited(citation: Event) -> str:
    source = citation["source"]
    name, url = escape(wording.source(source)), wording.link(source)
    made = f'<a href="{escape(url)}">{name}</a>' if url else name
    if place := wording.locator(citation):
        made += f", {escape(place)}"
    if citation.get("stance") == "disputes":
        made += " (disputes it)"
    if citation.get("quote"):
        made += f": “{escape(citation['quote'])}”"
    return made


class _Text(HTMLParser):
    """Gives the text of HTML, and the links in it."""

    BREAKS = frozenset({"p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "blockquote", "table"})
    SILENT = frozenset({"script", "style", "iframe", "noscript"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.links: dict[str, str] = {}
        self.inside: str | None = None
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, remember a link."""
        if tag in self.SILENT:
            self.silent += 1
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in self.BREAKS:
            self.pieces.append("\n\n")
        elif tag == "a":
            self.inside = wording.address((dict(attrs).get("href") or "").strip())
            if self.inside:
                self.links.setdefault(self.inside, "")

    def handle_endtag(self, tag: str) -> None:
        """End a block or a link."""
        if tag in self.SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in self.BREAKS:
            self.pieces.append("\n\n")
        elif tag == "a":
            self.inside = None

    def handle_data(self, data: str) -> None:
        """Take the text."""
        if not self.silent:
            self.pieces.append(re.sub(r"\s+", " ", data))
            if self.inside:
                self.links[self.inside] += data


def plain(html: str) -> tuple[str, dict[str, str]]:
    """
    Give the text of HTML, and its links as address and words.

    >>> plain('A <b>&amp;</b> <a href="https://example.org">B</a><script>x</script>')
    ('A & B', {'https://example.org': 'B'})
    """
    if "<" not in html:
        return unescape(html).strip(), {}
    found = _Text()
    found.feed(html)
    found.close()
    text = re.sub(r" *\n *", "\n", "".join(found.pieces))
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", text))
    return text.strip(), {url: " ".join(words.split()) for url, words in found.links.items()}


# --- from a slide to an event ---


def event_of(given: Mapping[str, Any], of: str) -> Iterator[dict[str, Any] | str]:
    """
    Give the records of a slide that another program made, the event last; words for what of it has no place.

    `of` is what the timeline is called, so that the same identifier in two timelines means two events. Raises
    `ValueError` with the reason.
    """
    text = given.get("text") if isinstance(given.get("text"), Mapping) else {"text": given.get("text")}
    assert isinstance(text, Mapping)  # noqa: S101 -- one of the two above
    headline, links = plain(_text(text.get("headline")))
    summary, more = plain(_text(text.get("text")))
    media = given.get("media") if isinstance(given.get("media"), Mapping) else {}
    assert isinstance(media, Mapping)  # noqa: S101 -- the same
    start, end = parts(given.get("start_date")), parts(given.get("end_date"))
    words = " ".join(plain(_text(given.get("display_date")) or _display(given.get("start_date")))[0].split())
    title = " ".join((headline or summary or plain(_text(media.get("caption")))[0])[: _TITLE * 5].split())
    title = title if headline else title[:_TITLE]
    if not title:
        yield "empty slides left out"
        return
    for url, label in (links | more).items():
        yield {"record": "source", "title": label or url, "url": url}
    made: dict[str, Any] = {"record": "event", "title": title[:1000]}
    if summary and summary != title:
        made["summary"] = summary
    date = edtf(start, end, words)
    if date is not None:
        made["date"] = date
    if words and (date is None or words != wording.date(date)):
        made["as_written"] = words
    group = " ".join(plain(_text(given.get("group")))[0].split())
    if group:
        made["tags"] = [group]
    told = [_text(media.get(key)).strip() for key in ("url", "caption", "credit")]
    if any(told):
        made["note"] = "Media: " + " — ".join(plain(one)[0] if one != told[0] else one for one in told if one)
    if links | more:
        made["citations"] = [{"source": {"name": url}} for url in links | more]
    identifier = _text(given.get("unique_id")).strip()
    if identifier:
        made["external_ids"] = [{"scheme": "timelinejs", "value": f"{slug(of)}#{identifier}"}]
    yield made
    if given.get("background"):
        yield "backgrounds left out"


def _text(given: object) -> str:
    return given if isinstance(given, str) else "" if given is None or isinstance(given, bool) else str(given)


def _display(given: object) -> str:
    return _text(given.get("display_date")) if isinstance(given, Mapping) else ""


def era_of(given: Mapping[str, Any], of: str) -> Iterator[dict[str, Any] | str]:
    """Give the event that an era of another program is: a span with a name."""
    text = given.get("text")
    if not isinstance(text, Mapping):
        given = {**given, "text": {"headline": given.get("headline") or text or ""}}
    for one in event_of(given, of):
        if isinstance(one, str):
            yield "eras without a name left out" if one.startswith("empty") else one
        else:
            yield one | {"kind": ERA} if one["record"] == "event" else one


def own(event: Event) -> dict[str, Any]:
    """Give an event as a slide carries it: without the time of its row, so that it is the same wherever it is kept."""
    return {key: value for key, value in event.items() if key != "recorded"}


def changed(event: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Give the event that a slide of ours carries, with what was changed on the slide since it was written."""
    made = slide(event)
    if made is None:
        return event
    text = given.get("text")
    text = text if isinstance(text, Mapping) else {}
    if (headline := text.get("headline")) != made["text"]["headline"] and isinstance(headline, str) and headline:
        event["title"] = " ".join(plain(headline)[0].split())
    if (html := text.get("text")) != made["text"]["text"] and isinstance(html, str):
        event["summary"] = plain(html)[0]
    start, end = parts(given.get("start_date")), parts(given.get("end_date"))
    words = _text(given.get("display_date")).strip()
    if (start, end, words) != (made["start_date"], made.get("end_date"), made["display_date"]) and start:
        event["date"] = edtf(start, end, words)
        if event.get("citations"):
            event["citations"] = [{k: v for k, v in one.items() if k != "accepted"} for one in event["citations"]]
    return event


def is_span(event: Event) -> bool:
    """Say whether the date of an event is a span of which both ends are known, and differ."""
    found = dates(event.get("date"))
    return found is not None and found[1] is not None and "/" in str(event.get("date"))


def pairs(given: Iterable[tuple[str, object]]) -> dict[str, Any]:
    """Give the pairs that say something."""
    return {key: value for key, value in given if value not in (None, "", [])}
