"""
The civil calendar in integers: days and seconds of the proleptic Gregorian axis, any year.

Day 0 is 1970-01-01; years are astronomical (0 is 1 BCE). All functions take and give
plain integers without bounds, so a year may have twenty digits. Days are counted by
eras of 400 years (146,097 days), as in the calendrical literature (Reingold and Dershowitz,
*Calendrical Calculations*, 4th ed., ch. 2 and 3).
"""

from __future__ import annotations

DAY = 86_400
"""Seconds in a civil day."""

_MONTH_DAYS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_leap(year: int) -> bool:
    """Say whether `year` has a 29 February (Gregorian)."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Give the length of a month in days."""
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month]


def days_from_civil(year: int, month: int, day: int) -> int:
    """
    Give the day number of a Gregorian date.

    >>> days_from_civil(1970, 1, 1), days_from_civil(2025, 9, 3), days_from_civil(-43, 3, 15)
    (0, 20334, -735160)
    """
    if month <= 2:
        year -= 1
        month += 12
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month - 3) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


def civil_from_days(days: int) -> tuple[int, int, int]:
    """
    Give (year, month, day) of a day number; the inverse of `days_from_civil`.

    >>> civil_from_days(20334)
    (2025, 9, 3)
    """
    era, day_of_era = divmod(days + 719_468, 146_097)
    year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return era * 400 + year_of_era + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def days_from_julian(year: int, month: int, day: int) -> int:
    """
    Give the day number of a Julian-calendar date ("Old Style").

    >>> civil_from_days(days_from_julian(1917, 10, 25))
    (1917, 11, 7)
    """
    if month <= 2:
        year -= 1
        month += 12
    day_of_year = (153 * (month - 3) + 2) // 5 + day - 1
    return year * 365 + year // 4 + day_of_year - 719_470


def julian_from_days(days: int) -> tuple[int, int, int]:
    """
    Give (year, month, day) in the Julian calendar; the inverse of `days_from_julian`.

    >>> julian_from_days(days_from_civil(1917, 11, 7))
    (1917, 10, 25)
    """
    cycle, rest = divmod(days + 719_470, 1_461)
    year_of_cycle = min(rest // 365, 3)
    day_of_year = rest - year_of_cycle * 365
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return cycle * 4 + year_of_cycle + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def weekday(days: int) -> int:
    """
    Give the ISO weekday of a day number, 1 Monday to 7 Sunday.

    >>> weekday(days_from_civil(2025, 9, 3))
    3
    """
    return (days + 3) % 7 + 1


def iso_week(days: int) -> tuple[int, int]:
    """
    Give (ISO year, ISO week) of a day number (ISO 8601-1:2019, 3.1.1.23).

    >>> iso_week(days_from_civil(2027, 1, 1))
    (2026, 53)
    """
    thursday = days - (days + 3) % 7 + 3
    year = civil_from_days(thursday)[0]
    return year, (thursday - days_from_civil(year, 1, 1)) // 7 + 1


def days_from_week(year: int, week: int, day: int = 1) -> int:
    """
    Give the day number of an ISO week date.

    >>> civil_from_days(days_from_week(2025, 1))
    (2024, 12, 30)
    """
    fourth = days_from_civil(year, 1, 4)
    return fourth - (fourth + 3) % 7 + (week - 1) * 7 + day - 1
