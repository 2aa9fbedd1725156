"""
TimelineJS (Knight Lab, version 3): one JSON document with a slide an event, and an era a span.

`slides` tells what becomes of dates and texts. An event of the kind "era" is an era alone; any other whose date is a
span with both ends is a slide and an era of the same name. Undated events have no place on a timeline and are
reported. The reader takes documents of version 3 and of the older versions 1 and 2 whole into memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from timeline.errors import NotOfFormat
from timeline.formats import slides, text, types
from timeline.formats.nested import Unfolding

_MOST_ERAS = 500
"""More would cover each other; later spans are slides alone, and an event of the kind "era" a slide."""
_OWN = "timeline"
_FORM = "TimelineJS"


def write_whole(events: Iterable[dict[str, Any]], lost: types.Losses, context: types.Context) -> Iterator[str]:
    """Write the title, then a slide an event and a line, then the eras."""
    from html import escape

    encode = text.encoder()
    headline = {"headline": escape(context.title), "text": escape(context.filters)}
    yield '{"title":' + encode({"unique_id": "title", "text": headline}) + ',\n"events":['
    eras: list[str] = []
    before = "\n"
    for event in events:
        made = slides.slide(event)
        if made is None:
            lost.add("events without a date skipped")
            continue
        if event["uid"] == "title":
            made["unique_id"] = "title-event"
        if slides.is_span(event) and len(eras) < _MOST_ERAS:
            alone = event.get("kind") == slides.ERA
            eras.append(encode(_era(event, made, alone=alone)))
            if alone:
                continue
        yield before + encode({**made, _OWN: slides.own(event)})
        before = ",\n"
    yield '\n],\n"eras":[' + ",".join("\n" + era for era in eras) + "\n]}\n"


def _era(event: dict[str, Any], made: dict[str, Any], *, alone: bool) -> dict[str, Any]:
    era = {
        "unique_id": f"era-{event['uid']}",
        "start_date": made["start_date"],
        "end_date": made["end_date"],
        "display_date": made["display_date"],
        "text": {"headline": made["text"]["headline"]},
    }
    return {**era, _OWN: slides.own(event)} if alone else {**era, _OWN: {"era_of": event["uid"]}}


def read(stream: BinaryIO, name: str) -> Iterator[types.Record]:
    """Read a document; a record's `line` is the number of its slide. Raises `NotOfFormat`, `NotJson`, `NotUtf8`."""
    document = text.parsed("".join(text.decoded(stream, name)), name)
    return types.told(_read(document, name))


def _read(document: Any, name: str) -> Iterator[types.Record | str]:
    if isinstance(document, Mapping) and isinstance(document.get("timeline"), Mapping):
        document = _of_version_2(document["timeline"])
    if not isinstance(document, Mapping) or not isinstance(document.get("events"), list):
        raise NotOfFormat(name, None, _FORM, 'is not {"title": …, "events": […]}', "see the JSON format of TimelineJS")
    title = document.get("title")
    called = slides.plain(_headline(title))[0] or name.rpartition("/")[2].split(".")[0]
    unfolding = Unfolding()
    for kind, one in (("event", slides.event_of), ("era", slides.era_of)):
        given = document.get(f"{kind}s") or []
        if not isinstance(given, list):
            raise NotOfFormat(name, None, _FORM, f'"{kind}s" is no list')
        for number, slide in enumerate(given, 1):
            if not isinstance(slide, Mapping):
                raise NotOfFormat(name, f"{kind} {number}", _FORM, "is not an object")
            own = slide.get(_OWN)
            try:
                if isinstance(own, Mapping) and "era_of" in own:
                    continue
                if isinstance(own, Mapping) and own.get("record") == "event" and own.get("uid"):
                    yield from unfolding.records(slides.changed(dict(own), slide), number)
                    continue
                for record in one(slide, called):
                    yield record if isinstance(record, str) else types.numbered(record, number)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                reason = str(error) if isinstance(error, ValueError) else f'"{_OWN}" is not as we write it'
                raise NotOfFormat(name, f"{kind} {number}", _FORM, reason) from None
    yield from unfolding.links()


def _headline(title: object) -> str:
    words = title.get("text") if isinstance(title, Mapping) else None
    headline = words.get("headline") if isinstance(words, Mapping) else None
    return headline if isinstance(headline, str) else ""


def _of_version_2(old: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document of the versions 1 and 2 as one of version 3."""

    def slide(given: Any) -> Any:
        if not isinstance(given, Mapping):
            return given
        asset = given.get("asset") if isinstance(given.get("asset"), Mapping) else {}
        assert isinstance(asset, Mapping)  # noqa: S101 -- one of the two above
        return slides.pairs(
            (
                ("start_date", _old_date(given.get("startDate"))),
                ("end_date", _old_date(given.get("endDate"))),
                ("text", {"headline": given.get("headline"), "text": given.get("text")}),
                ("group", given.get("tag")),
                ("media", {"url": asset.get("media"), "caption": asset.get("caption"), "credit": asset.get("credit")}),
            )
        )

    return {
        "title": {"text": {"headline": old.get("headline")}},
        "events": [slide(one) for one in _listed(old.get("date"))],
        "eras": [slide(one) for one in _listed(old.get("era"))],
    }


def _old_date(given: object) -> object:
    """Take apart `2011,12,10,07,30` and `12/10/2011`, month first, as those versions do."""
    if not isinstance(given, str):
        return given
    fields = ("year", "month", "day", "hour", "minute", "second")
    if given.count("/") == 2:
        month, day, year = given.split("/")
        return {"year": year.split()[0] if year.split() else "", "month": month, "day": day}
    if "-" in given[1:] and "," not in given:
        return dict(zip(fields, given.split("T")[0].rsplit("-", given[1:].count("-")), strict=False))
    return dict(zip(fields, given.split(","), strict=False))


def _listed(given: object) -> list[Any]:
    return given if isinstance(given, list) else []


FORMAT = types.Format(
    "timelinejs",
    ".timelinejs.json",
    "a story for TimelineJS, as JSON",
    write_whole=write_whole,
    read=read,
)
