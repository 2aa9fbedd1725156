"""Inner rules for numbers: cardinals (`N`), ordinals (`ORD`), days of the month (`DAY`), years in words (`YW`)."""

from __future__ import annotations

from typing import Any

from timeline.timex.chart import Rule


def same(_: Any, value: Any) -> Any:
    """Pass a value on."""
    return value


def add(_: Any, *values: float) -> float:
    """Add the numbers said one after another."""
    return sum(values)


def times(_: Any, many: float, unit: float, rest: float | None = None) -> float:
    """Multiply, as in "two hundred and five"."""
    return many * unit + (rest or 0)


def one(_: Any, *values: float) -> float:
    """Count "a hundred", "a half"."""
    return times(_, 1, *values)


def half(_: Any, many: float, part: float) -> float | None:
    """Read "two and a half"."""
    return many + part


def ordinal_day(_: Any, value: int) -> int | None:
    """Take an ordinal word as a day of the month."""
    return value if 1 <= value <= 31 else None


def tens_ordinal(_: Any, tens: int, one_: int) -> int | None:
    """Read "twenty-first"."""
    return tens + one_ if one_ < 10 else None


def year_pair(_: Any, first: int, second: int | None = None) -> int | None:
    """Read a year said in two halves: "nineteen eighty-six"."""
    year = first * 100 + (second or 0)
    return year if 1100 <= year <= 2099 and (second or 0) >= 10 else None


def year_hundred(_: Any, first: int, __: Any, second: int | None = None) -> int | None:
    """Read "seventeen hundred thirty-three"."""
    return first * 100 + (second or 0) if 1000 <= first * 100 <= 2900 else None


def year_thousand(_: Any, first: int, __: Any, second: int | None = None) -> int | None:
    """Read "two thousand and twenty"."""
    return 2000 + (second or 0) if first == 2 else None


RULES = (
    Rule("tens-ones", "N99", "TENS -? ONES", add),
    Rule("small-number", "N99", "ONES / TEENS / TENS", same),
    Rule("number", "N", "N99 / INT / FLOAT / DOZEN", same, cost=0.2),
    Rule("hundreds", "N", "N99|INT HUNDRED and? N99?", times),
    Rule("a-hundred", "N", "a|an HUNDRED|THOUSAND and? N99?", one),
    Rule("bare-hundred", "N", "HUNDRED|THOUSAND", same, cost=2),
    Rule("thousands", "N", "N99|INT THOUSAND and? N99?", times),
    Rule("and-a-half", "N", "N and? a|an? HALFW / N and? a? QUARTERW", half),
    Rule("ordinal-word", "ORD", "ORDW", same),
    Rule("ordinal-tens", "ORD", "TENS -? ORDW", tens_ordinal),
    Rule("ordinal-digits", "ORD", "ORDN", same),
    Rule("day-word", "DAYW", "ORDW", ordinal_day),
    Rule("day-words", "DAYW", "TENS -? ORDW", lambda c, t, o: ordinal_day(c, t + o) if o < 10 else None),
    Rule("day-ordinal", "DAYQ", "DAYO / DAYW", same),
    Rule("day-number", "DAY", "DAYN / DAYQ", same),
    Rule("year-pair", "YW", "TEENS|TENS N99 / TENS -? ONES N99", lambda c, *v: year_pair(c, sum(v[:-1]), v[-1])),
    Rule("year-hundred", "YW", "N99 HUNDRED and? N99?", year_hundred),
    Rule("year-thousand", "YW", "ONES THOUSAND and? N99?", year_thousand),
)
