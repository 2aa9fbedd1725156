"""
The pass over a text: windows, plans, evaluation, choice, rejection, output.

`tag` goes through a text in document order; `read` takes a whole phrase. Evaluating a plan
looks at the words for the first time; a plan whose values do not fit (30 February) is
dropped and the next best taken. Whatever the text is, nothing raises and the time is linear.
"""

from __future__ import annotations

import re
from typing import Any

from timeline.edtf.civil import days_in_month
from timeline.timex import output, reject
from timeline.timex.calendar import SECONDS, SIZE, Ref, after, containing, end_second, iso, start_second
from timeline.timex.chart import Chart, Grammar, Node, literals
from timeline.timex.context import Context, NeedsAnchor
from timeline.timex.formal import formal
from timeline.timex.parts import Duration, Meaning, Partial, Range, Repeat, Several, Vague
from timeline.timex.rules import RULES, TOPS
from timeline.timex.scan import Lexer, Token, fold
from timeline.timex.types import Ambiguous, Options, Outcome, Reading, Resolved, Timex, Unresolved

Place = tuple[str, int, int]


class _Machine:
    """The compiled vocabulary and grammar; made once, when first used."""

    def __init__(self) -> None:
        self.grammar = Grammar(RULES, TOPS)
        self.lexer = Lexer(literals(RULES))


_TURNS = 48
"""How often the choice is made anew when a date does not exist; after a third of them only short stretches are tried."""
_NEAR = re.compile(r"[\s,]*(?:local time|time)?[\s,]*(?:\([^)]{0,40}\))?[\s,]*(?:on|of)?\s*")
_CLUSTER = re.compile(r"\d[\d./:%-]{0,400}")
_GLUED = re.compile(r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december|cy|fy)$")
_machine: _Machine | None = None


def machine() -> _Machine:
    """Give the compiled tables, making them at first use (some 30 ms)."""
    global _machine  # noqa: PLW0603 - a cache of pure tables
    if _machine is None:
        _machine = _Machine()
    return _machine


class Evaluator:
    """Evaluates cells of one chart, remembering what it found."""

    def __init__(self, chart: Chart, tokens: list[Token], context: Context) -> None:
        self.chart = chart
        self.tokens = tokens
        self.context = context
        self.missing: str | None = None
        self.known: dict[Place, Any] = {}
        """What cells came to, within one expression; ops may look at its words, so no longer."""
        self.dead = False
        """Whether the last expression named a day that its month does not have."""

    def cell(self, place: Place) -> Any:
        """Give the meaning of a cell: the first of its readings whose values fit; None if none does."""
        known = self.known
        if place in known:
            return known[place]
        known[place] = None  # a cell that contains itself has no meaning
        found = known[place] = self._first(place)
        return found

    def top(self, place: Place) -> Any:
        """Give the meaning of a whole expression: the first of its readings that names a date there is."""
        self.dead = False
        self.known = {}
        for node in self.chart[place]:
            value = self._node(node, place)
            if value is not None:
                if fits(value, self.context):
                    return value
                if impossible(value):
                    self.dead = True
                    return None
        return None

    def _first(self, place: Place) -> Any:
        for node in self.chart[place]:
            value = self._node(node, place)
            if value is not None:
                return value
        return None

    def _node(self, node: Node, place: Place) -> Any:
        rule = node.rule
        if rule is None:
            category, start, _ = place
            value = self.tokens[start].entry[category]
            return 0 if value is None else value
        values: list[Any] = []
        for child in node.children:
            if child is None:
                values.append(None)
                continue
            value = self.cell(child)
            if value is None:
                return None
            values.append(value)
        try:
            found = rule.op(self.context, *values)
        except NeedsAnchor as needs:
            self.missing = str(needs)
            return None
        if found is not None and hasattr(found, "place"):
            if isinstance(found, Partial) and any(found is value for value in values):
                found = found.copy()  # a cell keeps its own place and rule
            if rule.doc or found.rule is None:
                found.rule = rule.name
            found.place = place[1:]
        return found


