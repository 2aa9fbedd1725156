"""
The reject stage: what looks like a date and is none, and where an expression begins and ends.

Ages, scores, prices, page numbers and versions; "may", "march", "second", "sun"; bare numbers
that count things. Each check is a question about an expression and the words around it; a new
one is a new function in `_PARTIAL`, `_DURATION` or `_ANY`, after what it judges.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from timeline.timex.lexicon import GOES_ON
from timeline.timex.parts import Duration, Meaning, Partial, Range, Several, Vague

if TYPE_CHECKING:
    from timeline.timex.context import Context
    from timeline.timex.scan import Token

_PREPOSITIONS = frozenset(
    [
        "on",
        "in",
        "at",
        "by",
        "from",
        "to",
        "since",
        "until",
        "till",
        "before",
        "after",
        "for",
        "during",
        "within",
        "between",
        "of",
        "as",
        "around",
        "following",
        "prior",
        "over",
        "ago",
        "about",
        "@",
        "(",
        ")",
        ",",
        ".",
        "-",
        "—",
        "/",
        ":",
        "and",
        "or",
        "through",
        "thru",
        "up",
        "into",
        "towards",
        "toward",
        "near",
    ],
)
_KEEP_IN_LENGTH = frozenset(["about", "around", "over", "up", "after"])
_ARTICLES = frozenset(["the", "these", "those", "last", "past", "next", "this", "coming", "his", "her", "their", "its"])
_TRAILING = frozenset([",", "(", "-", "—", ".", ":", "'s", "the", "of", "and", "or", "to", "in", "on", "at"])


class Look(NamedTuple):
    """An expression as the checks see it."""

    meaning: Meaning | None
    words: list[str]
    raw: str
    """Its text as given, with its capitals."""
    before: str
    """What stands before it, folded, to 32 characters."""
    behind: str
    context: Context


def extent(
    tokens: list[Token], first: int, last: int, low: str, doctype: str, meaning: Meaning | None
) -> tuple[int, int]:
    """Give the code points of an expression: without the prepositions before it (TimeML 1.2.1, 2.2), determiners kept."""
    keep: frozenset[str] = frozenset()
    if isinstance(meaning, Duration) or (isinstance(meaning, Partial) and meaning.approx):
        keep = _KEEP_IN_LENGTH
    relational = isinstance(meaning, (Range, Duration, Several))
    while first < last - 1:
        token = tokens[first]
        if (
            (token.text in keep and tokens[first + 1].text in _ARTICLES)
            or (
                isinstance(meaning, Duration)
                and token.text in ("the", "a", "an", "its", "his", "her", "their")
                and tokens[last - 2].text == "-"
            )
            or (
                token.text == "the"
                and isinstance(meaning, Partial)
                and tokens[first + 1].entry.keys() & {"MONTH", "WEEKDAY", "HOLIDAY"}
                and "THIS" not in token.entry
            )
            or (token.text in _PREPOSITIONS and token.text not in keep)
            or "SOMETIME" in token.entry
            or ("APPROX" in token.entry and " or " in token.text)
            or (doctype != "planning" and relational and token.entry.keys() & {"BEFOREP", "AFTERP", "FROMP"})
        ):
            first += 1
        else:
            break
    while last - 1 > first and (
        tokens[last - 1].text in _TRAILING
        or (tokens[last - 1].text == ")" and all(token.text != "(" for token in tokens[first:last]))
    ):
        last -= 1
    start, end = tokens[first].start, tokens[last - 1].end
    if low[end - 1] == "." and (
        not tokens[last - 1].entry.keys() & {"AMPM", "ERA"} or low.endswith(("am.", "pm."), 0, end)
    ):
        end -= 1
    return start, end


def rejected(meaning: Meaning | None, tokens: list[Token], first: int, last: int, low: str, context: Context) -> bool:
    """Say whether an expression is none after all."""
    while first < last - 1 and (
        tokens[first].text in _PREPOSITIONS or tokens[first].entry.keys() & {"BEFOREP", "AFTERP", "FROMP"}
    ):
        first += 1
    start, end = tokens[first].start, tokens[last - 1].end
    words = [t.text for t in tokens[first:last]]
    look = Look(meaning, words, context.text[start:end], low[max(0, start - 32) : start], low[end : end + 32], context)
    checks = _PARTIAL if isinstance(meaning, Partial) else _DURATION if isinstance(meaning, Duration) else _ANY
    for check in checks:  # noqa: SIM110
        if check(look):
            return True
    return False


_COUNTED = re.compile(
    r"\s?(?:%|percent|per cent|people|men\b|women|troops|soldiers|workers|jobs|votes|points|miles|km|kilomet|meters|metres|feet|tons|tonnes|"
    r"pounds|dollars|euros|shares|cars|pieces|copies|homes|houses|members|students|children|deaths|victims|units|seats|employees|cases|"
    r"times|degrees|mph|kg|mb|gb|words|others|more\b(?! than)|were\b killed|voters|prisoners|refugees|guests|fans|items|orders)",
)
_LABEL = re.compile(
    r"(?:[$€£¥#]|\bno\.|\bnumber|\bpage|\bpages|\bpp?\.|\broom|\bchapter|\bflight|\bversion|\bv|\broute|\bhighway|\bvol\.?|\bvolume|"
    r"\bsection|\barticle|\bpsalm|\bline|\bcode|\bversion:|\bssn is|\btel:|\bmodel|\bboeing|\bresolution|\bextension|\bext\.?|\boffice|\bwindows|\bchannel|\bbuilding|\bapartment|\bapt\.?|\bbox)\s?$",
)
_YEAR_CUE = re.compile(
    r"(?:\b(?:in|of|since|until|till|by|from|year|fy|before|after|during|for|and|between|to|text|than|or|through|early|late|mid|the|is|range)|[>(<=~])[\s-]*$"
)


_HEADING = re.compile(r"(?:^|\n)#{1,6} $")


def bare_number(look: Look) -> bool:
    """A number alone is a year only where nothing is counted by it."""
    words, before, behind = look.words, look.before, look.behind
    if len(words) != 1 or not words[0][0].isdigit():
        return False
    word = words[0]
    if _HEADING.search(before) and len(word) == 4 and (behind[:1] in ("", "\n") or behind.isspace()):
        return False  # "## 2019": a heading of Markdown
    if _LABEL.search(before):
        return True
    if not (word.isdigit() and len(word) == 4):
        return False
    last = before[-1:]
    if (last and last in "$€£#_") or (last in ("=", "&", "?") and before.strip() != "="):
        return True
    if last and last in "./-:+" and before[-2:-1].isalnum():
        return True
    if (
        _COUNTED.match(behind)
        or (behind[:1] in ("%", "/", "_") and behind[:1])
        or (behind[:1] == "-" and behind[1:2].isdigit())
    ):
        return True
    year = int(word)
    if look.context.doctype == "news":
        return not 1500 <= year <= 2100
    if look.context.doctype == "planning":
        return not 1900 <= year <= 2100 or not (
            _YEAR_CUE.search(before) or (re.search(r"[a-z] $", before) and not behind.strip(" .")) or "2" in before
        )
    return False


_IN = re.compile(
    r"\b(?:in|of|by|since|until|till|from|before|after|during|last|next|this|early|late|mid|every|each|for|to|through|end|and|or|between|on|"
    r"around|about|as of|beginning|start|starting|ending|ended)[\s-]+(?:the\s+)?$",
)
_MAY_VERB = re.compile(
    r"\s+(?:or may|ask|be|have|not|well|also|only|never|still|even|i|we|you|he|she|they|it|the|a|an|[a-z]+ (?:be|have|not))\b"
)
_HARD = frozenset(
    [
        "may",
        "march",
        "mar",
        "sat",
        "sun",
        "second",
        "seconds",
        "fall",
        "spring",
        "mon",
        "wed",
        "fri",
        "thu",
        "tue",
        "dec",
        "jan",
        "winter",
        "summer",
        "min",
        "sec",
    ]
)


def ambiguous_word(look: Look) -> bool:
    """May, march, mar, sat, sun, second and fall are dates only where something says so."""
    words, raw, before, behind = look.words, look.raw, look.before, look.behind
    planning = look.context.doctype == "planning"
    lone = [w.rstrip(".") for w in words if w not in ("the", "a", "last", "next", "this", "past")]
    if len(lone) != 1 or lone[0] not in _HARD:
        return False
    word = lone[0]
    alone = not re.search(r"\w", before) and not re.search(r"\w", behind)
    if word in ("march", "may") and not planning and raw.split()[-1].islower():
        return True
    if (
        word == "march"
        and planning
        and len(words) > 1
        and raw.split()[-1].islower()
        and behind.startswith((" of the", " on "))
    ):
        return True
    if words[0] == "the" and word == "march" and behind.startswith((" on ", " to ", " through ", " of ", " for ")):
        return True
    if len(words) > 1:
        return (words[0] in ("the", "a") and word in ("sun", "second", "mar", "may", "min", "sec")) or (
            word == "fall" and behind.startswith((" of ", " in ")) and words[0] == "the"
        )
    if word in ("sat", "sun", "mon", "wed", "fri", "thu", "tue", "dec", "jan"):
        if planning:
            if word in ("sat", "sun") and raw.islower() and re.match(r" [a-z]", behind) and not _IN.search(before):
                return (
                    re.match(r" (?:at|from|between|to|and|or|the|morning|afternoon|evening|night|please)\b", behind)
                    is None
                )
            return before[-1:] in ("$", "#", "@") or (
                word in ("sun", "mon", "dec") and not alone and not _IN.search(before)
            )
        return not _IN.search(before) or (word in ("sun", "sat") and raw.islower())
    if word in ("summer", "winter", "spring"):
        return (
            word == "spring"
            and re.match(r" (?:from|up|to|into|back|forward|out|open|water|roll|onion)\b", behind) is not None
        )
    if word == "may":
        return bool(_MAY_VERB.match(behind)) or not (_IN.search(before) or alone)
    if word == "march" and alone:
        return False
    if word == "fall":
        return (
            not re.search(
                r"\b(?:in|during|that|this|last|next|by|until|since|late|early|the|of|and|each|every)\s+(?:the\s+)?$",
                before,
            )
            and not alone
        ) or behind.startswith((" of ", " in ", " from "))
    if word in ("mar", "second", "seconds", "min", "sec"):
        return not _IN.search(before) and not (alone and word == "fall")
    return not _IN.search(before)


_LIGHT = re.compile(
    r"\b(?:at|before|by|until|till|since|after|from|during|around|in|this|that|every|each|of|and|to)\s+(?:the\s+)?$"
)


_TIMELY = re.compile(
    r"(?:\b(?:at|in|on|by|of|for|to|from|and|or|until|till|before|after|during|through|into|since|all|each|every|late|early|this|that|last|"
    r"next|the|one|a|mid|day|following|previous|same|towards|toward)|[a-z]+day|\d|-)\s?$"
)
_GOOD_DAYS = re.compile(
    r"\b(?:early|earliest|final|last|opening|closing|dying|darkest|glory|golden|good|old|happier|better|best)\s$"
)


def part_by_itself(look: Look) -> bool:
    """Reject "night falls there": a part of a day without a word that puts it somewhere."""
    meaning = look.meaning
    return (
        isinstance(meaning, Partial)
        and meaning.part is not None
        and not meaning.dated
        and look.words in (["night"], ["morning"], ["evening"], ["afternoon"])
        and look.context.doctype != "planning"
        and not _TIMELY.search(look.before)
    )


def days_of_something(look: Look) -> bool:
    """Reject "the early days of the republic", in small letters and without a number."""
    return (
        len(look.words) == 1
        and look.words[0] in ("days", "years", "weeks", "months", "hours", "decades")
        and look.behind.startswith(" of ")
        and _GOOD_DAYS.search(look.before) is not None
    )


_OPENS = re.compile(r"(?:^|[.!?][\"')]*\s+|\n\s*)$")
"""The beginning of a sentence."""


_BEFORE_SEASON = frozenset(
    [
        "in",
        "the",
        "last",
        "this",
        "next",
        "since",
        "until",
        "by",
        "during",
        "early",
        "late",
        "mid",
        "each",
        "every",
        "from",
    ]
)


def names(look: Look) -> bool:
    """Reject "Tet Offensive", "Operation Dawn", "the assumption": names of other things, and small letters where a feast has a capital."""
    meaning, raw = look.meaning, look.raw
    if not isinstance(meaning, Partial) or look.context.doctype == "planning":
        return False
    if meaning.holiday is not None and meaning.year is None:
        if raw.split()[-1].islower():
            return True
        return re.match(r" [A-Z][a-z]", look.context.text[look.context.end : look.context.end + 3]) is not None
    if meaning.season is not None and meaning.year is None and len(look.words) == 1 and raw[0].isupper():
        text, start, end = look.context.text, look.context.start, look.context.end
        before = re.search(r"\b([A-Z][a-z]+) $", text[max(0, start - 16) : start])
        named = before is not None and before[1].lower() not in _BEFORE_SEASON
        return named or re.match(r" [A-Z][a-z]", text[end : end + 3]) is not None  # "Arab Spring", "Winter Olympics"
    if len(look.words) <= 2 and (meaning.month or meaning.weekday) and meaning.day is None and meaning.base is None:
        # "Sunday Oliseh scored", "the Sunday Times": a capital after it, and nothing before it that puts a date there
        named = re.match(r" [A-Z][a-z']", look.context.text[look.context.end : look.context.end + 3]) is not None
        if named and look.words[0] == "the":
            return look.context.doctype != "narrative"
        return named and len(look.words) == 1 and _OPENS.search(look.before) is not None
    if meaning.part in ("DA", "DU") and not meaning.dated:
        return not _LIGHT.search(look.before) and len(look.words) < 3
    return False


def past_of_things(look: Look) -> bool:
    """Reject "the past 300 barrels": the past of so many things."""
    return (
        isinstance(look.meaning, Vague)
        and look.words[-1] == "past"
        and re.match(r"\s(?:\d|tense\b|participle\b|master\b)", look.behind) is not None
    )


def fraction(look: Look) -> bool:
    """Reject: "Three quarters of the city" is no length of time."""
    meaning = look.meaning
    if not isinstance(meaning, Duration) or meaning.amounts[-1][1] != "quarter":
        return False
    return not {"past", "last", "next", "consecutive", "straight", "coming", "previous", "first", "recent"} & set(
        look.words
    )


_GOING_ON = GOES_ON - {
    "of",
    "the",
    "a",
    "an",
    "his",
    "her",
    "its",
    "their",
    "this",
    "that",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
}
"""What may follow "the day before" where no event follows."""


_NEXT_WORD = re.compile(r"[\s-]+([a-z]+)")
_NAMED_AFTER = frozenset(["the-unit", "day-after", "day-before"])


def followed_by_noun(look: Look) -> bool:
    """Reject: "The 15th floor" is no day; nor is "the second half of the match" half a year."""
    meaning, behind = look.meaning, look.behind
    if not isinstance(meaning, Partial):
        return False
    if not (
        meaning.ordinal
        or meaning.rule in _NAMED_AFTER
        or meaning.half
        or meaning.quarter
        or meaning.holiday is not None
    ):
        return False
    next_word = _NEXT_WORD.match(behind)
    if (
        meaning.ordinal
        and meaning.month is None
        and meaning.weekday is None
        and meaning.base is None
        and not meaning.timed
    ):
        return next_word is not None and next_word[1] not in GOES_ON
    if meaning.rule == "the-unit" and look.context.doctype == "news" and behind.startswith(" of "):
        return True
    if (meaning.half or meaning.quarter) and meaning.year is None and meaning.base is None:
        return behind.startswith((" of ", " in ", " goal", " lead", " final"))
    if meaning.holiday is not None and next_word is not None:
        return next_word[1] in ("island", "islands", "bunny")
    if meaning.rule in ("day-after", "day-before") and next_word is not None and look.context.doctype != "narrative":
        return next_word[1] not in _GOING_ON
    return False


def dotted(look: Look) -> bool:
    """Reject: "1.5" is a date only beside one, or alone in a planner."""
    meaning = look.meaning
    return (
        isinstance(meaning, Partial)
        and meaning.form == "dotted"
        and bool(look.before.strip() or look.behind.strip(" .!?"))
        and not any(w.isalpha() and w not in ("at", "to") for w in look.words)
    )


def adjacent(look: Look) -> bool:
    """Digits glued to more digits are part of something longer: a telephone number, a version, an identifier."""
    if (
        look.words[0][0].isdigit() and _GLUED_BEFORE.search(look.before) and not look.before[-1:].isalpha()
    ) and not _WORD_BEFORE.search(look.before):
        return True
    return len(look.words) < 3 and look.words[-1][-1].isdigit() and _GLUED_BEHIND.match(look.behind) is not None


_GLUED_BEFORE = re.compile(r"[\w][-./:+%_]$|[\w%_+]$")
_WORD_BEFORE = re.compile(r"[a-z][-_./:]$")
_GLUED_BEHIND = re.compile(r"[-./:]\d|_|\d")


def counted_hour(look: Look) -> bool:
    """Reject: "At 7 percent" is no time of day."""
    meaning = look.meaning
    if not isinstance(meaning, Partial) or meaning.hour is None or meaning.ampm is not None or meaning.dated:
        return False
    return (
        re.match(r"\s?(?:%|percent|per cent|[-.]\d|,\d|points|degrees|kilo|mph|million|billion|times|/)", look.behind)
        is not None
    )


_WHOSE = re.compile(r"\b(?:his|her|their|my|your|our|its)\s+(?:early |mid-? ?|late |middle )?$")


_DECADE_CUE = re.compile(r"(?:\bthe|\bmid|\bearly|\blate|\band|\bor|\bto|\bof|\bin)[\s-]*$|['–-]$")


def decade_of_life(look: Look) -> bool:
    """Reject: "In his 40s" is an age, "in 10s" a time run."""
    meaning = look.meaning
    if isinstance(meaning, Partial) and meaning.form == "decade" and look.context.doctype != "planning":
        short = len(look.words) == 1 and len(look.raw) == 3 and look.raw[0].isdigit()
        if short and (look.raw[0] in "01" or not _DECADE_CUE.search(look.before)):
            return True
    return isinstance(meaning, Partial) and meaning.form == "decade" and _WHOSE.search(look.before) is not None


def unit_alone(look: Look) -> bool:
    """A "second", a "quarter" or a "day" alone is no length."""
    if (
        isinstance(look.meaning, Duration)
        and look.words[-1] == "hours"
        and look.behind.startswith(":")
        and look.meaning.vague
    ):
        return True  # "Opening hours: see the website"
    if look.words[0] == "many" and look.before.endswith(" as "):
        return True  # "the third in as many years"
    if isinstance(look.meaning, Duration) and look.words == ["a", "day"] and re.match(r"-[a-z]", look.behind):
        return True  # "a day-glo jacket"
    return isinstance(look.meaning, Duration) and look.words in (
        ["second"],
        ["quarter"],
        ["minute"],
        ["the", "second"],
        ["a", "second"],
        ["seconds"],
        ["minutes"],
    )


def former(look: Look) -> bool:
    """A "former" president is a time only to annotators of narratives."""
    return look.words[-1] in ("former", "present") and look.context.doctype != "narrative"


_WON = re.compile(
    r"\b(?:won|win|wins|lost|lose|beat|beaten|defeated|scored?|lead|led|draw|drew|drawn|ahead|trailed|finished|lines?|pages?|pp\.?|verses?|rows?|chapters?|"
    r"items?|steps?|call|dial|phone|tel\.?|fax)(?: (?:by|it|was|is|of|at|or))?\s$"
)
_SHARE = re.compile(
    r"\s(?:of the\b|of an?\b|of all\b|cups?|inch|inches|tea|table|miles?|pounds?|tons?|majority|vote|share|split|full|empty|done)"
)
_BOOK = re.compile(
    r"\b(?:genesis|exodus|leviticus|deuteronomy|joshua|judges|samuel|kings|chronicles|psalms?|proverbs|ecclesiastes|isaiah|jeremiah|ezekiel|daniel|hosea|"
    r"matthew|mark|luke|john|acts|romans|corinthians|galatians|ephesians|hebrews|peter|revelation|quran|surah)\s$"
)


def result(look: Look) -> bool:
    """Reject "won 3-2", "lines 3-5", "1/2 cup", "24/7", "Matthew 5:12": results, shares and places in a book."""
    words = look.words
    if not words[0][0].isdigit() or any(w[0].isalpha() for w in words):
        return False
    if words == ["24/7"] or (len(words) == 1 and ":" in words[0] and _BOOK.search(look.before)):
        return True
    if len(words) == 1 and "/" in words[0]:
        return _SHARE.match(look.behind) is not None
    return len(words) == 3 and words[1] in ("-", "/") and _WON.search(look.before) is not None


def score(look: Look) -> bool:
    """Reject "A 4:3 aspect ratio", "won 3:1" are no times of day."""
    meaning = look.meaning
    if not isinstance(meaning, Partial) or meaning.dated or meaning.hour is None or len(look.words) != 1:
        return False
    return (
        re.match(r"\s(?:aspect|ratio|win|victory|defeat|loss|draw|lead|majority|vote|odds|score|meeting)", look.behind)
        is not None
        and meaning.ampm is None
    )


_ANY = (bare_number, ambiguous_word, former, adjacent, past_of_things, result)
_PARTIAL = (*_ANY, followed_by_noun, counted_hour, decade_of_life, score, names, dotted, part_by_itself)
_DURATION = (*_ANY, unit_alone, fraction, days_of_something)
