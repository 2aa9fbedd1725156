"""
What has been met before, in a few bytes each: hashes, and ids of rows, for files of any length.

A set of Python's own takes a hundred bytes for each thing in it; a file of a million rows may not. `Hashes`
takes 13 to 26 bytes (twice that where each carries another), `Ids` a bit for ids that come in order. A hash has
64 bits: two things of a million are taken for one with a chance of one in thirty millions.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

_FIRST = 1 << 10
_BITS = 12
"""Bits of an id that count within one page."""
_PAGE = (1 << _BITS) - 1


class Hashes:
    """A set of hashes, each of which may carry another that is not 0."""

    __slots__ = ("_keys", "_left", "_mask", "_values")

    def __init__(self, *, carrying: bool = False) -> None:
        self._keys = array("q", bytes(8 * _FIRST))
        self._values = array("q", bytes(8 * _FIRST)) if carrying else None
        self._mask = _FIRST - 1
        self._left = _FIRST * 5 // 8

    def __contains__(self, key: int) -> bool:
        return self._keys[self._place(key or 1)] != 0

    def meet(self, key: int, value: int = 1) -> int:
        """Take a hash in if it is not there; give what it carried before, 1 where none carries any, 0 if new."""
        keys, values, mask = self._keys, self._values, self._mask
        key = key or 1
        at = key & mask
        while (there := keys[at]) != 0:
            if there == key:
                if values is None:
                    return 1
                before = values[at]
                if before == 0:
                    values[at] = value
                return before
            at = (at + 1) & mask
        keys[at] = key
        if values is not None:
            values[at] = value
        self._left -= 1
        if self._left <= 0:
            self._grow()
        return 0

    def forget(self, key: int) -> None:
        """Take away what a hash carries, as if it had not been met."""
        if self._values is not None:
            self._values[self._place(key or 1)] = 0

    def _place(self, key: int) -> int:
        """Give where a hash stands, or the free place where it belongs."""
        keys, mask = self._keys, self._mask
        at = key & mask
        while (there := keys[at]) != 0 and there != key:
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        """Take twice the room."""
        keys, values = self._keys, self._values
        size = 2 * len(keys)
        self._keys = array("q", bytes(8 * size))
        self._values = None if values is None else array("q", bytes(8 * size))
        self._mask = size - 1
        self._left = size * 5 // 8
        for at, key in enumerate(keys):
            if key:
                place = self._place(key)
                self._keys[place] = key
                self._left -= 1
                if values is not None and self._values is not None:
                    self._values[place] = values[at]


class Ids:
    """A set of ids of rows."""

    __slots__ = ("_pages",)

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}

    def __contains__(self, one: int) -> bool:
        page = self._pages.get(one >> _BITS)
        return page is not None and bool(page[(one & _PAGE) >> 3] >> (one & 7) & 1)

    def add(self, one: int) -> None:
        """Take an id in."""
        page = self._pages.get(one >> _BITS)
        if page is None:
            page = self._pages[one >> _BITS] = bytearray(1 << (_BITS - 3))
        page[(one & _PAGE) >> 3] |= 1 << (one & 7)

    def update(self, ids: Iterable[int]) -> None:
        """Take ids in."""
        for one in ids:
            self.add(one)
