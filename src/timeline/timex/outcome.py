"""
What a meaning comes to as a date: Resolved, Ambiguous or Unresolved, with EDTF text.

The ends of a range are settled together here, so that "November to March" runs forward.
"""

from __future__ import annotations

from timeline.timex import output
from timeline.timex.calendar import SIZE, Ref, end_second, shifted, start_second
from timeline.timex.context import Context, NeedsAnchor
from timeline.timex.parts import Duration, Meaning, Partial, Range, Repeat, Several, Unanchored, Vague
from timeline.timex.types import Ambiguous, Outcome, Reading, Resolved, Unresolved


def both_ends(meaning: Range, context: Context) -> tuple[Ref | None, Ref | None]:
    """Settle both ends of a range; the last is not before the first where its year or week was not said."""
    p = meaning.last
    if (
        context.doctype == "planning"
        and _yearless(meaning.first)
        and _yearless(p)
        and meaning.first is not None
        and p is not None
    ):
        last = context.ahead(p)  # the range at hand or the next one, never one that is over
        first = context.settle(meaning.first.copy(year=last.year, weekday=None)) if last is not None else None
        if first is not None and last is not None and start_second(first) > end_second(last):
            first = context.settle(meaning.first.copy(year=last.year - 1, weekday=None))
        if first is not None and last is not None:
            return first, last
    if context.doctype == "planning" and meaning.kind == "since" and meaning.first is not None and p is None:
        return context.behind(meaning.first), None
    first = context.settle(meaning.first) if meaning.first is not None else None
    last = context.settle(p) if p is not None else None
    if first is None or last is None or p is None or start_second(last) >= start_second(first):
        return first, last
    if first.grain == last.grain == "season" and first.part == "WI" and first.year == last.year:
        return shifted(first, -4), last  # "winter to spring 1920": the winter begins in 1919
    new = last.copy()
    if p.hour is not None and first.day == last.day and SIZE[first.grain] < SIZE["day"]:
        if p.bare and p.hour < 12 and context.doctype == "planning" and last.sec + 43200 > first.sec:
            new.sec += 43200
        else:
            new.day += 1
        return first, new
    if p.year is None and p.base is None and SIZE[last.grain] <= SIZE["year"]:
        if p.weekday is not None and p.day is None:
            new.day = first.day + (last.day - first.day) % 7
        elif p.month is not None or p.season is not None or p.quarter is not None or p.holiday is not None:
            this = context.settle(p.copy(year=first.year, weekday=None))
            if this is None or start_second(this) < start_second(first):
                this = context.settle(p.copy(year=first.year + 1, weekday=None))
            new = this or new
        elif p.timed:
            new.day = first.day + (new.sec < first.sec)
    return first, new


def _yearless(p: Partial | None) -> bool:
    """Say whether a date names a month and day, but no year and no time."""
    return (
        p is not None
        and p.month is not None
        and p.day is not None
        and p.year is None
        and p.base is None
        and not p.timed
    )


def ordered(meaning: Range, context: Context) -> Range:
    """Give the range with its last end put after its first, keeping where the words stand."""
    try:
        first, last = both_ends(meaning, context)
    except NeedsAnchor:
        return meaning
    if first is None or last is None or meaning.last is None or meaning.first is None:
        return meaning
    plain = context.settle(meaning.last)
    if plain is None or (plain.day, plain.sec) == (last.day, last.sec) or last.approx or last.mod:
        return meaning
    new = Range(meaning.first, Partial(base=last, place=meaning.last.place, rule=meaning.last.rule), meaning.kind)
    new.place, new.rule = meaning.place, meaning.rule
    return new


def outcome_of(meaning: Meaning | None, context: Context) -> Outcome:
    """Say what a meaning comes to as a date."""
    if isinstance(meaning, Unanchored):
        return Unresolved(meaning.reason)
    if isinstance(meaning, Duration):
        return Unresolved("it is a length of time, not a date")
    if isinstance(meaning, Repeat):
        return Unresolved("it repeats, so it is not one date")
    if isinstance(meaning, Vague):
        return Unresolved("it names the past, the present or the future as such, not a date")
    try:
        if isinstance(meaning, Partial):
            return date_outcome(meaning, context.settle(meaning), context)
        if isinstance(meaning, Range):
            return _range_outcome(meaning, context)
        if isinstance(meaning, Several):
            return _list_outcome(meaning, context)
    except NeedsAnchor as needs:
        return Unresolved(str(needs))
    return Unresolved("it is not a date")


def date_outcome(p: Partial, ref: Ref | None, context: Context) -> Outcome:
    """Say what a partial date comes to, given where it was settled."""
    swapped = _swapped(p, context)
    if swapped is not None:
        readings = []
        for reading in swapped:
            one = context.settle(reading)
            if one is not None:
                readings.append(Reading(output.edtf(one), p.rule or "", context.anchor))
        if len({r.edtf for r in readings}) > 1:
            return Ambiguous(tuple(readings))
    if ref is None:
        return Unresolved("there is no such date")
    said = output.edtf(ref)
    others: tuple[Reading, ...] = ()
    if context.other or p.rivals:
        others = tuple(
            [
                Reading(text, p.rule or "", context.anchor)
                for other in (*context.other, *p.rivals)
                if isinstance(other, Ref) and (text := output.edtf(_like(other, ref))) != said
            ]
        )
    if ref.value is not None and ref.begin is None and ref.value.endswith(("REF", "XXXX")):
        return Unresolved("it is too vague for a date")
    return Resolved(said, p.rule or "", context.anchor, context.anchor_kind, others)


