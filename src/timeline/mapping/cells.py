"""
Cells as text, and the values that a map makes of them.

`Binding` ties a map's values to the columns of one table: what it gives are functions from the cells of a row to
text, the empty text where the row says nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.mapping.types import Condition, Value

NAME = 1_000
"""Characters of a title, a name, a tag; as the store has it."""
TEXT = 1_000_000

Cells = Sequence[Any]
Getter = Callable[[Cells], str]

FLOAT = re.compile(r"([-+]?\d+)\.0+")
_SHORTENED = re.compile(r"[-+]?\d(?:[.,]\d+)?[eE]\+?\d+")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Refused(Exception):
    """A row that cannot be taken, and why."""


def plain(cell: Any) -> str:
    """
    Give a cell as text: whole numbers without their point, lists with semicolons, objects as JSON.

    >>> plain(123.0), plain(["a", "b"]), plain(None)
    ('123', 'a; b', '')
    """
    if type(cell) is str:
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, list):
        return "; ".join(filter(None, map(plain, cell)))
    if isinstance(cell, dict):
        return json.dumps(cell, ensure_ascii=False)
    return str(cell)


def sound(text: str) -> str:
    """Refuse text that no database can hold."""
    if "\0" in text:
        raise Refused("the row holds a NUL, which no text has")
    if not text.isascii() and _HALF_PAIR.search(text):
        raise Refused("the row holds half of a surrogate pair, which no UTF-8 can write")
    return text


def shortened(text: str, most: int) -> str:
    """
    Cut a text at a word, with `…` for what is gone.

    >>> shortened("a long headline", 8)
    'a long…'
    """
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    if " " in cut[most // 2 :]:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.–-") + "…"


def identifier(text: str) -> str:
    """
    Give an id as it was before a program took it for a number.

    >>> identifier("123.0"), identifier("A-7")
    ('123', 'A-7')
    """
    if len(text) > NAME:
        raise Refused(f"id: has {len(text):,} characters, the most is {NAME:,}")
    if text.isalnum():
        return text
    found = FLOAT.fullmatch(text)
    if found is not None:
        return found[1]
    if "+" in text and _SHORTENED.fullmatch(text):
        raise Refused(f'id: "{text[:40]}" was cut by a spreadsheet, and is the same for many rows')
    return text


class Binding:
    """The values of a map, tied to the columns of one table."""

    def __init__(self, columns: Mapping[str, int], null: frozenset[str], *, document: bool) -> None:
        self.columns = columns
        self.null = null
        self.document = document

    def text(self, cell: Any) -> str:
        """Give a cell as text; a word that says nothing is none."""
        text = cell.strip() if type(cell) is str else plain(cell).strip()
        if len(text) < 20 and text.casefold() in self.null:
            return ""
        return sound(text) if self.document else text

    def value(self, value: Value) -> Getter:
        """Give what finds a value in a row."""
        made = self._bare(value)
        if value.words is not None:
            made = _worded(made, value)
        if value.otherwise is None:
            return made
        first, second = made, self.value(value.otherwise)
        return lambda cells: first(cells) or second(cells)

    def maybe(self, value: Value | None) -> Getter | None:
        """The same, where there may be none."""
        return None if value is None else self.value(value)

    def _bare(self, value: Value) -> Getter:
        if value.fixed is not None:
            fixed = value.fixed
            return lambda _: fixed
        if len(value.parts) == 1 and not value.parts[0][0] and not value.tail:
            _, column, most = value.parts[0]
            return self._single(self.columns[column], most)
        text = self.text
        parts = [(before, self.columns[column], most) for before, column, most in value.parts]
        tail = value.tail

        def filled(cells: Cells) -> str:
            made, first = "", True
            for before, at, most in parts:
                found = text(cells[at])
                if found:
                    # The words between two columns stand only where both do; those at the start belong to the first.
                    made += (before if made or first else "") + (shortened(found, most) if most else found)
                first = False
            return made + tail if made else ""

        return filled

    def _single(self, at: int, most: int | None) -> Getter:
        text, null, document = self.text, self.null, self.document
        if most is not None:
            limit = most
            return lambda cells: shortened(text(cells[at]), limit)
        if document:
            return lambda cells: text(cells[at])

        def single(cells: Cells) -> str:
            cell = cells[at]
            if type(cell) is not str:
                return text(cell)
            cell = cell.strip()
            return "" if len(cell) < 20 and cell.casefold() in null else cell

        return single

    def passes(self, one: Condition) -> Callable[[Cells], bool]:
        """Give what says whether a row passes a condition."""
        at, keep = self.columns[one.column], one.keep
        if one.words is not None:
            words = one.words
            return lambda cells: (plain(cells[at]).strip().casefold() in words) is keep
        if one.matches is not None:
            search = re.compile(one.matches).search
            return lambda cells: (search(plain(cells[at])) is not None) is keep
        empty = one.empty
        return lambda cells: ((not self.text(cells[at])) is empty) is keep


def _worded(get: Getter, value: Value) -> Getter:
    """Translate the words of a cell as the map says."""
    words, other = value.words or {}, value.other

    def translated(cells: Cells) -> str:
        found = get(cells)
        if not found:
            return ""
        made = words.get(found.casefold())
        if made is None:
            if other is None:
                listed = ", ".join(list(words)[:8])
                raise Refused(f'"{found[:40]}" is none of the words that the map knows here: {listed}')
            made = other
        return made

    return translated


def pieces(text: str, separators: Sequence[str]) -> list[str]:
    """
    Split a cell at any of the separators, but not inside brackets.

    >>> pieces("A (b; c); D", [";"])
    ['A (b; c)', 'D']
    """
    if not separators:
        return [text.strip()] if text.strip() else []
    if len(separators) == 1 and "(" not in text and "[" not in text:
        if separators[0] not in text:
            return [text.strip()] if text.strip() else []
        return [part for part in map(str.strip, text.split(separators[0])) if part]
    made: list[str] = []
    depth = start = at = 0
    while at < len(text):
        if text[at] in "([":
            depth += 1
        elif text[at] in ")]":
            depth = max(0, depth - 1)
        elif depth == 0:
            hit = next((one for one in separators if text.startswith(one, at)), None)
            if hit is not None:
                made.append(text[start:at])
                at += len(hit)
                start = at
                continue
        at += 1
    made.append(text[start:])
    if depth and len(made) == 1:  # a bracket never closed takes nothing with it
        made = [text]
        for one in separators:
            made = [part for piece in made for part in piece.split(one)]
    return [part for part in map(str.strip, made) if part]
