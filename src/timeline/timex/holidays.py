"""
Days with a name: fixed dates, weekdays of a month, and those that follow a moon or an equinox.

Each holiday is a row of `TABLE`: its names, and a rule that gives (month, day) or a day number
for a year. Movable feasts are computed: Easter (Gregorian and Julian computus; Meeus, *Astronomical
Algorithms*, ch. 8), the Hebrew calendar and the tabular Islamic calendar (Reingold and Dershowitz,
*Calendrical Calculations*, ch. 7 and 8; a day's difference from sighting is possible). A new one is
one more row.
"""

# Tables, patterns and sentences stay on one line.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Callable

from timeline.edtf.civil import civil_from_days, days_from_civil, days_from_julian, days_in_month, weekday

Rule = Callable[[int], int]
"""From a year to the day number of the holiday in it."""


def fixed(month: int, day: int) -> Rule:
    """Give the rule of a fixed date."""
    return lambda year: days_from_civil(year, month, day)


def nth(month: int, day_of_week: int, number: int, plus: int = 0) -> Rule:
    """Give the rule "the `number`th weekday of the month" (negative: from its end), `plus` days."""

    def find(year: int) -> int:
        if number > 0:
            first = days_from_civil(year, month, 1)
            return first + (day_of_week - weekday(first)) % 7 + 7 * (number - 1) + plus
        last = days_from_civil(year, month, days_in_month(year, month))
        return last - (weekday(last) - day_of_week) % 7 + 7 * (number + 1) + plus

    return find


def easter_day(year: int) -> int:
    """Give the day number of Western Easter."""
    golden, century = year % 19, year // 100
    leap = century // 4
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    step = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - epact - year % 100 % 4) % 7
    shift = (golden + 11 * epact + 22 * step) // 451
    month, day = divmod(epact + step - 7 * shift + 114, 31)
    return days_from_civil(year, month, day + 1)


def orthodox_easter_day(year: int) -> int:
    """Give the day number of Orthodox Easter."""
    moon = (19 * (year % 19) + 15) % 30
    step = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + step + 114, 31)
    return days_from_julian(year, month, day + 1)


def easter(plus: int = 0) -> Rule:
    """Give the rule of a day counted from Western Easter."""
    return lambda year: easter_day(year) + plus


def orthodox(plus: int = 0) -> Rule:
    """Give the rule of a day counted from Orthodox Easter."""
    return lambda year: orthodox_easter_day(year) + plus


def islamic(month: int, day: int) -> Rule:
    """Give the rule of a date of the tabular Islamic calendar; the first of the Gregorian year."""

    def find(year: int) -> int:
        first = days_from_civil(year, 1, 1)
        lunar = (year - 622) * 33 // 32 - 1
        while True:
            when = day + 29 * (month - 1) + month // 2 + (lunar - 1) * 354 + (3 + 11 * lunar) // 30 - 492_149
            if when >= first:
                return when
            lunar += 1

    return find


def _hebrew_elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    day = 29 * months + parts // 25_920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _hebrew_new_year(year: int) -> int:
    before, here, later = (_hebrew_elapsed(year + step) for step in (-1, 0, 1))
    delay = 2 if later - here == 356 else 1 if here - before == 382 else 0
    return here + delay - 2_092_591


def hebrew(days: int, *, from_passover: bool = False) -> Rule:
    """Give the rule of a day counted from Rosh Hashanah, or from the first day of Passover, in a civil year."""

    def find(year: int) -> int:
        if from_passover:  # 163 days before the next Rosh Hashanah, in every year
            return _hebrew_new_year(year + 3761) - 163 + days
        return _hebrew_new_year(year + 3761) + days

    return find


def new_moon_year(year: int) -> int:
    """Give the day of the Chinese New Year: the second new moon after the winter solstice, Beijing time (mean moon)."""
    return _new_moon(days_from_civil(year, 1, 21), 8)


