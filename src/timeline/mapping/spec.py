"""
Maps as people write them: TOML to a `Map`, every mistake named with its key and the remedy.

`SHAPES` says which keys each table of a map has; docs/mapping.md tells what each means, and a test holds the two
together. A new key is one entry there, and its hand in the function of its table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from timeline.errors import BadMap, EdtfError
from timeline.mapping.dates import MEANINGS, NUMBERS, ORDERS
from timeline.mapping.types import (
    Actors,
    Condition,
    Dates,
    Figure,
    File,
    Join,
    Map,
    Place,
    Sources,
    Tags,
    Value,
    When,
)
from timeline.model import ACCESS, ACTOR_KINDS, CALENDARS, EVENT_STATUS, QUALIFIERS

NULL = (
    "", "-", "--", "—", "–", ".", "?", "n/a", "na", "nan", "nat", "null", "none", "nil", "unknown", "tbd", "tba", "tbc",
    "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "not available", "not known", "unspecified",
)  # fmt: skip
"""Words that say nothing, where the map names none."""

_VALUES = ("summary", "kind", "status", "importance", "access", "note")
_WHEN = ("year", "month", "day", "time")
_SOURCE_KEYS = ("title", "url", "publisher", "author", "published", "archive_url", "kind", "lang")
_CITATION_KEYS = (*_SOURCE_KEYS, "quote", "page", "note")

SHAPES: dict[str, tuple[str, ...]] = {
    "": (
        "map", "name", "id", "scheme", "title", *_VALUES, "null",
        "file", "date", "place", "actors", "source", "sources", "figures", "tags", "fixed_tags", "only", "skip",
    ),
    "file": ("kind", "encoding", "delimiter", "header", "sheet", "records", "join"),
    "file.join": ("column", "file", "records", "key", "as"),
    "date": (
        "column", "start", "end", *_WHEN, "precision", "precisions", "order", "calendar", "bce", "two_digit_years",
        "numbers", "zone", "ongoing", "words",
    ),
    "date.start": ("column", *_WHEN, "earliest", "latest"),
    "place": ("name", "country", "kind", "lat", "lon", "coordinates", "order", "precision"),
    "actors": ("column", "name", "role", "role_key", "split", "brackets", "kind"),
    "sources": ("columns", "each", "joined", "split", "fixed", *_CITATION_KEYS),
    "source": _SOURCE_KEYS,
    "figures": ("attribute", "best", "low", "high", "unit", "qualifier", "by", "about", "note"),
    "tags": ("column", "name", "split", "prefix"),
    "only": ("column", "is", "matches", "empty"),
    "value": ("column", "fixed", "words", "other", "otherwise"),
}  # fmt: skip
"""Table of a map -> the keys it may have. `date.end` is as `date.start`, `skip` as `only`."""

_FIELD = re.compile(r"\{([^{}]+)\}")
_CUT = re.compile(r"(.+):(\d{1,4})")


class _Reader:
    """Reads the tables of one map; knows where it is, for errors."""

    def __init__(self, place: str) -> None:
        self.place = place

    def bad(self, key: str, reason: str, hint: str | None = None) -> BadMap:
        return BadMap(f"{self.place}: {key}" if key else self.place, reason, hint)

    def known(self, given: Mapping[str, Any], shape: str, key: str) -> None:
        """Refuse keys that the table does not have."""
        for one in given:
            if one not in SHAPES[shape]:
                near = get_close_matches(one.lower(), SHAPES[shape], 1)
                hint = f"did you mean {near[0]}?" if near else f"keys are: {', '.join(SHAPES[shape])}"
                where = f"[{key}] has" if key else "a map has"
                raise self.bad("", f'{where} no key "{one[:40]}"', hint)

    def table(self, given: Any, key: str) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise self.bad(key, "must be a table", f"write [{key}] and its keys below it")
        return given

    def tables(self, given: Any, key: str) -> list[dict[str, Any]]:
        listed = given if isinstance(given, list) else [given]
        return [self.table(one, key) for one in listed]

    def text(self, given: Any, key: str, *, example: str = "the name of a column") -> str:
        if not isinstance(given, str) or not given.strip():
            raise self.bad(key, f"must be text: {example}")
        return given

    def maybe(self, table: Mapping[str, Any], name: str, key: str) -> str | None:
        return None if table.get(name) is None else self.text(table[name], f"{key}.{name}")

    def one_of(self, given: Any, values: tuple[str, ...], key: str) -> str:
        if given in values:
            return str(given)
        near = get_close_matches(str(given).lower(), values, 1)
        hint = f"did you mean {near[0]}?" if near else f"one of: {', '.join(values)}"
        raise self.bad(key, f'"{str(given)[:40]}" is none of those there are', hint)

    def words(self, given: Any, key: str) -> tuple[str, ...]:
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, list) or not all(isinstance(one, str) and one for one in listed):
            raise self.bad(key, "must be text, or a list of texts")
        return tuple(listed)

    def value(self, given: Any, key: str, allowed: tuple[str, ...] | None = None) -> Value:
        """Read where a value comes from: a column, words with `{columns}`, a list of such, `{fixed = …}`."""
        if isinstance(given, list) and given:
            made: Value | None = None
            for one in reversed(given):
                made = self.value(one, key, allowed)._replace(otherwise=made)
            if made is not None:
                return made
        if isinstance(given, str):
            return self.template(self.text(given, key), key)
        if not isinstance(given, dict):
            raise self.bad(key, "must be the name of a column", 'or {fixed = "words"}')
        self.known(given, "value", key)
        if ("fixed" in given) == ("column" in given):
            raise self.bad(key, "needs one of column and fixed", 'such as {fixed = "words"}')
        if "fixed" in given:
            fixed = given["fixed"]
            if isinstance(fixed, bool) or not isinstance(fixed, str | int | float):
                raise self.bad(f"{key}.fixed", "must be text or a number")
            if allowed is not None:
                self.one_of(fixed, allowed, f"{key}.fixed")
            return Value(fixed=str(fixed))
        made = self.template(self.text(given["column"], f"{key}.column"), key)
        words = given.get("words")
        if words is not None:
            listed = self.table(words, f"{key}.words")
            for word, becomes in listed.items():
                if not isinstance(becomes, str):
                    raise self.bad(f"{key}.words.{word}", "must be text")
                if allowed is not None and becomes:
                    self.one_of(becomes, allowed, f"{key}.words.{word}")
            made = made._replace(words={str(word).casefold(): becomes for word, becomes in listed.items()})
        if "other" in given:
            other = given["other"]
            if not isinstance(other, str):
                raise self.bad(f"{key}.other", "must be text")
            if allowed is not None and other:
                self.one_of(other, allowed, f"{key}.other")
            made = made._replace(other=other)
        if "otherwise" in given:
            made = made._replace(otherwise=self.value(given["otherwise"], f"{key}.otherwise", allowed))
        return made

    def template(self, text: str, key: str) -> Value:
        """Read `{side_a} – {side_b}: {where:60}`; words without any bracket are the name of a column."""
        if "{" not in text and "}" not in text:
            return Value(parts=(("", text, None),))
        parts: list[tuple[str, str, int | None]] = []
        at = 0
        for found in _FIELD.finditer(text):
            column, most = found[1], None
            cut = _CUT.fullmatch(column)
            if cut is not None:
                column, most = cut[1], int(cut[2])
                if most < 1:
                    raise self.bad(key, f'"{found[0]}" leaves nothing of the column')
            parts.append((text[at : found.start()], column.strip(), most))
            at = found.end()
        rest = text[at:]
        if not parts or any("{" in words or "}" in words for words in (rest, *(one[0] for one in parts))):
            raise self.bad(key, f'the brackets of "{text[:60]}" do not pair', "write each column as {column}")
        return Value(parts=tuple(parts), tail=rest)


def parsed(text: str, place: str) -> Map:
    """Read a map; raises `BadMap` with place and remedy."""
    read = _Reader(place)
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        where = re.search(r"\(at line (\d+), column \d+\)", told)
        at = f"{place}:{where[1]}" if where else place
        told = re.sub(r" \(at [^)]*\)$", "", told)
        raise BadMap(
            at, f"is no TOML: {told[:1].lower()}{told[1:]}", 'a map has lines such as title = "Headline"'
        ) from None
    read.known(given, "", "")
    if given.get("map", 1) != 1:
        raise read.bad("map", "is a form of maps that this timeline does not know", "map = 1")
    name = given.get("name")
    if name is None:
        raise read.bad("name", "is missing", 'name the data set: name = "ucdp-ged"; ids are kept under it')
    name = read.text(name, "name", example='what the data set is called, such as "ucdp-ged"').strip()
    if len(name) > 200 or not name.isprintable():
        raise read.bad("name", "must be a short name")
    made = Map(place, name, null=frozenset(NULL))
    if "null" in given:
        listed = given["null"]
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise read.bad("null", "must be a list of texts", 'such as null = ["Unknown", "n/a"]')
        made = made._replace(null=frozenset({"", *(one.strip().casefold() for one in listed)}))
    if "title" not in given:
        raise read.bad("title", "is missing", 'every event needs one: title = "Headline", or "{side_a} – {side_b}"')
    values = {}
    limits = {"status": EVENT_STATUS, "access": ACCESS}
    for key in _VALUES:
        if key in given:
            values[key] = read.value(given[key], key, limits.get(key))
    return made._replace(
        file=_file(read, given.get("file", {})),
        id_column=read.maybe(given, "id", "id"),
        scheme=read.maybe(given, "scheme", "scheme") or name,
        dates=_dates(read, given.get("date", {})),
        title=read.value(given["title"], "title"),
        values=values,
        place=_place(read, given["place"]) if "place" in given else None,
        actors=tuple(_actors(read, one) for one in read.tables(given.get("actors", []), "actors")),
        sources=tuple(_sources(read, one) for one in read.tables(given.get("sources", []), "sources")),
        source=_source(read, given["source"]) if "source" in given else None,
        figures=tuple(_figure(read, one) for one in read.tables(given.get("figures", []), "figures")),
        tags=tuple(_tags(read, one) for one in _listed(given.get("tags", []))),
        fixed_tags=read.words(given["fixed_tags"], "fixed_tags") if "fixed_tags" in given else (),
        conditions=(
            *(_condition(read, one, "only", keep=True) for one in read.tables(given.get("only", []), "only")),
            *(_condition(read, one, "skip", keep=False) for one in read.tables(given.get("skip", []), "skip")),
        ),
    )


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [given]


def _file(read: _Reader, given: Any) -> File:
    table = read.table(given, "file")
    read.known(table, "file", "file")
    kind = table.get("kind")
    if kind is not None:
        kind = read.one_of(kind, ("csv", "tsv", "xlsx", "json", "jsonl", "geojson"), "file.kind")
    delimiter = table.get("delimiter")
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or delimiter in '"\r\n'):
        raise read.bad("file.delimiter", "must be one character", 'such as ";" or "\\t"')
    header = table.get("header")
    if header is not None and (isinstance(header, bool) or not isinstance(header, int) or header < 1):
        raise read.bad("file.header", "must be the number of the row that names the columns, from 1")
    sheet = table.get("sheet")
    if sheet is not None and (isinstance(sheet, bool) or not isinstance(sheet, str | int)):
        raise read.bad("file.sheet", "must be the name of a sheet, or its number from 1")
    records = table.get("records")
    if records is not None and not isinstance(records, str):
        raise read.bad("file.records", "must be the path to the list of records", 'such as "data.events"')
    joins = tuple(_join(read, one) for one in read.tables(table.get("join", []), "file.join"))
    encoding = read.maybe(table, "encoding", "file")
    if encoding is not None:
        import codecs

        try:
            codecs.lookup(encoding)
        except LookupError:
            hint = "such as utf-8, cp1252, mac_roman, utf-16"
            raise read.bad("file.encoding", f'no encoding is called "{encoding[:40]}"', hint) from None
    return File(kind, encoding, delimiter, header, sheet, records, joins)


def _join(read: _Reader, given: dict[str, Any]) -> Join:
    read.known(given, "file.join", "file.join")
    for key in ("column", "key", "as"):
        if key not in given:
            raise read.bad(f"file.join.{key}", "is missing", "a join needs column, key, as, and file or records")
    file, records = read.maybe(given, "file", "file.join"), read.maybe(given, "records", "file.join")
    if file is None and records is None:
        raise read.bad("file.join", "needs file, or the records of the same document that are joined")
    column, key, as_ = (read.text(given[one], f"file.join.{one}") for one in ("column", "key", "as"))
    return Join(column, key, as_, file, records)


def _dates(read: _Reader, given: Any) -> Dates:
    table = read.table(given, "date")
    read.known(table, "date", "date")
    parts = [key for key in _WHEN[:3] if key in table]
    if sum((bool(parts), "column" in table, "start" in table)) > 1:
        hint = "a column, or year, month and day, or start and end"
        raise read.bad("date", "is said in more than one way", hint)
    if parts or "time" in table:
        start = When(read.maybe(table, "column", "date"), *(read.maybe(table, key, "date") for key in _WHEN))
    else:
        start = _when(read, table.get("start", table.get("column")), "date.start")
    if start.column is None and start.year is None and (start.month or start.day or start.time):
        raise read.bad("date.year", "is missing")
    end = _when(read, table["end"], "date.end") if "end" in table else None
    precisions = table.get("precisions", {})
    fixed = None
    if isinstance(table.get("precision"), dict):
        said = read.table(table["precision"], "date.precision")
        fixed = read.one_of(said.get("fixed"), tuple(MEANINGS), "date.precision.fixed")
        table = {key: value for key, value in table.items() if key != "precision"}
    if (fixed is not None or "precision" in table) and (start.bounded or (end is not None and end.bounded)):
        hint = "take precision out, or name one column"
        raise read.bad("date.precision", "is said twice: earliest and latest say how exact a date is", hint)
    if "precision" in table and not precisions:
        hint = 'precisions = {1 = "exact", 2 = "within", 3 = "month"}'
        raise read.bad("date.precisions", "is missing: what does each code mean?", hint)
    meant = {
        str(code).casefold(): read.one_of(meaning, tuple(MEANINGS), f"date.precisions.{code}")
        for code, meaning in read.table(precisions, "date.precisions").items()
    }
    pivot = table.get("two_digit_years")
    if pivot is not None and (isinstance(pivot, bool) or not isinstance(pivot, int) or not 0 <= pivot <= 9900):
        raise read.bad("date.two_digit_years", "must be the first of the hundred years meant", "such as 1950")
    made = Dates(
        start,
        end,
        read.maybe(table, "precision", "date"),
        meant,
        fixed,
        calendar=read.one_of(table.get("calendar", "gregorian"), CALENDARS, "date.calendar"),
        two_digit_years=pivot,
        zone=read.value(table["zone"], "date.zone") if "zone" in table else None,
        worded=read.maybe(table, "words", "date"),
    )
    if "order" in table:
        made = made._replace(order=read.one_of(table["order"], ORDERS, "date.order"))
    if "bce" in table:
        made = made._replace(bce=read.one_of(table["bce"], ("historical", "astronomical"), "date.bce"))
    if "numbers" in table:
        made = made._replace(numbers=read.one_of(table["numbers"], NUMBERS, "date.numbers"))
    if "ongoing" in table:
        made = made._replace(ongoing=tuple(one.casefold() for one in read.words(table["ongoing"], "date.ongoing")))
    return made


def _when(read: _Reader, given: Any, key: str) -> When:
    if given is None:
        return When()
    if isinstance(given, str):
        return When(read.text(given, key))
    table = read.table(given, key)
    read.known(table, "date.start", key)
    made = When(*(read.maybe(table, one, key) for one in SHAPES["date.start"]))
    if made.bounded:
        if made.column or made.year or made.month or made.day or made.time:
            raise read.bad(key, "is said in more than one way", "a column, its parts, or earliest and latest")
    elif made.column is None and made.year is None:
        raise read.bad(key, "needs a column, or a year, or earliest and latest")
    return made


def _place(read: _Reader, given: Any) -> Place:
    if isinstance(given, str):
        return Place(read.template(given, "place"))
    table = read.table(given, "place")
    read.known(table, "place", "place")
    values = {
        key: read.value(table[key], f"place.{key}") for key in ("name", "country", "kind", "precision") if key in table
    }
    lat, lon, both = (read.maybe(table, key, "place") for key in ("lat", "lon", "coordinates"))
    if (lat is None) != (lon is None):
        raise read.bad("place", "lat and lon go together")
    order = read.one_of(table.get("order", "lat lon"), ("lat lon", "lon lat"), "place.order")
    if not values.get("name") and lat is None and both is None:
        raise read.bad("place", "needs a name, or coordinates")
    return Place(**values, lat=lat, lon=lon, coordinates=both, lon_first=order == "lon lat")


def _split(read: _Reader, table: Mapping[str, Any], key: str, default: tuple[str, ...] = (";",)) -> tuple[str, ...]:
    if "split" not in table:
        return default
    if table["split"] == "" or table["split"] == []:
        return ()
    return read.words(table["split"], f"{key}.split")


def _actors(read: _Reader, given: dict[str, Any]) -> Actors:
    read.known(given, "actors", "actors")
    if "column" not in given:
        raise read.bad("actors.column", "is missing")
    role = read.value(given["role"], "actors.role") if "role" in given else None
    if isinstance(given.get("role"), str):
        role = Value(fixed=given["role"]) if "{" not in given["role"] else role
    brackets = given.get("brackets", "name")
    return Actors(
        read.text(given["column"], "actors.column"),
        read.maybe(given, "name", "actors"),
        role,
        read.maybe(given, "role_key", "actors"),
        _split(read, given, "actors"),
        read.one_of(brackets, ("name", "role"), "actors.brackets") == "role",
        read.one_of(given["kind"], ACTOR_KINDS, "actors.kind") if "kind" in given else None,
    )


def _sources(read: _Reader, given: dict[str, Any]) -> Sources:
    read.known(given, "sources", "sources")
    columns = read.words(given["columns"], "sources.columns") if "columns" in given else ()
    each = read.maybe(given, "each", "sources")
    keys = {key: read.text(given[key], f"sources.{key}") for key in _CITATION_KEYS if key in given}
    fixed = read.table(given.get("fixed", {}), "sources.fixed")
    for key, words in fixed.items():
        read.one_of(key, _CITATION_KEYS, "sources.fixed")
        read.text(words, f"sources.fixed.{key}", example="fixed words")
    joined = given.get("joined", False)
    if not isinstance(joined, bool):
        raise read.bad("sources.joined", "must be true or false")
    if not columns and not keys and each is None:
        hint = 'columns = ["Link 1", "Link 2"], or url = "Link", or each = "sources"'
        raise read.bad("sources", "names no column", hint)
    if columns and (each or joined):
        raise read.bad("sources", "columns cannot stand beside each or joined")
    if not columns and each is None and not {"url", "title", "publisher", "archive_url"} & keys.keys():
        raise read.bad("sources", "needs a url, a title or a publisher to name the source by")
    return Sources(columns, each, joined, _split(read, given, "sources"), keys, dict(fixed))


def _source(read: _Reader, given: Any) -> dict[str, str]:
    table = read.table(given, "source")
    read.known(table, "source", "source")
    made = {key: read.text(value, f"source.{key}", example="fixed words") for key, value in table.items()}
    if "title" not in made:
        raise read.bad("source.title", "is missing", 'the file itself as a source: title = "UCDP GED 24.1"')
    if "published" in made:
        from timeline.edtf import parse

        try:
            parse(made["published"])
        except EdtfError as error:
            raise read.bad("source.published", str(error), "such as 2024-06-12 or 2024") from None
    return made


def _figure(read: _Reader, given: dict[str, Any]) -> Figure:
    read.known(given, "figures", "figures")
    attribute = read.text(given.get("attribute"), "figures.attribute", example='such as "killed"').strip()
    best, low, high = (read.maybe(given, key, "figures") for key in ("best", "low", "high"))
    if best is None and low is None and high is None:
        raise read.bad("figures", f'"{attribute}" names no column', 'best = "deaths", or low and high')
    values = {key: read.value(given[key], f"figures.{key}") for key in ("by", "about", "note") if key in given}
    return Figure(
        attribute,
        best,
        low,
        high,
        read.maybe(given, "unit", "figures"),
        read.one_of(given["qualifier"], QUALIFIERS, "figures.qualifier") if "qualifier" in given else None,
        **values,
    )


def _tags(read: _Reader, given: Any) -> Tags:
    if isinstance(given, str):
        return Tags(read.text(given, "tags"))
    table = read.table(given, "tags")
    read.known(table, "tags", "tags")
    if "column" not in table:
        raise read.bad("tags.column", "is missing")
    prefix = table.get("prefix", "")
    if not isinstance(prefix, str):
        raise read.bad("tags.prefix", "must be text")
    return Tags(
        read.text(table["column"], "tags.column"),
        _split(read, table, "tags"),
        prefix,
        read.maybe(table, "name", "tags"),
    )


def _condition(read: _Reader, given: dict[str, Any], key: str, *, keep: bool) -> Condition:
    read.known(given, "only", key)
    if "column" not in given:
        raise read.bad(f"{key}.column", "is missing")
    column = read.text(given["column"], f"{key}.column")
    tests = [one for one in ("is", "matches", "empty") if one in given]
    if len(tests) != 1:
        raise read.bad(key, "needs one of is, matches and empty", 'such as {column = "type", is = ["draft"]}')
    if "is" in given:
        listed = given["is"] if isinstance(given["is"], list) else [given["is"]]
        return Condition(column, frozenset(str(one).strip().casefold() for one in listed), keep=keep)
    if "matches" in given:
        pattern = read.text(given["matches"], f"{key}.matches", example="a regular expression")
        try:
            re.compile(pattern)
        except re.error as error:
            raise read.bad(f"{key}.matches", f"is no regular expression: {error}") from None
        return Condition(column, matches=pattern, keep=keep)
    if not isinstance(given["empty"], bool):
        raise read.bad(f"{key}.empty", "must be true or false")
    return Condition(column, empty=given["empty"], keep=keep)
