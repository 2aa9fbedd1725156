"""Stretches counted from another date or happening: "months after …", "for the third time in two years"."""

from __future__ import annotations

import re

from timeline.ingest.clauses import Clause, Parsed, Token
from timeline.ingest.happenings.steps import day_after, shifted, token_at
from timeline.ingest.happenings.ties import Ties
from timeline.ingest.happenings.titles import title_of
from timeline.ingest.happenings.types import Telling, When
from timeline.ingest.roles import Part, parts
from timeline.timex import Resolved, Timex

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


class Spans(Ties):
    """Reads lengths of time that place a happening."""

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
            here = token_at(parsed.tokens, time.start)
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
        low = shifted(self.published, -count, unit)[: 4 if unit in {"year", "decade"} and count > 5 else 7]
        start = telling.sentence.start + ordinal.start()
        lead = re.search(r"\b(?:for )?(?:the |a )$", self.text[telling.sentence.start : start], re.IGNORECASE)
        start -= len(lead.group()) if lead else 0
        when = When(
            f"[{low}..{day_after(self.published, -1)}]",
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
            text = shifted(base, sign * count, unit)
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
            edge = shifted(base, sign * 2, unit)[: 7 if unit in {"month", "year"} else 10]
            text = f"[..{edge}]" if sign < 0 else f"[{edge}..]"
        when = When(
            text, time.start, time.end + len(after) - len(after.lstrip()) + len(link), f"span-{link}", base, kind
        )
        if sub is not None and token_at(parsed.tokens, time.end) + 1 >= parsed.clauses[sub].spans[0][0]:
            cls, reason, _ = self._tells(telling, sub)
            if cls is None:
                return
            self._told_by(telling, sub, when, cls, 0.6, [reason, "dated by a span from another happening"])
            return
        here = token_at(parsed.tokens, time.end) + 1
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
        made.title = title_of(self.text, parsed.tokens, [(here, stop)], set())
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
        base = _day_of(known.when.edtf) if known is not None else ""
        if known is None or not re.match(r"\d{4}", base) or "/" in base:
            return
        text = shifted(base, count if match.group(1) != "before" else -count, unit)
        text = text[: {"day": 10, "week": 10, "month": 7, "year": 4, "decade": 4}[unit]]
        when = When(
            text[: max(len(base), 4)],
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
        low = shifted(said.edtf, -count, unit)[: len(said.edtf)]
        when = When(f"[{low}..{said.edtf}]", time.start, time.end, "span-before-statement", said.edtf, "text")
        self._told_by(telling, number, when, cls, 0.5, [reason, "a stretch of time up to the statement"])


def _day_of(edtf: str) -> str:
    """Give the day of a time of day, or of a stretch within one day; any other date as it is."""
    days = set(re.findall(r"\d{4}-\d\d-\d\d(?=T)", edtf))
    return days.pop() if len(days) == 1 else edtf


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
