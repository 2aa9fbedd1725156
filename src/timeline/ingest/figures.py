"""
Figures with what they count, who gives them, and of whom: the drafts of claims.

A figure is a number with a qualifier ("at least", "up to", "between … and …") beside a word of `data/units.txt`, or
money, or a share. Ages, dates, scores, ordinals and lengths of time are none. Who asserts it is the speaker of the
sentence ("according to", "said"), never the publisher.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from timeline.ingest.lexicon import PREPOSITIONS, each, lexicon
from timeline.ingest.roles import Actors, parts

if TYPE_CHECKING:
    from timeline.ingest.clauses import Parsed
    from timeline.ingest.happenings import Telling
    from timeline.ingest.names import Entity

_ONES = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = (
    {w: n for n, w in enumerate(_ONES, 1)}
    | {w: 10 * n for n, w in enumerate(_TENS, 2)}
    | {"dozen": 12, "hundred": 100, "thousand": 1000}
)
_SCALE = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "m": 10**6,
    "bn": 10**9,
    "k": 1000,
    "dozen": 12,
}
_ORDERS = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 100,
    "thousands": 1000,
    "tens of thousands": 10000,
    "hundreds of thousands": 100000,
    "millions": 10**6,
}
_WORD_NUMBER = (
    "(?:"
    + "|".join(_TENS)
    + ")(?:[- ](?:"
    + "|".join(_ONES[:9])
    + "))?|"
    + "|".join(sorted(_ONES, key=len, reverse=True))
    + "|a dozen|a hundred|a thousand|a million"
)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AT_LEAST = r"at least|more than|over|no fewer than|no less than|upwards of|not less than|a minimum of"
_AT_MOST = r"up to|at most|fewer than|less than|under|as many as|no more than|as much as|a maximum of"
_ABOUT = (
    r"about|around|nearly|almost|some|approximately|roughly|an estimated|estimated|close to|just over|"
    r"just under|more or less"
)
_SCALES = r"hundred|thousand|million|billion|trillion|bn|m|k|dozen"
_NOT_BEFORE = (
    r"[\d:/]|[.,]\d|-(?:year|day|month|week|hour|minute|mile|metre|meter|storey|point|and|[–-]?\d)"
    r"|–\d|st\b|nd\b|rd\b|th\b"
)
FIGURE = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<least>{_AT_LEAST})\s+|(?P<most>{_AT_MOST})\s+|(?P<about>{_ABOUT})\s+)?"
    r"(?:(?P<order>(?:tens of |hundreds of )?thousands|hundreds|dozens|scores|millions)"
    r"(?=\s+of\b|\s+(?:more|were|are|have|had)\b)"
    rf"|(?:(?P<both>between|from)\s+(?P<money0>US\$|[$£€])?(?P<low>{_NUMBER}|{_WORD_NUMBER})\s+(?:and|to)\s+)?"
    rf"(?P<money>US\$|C\$|A\$|[$£€])?\s?(?P<number>{_NUMBER}|{_WORD_NUMBER})"
    rf"(?:[ -]?(?P<scale>{_SCALES})\b)?(?P<share>\s?%|\s?per ?cent\b)?)(?!{_NOT_BEFORE})",
    re.IGNORECASE,
)
HINT = re.compile(r"\d|" + "|".join(sorted({*_ONES, *_TENS, *_SCALE.keys() - {"m", "bn", "k"}, "scores"})))
"""Where it finds nothing, in small letters, there is no figure; quicker to look for than a figure."""
_CURRENCY = {"$": "USD", "us$": "USD", "£": "GBP", "€": "EUR", "c$": "CAD", "a$": "AUD"}
_CURRENCY_WORDS = {
    "dollars": "USD",
    "euros": "EUR",
    "pounds": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "roubles": "RUB",
    "rubles": "RUB",
    "rupees": "INR",
    "francs": "CHF",
}
_AGE_BEFORE = re.compile(r"(?:\baged|,|\bage|\bage of)\s*$")
_AGE_AFTER = re.compile(r"\s*(?:,|\)|years? old|\.$)")
_ACCORDING = re.compile(r"\baccording to\s+(?:the\s+|a\s+|an\s+)?", re.IGNORECASE)
_FOLLOWING = re.compile(r"\s+([a-z]+)")
_COUNTED = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|[,;.(]")
_WAY = re.compile(r"\s+(?:to the )?(?:(?:north|south|east|west)\w*|from|away|outside|off|inland|deep|beneath|below)\b")
_SENT = re.compile(r"\b(?:deploy|sen[dt]|dispatch|station|mobili[sz]|base)")
_PUT_IN = re.compile(
    r"^([^,]{1,40}), (?:including|among them|mostly|most of them|many of them|some of them)[^,]{3,60},"
    r"(?= (?:were|was|have|had)\b)"
)
"""What is put in between those counted and what befell them: "140 people, including dozens of women, were killed"."""
_BOTH = re.compile(r" (?:[\w,-]+ ){1,5}(?:were|was|have been|had been) (\w+)")
_SMALL = re.compile(r"[a-z]+")
_PROMISED = each("call offer promise order demand pledge vow")
"""Verbs whose speaker does not assert the figure, unless nobody else does."""


class Figure(NamedTuple):
    """A figure of a sentence."""

    start: int
    end: int
    value: str
    qualifier: str
    low: float | None
    high: float | None
    attribute: str
    unit: str | None
    by: Entity | None
    about: Entity | None
    clause: int


def figures(text: str, telling: Telling, actors: Actors) -> list[Figure]:
    """Give the figures of a sentence."""
    start, end = telling.sentence.start, telling.sentence.end
    found: list[Figure] = []
    times = [(t.start, t.end) for t in telling.parsed.times]
    for match in FIGURE.finditer(text, start, end):
        first, last = match.span()
        if _meets(times, first, last):
            continue
        figure = _figure(text, match, telling, actors)
        if figure is not None:
            found.append(figure)
    return found


def _meets(spans: list[tuple[int, int]], first: int, last: int) -> bool:
    """Tell whether a stretch shares a code point with one of `spans`."""
    for start, end in spans:  # noqa: SIM110 - a generator costs more than all of its work
        if start < last and first < end:
            return True
    return False


def _value(text: str) -> float:
    low = text.lower().replace(",", "")
    if low[0].isdigit():
        return float(low)
    low = low.removeprefix("a ")
    if low in _WORDS:
        return _WORDS[low]
    if "-" in low or " " in low:
        return sum(_WORDS.get(p, 0) for p in low.replace("-", " ").split())
    return _SCALE.get(low, 1)


def _figure(text: str, match: re.Match[str], telling: Telling, actors: Actors) -> Figure | None:
    start, end = telling.sentence.start, telling.sentence.end
    before = text[max(start, match.start() - 160) : match.start()].lower()
    after = text[match.end() : min(end, match.end() + 80)]
    digits = match.group("number") or ""
    if match.group("order") is None:
        if not match.group("share") and not match.group("money"):
            if _AGE_BEFORE.search(before) and _AGE_AFTER.match(after):
                return None
            if (
                re.fullmatch(r"(?:1[5-9]|20)\d\d", digits)
                and not match.group("scale")
                and not (match.group("about") or match.group("least"))
            ):
                following = _FOLLOWING.match(after)
                if following is None or following.group(1) not in lexicon().units:
                    return None
        low = high = _value(digits) * _SCALE.get((match.group("scale") or "").lower(), 1)
        if match.group("low"):
            low = _value(match.group("low")) * (
                _SCALE.get((match.group("scale") or "").lower(), 1) if _value(match.group("low")) < 1000 else 1
            )
    else:
        low = high = float(_ORDERS[match.group("order").lower()])
    counted = _counted(match, before, _PUT_IN.sub(lambda m: m[1] + " " * (m.end() - m.end(1)), after))
    if counted is None:
        return None
    attribute, unit, stop = counted
    if attribute == "distance" and _WAY.match(after, stop):
        return None  # "70 miles southwest of Memphis" says where something lies
    if attribute == "deployed" and high < 20 and match.group("order") is None and not _SENT.search(before):
        return None
    if attribute == "people" and high < 10 and match.group("order") is None and match.group("least") is None:
        return None
    qualifier, least, most = _qualified(match, low, high)
    clause = next(
        (
            n
            for n, c in enumerate(telling.parsed.clauses)
            if any(
                telling.parsed.tokens[a].start <= match.start() < telling.parsed.tokens[b - 1].end
                for a, b in c.spans
                if b > a
            )
        ),
        0,
    )
    by = _asserter(text, telling, actors, clause, match.start())
    about = _about(telling.parsed, actors, match.end() + stop, clause, attribute)
    value = " ".join(text[match.start() : match.end()].split())
    return Figure(match.start(), match.end() + stop, value, qualifier, least, most, attribute, unit, by, about, clause)


def _qualified(match: re.Match[str], low: float, high: float) -> tuple[str, float | None, float | None]:
    if match.group("low"):
        return "between", low, high
    if match.group("order"):
        return "order_of", low, None
    if match.group("least"):
        return "at_least", low, None
    if match.group("most"):
        return "at_most", None, high
    if match.group("about"):
        return "about", low, high
    return "exact", low, high


def _counted(match: re.Match[str], before: str, after: str) -> tuple[str, str | None, int] | None:
    """Tell what a figure counts: attribute, unit, and how far after it the words reach that say so."""
    units, befell, lists = lexicon().units, lexicon().befell, lexicon().words
    words = [(m.group().lower(), m.end()) for m in _COUNTED.finditer(after)]
    if match.group("money"):
        return _named(before, after, lists["money"], "amount"), _CURRENCY.get(match.group("money").lower(), "USD"), 0
    if match.group("share"):
        return _named(before, after, lists["share-of"], "share"), "%", 0
    generic: tuple[str, str | None, int] | None = None
    person = False
    reach = 0
    for word, stop in words[:12]:
        if word in {";", ".", "("} or (word == "," and not person):
            break
        if word in lists["not-counted"] and not person:
            return None
        if word in _CURRENCY_WORDS and not person:
            return _named(before, after, lists["money"], "amount"), _CURRENCY_WORDS[word], stop
        if (word in lists["people"] or word in _nationals()) and not person:
            person, reach = True, stop
            if word in units:
                generic = units[word].attribute, units[word].unit, stop
            continue
        if word in befell and (
            person
            or match.group("least")
            or match.group("order")
            or match.group("about")
            or match.group("most")
            or words[0][0] in {"were", "was", "are", "have", "others", "of", "more", word}
        ):
            return befell[word], "people", stop
        if not person and word in units and generic is None:
            if units[word].attribute == "deployed" and re.search(r"\b(?:lost|losing|lose)\b[^.]{0,25}$", before):
                return "casualties", "people", stop
            return units[word].attribute, units[word].unit, stop
        if word == "and" and person and (both := _BOTH.match(after, stop)) is not None and both[1].lower() in befell:
            return befell[both[1].lower()], "people", reach  # "seventeen officers and nine others were hurt"
        if word in {"and", "or", "but", "who", "which", "that", "while", "when", ","} and not (
            word == "that" and person
        ):
            break
        if not person and word in PREPOSITIONS and word != "of":
            break
    past = _SMALL.findall(before)
    level = past[-1:] in (["to"], ["at"], ["reached"]) and bool(set(past[-6:]) & _MOVED)
    if level:
        for word in reversed(past):
            if word in befell:
                return befell[word], "people", reach
        if set(past[-5:]) & {"number", "figure", "crowd", "turnout"}:
            return "people", "people", reach
    past = past[-4:]
    for word in reversed(past):
        if word in befell and (
            person
            or not words
            or words[0][0] in {",", ".", "and", "in", "people", "others", "of", "at", "on", "from", "dead"}
        ):
            return befell[word], "people", reach
    if generic is None and words and match.group("number") and match.group("number")[0].isdigit():
        word, stop = words[0]
        if word.endswith("s") and len(word) > 4 and _value(match.group("number")) >= 10 and word not in PREPOSITIONS:
            return word, word, stop
    return generic


@cache
def _nationals() -> frozenset[str]:
    """Give what the people of states are called: "israelis"."""
    return frozenset(f"{name.lower()}s" for country in lexicon().countries for name in country.adjectives)


_MOVED = each(
    "rose risen climbed climbs rises grew grown reached put puts stood stands raised fell jumped doubled "
    "toll number figure"
)


def _named(before: str, after: str, names: frozenset[str], default: str) -> str:
    near = re.findall(r"[a-z]+", after.lower())[:5]
    for word in near:
        if word in names:
            return _singular(word)
    for word in reversed(re.findall(r"[a-z]+", before)):
        if word in names:
            return _singular(word)
    return default


def _singular(word: str) -> str:
    return {
        "profits": "profit",
        "revenues": "revenue",
        "losses": "loss",
        "costs": "cost",
        "votes": "vote",
        "damages": "damage",
        "worth": "amount",
        "raised": "amount",
    }.get(word, word)


def _asserter(text: str, telling: Telling, actors: Actors, clause: int, position: int) -> Entity | None:
    """Give who says so: "according to X", else the speaker of the clause around or behind."""
    parsed = telling.parsed
    according = _ACCORDING.search(text, telling.sentence.start, telling.sentence.end)
    if according is not None:
        here = next((n for n, t in enumerate(parsed.tokens) if t.start >= according.end()), None)
        if here is not None:
            from timeline.ingest.roles import _agents

            named = _agents(actors, parsed, (here, min(len(parsed.tokens), here + 8)))
            if named:
                return named[0][0]
    order = [clause]
    seen = {clause}
    parent = parsed.clauses[clause].parent if parsed.clauses else None
    while parent is not None and parent not in seen:
        order.append(parent)
        seen.add(parent)
        parent = parsed.clauses[parent].parent
    order += [n for n in range(len(parsed.clauses) - 1, -1, -1) if n not in seen]
    weak: Entity | None = None
    for n in order:
        group = parsed.clauses[n].group if parsed.clauses else None
        if group is None or group.cls is None or "report" not in group.cls.flags:
            continue
        for part in parts(actors, parsed, n):
            if part.role == "speaker" and not part.start <= position < part.end:
                if group.lemma in _PROMISED:
                    weak = weak or part.entity
                    break
                return part.entity
        pronoun = parsed.tokens[parsed.clauses[n].subject[0] : parsed.clauses[n].subject[1]]
        if any(t.low == "they" for t in pronoun):
            continue
    return weak


def _about(parsed: Parsed, actors: Actors, position: int, clause: int, attribute: str) -> Entity | None:
    """Give whom a figure is about: who stands after "of", or who sent or lost them."""
    tokens = parsed.tokens
    for here, token in enumerate(tokens):
        if token.start < position - 1 or token.start > position + 25 or token.mention is None:
            continue
        if here and tokens[here - 1].low == "of" and not token.mention.entity.is_place:
            return token.mention.entity
    if (
        attribute
        in {
            "deployed",
            "workers",
            "jobs",
            "profit",
            "revenue",
            "sales",
            "loss",
            "fine",
            "members",
            "shares",
            "amount",
            "share",
        }
        and parsed.clauses
    ):
        for part in parts(actors, parsed, clause):
            if part.role not in {"speaker", "audience"}:
                return part.entity
    return None


class Amount(NamedTuple):
    """A figure that stands alone, as somebody types it: "at least 1,000 people"."""

    qualifier: str
    low: float | None
    high: float | None
    unit: str | None


_SIGNS = {"$": "USD", "us$": "USD", "£": "GBP", "€": "EUR", "c$": "CAD", "a$": "AUD"}
_TYPED = r"[-−]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|" + _NUMBER + r")(?![\d,])"
"""A number as it is typed: also with spaces between thousands, or below zero."""


def _bare(name: str) -> str:
    return (
        rf"(?P<{name}money>US\$|C\$|A\$|[$£€])?\s?(?P<{name}number>{_TYPED}|{_WORD_NUMBER}|half a|(?:a )?dozen)"
        rf"(?:[ -]?(?P<{name}scale>{_SCALES})(?![a-z]))?"
    )


_AMOUNT = re.compile(
    rf"(?:(?P<least>{_AT_LEAST}|not fewer than|minimum|≥|>=|>)\s*|(?P<most>{_AT_MOST}|not more than|maximum|≤|<=|<)\s*"
    rf"|(?P<about>{_ABOUT}|circa|ca\.?|c\.|~|≈|on the order of|in the order of)\s*)?"
    r"(?:(?P<order>(?:(?:tens|hundreds) of )?(?:thousands|millions)|(?:many )?(?:hundreds|dozens|scores)"
    r"|(?:several|a few) (?:hundred|thousand|million|dozen))"
    rf"|{_bare('one')}(?P<more>\s?\+|\s+or more|\s+at least)?"
    rf"|(?:between\s+|from\s+)?{_bare('low')}\s*(?:to|and|or|[-–—])\s*{_bare('high')})"
    r"(?P<share>\s?%|\s?per ?cent\b)?(?:\s+(?:of\s+)?(?P<unit>(?!(?:to|and|or)\b)[^\W\d].*?))?[.]?",
    re.IGNORECASE | re.DOTALL,
)


def amount(text: str) -> Amount | None:
    """
    Read a figure that is all of `text`, with its qualifier and unit; None where it is none.

    "More than" and "over" are read as "at least", "fewer than" as "at most": a figure of news is no strict bound.
    A unit is one word, or people under a name of `data/`.

    >>> amount("no fewer than 1.2 million people")
    Amount(qualifier='at_least', low=1200000.0, high=None, unit='people')
    """
    match = _AMOUNT.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    unit, is_unit = _unit(match)
    if not is_unit:
        return None
    order = match.group("order")
    if order:
        kept = re.sub(r"^(?:many|several|a few) ", "", order.lower())
        return Amount("order_of", float(_ORDERS.get(kept) or _ORDERS[kept + "s"]), None, unit)
    if match.group("lownumber"):
        scale, other = (_SCALE.get((match.group(name) or "").lower()) for name in ("lowscale", "highscale"))
        least, most = _signed(match.group("lownumber")), _signed(match.group("highnumber"))
        low, high = least * (scale or (other if other and least < 1000 else None) or 1), most * (other or 1)
        if low > high:
            return None
        return Amount("between", low, high, unit)
    one = _signed(match.group("onenumber")) * _SCALE.get((match.group("onescale") or "").lower(), 1)
    if match.group("least") or match.group("more"):
        return Amount("at_least", one, None, unit)
    if match.group("most"):
        return Amount("at_most", None, one, unit)
    words = (match.group("about") or "").lower()
    qualifier = "order_of" if words.endswith("order of") else "about" if words else "exact"
    return Amount(qualifier, one, one, unit)


def _signed(text: str) -> float:
    negative = text[:1] in "-−"
    bare = re.sub(r"[ \u00a0\u202f](?=\d)", "", text[1:] if negative else text)
    value = 0.5 if bare.lower() == "half a" else _value(bare)
    return -value if negative else value


def _unit(match: re.Match[str]) -> tuple[str | None, bool]:
    """Give the unit of an amount, and whether the words behind it are one, or none."""
    said = (match.group("unit") or "").lower().removesuffix(".")
    signs = [match.group(name) for name in ("onemoney", "lowmoney", "highmoney") if match.group(name)]
    if signs or match.group("share"):
        return ("%" if not signs else _CURRENCY[signs[0].lower()]), not said
    if not said:
        return None, True
    if said in _CURRENCY_WORDS:
        return _CURRENCY_WORDS[said], True
    units, befell, lists = lexicon().units, lexicon().befell, lexicon().words
    words = said.split()
    if all(word in lists["people"] or word in befell or word in {"were", "was", "others"} for word in words):
        return "people", True
    if len(words) == 1:
        return (units[said].unit or said if said in units else said), True
    counted = words[-1] in lists["people"] or (words[-1] in units and units[words[-1]].unit == "people")
    return "people", counted
