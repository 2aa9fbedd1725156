"""
Events as lines of a terminal: a date, a bar under a time axis, a title.

The rule is that of the page: no mark in a cell in which the event is known not to have been, no full mark in one
in which it is not known to have been. A cell is the time between two columns. Everything is made from the four bounds
of the rows; a new sign is a field of `Signs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from timeline.edtf import SENTINEL_MAX, SENTINEL_MIN, parse
from timeline.edtf.civil import DAY, civil_from_days, days_from_civil
from timeline.formats.page.shape import parts
from timeline.formats.table import measure, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from timeline.model import EventRow


class Signs(NamedTuple):
    """What is drawn with, each one column wide."""

    certain: str
    possible: str
    moment: str
    within: str
    """Of a moment of which only the stretch is known."""
    first: str
    last: str
    before: str
    after: str
    tick: str
    ruler: str
    more: str


BLOCKS = Signs("█", "░", "●", "┄", "├", "┤", "◀", "▶", "┴", "─", "…")
ASCII = Signs("#", ".", "o", "-", "|", "|", "<", ">", "+", "-", "~")

_COLOURS = {"disputed": "31", "draft": "2", "retracted": "2;9"}
_MARKS = {"disputed": "≠", "draft": "?", "retracted": "×"}
_BULKS, _FEW = ((9, 10, 12), (3, 4, 40)), 8
"""The window leaves outliers out as the page does: nine tenths where that is 12 times finer, three quarters if 40."""


def chart(rows: Sequence[EventRow], width: int, *, ascii_only: bool = False, colour: bool = False) -> Iterator[str]:
    """Draw events in `width` columns, each a line that ends with a line end."""
    signs = ASCII if ascii_only else BLOCKS
    dates = [shown(row.edtf or "undated") for row in rows]
    narrow = min(max(len(date) for date in dates), width // 5 if width < 100 else 24)
    span = max(16, (width - narrow - 4) * 9 // 20)
    room = width - narrow - span - 4
    scale = Scale(*window(rows), span)
    labels, ruler = _axis(scale, signs)
    yield f"{'':<{narrow}}  {labels}".rstrip() + "\n"
    yield f"{'':<{narrow}}  {ruler}\n"
    for row, date in zip(rows, dates, strict=True):
        bar = bar_of(row, scale, signs)
        mark = "" if row.status == "confirmed" else f"{row.status} " if ascii_only else f"{_MARKS[row.status]} "
        title = _cut(mark + shown(row.title), room, signs)
        if colour:
            bar = f"\x1b[{_COLOURS.get(row.status, '34')}m{bar}\x1b[0m"
        yield f"{_cut(date, narrow, signs):<{narrow}}  {bar}  {title}".rstrip() + "\n"
    yield from _legend(width, signs)


class Scale(NamedTuple):
    """A window of time in cells."""

    start: int
    end: int
    cells: int

    def cell(self, second: int) -> int:
        """Give the cell of a second; below 0 and from `cells` on it is outside."""
        return (second - self.start) * self.cells // (self.end - self.start + 1)


def window(rows: Sequence[EventRow]) -> tuple[int, int]:
    """Give the stretch to draw: from the first to the last bound, without outliers that would squeeze the rest."""
    reaches = sorted((min(finite), max(finite)) for row in rows if (finite := _finite(row)))
    if not reaches:
        return 0, DAY - 1
    start, end = reaches[0][0], max(last for _, last in reaches)
    if len(reaches) >= _FEW:
        for part, of, gain in _BULKS:
            bulk = _densest(reaches, -(-len(reaches) * part // of))
            if (bulk[1] - bulk[0] + DAY) * gain < end - start:
                start, end = bulk
    return start, max(end, start + 59)


def _densest(reaches: list[tuple[int, int]], wanted: int) -> tuple[int, int]:
    """Give the shortest stretch that wholly holds `wanted` of the reaches, which are sorted."""
    from bisect import insort

    ends: list[int] = []
    best = (reaches[0][0], max(last for _, last in reaches))
    for first, last in reversed(reaches):
        insort(ends, last)
        if len(ends) >= wanted and ends[wanted - 1] - first < best[1] - best[0]:
            best = (first, ends[wanted - 1])
    return best


def _bounds(row: EventRow) -> tuple[int, int, int, int] | None:
    """Give the four bounds, the sentinels where there is none; None where the event is undated."""
    if row.edtf is None:
        return None
    open_start = SENTINEL_MIN if row.start_min is None else row.start_min
    open_end = SENTINEL_MAX if row.end_max is None else row.end_max
    from timeline.edtf import bounds, stored

    if None not in (row.start_max, row.end_min):
        return open_start, row.start_max or 0, row.end_min or 0, open_end
    return stored(bounds(parse(row.edtf)))


def _finite(row: EventRow) -> list[int]:
    return [bound for bound in _bounds(row) or () if SENTINEL_MIN < bound < SENTINEL_MAX]


def bar_of(row: EventRow, scale: Scale, signs: Signs) -> str:
    """Draw one event."""
    limits = _bounds(row)
    if limits is None:
        return " " * scale.cells
    pieces = parts(parse(row.edtf)) if row.edtf and row.gaps else []
    if pieces:
        return _laid([_moment(first, last, scale, signs) for first, last in pieces], scale, signs)
    if limits[0] == limits[2] and limits[1] == limits[3]:
        return _moment(limits[0], limits[3], scale, signs)
    start_min, start_max, end_min, end_max = (scale.cell(bound) for bound in limits)
    last = scale.cells - 1
    if end_max < 0:
        return signs.before + " " * last
    if start_min > last:
        return " " * last + signs.after
    cells = [" "] * scale.cells
    low, high = max(start_min, 0), min(end_max, last)
    for cell in range(low, high + 1):
        cells[cell] = signs.certain if start_max <= cell <= end_min else signs.possible
    if start_min < 0:
        cells[0] = signs.before
    if end_max > last:
        cells[last] = signs.after
    return "".join(cells)


def _moment(first: int, last: int, scale: Scale, signs: Signs) -> str:
    """Draw one moment, somewhere from `first` to `last`."""
    low, high, end = scale.cell(first), scale.cell(last), scale.cells - 1
    if high < 0:
        return signs.before + " " * end
    if low > end:
        return " " * end + signs.after
    cells = [" "] * scale.cells
    left, right = max(low, 0), min(high, end)
    if (last - first) * scale.cells <= scale.end - scale.start + 1:  # no wider than a cell
        cells[min(max(scale.cell((first + last) // 2), left), right)] = signs.moment
    else:
        cells[left : right + 1] = signs.within * (right - left + 1)
        cells[left] = signs.first if low >= 0 else signs.before
        cells[right] = signs.last if high <= end else signs.after
    return "".join(cells)


def _laid(bars: Sequence[str], scale: Scale, signs: Signs) -> str:
    """Lay bars one over the other: nothing stands in the gaps; what lies beyond is told where nothing else is."""
    cells = [" "] * scale.cells
    for bar in sorted(bars, key=lambda bar: bar.strip() not in {signs.before, signs.after}):
        cells = [new if new != " " else old for new, old in zip(bar, cells, strict=True)]
    return "".join(cells)


def _legend(width: int, signs: Signs) -> Iterator[str]:
    """Tell what the signs mean, in as many lines as the width asks for."""
    entries = (
        f"{signs.certain} certainly",
        f"{signs.possible} possibly",
        f"{signs.moment} known",
        f"{signs.first}{signs.within}{signs.last} once, somewhere in it",
        f"{signs.before} {signs.after} goes on beyond",
    )
    line = entries[0]
    for entry in entries[1:]:
        if measure(line) + 2 + measure(entry) > width:
            yield line + "\n"
            line = entry
        else:
            line += "  " + entry
    yield line + "\n"


# --- the axis ---


def _axis(scale: Scale, signs: Signs) -> tuple[str, str]:
    """Give the labels and the ruler under them."""
    labels, ruler = [" "] * scale.cells, [signs.ruler] * scale.cells
    free = 0
    for second, label in _ticks(scale):
        cell = scale.cell(second)
        ruler[cell] = signs.tick
        if cell >= free and cell + len(label) <= scale.cells:
            labels[cell : cell + len(label)] = label
            free = cell + len(label) + 1
    return "".join(labels), "".join(ruler)


def _ticks(scale: Scale) -> Iterator[tuple[int, str]]:
    """Give the moments to name, at most one in twelve columns: years, months, days, hours or minutes."""
    least = (scale.end - scale.start + 1) * 12 // scale.cells
    first, _, _ = civil_from_days(scale.start // DAY)
    for size in (60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600):
        if size >= least:
            for second in range(-(-scale.start // size) * size, scale.end + 1, size):
                day = civil_from_days(second // DAY)[2]
                yield second, f"{day:02d}T{second % DAY // 3600:02d}:{second % 3600 // 60:02d}"
            return
    for days in (1, 2, 7, 14):
        if days * DAY >= least:
            for second in range(-(-scale.start // (days * DAY)) * days * DAY, scale.end + 1, days * DAY):
                _, month, day = civil_from_days(second // DAY)
                yield second, f"{month:02d}-{day:02d}"
            return
    for months in (1, 3, 6):
        if months * 30 * DAY >= least:
            for number in range(first * 12, (first + 60) * 12, months):
                second = days_from_civil(number // 12, number % 12 + 1, 1) * DAY
                if second > scale.end:
                    return
                if second >= scale.start:
                    yield second, f"{_year(number // 12)}-{number % 12 + 1:02d}"
            return
    yield from _years(scale, least * 3 // 4, first)  # years are shorter to write


def _years(scale: Scale, least: int, first: int) -> Iterator[tuple[int, str]]:
    step, factors = 1, (2, 5, 10)
    power = 1
    while step * 365 * DAY < least:
        step = next((power * factor for factor in factors if power * factor * 365 * DAY >= least), power * 10)
        power *= 10
    number = first // step
    while True:
        year = number * step if number > 0 else 1 + number * step  # 1, 100 BC, 200 BC: as people count
        second = days_from_civil(year, 1, 1) * DAY
        if second > scale.end:
            return
        if second >= scale.start:
            yield second, _year(year)
        number += 1


def _year(year: int) -> str:
    return f"{year:04d}" if year > 0 else f"{1 - year} BC"


def _cut(text: str, room: int, signs: Signs) -> str:
    """Give as much of a text as fits."""
    if measure(text) <= room:
        return text
    kept = ""
    for letter in text:
        if measure(kept + letter) > room - 1:
            break
        kept += letter
    return kept + signs.more
