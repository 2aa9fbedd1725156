"""
Documents: JSON, JSON lines and GeoJSON, whose records are found by a path and flattened by dotted names.

An array of records is read one at a time, wherever it stands in the document. A column is a path
(`location.lat`); a list on the way is walked through, so `sources.url` gives all of them. Records of other
files, or of other lists of the document, are put in by key (`Join`); those are held in memory.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence, Sized
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from timeline.errors import BadMap, NotJson, NotTabular
from timeline.mapping import encoding as encodings
from timeline.mapping.columns import missing
from timeline.mapping.columns import plain as plain_name
from timeline.mapping.types import File, Join, Row

if TYPE_CHECKING:
    from timeline.mapping.types import Table

_LOOKED_AT = 1_000
"""Records by which the columns are known."""
_BLOCK = 1 << 18
_MAX_VALUE = 50_000_000
"""Characters one record may have."""
_WHOLE = 20_000_000
"""Bytes up to which a document is held to find where its records are."""
_LISTS = ("events", "features", "records", "items", "data", "results", "rows", "entries", "incidents", "timeline")
_SPACE = re.compile(r"[ \t\n\r]*")
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
        pull = self._pull()
        start = pull.peek()
        if start == "[":
            return
        if start != "{":
            raise NotTabular(self.name, "holds no records", "a map reads an array of objects, or objects one a line")
        if self._stream.seek(0, io.SEEK_END) > _WHOLE:
            self._lines, found = self._in_stream(self._pull())
            self.path = found or ()
            return
        pull = self._pull()
        whole = pull.value()
        if pull.peek() == "{":
            self._lines = True
            return
        path = records_path(whole)
        if path is None:
            self._single = True
        else:
            self.path = path

    def _in_stream(self, pull: _Pull) -> tuple[bool, tuple[str, ...] | None]:
        """Find the records of a document too large to be held: whether it is lines, else the path."""
        best: tuple[int, tuple[str, ...] | None] = (0, None)
        for key in pull.names():
            start = pull.peek()
            if start == "[":
                count = 0
                for one in pull.elements():
                    count += isinstance(one, dict)
                    if count and key.lower() in _LISTS:
                        return False, (key,)
                best = max(best, (count, (key,)), key=lambda one: one[0])
            else:
                inner = records_path(pull.value()) if start == "{" else pull.value() and None
                if inner is not None and not best[0]:
                    best = 1, (key, *inner)
        if pull.peek() == "{":
            return True, None
        if best[1] is None:
            raise NotTabular(self.name, "holds no records", "records under [file] is the path to the list of them")
        return False, best[1]

    def _pull(self) -> _Pull:
        return _Pull(encodings.text_of(self._stream, self._encoding), self.name)

    def objects(self) -> Iterator[tuple[int, Any]]:
        """Give every record with its number, from 1; of JSON lines the line."""
        if self._lines:
            yield from self._of_lines()
            return
        pull = self._pull()
        if self._single:
            yield 1, pull.value()
            return
        for part in self.path:
            if part == "*":
                break
            if pull.peek() != "{" or not pull.enter(part):
                there = ".".join(self.path)
                raise NotTabular(self.name, f'has nothing under "{there}"', "records under [file] is the path to them")
        if self.path[-1:] == ("*",):
            for at, (key, value) in enumerate(pull.members(), 1):
                yield at, {"@key": key, **value} if isinstance(value, dict) else value
            return
        if pull.peek() == "{":
            yield 1, pull.value()
            return
        yield from enumerate(pull.elements(), 1)

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
    lists: list[tuple[int, tuple[str, ...]]] = []

    def worth(key: str, inner: Sized, path: tuple[str, ...]) -> int:
        named = (len(_LISTS) - _LISTS.index(key.lower())) * 1_000_000 if key.lower() in _LISTS else 0
        return named + len(inner) - 10_000 * len(path)

    def look(value: dict[str, Any], path: tuple[str, ...]) -> None:
        for key, inner in value.items():
            if isinstance(inner, list) and inner and sum(isinstance(one, dict) for one in inner) * 2 > len(inner):
                lists.append((worth(key, inner, path), (*path, key)))
            elif isinstance(inner, dict) and len(path) < 3:
                if _alike(inner):
                    lists.append((worth(key, inner, path), (*path, key, "*")))
                else:
                    look(inner, (*path, key))

    look(whole, ())
    best = max(lists, default=None)
    if best is not None and (len(scalars) < 3 or best[0] >= 900_000):
        return best[1]
    if len(scalars) < 2 and len(whole) > 1 and all(isinstance(one, dict) for one in whole.values()):
        return ("*",)
    return None


def _alike(value: dict[str, Any]) -> bool:
    """Say whether an object holds records under their ids: two or more objects whose keys are mostly the same."""
    inner = list(value.values())
    if len(inner) < 2 or not all(isinstance(one, dict) and len(one) > 1 for one in inner):
        return False
    keys = set(inner[0])
    return all(len(keys & set(one)) > 0.5 * len(keys | set(one)) for one in inner[1:50])


class _Pull:
    """Reads a JSON text a value at a time, from a stream."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text = text
        self._name = name
        self._buffer = ""
        self._at = 0
        self._lines = 0
        self._ended = False
        self._decoder = json.JSONDecoder()
        self._more()
        if self._buffer[:1] == "\ufeff":
            self._at = 1

    def _more(self, size: int = _BLOCK) -> bool:
        """Read more; say whether there was any."""
        if self._ended:
            return False
        try:
            block = self._text.read(size)
        except UnicodeError as error:
            reason = f"is not {self._text.encoding}: {error}"[:200]
            raise NotTabular(self._name, reason, "leave out encoding under [file], or name another") from None
        if not block:
            self._ended = True
            return False
        self._lines += self._buffer.count("\n", 0, self._at)
        self._buffer = self._buffer[self._at :] + block
        self._at = 0
        return True

    def peek(self) -> str:
        """Give the next character that is no space; empty at the end."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def value(self) -> Any:
        """Read one value."""
        self.peek()
        size = _BLOCK
        while True:
            try:
                made, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                size *= 2
                if len(self._buffer) - self._at > _MAX_VALUE:
                    reason = f"a record is longer than {_MAX_VALUE:,} characters"
                    raise NotTabular(self._name, reason, "is it a table of events?") from None
                if not self._more(size):
                    raise self._error(error.pos, error.msg) from None
                continue
            except RecursionError:
                raise self._error(self._at, "nested too deeply") from None
            except ValueError as error:
                raise self._error(self._at, str(error)[:100]) from None
            if end == len(self._buffer) and self._more():
                continue  # a number may go on
            self._at = end
            return made

    def _error(self, at: int, told: str) -> NotJson:
        line = self._lines + self._buffer.count("\n", 0, at) + 1
        column = at - self._buffer.rfind("\n", 0, at)
        return NotJson(self._name, line, column, told)

    def _expect(self, wanted: str) -> None:
        if self.peek() != wanted:
            raise self._error(self._at, f"Expecting '{wanted}'")
        self._at += 1

    def members(self) -> Iterator[tuple[str, Any]]:
        """Read an object a member at a time."""
        for key in self.names():
            yield key, self.value()

    def names(self) -> Iterator[str]:
        """Give the names of an object's members; the caller reads each value."""
        self._expect("{")
        while self.peek() != "}":
            key = self.value()
            if not isinstance(key, str):
                raise self._error(self._at, "Expecting a name in double quotes")
            self._expect(":")
            yield key
            if self.peek() == ",":
                self._at += 1
            elif self.peek() != "}":
                raise self._error(self._at, "Expecting ',' delimiter")
        self._at += 1

    def enter(self, key: str) -> bool:
        """Go to the value of one member of the object that comes next; say whether it is there."""
        for name in self.names():
            if name == key:
                return True
            self.value()
        return False

    def elements(self) -> Iterator[Any]:
        """Read an array an element at a time."""
        if self.peek() != "[":
            raise NotTabular(self._name, "has no list of records there", "records under [file] is the path to it")
        self._at += 1
        while self.peek() != "]":
            yield self.value()
            if self.peek() == ",":
                self._at += 1
            elif self.peek() != "]":
                raise self._error(self._at, "Expecting ',' delimiter")
        self._at += 1


if TYPE_CHECKING:
    _check: type[Table] = Document
