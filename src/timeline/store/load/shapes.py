"""
What a record may hold: the keys of docs/records.md, their kinds of value, their limits.

`item` turns a record into an `Item`: values by column, references gathered, nothing looked up yet.
Whatever is wrong with a record on its own is found here, as a `Wrong` with its reason and remedy. A new
key is one entry in `FIELDS`; a new kind of record is one more table there, and its hand in `kinds`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from timeline.edtf import parse_lenient
from timeline.errors import DateOutOfRange, EdtfError
from timeline.model import (
    ACCESS,
    ACTOR_KINDS,
    ACTOR_LINK_KINDS,
    ACTOR_NAME_KINDS,
    ANCHOR_KINDS,
    CALENDARS,
    CLAIM_STATUS,
    EVENT_LINK_KINDS,
    EVENT_STATUS,
    QUALIFIERS,
    ROLE,
    STANCES,
)
from timeline.store.write import dated

NAME = 1_000
"""Code points of a name, a title, a role, a tag, an identifier."""
TEXT = 1_000_000
"""Code points of a summary, a note, a quote."""
BODY = 50_000_000
"""Code points of the text of a source."""

_HALF_PAIR = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\xa0]")
_SPREADSHEET = re.compile(
    r"(?:[A-Za-z]{3,9}[-/ ]\d{2}|\d{1,2}[-/ ][A-Za-z]{3,9}(?:[-/ ]\d{2,4})?"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}-\d{1,2}-\d{2,4}|\d{5}(?:\.\d+)?|#+)(?: \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?"
)


class Wrong(Exception):
    """A record cannot be taken: the reason, and the remedy where there is one."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


class Ref:
    """A reference as a record makes it; `id` is there once it has been found."""

    __slots__ = ("id", "name", "table", "uid")

    def __init__(self, table: str, uid: str | None, name: str | None) -> None:
        self.table = table
        self.uid = uid
        self.name = name
        """None: by uid alone. Else what is looked for, and made if it is not there."""
        self.id: int | None = None


class OwnRef(Ref):
    """The reference of a claim to the event that it came with: found as soon as that is."""

    __slots__ = ("_owner",)

    def __init__(self, owner: Item) -> None:
        self._owner = owner
        self.table = "event"

    @property
    def id(self) -> int | None:  # type: ignore[override]
        """Give the row of the event."""
        return self._owner.id

    @property
    def is_new(self) -> bool:
        """Say whether the event was not there before."""
        return not self._owner.existing

    @property
    def uid(self) -> str | None:  # type: ignore[override]
        """Give the uid of the event."""
        return self._owner.uid

    @property
    def name(self) -> str | None:  # type: ignore[override]
        """Give none: it is never looked for."""
        return None


class Refs:
    """The references of one import; the same words are the same `Ref`, so that each is looked up once."""

    MOST = 10_000
    """What is hot is soon known again, and memory does not grow with the file."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str | None, str | None], Ref] = {}
        self.shared: dict[int, tuple[Any, Any, list[Ref]]] = {}
        """By `id`: an object that comes again and again (kept, so that the id is its own), checked, its references."""
        self.tags: dict[str, str] = {}
        """Tags, checked."""

    def get(self, table: str, uid: str | None, name: str | None) -> Ref:
        """Give the reference to a row of `table`."""
        key = table, uid, name
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= self.MOST:
                self._known.clear()
            found = self._known[key] = Ref(table, uid, name)
        return found


class Item:
    """A record, checked: what it says of one row and of what is nested in it."""

    __slots__ = (
        "claims",
        "existing",
        "external",
        "flat",
        "id",
        "kind",
        "line",
        "nested",
        "refs",
        "rev",
        "shared",
        "uid",
        "values",
    )

    def __init__(self, kind: str, line: int | None, *, flat: bool) -> None:
        self.kind = kind
        self.line = line
        self.flat = flat
        """Read from a form that has one row an event; its `rev` is that of the row alone."""
        self.uid: str | None = None
        self.rev: int | None = None
        self.values: dict[str, Any] = {}
        """Column: value, None to clear; of a reference its `Ref`."""
        self.nested: dict[str, list[Any] | None] = {}
        """Key: what is nested, None to clear."""
        self.external: list[tuple[str, str]] | None = None
        self.refs: list[Ref] = []
        self.id: int | None = None
        """The row it means: found, or reserved for it."""
        self.existing = False
        self.shared = False
        """Its lists too come again and again as one object."""
        self.claims = False
        """An event whose record came with all its claims."""


class Field(NamedTuple):
    """What a key may hold."""

    column: str
    check: Callable[[Any], Any]
    """Gives the value for the column, or raises `Wrong`."""
    default: Any = None
    """What null means."""
    required: bool = False
    table: str | None = None
    """The table it refers to."""


# --- kinds of value ---


def _is(value: object) -> str:
    """Name the kind of a JSON value."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "text"
    return "an object" if isinstance(value, dict) else "a list"


