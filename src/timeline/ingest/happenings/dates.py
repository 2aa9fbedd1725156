"""When a clause was: which of the dates of a sentence dates it, and which only compare, name or count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.ingest.clauses.words import DETERMINERS
from timeline.ingest.happenings.base import Base
from timeline.ingest.happenings.steps import token_at
from timeline.ingest.happenings.types import Telling, When
from timeline.ingest.lexicon import PREPOSITIONS, each
from timeline.ingest.roles import owner_before
from timeline.timex import Resolved, Timex

if TYPE_CHECKING:
    from timeline.ingest.clauses import Clause, Group, Parsed, Token

_COUNTS = each("two three four five six seven eight nine ten several many few deadly fatal")
_AWAY = frozenset(
    [
        "after",
        "following",
        "since",
        "over",
        "about",
        "of",
        "despite",
        "before",
        "until",
        "for",
        "from",
        "condemned",
        "recalled",
    ]
)


_PREPOSITION = re.compile(r"\b(?:on|in|at|during|since|by|until|before|after|from|between)\s+$", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:than|as|from|compared (?:with|to)|versus)\s+(?:in |on |at |the |for )*$")
_FROM = re.compile(r"\bfrom $")
_EARLIER = re.compile(r"(?:earlier|ago|before|previous year|last year)$")
_COMPARED_TO = re.compile(r"\b(?:from|than|with|to|on) $")
_COMPARED_FIGURE = re.compile(r"\b(?:from|than|with|against|versus) [^,;:]*\d[^;:]* $")
"""Before "a year earlier": a figure that another is compared with."""
_TERM = re.compile(r"\b(?:months?|year|quarter|half|weeks?|period|season) (?:to|ended|ending|to the end of|through) $")
_SET_FOR = re.compile(
    r"\b(?:set|scheduled|planned|called|due|fixed|slated|billed|date|hearing|election|vote|strike) for $"
)
_COARSE = re.compile(r"\d{4}(?:-\d\d)?")
_SINCE = re.compile(r"\bsince(?: the)? $")
_NAMED_BY_YEAR = re.compile(
    r"\s+(?:budget|season|edition|model|census|report|guidelines|vintage|figures|world cup|"
    r"olympics|act|law|convention|film|novel|album)\b"
)
_OWNED = re.compile(r"\b(?:the|a|an|its|his|her|their) $")
_YEAR = re.compile(r"\d{4}$")
_WORD_AFTER = re.compile(r"\s+[a-z]")
_COLONS = frozenset([":", "–", "—", "-"])
_DAYS = frozenset(["today", "yesterday", "tomorrow"])
_PART_OF_DAY = re.compile(r"the (?:night|day|morning|evening|afternoon)$")
_BESIDE = re.compile(r"\s+([a-z]+)")


class Dates(Base):
    """Finds the date that a clause is told with."""

    def _lent(self, parsed: Parsed, dated: dict[int, When | None]) -> None:
        """Date "apologised in a video posted on Tuesday" by the video: what is said in something is said with it."""
        for number, clause in enumerate(parsed.clauses):
            parent = clause.parent
            if parent is None and number == 0 and len(parsed.clauses) > 1 and parsed.clauses[1].parent is None:
                parent = 1  # "In a statement published on Friday, the bank said"
            if clause.group is None or not clause.group.reduced or parent is None or dated.get(number) is None:
                continue
            first = owner_before(parsed, clause)[0]
            within = first > 0 and parsed.tokens[first - 1].low in {"in", "at", "during"}
            above = parsed.clauses[parent].group
            free = within and dated.get(parent) is None and above is not None and above.past
            cls = above.cls if above is not None else None
            if free and cls is not None and ("report" in cls.flags or cls.name in {"meeting", "plea", "appearing"}):
                dated[parent], dated[number] = dated[number], None

    def _date(self, telling: Telling, number: int) -> When | None:
        """Give the date that a clause is told with."""
        clause = telling.parsed.clauses[number]
        times = telling.parsed.times
        best: tuple[float, When] | None = None
        for index in clause.times:
            when = self._resolved(telling, times[index], index)
            if when is None:
                continue
            weight = self._weight(telling, clause, index, when)
            if weight > 0 and (best is None or weight > best[0]):
                best = weight, when
        return best[1] if best else None

    def _resolved(self, telling: Telling, time: Timex, index: int) -> When | None:
        outcome = time.outcome
        if not isinstance(outcome, Resolved) or time.type == "SET":
            return None
        start, end = time.whole or (time.start, time.end)
        if time.whole and index and telling.parsed.times[index - 1].whole == time.whole:
            pass
        before = self.text[max(telling.sentence.start, start - 9) : start]
        head = _PREPOSITION.search(before) if before[-1:].isspace() else None
        if head and self.text[end : end + 2] not in {"’s", "'s"}:
            start -= len(head.group())
        return When(outcome.edtf, start, end, outcome.rule, outcome.anchor, outcome.anchor_kind)

    def _weight(self, telling: Telling, clause: Clause, index: int, when: When) -> float:
        """Say how well a date dates its clause; 0: not at all."""
        text, time = self.text, telling.parsed.times[index]
        before = text[max(telling.sentence.start, time.start - 60) : time.start].lower()
        after = text[time.end : time.end + 30].lower()
        here = token_at(telling.parsed.tokens, time.start)
        tokens = telling.parsed.tokens
        if before.rstrip().endswith(self.comparing):
            return 0.0
        if before[-1:].isspace():
            if _COMPARES.search(before) and not _FROM.search(before):
                return 0.0
            if (_COMPARED_TO.search(before) or _COMPARED_FIGURE.search(before)) and _EARLIER.search(time.text.lower()):
                return 0.0
            if _TERM.search(before):
                return 0.0
            if before.endswith(" for ") and not _SET_FOR.search(before) and _COARSE.fullmatch(when.edtf):
                return 0.0
            if _SINCE.search(before) and self.superlative.search(before):
                return 0.0
            if time.type == "DATE" and _NAMED_BY_YEAR.match(after) and _OWNED.search(before):
                return 0.0
        if time.text.lower() in _DAYS and index + 1 < len(telling.parsed.times):
            named = telling.parsed.times[index + 1]
            if text[time.end : named.start] in {", ", " ", " ("}:
                return 0.0  # "today, 24 April 2023": the day that is named
        if before.endswith("(") and after.startswith(")") and "T" in when.edtf:
            return 0.0  # "at 9 p.m. local time (2 p.m. EDT)": the same, told again
        prior = before.split()[-1:] or [""]
        # "the 2008 crisis", "a 1951 treaty": a date that only tells which one
        if (
            prior[0] in {"the", "a", "an", "its", "his", "her", "their", "this"}
            and _YEAR.match(time.text)
            and _WORD_AFTER.match(after)
        ):
            follows = after.split()[0].strip(",.;")
            if follows not in {"and", "when", "after", "he", "she", "but", "with", "by"}:
                return 0.0
        if prior[0] in {"a", "an"} and when.rule == "weekday":
            return 0.0  # "on this date, a Saturday"
        weight = 1.0
        if telling.block.kind == "entry" and time.start < telling.sentence.start + 4 and after[:1] in _COLONS:
            weight += 1.0
        group = clause.group
        if before.endswith(" by "):
            weight -= 0.5  # "hit the town on Monday, killing 11,200 by Wednesday"
        if here <= clause.spans[0][0] + 2:
            weight += 0.2
        if time.type == "TIME" and _PART_OF_DAY.match(time.text.lower()):
            beside = _BESIDE.match(after)
            if beside is not None and beside.group(1) not in PREPOSITIONS and beside.group(1) not in self.words.verbs:
                return 0.0
        if time.type == "TIME" or "T" in when.edtf:
            weight += 0.05
        noun = self._noun_before(tokens, here)
        if noun is not None and group is not None and here > group.last and self._present_perfect(tokens, group, when):
            return 0.0
        if noun is not None and group is not None and here > group.first:
            at, governor = noun
            determined = tokens[at - 1].low not in PREPOSITIONS
            stated = at > 1 and tokens[at - 1].low == "of" and tokens[at - 2].low == "state"  # of emergency
            if not stated and governor in _AWAY and (governor != "for" or determined):
                return 0.0
        elif noun is not None and group is not None and noun[1] in {"after", "following", "despite", "since"}:
            return 0.0
        possessive = here + 1 < len(tokens) and tokens[here + 1].low == "’s"
        if possessive or self._names_noun(tokens, here):
            if (
                group is not None
                and here < group.first
                and not any(t.low in PREPOSITIONS for t in tokens[clause.subject[0] : here])
            ):
                return weight
            if (
                group is not None
                and group.lemma in self.words.words["takes-part"]
                and group.last < here <= group.last + 3
            ):
                return 0.9
            back = next((t.low for t in reversed(tokens[max(0, here - 3) : here]) if t.low in PREPOSITIONS), "")
            return 0.3 if back in {"at", "in", "during"} else 0.0
        return weight

    def _present_perfect(self, tokens: list[Token], group: Group, when: When) -> bool:
        """Tell "have arrested two men in the shooting of an officer Thursday": a day gone by does not date "have"."""
        past = self.published is None or when.edtf[:10] < self.published
        return group.perfect and tokens[group.first].low in {"have", "has", "’ve", "'ve"} and past

    def _names_noun(self, tokens: list[Token], here: int) -> bool:
        """Tell whether a date says which happening a noun means: "all four early Sunday shootings"."""
        ahead = here + 1
        if ahead >= len(tokens) or tokens[ahead].mention is not None or tokens[ahead].low not in self.words.nouns:
            return False
        if _YEAR.fullmatch(tokens[here].low):
            return False  # "the 2008 crisis": a name
        begin = here
        while begin > 0 and tokens[begin].time == tokens[here].time:
            begin -= 1
        before = tokens[begin]
        return before.low in DETERMINERS | _COUNTS or before.low in {"of", "after", "over", "about", "to", "for", "’s"}

    def _noun_before(self, tokens: list[Token], here: int) -> tuple[int, str] | None:
        """Give the event noun right before a date, and the preposition or verb that governs it."""
        at = here - 1
        if at >= 0 and tokens[at].low in {"since", "until", "before", "after", "by", "than", "till"}:
            return None
        while at > 0 and tokens[at].low in {
            "on",
            "in",
            "of",
            "at",
            "the",
            "late",
            "early",
            "from",
            "by",
            "here",
            "there",
        }:
            at -= 1
        # "the murder of her neighbour in 2019", "an attack on the city last month"
        for back in range(at, max(-1, at - 7), -1):
            token = tokens[back]
            if token.time >= 0 or token.low in {",", ";", "and"}:
                return None
            if token.mention is None and token.low in self.words.nouns and not token.raw[0].isupper():
                governor = back - 1
                while (
                    governor >= 0
                    and back - governor < 6
                    and tokens[governor].low not in PREPOSITIONS
                    and tokens[governor].low not in self.words.verbs
                ):
                    governor -= 1
                return back, tokens[governor].low if governor >= 0 else ""
            if (
                token.low in self.words.verbs
                and token.mention is None
                and (self.words.verbs[token.low].past or self.words.verbs[token.low].base)
            ):
                return None
        return None
