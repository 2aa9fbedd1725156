"""
A map guessed for a file: from the names of its columns and from what is in them, with the reason for each.

Every guess is a line of the map that a person can see and change; what no reason is found for is left out, and
said. The map runs as it is. Where whole columns leave something open (day or month first), the line stands
there as a question, for no program can know. A further guess is one more method called in `Guess.text`.
"""

# Tables of words and lines of a map stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from timeline.errors import NothingGuessed
from timeline.mapping import dates as days
from timeline.mapping.documents import Document
from timeline.mapping.profile import LOOKED_AT, Column, profiled, unique, words_of
from timeline.mapping.types import Dates
from timeline.mapping.vocabulary import (
    ACTORS,
    ATTRIBUTES,
    BEST,
    COUNTRIES,
    HIGH,
    IDS,
    KINDS,
    LATS,
    LONS,
    LOW,
    METADATA,
    NOTES,
    PICTURES,
    PLACES,
    POINTS,
    SOURCE_PARTS,
    SOURCES,
    STATUS,
    SUMMARIES,
    TAGS,
    TITLES,
    WHERE_PREC,
)
from timeline.mapping.when import surveys
from timeline.model import EVENT_STATUS, slug

if TYPE_CHECKING:
    from timeline.mapping.types import Table


def quoted(text: str) -> str:
    """Give a text as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


class Guess:
    """One guess of a map."""

    def __init__(self, table: Table, name: str, others: Sequence[tuple[str, Table]] = ()) -> None:
        self.table = table
        self.name = name
        self.others = others
        self.document = isinstance(table, Document)
        self.columns = profiled(table)
        self.rows = max((column.rows for column in self.columns), default=0)
        self.used: dict[str, str] = {}
        """Column -> what it was taken for."""
        self._lines: list[str] = []
        self.question: str | None = None
        """What the columns leave open and a person must answer before the map runs."""

    # --- writing ---

    def _say(self, *lines: str) -> None:
        self._lines += lines

    def _take(self, column: Column | str, what: str) -> str:
        """Mark a column as used; give its name quoted."""
        name = column if isinstance(column, str) else column.name
        self.used[name] = what
        return quoted(name)

    def _free(self) -> list[Column]:
        """Give the columns that nothing took, that say something and are no list of objects."""
        return [one for one in self.columns if one.name not in self.used and one.texts and not one.objects]

    def _named(self, names: Iterable[str], among: list[Column] | None = None) -> list[Column]:
        """Give columns whose name, or last part of a path, is one of those, in their order."""
        order = {name: at for at, name in enumerate(names)}
        found = [
            (order.get(" ".join(one.words), order.get(" ".join(one.last), -1)), at, one)
            for at, one in enumerate(self._free() if among is None else among)
        ]
        return [one for rank, _, one in sorted((r, a, c) for r, a, c in found if r >= 0)]

    # --- the map ---

    def text(self) -> str:
        """Give the map; raises `NothingGuessed` where nothing reads like an event."""
        if not self.rows:
            raise NothingGuessed(
                self.name, "has a header and no rows", "a guess needs some rows; with a map, none are imported"
            )
        stem = _base(self.name).rsplit(".", 1)[0] if self.name != "-" else "stdin"
        self._say(
            f"# A map for {_base(self.name)}, guessed from {self.rows:,} row{'' if self.rows == 1 else 's'}. Every line may be",
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

    def _joins(self) -> None:
        """Find columns whose values are the ids of records in another file."""
        if not self.document:
            return
        for name, other in self.others:
            mine = {one.name for one in self.columns}
            if len(mine & set(other.columns)) > 0.6 * min(len(mine), len(other.columns)):
                continue  # more rows of the same shape
            profiles = profiled(other)
            best: tuple[float, Column, Column] | None = None
            for key in profiles:
                if not key.texts or key.distinct < 0.3 or key.objects:
                    continue
                known = set(key.texts) if not key.lists else {str(v) for cell in key.cells for v in cell or ()}
                for column in self.columns:
                    if column.objects or not column.texts:
                        continue
                    values = [
                        str(v) for cell in column.cells for v in (cell if isinstance(cell, list) else [cell]) if v
                    ]
                    hits = sum(value in known for value in values) / len(values) if values else 0.0
                    named = 0.3 * bool(set(column.last) & set(words_of(name))) + 0.2 * (key.last[-1:] == ("id",))
                    if (
                        hits > 0.5
                        and not all(v.replace(".", "").isdigit() and len(v) < 3 for v in values[:50])
                        and (best is None or hits + named > best[0])
                    ):
                        best = hits + named, column, key
            if best is None:
                self._say(f"# {_base(name)}: nothing in {_base(self.name)} refers to it, so it is not joined", "")
                continue
            _, column, key = best
            under = slug(_base(name).rsplit(".", 1)[0]).replace("-", "_")
            under = under if under not in {one.name for one in self.columns} else f"{under}_joined"
            self._say(
                f"# the values of {column.name} are found under {key.name} in {_base(name)}",
                "[[file.join]]",
                f"column = {quoted(column.name)}",
                f"file = {quoted(_base(name))}",
                f"key = {quoted(key.name)}",
                f"as = {quoted(under)}",
                "",
            )
            self._add_joined(under, column, key, other)

    def _add_joined(self, under: str, column: Column, key: Column, other: Table) -> None:
        """Add the columns that a join brings."""
        index: dict[str, list[Any]] = {}
        if isinstance(other, Document):
            for _, value in other.objects():
                if isinstance(value, dict):
                    from timeline.mapping.documents import resolved

                    found = resolved(value, key.name)
                    for one in found if isinstance(found, list) else [found]:
                        index.setdefault(str(one), []).append(value)
        cells = [
            [hit for v in (cell if isinstance(cell, list) else [cell]) for hit in index.get(str(v), ())]
            for cell in column.cells
        ]
        self.used[column.name] = "join"
        self.columns.append(Column(under, cells))
        names = dict.fromkeys(path for cell in cells[:200] for one in cell for path in one)
        for path in names:
            self.columns.append(Column(f"{under}.{path}", [[one.get(path) for one in cell] for cell in cells]))

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
        for column in self._free()[:3]:
            if (
                column.words[-1:] == ("id",)
                and not column.lists
                and column.filled > 0.99
                and unique(self.table, column.name)[0]
            ):
                self._say("", f"id = {self._take(column, 'id')}  # no two rows have the same")
                return
        self._say("", "# no column is an id: rows are known again by title, date, place and source", "")

    # --- when ---

    def _date(self) -> None:
        how = Dates(bce="historical", two_digit_years=1950, order="dmy")
        free = self._free()
        scores: list[tuple[float, int, Column]] = []
        parts = self._date_parts(free)
        pieces = [one for part, one in parts.items() if part != "year"] if "year" in parts else []
        for at, column in enumerate(free):
            if column.lists or column.urls > 0.2 or column in pieces:
                continue
            named = _date_name(column)
            if named <= -5:
                continue
            reads = max(column.dates(how), column.dates(how._replace(order="mdy")))
            bare = column.plain_numbers > 0.8
            if bare and named < 3:
                continue
            if bare and column.epochs > 0.9:
                reads = 1.0
            elif bare and named > 6:
                named -= 4  # bare years beside which another column may say "ca. 1893-95"
            if (reads >= 0.6 and (named > 0 or (not bare and column.length < 40))) or (named >= 6 and reads >= 0.2):
                scores.append((named + 4 * reads + 2 * column.filled, -at, column))
        best = max(scores, default=None, key=lambda one: one[:2])
        year = parts.get("year")
        if year is not None and (
            best is None or best[2] is year or best[0] < 8 or ("month" in parts and best[2].filled < 0.5)
        ):
            self._of_parts(parts)
            return
        if best is None:
            stamp = next(
                (
                    one
                    for one in free
                    if one.last[-1] in _STAMPS and not one.lists and (one.dates(how) > 0.9 or one.epochs > 0.9)
                ),
                None,
            )
            if stamp is not None:
                best = 0.0, 0, stamp  # nothing else tells when
        if best is None:
            if not self._kinds_of_events():
                raise NothingGuessed(
                    self.name,
                    "no column reads like a date or a title",
                    f"write a map by hand (docs/mapping.md); its columns are: {', '.join(self.table.columns[:20])}",
                )
            self._say("# no column reads like a date: all events are undated", "")
            return
        column = best[2]
        start = column
        end = self._end_column(column, free, how)
        if end is not None and column.plain_numbers < 0.8 < end.plain_numbers:
            end = None  # the years of what the words say
        lines = ["[date]"]
        share = max(column.dates(how), column.dates(how._replace(order="mdy")))
        why = f"{share:.0%} of its values read as dates" if column.epochs <= 0.9 else "counts from 1970"
        if end is not None:
            start = self._start_column(column, free, how)
            clocks = [
                one
                for one in free
                if "time" in one.last and one.clocks > 0.5 and not one.lists and one not in (start, end)
            ]
            of_end = [one for one in clocks if set(one.last) & {"end", "finish", "to", "until"}]
            of_start = [one for one in clocks if one not in of_end]
            lines.append(f"start = {self._with_time(start, of_start)}  # {why}")
            lines.append(f"end = {self._with_time(end, of_end)}  # goes with {start.name}")
        else:
            clock = next(
                (c for c in free if c is not column and "time" in c.last and c.clocks > 0.5 and not c.lists), None
            )
            lines.append(f"column = {self._take(column, 'date')}  # {why}")
            if clock is not None:
                lines.append(f"time = {self._take(clock, 'time')}  # times of day")
        precision = self._precision(end is not None)
        if not precision and "year" in column.last and column.januaries > 0.98:
            precision = ['precision = { fixed = "year" }  # every one is a first of January, in a column of years']
        lines += precision
        lines += self._open([one for one in (start, end) if one is not None])
        self._say(*lines, "")

    def _with_time(self, column: Column, clocks: list[Column]) -> str:
        """Give a column of dates, with that of its times where there is one."""
        made = self._take(column, "date")
        return f"{{ column = {made}, time = {self._take(clocks[0], 'time')} }}" if clocks else made

    def _kinds_of_events(self) -> bool:
        return bool(self._named([name for name, _ in TITLES]))

    def _date_parts(self, free: list[Column]) -> dict[str, Column]:
        """Find columns for year, month and day, and those of an end."""
        found: dict[str, Column] = {}
        for column in free:
            if column.lists:
                continue
            words = set(column.words)
            end = "end " if words & {"end", "finish", "to"} and not words & {"start", "begin"} else ""
            if words & (METADATA | PICTURES):
                continue
            for part, names in (
                ("year", {"year", "yr", "iyear", "years"}),
                ("month", {"month", "imonth", "mo", "mth", "mnth"}),
                ("day", {"day", "iday", "dy"}),
            ):
                if set(column.last) & names and f"{end}{part}" not in found and len(column.last) <= 3:
                    years = part == "year" and not column.within(-1_000_000, 3_000)
                    if not years and not (part == "day" and column.plain_numbers < 0.5):
                        found[f"{end}{part}"] = column
            if "time" in column.last and column.clocks > 0.5 and f"{end}time" not in found:
                found[f"{end}time"] = column
        return found

    def _of_parts(self, parts: dict[str, Column]) -> None:
        def table(end: str) -> str:
            listed = [
                f"{part} = {self._take(parts[end + part], 'date')}"
                for part in ("year", "month", "day", "time")
                if end + part in parts
                and (part != "day" or end + "month" in parts)
                and (part != "time" or end + "day" in parts)
            ]
            return "{ " + ", ".join(listed) + " }"

        lines = ["[date]", f"start = {table('')}  # the parts of a date, a column each"]
        if "end year" in parts:
            lines.append(f"end = {table('end ')}  # and of its end")
        lines += self._precision("end year" in parts)
        lines += self._open([parts[one] for one in ("year", "end year") if one in parts])
        self._say(*lines, "")

    def _end_column(self, start: Column, free: list[Column], how: Dates) -> Column | None:
        stem = set(start.last) - {"start", "begin", "begins", "beginning", "started", "from", "first"}
        for column in free:
            words = set(column.last)
            if (
                column is start
                or column.lists
                or not words & {"end", "ends", "ended", "until", "finish", "to", "last", "ending"}
            ):
                continue
            if words & {"time"} and column.clocks > 0.5:
                continue
            if (words & stem or words & {"date", "day", "year"} or len(words) == 1) and (
                max(column.dates(how), column.dates(how._replace(order="mdy"))) > 0.5
            ):
                return column
        return None

    def _start_column(self, column: Column, free: list[Column], how: Dates) -> Column:
        """Prefer a column that says that it is the start, where there is an end."""
        for one in free:
            words = set(one.last)
            if one is not column and words & {"start", "begin", "from"} and not one.lists and one.dates(how) >= 0.6:
                return one
        return column

    def _precision(self, ends: bool) -> list[str]:
        for column in self._free():
            words = set(column.last)
            if not words & {"prec", "precision", "accuracy", "certainty"} or not words & {
                "date",
                "time",
                "day",
                "temporal",
                "event",
            }:
                continue
            codes = sorted(column.counts)
            if not codes or len(codes) > 8 or not all(re.fullmatch(r"[1-9](?:\.0)?", code) for code in codes):
                meant = {code: _meant(code) for code in codes}
                if len(codes) > 8 or not all(meant.values()):
                    continue
                table = ", ".join(
                    f"{quoted(code.casefold())} = {quoted(meaning or '')}" for code, meaning in meant.items()
                )
                return [f"precision = {self._take(column, 'date')}", f"precisions = {{ {table} }}"]
            most = max(int(float(code)) for code in codes)
            scale = (
                {1: "exact", 2: "within", 3: "within", 4: "within", 5: "within", 6: "within"}
                if ends
                else {1: "exact", 2: "week", 3: "month", 4: "year"}
                if most <= 3
                else {1: "exact", 2: "week", 3: "week", 4: "month", 5: "year", 6: "decade"}
            )
            table = ", ".join(f"{at} = {quoted(scale.get(at, 'year'))}" for at in range(1, max(most, 3) + 1))
            return [
                f"precision = {self._take(column, 'date')}  # codes 1 to {most}; see the data's own book for what they mean",
                f"precisions = {{ {table} }}",
            ]
        return []

    def _open(self, columns: list[Column]) -> list[str]:
        """Say what whole columns decide: order of day and month, years before 1, two digits, bare numbers."""
        names = [one.name for one in columns]
        wanted = list(dict.fromkeys(names))
        places = dict(zip(wanted, self.table.positions(wanted), strict=True))
        found = list(surveys(self.table, wanted, places).values())
        lines: list[str] = []
        dmy, mdy = sum(one.dmys for one in found), sum(one.mdys for one in found)
        both = next((one.both for one in found if one.both), None)
        if dmy or mdy:
            order = "dmy" if dmy >= mdy else "mdy"
            sample = next(
                (one.dmy if order == "dmy" else one.mdy for one in found if (one.dmy if order == "dmy" else one.mdy)),
                None,
            )
            why = f'"{sample[1]}" can be read no other way' if sample else ""
            if dmy and mdy:
                why += f"; {min(dmy, mdy):,} others only the other way, and are refused"
            lines.append(f'order = "{order}"  # {why}')
        elif both is not None:
            one, other = (
                days.Reader(Dates(order=order, two_digit_years=2000), frozenset()).read(both[1]).edtf
                for order in ("dmy", "mdy")
            )
            self.question = f'"{both[1]}" is {one} (order = "dmy") or {other} (order = "mdy"), and so is every date'
            lines.append(f'# order = "dmy"  # which? {self.question}: take the # away and say')
        negative = next((one.negative for one in found if one.negative), None)
        if negative is not None:
            zero = any(one.zero for one in found)
            why = (
                "there is a year 0"
                if zero
                else f'"{negative[1].strip()}" is {negative[1].strip(" -−–")} BC, as historians count'
            )
            lines.append(f'bce = "{"astronomical" if zero else "historical"}"  # {why}')
        short = next((one.short for one in found if one.short), None)
        if short is not None:
            lines.append(
                f'two_digit_years = 1950  # as in "{short[1]}": 50 to 99 are 1950 to 1999, 00 to 49 are 2000 to 2049'
            )
        for column in columns:
            whole = [int(float(text)) for text in column.texts[:500] if re.fullmatch(r"\d{9,13}(?:\.0)?", text)]
            if len(whole) > len(column.texts[:500]) / 2:
                kind = "unix_ms" if max(whole) > 10**11 else "unix"
                lines.append(f'numbers = "{kind}"  # counted from 1970')
                break
        return lines

    # --- where ---

    def _place(self) -> None:
        free = [one for one in self._free() if not one.lists]
        lat = next((one for one in self._named(LATS, free) if one.within(-90, 90)), None)
        lon = next((one for one in self._named(LONS, free) if one.within(-180, 180)), None)
        lines: list[str] = []
        if lat is not None and lon is not None:
            lines += [f"lat = {self._take(lat, 'place')}", f"lon = {self._take(lon, 'place')}  # degrees"]
        else:
            lines += self._points()
        country = next((one for one in self._named(COUNTRIES, free) if one.plain_numbers < 0.5), None)
        named = [
            one
            for one in self._named(PLACES, free)
            if one.name not in self.used
            and one.plain_numbers < 0.5
            and one.urls < 0.2
            and one is not country
            and one.length < 120
        ]
        named = named or [
            one
            for one in free
            if one.last in {("name",), ("title",), ("label",)}
            and one.name not in self.used
            and set(one.words[:-1]) & {"where", "place", "location", "venue"}
        ]
        chosen = named[:1] + [one for one in named[1:] if named[0].filled < 0.95][:3]
        if chosen or (country is not None and not lines):
            names = [*chosen, *([country] if country is not None and (not chosen or chosen[0].filled < 0.95) else [])]
            listed = [self._take(one, "place") for one in names]
            value = listed[0] if len(listed) == 1 else "[" + ", ".join(listed) + "]"
            lines.insert(0, f"name = {value}" + ("  # the first that says something" if len(listed) > 1 else ""))
        if country is not None:
            lines.append(f"country = {self._take(country, 'place')}")
        for one in self._free():
            words = set(one.last)
            if lines and words & {"prec", "precision"} and words & {"where", "geo", "location", "place", "spatial"}:
                if set(one.counts) <= {code for code, _ in WHERE_PREC} | {f"{code}.0" for code, _ in WHERE_PREC}:
                    table = ", ".join(f"{code} = {quoted(meaning)}" for code, meaning in WHERE_PREC)
                    lines.append(
                        f'precision = {{ column = {self._take(one, "place")}, words = {{ {table} }}, other = "" }}'
                    )
                elif one.length < 60:
                    lines.append(f"precision = {self._take(one, 'place')}")
                break
        if lines and any(line.startswith(("name", "lat", "coordinates")) for line in lines):
            self._say("[place]", *lines, "")

    def _points(self) -> list[str]:
        """Find one column with both coordinates."""
        for one in self.columns:
            if one.name in self.used or not one.texts:
                continue
            if one.points > 0.9:
                return [f"coordinates = {self._take(one, 'place')}  # points as well-known text"]
            if " ".join(one.last) not in POINTS and " ".join(one.words[-2:]) not in POINTS:
                continue
            if one.lists and not one.objects:
                return [
                    f"coordinates = {self._take(one, 'place')}  # longitude first, as in GeoJSON",
                    'order = "lon lat"',
                ]
            pairs = [re.findall(r"[-+]?\d+(?:\.\d+)?", text) for text in one.texts[:300]]
            if pairs and sum(len(pair) == 2 for pair in pairs) > 0.9 * len(pairs):
                firsts = [abs(float(pair[0])) for pair in pairs if len(pair) == 2]
                lon_first = max(firsts) > 90
                order = ['order = "lon lat"  # the first goes beyond 90'] if lon_first else []
                return [f"coordinates = {self._take(one, 'place')}  # latitude and longitude in one cell", *order]
        return []

    # --- who ---

    def _actors(self) -> None:
        for column in self.columns:
            if column.name in self.used or not column.texts:
                continue
            words = [word for word in column.last if not word.isdigit()]
            digits = [word for word in column.last if word.isdigit()]
            hit = next((word for word in words if word in ACTORS), None)
            if hit is None or column.plain_numbers > 0.3 or column.urls > 0.3:
                continue
            if set(words) & {
                "id",
                "ids",
                "type",
                "count",
                "number",
                "dset",
                "notes",
                "code",
                "description",
                "nationality",
                "age",
                "gender",
                "country",
                "status",
                "dod",
                "new",
            } - {hit}:
                continue
            if column.length > 200 and not column.lists:
                continue
            role = ACTORS[hit]
            if role == "side":
                role = " ".join((*words, *digits)) if len(column.last) < 4 else None
                if column.last[0] != "side":
                    continue
            lines = ["[[actors]]", f"column = {self._take(column, 'actors')}" + ("  # a list" if column.lists else "")]
            if column.objects:
                inner = _keys_of(column)
                name = next((one for one in ("name", "actor", "label", "title", "id") if one in inner), None)
                if name is None:
                    continue
                lines.append(f"name = {quoted(name)}")
                if "role" in inner:
                    lines.append('role_key = "role"')
            if role is not None:
                lines.append(f"role = {quoted(role)}")
            if not column.lists:
                lines += self._splitting(column, plural=hit.endswith("s") or hit in {"people", "who"})
                lines += self._brackets(column)
            self._say(*lines, "")

    def _splitting(self, column: Column, *, plural: bool) -> list[str]:
        one, share = column.separated_by()
        if share > 0.02:
            return [] if one == ";" else [f"split = {quoted(one)}"]
        comma = column.share(lambda text: ", " in text or ("," in text and " " not in text))
        if plural and comma > 0.2 and column.length < 120:
            return ['split = ","  # several in one cell']
        if column.share(lambda text: "\n" in text) > 0.1:
            return ['split = "\\n"']
        return []

    def _brackets(self, column: Column) -> list[str]:
        """Say that brackets hold roles where they hold the same few small words again and again."""
        inside = [found for text in column.texts[:500] for found in re.findall(r"\(([^()]+)\)\s*(?:;|$)", text)]
        if len(inside) > 0.2 * min(len(column.texts), 500) and inside:
            few = len(set(inside)) <= max(3, len(inside) // 3)
            small = sum(one[:1].islower() and len(one) < 30 for one in inside) > 0.8 * len(inside)
            if few and small:
                return [f'brackets = "role"  # such as ({inside[0]})']
        return []

    # --- whence ---

    def _sources(self) -> None:
        self._source_lists()
        self._source_joined()
        links: list[Column] = []
        for column in self._free():
            words = set(column.words)
            constant = self.document and len(column.counts) == 1 and self.rows > 1
            if column.urls > 0.5 and not words & PICTURES and not constant:
                links.append(column)
        apart = {"id", "date", "count", "number", "type", "scale", "original"}
        titles = [
            one
            for one in self._free()
            if one not in links
            and not one.lists
            and one.plain_numbers < 0.5
            and (
                " ".join(one.last) == "media credit"
                or (set(one.last) & SOURCES and not set(one.last) & apart and set(one.last) - {"media"})
            )
        ]
        pair = titles[0] if len(links) == 1 and len(titles) == 1 and not links[0].lists else None
        if pair is not None and pair.separated_by()[1] < 0.05 and links[0].share(lambda t: t.count("http") > 1) < 0.05:
            self._say(
                "[[sources]]",
                f"url = {self._take(links[0], 'sources')}  # addresses",
                f"title = {self._take(pair, 'sources')}",
                "",
            )
        else:
            if links:
                listed = ", ".join(self._take(one, "sources") for one in links)
                self._say("[[sources]]", f"columns = [{listed}]  # addresses", "")
            for one in titles:
                separator, share = one.separated_by()
                lines = ["[[sources]]", f"columns = [{self._take(one, 'sources')}]  # by its name"]
                if share > 0.02 and separator != ";":
                    lines.append(f"split = {quoted(separator)}")
                elif share <= 0.02:
                    lines.append('split = ""')
                self._say(*lines, "")
        stem = _base(self.name)
        self._say(
            "[source]",
            f"title = {quoted(stem)}  # the file itself, cited by every event; better: who made it, and its url",
            "",
        )

    def _source_lists(self) -> None:
        """Find lists of objects in a document that tell of sources."""
        for column in self.columns:
            if column.name in self.used or not (column.objects or column.lists):
                continue
            keys = _keys_of(column)
            addressed = any(set(words_of(one)) & {"url", "link", "href", "urls"} for one in keys)
            spoken = bool(set(column.last) & SOURCES or set(column.words) & {"sources", "source"})
            if not spoken and not addressed:
                continue
            if column.lists and not column.objects:
                if "." in column.name:
                    continue
                self._say("[[sources]]", f"columns = [{self._take(column, 'sources')}]  # a list", "")
                continue
            chosen: dict[str, str] = {}
            for part, names in SOURCE_PARTS.items():
                for name in names:
                    hit = next((one for one in keys if words_of(one) == (name,) and one not in chosen.values()), None)
                    hit = hit or next(
                        (one for one in keys if words_of(one)[-1:] == (name,) and one not in chosen.values()), None
                    )
                    if hit is not None:
                        chosen[part] = hit
                        break
            if not chosen.keys() & {"title", "url", "publisher"}:
                continue
            lines = ["[[sources]]", f"each = {self._take(column, 'sources')}  # a list of objects"]
            lines += [f"{part} = {quoted(name)}" for part, name in chosen.items()]
            for one in self.columns:
                if one.name.startswith(f"{column.name}."):
                    self.used[one.name] = "sources"
            self._say(*lines, "")

    def _source_joined(self) -> None:
        """Find columns that hold the parts of sources: source_office, source_date, source_headline."""
        found: dict[str, Column] = {}
        for column in self._free():
            if len(column.last) < 2 or not set(column.last) & {
                "source",
                "src",
                "reference",
                "media",
                "article",
                "link",
            }:
                continue
            for part, names in SOURCE_PARTS.items():
                if part not in found and set(column.last[1:]) & set(names) and not column.lists:
                    found[part] = column
                    break
        if len(found) < 2 or not found.keys() & {"title", "url", "publisher"}:
            return
        joined = any(one.separated_by()[1] > 0.02 for part, one in found.items() if part != "url")
        lines = ["[[sources]]"]
        if joined:
            lines.append("joined = true  # several in each cell, which stand for one another")
            lines += [f"split = {quoted('|')}"] if found[next(iter(found))].separated_by()[0] == "|" else []
        lines += [f"{part} = {self._take(column, 'sources')}" for part, column in found.items()]
        if joined:
            for column in self._free():
                if column.last[:1] == ("source",) and column.plain_numbers < 0.5 and "original" not in column.last:
                    self.used[column.name] = "sources"  # the same sources, all parts in one cell
        self._say(*lines, "")

    # --- how many ---

    def _figures(self) -> None:
        groups: dict[tuple[str, str], dict[str, Column]] = {}
        sides = {
            word: one
            for one in self.columns
            if one.last[:1] == ("side",) and len(one.last) == 2
            for word in one.last[1:]
        }
        for column in self._free():
            if column.lists or column.numbers < 0.5:
                continue
            words = set(column.last)
            if words & {
                "unknown",
                "description",
                "desc",
                "category",
                "level",
                "scale",
                "class",
                "order",
                "id",
                "year",
                "month",
                "day",
                "date",
                "code",
                "lat",
                "lon",
                "prec",
                "precision",
                "gid",
            }:
                continue
            attribute = next((ATTRIBUTES[word] for word in column.last if word in ATTRIBUTES), None)
            if attribute is None and len(words) == 1 and words <= {"best", "low", "high"}:
                attribute = "killed"
            if attribute is None:
                continue
            which = "low" if words & LOW else "high" if words & HIGH else "best"
            rest = [w for w in column.last if w not in ATTRIBUTES and w not in LOW | HIGH | BEST and not w.isdigit()]
            groups.setdefault((attribute, " ".join(rest)), {}).setdefault(which, column)
        for (attribute, about), columns in groups.items():
            lines = ["[[figures]]", f"attribute = {quoted(attribute)}"]
            lines += [
                f"{which} = {self._take(columns[which], 'figures')}"
                for which in ("best", "low", "high")
                if which in columns
            ]
            if about in sides:
                lines.append(f"about = {quoted(sides[about].name)}")
            elif about and not set(about.split()) <= _AMOUNTS:
                lines.append(f"about = {{ fixed = {quoted(about)} }}")
            self._say(*lines, "")

    # --- words ---

    def _titled(self) -> None:
        scored: list[tuple[float, int, Column]] = []
        names = dict(TITLES)
        for at, column in enumerate(self._free()):
            if (
                column.lists
                or column.plain_numbers > 0.5
                or column.urls > 0.3
                or set(column.words) & {"source", "media", "sources"}
            ):
                continue
            if " ".join(column.last) in KINDS or set(column.last) & {"type", "category", "class", "txt"}:
                continue
            if set(column.words[: -len(column.last)]) & _OTHERS:
                continue  # "where.name" is the name of a place
            score = float(max(names.get(" ".join(column.last), 0), names.get(" ".join(column.words), 0)))
            if not score:
                score = max((0.6 * names[word] for word in column.last if word in names), default=0.0)
            if column.length < 4 or column.filled < 0.05:
                continue
            if score == 0 and (column.length < 15 or column.distinct < 0.7 or column.clocks > 0.5):
                continue
            if column.distinct < 0.3 and self.rows > 10:
                score -= 5
            score += 2 * column.filled + column.distinct - (2 if column.length > 200 else 0)
            scored.append((score, -at, column))
        scored.sort(reverse=True, key=lambda one: one[:2])
        sides = [one for one in self.columns if self.used.get(one.name) == "actors" and not one.lists]
        sides = [one for one in sides if not set(one.last) & {"assoc", "associated", "affiliation"}][:2]
        places = [
            one
            for one in self.columns
            if self.used.get(one.name) == "place" and not one.lists and one.plain_numbers < 0.5
        ]
        values: list[str] = []
        spoken = (
            max((names.get(" ".join(scored[0][2].last), 0), names.get(" ".join(scored[0][2].words), 0)))
            if scored
            else 0
        )
        if scored and scored[0][0] > 2.4 and (spoken >= 6 or len(sides) < 2 or scored[0][2].distinct > 0.9):
            for _, _, column in [scored[0], *(one for one in scored[1:4] if scored[0][2].filled < 1 and one[0] > 2.4)]:
                long = max(map(len, column.texts)) > 200 or " ".join(column.last) in SUMMARIES
                values.append(quoted(f"{{{column.name}:120}}") if long or column.length > 110 else quoted(column.name))
                if not long and column.length <= 110:
                    self.used[column.name] = "title"
            why = f"{scored[0][2].filled:.0%} of the rows have it, {scored[0][2].distinct:.0%} of these different"
            complete = scored[0][2].filled == 1
        else:
            complete = False
            why = "no column reads like a title, so it is put together"
        if not complete:
            kinds = [one for one in self._kinds() if one.plain_numbers < 0.5 and not one.lists][:1]
            places = [one for one in places if " ".join(one.last) not in COUNTRIES] or places
            place = (
                max(places, key=lambda one: one.filled, default=None) if places[:1] and places[0].filled < 0.9 else None
            )
            place = place or next(iter(places), None)
            made = " – ".join(f"{{{one.name}}}" for one in sides)
            if kinds:
                made = f"{{{kinds[0].name}}}{': ' if made else ''}{made}"
            if place is not None:
                made += f"{', ' if kinds and sides else ': ' if made else ''}{{{place.name}}}"
            if made:
                values.append(quoted(made))
            if not values:
                raise NothingGuessed(
                    self.name,
                    "no column reads like the title of an event",
                    f"write a map by hand (docs/mapping.md); its columns are: {', '.join(self.table.columns[:20])}",
                )
            values.append('{ fixed = "untitled" }')
        value = values[0] if len(values) == 1 else "[" + ", ".join(values) + "]"
        self._say("", f"title = {value}  # {why}")

    def _words(self) -> None:
        summary = next((one for one in self._named(SUMMARIES) if not one.lists and one.plain_numbers < 0.5), None)
        if summary is None:
            summary = max(
                (one for one in self._free() if one.length > 80 and not one.lists and one.urls < 0.3),
                key=lambda one: one.length,
                default=None,
            )
        if summary is not None:
            self._say("", f"summary = {self._take(summary, 'summary')}")
        note = next((one for one in self._named(NOTES) if not one.lists and one.plain_numbers < 0.5), None)
        if note is not None:
            self._say("", f"note = {self._take(note, 'note')}")
        self._status()
        rank = next(
            (one for one in self._named(("importance", "priority", "significance")) if one.within(-1e6, 1e6)), None
        )
        if rank is not None and rank.share(lambda text: float(text).is_integer()) == 1:
            self._say("", f"importance = {self._take(rank, 'importance')}")
        kinds = [
            one
            for one in self._kinds()
            if not one.lists
            and one.plain_numbers < 0.5
            and one.length < 60
            and one.separated_by()[1] < 0.02
            and not self._of_format(one)
        ]
        if kinds:
            self._say("", f"kind = {self._take(kinds[0], 'kind')}  # {len(kinds[0].counts)} different")
        tagged = [*self._named(TAGS), *(one for one in kinds[1:])]
        tagged += [one for one in self._named(("category", "type", "classification")) if one not in tagged]
        for column in self.columns:
            if (
                column.objects
                and column.name not in self.used
                and (set(column.last) & set(TAGS) or "joined" in column.last)
            ):
                name = next((one for one in ("title", "name", "label", "value", "id") if one in _keys_of(column)), None)
                if name is not None:
                    self._say(
                        "[[tags]]",
                        f"column = {self._take(column, 'tags')}  # a list of objects",
                        f"name = {quoted(name)}",
                        "",
                    )
        for column in dict.fromkeys(tagged):
            if self._of_format(column):
                continue
            if column.plain_numbers > 0.5 or (column.length > 150 and not column.lists) or column.name in self.used:
                continue
            lines = ["[[tags]]", f"column = {self._take(column, 'tags')}" + ("  # a list" if column.lists else "")]
            if not column.lists:
                lines += self._splitting(column, plural=True)
            self._say(*lines, "")

    def _of_format(self, column: Column) -> bool:
        """Say whether a column of a document tells of its format ("type": "literal"), not of what happened."""
        return "." in column.name and len(column.counts) == 1 and self.rows > 1

    def _kinds(self) -> list[Column]:
        """Give the columns that say what kind of event it is: by their names, else those of some type."""
        named = self._named(KINDS)
        return named or [
            one
            for one in self._free()
            if one.last[-1] in {"type", "category", "kind"} and not set(one.last) & set(ACTORS) and one.length < 60
        ]

    def _status(self) -> None:
        for column in self._named(
            ("status", "event status", "verification", "verification status", "confirmed", "verified")
        ):
            said = {text.casefold() for text in column.counts}
            if column.lists or not said or len(said) > 12:
                continue
            meant = {one: STATUS.get(one) for one in sorted(said)}
            if sum(meaning is not None for meaning in meant.values()) * 2 < len(meant):
                continue
            if said <= set(EVENT_STATUS):
                meant.update({one: one for one in EVENT_STATUS})
            table = ", ".join(f"{quoted(one)} = {quoted(meaning or 'confirmed')}" for one, meaning in meant.items())
            line = f'status = {{ column = {self._take(column, "status")}, words = {{ {table} }}, other = "confirmed" }}'
            self._say("", f"{line}  # see whether these are meant")
            return

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

    def _inside(self, column: Column) -> bool:
        """Say whether a column is a part of one that was taken."""
        return any(column.name.startswith(f"{name}.") for name in self.used)


_OTHERS = frozenset(["where", "place", "location", "venue", "who", "actor", "person", "author", "media", "geometry"])
"""Objects in a record that have names of their own."""
_STAMPS = frozenset(["timestamp", "stamp", "sent", "posted"])
_AMOUNTS = frozenset(
    [
        "mil",
        "million",
        "millions",
        "bn",
        "billion",
        "usd",
        "us",
        "eur",
        "000",
        "thousand",
        "total",
        "adjusted",
        "no",
        "of",
    ]
)
"""Words beside a figure that say how it is counted, not of whom."""


def _base(name: str) -> str:
    """Give the last part of a path."""
    return re.split(r"[/\\]", name)[-1]


def _date_name(column: Column) -> float:
    """Give how much the name of a column speaks for the date of the event; below 0 against it."""
    words = set(column.last) if len(column.last) > 1 or column.last != ("date",) else set(column.words)
    if words & METADATA - {"reported", "recorded"} or words & {
        "id",
        "end",
        "prec",
        "precision",
        "updated",
        "birth",
        "ends",
    }:
        return -5 if not words & {"event"} else -1
    joined = " ".join(column.last)
    if joined in {"date", "event date", "eventdate", "date of event", "when", "incident date", "date of incident"}:
        return 10
    if words & {"start", "begin", "from"} and words & {"date", "day"}:
        return 9
    if joined in {"start", "begin", "begins", "dtstart", "datetime", "event time", "datum", "fecha"}:
        return 8
    if words & {"date", "dates", "datetime", "datum", "fecha", "day"}:
        return 6 if not words & {"reported", "recorded"} else 2
    if words & {"year", "time", "period", "era"}:
        return 4
    return 0


def _meant(code: str) -> str | None:
    """Give what a word of precision means."""
    word = code.casefold()
    table = {
        "day": "exact", "exact": "exact", "known": "exact", "precise": "exact", "week": "week", "month": "month",
        "year": "year", "decade": "decade", "century": "century", "circa": "about", "approximate": "about",
        "approx": "about", "estimated": "about", "uncertain": "uncertain", "unknown": "undated",
    }  # fmt: skip
    return table.get(word)


def _keys_of(column: Column) -> list[str]:
    """Give the keys of the objects in a column of lists."""
    keys: dict[str, None] = {}
    for cell in column.cells[:300]:
        for one in cell if isinstance(cell, list) else ():
            if isinstance(one, dict):
                keys.update(dict.fromkeys(one))
    return list(keys)


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