def sound(value: Any, limit: int) -> str:
    """Give text that a database can hold, and that is not too long."""
    if type(value) is str and len(value) <= limit and value.isascii() and "\0" not in value:
        return value
    if not isinstance(value, str):
        raise Wrong(f"must be text, not {_is(value)}")
    if len(value) > limit:
        raise Wrong(f"has {len(value):,} characters; the most is {limit:,}")
    if "\0" in value:
        raise Wrong("holds the character NUL")
    if not value.isascii() and _HALF_PAIR.search(value):
        raise Wrong("holds half of a surrogate pair, which no UTF-8 can write")
    return value


def _text(limit: int = TEXT) -> Callable[[Any], str | None]:
    """Take text as it is; blank text is none (D124)."""

    def check(value: Any) -> str | None:
        made = sound(value, limit)
        return made if made and (made[0] > " " or not made.isspace()) else None

    return check


def _name(value: Any) -> str | None:
    """Take a name, without the spaces around it."""
    if type(value) is str and len(value) <= NAME and value.isascii() and "\0" not in value:
        return value.strip() or None
    return sound(value, NAME).strip() or None


def _uid(value: Any) -> str | None:
    made = sound(value, NAME).strip()
    if _UNPRINTABLE.search(made):
        raise Wrong(f'"{made[:60]}" is no identifier', "write small letters, digits and hyphens")
    return made or None


def _date(value: Any) -> str | None:
    """Take EDTF; give it canonical."""
    return _known_date(value) if type(value) is str else _new_date(value)


def _new_date(value: Any) -> str | None:
    text = sound(value, NAME).strip()
    try:
        return dated(text)[0] if text else None
    except EdtfError as error:
        if _SPREADSHEET.fullmatch(text):
            reason = f'"{text}" is a date as a spreadsheet rewrites it; what was typed is lost'
            raise Wrong(reason, "give the column the format Text before typing, then write 2024-06") from None
        raise Wrong(str(error), _instead(text)) from None
    except DateOutOfRange as error:
        raise Wrong(f"{error}: {text[:40]}", error.hint) from None


_known_date = lru_cache(maxsize=16_384)(_new_date)


def _instead(text: str) -> str:
    """Give the remedy for a text that is no EDTF: what it would be, mended, where that is certain."""
    try:
        value, repairs = parse_lenient(text)
    except EdtfError:
        return "dates are EDTF: 2024-06-12, 2024-06, 1985~, 2024-06/2024-08, [..2022-07]"
    return f"did you mean {value}? ({'; '.join(repairs)})"


def _whole(low: int = -(2**31), high: int = 2**31 - 1) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            shown = f' "{value[:40]}"' if isinstance(value, str) else f" {_is(value)}"
            raise Wrong(f"must be a whole number, not{shown}")
        if not low <= value <= high:
            raise Wrong(f"must lie between {low:,} and {high:,}")
        return value

    return check


def _number(low: float = -math.inf, high: float = math.inf) -> Callable[[Any], int | float]:
    def check(value: Any) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Wrong(f"must be a number, not {_is(value)}")
        if abs(value) > 1e300 or value != value:  # noqa: PLR0124 - not a number
            raise Wrong("is no finite number, or too large")
        if not low <= value <= high:
            raise Wrong(f"must lie between {low:g} and {high:g}, not {value:g}")
        return value

    return check