class Item:
    """A stretch of tokens with its meaning."""

    __slots__ = ("anchor", "evaluator", "first", "last", "meaning", "place")

    def __init__(self, place: Place, meaning: Meaning | None, anchor: tuple[str | None, str | None], evaluator: Evaluator) -> None:
        self.place = place
        self.first = place[1]
        self.last = place[2]
        self.meaning = meaning
        self.anchor = anchor
        self.evaluator = evaluator

    def again(self, tokens: list[Token], context: Context) -> None:
        """Evaluate once more, now that what stands before it in the window has been told."""
        context.begin(tokens[self.first].start, tokens[self.last - 1].end)
        meaning = self.evaluator.top(self.place)
        if meaning is not None:
            self.meaning, self.anchor = meaning, (context.anchor, context.anchor_kind)


def choose(tops: list[Place], size: int, values: dict[Place, Any], chart: Chart) -> list[Place]:
    """Choose stretches that do not overlap and cover the most words, with the fewest and cheapest pieces."""
    best: list[tuple[float, list[Place]]] = [(0.0, [])] * (size + 1)
    by_start: dict[int, list[Place]] = {}
    for place in tops:
        if values.get(place, 1) is not None:
            by_start.setdefault(place[1], []).append(place)
    for start in range(size - 1, -1, -1):
        top = best[start + 1]
        for place in by_start.get(start, ()):
            tail = best[place[2]]
            score = 10.0 * (place[2] - start) - 6.0 - chart[place][0].cost + tail[0]
            if score > top[0]:
                top = (score, [place, *tail[1]])
        best[start] = top
    return best[0][1]


def analyse(tokens: list[Token], context: Context) -> list[Item]:
    """Find the expressions in a window of tokens."""
    trim(tokens)
    if not tokens:
        return []
    chart, tops = machine().grammar.plans(tokens)
    if not tops:
        return []
    evaluator = Evaluator(chart, tokens, context)
    values: dict[Place, Any] = {}
    anchors: dict[Place, tuple[str | None, str | None]] = {}
    chosen: list[Place] = []
    for turn in range(_TURNS):
        if turn == _TURNS // 3:
            tops = [t for t in tops if t[2] - t[1] <= 4]
        chosen = choose(tops, len(tokens), values, chart)
        settled = True
        for place in chosen:
            if place not in values:
                context.begin(tokens[place[1]].start, tokens[place[2] - 1].end)
                values[place] = evaluator.top(place)
                anchors[place] = (context.anchor, context.anchor_kind)
                if values[place] is None:
                    if evaluator.dead:
                        tops = [t for t in tops if t[2] <= place[1] or t[1] >= place[2]]
                    settled = False
                    break
        if settled:
            break
    return [Item(p, values[p], anchors[p], evaluator) for p in chosen if values.get(p) is not None]


_HEADLESS = frozenset(", and or of to - — ( ) : . ' \" / = ~ + 's @".split()) - {"(", "=", "~", "+", "-", "@"}
_TAILLESS = frozenset(", and or of to - — ( : . the a an in on at for from by with during between since until before after as around about over".split())


def trim(tokens: list[Token]) -> None:
    """Drop the small words at the edges of a window that can be no part of a date, so that fewer shapes are analysed."""
    while tokens and tokens[-1].text in _TAILLESS:
        if tokens[-1].text in (".", "on", "after", "before") and len(tokens) > 1:
            if tokens[-1].text == "." or any(t.text == "from" for t in tokens) or tokens[-1].text in ("after", "before"):
                break
        tokens.pop()
    head = 0
    while head < len(tokens) and tokens[head].text in _HEADLESS:
        head += 1
    del tokens[:head]


def impossible(meaning: Meaning) -> bool:
    """Say whether a date names a day its month does not have; then no part of it is one either."""
    if isinstance(meaning, Range):
        return any(end is not None and impossible(end) for end in (meaning.first, meaning.last))
    return isinstance(meaning, Partial) and meaning.month is not None and meaning.day is not None and meaning.base is None and meaning.day > days_in_month(meaning.year or 2000, meaning.month)