def _like(other: Ref, ref: Ref) -> Ref:
    if SIZE[ref.grain] < SIZE["day"] <= SIZE[other.grain]:
        new = ref.copy()
        new.day = other.day
        return new
    return other


def _swapped(p: Partial, context: Context) -> list[Partial] | None:
    if p.readings is None or len(p.readings) < 2 or context.options.dayfirst is not None:
        return None
    return [p.copy(year=y if y is not None else p.year, month=m, day=d, readings=None) for y, m, d in p.readings]


def _range_outcome(meaning: Range, context: Context) -> Outcome:
    for end in (meaning.first, meaning.last):
        if end is not None and _swapped(end, context) is not None:
            one = date_outcome(end, context.settle(end), context)
            if isinstance(one, Ambiguous):
                return _swapped_range(meaning, context)
    text = _range_edtf(meaning, context)
    if text is None:
        return Unresolved("there is no such date")
    return Resolved(text, meaning.rule or "", context.anchor, context.anchor_kind)


def _swapped_range(meaning: Range, context: Context) -> Outcome:
    readings = []
    for dayfirst in (False, True):
        ends: list[Partial | None] = []
        for end in (meaning.first, meaning.last):
            if end is not None and end.readings is not None and len(end.readings) > 1:
                year, month, day = end.readings[1 if dayfirst else 0]
                ends.append(end.copy(year=year if year is not None else end.year, month=month, day=day, readings=None))
            else:
                ends.append(end)
        text = _range_edtf(Range(ends[0], ends[1], meaning.kind), context)
        if text is not None:
            readings.append(Reading(text, meaning.rule or "", context.anchor))
    if len({r.edtf for r in readings}) == 1:
        return Resolved(readings[0].edtf, meaning.rule or "", context.anchor, context.anchor_kind)
    return Ambiguous(tuple(readings)) if readings else Unresolved("there is no such date")


def _range_edtf(meaning: Range, context: Context) -> str | None:
    first, last = both_ends(meaning, context)
    if (meaning.first is not None and first is None) or (meaning.last is not None and last is None):
        return None
    kind = meaning.kind
    if meaning.near and (only := first or last) is not None and SIZE[only.grain] < SIZE["part"]:
        return output.shortly(only, 1 if last is None else -1)
    if kind == "span" and first is not None:
        if first.begin is None or first.finish is None:
            return output.edtf(first)
        a, b = output.edtf_day(first.begin // 86400), output.edtf_day((first.finish - 1) // 86400)
        return f"{a}/{b}" if a != b else a
    if first is None and last is not None:
        if kind == "before":
            return f"[..{output.before(last)}{'~' * (last.approx and SIZE[last.grain] >= SIZE['day'])}]"
        end = _end(last, 1)
        return f"../{end}" if kind == "until" else f"[..{end}]"
    if last is None and first is not None:
        if kind == "after":
            return f"[{output.following(first)}{'~' * (first.approx and SIZE[first.grain] >= SIZE['day'])}..]"
        return f"{_end(first, 0)}/.." if kind == "since" else f"[{_end(first, 0)}..]"
    if first is None or last is None:
        return None
    if start_second(first) >= end_second(last):
        return None
    a, b = _end(first, 0), _end(last, 1)
    return f"{a}/{b}" if kind == "from" else f"[{a}..{b}]"


def _end(ref: Ref, which: int) -> str:
    text = output.edtf(ref)
    if text[0] == "[" or "/" in text:
        return output.edtf_ends(ref)[which] + ("~" if ref.approx else "")
    return text


def _list_outcome(meaning: Several, context: Context) -> Outcome:
    texts = []
    if meaning.kind == "and" and len(meaning.items) == 2:
        first, last = (context.settle(item) for item in meaning.items)
        if first is not None and last is not None and end_second(first) == start_second(last) and first.mod:
            # "late 1948 and early 1949" is one stretch, which EDTF can write; two apart it cannot
            span = f"{_end(first, 0)}/{_end(last, 1)}"
            return Resolved(span, meaning.rule or "", context.anchor, context.anchor_kind)
    for item in meaning.items:
        ref = context.settle(item)
        if ref is None:
            return Unresolved("there is no such date")
        text = output.edtf(ref)
        if text[0] == "[" and meaning.kind == "or":
            text = text[1:-1]
        if text[0] == "[" or "/" in text:
            return Unresolved("a list of such stretches has no EDTF")
        texts.append(text)
    marks = "[]" if meaning.kind == "or" else "{}"
    return Resolved(marks[0] + ",".join(texts) + marks[1], meaning.rule or "", context.anchor, context.anchor_kind)