def _new_moon(start: int, hours: float) -> int:
    """Give the day of the first new moon on or after a day, where clocks are so many hours ahead of UTC."""
    lunation = 29.530588861
    first = days_from_civil(2000, 1, 6) + (18 + 14 / 60 + hours) / 24  # a known new moon
    count = -((first - start) // lunation)
    best = None
    for step in range(-1, 3):
        k = count + step
        century = k / 1236.85
        mean = first + k * lunation
        sun = (2.5534 + 29.10535670 * k) % 360
        moon = (201.5643 + 385.81693528 * k + 0.0107582 * century * century) % 360
        node = (160.7108 + 390.67050284 * k) % 360
        when = int(mean + _moon_correction(sun, moon, node) - _moon_correction(2.5534, 201.5643, 160.7108))
        if when >= start and (best is None or when < best):
            best = when
    return best if best is not None else start


def _moon_correction(sun: float, moon: float, node: float) -> float:
    from math import radians, sin

    return (
        -0.40720 * sin(radians(moon)) + 0.17241 * sin(radians(sun)) + 0.01608 * sin(radians(2 * moon))
        + 0.01039 * sin(radians(2 * node)) + 0.00739 * sin(radians(moon - sun)) - 0.00514 * sin(radians(moon + sun))
    )  # fmt: skip


def _hanukkah(year: int) -> int:
    new_year = _hebrew_new_year(year + 3761)
    length = _hebrew_new_year(year + 3762) - new_year
    return new_year + (83 if length in (353, 354, 383, 384) else 84)


def _tu_bishvat(year: int) -> int:
    new_year = _hebrew_new_year(year + 3760)
    length = _hebrew_new_year(year + 3761) - new_year
    return new_year + {0: 132, 3: 131, 4: 132, 5: 133}.get(length % 10, 132)


def _tisha(year: int) -> int:
    day = _hebrew_new_year(year + 3761) - 51
    return day + 1 if weekday(day) == 6 else day


def _diwali(days: int) -> Rule:
    """Give the rule of a day counted from Diwali: the evening (17:45 in India) before the new moon of mid-October to mid-November."""

    def find(year: int) -> int:
        return _new_moon(days_from_civil(year, 10, 16), 5.5 - 17.75) + days

    return find


TABLE: tuple[tuple[str, Rule, int], ...] = (
    # names, rule, length in days
    ("new year's day|new years day|new year|new years|new year's", fixed(1, 1), 1),
    ("new year's eve|new years eve|new year eve", fixed(12, 31), 1),
    ("martin luther king day|martin luther king jr day|martin luther king jr. day|martin luther king, jr. day|mlk day|mlk jr. day|mlk jr day|civil rights day", nth(1, 1, 3), 1),
    ("groundhog day|groundhogs day|ground hog day", fixed(2, 2), 1),
    ("valentine's day|valentine day|valentines day|valentines|st valentine's day|saint valentine's day", fixed(2, 14), 1),
    ("presidents' day|presidents day|president's day|washington's birthday", nth(2, 1, 3), 1),
    ("st patrick's day|st. patrick's day|saint patrick's day|st patricks day|saint patricks day|st paddy's day|saint paddy's day|st. paddy's day", fixed(3, 17), 1),
    ("international women's day|women's day", fixed(3, 8), 1),
    ("april fools' day|april fool's day|april fools day|april fools|april fool's", fixed(4, 1), 1),
    ("earth day", fixed(4, 22), 1),
    ("anzac day", fixed(4, 25), 1),
    ("may day|international workers' day|international labor day|labour day", fixed(5, 1), 1),
    ("cinco de mayo", fixed(5, 5), 1),
    ("ve day|v-e day|victory in europe day", fixed(5, 8), 1),
    ("victory day", fixed(5, 9), 1),
    ("mother's day|mothers day|mothers' day", nth(5, 7, 2), 1),
    ("memorial day|decoration day", nth(5, 1, -1), 1),
    ("juneteenth|juneteenth day", fixed(6, 19), 1),
    ("flag day", fixed(6, 14), 1),
    ("father's day|fathers day|fathers' day", nth(6, 7, 3), 1),
    ("canada day", fixed(7, 1), 1),
    ("independence day", fixed(7, 4), 1),
    ("bastille day", fixed(7, 14), 1),
    ("vj day|v-j day", fixed(8, 15), 1),
    ("assumption|assumption day", fixed(8, 15), 1),
    ("labor day", nth(9, 1, 1), 1),
    ("grandparents' day|grandparents day", nth(9, 1, 1, 6), 1),
    ("columbus day|indigenous peoples' day|indigenous peoples day", nth(10, 1, 2), 1),
    ("halloween|hallowe'en|halloween day|all hallows eve|all hallows' eve", fixed(10, 31), 1),
    ("all saints' day|all saints day", fixed(11, 1), 1),
    ("world vegan day", fixed(11, 1), 1),
    ("all souls' day|all souls day", fixed(11, 2), 1),
    ("guy fawkes night|guy fawkes day|bonfire night", fixed(11, 5), 1),
    ("remembrance day|armistice day|veterans day|veterans' day|veteran's day", fixed(11, 11), 1),
    ("thanksgiving|thanksgiving day", nth(11, 4, 4), 1),
    ("black friday", nth(11, 4, 4, 1), 1),
    ("cyber monday", nth(11, 4, 4, 4), 1),
    ("giving tuesday", nth(11, 4, 4, 5), 1),
    ("human rights day", fixed(12, 10), 1),
    ("christmas eve|xmas eve", fixed(12, 24), 1),
    ("christmas|xmas|christmas day|xmas day", fixed(12, 25), 1),
    ("boxing day|st stephen's day|st. stephen's day", fixed(12, 26), 1),
    ("epiphany|three kings day|three kings' day", fixed(1, 6), 1),
    ("holocaust remembrance day|international holocaust remembrance day", fixed(1, 27), 1),
    ("australia day", fixed(1, 26), 1),
    ("republic day", fixed(1, 26), 1),
    ("midsummer|midsummer day|st john's day", fixed(6, 24), 1),
    ("shrove tuesday|pancake day|pancake tuesday|mardi gras|fat tuesday", easter(-47), 1),
    ("shrove monday", easter(-48), 1),
    ("ash wednesday", easter(-46), 1),
    ("lent", easter(-46), 46),
    ("palm sunday", easter(-7), 1),
    ("holy week", easter(-7), 7),
    ("maundy thursday|holy thursday", easter(-3), 1),
    ("good friday", easter(-2), 1),
    ("holy saturday", easter(-1), 1),
    ("easter|easter sunday|easter day", easter(0), 1),
    ("easter monday|easter mon", easter(1), 1),
    ("ascension day|ascension", easter(39), 1),
    ("pentecost|whit sunday|whitsunday", easter(49), 1),
    ("whit monday|pentecost monday", easter(50), 1),
    ("trinity sunday", easter(56), 1),
    ("corpus christi", easter(60), 1),
    ("orthodox easter|orthodox easter sunday|pascha", orthodox(0), 1),
    ("orthodox good friday|great friday", orthodox(-2), 1),
    ("orthodox easter monday", orthodox(1), 1),
    ("clean monday|orthodox shrove monday|orthodox ash monday|green monday", orthodox(-48), 1),
    ("great fast|great lent", orthodox(-48), 41),
    ("lazarus saturday", orthodox(-8), 1),
    ("orthodox palm sunday", orthodox(-7), 1),
    ("orthodox christmas|orthodox christmas day", fixed(1, 7), 1),
    ("chinese new year|chinese new years|lunar new year|chinese lunar new year|chinese lunar new year's day|lunar new year's day|spring festival|tet|tết", new_moon_year, 1),
    ("rosh hashanah|rosh hashana|yom teruah|jewish new year", hebrew(0), 2),
    ("yom kippur|day of atonement", hebrew(9), 1),
    ("sukkot|succos|sukkos|feast of tabernacles|feast of booths|feast of the ingathering", hebrew(14), 8),
    ("shemini atzeret", hebrew(21), 1),
    ("simchat torah", hebrew(22), 1),
    ("hanukkah|chanukah|hanukah|hannukah", _hanukkah, 8),
    ("tu bishvat", _tu_bishvat, 1),
    ("purim", hebrew(-30, from_passover=True), 1),
    ("passover|pesach", hebrew(0, from_passover=True), 8),
    ("lag b'omer|lag baomer", hebrew(32, from_passover=True), 1),
    ("shavuot|feast of weeks", hebrew(50, from_passover=True), 2),
    ("tisha b'av|tish'a b'av", _tisha, 1),
    ("ramadan|ramadhan|ramzan", islamic(9, 1), 30),
    ("laylat al-qadr|night of power|laylat al qadr", islamic(9, 27), 1),
    ("eid al-fitr|eid al fitr|eid ul-fitr|id al-fitr|eid-al-fitr", islamic(10, 1), 1),
    ("eid al-adha|eid al adha|eid ul-adha|id ul-adha|sacrifice feast|bakr id|bakrid", islamic(12, 10), 1),
    ("islamic new year|hijri new year", islamic(1, 1), 1),
    ("ashura|day of ashura", islamic(1, 10), 1),
    ("mawlid|mawlid al-nabi|prophet's birthday", islamic(3, 12), 1),
    ("diwali|deepavali", _diwali(0), 1),
    ("dhanteras", _diwali(-2), 1),
    ("govardhan puja", _diwali(1), 1),
    ("bhai dooj", _diwali(2), 1),
    ("chhath", _diwali(6), 1),
    ("nowruz|navroz|nauryz", fixed(3, 20), 1),
    ("pongal", fixed(1, 14), 1),
)  # fmt: skip


NAMES: dict[str, int] = {name: row for row, (names, _, _) in enumerate(TABLE) for name in names.split("|")}
"""Name → row of `TABLE`."""


def day_of(row: int, year: int) -> int:
    """Give the day number of a holiday in a year."""
    return TABLE[row][1](year)


def length_of(row: int) -> int:
    """Give how many days a holiday lasts."""
    return TABLE[row][2]


def is_day(row: int, day: int) -> bool:
    """Say whether a day is the first of that holiday."""
    return day_of(row, civil_from_days(day)[0]) == day