def _one_of(values: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value in values:
            return str(value)
        shown = value[:40] if isinstance(value, str) else _is(value)
        near = get_close_matches(shown.lower(), values, 1)
        hint = f"did you mean {near[0]}?" if near else f"one of: {', '.join(values)}"
        raise Wrong(f'"{shown}" is none of those there are', hint)

    return check


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, not {_is(value)}")
    return value


def _any(value: Any) -> Any:
    return value


# --- keys ---


def _column(column: str, check: Callable[[Any], Any], default: Any = None, *, required: bool = False) -> Field:
    return Field(column, check, default, required)


def _ref(column: str, table: str, *, required: bool = False) -> Field:
    return Field(column, _any, None, required, table)


_REF = _uid
_TEXT = _text()

PASSAGE: dict[str, Field] = {
    "source": _ref("source_id", "source", required=True),
    "quote": _column("quote", _TEXT),
    "start": _column("quote_start", _whole(0)),
    "end": _column("quote_end", _whole(0)),
    "prefix": _column("prefix", _TEXT),
    "suffix": _column("suffix", _TEXT),
    "page": _column("page", _name),
}

CITATION: dict[str, Field] = {
    **PASSAGE,
    "date": _column("edtf", _date),
    "phrase": _column("phrase", _TEXT),
    "phrase_start": _column("phrase_start", _whole(0)),
    "phrase_end": _column("phrase_end", _whole(0)),
    "anchor": _column("anchor", _date),
    "anchor_kind": _column("anchor_kind", _one_of(ANCHOR_KINDS)),
    "anchor_of": _column("anchor_id", _uid),
    "rule": _column("rule", _TEXT),
    "resolver": _column("resolver", _name),
    "stance": _column("stance", _one_of(STANCES), "supports"),
    "note": _column("note", _TEXT),
    "accepted": _column("accepted", _flag, default=False),
}

PARTICIPANT: dict[str, Field] = {
    "actor": _ref("actor_id", "actor", required=True),
    "role": _column("role", _name, ROLE),
    "citation": _column("citation_id", _any),
}

ACTOR_NAME: dict[str, Field] = {
    "name": _column("name", _name, required=True),
    "kind": _column("kind", _one_of(ACTOR_NAME_KINDS), "alias"),
    "lang": _column("lang", _name),
}

FIELDS: dict[str, dict[str, Field]] = {
    "attribute": {
        "name": _column("name", _name, required=True),
        "unit": _column("unit", _name),
        "part_of": _column("part_of", _name),
    },
    "place": {
        "name": _column("name", _name, required=True),
        "kind": _column("kind", _name),
        "parent": _ref("parent_id", "place"),
        "country": _column("country", _name),
        "lat": _column("lat", _number(-90, 90)),
        "lon": _column("lon", _number(-180, 180)),
        "precision": _column("precision", _name),
    },
    "source": {
        "kind": _column("kind", _name),
        "title": _column("title", _name, required=True),
        "publisher": _column("publisher", _name),
        "author": _column("author", _name),
        "url": _column("url", _text(10_000)),
        "canonical_url": _column("canonical_url", _text(10_000)),
        "lang": _column("lang", _name),
        "published": _column("published", _date),
        "accessed": _column("accessed", _name),
        "archive_url": _column("archive_url", _text(10_000)),
        "sha256": _column("sha256", _name),
        "body": _column("body", _text(BODY)),
        "reliability": _column("reliability", _TEXT),
        "access": _column("access", _one_of(ACCESS), "public"),
        "note": _column("note", _TEXT),
        "revision_of": _ref("revision_of_id", "source"),
    },
    "actor": {
        "name": _column("name", _name, required=True),
        "kind": _column("kind", _one_of(ACTOR_KINDS)),
        "country": _column("country", _name),
        "note": _column("note", _TEXT),
        "merged_into": _ref("merged_into", "actor"),
    },
    "actor_link": {
        "subject": _ref("subject_id", "actor", required=True),
        "kind": _column("kind", _one_of(ACTOR_LINK_KINDS), required=True),
        "object": _ref("object_id", "actor", required=True),
        "role": _column("role", _name),
        "date": _column("edtf", _date),
        "citation": _column("citation_id", _any),
    },
    "event": {
        "title": _column("title", _name, required=True),
        "summary": _column("summary", _TEXT),
        "kind": _column("kind", _name),
        "date": _column("edtf", _date),
        "calendar": _column("calendar", _one_of(CALENDARS), "gregorian"),
        "as_written": _column("as_written", _TEXT),
        "zone": _column("zone", _name),
        "place": _ref("place_id", "place"),
        "position": _column("position", _whole(), 0),
        "status": _column("status", _one_of(EVENT_STATUS), "confirmed"),
        "importance": _column("importance", _whole()),
        "access": _column("access", _one_of(ACCESS), "public"),
        "note": _column("note", _TEXT),
    },
    "claim": {
        "event": _ref("event_id", "event"),
        "actor": _ref("actor_id", "actor"),
        "attribute": _column("attribute", _name, required=True),
        "qualifier": _column("qualifier", _one_of(QUALIFIERS), "exact"),
        "value": _column("value_text", _TEXT),
        "min": _column("value_min", _number()),
        "max": _column("value_max", _number()),
        "unit": _column("unit", _name),
        "about": _ref("about_actor_id", "actor"),
        "by": _ref("attributed_to_id", "actor"),
        "claimed": _column("claimed", _date),
        "period": _column("period", _date),
        "place": _ref("place_id", "place"),
        "citation": _column("citation_id", _any),
        "derived_from": _ref("derived_from_id", "claim"),
        "status": _column("status", _one_of(CLAIM_STATUS), "open"),
        "note": _column("note", _TEXT),
    },
    "link": {
        "from": _ref("from_id", "event", required=True),
        "kind": _column("kind", _one_of(EVENT_LINK_KINDS), required=True),
        "to": _ref("to_id", "event", required=True),
        "citation": _column("citation_id", _any),
    },
}
"""Of each kind of record, in the order in which they are written: key -> what it may hold."""

REQUIRED = {
    kind: tuple((key, field.column) for key, field in fields.items() if field.required)
    for kind, fields in FIELDS.items()
}
"""Of each kind: key and column of what a row cannot be without."""

IDENTIFIED = ("place", "source", "actor", "event", "claim")
"""Kinds that have a `uid` and may have `external_ids`."""

NESTED: dict[str, tuple[str, ...]] = {"actor": ("names",), "event": ("participants", "tags", "citations")}

_BY_NAME = {"actor", "place", "source"}
"""What a reference may name instead of identifying it."""

_rev = _whole(0, 2**62)


def item(record: Mapping[str, Any], refs: Refs) -> Item:
    """Check a record; raise `Wrong` with what is wrong with it."""
    kind = record.get("record")
    fields = FIELDS.get(kind) if isinstance(kind, str) else None
    if fields is None or not isinstance(kind, str):
        raise _no_such_record(record)
    made = Item(kind, getattr(record, "line", None), flat=getattr(record, "flat", False))
    made.shared = made.flat and getattr(record, "shared", False)
    values, nested = made.values, NESTED.get(kind, ())
    for key, value in record.items():
        field = fields.get(key)
        try:
            if field is not None:
                column, check, default, _, table = field
                if value is None:
                    values[column] = default
                elif table is None:
                    checked = check(value) if column != "citation_id" else _cited(value, refs, made)
                    values[column] = default if checked is None else checked
                elif made.flat:
                    found = refs.shared.get(id(value))
                    if found is None:
                        values[column] = _first(value, refs, made, _reference(table, refs, made, value), 1)
                    else:
                        made.refs += found[2]
                        values[column] = found[1]
                else:
                    values[column] = _reference(table, refs, made, value)
            elif key == "record":
                continue
            elif key == "rev":
                made.rev = None if value is None else _rev(value)
            elif key == "uid" and kind in IDENTIFIED:
                made.uid = None if value is None else _uid(value)
            elif key == "external_ids" and kind in IDENTIFIED:
                made.external = [] if value is None else _list(value, _external_id)
            elif key in nested:
                made.nested[key] = None if value is None else _NESTED[key](value, refs, made)
            else:
                raise _no_such_key(key, kind, [*fields, *nested])
        except Wrong as wrong:
            if field is None and key not in {"rev", "uid", "external_ids", *nested}:
                raise
            raise Wrong(f"{key}: {wrong.reason}", wrong.hint) from None
    _check_whole(kind, made)
    return made


def _no_such_record(record: Mapping[str, Any]) -> Wrong:
    kind = record.get("record")
    if kind is None:
        return Wrong('the key "record" is missing', f"one of: {', '.join(FIELDS)}")
    near = get_close_matches(str(kind).lower()[:40], FIELDS, 1)
    hint = f"did you mean {near[0]}?" if near else f"one of: {', '.join(FIELDS)}"
    return Wrong(f'no record is called "{str(kind)[:40]}"', hint)


def _no_such_key(key: str, kind: str, known: list[str]) -> Wrong:
    known = [*known, *(("uid", "external_ids") if kind in IDENTIFIED else ()), "rev"]
    near = get_close_matches(key.lower()[:40], known, 1)
    hint = f"did you mean {near[0]}?" if near else f"keys are: {', '.join(known)}"
    return Wrong(f'{_a(kind)} has no key "{key[:40]}"', hint)


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"


def _check_whole(kind: str, made: Item) -> None:
    """Check what several keys say together."""
    values = made.values
    for key, column in REQUIRED[kind]:
        if values.get(column, column) is None:
            raise Wrong(f"{key} is empty")
    if kind == "event":
        if made.nested:
            _check_accepted(made)
        return
    if kind == "actor_link" and values.get("subject_id") is values.get("object_id"):
        raise Wrong("an actor cannot be linked to itself")
    if kind == "link" and values.get("from_id") is values.get("to_id"):
        raise Wrong("an event cannot be linked to itself")
    if kind == "attribute" and values.get("part_of") is not None and values["part_of"] == values.get("name"):
        raise Wrong("an attribute cannot be part of itself")
    if kind == "claim":
        low, high = values.get("value_min"), values.get("value_max")
        if low is not None and high is not None and low > high:
            raise Wrong(f"min ({low:g}) is greater than max ({high:g})")


def _check_accepted(made: Item) -> None:
    """At most one citation is accepted, and its date is the event's."""
    accepted = [one for one in made.nested.get("citations") or () if one.get("accepted")]
    if not accepted:
        return
    if len(accepted) > 1:
        raise Wrong("citations: more than one is accepted", "accepted: true stands on the one that gives the date")
    if "edtf" not in accepted[0]:
        return
    date = accepted[0]["edtf"]
    if made.values.setdefault("edtf", date) != date:
        reason = f"the event's date is {made.values['edtf']}, that of the accepted citation {date}"
        raise Wrong(reason, "take accepted away, or give both the same date")


# --- what is nested ---


def _list(value: Any, check: Callable[[Any], Any]) -> list[Any]:
    """Take a list; say which of its members is wrong."""
    if not isinstance(value, list | tuple):
        raise Wrong(f"must be a list, not {_is(value)}")
    made: list[Any] = []
    try:
        for one in value:
            made.append(check(one))  # noqa: PERF401 - its length tells which was wrong
    except Wrong as wrong:
        raise Wrong(f"no. {len(made) + 1}: {wrong.reason}", wrong.hint) from None
    return made


def _reference(table: str, refs: Refs, made: Item, value: Any) -> Ref:
    """Take a uid, or `{"name", "uid"}` where the kind can be named."""
    if isinstance(value, str):
        uid = _uid(value)
        if uid is None:
            raise Wrong("is empty")
        found = refs.get(table, uid, None)
    elif isinstance(value, dict) and table in _BY_NAME:
        if not value.keys() <= {"name", "uid"} or not value.get("name"):
            raise Wrong('must be a uid, or an object with "name" and perhaps "uid"')
        name = _name(value["name"])
        if name is None:
            raise Wrong("the name is empty")
        found = refs.get(table, _uid(value["uid"]) if value.get("uid") else None, name)
    else:
        raise Wrong(f"must be a uid, not {_is(value)}")
    made.refs.append(found)
    return found


def _object(value: Any, fields: dict[str, Field], what: str, refs: Refs, made: Item) -> dict[str, Any]:
    """Take a nested object: column -> value for the keys it has."""
    if not isinstance(value, dict):
        raise Wrong(f"must be an object, not {_is(value)}")
    values: dict[str, Any] = {}
    for key, given in value.items():
        field = fields.get(key)
        if field is None:
            near = get_close_matches(str(key).lower()[:40], fields, 1)
            hint = f"did you mean {near[0]}?" if near else f"keys are: {', '.join(fields)}"
            raise Wrong(f'{_a(what)} has no key "{str(key)[:40]}"', hint)
        try:
            if given is None:
                values[field.column] = field.default
            elif field.table is not None:
                values[field.column] = _reference(field.table, refs, made, given)
            elif field.column == "citation_id":
                values["citation_id"] = _passage(given, refs, made)
            else:
                checked = field.check(given)
                values[field.column] = field.default if checked is None else checked
        except Wrong as wrong:
            raise Wrong(f"{key}: {wrong.reason}", wrong.hint) from None
    for key, field in fields.items():
        if field.required and values.get(field.column) is None:
            raise Wrong(f"{key} is missing")
    return values


def _passage(value: Any, refs: Refs, made: Item) -> dict[str, Any]:
    return _spanned(_object(value, PASSAGE, "citation", refs, made))


def _spanned(values: dict[str, Any]) -> dict[str, Any]:
    start, end = values.get("quote_start"), values.get("quote_end")
    if (start is None) != (end is None):
        raise Wrong("start and end go together")
    if start is not None and end is not None and end < start:
        raise Wrong(f"end ({end}) lies before start ({start})")
    return values


def _once(one: Any, refs: Refs, made: Item, check: Callable[[Any], Any]) -> Any:
    """
    Check what is nested; once only what a flat form gives again and again as one object.

    A large file says the same of the same few actors and sources a million times, and checking it
    would take longer than writing it. What is given must not be changed.
    """
    if not made.flat:
        return check(one)
    found = refs.shared.get(id(one))
    if found is None:
        before = len(made.refs)
        values = check(one)
        return _first(one, refs, made, values, len(made.refs) - before)
    made.refs += found[2]
    return found[1]


def _first(one: Any, refs: Refs, made: Item, values: Any, referred: int) -> Any:
    """Remember what was made of an object, and the `referred` references that it made last."""
    if len(refs.shared) >= Refs.MOST:
        refs.shared.clear()
    refs.shared[id(one)] = one, values, made.refs[-referred:] if referred else []
    return values


def _cited(value: Any, refs: Refs, made: Item) -> Any:
    """Take the passage that a claim or a link stands on."""
    return _once(value, refs, made, lambda one: _passage(one, refs, made))


def _citations(value: Any, refs: Refs, made: Item) -> list[dict[str, Any]]:
    def check(one: Any) -> dict[str, Any]:
        values = _spanned(_object(one, CITATION, "citation", refs, made))
        anchor = values.get("anchor_id")
        if anchor is not None:
            kind = values.get("anchor_kind")
            if kind not in {"publication", "text", "event"}:
                raise Wrong("anchor_of needs an anchor_kind: publication, text or event")
            ref = refs.get("event" if kind == "event" else "source", anchor, None)
            made.refs.append(ref)
            values["anchor_id"] = ref
        return values

    return _list(value, lambda one: _once(one, refs, made, check))


def _participants(value: Any, refs: Refs, made: Item) -> list[dict[str, Any]]:
    def check(one: Any) -> dict[str, Any]:
        values = _object(one, PARTICIPANT, "participant", refs, made)
        values.setdefault("role", ROLE)
        return values

    def whole(listed: Any) -> list[dict[str, Any]]:
        return _list(listed, lambda one: _once(one, refs, made, check))

    kept: list[dict[str, Any]] = _once(value, refs, made, whole) if made.shared else whole(value)
    return kept


def _names(value: Any, refs: Refs, made: Item) -> list[dict[str, Any]]:
    def check(one: Any) -> dict[str, Any]:
        values = _object({"name": one} if isinstance(one, str) else one, ACTOR_NAME, "name", refs, made)
        if values.get("kind") == "primary":
            raise Wrong('the primary name is the "name" of the actor')
        return values

    return _list(value, check)


def _tags(value: Any, refs: Refs, made: Item) -> list[str]:
    known = refs.tags

    def check(one: Any) -> str:
        tag = _name(one)
        if tag is None:
            raise Wrong("is empty")
        if len(known) < Refs.MOST:
            known[one] = tag
        return tag

    if made.shared:
        kept: list[str] = _once(value, refs, made, lambda listed: list(dict.fromkeys(_list(listed, check))))
        return kept
    if made.flat:
        return list(dict.fromkeys([known.get(one) or check(one) for one in value]))
    return list(dict.fromkeys(_list(value, check)))


def _external_id(value: Any) -> tuple[str, str]:
    if type(value) is not dict or len(value) != 2 or "scheme" not in value or "value" not in value:
        raise Wrong('must be an object with "scheme" and "value"')
    given = value["value"]
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    scheme, made = _name(value["scheme"]), _name(given)
    if not scheme or not made:
        raise Wrong("scheme and value cannot be empty")
    return scheme, made


_NESTED: dict[str, Callable[[Any, Refs, Item], list[Any]]] = {
    "names": _names,
    "participants": _participants,
    "tags": _tags,
    "citations": _citations,
}
