"""
Documents: JSON, JSON lines and GeoJSON, whose records are found by a path and flattened by dotted names.

An array of records is read one at a time, wherever it stands in the document, and so is an object of records
under their ids. A column is a path (`location.lat`); a list on the way is walked through, so `sources.url`
gives all of them. Records of other files, or of other lists of the document, are put in by key (`Join`);
those, and nothing else, are held in memory (D310).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from timeline.errors import BadMap, NotJson, NotTabular
from timeline.jsontext import Pull, TooLong
from timeline.mapping import encoding as encodings
from timeline.mapping.columns import missing
from timeline.mapping.columns import plain as plain_name
from timeline.mapping.types import File, Join, Row

if TYPE_CHECKING:
    from timeline.mapping.types import Table

_LOOKED_AT = 1_000
"""Records by which the columns are known."""
_BLOCK = 1 << 18
"""Characters read at once."""
_MAX_VALUE = 50_000_000
"""Characters one record may have."""
_WHOLE = 2_000_000
"""Bytes up to which a document is held to find where its records are."""
_SAMPLE = 50
"""Members of an object that tell whether it holds records under their ids."""
_NAMED = 1_000_000
"""What the name of a list counts against its length, for each place before it in `_LISTS`."""
_LISTS = ("events", "features", "records", "items", "data", "results", "rows", "entries", "incidents", "timeline")
_LIKE_EVENT = re.compile(
    r"date|year|time|when|start|title|headline|name|summary|description|text|^id$|_id$", re.IGNORECASE
)

Beside = Callable[[str], "tuple[BinaryIO, str] | None"]


class Document:
    """A document of records."""

    def __init__(self, stream: BinaryIO, name: str, how: File, *, lines: bool, beside: Beside) -> None:
        self.name = name
        self.told: list[str] = []
        self._stream = stream
        self._encoding = how.encoding or _encoding(stream, name)
        self._lines = lines
        self.path: tuple[str, ...] = ()
        self._single = False
        if not lines:
            self._find_records(how.records)
        self._joins = how.joins
        self._beside = beside
        self._indexes: dict[Join, dict[str, list[Any]]] = {}
        self.columns = self._found_columns()
        if not self.columns:
            raise NotTabular(name, "holds no records", "a map reads an array of objects, or objects one a line")

    # --- where the records are ---

    def _find_records(self, said: str | None) -> None:
        if said is not None:
            self.path = tuple(part for part in said.split(".") if part)
            if self.path:
                return
        start = self._pull().peek()
        if start == "[":
            return
        if start != "{":
            raise NotTabular(self.name, "holds no records", "a map reads an array of objects, or objects one a line")
        if self._stream.seek(0, io.SEEK_END) > _WHOLE:
            self._lines, found = self._in_stream(self._pull())
            self.path = found or ()
            return
        pull = self._pull()
        whole = self._value(pull)
        if pull.peek() == "{":
            self._lines = True
            return
        path = records_path(whole)
        if path is None:
            self._single = True
        else:
            self.path = path

    def _in_stream(self, pull: Pull) -> tuple[bool, tuple[str, ...] | None]:
        """Find the records of a document too large to be held: whether it is lines, else the path."""
        best: tuple[int, tuple[str, ...]] | None = None
        for found in _lists(pull, ()):
            best = found if best is None else max(best, found)
            if best[0] >= _NAMED - 100_000:
                break  # it is named as lists of records are
        else:
            if pull.peek() == "{":
                return True, None
        if best is None:
            raise NotTabular(self.name, "holds no records", "records under [file] is the path to the list of them")
        return False, best[1]

    def _pull(self) -> Pull:
        return Pull(self._blocks(), self.name, most=_MAX_VALUE)

    def _blocks(self) -> Iterator[str]:
        text = encodings.text_of(self._stream, self._encoding)
        while True:
            try:
                block = text.read(_BLOCK)
            except UnicodeError as error:
                reason = f"is not {text.encoding}: {error}"[:200]
                raise NotTabular(self.name, reason, "leave out encoding under [file], or name another") from None
            if not block:
                return
            yield block

    def _value(self, pull: Pull) -> Any:
        try:
            return pull.value()
        except TooLong:
            raise self._too_long() from None

    def _too_long(self) -> NotTabular:
        told = f"a record is longer than {_MAX_VALUE:,} characters"
        return NotTabular(self.name, told, "is it a table of events? records under [file] is the path to them")

    def objects(self) -> Iterator[tuple[int, Any]]:
        """Give every record with its number, from 1; of JSON lines the line."""
        if self._lines:
            yield from self._of_lines()
            return
        pull = self._pull()
        try:
            if self._single:
                yield 1, pull.value()
            else:
                yield from self._at(pull, self.path)
            pull.end()
        except TooLong:
            raise self._too_long() from None

    def _at(self, pull: Pull, path: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
        """Give the records under a path, and read what stands behind them: a file may have been cut short."""
        start = pull.peek()
        if path == ("*",) and start == "{":
            for at, (key, value) in enumerate(pull.members(), 1):
                yield at, {"@key": key, **value} if isinstance(value, dict) else value
            return
        if not path:
            if start == "{":
                yield 1, pull.value()
            elif start == "[":
                yield from enumerate(pull.elements(), 1)
            else:
                hint = "records under [file] is the path to it"
                raise NotTabular(self.name, "has no list of records there", hint)
            return
        met = False
        for name in pull.names() if start == "{" else ():
            if name != path[0]:
                pull.skip()
                continue
            if met:
                reason = f'has "{name}" twice in one object, and the map cannot say which'
                raise NotTabular(self.name, reason, "take one of them out: RFC 8259, 4 wants each name once")
            met = True
            yield from self._at(pull, path[1:])
        if not met:
            there = ".".join(self.path)
            raise NotTabular(self.name, f'has nothing under "{there}"', "records under [file] is the path to them")

    def _of_lines(self) -> Iterator[tuple[int, Any]]:
        text = encodings.text_of(self._stream, self._encoding)
        number = 0
        while line := text.readline(_MAX_VALUE):
            number += 1
            if not line.strip():
                continue
            try:
                yield number, json.loads(line)
            except ValueError as error:
                told, column = getattr(error, "msg", str(error)), getattr(error, "colno", 1)
                raise NotJson(self.name, number, column, told) from None
            except RecursionError:
                raise NotJson(self.name, number, 1, "nested too deeply") from None

    # --- joins ---

    def _index(self, join: Join, beside: Beside) -> dict[str, list[Any]]:
        """Read the records that are joined, by their keys."""
        how = File(records=join.records)
        if join.file is None:
            other = Document(self._stream, self.name, how, lines=False, beside=beside)
        else:
            found = beside(join.file)
            if found is None:
                reason = f'the file "{join.file}" that the map joins is not there'
                raise BadMap(self.name, reason, "give it on the command line, or put it beside the first")
            stream, name = found
            lines = join.file.lower().endswith((".jsonl", ".ndjson"))
            if join.file.lower().endswith((".json", ".jsonl", ".ndjson", ".geojson")):
                other = Document(stream, name, how, lines=lines, beside=beside)
            else:
                return self._index_table(join, stream, name)
        index: dict[str, list[Any]] = {}
        for _, value in other.objects():
            for key in _keys(resolved(value, join.key)):
                index.setdefault(key, []).append(value)
        if not index:
            reason = f'no record of "{join.file or join.records}" has the key "{join.key}"'
            raise BadMap(self.name, reason, "key under [[file.join]] is what the others are found by")
        return index

    def _index_table(self, join: Join, stream: BinaryIO, name: str) -> dict[str, list[Any]]:
        from timeline.mapping.rows import opened

        table = opened(stream, name, File())
        at = table.positions([join.key])[0]
        index: dict[str, list[Any]] = {}
        for row in table.rows(table.columns):
            for key in _keys(row.cells[at]):
                index.setdefault(key, []).append(dict(zip(table.columns, row.cells, strict=False)))
        return index

    def _joined(self, value: Any) -> Any:
        for join in self._joins:
            if isinstance(value, dict) and join.as_ not in value:
                index = self._indexes.get(join)
                if index is None:
                    index = self._indexes[join] = self._index(join, self._beside)
                keys = _keys(resolved(value, join.column))
                value = {**value, join.as_: [one for key in keys for one in index.get(key, ())]}
        return value

    # --- rows ---

    def _found_columns(self) -> list[str]:
        seen: dict[str, None] = {}
        for _, value in islice(self.objects(), _LOOKED_AT):
            if isinstance(value, dict):
                for path in paths(self._joined(value)):
                    seen[path] = None
        return list(seen)

    def positions(self, wanted: Sequence[str]) -> list[int]:
        """Give the order itself: `rows` gives the columns that are wanted, in their order."""
        known = {plain_name(one) for one in self.columns}
        heads = {plain_name(one[: match.start()]) for one in self.columns for match in re.finditer(r"\.", one)}
        absent = [column for column in wanted if plain_name(column) not in known | heads]
        for column in absent:
            # A key that no record has is nothing strange in a document; one that is nearly there is a slip.
            if len(absent) * 2 > len(wanted) or get_close_matches(plain_name(column), known, 1, 0.8):
                raise missing(column, self.columns, self.name)
        if absent and not self.told:
            self.told.append(f"no record has {', '.join(absent)}")
        return list(range(len(wanted)))

    def place(self, line: int) -> str:
        """Name a record by its number."""
        return f"{self.name}:{line}" if self._lines else f"{self.name}: record {line}"

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """Give what stands under each column, of every record."""
        known = {plain_name(one): one for one in self.columns}
        named = [one if one in self.columns else known.get(plain_name(one), one) for one in wanted]
        for number, value in self.objects():
            if not isinstance(value, dict):
                yield Row(number, [None] * len(named), value, "the record is no object")
                continue
            joined = self._joined(value)
            yield Row(number, [resolved(joined, path) for path in named], joined)


def _encoding(stream: BinaryIO, name: str) -> str:
    encoding, _ = encodings.found(stream, name)
    return encoding


def _keys(value: Any) -> list[str]:
    """Give the keys that a value is: one, or each of a list."""
    if isinstance(value, list):
        return [key for one in value for key in _keys(one)]
    if value is None or isinstance(value, dict) or value == "":
        return []
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return [str(value).strip()]


def resolved(value: Any, path: str) -> Any:
    """
    Give what stands under a path; a list on the way is walked through.

    >>> resolved({"a": [{"b": 1}, {"b": 2}], "c.d": 3}, "a.b"), resolved({"c.d": 3}, "c.d")
    ([1, 2], 3)
    """
    if isinstance(value, dict):
        if path in value:
            return value[path]
        head, dot, rest = path.partition(".")
        while dot:
            if head in value:
                return resolved(value[head], rest)
            more, dot, rest = rest.partition(".")
            head = f"{head}.{more}"
        return None
    if isinstance(value, list):
        head, dot, rest = path.partition(".")
        if head.isdecimal():
            at = int(head)
            if at >= len(value):
                return None
            return resolved(value[at], rest) if dot else value[at]
        found = []
        for one in value:
            inner = resolved(one, path)
            if isinstance(inner, list):
                found += inner
            elif inner is not None:
                found.append(inner)
        return found or None
    return None


def paths(value: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[str]:
    """Give the path of everything in a record that is no object; a list of objects gives its own and theirs."""
    for key, inner in value.items():
        path = f"{before}{key}"
        if isinstance(inner, dict) and inner and depth < 6:
            yield from paths(inner, f"{path}.", depth + 1)
        else:
            yield path
            if isinstance(inner, list) and depth < 6:
                for one in inner[:20]:
                    if isinstance(one, dict):
                        yield from paths(one, f"{path}.", depth + 1)


def records_path(whole: Any) -> tuple[str, ...] | None:
    """Give where in a document the records are: in the list of objects named or filled best; None: it is one itself."""
    if not isinstance(whole, dict):
        return None
    scalars = [key for key, value in whole.items() if isinstance(value, str | int | float) and _LIKE_EVENT.search(key)]
    best = max(_held_lists(whole, ()), default=None)
    if best is not None and (len(scalars) < 3 or best[0] >= 900_000):
        return best[1]
    if len(scalars) < 2 and len(whole) > 1 and all(isinstance(one, dict) for one in whole.values()):
        return ("*",)
    return None


def _worth(key: str, length: int, path: tuple[str, ...]) -> int:
    """Say how likely a list is that of the records, by its name, its length, and how deep it stands."""
    named = (len(_LISTS) - _LISTS.index(key.lower())) * _NAMED if key.lower() in _LISTS else 0
    return named + length - 10_000 * len(path)


def _held_lists(value: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give every list of objects, and every object of records under their ids: its worth and its path."""
    for key, inner in value.items():
        if isinstance(inner, list) and inner and sum(isinstance(one, dict) for one in inner) * 2 > len(inner):
            yield _worth(key, len(inner), path), (*path, key)
        elif isinstance(inner, dict) and len(path) < 3:
            if _alike(inner):
                yield _worth(key, len(inner), path), (*path, key, "*")
            else:
                yield from _held_lists(inner, (*path, key))


