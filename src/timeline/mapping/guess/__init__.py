"""
A map guessed for a file: from the names of its columns and from what is in them, with the reason for each.

Every guess is a line of the map that a person can see and change; what no reason is found for is left out, and
said. The map runs as it is. Where whole columns leave something open (day or month first), the line stands
there as a question, for no program can know. A further guess is one more method called in `Guess.text`, in the
file of what it looks for.
"""

# Tables of words and lines of a map stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import re

from timeline.errors import NothingGuessed
from timeline.mapping.documents import Document
from timeline.mapping.guess.actors import Actors
from timeline.mapping.guess.base import last_part, quoted
from timeline.mapping.guess.dates import Dates
from timeline.mapping.guess.figures import Figures
from timeline.mapping.guess.joins import Joins
from timeline.mapping.guess.places import Places
from timeline.mapping.guess.sources import Sources
from timeline.mapping.guess.words import Words
from timeline.mapping.profile import LOOKED_AT, unique
from timeline.mapping.vocabulary import IDS
from timeline.model import slug

__all__ = ["Guess"]


class Guess(Joins, Dates, Places, Actors, Sources, Figures, Words):
    """One guess of a map."""

    def text(self) -> str:
        """Give the map; raises `NothingGuessed` where nothing reads like an event."""
        if not self.rows:
            raise NothingGuessed(
                self.name, "has a header and no rows", "a guess needs some rows; with a map, none are imported"
            )
        stem = last_part(self.name).rsplit(".", 1)[0] if self.name != "-" else "stdin"
        self._say(
            f"# A map for {last_part(self.name)}, guessed from {self.rows:,} row{'' if self.rows == 1 else 's'}. Every line may be",
            "# changed; docs/mapping.md tells all keys.",
            "",
            "map = 1",
            f"name = {quoted(slug(stem))}  # ids are kept under this name; keep it, so that a corrected file is known again",
            "",
        )
        head = list(self._lines)
        for find in (
            self._file,
            self._joins,
            self._id,
            self._date,
            self._place,
            self._actors,
            self._sources,
            self._figures,
        ):
            find()
        self._titled()
        self._words()
        keys, tables = _apart(self._lines[len(head) :])
        # A title first, then what else is said of the whole row: TOML wants such keys before any table.
        keys.sort(key=lambda line: (not line.startswith("title"), not line.startswith("id ")))
        return "\n".join(_once_blank([*head, *keys, "", *tables, *self._skips(), *self._left()])) + "\n"

    def _file(self) -> None:
        said: list[str] = []
        if any(one.name == "geometry.coordinates" for one in self.columns):
            self.used.update({"type": "GeoJSON", "geometry.type": "GeoJSON"})
        if self.document and isinstance(self.table, Document) and self.table.path:
            said.append(f"records = {quoted('.'.join(self.table.path))}  # where the list of records stands")
        encoding = getattr(self.table, "encoding", "utf-8")
        if encoding not in {"utf-8", "utf-8-sig", "utf-16", ""}:
            said.append(f"encoding = {quoted(encoding)}  # found out: it is no UTF-8")
        if said:
            self._say("[file]", *said, "")

    def _id(self) -> None:
        for column in self._named(IDS):
            if (
                column.lists
                or column.filled < 0.9
                or column.share(lambda text: re.fullmatch(r"[-\d.,]+[eE]\+?\d+", text))
            ):
                continue
            alone, twice = unique(self.table, column.name)
            if alone:
                floats = column.share(lambda text: re.fullmatch(r"\d+\.0", text) is not None) > 0.5
                why = "no two rows have the same" + ("; 123.0 is 123" if floats else "")
                self._say("", f"id = {self._take(column, 'id')}  # {why}")
                return
            self._say("", f'# {column.name} is no id: two rows have "{(twice or "")[:40]}"', "")
            self.used[column.name] = "no id"
        for at, column in enumerate(self._free()):
            numbered = "#" in column.name or column.last[-1] in {"no", "number", "nr", "code"}
            reference = numbered and bool(
                set(column.last) & {"reference", "ref", "case", "incident", "record", "event"}
            )
            if (
                ((at < 3 and column.words[-1:] == ("id",)) or (reference and column.length < 30))
                and not column.lists
                and column.filled > 0.99
                and unique(self.table, column.name)[0]
            ):
                self._say("", f"id = {self._take(column, 'id')}  # no two rows have the same")
                return
        self._say("", "# no column is an id: rows are known again by title, date, place and source", "")

    def _skips(self) -> list[str]:
        """Leave out the rows of a TimelineJS sheet that are no events."""
        kinds = [one for one in self.columns if " ".join(one.words) == "type"]
        if kinds and {"Headline", "Year"} <= {one.name for one in self.columns}:
            told = {"title", "era"} & {text.casefold() for text in kinds[0].counts}
            if told:
                return ["", "[[skip]]  # no events", f"column = {quoted(kinds[0].name)}", 'is = ["title", "era"]']
        return []

    def _left(self) -> list[str]:
        left = [one.name for one in self.columns if one.name not in self.used and one.texts and not self._inside(one)]
        empty = [one.name for one in self.columns if not one.texts and not self._inside(one)]
        lines = [""]
        if left:
            lines += _wrapped("# not taken: ", left)
        if empty:
            lines += _wrapped(f"# empty{' in the first rows' if self.rows >= LOOKED_AT else ''}: ", empty)
        return lines if len(lines) > 1 else []


def _wrapped(start: str, names: list[str]) -> list[str]:
    lines, line = [], start
    for at, name in enumerate(names):
        shown = name.replace("\n", " ") + ("," if at < len(names) - 1 else "")
        if len(line) + len(shown) > 110 and line.strip("# "):
            lines.append(line.rstrip())
            line = "#   "
        line += shown + " "
    return [*lines, line.rstrip()]


def _apart(lines: list[str]) -> tuple[list[str], list[str]]:
    """Give the keys of a map apart from its tables; a comment goes with what follows it."""
    keys: list[str] = []
    tables: list[str] = []
    inside = False
    for at, line in enumerate(lines):
        if line.startswith("["):
            inside = True
        elif not line:
            inside = False
        below = next((one for one in lines[at:] if not one.startswith("#")), "")
        if inside or below.startswith("[") or (not line and tables[-1:] != [""]):
            tables.append(line)
        elif line:
            keys.append(line)
    return keys, tables


def _once_blank(lines: list[str]) -> list[str]:
    """Give lines with never two empty ones together."""
    made: list[str] = []
    for line in lines:
        if line or (made and made[-1]):
            made.append(line)
    while made and not made[-1]:
        made.pop()
    return made
