"""
The rule table: one file a family of phrases, put together here.

A row is a `Rule` (chart.py says what its columns mean). To teach a new phrase, add a row to
the family it belongs to, with an example and a counter-example; the tests run both, and
docs/resolution.md is generated from them. Rows without documentation are inner rules that
only make up others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.timex.rules import clock, dates, durations, edges, numbers, ranges, relative, sets, vague

if TYPE_CHECKING:
    from timeline.timex.chart import Rule

RULES: tuple[Rule, ...] = (
    *numbers.RULES,
    *dates.RULES,
    *clock.RULES,
    *relative.RULES,
    *edges.RULES,
    *durations.RULES,
    *ranges.RULES,
    *sets.RULES,
    *vague.RULES,
)
TOPS = ("D", "C", "U", "A", "P", "G", "TT", "S", "V", "L")
"""Symbols that are expressions by themselves."""
