"""
From a window of tokens to its expressions: plans, their evaluation, the choice among them.

A plan from the chart is evaluated here; that is the first time the words themselves are looked
at. A plan whose values do not fit (30 February) is dropped and the next best taken, a bounded
number of times.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

from typing import Any

from timeline.edtf.civil import days_in_month
from timeline.timex.chart import Chart, Grammar, Node, Place, choose, literals
from timeline.timex.context import Context, NeedsAnchor
from timeline.timex.parts import Meaning, Partial, Range, Several, Unanchored
from timeline.timex.rules import RULES, TOPS
from timeline.timex.scan import Lexer, Token


class _Machine:
    """The compiled vocabulary and grammar; made once, when first used."""

    def __init__(self) -> None:
        self.grammar = Grammar(RULES, TOPS)
        self.lexer = Lexer(literals(RULES))


_TURNS = 48
"""How often the choice is made anew when a date does not exist; after a third of them only short stretches are tried."""
_machine: _Machine | None = None


def machine() -> _Machine:
    """Give the compiled tables, making them at first use (some 30 ms)."""
    global _machine  # noqa: PLW0603
    if _machine is None:
        _machine = _Machine()
    return _machine


class Evaluator:
    """Evaluates cells of one chart, remembering what it found."""

    def __init__(self, chart: Chart, tokens: list[Token], context: Context) -> None:
        self.chart = chart
        self.tokens = tokens
        self.context = context
        self.missing = ""
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
        found = None
        for node in self.chart[place]:
            found = self._node(node, place)
            if found is not None:
                known[place] = found
                break
        return found

    def top(self, place: Place) -> Any:
        """Give the meaning of a whole expression: the first of its readings that names a date there is."""
        self.dead = False
        self.known = {}
        self.missing = ""
        for node in self.chart[place]:
            value = self._node(node, place)
            if value is not None:
                if fits(value, self.context):
                    return value
                if impossible(value):
                    self.dead = True
                    return None
        return Unanchored(self.missing) if self.missing and place[0] in ("D", "C", "G") else None

    def _node(self, node: Node, place: Place) -> Any:
        rule = node.rule
        if rule is None:
            category, start, _ = place
            value = self.tokens[start].entry[category]
            return 0 if value is None else value
        values: list[Any] = []
        known = self.known
        for child in node.children:
            if child is None:
                values.append(None)
                continue
            value = known[child] if child in known else self.cell(child)
            if value is None:
                return None
            values.append(value)
        try:
            found = rule.op(self.context, *values)
        except NeedsAnchor as needs:
            self.missing = str(needs)
            return None
        if found is not None and hasattr(found, "place"):
            if isinstance(found, Partial):
                for value in values:
                    if found is value:
                        found = found.copy()  # a cell keeps its own place and rule
                        break
            if rule.doc or found.rule is None:
                found.rule = rule.name
            found.place = place[1:]
        return found


class Item:
    """A stretch of tokens with its meaning."""

    __slots__ = ("anchor", "evaluator", "first", "last", "meaning", "place")

    def __init__(
        self, place: Place, meaning: Meaning | None, anchor: tuple[str | None, str | None], evaluator: Evaluator
    ) -> None:
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


def analyse(tokens: list[Token], context: Context) -> list[Item]:
    """Find the expressions in a window of tokens."""
    if context.doctype != "planning" and tokens and tokens[-1].text == ".":
        tokens.pop()  # it ends the sentence
    trim(tokens)
    if not tokens:
        return []
    chart, tops, chosen = machine().grammar.plan(tokens)
    if not chosen:
        return []
    evaluator = Evaluator(chart, tokens, context)
    values: dict[Place, Any] = {}
    anchors: dict[Place, tuple[str | None, str | None]] = {}
    for turn in range(_TURNS):
        if turn == _TURNS // 3:
            tops = [t for t in tops if t[2] - t[1] <= 4]
        if turn:
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
    chosen = _apart(chosen, values, anchors, evaluator, tops, tokens)
    return [Item(p, values[p], anchors[p], evaluator) for p in chosen if values.get(p) is not None]


def _apart(
    chosen: list[Place],
    values: dict[Place, Any],
    anchors: dict[Place, tuple[str | None, str | None]],
    evaluator: Evaluator,
    tops: list[Place],
    tokens: list[Token],
) -> list[Place]:
    """Take apart what lacks an anchor only in one of its parts: "14 June 1951, three days after"."""
    kept: list[Place] = []
    for place in chosen:
        pieces = [place]
        if isinstance(values.get(place), Unanchored) and place[2] - place[1] > 1:
            inner = [t for t in tops if place[1] <= t[1] and t[2] <= place[2] and t[1:] != place[1:]]
            for top in inner:
                if top not in values:
                    evaluator.context.begin(tokens[top[1]].start, tokens[top[2] - 1].end)
                    values[top] = evaluator.top(top)
                    anchors[top] = (evaluator.context.anchor, evaluator.context.anchor_kind)
            known = {t: None if isinstance(values[t], Unanchored) else values[t] for t in inner}
            parts = choose(inner, len(tokens), known, evaluator.chart)
            if parts:
                rest = [t for t in inner if all(t[2] <= part[1] or part[2] <= t[1] for part in parts)]
                apart = sorted([*parts, *choose(rest, len(tokens), values, evaluator.chart)], key=lambda t: t[1])
                pieces = apart if len(apart) > 1 else pieces
        kept += pieces
    return kept


_HEADLESS = frozenset(
    [",", "and", "or", "of", "to", "-", "—", "(", ")", ":", ".", "'", '"', "/", "=", "~", "+", "'s", "@"]
) - {"(", "=", "~", "+", "-", "@"}
_TAILLESS = frozenset(
    [
        ",",
        "and",
        "or",
        "of",
        "to",
        "-",
        "—",
        "(",
        ":",
        ".",
        "the",
        "a",
        "an",
        "in",
        "on",
        "at",
        "for",
        "from",
        "by",
        "with",
        "during",
        "between",
        "since",
        "until",
        "before",
        "after",
        "as",
        "around",
        "about",
        "over",
    ]
)


def trim(tokens: list[Token]) -> None:
    """Drop the small words at the edges of a window that can be no part of a date, so that fewer shapes are analysed."""
    while tokens and tokens[-1].text in _TAILLESS:
        if (
            tokens[-1].text in (".", "on", "after", "before")
            and len(tokens) > 1
            and (
                tokens[-1].text == "."
                or any(t.text == "from" for t in tokens)
                or tokens[-1].text in ("after", "before")
            )
        ):
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
    return (
        isinstance(meaning, Partial)
        and meaning.month is not None
        and meaning.day is not None
        and meaning.base is None
        and meaning.day > days_in_month(meaning.year or 2000, meaning.month)
    )


def _plainly(p: Partial) -> bool:
    """Say whether a date exists wherever it is put: a bare month, weekday or year, a day its month always has."""
    if p.timed or p.holiday is not None or p.form is not None or p.julian or p.edge:
        return False
    finer = p.month or p.day or p.weekday or p.season or p.quarter or p.half
    if p.base is not None:
        return not finer and p.year is None
    if p.day is not None:
        return p.month is not None and p.weekday is None and p.day <= days_in_month(2001, p.month)
    return p.dated and not (p.weekday and (p.month or p.year or p.season or p.quarter or p.half))


def fits(meaning: Meaning, context: Context) -> bool:
    """Say whether a date exists; what merely lacks an anchor does."""
    try:
        if isinstance(meaning, Partial):
            return _plainly(meaning) or context.settle(meaning) is not None
        if isinstance(meaning, Range):
            ends = [context.settle(end) for end in (meaning.first, meaning.last) if end is not None]
            return all(end is not None for end in ends) and bool(ends)
        if isinstance(meaning, Several):
            return all(context.settle(item) is not None for item in meaning.items)
    except NeedsAnchor:
        return True
    return True
