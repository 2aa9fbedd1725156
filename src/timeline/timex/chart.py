"""
From category strings to plans: a bottom-up chart over the rule table, cached.

A rule rewrites a sequence of categories and literal words as one symbol (`Rule.symbol`). The
chart is filled from right to left, so that left recursion ("date date") costs nothing. What
comes out of one category string is cached: the same shape of phrase is analysed once, and
its words and numbers are only looked at when a plan is evaluated (`resolve.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from timeline.timex.scan import Token

KEEP = 4
"""Readings kept of one stretch under one symbol; the cheapest first."""
_LONGEST = 13
"""Longest stretch, in tokens, of anything but a range or a list; a run of date words is no one date."""
_WIDE = frozenset(["G", "L", "T", "TT", "S"])
_MOST = 64
"""Most readings of one stretch that are looked at."""
_SHAPES = 5_000
"""Category strings whose plans are kept."""


class Rule(NamedTuple):
    """One family of phrases: what it looks like, what it does, and how it is documented."""

    name: str
    """What `--explain` prints, such as `ago`."""
    symbol: str
    """What it makes: `D` date, `C` clock time, `U` duration, `S` set, `G` range, `V` vague reference …"""
    patterns: str
    """Sequences, apart by ` / `: CATEGORIES are passed to the operation (None where `?` and missing), words are not."""
    op: Callable[..., Any]
    """`op(context, *values)`; None means that the values do not fit."""
    doc: str = ""
    """One line for docs/resolution.md; empty for the inner rules that make up others."""
    example: str = ""
    """`phrase -> EDTF` (read on 2025-09-03), run as a test."""
    counter: str = ""
    """A phrase or sentence in which this rule must find nothing."""
    cost: float = 1.0
    """Among readings of the same words the cheapest wins."""


class Node(NamedTuple):
    """One way to make a symbol of a stretch of tokens."""

    cost: float
    rule: Rule | None
    """None for a word itself."""
    children: tuple[tuple[str, int, int] | None, ...]
    """Symbols with their stretches, in the order of the operation's arguments; for a word its token."""


Place = tuple[str, int, int]
Cell = list[Node]
Chart = dict[Place, Cell]


class _End(NamedTuple):
    """Where a sequence of a rule is complete."""

    rule: Rule
    slots: tuple[int, ...]
    """For each part of the sequence the argument it fills, -1 for a literal."""
    arity: int
    number: int
    """Place of the rule in the table."""


_Way = tuple[_End | None, tuple[Place, ...]]
"""One way to cover a stretch, not yet weighed: what is complete, and its parts."""


class Plan(NamedTuple):
    """What a category string can be: cells, those that stand for themselves, and the first choice among these."""

    chart: Chart
    tops: list[Place]
    first: list[Place]


class _Step:
    """A node of the tree of all sequences: what may follow, and which rules are complete here."""

    __slots__ = ("after", "ends")

    def __init__(self) -> None:
        self.after: dict[str, _Step] = {}
        self.ends: list[_End] = []


def literals(rules: tuple[Rule, ...]) -> frozenset[str]:
    """Give the words that rules name literally."""
    found: set[str] = set()
    for rule in rules:
        for pattern in rule.patterns.split(" / "):
            for part in pattern.split():
                for word in _alternatives(part):
                    if not _is_symbol(word):
                        found.add(word)
    found.discard("'s")
    return frozenset(found)


def _alternatives(part: str) -> list[str]:
    part = part[:-1] if part.endswith("?") and len(part) > 1 else part
    return part.split("|")


def _is_symbol(word: str) -> bool:
    return word[0].isupper()


