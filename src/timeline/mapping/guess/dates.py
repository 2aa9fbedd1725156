"""When: the column of the date, two of its ends, its parts, its precision, and what whole columns leave open."""

# Tables of words and lines of a map stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.errors import NothingGuessed
from timeline.mapping import dates as days
from timeline.mapping.guess.base import Base, quoted
from timeline.mapping.types import Dates as How
from timeline.mapping.vocabulary import METADATA, PICTURES, TITLES
from timeline.mapping.when import surveys

if TYPE_CHECKING:
    from timeline.mapping.profile import Column

_DATES = frozenset(["date", "dates", "when", "eventdate"])
_WORDED = frozenset(["text", "words", "wording", "display", "string", "str", "label", "verbatim", "original", "raw"])
_BEGIN = frozenset(["start", "begin", "begins", "beginning", "began", "onset", "from"])
_FINISH = frozenset(["end", "ends", "ended", "ending", "finish", "until", "to"])
_EDGES = {
    "earliest": [{"earliest"}, {"min"}, {"minimum"}, {"early"}, {"lower"}, {"not", "before"}, {"notbefore"}, {"tpq"}],
    "latest": [{"latest"}, {"max"}, {"maximum"}, {"late"}, {"upper"}, {"not", "after"}, {"notafter"}, {"taq"}],
}
"""Words of a column that holds a bound; `notBefore` and `notAfter` are those of TEI, "tpq" a terminus post quem."""
_STAMPS = frozenset(["timestamp", "stamp", "sent", "posted"])


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


class Dates(Base):
    """Finds the date."""

    def _date(self) -> None:
        how = How(bce="historical", two_digit_years=1950, order="dmy")
        free = self._free()
        if self._bounds(free, how):
            return
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
        worded = next(
            (one for one in free if set(one.last) & _DATES and set(one.last) & _WORDED and not one.lists), None
        )
        if worded is not None and worded.name not in self.used:
            lines.append(f"words = {self._take(worded, 'date')}  # the dates as they were worded")
        precision = self._precision(end is not None)
        if not precision and "year" in column.last and column.januaries > 0.98:
            precision = ['precision = { fixed = "year" }  # every one is a first of January, in a column of years']
        lines += precision
        lines += self._open([one for one in (start, end) if one is not None])
        self._say(*lines, "")

    def _bounds(self, free: list[Column], how: How) -> bool:
        """Find columns between which the start, the end, or the whole date lies; say whether there are any."""
        found: dict[tuple[str, str], Column] = {}
        single: dict[str, Column] = {}
        for column in free:
            words = set(column.last)
            side = "start" if words & _BEGIN else "end" if words & _FINISH else ""
            edge = next((edge for edge, sets in _EDGES.items() if any(one <= words for one in sets)), "")
            bare = column.plain_numbers > 0.8
            if column.lists or column.urls > 0.2 or words & METADATA or (bare and not column.within(-10_000, 2_200)):
                continue
            if bare and not words & {"year", "date", "start", "end"}:
                continue  # a least and a greatest of something else
            if max(column.dates(how), column.dates(how._replace(order="mdy"))) < 0.6:
                continue
            if edge:
                found.setdefault((side, edge), column)
            elif side:
                single.setdefault(side, column)
        sides = [side for side in ("start", "end", "") if {(side, "earliest"), (side, "latest")} <= found.keys()]
        if not sides or (sides == ["end"] and "start" not in single):
            return False
        if len(sides) > 1:
            sides = [side for side in sides if side]
        lines, taken = ["[date]"], []
        for side in ("start", "end"):
            of = side if side in sides else "" if side == "start" and "" in sides else None
            if of is not None:
                low, high = found[of, "earliest"], found[of, "latest"]
                edges = f"earliest = {self._take(low, 'date')}, latest = {self._take(high, 'date')}"
                lines.append(f"{side} = {{ {edges} }}  # it lies between the two")
                taken += [low, high]
            elif side in single and "" not in sides:
                lines.append(f"{side} = {self._take(single[side], 'date')}")
                taken.append(single[side])
        lines += self._open(taken)
        self._say(*lines, "")
        return True

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

    def _end_column(self, start: Column, free: list[Column], how: How) -> Column | None:
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

    def _start_column(self, column: Column, free: list[Column], how: How) -> Column:
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
                days.Reader(How(order=order, two_digit_years=2000), frozenset()).read(both[1]).edtf
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