def fits(meaning: Meaning, context: Context) -> bool:
    """Say whether a date exists; what merely lacks an anchor does."""
    try:
        if isinstance(meaning, Partial):
            return context.settle(meaning) is not None
        if isinstance(meaning, Range):
            ends = [context.settle(end) for end in (meaning.first, meaning.last) if end is not None]
            return all(end is not None for end in ends) and bool(ends)
        if isinstance(meaning, Several):
            return all(context.settle(item) is not None for item in meaning.items)
    except NeedsAnchor:
        return True
    return True


# ---- a whole text


def tag(text: str, options: Options) -> list[Timex]:
    """Find and resolve the time expressions of a text."""
    lexer = machine().lexer
    low = fold(text)
    context = Context(options, low)
    context.text = text
    triggers = lexer.triggers[options.doctype]
    found: list[Timex] = []
    waiting: list[tuple[int, Partial]] = []
    at = 0
    size = len(low)
    for match in lexer.finder[options.doctype].finditer(low):
        word = match.group()
        if word not in triggers and word[0].isalpha():
            continue
        here = match.start()
        if here < at or low[here - 1 : here] == "_":
            continue
        origin = here
        if low[here].isdigit() and here and (low[here - 1].isalnum() or low[here - 1] in "%_&=#"):
            glued = _GLUED.search(low, max(at, here - 10), here)
            if glued is not None and glued.start() >= at and not low[glued.start() - 1 : glued.start()].isalnum():
                origin = glued.start()  # "Dec31"
            elif low[here - 1] != "=" or low[here - 2 : here - 1].isalnum():
                cluster = _CLUSTER.match(low, here)
                at = max(at, cluster.end() if cluster else here + 1)
                continue
        tokens: list[Token] = []
        for start in lexer.left(low, at, origin):
            tokens = lexer.tokens(low, start, size)
            if tokens and tokens[-1].end > here:
                break
        if not tokens:
            cluster = _CLUSTER.match(low, here)
            at = max(match.end(), cluster.end() if cluster else 0)
            continue
        before: Item | None = None
        end = tokens[-1].end
        for item in analyse(tokens, context):
            if before is not None:
                if options.doctype == "planning":
                    inherit(before, item, tokens)
                else:
                    item.again(tokens, context)
            new = emit(item, tokens, text, low, context)
            if new and options.doctype == "news":
                _put_on_day(item.meaning, new[0], found, waiting, context)
            found += new
            before = item
        at = max(end, match.end())
    return found


def _put_on_day(meaning: Meaning | None, new: Timex, found: list[Timex], waiting: list[tuple[int, Partial]], context: Context) -> None:
    """Give times of day that wait for their date ("at 5:30 p.m. (2130 GMT) Tuesday") the day named next in the sentence."""
    if not isinstance(meaning, Partial):
        return
    if meaning.hour is not None and not meaning.dated:
        last = found[-1] if found else None
        if last is None or last.type == "DURATION" or context.sentence_between(last.end, new.start):
            waiting.append((len(found), meaning))
        return
    if not waiting or not meaning.dated:
        return
    try:
        day = context.settle(meaning)
    except NeedsAnchor:
        day = None
    for index, time in waiting:
        if day is not None and SIZE[day.grain] <= SIZE["day"] and _NEAR.fullmatch(context.low, found[index].end, new.start):
            old = found[index]
            context.begin(old.start, old.end)
            found[index] = _timex(_dated_like(time, Partial(base=Ref("day", day.day), rule=time.rule)), context.text, old.start, old.end, context)
    waiting.clear()