def _lists(pull: Pull, path: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the same of the object that comes next, which may be of any length; what is not at hand is not held."""
    sample: dict[str, Any] = {}
    members = small = 0
    for key in pull.names():
        members += 1
        start = pull.peek()
        if start == "[":
            length = objects = 0
            for _ in pull.places():
                length += 1
                objects += pull.peek() == "{"
                if length == 1 and objects and key.lower() in _LISTS:
                    yield _worth(key, 100, path), (*path, key)  # that it is there: the caller may stop here
                pull.skip()
            if objects * 2 > length:
                yield _worth(key, length, path), (*path, key)
        elif start == "{":
            held, value = pull.small()
            small += held
            if held and len(sample) < _SAMPLE:
                sample[key] = value
            if held and len(path) < 3 and not _alike(value):
                if small <= _SAMPLE:
                    yield from _held_lists(value, (*path, key))
            elif held and len(path) < 3:
                yield _worth(key, len(value), path), (*path, key, "*")
            elif not held and len(path) < 3:
                yield from _lists(pull, (*path, key))
            elif not held:
                pull.skip()
        else:
            pull.skip()
    if small == members and _alike(sample):
        yield _worth(path[-1] if path else "", members, path[:-1]), (*path, "*")
    elif small == members > 1 and not path:
        yield -_NAMED, ("*",)  # objects and nothing else, though no two of them alike


def _alike(value: dict[str, Any]) -> bool:
    """Say whether an object holds records under their ids: two or more objects whose keys are mostly the same."""
    inner = list(value.values())
    if len(inner) < 2 or not all(isinstance(one, dict) and len(one) > 1 for one in inner):
        return False
    keys = set(inner[0])
    return all(len(keys & set(one)) > 0.5 * len(keys | set(one)) for one in inner[1:50])


if TYPE_CHECKING:
    _check: type[Table] = Document
