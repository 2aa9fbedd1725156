"""
From text to windows of tokens: fold, search for triggers, grow over the words rules know.

The text is folded without ever changing its length (so offsets stay code points of the text
as given), one compiled trie of trigger words and digit shapes proposes places, and around
each the run of known words and numbers is cut into tokens. Every step is linear: no pattern
here can backtrack over more than a few characters, and windows are bounded (`MAX_TOKENS`,
`REACH`).
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from timeline.edtf.civil import days_in_month
from timeline.timex import holidays, lexicon

if TYPE_CHECKING:
    from timeline.timex.lexicon import Entry

MAX_TOKENS = 24
"""Longest window, in tokens; a longer run of date words is read in pieces."""
_MONEY = ("$", "€", "£", "¥")
_CALM = 5
"""Tokens of a window before repetition in it is looked at."""
REACH = 64
"""How many characters before a trigger may belong to its window."""

_COUNTS = frozenset(["INT", "ONES", "TEENS", "TENS", "DOZEN"])
_FOLD = {0x2018: "'", 0x2019: "'", 0x201B: "'", 0x02BC: "'", 0x2032: "'", 0x00B4: "'", 0x201C: '"', 0x201D: '"'}
_FOLD |= dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-") | {
    0x2014: "—",
    0x2015: "—",
}
_FOLD |= dict.fromkeys(
    [
        0xA0,
        0x1680,
        *range(0x2000, 0x200B),
        0x202F,
        0x205F,
        0x3000,
        0x0B,
        0x0C,
        0x1C,
        0x1D,
        0x1E,
        0x1F,
        0x85,
        0x2028,
        0x2029,
    ],
    " ",
)
_FOLD |= {0x2219: ",", 0xB7: ",", 0x2022: ",", 0x301C: "~", 0xFF5E: "~"}

_FOLDED = re.compile("[" + "".join(re.escape(chr(code)) for code in _FOLD) + "]")


class Token:
    """A word, number or mark: where it stands, its categories, and the letter its category set is known by."""

    __slots__ = ("end", "entry", "key", "start", "text")

    def __init__(self, start: int, end: int, text: str, entry: Entry, key: str) -> None:
        self.start = start
        self.end = end
        self.text = text
        self.entry = entry
        self.key = key

    def __repr__(self) -> str:
        return f"{self.text}:{'/'.join(self.entry)}"


def fold(text: str) -> str:
    """
    Lower-case a text and unify its spaces, dashes and quotes, code point by code point.

    >>> len(fold("İstanbul, 3–7\u00a0May")) == len("İstanbul, 3–7\u00a0May")
    True
    """
    if text.isascii():
        return text.lower()
    low = text.lower()
    if len(low) != len(text):  # İ and its kin grow
        low = "".join([c if len(c) == 1 else c[0] for c in map(str.lower, text)])
    for mark in set(_FOLDED.findall(low)):  # a text has few of them, and `translate` looks at every letter
        low = low.replace(mark, _FOLD[ord(mark)])
    return low


def trie(words: list[str]) -> str:
    """Write a regular expression that matches any of `words`, longest first, without backtracking over a letter twice."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}

    def write(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
        ends = "" in node
        branches = []
        singles = []
        for letter, child in sorted(node.items()):
            if not letter:
                continue
            head = r"\s+" if letter == " " else re.escape(letter)
            if list(child) == [""]:
                singles.append(head)
            else:
                branches.append(head + write(child))
        if singles:
            plain = [s for s in singles if len(s) == 1]
            branches += ["[" + "".join(plain) + "]"] if len(plain) > 1 else plain
            branches += [s for s in singles if len(s) > 1]
        inner = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
        return inner + "?" if ends and branches else inner if branches else ""

    return write(root)


_ISO = r"\d{4}-\d\d-\d\d(?:t| (?=\d\d:\d\d:\d\d))\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:z|[+-]\d\d:?\d\d)?(?![\d:])"
_NUMERIC = (
    rf"(?P<iso>{_ISO})|(?P<num3>\d{{1,4}}(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,4}}(?![\d%]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?(?![\d:])|\d{1,2}h\d\d(?!\d))"
    r"|(?P<iw>\d{4}-?w(?:0[1-9]|[1-4]\d|5[0-3])(?:-[1-7])?\b)|(?P<ym>\d{4}[-/](?:0?[1-9]|1[0-2])(?![\d/-]| (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|(?:0?[1-9]|1[0-2])[-/]\d{4}(?![\d/-]))"
    r"|(?P<num2>\d{1,2}[/.]\d{1,2}\.?(?![\d%]))"
    r"|(?P<decade>(?:\d{1,3}0|'?[1-9]0)\s?'?s\b)|(?P<ord>\d{1,4}(?:st|nd|rd|th)\b)|(?P<qy>(?:\d{4}|\d\d)q[1-4]\b)"
    r"|(?P<yy>(?<!\d)'\d\d(?!\d))"
    r"|(?P<float>\d{1,6}\.\d{1,4}(?![\d.]))|(?P<int>\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,20})(?!\d)"
)
_AMPM = r"(?P<ampm>[ap]\s?\.\s?m\b\s?\.?|[ap]m\b\.?|[ap]m(?=(?:mon|tue|wed|thu|fri|sat|sun))|(?<=\d)[ap]\b\.?|\.[ap]m\b|(?<=[\da-z] )[ap] m\b)"
_DOTTED = ("a.d.", "a.d", "b.c.e.", "b.c.", "b.c", "c.e.", "o.s.", "o.s", "n.s.")


_PLAIN = re.compile(r"\s*([^\W\d_]{2,})")
_HALVES = ("am", "pm")


class Lexer:
    """The compiled tables of one vocabulary: lexicon, holidays and the literal words of the rules."""

    def __init__(self, literals: frozenset[str]) -> None:
        table = lexicon.build()
        for name, which in holidays.NAMES.items():
            table.setdefault(name, {})["HOLIDAY"] = which
        for word in literals:
            table.setdefault(word, {})[word] = word
        self.table = table
        self.keys: dict[frozenset[str], str] = {}
        phrases = [w for w in table if not w.isalpha() and len(w) > 1 and w not in _DOTTED]
        marks = "".join(w for w in literals if len(w) == 1 and not w.isalpha())
        dotted = "|".join(re.escape(w) for w in _DOTTED)
        self.token = re.compile(
            rf"\s*(?:{_NUMERIC}|{_AMPM}|(?P<dotted>{dotted})|(?P<phrase>(?:{trie(phrases)})(?![\w]))|(?P<poss>'s?\b(?<!\d's)|'(?=\s))"
            rf"|(?P<word>[^\W\d_]+)|(?P<mark>[{re.escape(marks)}½]))",
        )
        self.back = re.compile(r"[^\W_]+(?:['.][^\W_]+)*|[^\w\s]")
        self.known = table.keys()
        self.keys_of_words: dict[str, str] = {}
        """What `key` gave for the entries of the table."""
        heads = [re.match(r"[^\W\d_]+", phrase) for phrase in (*phrases, *_DOTTED)]
        self.first = frozenset([head.group() for head in heads if head is not None]) | lexicon.UNIT_LETTERS.keys()
        """Words that a longer token can begin with."""
        self.inner = {word for phrase in phrases for word in re.findall(r"[^\W_]+", phrase)} | {"a", "p"}
        """Words that occur within phrases, such as the "king" of a holiday."""
        single = {w for w, e in table.items() if w.isalpha() and (e.keys() & TRIGGERS or w in TRIGGER_WORDS)}
        for phrase, entry in table.items():
            if phrase.isalpha() or not entry.keys() & TRIGGERS:
                continue
            parts = re.findall(r"[^\W\d_]+", phrase)
            if parts and not single.intersection(parts):
                single.add(max(parts, key=len))
        self.triggers = {
            "news": frozenset(single),
            "narrative": frozenset(single),
            "planning": frozenset(single.union(PLANNING_WORDS)),
        }
        """Words at which a search begins; a phrase is found by one of its words."""
        digits = r"\d{1,2}:\d\d|\d{4}-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(?:1\d|20)\d\d|\d0'?s\b|'\d\d\b|\d{1,2}\s?[ap]\.?m\b|\d{4} ?(?=gmt|utc)"
        digits += r"|\d?\d(?:th|st|nd|rd)\b|\d\dq\d|[1-4]q"
        # Of the words of two letters only these can begin a search.
        words = [w for w in single if len(w) > 2 or w in ("bc", "ad", "ce", "hr", "yr", "wk")]
        self.words = re.compile(rf"(?<![^\W\d_])(?:{trie(words)})(?![^\W\d_])")
        self.digits = {
            "news": re.compile(digits),
            "narrative": re.compile(rf"{digits}|\d{{3}}(?= ?b\.?c)|(?<=in )\d{{3}}\b"),
        }
        self.planned = re.compile(r"[^\W\d_]+|\d")
        self.number_entries: dict[tuple[str, str], tuple[Entry | None, str]] = {}

    def hits(self, low: str, doctype: str) -> list[tuple[int, int]]:
        """Give where a search may begin, in order: trigger words and shapes of digits."""
        if doctype == "planning":
            triggers = self.triggers["planning"]
            return [
                match.span()
                for match in self.planned.finditer(low)
                if (word := match.group()) in triggers or not word[0].isalpha()
            ]
        found = [match.span() for match in self.words.finditer(low)]
        shape = self.digits[doctype].match
        size, end = len(found), 0
        for run in _RUN.finditer(low):
            start = run.start()
            if start < end:
                continue
            one = shape(low, start)
            if one is None and low[start] == "'":
                one = shape(low, start + 1)
            if one is not None:
                found.append(one.span())
                end = one.end()
        if len(found) > size:
            found.sort()
        return found

    def key(self, entry: Entry) -> str:
        """Give the one letter that stands for a set of categories."""
        cats = frozenset(entry)
        letter = self.keys.get(cats)
        if letter is None:
            letter = self.keys[cats] = chr(0xE000 + len(self.keys))
        return letter

    def entry(self, match: re.Match[str]) -> tuple[str, Entry | None]:
        """Give the text and categories of a token match; None for an unknown word."""
        kind = match.lastgroup or ""
        text = match.group(kind)
        if kind == "sep":  # the named separator is inside num3
            kind = "num3"
            text = match.group(kind)
        if kind == "word":
            return text, self.table.get(text)
        if kind == "mark":
            return text, self.table.get(text)
        if kind in ("phrase", "dotted"):
            return text, self.table[" ".join(text.split())]
        if kind == "poss":
            return text, {"'s": None}
        if kind == "ampm":
            letter = text.replace(".", "").strip()[0]
            return text, {"AMPM": 0 if letter == "a" else 12}
        return text, number_entry(kind, text)

    def tokens(self, low: str, start: int, end: int, limit: int = MAX_TOKENS) -> list[Token]:
        """Cut `low[start:end]` into tokens until a word that no rule knows."""
        found: list[Token] = []
        match_at, plain_at = self.token.match, _PLAIN.match
        table, first, keys = self.table, self.first, self.keys_of_words
        at = start
        while at < end and len(found) < limit:
            match = plain_at(low, at, end)
            if match is not None and match[1] not in first and match[1][:2] not in _HALVES:
                # a word that begins no phrase: most are, and this tells it without going through all the shapes
                text = match[1]
                entry = table.get(text)
                stop = match.end()
                gap = stop - len(text)
                is_word = True
            else:
                match = match_at(low, at, end)
                if match is None:
                    break
                stop = match.end()
                is_word = match.lastgroup == "word"
                text, entry = self.entry(match)
                gap = stop - len(text)
                if (
                    text in lexicon.UNIT_LETTERS
                    and found
                    and found[-1].end == gap
                    and found[-1].entry.keys() & {"INT", "FLOAT"}
                ):
                    entry = {"UL": lexicon.UNIT_LETTERS[text]}
                    if text == "h":
                        entry["h"] = None
                elif text[0].isdigit() and low[max(0, gap - 2) : gap].rstrip().endswith(_MONEY):
                    entry = {"BIG": None}
            if not entry and is_word and found and found[-1].entry.keys() & _COUNTS:
                ahead = match_at(low, stop, end)
                following = self.entry(ahead)[1] if ahead else None
                if following and "UNITS" in following:
                    entry = {"ADJ": None}  # "two bloody weeks"
            if not entry:
                break
            if gap - at > 1 and found and low.find("\n\n", at, gap) >= 0:
                break
            if text == "." and found and (found[-1].end != gap or "DAYN" not in found[-1].entry):
                break
            if len(found) >= _CALM and len(text) > 2 and sum([t.text == text for t in found]) >= 3:
                break  # the same word over and over is no date, and costs as if it were one
            if text in lexicon.ABBREVIATIONS and stop < end and low[stop] == ".":
                stop += 1
            key = keys.get(text) if entry is table.get(text) else None
            if key is None:
                key = self.key(entry)
                if entry is table.get(text):
                    keys[text] = key
            found.append(Token(gap, stop, text, entry, key))
            at = stop
        return found

    def left(self, low: str, lowest: int, at: int) -> list[int]:
        """Give the places at which the run of known words before `at` may begin, the earliest first, `at` last."""
        starts = self._back(low, lowest, at, REACH // 3)
        if starts is None:
            starts = self._back(low, lowest, at, REACH) or [at]
        return starts

    def _back(self, low: str, lowest: int, at: int, reach: int) -> list[int] | None:
        """Do the work of `left` within `reach` characters; None if more are needed to tell."""
        begin = max(lowest, at - reach)
        last = reach == REACH or begin == lowest
        words = list(self.back.finditer(low, begin, at))
        if begin > lowest and words and words[0].start() == begin:
            words = words[1:]
        edge = at
        starts = [at]
        skipped = False
        known, inner = self.known, self.inner
        for match in reversed(words[-14:]):
            word = match.group()
            start, stop = match.span()
            if edge - stop > 1 and low.find("\n\n", stop, edge) >= 0:
                break
            if (
                word in known
                or word in inner
                or word[0].isdigit()
                or word in ("a.m", "p.m")
                or (stem := word.partition("'")[0]) in known
                or stem in inner
            ):
                if skipped and not (word[0].isdigit() or self.table.get(word, {}).keys() & _COUNTS):
                    break
                skipped = False
                edge = start
                starts.append(edge)
            elif edge == at and word.isalpha() and low[stop:at].isspace():
                edge = start  # an adjective, if a number stands before it
                skipped = True
            elif word == "." and edge - stop <= 1 and low[start - 1 : start].isalnum():
                continue
            else:
                break
        else:
            if not last:
                return None
        starts.reverse()
        return starts


TRIGGERS = frozenset(
    [
        "MONTH",
        "WEEKDAY",
        "WEEKDAYS",
        "UNIT1",
        "UNITS",
        "SEASON",
        "SEASONS",
        "PART",
        "PARTS",
        "TODAY",
        "TONIGHT",
        "NOON",
        "SETADV",
        "REF",
        "HOLIDAY",
        "OCLOCK",
        "EOP",
        "YTD",
        "TODATE",
        "THETIME",
        "QUARTERN",
        "HALFYEAR",
        "DDAY",
        "ASAP",
        "TENSIES",
        "SMALLHOURS",
        "OFFICE",
        "ERA",
        "FISCAL",
    ],
)
TRIGGER_WORDS = frozenset(
    [
        "atm",
        "now",
        "currently",
        "current",
        "presently",
        "nowadays",
        "recently",
        "recent",
        "former",
        "formerly",
        "lately",
        "future",
        "past",
        "soon",
        "shortly",
        "anniversary",
    ],
)
PLANNING_WORDS = sorted(
    [
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
        "noonish",
        "eoy",
        "eom",
        "bom",
        "lunch",
        "dinner",
        "breakfast",
        "school",
        "next",
        "later",
        "last",
    ]
)
PLANNING_WORDS += sorted({*lexicon.TENS, *lexicon.TEENS, *lexicon.ORDINALS} - {"ten", "eleven", "twelve"})


_RUN = re.compile(r"'?\d+")


@lru_cache(maxsize=8192)
def number_entry(kind: str, text: str) -> Entry | None:
    """Give the categories of a numeric token; None when it can be no part of a date."""
    entry: Entry = {}
    if kind == "int":
        plain = text.replace(",", "")
        value, size = int(plain), len(plain)
        entry["INT"] = value
        if plain != text or size > 4:
            if (
                size == 8
                and plain == text
                and _real(int(text[:4]), int(text[4:6]), int(text[6:]))
                and 1500 < int(text[:4]) < 2200
            ):
                return {"FULL": (int(text[:4]), int(text[4:6]), int(text[6:]))}
            return entry if size < 8 else {"BIG": value}
        if size <= 2:
            if 1 <= value <= 31:
                entry["DAYN"] = value
            if 1 <= value <= 12:
                entry["MN"] = value
            if value <= 24:
                entry["HR"] = value
            if size == 2:
                entry["YY"] = value
                if value <= 59:
                    entry["MIN2"] = value
        elif size == 3:
            entry["YR3"] = value
            if value % 100 < 60 and value >= 100:
                entry["CLK3"] = (value // 100, value % 100)
        else:
            if 1000 <= value <= 2999:
                entry["YR"] = value
            if value % 100 < 60 and value // 100 <= 24:
                entry["CLK4"] = (value // 100, value % 100)
        return entry
    if kind == "ord":
        value = int(text[:-2])
        entry["ORDN"] = value
        if 1 <= value <= 31:
            entry["DAYO"] = value
        return entry
    if kind == "clock":
        parts = text.replace("h", ":").split(":")
        hour, minute = int(parts[0]), int(parts[1])
        second = int(float(parts[2])) if len(parts) > 2 else None
        if hour <= 24 and minute < 60 and (second or 0) < 60:
            return {"CLK": (hour, minute, second)}
        return None
    if kind == "num3":
        return _numeric_date(text)
    if kind == "ym":
        one, two = re.split(r"[-/]", text)
        entry = {"YM": (int(one), int(two)) if len(one) == 4 else (int(two), int(one))}
        if len(one) == 4 and len(two) == 2 and int(two) > int(one[2:]):
            entry["YRANGE"] = (int(one), int(one[:2] + two))
        return entry
    if kind == "num2":
        return _pair(text)
    if kind == "decade":
        digits = "".join(c for c in text if c.isdigit())
        entry["DECADE"] = (int(digits), len(digits))
        return entry
    if kind == "iw":
        digits = text.replace("-", "").replace("w", "")
        return {"ISOWEEK": (int(digits[:4]), int(digits[4:6]), int(digits[6:] or 0))}
    if kind == "qy":
        year, quarter = text.split("q")
        return {"QY": (int(year) if len(year) == 4 else 2000 + int(year), int(quarter))}
    if kind == "yy":
        return {"YYQ": int(text[1:])}
    if kind == "float":
        return {"FLOAT": float(text)}
    if kind == "iso":
        clock = text[11:].rstrip("z")
        zone = "z" if text.endswith("z") else None
        for sign in "+-":
            if sign in clock:
                clock, _, rest = clock.partition(sign)
                zone = sign + rest
        parts = [p.partition(".")[0].partition(",")[0] for p in clock.split(":")]
        y, m, d = int(text[:4]), int(text[5:7]), int(text[8:10])
        h, mi = int(parts[0]), int(parts[1])
        s = int(parts[2]) if len(parts) > 2 else None
        if _real(y, m, d) and h < 24 and mi < 60 and (s or 0) < 60:
            return {"ISODT": (y, m, d, h, mi, s, zone)}
    return None


def _real(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= days_in_month(year, month)


def _numeric_date(text: str) -> Entry | None:
    sep = next(letter for letter in text if not letter.isdigit())
    a, b, c = (int(p) for p in text.split(sep))
    first, _, third = text.split(sep)
    if len(first) == 4:
        if len(third) > 2:
            return None
        if _real(a, b, c):
            return {"FULL": (a, b, c)}
        return {"FULL": (a, c, b)} if sep == "-" and _real(a, c, b) else {"BADDATE": (a, b, c)}
    if len(third) not in (2, 4) or len(first) > 2:
        return None
    year = c if len(third) == 4 else c + (1900 if c >= 50 else 2000)
    readings = []
    if _real(year, a, b):
        readings.append((year, a, b))
    if _real(year, b, a) and a != b:
        readings.append((year, b, a))
    if not readings:
        return None
    if len(third) == 2 and sep == ".":
        return {"NUMDATE": (sep, readings), "DOTS": None}
    return {"NUMDATE": (sep, readings)}


def _pair(text: str) -> Entry | None:
    entry: Entry = {}
    strong = text.endswith(".")
    plain = text.rstrip(".")
    sep = "/" if "/" in plain else "."
    first, second = plain.split(sep)
    a, b = int(first), int(second)
    readings = []
    if 1 <= a <= 12 and 1 <= b <= days_in_month(2000, a):
        readings.append((a, b))
    if 1 <= b <= 12 and 1 <= a <= days_in_month(2000, b) and a != b:
        readings.append((b, a))
    if sep == "/":
        if readings:
            entry["MD2"] = (sep, readings)
        if b in (2, 3, 4, 8) and a < b:
            entry["FLOAT"] = a / b
        return entry or None
    if strong and readings:
        entry["MDDOTS"] = (sep, readings)
    elif strong:
        entry["FLOAT"] = float(plain)
    if readings:
        entry["MDDOT"] = (sep, readings)
    if len(plain) - len(first) == 3 and a <= 24 and b < 60:  # a sentence may end with it
        entry["CLKDOT"] = (a, b)
    if not strong:
        entry["FLOAT"] = float(plain)
    return entry