def inherit(before: Item, item: Item, tokens: list[Token]) -> None:
    """Let a planner's alternatives share what the first said: "next week on Tuesday or Thursday", "July 17th, 18th or 19th"."""
    words = {t.text for t in tokens[before.last : item.first]}
    if not words or not words <= {"or", "and", ","}:
        return
    lead = before.meaning.first if isinstance(before.meaning, Range) else before.meaning
    if not isinstance(lead, Partial):
        return
    if isinstance(item.meaning, Range) and item.meaning.first is not None and item.meaning.last is not None:
        if item.meaning.first.hour is not None and not item.meaning.first.dated and lead.dated and lead.timed:
            item.meaning.first = _dated_like(item.meaning.first, lead)
            item.meaning.last = _dated_like(item.meaning.last, lead)
        return
    mine = item.meaning
    if not isinstance(mine, Partial):
        return
    if mine.hour is not None and not mine.dated and lead.dated and lead.timed:
        item.meaning = _dated_like(mine, lead)
    elif mine.weekday is not None and mine.base is None and mine.day is None and lead.base is not None and lead.base.grain == "week":
        item.meaning = mine.copy(base=lead.base)
    elif mine.day is not None and mine.month is None and mine.weekday is None and mine.base is None and lead.month is not None:
        item.meaning = mine.copy(month=lead.month, year=lead.year)


def _dated_like(time: Partial, date: Partial) -> Partial:
    return time.copy(year=date.year, month=date.month, day=date.day, weekday=date.weekday, base=date.base, holiday=date.holiday, bare=False)


def emit(item: Item, tokens: list[Token], text: str, low: str, context: Context) -> list[Timex]:
    """Turn a meaning into tagged expressions: one, or two for a range whose ends are marked apart."""
    meaning = item.meaning
    start, end = reject.extent(tokens, item.first, item.last, low, context.doctype, meaning)
    if start >= end or reject.rejected(meaning, tokens, item.first, item.last, low, context):
        return []
    context.begin(start, end)
    context.anchor, context.anchor_kind = item.anchor
    if isinstance(meaning, Several) or (isinstance(meaning, Range) and not meaning.single and (context.doctype != "planning" or hours(meaning))):
        return _ends(item, meaning, tokens, text, low, context, (start, end))
    return [_timex(meaning, text, start, end, context)]


def hours(meaning: Range) -> bool:
    """Say whether a range goes from one time of day to another; then each is marked, as TIMEX3 does."""
    first, last = meaning.first, meaning.last
    return first is not None and last is not None and first.hour is not None and last.hour is not None and not first.edge and not last.edge


def _ends(item: Item, meaning: Range | Several, tokens: list[Token], text: str, low: str, context: Context, span: tuple[int, int]) -> list[Timex]:
    outcome = outcome_of(meaning, context)
    if isinstance(meaning, Range):
        meaning = ordered(meaning, context)
    parts = [meaning.first, meaning.last] if isinstance(meaning, Range) else list(meaning.items)
    whole = span if len([p for p in parts if p is not None]) > 1 else None
    found: list[Timex] = []
    places = _split(item, parts, tokens)
    for part, place in zip(parts, places, strict=True):
        if part is None or place is None:
            continue
        start, end = reject.extent(tokens, place[0], place[1], low, context.doctype, part)
        context.begin(start, end)
        context.anchor, context.anchor_kind = item.anchor
        one = _timex(part, text, start, end, context)
        if context.doctype == "planning" and isinstance(meaning, Several):
            found.append(one)
        else:
            found.append(one._replace(outcome=outcome, whole=whole))
    return found


def _split(item: Item, parts: list[Partial | None], tokens: list[Token]) -> list[tuple[int, int] | None]:
    """Give the tokens of each end of a range; ends that share words ("3-7 May") are cut at the joint."""
    places = [p.place if p is not None else None for p in parts]
    given = [p for p in places if p is not None]
    if len([p for p in parts if p is not None]) == len(given) and all(item.first <= p[0] and p[1] <= item.last for p in given):
        if all(a[1] <= b[0] for a, b in zip(given, given[1:], strict=False)):
            return places
    joints = [n for n in range(item.first + 1, item.last - 1) if tokens[n].text in _JOINTS]
    if len(parts) == 2 and joints and all(p is not None for p in parts):
        joint = joints[0]
        return [(item.first, joint), (joint + 1, item.last)]
    if len(parts) > 2 and len(joints) >= len(parts) - 1:
        cuts = [item.first - 1, *joints[: len(parts) - 1], item.last]
        return [(a + 1, b) for a, b in zip(cuts, cuts[1:], strict=False)]
    return [(item.first, item.last) if p is not None else None for p in parts]


