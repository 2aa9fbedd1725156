"""
Where a phrase is counted from: the publication date, or the dates that the text spoke of.

A `Context` goes through a text in document order. It knows "now", remembers the dates told
so far, reads the cues of a clause (tense, "said", "will", "since") and settles partial dates
on the calendar. What it had to use is noted (`anchor`, `anchor_kind`), so that every answer
can say what it was counted from.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.edtf.civil import days_from_julian, days_in_month, iso_week, weekday
from timeline.timex import holidays
from timeline.timex.calendar import (
    MONTHS,
    SIZE,
    Ref,
    add_months,
    after,
    civil_from_days,
    containing,
    days_from_civil,
    floor,
    season_month,
    shifted,
)
from timeline.timex.lexicon import GOES_ON, ORDINALS
from timeline.timex.output import edtf_year

if TYPE_CHECKING:
    from timeline.timex.parts import Duration, Partial
    from timeline.timex.types import Options


class NeedsAnchor(Exception):
    """A phrase is relative and there is nothing to count it from."""


_FUTURE = re.compile(
    r"\b(?:will|won't|shall|would|'ll|going to|expected|scheduled|slated|due|set to|set for|called for|plan|plans|planned for|planned to|planning|hopes?|intends?|expects? to|aims? to|vows? to|is to|are to|"
    r"could (?!not\b|be reached)|might|to be held|to be|upcoming|tomorrow|should|must|begins|starts|opens|ends|expires|meets|resumes|convenes|reconvenes|premieres|airs|kicks off|(?:predicted|forecast|projected|anticipated|tipped|poised|bound) to|likely to(?! have)|faces (?:a|an|trial|sentencing|court)|takes? (?:effect|place)|reopens|concludes|comes? into (?:force|effect)|goes (?:to|before|on|into)|returns to|travels to|heads to|runs (?:from|until|through))\b",
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|said|told|says|has|have|went|came|took|made|gave|won|lost|sent|began|held|left|fell|rose|shot|hit|became|led|got|"
    r"found|saw|ran|broke|grew|spoke|wrote|brought|bought|sold|fought|struck|built|met|paid|kept|put|cut|set|quit|read|since|ago|been|spent|felt|heard|drew|flew|threw|knew|drove|rode|sank|swore|stole|slept|stood|taught|thought|withdrew|fled|hid|meant|caught|"
    r"chose|lay|dealt|froze|sought|shook|woke|wore|awoke|arose|"
    r"[a-z]{2,}ed)\b",
)
_SPOKEN = frozenset(["said", "told", "says", "was", "were", "had", "did", "announced", "added", "reported"])
_NOT_PAST = frozenset(
    [
        "need",
        "united",
        "indeed",
        "speed",
        "feed",
        "seed",
        "red",
        "expected",
        "scheduled",
        "slated",
        "planned",
        "supposed",
        "limited",
        "unprecedented",
        "based",
    ]
)
_MODAL = re.compile(r"\b(?:to|could|can|will|would|may|might|must|should|not|typically|usually|often)\s+$")
_CLAUSE_END = re.compile(
    r"\s*(?:$|[.,;:!?)\"\u2014]|-\s|(?:and|but|when|while|by|in|on|at|with|as|was|were|had|has)\b)"
)
_COUNTS = re.compile(
    r"[\s-]*(?:second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur|people|men|dead)"
)
_DAY_NAMED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:yesterday|(?:that|same|next|following) day)\b|\d"
)
_TO_DO = re.compile(r",? to [a-z]")
"""After "gave them until Friday": what lies ahead."""
_PUT_OFF = re.compile(
    r"\b(?:adjourn|postpon|delay|defer|extend|suspend|remand|reschedul|shelv|prolong|bann|barr|valid|put off|push\w* back|put back)\w*\b[^.;]*$"
)
"""Before "until": what was put off has its day still to come."""
_WORD = re.compile(r"[\s-]+([a-z]+)")
_NUMBERED = (*ORDINALS, "thirtieth")
_LABELLED = re.compile(
    r"\b(?:no\.|number|page|room|chapter|flight|version|route|section|line|building|gate|table|platform|track|floor|level|apartment|"
    r"apt\.?|box|unit|part|episode|season|grade|class|group|team|bus|train|phase|step|day|week)\s$"
)
_SENTENCE = re.compile(r"[.!?][\"')]*\s+(?=\S)|\n\s*\n")


class Context:
    """The state of one pass over one text."""

    def __init__(self, options: Options, low: str) -> None:
        self.options = options
        self.doctype = options.doctype
        self.low = low
        self.text = low
        self.whole = False
        """Whether one phrase is read for itself (`read`), so that dates go before a planner's shorthand."""
        now = options.now
        self.now_day: int | None = None
        self.now_sec = 0
        if now is not None:
            self.now_day = days_from_civil(now.year, now.month, now.day)
            self.now_sec = now.hour * 3600 + now.minute * 60 + now.second
        self.history: list[Ref] = []
        self.line: Ref | None = None
        """Narrative: the date the story has come to; a lone mention of a far year does not move it."""
        self.aside: Ref | None = None
        self.fine: Ref | None = None
        """The last day it told."""
        self.start = self.end = 0
        self.anchor: str | None = None
        self.anchor_kind: str | None = None
        self.other: list[Partial | Ref] = []
        """Other readings of what was settled last ("Wednesday" to come)."""

    def glued(self, year: int) -> bool:
        """Say whether digits taken as a year could be a time of day."""
        return year % 100 < 60 and year // 100 < 24

    def joined(self, *words: str) -> bool:
        """Say whether the expression at hand has one of these words in it."""
        said = self.low[self.start : self.end]
        return any(word in said for word in words)

    def verb_before(self) -> bool:
        """Say whether what stands before makes a verb of the first word ("to last", "will march")."""
        return _MODAL.search(self.low, max(0, self.start - 10), self.start) is not None

    def labelled(self) -> bool:
        """Say whether a number at the start is a name of something ("room 4", "flight 8")."""
        return _LABELLED.search(self.low, max(0, self.start - 16), self.start) is not None

    def counts(self) -> bool:
        """Say whether a number at the end counts what follows it ("14 June, 74 days after")."""
        return _COUNTS.match(self.low, self.end) is not None

    def names_next(self) -> bool:
        """Say whether an ordinal in words at the end numbers what follows it ("in October the first units came")."""
        if not self.low[self.start : self.end].endswith(_NUMBERED):
            return False
        word = _WORD.match(self.low, self.end)
        return word is not None and word[1] not in GOES_ON

    def day_in_sentence(self) -> bool:
        """Say whether the sentence has named a day before the expression at hand."""
        low, lowest = self.low, max(0, self.start - 300)
        head = lowest
        for ended in _SENTENCE.finditer(low, lowest, self.start):
            head = ended.end()
        return _DAY_NAMED.search(low, head, self.start) is not None

    def clause_ends(self) -> bool:
        """Say whether the clause ends with the expression at hand ("two days before" and no event after it)."""
        return _CLAUSE_END.match(self.low, self.end) is not None

    # ---- anchors

    def begin(self, start: int, end: int) -> None:
        """Start on the next expression, at these code points."""
        self.start, self.end = start, end
        self.anchor = self.anchor_kind = None
        self.other = []

    def today(self) -> int:
        """Give the day number of "now", noting that it was used; raise NeedsAnchor without one."""
        if self.now_day is None:
            raise NeedsAnchor("it is relative, and no date is given to count it from")
        if self.anchor is None:
            year, month, day = civil_from_days(self.now_day)
            self.anchor, self.anchor_kind = f"{edtf_year(year)}-{month:02d}-{day:02d}", "publication"
        return self.now_day

    def now_second(self) -> int:
        """Give "now" in civil seconds."""
        return self.today() * 86400 + self.now_sec

    def told(self, grain: str) -> Ref | None:
        """Give the date the text spoke of last that is precise enough to count `grain` from; None if there is none."""
        best = None
        for ref in reversed(self.history[-12:]):
            if ref.value is not None:
                continue
            if SIZE[ref.grain] <= SIZE[grain]:
                best = ref
                break
        if best is None and self.history:
            best = self.history[-1]
            if SIZE[best.grain] > SIZE[grain]:
                return None
        if best is not None:
            self.note(best)
        return best

    def note(self, ref: Ref) -> None:
        """Note a date of the text as the anchor used."""
        year, month, day = ref.ymd
        text = edtf_year(year)
        if SIZE[ref.grain] < SIZE["year"]:
            text += f"-{month:02d}"
        if SIZE[ref.grain] < SIZE["month"]:
            text += f"-{day:02d}"
        self.anchor, self.anchor_kind = text, "text"

    def text_day(self, grain: str = "day") -> Ref:
        """Give the anchor of "later", "that day": what the text spoke of, else (news) the publication date."""
        ref = self.told(grain)
        if ref is not None:
            return ref
        if self.doctype == "narrative":
            raise NeedsAnchor("the text has named no date to count it from")
        return Ref("day", self.today())

    def base_day(self) -> int:
        """Give the day that "last", "next" and bare weekdays are counted from: now, or in a narrative the date told last."""
        if self.doctype == "narrative":
            ref = self.told("day") or (self.history[-1] if self.history else None)
            if ref is not None:
                self.note(ref)
                return ref.day
        return self.today()

    def sentence_between(self, start: int, end: int) -> bool:
        """Say whether a sentence ends between two places."""
        return _SENTENCE.search(self.low, start, end) is not None

    def remember(self, ref: Ref) -> None:
        """Keep a settled date as a possible anchor for what follows."""
        if ref.value is None:
            self.history.append(ref)
            self._follow(ref)

    def _follow(self, ref: Ref) -> None:
        """Move the story on, unless this looks like an aside."""
        if SIZE[ref.grain] > SIZE["year"] or self.low[self.start - 1 : self.start] == "(":
            return
        line, aside = self.line, self.aside
        if line is not None and self.anchor_kind != "text":
            jump = abs(ref.year - line.year)
            far = jump > (2 if ref.grain == "year" else 15)
            if far and (aside is None or abs(aside.year - ref.year) > 2):
                self.aside = ref
                return
        self.line, self.aside = ref, None
        if SIZE[ref.grain] <= SIZE["day"]:
            self.fine = ref

    # ---- cues

    def direction(self, *, weak: bool = False) -> str | None:
        """Tell `past` or `future` by the option, else by the cues of the clause; None if there are none."""
        if self.options.direction:
            return self.options.direction
        low, start = self.low, self.start
        if low[max(0, start - 6) : start].endswith("since "):
            return "past"
        if low[max(0, start - 6) : start].endswith(("until ", " till ")) and (
            _TO_DO.match(low, self.end) or _PUT_OFF.search(low, max(0, start - 70), start)
        ):
            return "future"
        lowest = max(0, start - 160)
        last_break = None
        for ended in _SENTENCE.finditer(low, lowest, start):
            last_break = ended.end()
        head = low[last_break or lowest : start]
        cue = _last_cue(head)
        if cue is None or weak:
            stop = min(len(low), self.end + 100)
            period = _SENTENCE.search(low, self.end, stop)
            tail = low[self.end : period.start() if period else stop]
            cue = cue or _first_cue(tail)
        return cue

    # ---- settling

    def settle(self, p: Partial) -> Ref | None:
        """
        Put a partial date on the calendar; None if no such date exists.

        Raises NeedsAnchor when it is relative and nothing is there to count it from.
        """
        ref = self._date(p)
        if ref is None:
            return None
        if p.edge:
            ref = edged(ref, p.edge)
        elif p.mod:
            ref.mod = p.mod
        if p.approx:
            ref.approx = True
            ref.mod = ref.mod or "APPROX"
        if p.hour is not None:
            ref = self._clock(ref, p)
        elif p.part is not None:
            if SIZE[ref.grain] > SIZE["day"]:
                if SIZE[ref.grain] > SIZE["month"]:
                    return None
                ref.value = f"{ref.year:04d}-{ref.ymd[1]:02d}-XXT{p.part}"
                return ref
            edge = ref.mod
            ref = Ref("part", ref.day, 0, p.part)
            ref.mod = edge
        if ref is not None and p.zone:
            ref.zone = p.zone
        return ref

    def ahead(self, p: Partial) -> Ref | None:
        """Settle a date of a planner that lies ahead whatever the convention."""
        options = self.options
        self.options = options._replace(direction=options.direction or "future")
        try:
            return self.settle(p)
        finally:
            self.options = options

    def behind(self, p: Partial) -> Ref | None:
        """Settle a date of a planner that lies back ("since Monday")."""
        options = self.options
        self.options = options._replace(direction=options.direction or "past")
        try:
            return self.settle(p)
        finally:
            self.options = options

    def _clock(self, ref: Ref, p: Partial) -> Ref | None:
        if SIZE[ref.grain] > SIZE["day"]:
            if ref.exact is None:
                return None
            ref = Ref("day", ref.exact // 86400)
        hour, minute = p.hour or 0, p.minute or 0
        if p.hour is None or p.hour > 24:
            return None
        ampm = p.ampm
        if ampm is None and p.part and hour <= 12:
            if p.part in ("AF", "EV", "DU") or (p.part == "NI" and 4 < hour < 12) or (p.part == "DI"):
                ampm = 12
            elif p.part in ("MO", "DA"):
                ampm = 0
        if hour == 24 and p.dated and self.doctype == "planning" and p.part not in ("NI", "EV"):
            hour = 0
        if ampm is not None:
            if hour == 12 and ampm == 0:
                hour = 0
            elif hour < 12:
                hour += ampm
        elif p.bare and self.doctype == "planning" and not p.zone:
            if 1 <= hour <= 6 and p.part is None:
                hour += 12
        elif hour == 24:
            pass
        grain = "second" if p.second is not None else "minute" if p.minute is not None else "hour"
        new = Ref(grain, ref.day + (hour == 24), (hour % 24) * 3600 + minute * 60 + (p.second or 0))
        new.mod = ref.mod if not p.edge else None
        new.approx = ref.approx
        return new

    def _date(self, p: Partial) -> Ref | None:
        base = p.base
        if base is not None and SIZE[base.grain] < SIZE["day"]:
            return base.copy()
        explicit = p.month is not None and p.day is not None
        if base is not None and base.grain == "day" and (explicit or (p.day is not None and base.ymd[2] != p.day)):
            if not explicit and self.doctype != "planning":
                return None
            base = None
        if p.year is not None:
            return self._in_year(p, p.year)
        if base is not None:
            return self._in_base(p, base)
        if p.holiday is not None:
            return self._pick_year(p)
        if p.month is not None or p.season is not None or p.quarter is not None or p.half is not None:
            return self._pick_year(p)
        if p.weekday is not None:
            return self._pick_weekday(p)
        if p.day is not None:
            return self._pick_month(p)
        if p.timed:
            return self._clock_day()
        return None

    def _clock_day(self) -> Ref:
        if self.doctype == "planning":
            return Ref("day", self.today())
        ref = self.told("day")
        if ref is not None:
            return Ref("day", ref.day)
        if self.doctype == "narrative":
            raise NeedsAnchor("the text has named no day to put the time of day on")
        return Ref("day", self.today())

    def _in_year(self, p: Partial, year: int) -> Ref | None:
        if p.form in ("century", "decade", "millennium"):
            return containing(p.form, days_from_civil(year, 1, 1))
        if p.month is not None:
            if p.day is not None:
                if p.julian:
                    leap = year % 4 == 0 and p.month == 2
                    if p.day > (29 if leap else days_in_month(2001, p.month)):
                        return None
                    return Ref("day", days_from_julian(year, p.month, p.day))
                if p.day > days_in_month(year, p.month):
                    return None
                return Ref("day", days_from_civil(year, p.month, p.day))
            return Ref("month", days_from_civil(year, p.month, 1))
        first = days_from_civil(year, 1, 1)
        if p.season is not None:
            month = season_month(p.season, self.options.hemisphere)
            return Ref("season", days_from_civil(year, month, 1), 0, p.season)
        if p.quarter is not None:
            return Ref("quarter", add_months(first, 3 * p.quarter - 3))
        if p.half is not None:
            return Ref("half", add_months(first, 6 * p.half - 6))
        if p.holiday is not None:
            return holiday_ref(p.holiday, year)
        if p.day is not None or p.weekday is not None:
            return None
        return Ref("year", first)

    def _in_base(self, p: Partial, base: Ref) -> Ref | None:
        grain = base.grain
        finer = (
            p.month is not None
            or p.season is not None
            or p.quarter is not None
            or p.half is not None
            or p.holiday is not None
        )
        if grain in ("year", "half") and finer:
            return self._in_year(p, base.year)
        if finer and grain == "day":
            if p.holiday is not None:
                return base.copy()
            return base.copy() if p.month in (None, base.ymd[1]) else None
        if finer:
            return None
        if p.day is not None:
            if grain == "month":
                year, month, _ = base.ymd
                return Ref("day", base.day + p.day - 1) if p.day <= days_in_month(year, month) else None
            if grain in ("week", "weekend"):
                return next(
                    (Ref("day", d) for d in range(base.day, base.day + 7) if civil_from_days(d)[2] == p.day), None
                )
            if grain == "day":
                return base.copy()
            return None
        if p.weekday is not None:
            if grain in ("week", "weekend", "fortnight"):
                return next(Ref("day", d) for d in range(base.day, base.day + 7) if weekday(d) == p.weekday)
            if grain == "day":
                if weekday(base.day) == p.weekday:
                    return base.copy()
                return (
                    None
                    if p.certain
                    else next(Ref("day", d) for d in range(base.day, base.day + 7) if weekday(d) == p.weekday)
                )
            return None
        return base.copy()

    def _pick_year(self, p: Partial) -> Ref | None:
        if self.doctype == "narrative":
            return self._narrative_year(p)
        today = self.today()
        this = civil_from_days(today)[0]
        years = range(this - 8, this + 9) if p.month == 2 and p.day == 29 else (this - 1, this, this + 1)
        found = [ref for year in years if (ref := self._in_year(p, year)) is not None]
        if not found:
            return None
        if p.weekday is not None and p.day is not None:
            near = [ref for ref in found if weekday(ref.day) == p.weekday] or self._last_on_weekday(p, this)
        else:
            near = []
        past = [r for r in found if r.day <= today]
        future = [r for r in found if after(r) > today]
        if not past or not future:
            return (past or future)[0]
        back, ahead = past[-1], future[0]
        if back.day == ahead.day and not (near and weekday(back.day) != p.weekday):
            self.other = [shifted_year(back, -1)]
            return back
        direction = self.direction() if self.doctype != "planning" else self.options.direction
        if direction is None:
            if self.doctype == "planning":
                if p.holiday is not None or p.day is None:
                    direction = "future"
                else:
                    direction = "past" if 2 * (today - back.day) < ahead.day - today else "future"
            elif p.month is not None and p.day is not None:
                direction = "past" if today - back.day <= 2 * (ahead.day - today) else "future"
            elif p.holiday is not None:
                direction = "past" if today - back.day < ahead.day - today else "future"
            else:
                direction = "past"
        elif self.doctype == "news" and not self.options.direction:
            far, close = (back, ahead) if direction == "past" else (ahead, back)
            # a cue in the clause does not carry nine months further when the other date is at hand
            if p.day is not None and abs(far.day - today) > 240 and abs(close.day - today) < 60:
                direction = "future" if direction == "past" else "past"
        chosen, other = (back, ahead) if direction == "past" else (ahead, back)
        if near and weekday(chosen.day) != p.weekday:
            later = [r for r in near if 0 < r.day - chosen.day < 400] if self.doctype == "planning" else near
            if later:
                chosen = min(later, key=lambda r: abs(r.day - today))
        told = self._told_near(p, chosen, today) if self.doctype == "news" else None
        if told is not None:
            self.other = [chosen]
            return told
        self.other = [shifted_year(chosen, -1), other] if direction == "past" and p.holiday is None else [other]
        return chosen

    def _told_near(self, p: Partial, chosen: Ref, today: int) -> Ref | None:
        """Give a day beside a far one that the text has told: "9 April 2024 … on 10 April", printed in June 2025."""
        if p.day is None or abs(chosen.day - today) <= 60:
            return None
        for ref in reversed(self.history[-12:]):
            if ref.value is not None or SIZE[ref.grain] > SIZE["day"] or abs(ref.day - today) <= 60:
                continue
            near = self._in_year(p, ref.year)
            if near is not None and -10 <= near.day - ref.day <= 45:
                if near.day != chosen.day:
                    self.note(ref)
                    return near
                return None
        return None

    def _last_on_weekday(self, p: Partial, this: int) -> list[Ref]:
        """Give the last year before these in which a day fell on the weekday that news names ("Monday August 12")."""
        if self.doctype == "planning":
            return []
        refs = (self._in_year(p, year) for year in range(this - 2, this - 7, -1))
        return next(([ref] for ref in refs if ref is not None and weekday(ref.day) == p.weekday), [])

    def _narrative_year(self, p: Partial) -> Ref | None:
        last = self.line
        if last is None:
            if self.now_day is None:
                raise NeedsAnchor("the text has named no year to put it in")
            last = Ref("day", self.today())
        aside = self._aside_meant(p)
        if aside is not None:
            self.note(aside)
            return self._in_year(p, aside.year)
        self.note(last)
        fine = self.fine
        if fine is not None and fine.year != last.year and (p.day is not None or last.grain != "year"):
            for year in (fine.year, fine.year + 1):
                near = self._in_year(p, year)
                if near is not None and (-20 if p.day is not None else 0) <= near.day - fine.day <= 45:
                    return near  # the story goes on from the last day it told, past a year mentioned, or back in time
        here = self._in_year(p, last.year)
        if here is None or last.grain == "year":
            return here or self._in_year(p, last.year + 1) or self._in_year(p, last.year - 1)
        later = self._in_year(p, last.year + 1)
        if later is not None and here.day < last.day - 200 and later.day - last.day < 120:
            self.other = [here]
            return later
        return here

    def _aside_meant(self, p: Partial) -> Ref | None:
        """Give the far day that was told last, if a month or day goes on with it soon after."""
        aside = self.aside
        if aside is None or p.month is None or SIZE[aside.grain] > SIZE["day"]:
            return None
        near = self._in_year(p, aside.year)
        return aside if near is not None and 0 <= near.day - aside.day <= 45 else None

    def _pick_weekday(self, p: Partial) -> Ref | None:
        today = self.base_day()
        if p.weekday is None:
            return None
        if p.day is not None:
            return self._weekday_of_month(p, today)
        back = today - (weekday(today) - p.weekday) % 7
        ahead = today + (p.weekday - weekday(today)) % 7
        if back == ahead:
            self.other = [Ref("day", today + 7)]
            return Ref("day", today)
        direction = self.direction()
        if self.doctype == "narrative":
            direction = "past" if today - back < ahead - today else "future"
        if direction is None:
            direction = "future" if self.doctype == "planning" else "past"
        elif self.doctype == "planning" and not self.options.direction:
            direction = "future"
        chosen, other = (back, ahead) if direction == "past" else (ahead, back)
        self.other = [Ref("day", other)]
        return Ref("day", chosen)

    def _weekday_of_month(self, p: Partial, today: int) -> Ref | None:
        found = [
            d for d in range(today - 400, today + 400) if weekday(d) == p.weekday and civil_from_days(d)[2] == p.day
        ]
        back = next((d for d in reversed(found) if d <= today), None)
        ahead = next((d for d in found if d >= today), None)
        if back is None or ahead is None:
            near = ahead if back is None else back
            return Ref("day", near) if near is not None else None
        if self.options.direction:
            return Ref("day", back if self.options.direction == "past" else ahead)
        bias = 3 if self.doctype == "planning" else 1
        return Ref("day", back if bias * (today - back) < ahead - today else ahead)

    def _pick_month(self, p: Partial) -> Ref | None:
        if self.doctype == "narrative":
            last = self.told("month") or self.text_day("year")
            year, month, _ = last.ymd
            if p.day is None or p.day > days_in_month(year, month):
                return None
            return Ref("day", days_from_civil(year, month, p.day))
        today = self.today()
        first = floor("month", today)
        found = []
        for step in range(-3, 4):
            month = add_months(first, step)
            year, number, _ = civil_from_days(month)
            if p.day is not None and p.day <= days_in_month(year, number):
                found.append(month + p.day - 1)
        past, future = [d for d in found if d <= today], [d for d in found if d >= today]
        direction = self.direction() or ("future" if self.doctype == "planning" else "past")
        if self.doctype == "planning" and not self.options.direction:
            direction = "future"
        pool = (past[-1:] if direction == "past" else future[:1]) or found[-1:]
        rest = future[:1] if direction == "past" else past[-1:]
        self.other = [Ref("day", d) for d in rest if d != pool[0]]
        return Ref("day", pool[0])

    # ---- arithmetic

    def moved(self, origin: Ref, length: Duration, sign: int) -> Ref:
        """Give the date a length of time before (-1) or after (+1) another, as precise as the coarser of the two allows."""
        months = days = seconds = 0.0
        finest = "century"
        for amount, unit in length.amounts:
            amount_ = float(amount if amount is not None else length.guess) * sign
            grain = _GRAIN_OF.get(unit, unit)
            if SIZE[grain] < SIZE[finest]:
                finest = grain
            m, d, s = _LENGTHS[unit]
            months += m * amount_
            days += d * amount_
            seconds += s * amount_
        whole = int(months // 1) if months >= 0 or months == int(months) else -int(-months // 1)
        days += (months - whole) * 30.4375
        begin = origin.exact if origin.exact is not None else origin.day * 86400 + origin.sec
        first, sec = divmod(begin, 86400)
        day = add_months(first, whole)
        total = round(day * 86400 + sec + days * 86400 + seconds)
        if SIZE[finest] < SIZE["day"]:
            grain = "minute" if finest != "second" or self.doctype != "planning" else "second"
            if finest == "hour" and self.doctype != "planning":
                grain = "hour"
            ref = Ref(grain, total // 86400, total % 86400)
            if grain in ("minute", "hour"):
                ref.sec -= ref.sec % (60 if grain == "minute" else 3600)
            ref.exact = total
            return ref
        grain = finest
        if SIZE[origin.grain] > SIZE[grain]:
            grain = origin.grain
        ref = containing(grain, total // 86400, self.options.week_start)
        if grain == "season" and origin.grain == "season":
            ref.part = origin.part
        ref.exact = total
        return ref


_GRAIN_OF = {"night": "day", "workday": "day", "workweek": "week", "fortnight": "week", "halfcentury": "year",
             "quartercentury": "year", "halfhour": "minute", "semester": "month", "season": "month", "quarter": "quarter", "half": "month"}  # fmt: skip
_LENGTHS: dict[str, tuple[float, float, float]] = {
    "second": (0, 0, 1), "minute": (0, 0, 60), "hour": (0, 0, 3600), "halfhour": (0, 0, 1800), "day": (0, 1, 0), "night": (0, 1, 0),
    "workday": (0, 1.4, 0), "weekend": (0, 7, 0), "week": (0, 7, 0), "workweek": (0, 7, 0), "fortnight": (0, 14, 0), "month": (1, 0, 0),
    "quarter": (3, 0, 0), "season": (3, 0, 0), "semester": (6, 0, 0), "half": (6, 0, 0), "year": (12, 0, 0), "decade": (120, 0, 0),
    "century": (1200, 0, 0), "halfcentury": (600, 0, 0), "quartercentury": (300, 0, 0), "millennium": (12000, 0, 0),
}  # fmt: skip


def edged(ref: Ref, edge: str) -> Ref:
    """Narrow a stretch to its beginning, middle or end; the narrower interval is a convention (docs/resolution.md)."""
    new = ref.copy()
    new.mod = edge
    first, stop = ref.day, after(ref)
    if SIZE[ref.grain] < SIZE["day"]:
        return new
    if ref.grain == "month":
        cuts = (first, first + 10, first + 20, stop)
    elif ref.grain == "week":
        cuts = (first, first + 3, first + 4, stop)
    elif ref.grain == "day":
        low, high = {"START": (0, 12), "MID": (10, 14), "END": (12, 24)}[edge]
        new.begin, new.finish = first * 86400 + low * 3600, first * 86400 + high * 3600
        return new
    elif ref.grain == "year":
        cuts = (first, add_months(first, 4), add_months(first, 8), stop)
    else:
        third = max(1, (stop - first) // 3)
        cuts = (first, first + third, stop - third, stop)
    index = {"START": 0, "MID": 1, "END": 2}[edge]
    if cuts[index] >= cuts[index + 1]:
        return new  # a weekend has no middle
    new.begin, new.finish = cuts[index] * 86400, cuts[index + 1] * 86400
    return new


def holiday_ref(row: int, year: int) -> Ref:
    """Give a holiday in a year."""
    day, length = holidays.day_of(row, year), holidays.length_of(row)
    ref = Ref("day", day)
    if length > 1:
        ref.begin, ref.finish = day * 86400, (day + length) * 86400
    return ref


def shifted_year(ref: Ref, years: int) -> Ref:
    """Give the same stretch another year."""
    if ref.grain in MONTHS:
        new = ref.copy()
        new.day = add_months(ref.day, 12 * years)
        return new
    return shifted(Ref("day", ref.day), 0) if not years else Ref("day", add_months(ref.day, 12 * years))


def _last_cue(text: str) -> str | None:
    best, cue = -1, None
    for match in _FUTURE.finditer(text):
        best, cue = match.start(), "future"
    for match in _PAST.finditer(text):
        if match.start() > best and match.group() not in _NOT_PAST:
            if cue == "future" and match.group() not in _SPOKEN and match.start() - best < 30:
                continue  # "will stay closed", "predicted to"
            best, cue = match.start(), "past"
    return cue


def _first_cue(text: str) -> str | None:
    future = _FUTURE.search(text)
    for past in _PAST.finditer(text):
        if past.group() in _NOT_PAST:
            continue
        if future is None or past.start() < future.start():
            return "past"
        break
    return "future" if future else None


__all__ = ["Context", "NeedsAnchor", "edged", "holiday_ref", "iso_week"]
