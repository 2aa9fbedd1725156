"""
A JSON text (RFC 8259) read a value at a time, so that a long list of records never stands in memory whole.

Every value is made by the standard library's decoder, so it is what `json.loads` gives: numbers, half surrogate
pairs, names that stand twice. What is wrong is told with line and column, wherever the text was cut into blocks (D310).
Who adds a format of one JSON document reads its list by `outline` and `listed`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from timeline.errors import NotJson

_FIRST = 1 << 18
"""Characters that are taken at first; twice as many each time a value is longer."""
_SPACE = re.compile(r"[ \t\n\r]*")
_NEAR = 16
"""An error so near to what was read last may be of the cut alone: `\\uD83D\\uDE00` and `-Infinity` are shorter."""
_DEEP = 3
"""Objects and arrays of one another that are skipped member by member; what lies deeper is read and thrown away."""


class TooLong(Exception):
    """A value is longer than the caller takes; carries the number of characters that it does take."""


class Pull:
    """Reads a JSON text from blocks of it, of any length."""

    def __init__(self, blocks: Iterator[str], name: str, *, most: int | None = None, constants: bool = True) -> None:
        """
        Begin to read; `name` is what errors call the file.

        A value of more than `most` characters raises `TooLong`; None takes any. Without `constants`,
        NaN and Infinity, which RFC 8259 does not have, are refused. Everything else that is wrong raises `NotJson`.
        """
        self._blocks = blocks
        self._name = name
        self._most = most
        self._decoder = json.JSONDecoder(parse_constant=None if constants else _no_number)
        self._buffer = ""
        self._at = 0
        self._lines = self._columns = 0
        """Line ends before the buffer, and characters before it in its first line."""
        self._more()
        if self._buffer[:1] == "\ufeff":
            self._at = 1

    def _more(self, size: int = 1) -> bool:
        """Read on, at least `size` characters if there are so many; say whether there was any."""
        taken, length = [], 0
        while length < size:
            block = next(self._blocks, "")
            if not block:
                break
            taken.append(block)
            length += len(block)
        if not taken:
            return False
        ended = self._buffer.count("\n", 0, self._at)
        self._columns = self._at - 1 - self._buffer.rfind("\n", 0, self._at) + (0 if ended else self._columns)
        self._lines += ended
        self._buffer = self._buffer[self._at :] + "".join(taken)
        self._at = 0
        return True

    def error(self, told: str, at: int | None = None) -> NotJson:
        """Give the error of the place that is read next."""
        at = self._at if at is None else at
        ended = self._buffer.count("\n", 0, at)
        column = at - self._buffer.rfind("\n", 0, at) + (0 if ended else self._columns)
        return NotJson(self._name, self._lines + ended + 1, column, told)

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
        size = _FIRST
        while True:
            try:
                made, end = self._decoder.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                cut = len(self._buffer) - error.pos < _NEAR or error.msg.startswith("Unterminated string")
                if cut and self._longer(size):
                    size *= 2
                    continue
                raise self.error(error.msg, error.pos) from None
            except RecursionError:
                raise self.error("nested too deeply") from None
            except ValueError as error:  # CPython makes no integer of more than 4300 digits; a fraction may have them
                if self._buffer[-1:].isdigit() and self._longer(size):
                    size *= 2
                    continue
                told = "a number has too many digits" if "digits" in str(error) else str(error)[:100]
                raise self.error(told) from None
            if end + 2 >= len(self._buffer) and self._longer(1):
                continue  # a number may go on: 1 as 1.5 or 1e+5
            self._at = end
            return made

    def _longer(self, size: int) -> bool:
        if self._most is not None and len(self._buffer) - self._at > self._most:
            raise TooLong(self._most)
        return self._more(size)

    def small(self) -> tuple[bool, Any]:
        """Read the object or array that comes next unless it is long; say whether it was read, and give it."""
        for last in (False, True):
            try:
                made, self._at = self._decoder.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError):
                if last or len(self._buffer) - self._at > _FIRST or not self._more(_FIRST):
                    break
            else:
                return True, made
        return False, None

    def skip(self, depth: int = _DEEP) -> None:
        """Pass over one value, without holding much of it."""
        start = self.peek()
        if start not in {"{", "["}:
            self.value()
        elif self.small()[0]:
            return
        elif not depth:
            self.value()
        elif start == "{":
            for _ in self.names():
                self.skip(depth - 1)
        else:
            for _ in self.places():
                self.skip(depth - 1)

    def names(self) -> Iterator[str]:
        """Give the names of an object's members; the caller reads or skips each value before the next."""
        self._expect("{")
        close = self.peek() == "}"
        while not close:
            if self.peek() != '"':
                raise self.error("Expecting property name enclosed in double quotes")
            name = self.value()
            if self.peek() != ":":
                raise self.error("Expecting ':' delimiter")
            self._at += 1
            yield name
            close = self._closed("}")
        self._at += 1

    def places(self) -> Iterator[None]:
        """Stand before each element of an array; the caller reads or skips it before the next."""
        self._expect("[")
        close = self.peek() == "]"
        while not close:
            yield
            close = self._closed("]")
        self._at += 1

    def elements(self) -> Iterator[Any]:
        """Read an array an element at a time."""
        for _ in self.places():
            yield self.value()

    def members(self) -> Iterator[tuple[str, Any]]:
        """Read an object a member at a time."""
        for name in self.names():
            yield name, self.value()

    def end(self) -> None:
        """Refuse anything but space after what was read."""
        if self.peek():
            raise self.error("Extra data")

    def _expect(self, wanted: str) -> None:
        if self.peek() != wanted:
            raise self.error(f"Expecting '{wanted}'")
        self._at += 1

    def _closed(self, close: str) -> bool:
        """Go over the comma behind an element; say whether the end stands there instead."""
        found = self.peek()
        if found == ",":
            self._at += 1
        elif found != close:
            raise self.error("Expecting ',' delimiter")
        return found == close


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def outline(pull: Pull, key: str, wanted: Collection[str]) -> tuple[dict[str, Any] | None, int]:
    """
    Read a whole text, and give of its object only the members `wanted`, and the array under `key` as an empty list.

    The number says which of the members named `key` counts: the last, as everywhere in Python; 0: none is an array.
    None stands for a text that is no object.
    """
    if pull.peek() != "{":
        pull.skip()
        pull.end()
        return None, 0
    made: dict[str, Any] = {}
    met = counts = 0
    for name in pull.names():
        if name == key:
            met += 1
            array = pull.peek() == "["
            counts = met if array else 0
            pull.skip()
            made[name] = [] if array else None
        elif name in wanted:
            made[name] = pull.value()
        else:
            pull.skip()
    pull.end()
    return made, counts


def listed(pull: Pull, key: str, which: int) -> Iterator[Any]:
    """Give the elements of the array under `key` of the object that comes next, as `outline` found it."""
    for name in pull.names():
        which -= name == key
        if name == key and not which:
            yield from pull.elements()
            return
        pull.skip()