_JOINTS = frozenset(["-", "—", "to", "and", "or", "until", "till", "through", "thru", "~", "/", ","])


def _timex(meaning: Meaning | None, text: str, start: int, end: int, context: Context) -> Timex:
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
            outcome = _date_outcome(meaning, ref, context)
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
        return iso(ref.exact), iso(ref.exact + (86400 if SIZE[ref.grain] >= SIZE["day"] else SECONDS.get(ref.grain, 60)))
    return iso(start_second(ref)), iso(end_second(ref))


def both_ends(meaning: Range, context: Context) -> tuple[Ref | None, Ref | None]:
    """Settle both ends of a range; the last is not before the first where its year or week was not said."""
    first = context.settle(meaning.first) if meaning.first is not None else None
    last = context.settle(meaning.last) if meaning.last is not None else None
    p = meaning.last
    if first is None or last is None or p is None or start_second(last) >= start_second(first):
        return first, last
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


def _endpoint(ref: Ref, kind: str) -> int:
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
        begin = iso(end_second(first) if meaning.kind == "after" and SIZE[first.grain] >= SIZE["day"] else start_second(first))
        if (meaning.kind == "after" and first.grain == "day") or first.exact is not None or last is not None:
            begin = iso(_endpoint(first, meaning.kind))
        elif meaning.kind == "after" and first.begin is not None:
            begin = iso(first.day * 86400 if first.mod == "START" else end_second(first))
    if last is not None:
        if SIZE[last.grain] < SIZE["day"] and last.grain != "part":
            finish = iso(start_second(last))
        elif last.exact is not None or (last.begin is not None and last.grain != "day"):
            finish = iso(_endpoint(last, meaning.kind))
        elif first is not None:
            finish = iso(end_second(last) if last.mod in ("END", "MID") or SIZE[last.grain] <= SIZE["day"] else start_second(last))
        elif meaning.kind == "before":
            finish = iso(end_second(last) if last.mod == "END" else start_second(last))
        else:
            finish = iso(end_second(last) if last.grain != "day" else start_second(last))
    return begin, finish, "/".join(v for v in values if v)


# ---- outcomes


def outcome_of(meaning: Meaning | None, context: Context) -> Outcome:
    """Say what a meaning comes to as a date."""
    if isinstance(meaning, Duration):
        return Unresolved("it is a length of time, not a date")
    if isinstance(meaning, Repeat):
        return Unresolved("it repeats, so it is not one date")
    if isinstance(meaning, Vague):
        return Unresolved("it names the past, the present or the future as such, not a date")
    try:
        if isinstance(meaning, Partial):
            return _date_outcome(meaning, context.settle(meaning), context)
        if isinstance(meaning, Range):
            return _range_outcome(meaning, context)
        if isinstance(meaning, Several):
            return _list_outcome(meaning, context)
    except NeedsAnchor as needs:
        return Unresolved(str(needs))
    return Unresolved("it is not a date")


def _date_outcome(p: Partial, ref: Ref | None, context: Context) -> Outcome:
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
    others = tuple(
        Reading(text, p.rule or "", context.anchor)
        for other in context.other
        if isinstance(other, Ref) and (text := output.edtf(_like(other, ref))) != output.edtf(ref)
    )
    if ref.value is not None and ref.begin is None and ref.value.endswith(("REF", "XXXX")):
        return Unresolved("it is too vague for a date")
    return Resolved(output.edtf(ref), p.rule or "", context.anchor, context.anchor_kind, others)


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
            one = _date_outcome(end, context.settle(end), context)
            if isinstance(one, Ambiguous):
                return _swapped_range(meaning, context)
    text = _range_edtf(meaning, context)
    if text is None:
        return Unresolved("there is no such date")
    return Resolved(text, meaning.rule or "", context.anchor, context.anchor_kind)


