"""
The words of English dates: each with its categories and values, as one table.

A category is written in capitals and is what the rules (`rules/`) speak of; words that rules
name literally (`of`, `ago`) need no entry. Words listed in `QUIET` never start a search on
their own. A new word goes into one of the lists below; a new category needs a rule that
uses it.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

Value = object
Entry = dict[str, Value]
"""Category → value."""

MONTHS = (
    "january jan", "february feb febr", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
WEEKDAYS = (
    "monday mon", "tuesday tues tue", "wednesday weds wed", "thursday thurs thur thu", "friday fri", "saturday sat",
    "sunday sun",
)  # fmt: skip
ABBREVIATIONS = frozenset(
    [
        "jan",
        "feb",
        "febr",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "mon",
        "tues",
        "tue",
        "weds",
        "wed",
        "thurs",
        "thur",
        "thu",
        "fri",
        "sat",
        "sun",
        "ca",
        "c",
        "approx",
    ],
)
"""Words whose full stop belongs to them."""
AMBIGUOUS = frozenset(
    [
        "may",
        "march",
        "mar",
        "sat",
        "sun",
        "second",
        "seconds",
        "fall",
        "mon",
        "wed",
        "min",
        "mins",
        "now",
        "present",
        "date",
        "past",
        "former",
    ]
)
"""Words that are more often something else; the reject stage looks at what stands around them."""

UNITS = {  # unit: singular forms; plural forms
    "second": ("second sec", "seconds secs"),
    "minute": ("minute min mn", "minutes mins"),
    "hour": ("hour hr", "hours hrs"),
    "day": ("day", "days"),
    "night": ("night", "nights"),
    "weekend": ("weekend week-end wkend wknd", "weekends"),
    "week": ("week wk", "weeks wks"),
    "fortnight": ("fortnight", "fortnights"),
    "month": ("month mth", "months mths"),
    "quarter": ("quarter qtr", "quarters qtrs"),
    "season": ("season", "seasons"),
    "semester": ("semester", "semesters"),
    "year": ("year yr", "years yrs"),
    "decade": ("decade", "decades"),
    "century": ("century", "centuries"),
    "millennium": ("millennium", "millennia millenniums"),
    "workday": ("weekday workday", "weekdays workdays"),
    "workweek": ("workweek", "workweeks"),
}
UNIT_LETTERS = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
"""Only glued to a number: `3y`, `2h`."""

SEASONS = {
    "SP": "spring springtime",
    "SU": "summer summertime",
    "FA": "fall autumn autumnal",
    "WI": "winter wintertime",
}
PARTS = {
    "MO": "morning mornings", "AF": "afternoon afternoons", "EV": "evening evenings", "NI": "night nights nite overnight nighttime night-time",
    "DT": "daytime", "DA": "dawn daybreak sunrise", "DU": "dusk sunset nightfall", "LU": "lunchtime",
}  # fmt: skip
MEALS = {"BR": "breakfast", "LU": "lunch", "DI": "dinner", "SC": "school", "WH": "work"}
ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
VAGUE = {"few": 3, "several": 7, "many": 10, "some": 3, "numerous": 10, "various": 3}
"""Vague numbers; the value is only used where a person plans and wants one."""

NEAR_NEXT = "next coming upcoming forthcoming"
NEAR_LAST = "last past"
FOLLOW = "following subsequent ensuing succeeding"
PREVIOUS = "previous preceding prior"
ZONES = {  # name: hours east of UTC, None where it depends on the season or the place
    "gmt": 0, "utc": 0, "z": 0, "zulu": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "ist": 5.5,
    "sgt": 8, "hkt": 8, "kst": 9, "jst": 9, "aest": 10, "aedt": 11, "nzst": 12, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "hst": -10, "et": None, "ct": None, "mt": None, "pt": None,
}  # fmt: skip
SETS = {  # adverb or adjective: TIMEX3 value
    "daily": "P1D", "hourly": "PT1H", "nightly": "XXXX-XX-XXTNI", "weekly": "P1W", "biweekly": "P2W", "bi-weekly": "P2W",
    "fortnightly": "P2W", "monthly": "P1M", "bimonthly": "P2M", "bi-monthly": "P2M", "quarterly": "P3M",
    "semiannual": "P6M", "semi-annual": "P6M", "semiannually": "P0.5Y", "semi-annually": "P0.5Y", "annual": "P1Y", "annually": "P1Y", "yearly": "P1Y", "biannual": "P6M",
    "biannually": "P0.5Y", "bi-annual": "P6M", "bi-annually": "P0.5Y", "half-yearly": "P6M", "triennial": "P3Y", "triennially": "P3Y",
    "biennial": "P2Y", "biennially": "P2Y", "everyday": "P1D",
}  # fmt: skip
VAGUE_REFS = {  # TIMEX3 reference: words and phrases
    "PRESENT_REF": "now|currently|current|presently|nowadays|today's|right now|just now|at present|at the moment|for the moment|at the minute|at this time"
    "|at this moment|these days|the present|present-day|present day|modern day|modern-day|modern times|at the present time|the present time|atm|for the time being|the time being|as of now|to date",
    "PAST_REF": "recently|recent|former|formerly|long ago|lately",
    "FUTURE_REF": "future|the future|the near future|near future|foreseeable future|the foreseeable future",
}


def _words(text: str) -> list[str]:
    return text.split()


GOES_ON = frozenset(
    _words(
        "of and or to at in for from through until till by on with as but than that which who when where is "
        "was are were will would has had he she it they we i you the a an his her its their this said says "
        "after before during since if not be can could may might should"
    )
)
"""Words after which no noun can be named by the number before them: "the first of", but not "the first units"."""


def build() -> dict[str, Entry]:
    """Make the table: word (or phrase of several words) → categories."""
    table: dict[str, Entry] = {}

    def put(words: str, category: str, value: Value = None) -> None:
        for word in words.split():
            table.setdefault(word, {})[category] = value

    for number, names in enumerate(MONTHS, 1):
        put(names, "MONTH", number)
    for number, names in enumerate(WEEKDAYS, 1):
        put(names, "WEEKDAY", number)
        put(names.split()[0] + "s", "WEEKDAYS", number)
    for unit, (singular, plural) in UNITS.items():
        put(singular, "UNIT1", unit)
        put(plural, "UNITS", unit)
    for code, names in SEASONS.items():
        put(names, "SEASON", code)
        if code != "FA":
            put(names.split()[0] + "s", "SEASONS", code)
        else:
            put("autumns", "SEASONS", code)
    for code, names in PARTS.items():
        put(names.split()[0], "PART", code)
        for name in names.split()[1:]:
            put(name, "PARTS" if name.endswith("s") else "PART", code)
    for code, names in MEALS.items():
        put(names, "MEAL", code)
    for number, word in enumerate(ONES, 1):
        put(word, "ONES", number)
    for number, word in enumerate(TEENS, 10):
        put(word, "TEENS", number)
    for number, word in enumerate(TENS, 2):
        put(word, "TENS", number * 10)
        put({"twenty": "twenties", "forty": "forties"}.get(word, word[:-1] + "ies"), "TENSIES", number * 10)
    for number, word in enumerate(ORDINALS, 1):
        put(word, "ORDW", number)
    put("thirtieth", "ORDW", 30)
    for word, number in VAGUE.items():
        put(word, "VAGUE", number)
    put(NEAR_NEXT + " " + FOLLOW, "NEXT", 1)
    put(NEAR_LAST + " " + PREVIOUS, "LAST", -1)
    put(NEAR_NEXT, "NEARNEXT", 1)
    put(NEAR_LAST, "NEARLAST", -1)
    put(FOLLOW, "FOLLOW", 1)
    put(PREVIOUS, "PREVIOUS", -1)
    put("past", "PASTW", "PAST_REF")
    put("recent", "RECENT", "PAST_REF")
    put("this current present", "THIS", 0)
    put("that those", "THAT", 0)
    put("today", "TODAY", 0)
    put("yesterday yday", "TODAY", -1)
    put("tomorrow tmrw tmr tomorow", "TODAY", 1)
    put("tonight tonite", "TONIGHT", 0)
    put("noon midday noontime", "NOON", 12)
    put("midnight", "NOON", 24)
    put("noonish", "NOON", 12)
    for word, repeated in SETS.items():
        put(word, "SETADV", repeated)
    for word, hours in ZONES.items():
        put(word, "ZONE", hours)
    put("eastern central mountain pacific", "ZONEWORD", None)
    put("early earlier", "EARLY", "START")
    put("late later", "LATE", "END")
    put("mid middle", "MID", "MID")
    put("beginning start outset onset", "EDGE", "START")
    put("middle midpoint", "EDGE", "MID")
    put("end close ending", "EDGE", "END")
    put("about around approximately roughly circa ca approx c", "APPROX", "APPROX")
    put("nearly almost", "APPROX", "LESS_THAN")
    put("over exceeding", "MORETHAN", "MORE_THAN")
    put("under", "MORETHAN", "LESS_THAN")
    put("every each", "EVERY", None)
    put("am", "AMPM", 0)
    put("pm", "AMPM", 12)
    for reference, phrases in VAGUE_REFS.items():
        for phrase in phrases.split("|"):
            table.setdefault(phrase, {})["REF" if " " in phrase or "-" in phrase else "REFW"] = reference
    for phrase, category, value in PHRASES:
        table.setdefault(phrase, {})[category] = value
    return table


PHRASES: tuple[tuple[str, str, Value], ...] = (
    ("o'clock", "OCLOCK", None), ("oclock", "OCLOCK", None), ("o clock", "OCLOCK", None),
    ("at least", "MORETHAN", "EQUAL_OR_MORE"), ("at most", "MORETHAN", "EQUAL_OR_LESS"), ("up to", "MORETHAN", "EQUAL_OR_LESS"),
    ("more than", "MORETHAN", "MORE_THAN"), ("less than", "MORETHAN", "LESS_THAN"), ("fewer than", "MORETHAN", "LESS_THAN"),
    ("no more than", "MORETHAN", "EQUAL_OR_LESS"), ("no less than", "MORETHAN", "EQUAL_OR_MORE"),
    ("a little more than", "MORETHAN", "MORE_THAN"), ("just over", "MORETHAN", "MORE_THAN"), ("just under", "MORETHAN", "LESS_THAN"),
    ("close to", "APPROX", "APPROX"), ("well over", "MORETHAN", "MORE_THAN"),
    ("on or about", "APPROX", "APPROX"), ("on or around", "APPROX", "APPROX"), ("in or about", "APPROX", "APPROX"), ("in or around", "APPROX", "APPROX"),
    ("at or about", "APPROX", "APPROX"), ("at or around", "APPROX", "APPROX"),
    ("on or before", "BEFOREP", "by"), ("in or before", "BEFOREP", "by"), ("at or before", "BEFOREP", "by"), ("not after", "BEFOREP", "by"),
    ("on or after", "AFTERP", "from"), ("in or after", "AFTERP", "from"), ("at or after", "AFTERP", "from"), ("not earlier than", "AFTERP", "from"),
    ("shortly before", "BEFOREP", "shortly before"), ("just before", "BEFOREP", "shortly before"), ("soon before", "BEFOREP", "shortly before"), ("immediately before", "BEFOREP", "shortly before"), ("right before", "BEFOREP", "shortly before"),
    ("shortly after", "AFTERP", "shortly after"), ("just after", "AFTERP", "shortly after"), ("soon after", "AFTERP", "shortly after"), ("immediately after", "AFTERP", "shortly after"), ("right after", "AFTERP", "shortly after"),
    ("at the latest", "LATEST", "by"), ("at latest", "LATEST", "by"), ("at the earliest", "LATEST", "from"), ("at earliest", "LATEST", "from"),
    ("sometime", "SOMETIME", None), ("some time", "SOMETIME", None), ("at some point", "SOMETIME", None), ("at some time", "SOMETIME", None), ("at an unknown time", "SOMETIME", None),
    ("no later than", "BEFOREP", "by"), ("not later than", "BEFOREP", "by"), ("as late as", "BEFOREP", "until"),
    ("no earlier than", "AFTERP", "from"), ("not before", "AFTERP", "from"), ("as early as", "AFTERP", "since"),
    ("prior to", "BEFOREP", "before"), ("earlier than", "BEFOREP", "before"), ("previous to", "BEFOREP", "before"),
    ("later than", "AFTERP", "after"), ("subsequent to", "AFTERP", "after"), ("anytime after", "AFTERP", "after"),
    ("any time after", "AFTERP", "after"), ("sometime after", "AFTERP", "after"), ("any time from", "AFTERP", "since"),
    ("starting from", "AFTERP", "since"), ("starting on", "AFTERP", "since"), ("starting in", "AFTERP", "since"), ("beginning in", "AFTERP", "since"),
    ("sometime before", "BEFOREP", "before"), ("until", "BEFOREP", "until"), ("till", "BEFOREP", "until"), ("before", "BEFOREP", "before"),
    ("by", "BEFOREP", "by"), ("after", "AFTERP", "after"), ("since", "AFTERP", "since"), ("starting", "AFTERP", "since"), ("following", "AFTERP", "after"),
    ("the time", "THETIME", None), ("that time", "THETIME", None), ("from", "FROMP", None), ("the day before yesterday", "TODAY", -2), ("day before yesterday", "TODAY", -2),
    ("the day after tomorrow", "TODAY", 2), ("day after tomorrow", "TODAY", 2), ("otd", "TODAY", 0), ("on this day", "TODAY", 0),
    ("end of day", "EOP", "day"), ("end of the day", "EOP", "day"), ("eod", "EOP", "day"), ("the eod", "EOP", "day"),
    ("eom", "EOP", "month"), ("the eom", "EOP", "month"), ("eoy", "EOP", "year"), ("the eoy", "EOP", "year"), ("cob", "EOP", "day"), ("close of business", "EOP", "day"),
    ("bom", "BOP", "month"), ("the bom", "BOP", "month"),
    ("as soon as possible", "ASAP", None), ("asap", "ASAP", None),
    ("year to date", "YTD", "year"), ("ytd", "YTD", "year"), ("month to date", "YTD", "month"), ("quarter to date", "YTD", "quarter"),
    ("till date", "TODATE", None), ("until now", "TODATE", None), ("till now", "TODATE", None),
    ("current date", "TODAY", 0), ("fiscal year", "FISCAL", "year"), ("financial year", "FISCAL", "year"), ("fy", "FISCAL", "year"), ("fiscal", "FISCAL", None),
    ("calendar year", "CALYEAR", None), ("cy", "CALYEAR", None), ("year", "YEARW", None), ("years", "YEARW", None),
    ("a.d.", "ERA", 1), ("ad", "ERA", 1), ("a.d", "ERA", 1), ("ce", "ERA", 1), ("c.e.", "ERA", 1), ("bc", "ERA", -1), ("b.c.", "ERA", -1), ("b.c", "ERA", -1),
    ("bce", "ERA", -1), ("b.c.e.", "ERA", -1), ("o.s.", "OLDSTYLE", None), ("o.s", "OLDSTYLE", None), ("old style", "OLDSTYLE", None), ("julian", "OLDSTYLE", None),
    ("n.s.", "NEWSTYLE", None), ("new style", "NEWSTYLE", None),
    ("old", "OLD", None), ("years-old", "OLDYEARS", None), ("long", "LONG", None), ("of age", "OLD", None),
    ("half", "HALFW", 0.5), ("quarter", "QUARTERW", 0.25), ("qtr", "QUARTERW", 0.25), ("a couple of", "VAGUE", 2), ("a couple", "VAGUE", 2), ("couple of", "VAGUE", 2), ("couple", "VAGUE", 2),
    ("a number of", "VAGUE", 5), ("dozens of", "VAGUE", 24), ("hundreds of", "VAGUE", 200), ("thousands of", "VAGUE", 2000), ("tens of", "VAGUE", 20),
    ("a dozen", "DOZEN", 12), ("dozen", "DOZEN", 12), ("half a dozen", "DOZEN", 6), ("half-dozen", "DOZEN", 6), ("a half-dozen", "DOZEN", 6),
    ("million", "MILLION", 1e6), ("billion", "MILLION", 1e9), ("hundred", "HUNDRED", 100), ("thousand", "THOUSAND", 1000), ("w/c", "WEEKOF", None), ("week ending", "WEEKEND", None), ("week ended", "WEEKEND", None),
    ("week", "WEEK", None), ("century", "CENTURY", None), ("centuries", "CENTURY", None), ("cent.", "CENTURY", None),
    ("as much as", "MORETHAN", "EQUAL_OR_LESS"), ("business", "BUSINESS", None), ("working", "BUSINESS", None), ("trading", "BUSINESS", None),
    ("one-half", "HALFW", 0.5), ("1/2", "HALFW", 0.5), ("½", "HALFW", 0.5), ("d-day", "DDAY", None), ("early hours", "SMALLHOURS", None), ("small hours", "SMALLHOURS", None),
    ("wee hours", "SMALLHOURS", None), ("predawn", "SMALLHOURS", None), ("pre-dawn", "SMALLHOURS", None), ("working hours", "OFFICE", None), ("business hours", "OFFICE", None),
    ("decade", "UNIT1", "decade"), ("half-century", "UNIT1", "halfcentury"), ("half-centuries", "UNITS", "halfcentury"), ("quarter-century", "UNIT1", "quartercentury"),
    ("quarter century", "UNIT1", "quartercentury"), ("half century", "UNIT1", "halfcentury"), ("half-hour", "UNIT1", "halfhour"), ("half hour", "UNIT1", "halfhour"),
    ("half-year", "UNIT1", "half"), ("half year", "UNIT1", "half"), ("week-end", "UNIT1", "weekend"), ("week end", "UNIT1", "weekend"), ("week ends", "UNITS", "weekend"),
    ("working week", "UNIT1", "workweek"), ("working day", "UNIT1", "workday"), ("working days", "UNITS", "workday"), ("business day", "UNIT1", "workday"), ("business days", "UNITS", "workday"),
    ("trading day", "UNIT1", "workday"), ("trading days", "UNITS", "workday"), ("work week", "UNIT1", "workweek"), ("first-half", "HALFYEAR", 1), ("second-half", "HALFYEAR", 2),
    ("first-quarter", "QUARTERN", 1), ("second-quarter", "QUARTERN", 2), ("third-quarter", "QUARTERN", 3), ("fourth-quarter", "QUARTERN", 4),
    ("1st-quarter", "QUARTERN", 1), ("2nd-quarter", "QUARTERN", 2), ("3rd-quarter", "QUARTERN", 3), ("4th-quarter", "QUARTERN", 4),
    ("q1", "QUARTERN", 1), ("q2", "QUARTERN", 2), ("q3", "QUARTERN", 3), ("q4", "QUARTERN", 4), ("1q", "QUARTERN", 1), ("2q", "QUARTERN", 2), ("3q", "QUARTERN", 3), ("4q", "QUARTERN", 4),
    ("h1", "HALFYEAR", 1), ("h2", "HALFYEAR", 2),
)  # fmt: skip