class Grammar:
    """The compiled rule table, a tree of sequences; `plan` gives the chart of a category string."""

    def __init__(self, rules: tuple[Rule, ...], tops: tuple[str, ...]) -> None:
        self.tops = frozenset(tops)
        self.root = _Step()
        for number, rule in enumerate(rules):
            for pattern in rule.patterns.split(" / "):
                self._add(rule, number, pattern.split())
        self.cache: dict[str, Plan] = {}

    def _add(self, rule: Rule, number: int, parts: list[str]) -> None:
        ways: list[tuple[_Step, tuple[int, ...]]] = [(self.root, ())]
        arity = 0
        for part in parts:
            words = _alternatives(part)
            slot = -1
            if _is_symbol(words[0]):
                slot, arity = arity, arity + 1
            grown = [] if not (part.endswith("?") and len(part) > 1) else list(ways)
            for step, slots in ways:
                grown += [(step.after.setdefault(word, _Step()), (*slots, slot)) for word in words]
            ways = grown
        for step, slots in ways:
            if slots:
                step.ends.append(_End(rule, slots, arity, number))

    def plan(self, tokens: list[Token]) -> Plan:
        """Give the plan of the tokens, made once a category string."""
        key = "".join([t.key for t in tokens])
        found = self.cache.get(key)
        if found is None:
            if len(self.cache) >= _SHAPES:
                self.cache.clear()
            found = self.cache[key] = self._made(tokens)
        return found

    def _made(self, tokens: list[Token]) -> Plan:
        ways = self._fill(tokens)
        chart: Chart = {}
        tops = [place for place in ways if place[0] in self.tops]
        costs: dict[Place, float] = {}
        for place in tops:
            weigh(place, ways, costs, chart)
        return Plan(chart, tops, choose(tops, len(tokens), {}, chart))

    def _fill(self, tokens: list[Token]) -> dict[Place, list[_Way]]:
        """Find every way to cover every stretch."""
        size = len(tokens)
        ways: dict[Place, list[_Way]] = {}
        ends: list[dict[str, list[int]]] = [{} for _ in range(size + 1)]  # start → symbol → ends
        root = self.root.after
        for start in range(size - 1, -1, -1):
            here = ends[start]
            todo: list[Place] = []
            for category in tokens[start].entry:
                place = (category, start, start + 1)
                ways[place] = [(None, ())]
                here[category] = [start + 1]
                todo.append(place)
            while todo:
                left = todo.pop()
                step = root.get(left[0])
                if step is None:
                    continue
                walks: list[tuple[_Step, int, tuple[Place, ...]]] = [(step, left[2], (left,))]
                while walks:
                    step, at, path = walks.pop()
                    for end in step.ends:
                        symbol = end.rule.symbol
                        place = (symbol, start, at)
                        known = ways.get(place)
                        if known is None:
                            if at - start > _LONGEST and symbol not in _WIDE:
                                continue
                            ways[place] = [(end, path)]
                            stops = here.get(symbol)
                            if stops is None:
                                here[symbol] = [at]
                            else:
                                stops.append(at)
                            todo.append(place)
                        elif len(known) < _MOST and path != (place,):
                            known.append((end, path))
                    after = step.after
                    if after:
                        for symbol, stops in ends[at].items():
                            deeper = after.get(symbol)
                            if deeper is not None:
                                walks += [(deeper, stop, (*path, (symbol, at, stop))) for stop in stops]
        return ways


def weigh(place: Place, ways: dict[Place, list[_Way]], costs: dict[Place, float], chart: Chart) -> float:
    """
    Give every reading of a stretch the cost of itself and its parts, and keep the cheapest.

    Of readings that cost the same, the one with fewer loose words goes first, then the rule that stands first in the
    table.
    """
    cost = costs.get(place)
    if cost is not None:
        return cost
    costs[place] = 1e6  # while it is being weighed: a reading that contains itself is no reading
    found: list[tuple[float, int, int, int, Node]] = []
    for index, (end, path) in enumerate(ways[place]):
        if end is None:
            found.append((0.0, 0, -1, index, Node(0.0, None, (place,))))
            continue
        total = end.rule.cost
        arguments: list[Place | None] = [None] * end.arity
        held = 0
        for slot, child in zip(end.slots, path, strict=True):
            if slot >= 0:
                arguments[slot] = child
                held -= child[2] - child[1]
                known = costs.get(child)
                total += known if known is not None else weigh(child, ways, costs, chart)
        found.append((total, held, end.number, index, Node(total, end.rule, tuple(arguments))))
    if len(found) > 1:
        found.sort()
    chart[place] = [one[4] for one in found[:KEEP]]
    costs[place] = found[0][0]
    return found[0][0]


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
