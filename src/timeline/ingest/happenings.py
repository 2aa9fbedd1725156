"""
The dated happenings of a text: which clause tells one, when it was, and what the words are.

A happening is a clause with a date of its own, or an event noun with one ("an invasion of August"); or a clause
that the text ties to another ("at the time", "during the event", "months after Ukraine discovered …"). A verb of
saying is one only if what was said has no date of its own. Wishes, comparisons, habits, questions, scores and
opinions are none. Every date keeps its phrase, its anchor and the rule it came by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from timeline.edtf import bounds, parse
from timeline.edtf.civil import civil_from_days
from timeline.errors import TimelineError
from timeline.ingest.clauses import Clause, Parsed, Token
from timeline.ingest.lexicon import PREPOSITIONS, VerbClass, each, lexicon
from timeline.ingest.roles import Actors, Part, _owner_before, parts, place
from timeline.ingest.types import Unread
from timeline.model import fold
from timeline.timex import Ambiguous, Resolved, Timex, Unresolved

if TYPE_CHECKING:
    from timeline.ingest.blocks import Block, Sentence

_FIRST_PERSON = each("i we us our my you your")
_WISH = each("would could may might must should can can't cannot can’t")
_NUMBERS = {
    w: n
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1}
_ORDINALS = {w: n for n, w in enumerate(["zeroth", "first", "second", "third", "fourth", "fifth", "sixth"])}
_AMOUNT = re.compile(
    r"(?:just |about |some |nearly |almost |around |over |more than |less than )*(\d+|[a-z]+)? ?"
    r"(day|week|month|year|decade)s?$"
)
_ORDINAL_SPAN = re.compile(
    r"\b(second|third|fourth)\s+(time|meeting|visit|summit|attack|strike|trip|talks|test|launch|election|hearing|earthquake|flood)\b[^.;]{0,12}?\b(?:in|for|within|over)\s*$"
)
_NOMINAL_AFTER = re.compile(r"\s+(?:of|in|on|from)\s+(?:the\s+)?$")
_LONG = each(
    "invasion war conflict occupation siege campaign offensive crisis strike pandemic famine drought trial revolution"
)
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
_EARLIER = re.compile(r"\b(?:the|a|an|his|her|its|their) (?:previous|earlier|first|last|prior) ([a-z]+)\b")
_WITHIN = re.compile(r"\b(?:in|during|amid|since) (?:its|the|this|that|his|her|their) ([a-z-]+)\b")
_DURING = re.compile(r"\b(?:during|at|in) (?:the|this|that|these|those) ([a-z]+)\b")
_SCORE = re.compile(r"\b\d{1,2}[-–]\d{1,2}\b")
DAY = 86400


@dataclass(slots=True, eq=False)
class When:
    """A date as a passage gives it."""

    edtf: str
    start: int
    end: int
    rule: str
    anchor: str | None = None
    anchor_kind: str | None = None
    anchor_of: Happening | None = None
    note: str | None = None


@dataclass(slots=True, eq=False)
class Happening:
    """Something that happened, as one passage tells it."""

    start: int
    end: int
    when: When
    cls: VerbClass
    lemma: str
    title: str
    parts: list[Part]
    place: tuple[str, int, int, object] | None
    confidence: float
    sentence: int
    reasons: list[str] = field(default_factory=list)
    words: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    """Kinds of happening that its event nouns name."""
    nominal: bool = False
    definite: str | None = None
    """The kind of the event noun that is its subject ("the accident happened at …")."""
    planned: bool = False
    caption: bool = False
    others: list[Happening] = field(default_factory=list)
    """Passages that tell the same."""
    uid: str = ""


@dataclass(slots=True)
class Telling:
    """A sentence worth reading, taken apart."""

    sentence: Sentence
    parsed: Parsed
    block: Block
    number: int


class Reader:
    """Goes through the sentences of a text and gathers its happenings."""

    def __init__(self, text: str, published: str | None, actors: Actors) -> None:
        self.text = text
        self.published = published
        self.actors = actors
        self.words = lexicon()
        self.found: list[Happening] = []
        self.unread: list[Unread] = []
        self.waiting: list[tuple[Telling, re.Match[str]]] = []
        self.counted = False
        """Whether "the third time in two years" has been read; a text says it more than once."""
        self.sporting = False
        self.opinion = False
        self.claimed_dates: dict[int, str] = {}
        """Sentence: the date on which it says that something was said."""

    # ---- one sentence

    def read(self, telling: Telling) -> None:
        """Find the happenings of one sentence."""
        parsed = telling.parsed
        begin = len(self.found)
        self.actors.advance(telling.sentence.end)
        if not parsed.question:
            dated = {n: self._date(telling, n) for n in range(len(parsed.clauses))}
            self._lent(parsed, dated)
            for number in range(len(parsed.clauses)):
                self._clause(telling, number, dated)
            self._nominals(telling, dated)
            self._spans(telling, dated)
            if telling.block.kind in {"text", "entry"}:
                self._tied(telling, begin)
        self._unresolved(telling)
        self._subjects(telling)

    def finish(self) -> None:
        """Resolve what waited for a date told later ("in response", in the first lines)."""
        for telling, match in self.waiting:
            later = [h for h in self.found if telling.number < h.sentence <= telling.number + 4 and not h.caption]
            if later:
                self._tie(telling, match, min(later, key=lambda h: h.start), 0.55)

    def forget(self) -> None:
        """Let go of what was found, when it has been written."""
        self.found = []
        self.unread = []
        self.waiting = []
        self.claimed_dates = {}

    # ---- dates of clauses

    def _lent(self, parsed: Parsed, dated: dict[int, When | None]) -> None:
        """Date "apologised in a video posted on Tuesday" by the video: what is said in something is said with it."""
        for number, clause in enumerate(parsed.clauses):
            parent = clause.parent
            if clause.group is None or not clause.group.reduced or parent is None or dated.get(number) is None:
                continue
            first = _owner_before(parsed, clause)[0]
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
        head = re.search(
            r"(?:\b(?:on|in|at|during|since|by|until|before|after|from|between)\s+)$",
            self.text[max(telling.sentence.start, start - 9) : start],
            re.IGNORECASE,
        )
        if head:
            start -= len(head.group())
        return When(outcome.edtf, start, end, outcome.rule, outcome.anchor, outcome.anchor_kind)

    def _weight(self, telling: Telling, clause: Clause, index: int, when: When) -> float:
        """Say how well a date dates its clause; 0: not at all."""
        text, time = self.text, telling.parsed.times[index]
        before = text[max(telling.sentence.start, time.start - 60) : time.start].lower()
        after = text[time.end : time.end + 30].lower()
        here = _token_at(telling.parsed.tokens, time.start)
        tokens = telling.parsed.tokens
        if any(before.rstrip().endswith(cue) for cue in self.words.words["comparison"]) or (
            re.search(r"\b(?:than|as|from|compared (?:with|to)|versus)\s+(?:in |on |at |the |for )*$", before)
            and not re.search(r"\bfrom $", before)
        ):
            return 0.0
        if re.search(r"(?:earlier|ago|before|previous year|last year)$", time.text.lower()) and re.search(
            r"\b(?:from|than|with|to|on) $", before
        ):
            return 0.0
        if re.search(
            r"\b(?:months?|year|quarter|half|weeks?|period|season) (?:to|ended|ending|to the end of|through) $", before
        ):
            return 0.0
        if (
            before.endswith(" for ")
            and not re.search(
                r"\b(?:set|scheduled|planned|called|due|fixed|slated|billed|date|hearing|election|vote|strike) for $",
                before,
            )
            and re.fullmatch(r"\d{4}(?:-\d\d)?", when.edtf)
        ):
            return 0.0
        if re.search(r"\bsince(?: the)? $", before) and re.search(
            r"\b(?:" + "|".join(self.words.words["superlative"] - {"since"}) + r")\b", before
        ):
            return 0.0
        if (
            re.match(
                r"\s+(?:budget|season|edition|model|census|report|guidelines|vintage|figures|world cup|"
                r"olympics|act|law|convention|film|novel|album)\b",
                after,
            )
            and time.type == "DATE"
            and re.search(r"\b(?:the|a|an|its|his|her|their) $", before)
        ):
            return 0.0
        prior = before.split()[-1:] or [""]
        # "the 2008 crisis", "a 1951 treaty": a date that only tells which one
        if (
            prior[0] in {"the", "a", "an", "its", "his", "her", "their", "this"}
            and re.match(r"\d{4}$", time.text)
            and re.match(r"\s+[a-z]", after)
        ):
            follows = after.split()[0].strip(",.;")
            if follows not in {"and", "when", "after", "he", "she", "but", "with", "by"}:
                return 0.0
        weight = 1.0
        group = clause.group
        if here <= clause.spans[0][0] + 2:
            weight += 0.2
        if time.type == "TIME" and re.match(r"the (?:night|day|morning|evening|afternoon)$", time.text.lower()):
            beside = re.match(r"\s+([a-z]+)", after)
            if beside is not None and beside.group(1) not in PREPOSITIONS and beside.group(1) not in self.words.verbs:
                return 0.0
        if time.type == "TIME" or "T" in when.edtf:
            weight += 0.05
        noun = self._noun_before(tokens, here)
        if noun is not None and group is not None and here > group.first:
            at, governor = noun
            determined = tokens[at - 1].low not in PREPOSITIONS
            if governor in _AWAY and (governor != "for" or determined):
                return 0.0
        elif noun is not None and group is not None and noun[1] in {"after", "following", "despite", "since"}:
            return 0.0
        possessive = here + 1 < len(tokens) and tokens[here + 1].low == "’s"
        if possessive:
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

    # ---- clauses that tell

    def _clause(self, telling: Telling, number: int, dated: dict[int, When | None]) -> None:
        when = dated[number]
        parsed = telling.parsed
        clause = parsed.clauses[number]
        if when is None and clause.lead in {"and", "but", "then"} and clause.shared is not None and clause.shared >= 0:
            return
        if when is None:
            return
        group = clause.group
        if group is None:
            self._fragment(telling, clause, when)
            return
        cls, reason, planned = self._tells(telling, number)
        if cls is None:
            return
        report = "report" in cls.flags
        confidence = 0.75
        content = self._content(parsed, number) if report else []
        if report:
            self.claimed_dates.setdefault(telling.number, when.edtf)
            if any(dated[c] is not None and self._tells(telling, c)[0] is not None for c in content):
                return
            if content and self._is_attribution(telling, when):
                confidence -= 0.1
        spans = [*clause.spans]
        for c in content:
            spans += parsed.clauses[c].spans
        if not report:
            spans += [
                s
                for n, other in enumerate(parsed.clauses)
                if n != number and dated[n] is None and self._belongs(parsed, number, n)
                for s in other.spans
            ]
        who = parts(self.actors, parsed, number)
        for c in sorted(content, key=lambda n: (parsed.clauses[n].lead in {"who", "which", "whose"}, n)):
            have = {p.entity.uid for p in who}
            who += [p for p in parts(self.actors, parsed, c) if p.entity.uid not in have]
        confidence += 0.1 if who else -0.05
        confidence -= 0.15 if cls.name == "action" and group.verb is None else 0.0
        confidence -= 0.1 if planned or parsed.quoted > 0.5 else 0.0
        made = self._make(telling, clause, spans, when, cls, group.lemma, who, confidence)
        made.planned = planned
        made.reasons.append(reason)
        self.found.append(made)
        self._second_object(telling, made)
        self._again(telling, clause, made)
        for n, other in enumerate(parsed.clauses):
            # "met on Wednesday when China held a parade": the second happening has the date of the first
            if n == number + 1 and other.lead == "when" and dated[n] is None and other.subject[0] < other.subject[1]:
                its, why, _ = self._tells(telling, n)
                if its is not None and its.name in {"hosting", "election", "signing"} and its.name != cls.name:
                    dated_too = self._make(
                        telling,
                        other,
                        [when_span(other)],
                        when,
                        its,
                        other.group.lemma if other.group else "",
                        parts(self.actors, parsed, n),
                        0.6,
                    )
                    dated_too.reasons += [why, "told as of the same time"]
                    self.found.append(dated_too)

    def _again(self, telling: Telling, clause: Clause, made: Happening) -> None:
        """Make a second draft of "won it in 1971 and again in 1988", "put it at 12 on Monday and at 29 a day later"."""
        for index in clause.times:
            when = self._resolved(telling, telling.parsed.times[index], index)
            if when is None or when.start <= made.when.start:
                continue
            joint = re.search(
                r"\band (?:again |then |finally |later )?(?:(?:at|to|by) )?(?:[\d,.]+ )?$",
                self.text[made.when.end : when.start],
            )
            if joint is not None:
                second = replace(
                    made,
                    when=when,
                    start=made.when.end + joint.start() + 4,
                    end=when.end,
                    others=[],
                    reasons=[*made.reasons, "told to have happened again"],
                )
                second.parts = list(made.parts)
                self.found.append(second)

    def _second_object(self, telling: Telling, made: Happening) -> None:
        """Make two of "sent troops …, as well as missiles": what is given besides is given for itself."""
        if made.cls.name != "transfer":
            return
        match = re.search(
            r"\bas well as ((?:[a-z]+ ){0,4}[a-z]+)(?=[.,;]|$)", self.text[made.start : telling.sentence.end]
        )
        if match is None or not made.parts:
            return
        verb = re.search(r"\b[a-z]+(?:t|d|n|ve)\b", self.text[made.start : made.start + match.start()])
        telling_verb = next(
            (c.group for c in telling.parsed.clauses if c.group is not None and c.group.lemma == made.lemma), None
        )
        if verb is None or telling_verb is None:
            return
        said = " ".join(t.raw for t in telling.parsed.tokens[telling_verb.first : telling_verb.last + 1])
        second = replace(
            made,
            start=made.start + match.start(),
            end=made.start + match.end(),
            title=_short(f"{made.parts[0].entity.name} {said} {match.group(1)}"),
            confidence=made.confidence - 0.1,
            reasons=[*made.reasons, "given besides"],
            parts=list(made.parts),
            words=frozenset(fold(match.group(1)).split()),
            lemma=f"{made.lemma} besides",
            others=[],
        )
        second.start = min(second.start, second.when.start)
        self.found.append(second)

    def _belongs(self, parsed: Parsed, number: int, other: int) -> bool:
        """Tell whether an undated clause only goes on with what clause `number` tells."""
        clause = parsed.clauses[other]
        if clause.parent == number:
            return clause.lead in {"that", "who", "which", "whose", "where", ""} or (
                clause.group is not None and clause.group.reduced
            )
        return clause.shared == number and other == number + 1 and clause.lead in {"and", ""}

    def _is_attribution(self, telling: Telling, when: When) -> bool:
        return self.published is not None and when.edtf[:10] == self.published and len(telling.parsed.clauses) > 1

    def _content(self, parsed: Parsed, number: int) -> list[int]:
        """Give the clauses that tell what was said."""
        clause = parsed.clauses[number]
        inside = [
            n
            for n, c in enumerate(parsed.clauses)
            if c.parent == number and c.lead in {"", "that", "and", "how", "whether"}
        ]
        for n in list(inside):
            inside += [
                m
                for m, c in enumerate(parsed.clauses)
                if m not in inside and (c.shared == n or (c.parent == n and c.lead in {"", "that"})) and m > number
            ]
        if (
            not inside
            and number > 0
            and len(clause.spans) == 1
            and parsed.tokens[clause.spans[0][0]].low in {",", "”", '"'}
        ):
            # "A man was shot, police said on Monday": what was said stands before
            inside = [n for n in range(number) if parsed.clauses[n].group is not None]
        return inside

    def _tells(self, telling: Telling, number: int) -> tuple[VerbClass | None, str, bool]:
        """Say whether a clause tells a happening: its class, the reason, and whether it is still to come."""
        parsed = telling.parsed
        clause = parsed.clauses[number]
        group = clause.group
        if group is None:
            return None, "", False
        cls = group.cls or self.words.generic
        tokens = parsed.tokens
        subject = tokens[clause.subject[0] : clause.subject[1]]
        lows = {t.low for t in subject}
        if clause.lead in {"if", "unless", "whether"} or (
            clause.parent is not None and parsed.clauses[clause.parent].lead == "if"
        ):
            return None, "", False
        if group.modal in _WISH or group.negated:
            return None, "", False
        if (
            not any(t.quoted for t in subject)
            and lows & _FIRST_PERSON
            and (self.opinion or not (lows - _FIRST_PERSON))
            and parsed.quoted < 0.3
        ):
            return None, "", False
        if self.sporting and self._sporty(telling, cls):
            return None, "", False
        low = self.text[telling.sentence.start : telling.sentence.end].lower()
        planned = (
            group.modal in {"will", "shall", "won't"}
            or re.search(r"\b(?:is|are|was|were) (?:due|scheduled|expected|set|planned|slated|likely|to be)\b", low)
            is not None
        )
        tense = group.past or group.perfect or planned or group.reduced or (group.gerund and group.finite)
        terse = telling.block.kind == "entry"
        if "state" in cls.flags:
            found = self._state(parsed, clause, group.lemma)
            if found is None and not planned:
                return None, "", False
            if (
                found is None
                and not any(t.low in self.words.nouns for t in tokens[clause.subject[0] : clause.body[1]])
                and group.lemma != "be"
            ):
                return None, "", False
            cls = found or self.words.generic
        if not tense and not terse and not (group.finite and "report" in cls.flags) and not group.gerund:
            return None, "", False
        if not group.past and not group.perfect and not planned and group.passive and not terse and not group.reduced:
            return None, "", False
        what = f"“{group.lemma}” tells a happening ({cls.name})"
        return cls, what, planned

    def _state(self, parsed: Parsed, clause: Clause, lemma: str) -> VerbClass | None:
        """Give the class of the event noun in "there was an explosion", "had surgery", "the vote was on Monday"."""
        tokens = parsed.tokens
        body = tokens[clause.body[0] : clause.body[1]]
        subject = tokens[clause.subject[0] : clause.subject[1]]
        outcomes = [parsed.times[n].outcome for n in clause.times]
        times = {outcome.rule for outcome in outcomes if isinstance(outcome, Resolved)}
        for token in body[:8]:
            if token.mention is None and token.low in self.words.nouns:
                return self.words.nouns[token.low]
            if token.low in PREPOSITIONS and lemma != "have":
                break
        for token in reversed(subject):
            if token.low in PREPOSITIONS:
                break
            if (
                token.mention is None
                and token.low in self.words.nouns
                and lemma == "be"
                and body
                and (body[0].low in PREPOSITIONS or body[0].time >= 0)
            ):
                return self.words.nouns[token.low]
        if (
            lemma == "be"
            and any(t.low in self.words.words["office"] or t.low in self.words.words["title"] for t in body[:6])
            and times & {"years", "from-to", "range", "numeric-range", "years-short"}
        ):
            return self.words.verbs["serve"].first
        return None

    def _sporty(self, telling: Telling, cls: VerbClass) -> bool:
        low = self.text[telling.sentence.start : telling.sentence.end].lower()
        return cls.name in {
            "sport",
            "career",
            "action",
            "attack",
            "business",
            "transfer",
            "change",
            "movement",
            "occurrence",
            "meeting",
            "ending",
            "creation",
            "statement",
            "hosting",
            "disaster",
        } and (
            any(re.search(rf"\b{re.escape(w)}\b", low) for w in self.words.words["sport"])
            or _SCORE.search(low) is not None
            or cls.name in {"sport", "statement", "career"}
        )

    def _fragment(self, telling: Telling, clause: Clause, when: When) -> None:
        """Take a sentence without a verb: an entry of a list, a line of a log."""
        tokens = telling.parsed.tokens
        nouns = [t for t in tokens if t.mention is None and t.low in self.words.nouns]
        if telling.block.kind != "entry" and not (nouns and telling.block.kind == "text"):
            return
        words = [t for t in tokens if t.low.isalpha() and t.time < 0]
        if len(words) < 2:
            return
        cls = self.words.nouns[nouns[0].low] if nouns else self.words.generic
        who = parts(self.actors, telling.parsed, 0)
        made = self._make(telling, clause, clause.spans, when, cls, nouns[0].low if nouns else "", who, 0.55)
        made.reasons.append("a dated entry without a verb")
        self.found.append(made)

    # ---- event nouns with a date of their own

    def _nominals(self, telling: Telling, dated: dict[int, When | None]) -> None:
        parsed = telling.parsed
        tokens = parsed.tokens
        taken = {w.end for w in dated.values() if w is not None}
        for index, time in enumerate(parsed.times):
            when = self._resolved(telling, time, index)
            if when is None or when.end in taken or (self.sporting and telling.block.kind == "text"):
                continue
            here = _token_at(tokens, time.start)
            cls: VerbClass | None = None
            at = here
            found = self._noun_before(tokens, here)
            if found is not None:
                at = found[0]
                cls = self.words.nouns[tokens[at].low]
                first, last = at, here + 1
            elif here + 1 < len(tokens) and tokens[here + 1].low == "’s":
                for ahead in range(here + 2, min(here + 6, len(tokens))):
                    if tokens[ahead].mention is None and tokens[ahead].low in self.words.nouns:
                        at, cls = ahead, self.words.nouns[tokens[ahead].low]
                        break
                first, last = here, at + 1
            if (
                cls is None
                or "sport" in cls.flags
                or "change" in cls.flags
                or tokens[at].low in {"statement", "remarks", "interview", "report", "results", "end", "rise", "fall"}
            ):
                continue
            while (
                first > 0
                and first > at - 5
                and tokens[first - 1].low not in PREPOSITIONS
                and tokens[first - 1].time < 0
                and (tokens[first - 1].low.isalpha() or tokens[first - 1].mention is not None)
                and not (
                    tokens[first - 1].low in self.words.verbs
                    and self.words.verbs[tokens[first - 1].low].past
                    and tokens[first - 1].mention is None
                )
            ):
                first -= 1
            low = self.text[time.start - 30 if time.start > 30 else 0 : time.start].lower()
            if any(low.rstrip().endswith(cue) for cue in self.words.words["comparison"]):
                continue
            clause = Clause(None, (first, last), (last, last), "", spans=[(first, last)])
            made = self._make(telling, clause, [(first, last)], when, cls, tokens[at].low, [], 0.5)
            made.nominal = True
            made.reasons.append(f"“{tokens[at].raw}” has a date of its own")
            self.found.append(made)
            taken.add(when.end)

    # ---- lengths of time

    def _spans(self, telling: Telling, dated: dict[int, When | None]) -> None:
        """Read lengths of time that place something: since, after, the third time in, in just three months."""
        parsed = telling.parsed
        for _index, time in enumerate(parsed.times):
            if isinstance(time.outcome, Resolved):
                continue
            amount = _AMOUNT.search(time.text.lower())
            if amount is None:
                continue
            count = (
                _NUMBERS.get(amount.group(1) or "", None)
                if not (amount.group(1) or "").isdigit()
                else int(amount.group(1))
            )
            unit = amount.group(2)
            after = self.text[time.end : telling.sentence.end]
            before = self.text[telling.sentence.start : time.start]
            here = _token_at(parsed.tokens, time.start)
            number = next((n for n, c in enumerate(parsed.clauses) if c.holds(here)), 0)
            ordinal = _ORDINAL_SPAN.search(before.lower())
            if ordinal and count and self.published:
                self._ordinal(telling, time, ordinal, count, unit)
            elif re.match(r"\s+(?:since|after|following|on from|before)\b", after.lower()):
                self._since(telling, dated, number, time, count, unit, after)
            elif re.search(r"\b(?:in|over|within|during) (?:just |only |about |under )?$", before.lower()):
                self._within(telling, dated, number, time, count, unit)

    def _ordinal(self, telling: Telling, time: Timex, ordinal: re.Match[str], count: int, unit: str) -> None:
        earlier = _ORDINALS[ordinal.group(1)] - 1
        if self.counted or self.published is None or len(self.published) != 10:
            return
        self.counted = True
        low = _shift(self.published, -count, unit)[: 4 if unit in {"year", "decade"} and count > 5 else 7]
        start = telling.sentence.start + ordinal.start()
        lead = re.search(r"\b(?:for )?(?:the |a )$", self.text[telling.sentence.start : start], re.IGNORECASE)
        start -= len(lead.group()) if lead else 0
        when = When(
            f"[{low}..{_day(self.published, -1)}]",
            start,
            time.end,
            "ordinal-within-span",
            self.published,
            "publication",
        )
        verb = next(
            (
                n
                for n, c in enumerate(telling.parsed.clauses)
                if c.group is not None and c.group.cls is not None and "state" not in c.group.cls.flags
            ),
            None,
        )
        clause = telling.parsed.clauses[verb if verb is not None else 0]
        who = parts(self.actors, telling.parsed, verb) if verb is not None else []
        cls = (
            clause.group.cls
            if verb is not None and clause.group is not None and clause.group.cls is not None
            else self.words.nouns.get(ordinal.group(2), self.words.generic)
        )
        for n in range(1, earlier + 1):
            made = self._make(
                telling,
                clause,
                clause.spans,
                when,
                cls,
                clause.group.lemma if clause.group else ordinal.group(2),
                list(who),
                0.45,
            )
            made.title = f"Earlier ({n} of {earlier}): {made.title}"
            made.start = min(made.start, start)
            made.reasons.append(f"“{ordinal.group(1)} {ordinal.group(2)}” tells that there were {earlier} before")
            made.words = frozenset([*made.words, f"earlier{n}"])
            self.found.append(made)

    def _since(
        self,
        telling: Telling,
        dated: dict[int, When | None],
        number: int,
        time: Timex,
        count: int | None,
        unit: str,
        after: str,
    ) -> None:
        """Read "80 years since the end of the war", "months after Ukraine discovered a unit": its other end."""
        parsed = telling.parsed
        anchor = dated.get(number)
        link = after.split(maxsplit=1)[0].lower()
        sub = next(
            (
                n
                for n in range(number + 1, len(parsed.clauses))
                if parsed.clauses[n].lead in {"after", "since", "before", "following"}
                and n not in [k for k, w in dated.items() if w is not None]
            ),
            None,
        )
        base = anchor.edtf if anchor else (self.published if link in {"since", "on"} else None)
        if base is None and number < len(parsed.clauses):
            # "the vote came two days after gunmen stormed the town"
            span = parsed.clauses[number].subject
            what = next((t.low for t in parsed.tokens[span[0] : span[1]] if t.low in self.words.nouns), None)
            definite = parsed.tokens[span[0]].low in {"the", "this", "that"} if span[0] < span[1] else False
            known = self._antecedent(what, telling) if what is not None and definite else None
            base = known.when.edtf if known is not None else None
        kind = "text" if anchor else "publication"
        if base is None or not re.match(r"\d{4}", base) or "/" in base:
            self._after_noun(telling, number, dated, time, count, unit, after)
            return
        sign = 1 if link == "before" else -1
        if count is not None:
            text = _shift(base, sign * count, unit)
            text = text[
                : {
                    "day": 10,
                    "week": 10,
                    "month": 7,
                    "year": 4 if len(base) == 10 and link == "since" else len(base),
                    "decade": 4,
                }[unit]
            ]
        else:
            edge = _shift(base, sign * 2, unit)[: 7 if unit in {"month", "year"} else 10]
            text = f"[..{edge}]" if sign < 0 else f"[{edge}..]"
        when = When(
            text, time.start, time.end + len(after) - len(after.lstrip()) + len(link), f"span-{link}", base, kind
        )
        if sub is not None and _token_at(parsed.tokens, time.end) + 1 >= parsed.clauses[sub].spans[0][0]:
            cls, reason, _ = self._tells(telling, sub)
            if cls is None:
                return
            clause = parsed.clauses[sub]
            made = self._make(
                telling,
                clause,
                clause.spans,
                when,
                cls,
                clause.group.lemma if clause.group else "",
                parts(self.actors, parsed, sub),
                0.6,
            )
            made.reasons += [reason, "dated by a span from another happening"]
            self.found.append(made)
            return
        here = _token_at(parsed.tokens, time.end) + 1
        stop = here
        noun: Token | None = None
        while (
            stop < len(parsed.tokens)
            and parsed.tokens[stop].low not in {",", ".", ";", "–", "—"}
            and parsed.tokens[stop].time < 0
        ):
            token = parsed.tokens[stop]
            if noun is None and token.mention is None and token.low in self.words.nouns:
                noun = token
            if noun is None and stop - here > 7:
                break
            stop += 1
        if noun is None or (link == "after" and anchor is None):
            return
        clause = Clause(None, (here, stop), (stop, stop), "", spans=[(here, stop)])
        made = self._make(
            telling,
            clause,
            [(here - 2 if here > 1 else here, stop)],
            when,
            self.words.nouns[noun.low],
            noun.low,
            parts_of_nominal(parsed, here, stop),
            0.6,
        )
        made.title = _title(self.text, parsed.tokens, [(here, stop)], set())
        made.nominal = True
        made.reasons.append(f"“{noun.raw}” lies {time.text} back")
        self.found.append(made)

    def _after_noun(
        self,
        telling: Telling,
        number: int,
        dated: dict[int, When | None],
        time: Timex,
        count: int | None,
        unit: str,
        after: str,
    ) -> None:
        """Read "three days after the fire": counted from a happening the text has dated."""
        match = re.match(r"\s+(after|before|following) (?:the|his|her|its|their|this|that)?\s*([a-z-]+)", after)
        if match is None or count is None or number >= len(telling.parsed.clauses):
            return
        known = self._antecedent(match.group(2), telling)
        if known is None or not re.match(r"\d{4}", known.when.edtf) or "/" in known.when.edtf:
            return
        text = _shift(known.when.edtf, count if match.group(1) != "before" else -count, unit)
        text = text[: {"day": 10, "week": 10, "month": 7, "year": 4, "decade": 4}[unit]]
        when = When(
            text[: max(len(known.when.edtf), 4)],
            time.start,
            time.end + match.end(),
            "span-from-event",
            known.when.edtf,
            "event",
            known,
        )
        if dated.get(number) is None:
            dated[number] = when
            self._clause(telling, number, dated)

    def _within(
        self, telling: Telling, dated: dict[int, When | None], number: int, time: Timex, count: int | None, unit: str
    ) -> None:
        """Read "officials said in January that 1,000 were killed in just three months": the time before."""
        parsed = telling.parsed
        clause = parsed.clauses[number]
        said = dated.get(clause.parent) if clause.parent is not None else None
        if said is None or count is None or not re.match(r"\d{4}(?:-\d\d)*$", said.edtf):
            return
        cls, reason, _ = self._tells(telling, number)
        if cls is None:
            return
        low = _shift(said.edtf, -count, unit)[: len(said.edtf)]
        when = When(f"[{low}..{said.edtf}]", time.start, time.end, "span-before-statement", said.edtf, "text")
        made = self._make(
            telling,
            clause,
            clause.spans,
            when,
            cls,
            clause.group.lemma if clause.group else "",
            parts(self.actors, parsed, number),
            0.5,
        )
        made.reasons += [reason, "a stretch of time up to the statement"]
        self.found.append(made)

    # ---- tied to another happening

    def _tied(self, telling: Telling, begin: int) -> None:
        """Date a sentence by the happening it is tied to: at the time, during the event, in return, in its war."""
        text, sentence = self.text, telling.sentence
        low = text[sentence.start : sentence.end].lower()
        fresh = [h for h in self.found[begin:] if h.sentence == telling.number]
        for match in _EARLIER.finditer(low):
            noun = match.group(1)
            known = self._antecedent(noun, telling) if noun in self.words.nouns else None
            if known is not None and any(w in match.group() for w in ("previous", "earlier", "prior")):
                self._previous(telling, match, known)
        if fresh:
            return
        cue = _CUES().search(low)
        if cue is not None:
            noun = cue.group().split()[-1]
            known = self._antecedent(noun, telling) if noun in self.words.nouns else None
            known = known or self._latest(telling)
            if known is not None:
                self._tie(telling, cue, known, 0.6)
            elif telling.number < 6:
                self.waiting.append((telling, cue))
            return
        for match in (*_DURING.finditer(low), *_WITHIN.finditer(low)):
            noun = match.group(1)
            if noun not in self.words.nouns:
                continue
            known = self._antecedent(noun, telling)
            if known is not None:
                self._tie(telling, match, known, 0.5)
                return

    def _antecedent(self, noun: str, telling: Telling) -> Happening | None:
        """Give the last dated happening that a definite noun can mean."""
        cls = self.words.nouns.get(noun)
        general = noun in {"event", "incident", "occasion"}
        for happening in reversed(self.found[-60:]):
            if happening.sentence >= telling.number and happening.start >= telling.sentence.start:
                continue
            if noun in happening.words or (general and telling.number - happening.sentence < 3):
                return happening
            if (
                cls is not None
                and not general
                and noun not in _LONG
                and (
                    happening.lemma in self.words.verbs
                    and happening.cls.name == cls.name
                    and cls.name in {"meeting", "attack", "arrest", "protest", "disaster", "election", "hosting"}
                )
                and telling.number - happening.sentence < 12
            ):
                return happening
        return None

    def _latest(self, telling: Telling) -> Happening | None:
        for happening in reversed(self.found):
            if (
                happening.sentence < telling.number
                and telling.number - happening.sentence <= 3
                and not happening.caption
            ):
                return happening
        return None

    def _tie(self, telling: Telling, match: re.Match[str], known: Happening, confidence: float) -> None:
        parsed = telling.parsed
        number = next((n for n in range(len(parsed.clauses)) if self._tells(telling, n)[0] is not None), None)
        if number is None:
            return
        clause = parsed.clauses[number]
        cls, reason, planned = self._tells(telling, number)
        if cls is None or planned or (clause.group is not None and not (clause.group.past or clause.group.perfect)):
            return
        start = telling.sentence.start + match.start()
        phrase = match.group()
        edtf, rule = known.when.edtf, "same-occasion"
        if phrase.split()[-1] in _LONG:
            first = re.match(r"\[?(\d{4}(?:-\d\d){0,2})", edtf)
            if first is None or self.published is None:
                return
            edtf, rule = f"[{first.group(1)}..{self.published}]", "within-event-until-publication"
        elif phrase.startswith(("in return", "in exchange")):
            rule = "in-return"
        when = When(edtf, start, start + len(phrase), rule, known.when.edtf, "event", known)
        spans = [*clause.spans]
        for n in range(len(parsed.clauses)):
            if n != number and parsed.clauses[n].times == []:
                spans += parsed.clauses[n].spans
        who = parts(self.actors, parsed, number)
        content = self._content(parsed, number) if "report" in cls.flags else []
        for c in content:
            who += [p for p in parts(self.actors, parsed, c) if p.entity.uid not in {w.entity.uid for w in who}]
        made = self._make(
            telling, clause, spans, when, cls, clause.group.lemma if clause.group else "", who, confidence
        )
        made.reasons += [reason, f"tied to another happening by “{phrase}”"]
        self.found.append(made)
        self._second_object(telling, made)

    def _previous(self, telling: Telling, match: re.Match[str], known: Happening) -> None:
        first = re.match(r"\[?(?:\d{4}(?:-\d\d){0,2}~?\.\.)?(\d{4}(?:-\d\d){0,2})", known.when.edtf)
        if first is None:
            return
        start = telling.sentence.start + match.start()
        end = telling.sentence.start + match.end()
        when = When(f"[..{first.group(1)}]", start, end, "before-event", known.when.edtf, "event", known)
        noun = match.group(1)
        tokens = telling.parsed.tokens
        here = [n for n, t in enumerate(tokens) if start <= t.start < end]
        span = (here[0], here[-1] + 1) if here else (0, 1)
        clause = Clause(None, span, (span[1], span[1]), "", spans=[span])
        host = [p for p in known.parts if p.role == "host"]
        made = self._make(telling, clause, [span], when, self.words.nouns[noun], noun, host, 0.4)
        made.nominal = True
        made.words = frozenset([*made.words, "previous"])
        made.reasons.append(f"“{match.group()}” came before another happening")
        self.found.append(made)

    # ---- what could not be read

    def _unresolved(self, telling: Telling) -> None:
        if telling.block.kind not in {"text", "entry", "caption"}:
            return
        resolved = any(isinstance(t.outcome, Resolved) for t in telling.parsed.times)
        for time in telling.parsed.times:
            outcome = time.outcome
            if isinstance(outcome, Ambiguous):
                reason = "it can be read as " + " or ".join(r.edtf for r in outcome.readings[:4])
            elif isinstance(outcome, Unresolved) and time.type not in {"DURATION", "SET"}:
                if resolved and time.value.endswith("_REF"):
                    continue
                reason = outcome.reason
            else:
                continue
            s = telling.sentence
            if time.value in {"PRESENT_REF", "FUTURE_REF"}:
                continue
            self.unread.append(Unread(s.start, s.end, self.text[s.start : s.end], time.text, reason))

    def _subjects(self, telling: Telling) -> None:
        """Remember who acted, for the pronouns of the sentences that follow."""
        parsed = telling.parsed
        for token in parsed.tokens[: parsed.clauses[0].subject[1]] if parsed.clauses else ():
            if token.mention is not None and token.mention.entity.kind in {"organisation", "state"}:
                if not token.mention.possessive:
                    self.actors.last_thing = token.mention.entity
                break
        for number, clause in enumerate(parsed.clauses):
            if clause.parent is None and clause.lead not in {"who", "which", "when", "while"}:
                for token in parsed.tokens[clause.subject[0] : clause.subject[1]]:
                    if (
                        token.mention is not None
                        and token.mention.entity.kind == "person"
                        and not token.mention.possessive
                    ):
                        self.actors.last_person = token.mention.entity
                        return
            if number > 2:
                return

    # ---- making one

    def _make(
        self,
        telling: Telling,
        clause: Clause,
        spans: list[tuple[int, int]],
        when: When,
        cls: VerbClass,
        lemma: str,
        who: list[Part],
        confidence: float,
    ) -> Happening:
        tokens = telling.parsed.tokens
        ordered = _joined(sorted(spans))
        inside = [t for a, b in ordered for t in tokens[a:b]]
        start = min([t.start for t in inside] or [telling.sentence.start])
        end = max([t.end for t in inside] or [telling.sentence.end])
        if start > when.start >= telling.sentence.start:
            start = when.start
        if end < when.end <= telling.sentence.end:
            end = when.end
        start, end = _tidy(self.text, start, end)
        title = _title(self.text, tokens, ordered, {(when.start, when.end)})
        if (
            clause.shared is not None
            and who
            and not title.startswith(who[0].entity.name)
            and clause.group is not None
            and (clause.lead or clause.group.reduced or clause.subject[0] == clause.subject[1])
        ):
            helper = "was " if clause.group.reduced else ""
            title = (
                _short(f"{who[0].entity.name} {helper}{title[:1].lower() + title[1:]}")
                if not self.text[start:].startswith(who[0].entity.name)
                else title
            )
        elif clause.group is not None and clause.group.reduced and clause.shared == -1:
            first, last = _owner_before(telling.parsed, clause)
            owner = self.text[tokens[first].start : tokens[last - 1].end] if first < last else ""
            if owner:
                title = _short(f"{owner[0].upper()}{owner[1:]} was {title[:1].lower() + title[1:]}")
        pronoun = re.match(r"(?:He|She) (?=[a-z])", title)
        if pronoun is not None and who and who[0].entity.kind == "person":
            title = _short(f"{who[0].entity.name} {title[pronoun.end() :]}")
        nouns = frozenset(
            self.words.nouns[t.low].name for t in inside if t.mention is None and t.low in self.words.nouns
        )
        words = frozenset(w for w in fold(" ".join(t.raw for t in inside if t.time < 0)).split() if len(w) > 3)
        subject = [t for t in tokens[clause.subject[0] : clause.subject[1]] if t.time < 0]
        definite = None
        if len(subject) > 1 and subject[0].low in {"the", "this", "that"} and subject[0].mention is None:
            noun = next((t for t in subject[1:4] if t.mention is None and t.low in self.words.nouns), None)
            definite = self.words.nouns[noun.low].name if noun is not None else None
        return Happening(
            start,
            end,
            when,
            cls,
            lemma,
            title,
            who,
            place(self.actors, telling.parsed, clause),
            max(0.1, min(0.95, confidence)),
            telling.number,
            words=words,
            nouns=nouns,
            caption=telling.block.kind in {"caption", "heading"},
            definite=definite,
        )


def parts_of_nominal(parsed: Parsed, first: int, stop: int) -> list[Part]:
    """Give those whom an event noun names after "of": they take part in it."""
    found = []
    for here in range(first, stop):
        mention = parsed.tokens[here].mention
        if (
            mention is not None
            and not mention.entity.is_place
            and not mention.possessive
            and here
            and parsed.tokens[here - 1].low == "of"
        ):
            found.append(Part(mention.entity, "participant", mention.start, mention.end))
    return found


def when_span(clause: Clause) -> tuple[int, int]:
    """Give the tokens of a clause without the word that opens it."""
    first, last = clause.spans[0]
    return min(first + 1, last - 1), last


def _CUES() -> re.Pattern[str]:  # noqa: N802 - a constant that is made when first used
    global _cues  # noqa: PLW0603 - a cache of a pure table
    if _cues is None:
        entries = sorted(lexicon().words["same-occasion"], key=len, reverse=True)
        _cues = re.compile(r"\b(?:" + "|".join(re.escape(e) for e in entries) + r")\b")
    return _cues


_cues: re.Pattern[str] | None = None


def _token_at(tokens: list[Token], position: int) -> int:
    """Give the last token that begins at or before a code point."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start <= position:
            low = middle + 1
        else:
            high = middle
    return max(0, low - 1)


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    made: list[tuple[int, int]] = []
    for a, b in spans:
        if made and a <= made[-1][1]:
            made[-1] = (made[-1][0], max(b, made[-1][1]))
        else:
            made.append((a, b))
    return made


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave off the signs and joining words at the edges of a quote."""
    while start < end and (text[start].isspace() or text[start] in ",;:.–—-)"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-("):
        end -= 1
    return start, end


MAX_TITLE = 110
"""Code points of a proposed title."""


def _title(text: str, tokens: list[Token], spans: list[tuple[int, int]], dates: set[tuple[int, int]]) -> str:
    """Give the words of a clause without its date, shortened at a word."""
    pieces: list[str] = []
    for first, last in spans:
        position: int | None = None
        for token in tokens[first:last]:
            if any(a <= token.start < b for a, b in dates) or False:
                position = None
                while pieces and pieces[-1].strip().lower() in {
                    "",
                    "of",
                    "in",
                    "on",
                    "at",
                    "the",
                    "during",
                    "by",
                    "from",
                    "since",
                }:
                    pieces.pop()
                continue
            if position is not None and pieces:
                gap = text[position : token.start]
                pieces.append(" " if gap.strip() == "" and gap else gap)
            elif pieces:
                pieces.append(" ")
            pieces.append(token.raw)
            position = token.end
    made = " ".join("".join(pieces).split())
    made = " ".join(re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", " ", made).split())
    made = re.sub(r",(?:\s*,)+", ",", made)
    made = re.sub(r"^(?:[,;:.–—)\-]\s*|[’']s\s+)+", "", made)
    made = re.sub(
        r"^(?:and|but|when|while|after|before|who|whom|which|that|then|where|as|since|following)\s+",
        "",
        made,
        flags=re.IGNORECASE,
    )
    made = (
        re.sub(r"^[,;:.–—)\-“”\"\s]+(?=\w)", "", made)
        if made.count("“") != made.count("”")
        else re.sub(r"^[,;:.–—)\-\s]+", "", made)
    )
    made = re.sub(r"\s+([,.;:])", r"\1", made)
    made = re.sub(r"(?:\s+(?:on|in|at|and|by|the|of))*[\s,;:.–—(\-]*$", "", made)
    return (
        _short(made[:1].upper() + made[1:])
        if made
        else " ".join(text[tokens[spans[0][0]].start : tokens[spans[0][1] - 1].end].split())[:MAX_TITLE]
    )


def _short(title: str) -> str:
    if len(title) <= MAX_TITLE:
        return title
    cut = title[: MAX_TITLE - 1]
    comma = cut.rfind(", ")
    cut = cut[:comma] if comma > 50 else cut.rsplit(" ", 1)[0]
    return re.sub(r"(?:\s+(?:on|in|at|and|by|the|of|to|a|an|for|with|that))*[\s,;:.–—(\-]*$", "", cut) + (
        "" if comma > 50 else "…"
    )


def _day(text: str, days: int) -> str:
    """Give the ISO day so many days from an ISO day."""
    bound = bounds(parse(text))
    start = int(bound.start_min) // DAY if bound is not None else 0
    year, month, day = civil_from_days(start + days)
    return f"{year:04d}-{month:02d}-{day:02d}"


def _shift(text: str, count: int, unit: str) -> str:
    """Give an ISO day, month or year moved by some units; as a full day where days are counted."""
    try:
        full = (text[:10] + "-01-01")[:10] if len(text) < 10 else text[:10]
        full = text[:7] + "-01" if len(text) == 7 else full
        if unit in {"day", "week"}:
            return _day(full, count * (7 if unit == "week" else 1))
        year, month, day = (int(p) for p in full.split("-"))
        months = (year * 12 + month - 1) + count * {"month": 1, "year": 12, "decade": 120}[unit]
        return f"{months // 12:04d}-{months % 12 + 1:02d}-{min(day, 28) if day > 28 else day:02d}"
    except (ValueError, TimelineError):
        return text
