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
_LONGEST = 13
"""Longest stretch, in tokens, of anything but a range or a list; a run of date words is no one date."""
_WIDE = frozenset(["G", "L", "T", "TT", "S"])
_MOST = 64
"""Most readings of one stretch that are looked at."""
"""Readings kept of one stretch under one symbol; the cheapest first."""


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


Cell = list[Node]
Chart = dict[tuple[str, int, int], Cell]


class _End(NamedTuple):
    """Where a sequence of a rule is complete."""

    rule: Rule
    slots: tuple[int, ...]
    """For each part of the sequence the argument it fills, -1 for a literal."""
    arity: int


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
    """The compiled rule table, a tree of sequences; `plans` gives the chart of a category string."""

    def __init__(self, rules: tuple[Rule, ...], tops: tuple[str, ...]) -> None:
        self.tops = tops
        self.root = _Step()
        for rule in rules:
            for pattern in rule.patterns.split(" / "):
                self._add(rule, pattern.split())
        self.cache: dict[str, tuple[Chart, list[tuple[str, int, int]]]] = {}

    def _add(self, rule: Rule, parts: list[str]) -> None:
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
                step.ends.append(_End(rule, slots, arity))

    def plans(self, tokens: list[Token]) -> tuple[Chart, list[tuple[str, int, int]]]:
        """Give the chart of the tokens and its top cells (symbol, from, to)."""
        key = "".join([t.key for t in tokens])
        found = self.cache.get(key)
        if found is None:
            if len(self.cache) > 20_000:
                self.cache.clear()
            found = self.cache[key] = self._fill(tokens)
        return found

    def _fill(self, tokens: list[Token]) -> tuple[Chart, list[tuple[str, int, int]]]:
        size = len(tokens)
        chart: Chart = {}
        ends: list[dict[str, list[int]]] = [{} for _ in range(size + 1)]  # start → symbol → ends
        for start in range(size - 1, -1, -1):
            here = ends[start]
            todo: list[tuple[str, int]] = []
            for category in tokens[start].entry:
                chart[category, start, start + 1] = [Node(0.0, None, ((category, start, start + 1),))]
                here[category] = [start + 1]
                todo.append((category, start + 1))
            while todo:
                symbol, middle = todo.pop()
                step = self.root.after.get(symbol)
                if step is None:
                    continue
                left = (symbol, start, middle)
                for place, node in self._walk(step, middle, (left,), ends, start):
                    cell = chart.get(place)
                    if cell is None:
                        if place[2] - start > _LONGEST and place[0] not in _WIDE:
                            continue
                        chart[place] = [node]
                        here.setdefault(place[0], []).append(place[2])
                        todo.append((place[0], place[2]))
                    elif node.children != (place,) and len(cell) < _MOST:
                        cell.append(node)
        weigh(chart)
        return chart, [place for place in chart if place[0] in self.tops]

    def _walk(
        self,
        step: _Step,
        at: int,
        path: tuple[tuple[str, int, int], ...],
        ends: list[dict[str, list[int]]],
        start: int,
    ) -> list[tuple[tuple[str, int, int], Node]]:
        """Give what is complete at `at`, and what becomes so further on."""
        found = []
        for end in step.ends:
            arguments: list[tuple[str, int, int] | None] = [None] * end.arity
            for slot, place in zip(end.slots, path, strict=True):
                if slot >= 0:
                    arguments[slot] = place
            found.append(((end.rule.symbol, start, at), Node(end.rule.cost, end.rule, tuple(arguments))))
        after, here = step.after, ends[at]
        if after and here:
            for symbol in after.keys() & here.keys():
                deeper = after[symbol]
                for stop in here[symbol]:
                    found += self._walk(deeper, stop, (*path, (symbol, at, stop)), ends, start)
        return found


def weigh(chart: Chart) -> None:
    """Give every reading the cost of itself and its parts, and keep the cheapest of each stretch."""
    known: dict[tuple[str, int, int], float] = {}

    def least(place: tuple[str, int, int]) -> float:
        cost = known.get(place)
        if cost is not None:
            return cost
        known[place] = 1e6  # while it is being weighed: a reading that contains itself is no reading
        nodes = []
        for node in chart[place]:
            if node.rule is None:
                nodes.append(node)
                continue
            total = node.cost + sum([least(child) for child in node.children if child is not None])
            nodes.append(Node(total, node.rule, node.children))
        nodes.sort(key=_cost)
        chart[place] = nodes[:KEEP]
        known[place] = nodes[0].cost
        return nodes[0].cost

    for place in list(chart):
        least(place)


def _cost(node: Node) -> float:
    return node.cost
