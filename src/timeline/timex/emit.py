"""
The output stage of a text: a meaning becomes one tagged expression, or one for each end of a range.

TIMEX3 marks the ends of "from June to August" apart; where a person plans, a range of days is one
expression with `begin` and `finish`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from timeline.timex import output, reject
from timeline.timex.calendar import SECONDS, SIZE, Ref, after, end_second, iso, start_second
from timeline.timex.context import Context, NeedsAnchor
from timeline.timex.outcome import both_ends, date_outcome, ordered, outcome_of
from timeline.timex.parts import Duration, Meaning, Partial, Range, Repeat, Several, Vague
from timeline.timex.types import Outcome, Timex, Unresolved

if TYPE_CHECKING:
    from timeline.timex.analyse import Item
    from timeline.timex.scan import Token


def emit(item: Item, tokens: list[Token], text: str, low: str, context: Context) -> list[Timex]:
    """Turn a meaning into tagged expressions: one, or two for a range whose ends are marked apart."""
    meaning = item.meaning
    start, end = reject.extent(tokens, item.first, item.last, low, context.doctype, meaning)
    if start >= end or reject.rejected(meaning, tokens, item.first, item.last, low, context):
        return []
    context.begin(start, end)
    context.anchor, context.anchor_kind = item.anchor
    if isinstance(meaning, Several) or (
        isinstance(meaning, Range) and not meaning.single and (context.doctype != "planning" or hours(meaning))
    ):
        return _ends(item, meaning, tokens, text, low, context, (start, end))
    return [timex_of(meaning, text, start, end, context)]


def hours(meaning: Range) -> bool:
    """Say whether a range goes from one time of day to another; then each is marked, as TIMEX3 does."""
    first, last = meaning.first, meaning.last
    return (
        first is not None
        and last is not None
        and first.hour is not None
        and last.hour is not None
        and not first.edge
        and not last.edge
    )


def _ends(
    item: Item,
    meaning: Range | Several,
    tokens: list[Token],
    text: str,
    low: str,
    context: Context,
    span: tuple[int, int],
) -> list[Timex]:
    outcome = outcome_of(meaning, context)
    if isinstance(meaning, Range):
        meaning = ordered(meaning, context)
    parts: list[Partial | None] = [meaning.first, meaning.last] if isinstance(meaning, Range) else list(meaning.items)
    whole = span if len([p for p in parts if p is not None]) > 1 else None
    found: list[Timex] = []
    places = _split(item, parts, tokens)
    for part, place in zip(parts, places, strict=True):
        if part is None or place is None:
            continue
        start, end = reject.extent(tokens, place[0], place[1], low, context.doctype, part)
        context.begin(start, end)
        context.anchor, context.anchor_kind = item.anchor
        one = timex_of(part, text, start, end, context)
        if context.doctype == "planning" and isinstance(meaning, Several):
            found.append(one)
        else:
            found.append(one._replace(outcome=outcome, whole=whole))
    return found


def _split(item: Item, parts: list[Partial | None], tokens: list[Token]) -> list[tuple[int, int] | None]:
    """Give the tokens of each end of a range; ends that share words ("3-7 May") are cut at the joint."""
    places = [p.place if p is not None else None for p in parts]
    given = [p for p in places if p is not None]
    if (
        len([p for p in parts if p is not None]) == len(given)
        and all(item.first <= p[0] and p[1] <= item.last for p in given)
        and all(a[1] <= b[0] for a, b in itertools.pairwise(given))
    ):
        return places
    joints = [n for n in range(item.first + 1, item.last - 1) if tokens[n].text in _JOINTS]
    if len(parts) == 2 and joints and all(p is not None for p in parts):
        joint = joints[0]
        return [(item.first, joint), (joint + 1, item.last)]
    if len(parts) > 2 and len(joints) >= len(parts) - 1:
        cuts = [item.first - 1, *joints[: len(parts) - 1], item.last]
        return [(a + 1, b) for a, b in itertools.pairwise(cuts)]
    return [(item.first, item.last) if p is not None else None for p in parts]


_JOINTS = frozenset(["-", "—", "to", "and", "or", "until", "till", "through", "thru", "~", "/", ","])


def timex_of(meaning: Meaning | None, text: str, start: int, end: int, context: Context) -> Timex:
    """Make one tagged expression of a meaning, and remember the date it told."""
    begin = finish = None
    mod: str | None = None
    outcome: Outcome | None = None
    kind, value = "DATE", ""
    doctype = context.doctype
    if isinstance(meaning, Duration):
        kind, value, mod = "DURATION", output.duration_value(meaning, doctype), meaning.mod
    elif isinstance(meaning, Repeat):
        kind, value = "SET", meaning.value
        if doctype == "narrative" and meaning.rule != "per-unit":
            value = {"P1D": "XXXX-XX-XX", "P1W": "XXXX-WXX", "P1M": "XXXX-XX", "P1Y": "XXXX"}.get(value, value)
    elif isinstance(meaning, Vague):
        value = meaning.value
    elif isinstance(meaning, Partial):
        try:
            ref = context.settle(meaning)
            outcome = date_outcome(meaning, ref, context)
        except NeedsAnchor as needs:
            ref, outcome = None, Unresolved(str(needs))
        if ref is None:
            value = open_value(meaning)
            kind = "TIME" if meaning.timed else "DATE"
        else:
            value, kind, mod = output.timex_value(ref), output.timex_type(ref), ref.mod
            if ref.value is None or doctype == "planning":
                begin, finish = _interval(ref, doctype)
            context.remember(ref)
    elif isinstance(meaning, Range):
        begin, finish, value = _range_interval(meaning, context)
        if meaning.length is not None and doctype != "planning":
            kind = "DURATION"
    elif isinstance(meaning, Several):
        begin, finish, value = _range_interval(Range(meaning.items[0], meaning.items[-1], "between"), context)
    if outcome is None:
        outcome = outcome_of(meaning, context)
    return Timex(start, end, text[start:end], kind, value, mod, outcome, begin, finish)


def open_value(p: Partial) -> str:
    """Write what is known of a date that lacks its anchor, as TIMEX3: `XXXX-05-03`, `XXXX-WXX-2`."""
    if p.weekday is not None and p.month is None:
        head = f"XXXX-WXX-{p.weekday}"
    elif p.season is not None:
        head = f"XXXX-{p.season}"
    elif p.quarter is not None:
        head = f"XXXX-Q{p.quarter}"
    elif p.month is not None:
        head = f"XXXX-{p.month:02d}" + (f"-{p.day:02d}" if p.day is not None else "")
    else:
        head = "XXXX-XX-" + (f"{p.day:02d}" if p.day is not None else "XX")
    if p.hour is not None:
        hour = p.hour % 12 + p.ampm if p.ampm is not None and p.hour <= 12 else p.hour
        head += f"T{hour:02d}:{p.minute or 0:02d}"
    elif p.part is not None:
        head += f"T{p.part}"
    return head


def _interval(ref: Ref, doctype: str) -> tuple[str | None, str | None]:
    if doctype == "planning" and ref.exact is not None and ref.begin is None:
        return iso(ref.exact), iso(
            ref.exact + (86400 if SIZE[ref.grain] >= SIZE["day"] else SECONDS.get(ref.grain, 60))
        )
    return iso(start_second(ref)), iso(end_second(ref))


def _endpoint(ref: Ref) -> int:
    """Give the second that "the end of March" stands for as one end of a range."""
    if ref.exact is not None and ref.begin is None:
        return ref.exact if SIZE[ref.grain] < SIZE["day"] else ref.exact // 86400 * 86400
    if ref.begin is None or ref.grain == "day":
        return start_second(ref)
    first, stop = ref.day * 86400, after(ref) * 86400
    return {"START": first, "MID": first + (stop - first) // 172800 * 86400, "END": stop}.get(ref.mod or "", ref.begin)


def _range_interval(meaning: Range, context: Context) -> tuple[str | None, str | None, str]:
    try:
        first, last = both_ends(meaning, context)
    except NeedsAnchor:
        return None, None, ""
    if first is not None:
        context.remember(first)
    if meaning.kind == "span" and first is not None:
        value = output.duration_value(meaning.length, context.doctype) if meaning.length else ""
        return (*_interval(first, context.doctype), value)
    values = [output.timex_value(r) if r is not None else "" for r in (first, last)]
    begin = finish = None
    if first is not None:
        begin = iso(
            end_second(first) if meaning.kind == "after" and SIZE[first.grain] >= SIZE["day"] else start_second(first)
        )
        if (meaning.kind == "after" and first.grain == "day") or first.exact is not None or last is not None:
            begin = iso(_endpoint(first))
        elif meaning.kind == "after" and first.begin is not None:
            begin = iso(first.day * 86400 if first.mod == "START" else end_second(first))
    if last is not None:
        if SIZE[last.grain] < SIZE["day"] and last.grain != "part":
            finish = iso(start_second(last))
        elif last.exact is not None or (last.begin is not None and last.grain != "day"):
            finish = iso(_endpoint(last))
        elif first is not None:
            finish = iso(
                end_second(last)
                if last.mod in ("END", "MID") or SIZE[last.grain] <= SIZE["day"]
                else start_second(last)
            )
        elif meaning.kind == "before":
            finish = iso(end_second(last) if last.mod == "END" else start_second(last))
        else:
            finish = iso(end_second(last) if last.grain != "day" else start_second(last))
    return begin, finish, "/".join(v for v in values if v)
