"""
The pass over a text in document order (`tag`), and the reading of a whole phrase (`read`).

Whatever the text is, nothing raises and the time is linear in its length.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import re

from timeline.timex.analyse import Evaluator, Item, analyse, machine
from timeline.timex.calendar import SIZE, Ref
from timeline.timex.context import Context, NeedsAnchor
from timeline.timex.emit import emit, timex_of
from timeline.timex.formal import formal
from timeline.timex.outcome import outcome_of
from timeline.timex.parts import Meaning, Partial, Range
from timeline.timex.scan import Token, fold
from timeline.timex.types import Options, Outcome, Resolved, Timex, Unresolved

_NEAR = re.compile(r"[\s,)]*(?:local time|time)?[\s,]*(?:\([^)]{0,40}\))?[\s,]*(?:on|of)?\s*")
_CLUSTER = re.compile(r"\d[\d./:%-]{0,400}")
_GLUED = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|january|february|march|april|august|september|october|november|december|cy|fy)$"
)


def tag(text: str, options: Options) -> list[Timex]:
    """Find and resolve the time expressions of a text."""
    lexer = machine().lexer
    low = fold(text)
    context = Context(options, low)
    context.text = text
    found: list[Timex] = []
    waiting: list[tuple[int, Partial]] = []
    at = 0
    size = len(low)
    for here, stop in lexer.hits(low, options.doctype):
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
        if options.doctype != "planning":
            tokens = _without_march(_of_one_sentence(tokens, text, here), text, low, here)
        if not tokens:
            cluster = _CLUSTER.match(low, here)
            at = max(stop, cluster.end() if cluster else 0)
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
        at = max(end, stop)
    return found


_NAMES = frozenset(["MONTH", "WEEKDAY", "HOLIDAY", "ZONE", "ZONEWORD", "ERA"])


def _of_one_sentence(tokens: list[Token], text: str, here: int) -> list[Token]:
    """Cut a window where a full stop after an abbreviation ends a sentence too ("at 11 a.m. In May"), keeping what holds `here`."""
    first = 0
    for number in range(1, len(tokens)):
        before, token = tokens[number - 1], tokens[number]
        if (
            text[before.end - 1] == "."
            and text[token.start].isupper()
            and token.start > before.end
            and not (token.entry.keys() & _NAMES)
        ):
            if token.start > here:
                return tokens[first:number]
            first = number
    return tokens[first:] if first else tokens


_A_MARCH = re.compile(
    r"\b(?:a|an|the|this|that|each|every|first|second|last|another|their|its|his|her)(?: [a-z-]+){0,2} $"
)


def _without_march(tokens: list[Token], text: str, low: str, here: int) -> list[Token]:
    """Cut a window at a march that people walk, keeping what holds `here`: "a similar march in 2011"."""
    for number, token in enumerate(tokens):
        if (
            token.text == "march"
            and text[token.start] == "m"
            and _A_MARCH.search(low, max(0, token.start - 40), token.start) is not None
        ):
            return tokens[:number] if token.start > here else tokens[number + 1 :]
    return tokens


def _put_on_day(
    meaning: Meaning | None, new: Timex, found: list[Timex], waiting: list[tuple[int, Partial]], context: Context
) -> None:
    """Give times of day that wait for their date ("at 5:30 p.m. (2130 GMT) Tuesday") the day named next in the sentence."""
    if not isinstance(meaning, Partial):
        return
    if meaning.hour is not None and not meaning.dated:
        last = found[-1] if found else None
        if (
            last is None
            or last.type == "DURATION"
            or (waiting and waiting[-1][0] == len(found) - 1)
            or context.sentence_between(last.end, new.start)
        ):
            waiting.append((len(found), meaning))
        return
    if not waiting or not meaning.dated:
        return
    try:
        day = context.settle(meaning)
    except NeedsAnchor:
        day = None
    for index, time in waiting:
        if (
            day is not None
            and SIZE[day.grain] <= SIZE["day"]
            and _NEAR.fullmatch(context.low, found[index].end, new.start)
        ):
            old = found[index]
            context.begin(old.start, old.end)
            found[index] = timex_of(
                _dated_like(time, Partial(base=Ref("day", day.day), rule=time.rule)),
                context.text,
                old.start,
                old.end,
                context,
            )
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
    elif (
        mine.weekday is not None
        and mine.base is None
        and mine.day is None
        and lead.base is not None
        and lead.base.grain == "week"
    ):
        item.meaning = mine.copy(base=lead.base)
    elif (
        mine.day is not None
        and mine.month is None
        and mine.weekday is None
        and mine.base is None
        and lead.month is not None
    ):
        item.meaning = mine.copy(month=lead.month, year=lead.year)


def _dated_like(time: Partial, date: Partial) -> Partial:
    return time.copy(
        year=date.year,
        month=date.month,
        day=date.day,
        weekday=date.weekday,
        base=date.base,
        holiday=date.holiday,
        bare=False,
    )


MAX_PHRASE = 1000
"""A phrase longer than this is refused unread."""


def _names_no_hemisphere(edtf: str) -> bool:
    """Say whether a date is a season of which EDTF does not say where (codes 21 to 24)."""
    return edtf[4:7] in {"-21", "-22", "-23", "-24"} and edtf[7:8] in {"", "~", "?", "%"}


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
    if written is not None and not (options.hemisphere == "south" and _names_no_hemisphere(written)):
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
    chart, tops, _ = machine().grammar.plan(tokens)
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
