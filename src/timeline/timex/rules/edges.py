"""The early, middle and late part of a stretch."""

# A row of the table is a line, and every operation takes the context.
# ruff: noqa: E501

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline.timex.calendar import MONTHS, Ref, add_months, after
from timeline.timex.chart import Rule
from timeline.timex.parts import Partial

if TYPE_CHECKING:
    from timeline.timex.context import Context


def edge(_: Any, mod: str, date: Partial) -> Partial | None:
    """Narrow a date to its early, middle or late part."""
    if date.edge is not None or (date.base is not None and date.base.mod is not None):
        return None
    return date.copy(edge=mod)


def edge_of(c: Context, mod: str, *rest: Any) -> Partial | None:
    """Narrow "the end of" a date."""
    date = rest[-1]
    if (date.base is not None or date.month is None or date.day is not None) and not c.joined(" of", " in", "-of-"):
        return None  # "will start next week"
    return edge(c, mod, rest[-1])


def edge_unit(c: Context, mod: str, *rest: Any) -> Partial | None:
    """Make "the end of the year", "month's end"."""
    from timeline.timex.rules.relative import that_unit, this

    unit = rest[-1]
    if unit in ("second", "minute", "hour", "halfhour", "season", "night", "decade", "century") or (
        c.doctype != "planning" and unit == "day"
    ):
        return None
    there = this(c, 0, unit) if c.doctype != "narrative" else that_unit(c, unit)
    return edge(c, mod, there) if there is not None else None


def after_edge(c: Context, unit: str, mod: str) -> Partial | None:
    """Make "month's end"."""
    return edge_unit(c, mod, unit)


def period(c: Context, unit: str, mod: str) -> Partial | None:
    """Make "eom", "bom"."""
    return None if unit == "day" or c.doctype != "planning" else edge_unit(c, mod, unit)


def asap(c: Context, _: Any) -> Partial:
    """Make "as soon as possible"."""
    moment = c.now_second()
    return Partial(base=Ref("second", moment // 86400, moment % 86400))


_SHARED = frozenset(["month", "year", "decade", "century", "millennium"])


def share(c: Context, number: float, count: int, date: Partial) -> Partial | None:
    """
    Make "the first half of August", "the last quarter of the 19th century": an equal part of a longer stretch.

    A negative number counts from the end. Halves and quarters of a year have symbols of their own (EDTF 33 to 41).
    """
    index = int(number) - 1 if number > 0 else count + int(number)
    ref = c.settle(date)
    if (
        ref is None
        or ref.grain not in _SHARED
        or ref.begin is not None
        or ref.value is not None
        or not 0 <= index < count
    ):
        return None
    if ref.grain == "year" and count != 3:
        return Partial(base=Ref("half" if count == 2 else "quarter", add_months(ref.day, 12 // count * index)))
    new = ref.copy()
    new.mod = "START" if index == 0 else "END" if index == count - 1 else "MID"
    if ref.grain == "month":
        size = after(ref) - ref.day
        first, stop = (ref.day + (size * at // count) for at in (index, index + 1))
    else:
        months = MONTHS[ref.grain]
        step = 12 if months > 12 else 1
        first, stop = (add_months(ref.day, months * at // count // step * step) for at in (index, index + 1))
    new.begin, new.finish = first * 86400, stop * 86400
    return Partial(base=new)


RULES = (
    Rule("edge", "D", "the? EARLY|LATE|MID -? the? D / the? MID -? D", edge, "The early, middle or late part of a stretch.", "early 2023 -> [2023-01..2023-04]", "Early warning came in 2023.", cost=0.8),
    Rule("share", "D", "the? ORD HALFW|QUARTERW of|in the? D / the? LAST HALFW|QUARTERW of|in the? D", lambda c, n, part, d: share(c, n, round(1 / part), d),
         "A half, third or quarter of a month, year, decade or century.", "the first half of August 2024 -> [2024-08-01..2024-08-15]", "the first half of the match", cost=0.3),
    Rule("share-end", "D", "the? final|latter HALFW|QUARTERW of|in the? D", lambda c, part, d: share(c, -1, round(1 / part), d), cost=0.3),
    Rule("share-start", "D", "the? former|early HALFW of|in the? D", lambda c, part, d: share(c, 1, round(1 / part), d), cost=0.3),
    Rule("share-third", "D", "the? ORD third of|in the? D / the? LAST third of|in the? D", lambda c, n, d: share(c, n, 3, d), cost=0.3),
    Rule("share-third-end", "D", "the? final|latter third of|in the? D", lambda c, d: share(c, -1, 3, d), cost=0.3),
    Rule("edge-in", "D", "the? EARLY|LATE in|on the? D / the? EARLY part of the? D", edge, "", "", "", cost=0.7),
    Rule("edge-of", "D", "the? EDGE|MID of D / EDGE - of - D / the? MID in D / the? EDGE D", edge_of, "The beginning, middle or end of a stretch.", "the end of 1944 -> [1944-09..1944-12]", "the end of the line", cost=0.6),
    Rule("edge-part", "D", "the? EARLY|LATE part|days|months|years|weeks|stages of the? D / the? latter part|days|months|years|stages of the? D / the? opening|closing|final|last|first days|weeks|months|years of D",
         lambda c, *v: edge(c, v[0] if len(v) > 1 else ("END" if any(w in c.low[c.start : c.end] for w in ("latter", "closing", "final", "last")) else "START"), v[-1]), "", "", "", cost=0.6),
    Rule("edge-unit", "D", "the? EDGE of the? UNIT1 / EDGE - of - UNIT1", lambda c, m, u: edge_unit(c, m, u or "year"), "The end of the month, the year at hand.", "the end of the year -> [2025-09..2025-12]", "the start of a year", cost=0.8),
    Rule("unit-edge", "D", "UNIT1 's? - EDGE / UNIT1 's EDGE / UNIT1 - EDGE", after_edge, "", "", "", cost=0.8),
    Rule("period-end", "D", "EOP", lambda c, u: period(c, u, "END"), "", "", ""),
    Rule("period-start", "D", "BOP", lambda c, u: period(c, u, "START"), "", "", ""),
    Rule("asap", "D", "ASAP", asap, "", "", ""),
)  # fmt: skip
