"""
From category strings to plans: a bottom-up chart over the rule table, cached.

A rule rewrites a sequence of categories and literal words as one symbol (`Rule.symbol`). The
chart is filled from right to left, so that left recursion ("date date") costs nothing. What
comes out of one category string is cached: the same shape of phrase is analysed once, and
its words and numbers are only looked at when a plan is evaluated (`resolve.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from timeline.timex.scan import Token

KEEP = 4
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


class _Sequence(NamedTuple):
    rule: Rule
    parts: tuple[tuple[str, ...], ...]
    slots: tuple[int, ...]
    """For each part the argument it fills, -1 for a literal."""
    count: int
    cost: float


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
    """The compiled rule table; `plans` gives the chart of a category string."""

    def __init__(self, rules: tuple[Rule, ...], tops: tuple[str, ...]) -> None:
        self.tops = tops
        self.first: dict[str, list[_Sequence]] = {}
        for rule in rules:
            for pattern in rule.patterns.split(" / "):
                for sequence in self._expand(rule, pattern.split()):
                    for symbol in sequence.parts[0]:
                        self.first.setdefault(symbol, []).append(sequence)
        self.cache: dict[str, tuple[Chart, list[tuple[str, int, int]]]] = {}

    def _expand(self, rule: Rule, parts: list[str]) -> list[_Sequence]:
        ways: list[tuple[list[tuple[str, ...]], list[int], int]] = [([], [], 0)]
        for part in parts:
            optional = part.endswith("?") and len(part) > 1
            words = tuple(_alternatives(part))
            symbol = _is_symbol(words[0])
            grown = []
            for sequence, slots, count in ways:
                slot = count if symbol else -1
                grown.append(([*sequence, words], [*slots, slot], count + symbol))
                if optional:
                    grown.append((list(sequence), list(slots), count + symbol))
            ways = grown
        return [_Sequence(rule, tuple(s), tuple(n), c, rule.cost) for s, n, c in ways if s]

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
            todo: list[tuple[str, int]] = []
            here = ends[start]
            for category in tokens[start].entry:
                chart[category, start, start + 1] = [Node(0.0, None, ((category, start, start + 1),))]
                here[category] = [start + 1]
                todo.append((category, start + 1))
            steps = 0
            while todo:
                symbol, middle = todo.pop()
                left = (symbol, start, middle)
                left_cost = chart[left][0].cost
                for sequence in self.first.get(symbol, ()):
                    steps += 1
                    slot = sequence.slots[0]
                    arguments: tuple[tuple[str, int, int] | None, ...] = (None,) * sequence.count
                    if slot >= 0:
                        arguments = (left, *arguments[1:]) if slot == 0 else (*arguments[:slot], left, *arguments[slot + 1 :])
                    for end, values, cost in self._rest(chart, ends, sequence, 1, middle, arguments, left_cost):
                        node = Node(cost + sequence.cost, sequence.rule, values)
                        place = (sequence.rule.symbol, start, end)
                        cell = chart.get(place)
                        if cell is None:
                            chart[place] = [node]
                            here.setdefault(place[0], []).append(end)
                            todo.append((place[0], end))
                        elif node.children != (place,) and (len(cell) < KEEP or node.cost < cell[-1].cost):
                            cell.append(node)
                            cell.sort(key=_cost)
                            del cell[KEEP:]
                if steps > 200_000:
                    break
        tops = [place for place in chart if place[0] in self.tops]
        return chart, tops

    def _rest(
        self,
        chart: Chart,
        ends: list[dict[str, list[int]]],
        sequence: _Sequence,
        number: int,
        at: int,
        arguments: tuple[tuple[str, int, int] | None, ...],
        cost: float,
    ) -> list[tuple[int, tuple[tuple[str, int, int] | None, ...], float]]:
        if number == len(sequence.parts):
            return [(at, arguments, cost)]
        found = []
        slot = sequence.slots[number]
        here = ends[at]
        for symbol in sequence.parts[number]:
            for end in here.get(symbol, ()):
                place = (symbol, at, end)
                values = arguments
                if slot >= 0:
                    values = (*arguments[:slot], place, *arguments[slot + 1 :])
                found += self._rest(chart, ends, sequence, number + 1, end, values, cost + chart[place][0].cost)
        return found


def _cost(node: Node) -> float:
    return node.cost