def _swapped_range(meaning: Range, context: Context) -> Outcome:
    readings = []
    for dayfirst in (False, True):
        ends = []
        for end in (meaning.first, meaning.last):
            if end is not None and end.readings is not None and len(end.readings) > 1:
                year, month, day = end.readings[1 if dayfirst else 0]
                end = end.copy(year=year if year is not None else end.year, month=month, day=day, readings=None)  # noqa: PLW2901
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
    if kind == "span" and first is not None:
        if first.begin is None or first.finish is None:
            return output.edtf(first)
        a, b = output.edtf_day(first.begin // 86400), output.edtf_day((first.finish - 1) // 86400)
        return f"{a}/{b}" if a != b else a
    if first is None and last is not None:
        if kind == "before":
            return f"[..{output.before(last)}]"
        end = _end(last, 1)
        return f"../{end}" if kind == "until" else f"[..{end}]"
    if last is None and first is not None:
        if kind == "after":
            return f"[{output.following(first)}..]"
        return f"{_end(first, 0)}/.." if kind == "since" else f"[{_end(first, 0)}..]"
    if first is None or last is None:
        return None
    if start_second(first) > end_second(last):
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
    for item in meaning.items:
        ref = context.settle(item)
        if ref is None:
            return Unresolved("there is no such date")
        text = output.edtf(ref)
        if text[0] == "[" or "/" in text:
            return Unresolved("a list of such stretches has no EDTF")
        texts.append(text)
    marks = "[]" if meaning.kind == "or" else "{}"
    return Resolved(marks[0] + ",".join(texts) + marks[1], meaning.rule or "", context.anchor, context.anchor_kind)


# ---- a whole phrase

MAX_PHRASE = 1000
"""A phrase longer than this is refused unread."""


def read(phrase: str, options: Options) -> Outcome:
    """Read a whole phrase as one date."""
    plain = phrase.strip()
    if not plain:
        return Unresolved("it is empty")
    if len(plain) > MAX_PHRASE:
        return Unresolved(f"it is longer than {MAX_PHRASE} characters")
    canonical = _as_edtf(plain)
    if canonical is not None:
        return Resolved(canonical, "edtf")
    written = formal(plain)
    if written is not None:
        return Resolved(written, "edtf-english")
    lexer = machine().lexer
    low = fold(plain).rstrip(".!?,;")
    tokens = lexer.tokens(low, 0, len(low))
    if not tokens or tokens[-1].end < len(low.rstrip()):
        at = tokens[-1].end if tokens else 0
        rest = low[at:].split()
        word = plain[at:].split()[0] if rest else plain
        return Unresolved(f"{_shown(word)} is no word of a date that is known here")
    context = Context(options, low)
    context.text = plain
    context.whole = True
    chart, tops = machine().grammar.plans(tokens)
    evaluator = Evaluator(chart, tokens, context)
    whole = sorted((t for t in tops if t[1] == 0 and t[2] == len(tokens)), key=lambda t: chart[t][0].cost)
    skipped = 0
    while not whole and skipped < len(tokens) - 1 and tokens[skipped].text in _LEADING:
        skipped += 1
        whole = sorted((t for t in tops if t[1] == skipped and t[2] == len(tokens)), key=lambda t: chart[t][0].cost)
    refusal: Outcome | None = None
    for place in whole:
        context.begin(0, len(low))
        meaning = evaluator.top(place)
        if meaning is None:
            continue
        outcome = outcome_of(meaning, context)
        if not isinstance(outcome, Unresolved):
            return outcome
        refusal = refusal or outcome
    if refusal is not None:
        return refusal
    if evaluator.missing:
        return Unresolved(evaluator.missing)
    return Unresolved("its words make no one date" if not whole else "there is no such date")


_LEADING = frozenset(["on", "in", "at", "during", "the", "of"])


def _shown(word: str) -> str:
    word = word if len(word) <= 40 else word[:37] + "..."
    return f'"{word}"' if word.isprintable() else ascii(word)


def _as_edtf(text: str) -> str | None:
    from timeline.edtf import parse
    from timeline.errors import EdtfError

    if text[0] not in "0123456789-[{./Y" and not text.startswith(("..",)):
        return None
    try:
        return str(parse(text))
    except EdtfError:
        return None


__all__ = ["containing", "read", "tag"]
