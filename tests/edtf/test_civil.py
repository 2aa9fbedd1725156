"""The calendar in integers, against the standard library's where that reaches, and the room's own examples."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib
import pkgutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timeline.edtf
from timeline.edtf.civil import (
    civil_from_days,
    days_from_civil,
    days_from_julian,
    days_from_week,
    days_in_month,
    is_leap,
    iso_week,
    julian_from_days,
    weekday,
)

EPOCH = dt.date(1970, 1, 1).toordinal()
numbers = st.integers(-(10**12), 10**12)


@given(st.dates())
def test_days_weeks_and_weekdays_are_those_of_the_standard_library(date):
    number = date.toordinal() - EPOCH
    assert days_from_civil(date.year, date.month, date.day) == number
    assert civil_from_days(number) == (date.year, date.month, date.day)
    assert (*iso_week(number), weekday(number)) == tuple(date.isocalendar())


@given(numbers)
def test_a_day_has_one_date_in_either_calendar(number):
    assert days_from_civil(*civil_from_days(number)) == number
    assert days_from_julian(*julian_from_days(number)) == number


@given(numbers)
def test_a_day_has_one_week_date(number):
    assert days_from_week(*iso_week(number), weekday(number)) == number


@given(st.integers(-(10**9), 10**9), st.integers(1, 12))
def test_months_follow_each_other(year, month):
    after = days_from_civil(year + (month == 12), month % 12 + 1, 1)
    assert days_from_civil(year, month, 1) + days_in_month(year, month) == after


@given(st.integers(-(10**9), 10**9))
def test_a_leap_year_has_366_days(year):
    assert days_from_civil(year + 1, 1, 1) - days_from_civil(year, 1, 1) == 365 + is_leap(year)


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(timeline.edtf.__path__)])
def test_the_examples_in_the_docstrings_hold(name):
    module = importlib.import_module(f"timeline.edtf.{name}")
    assert doctest.testmod(module).failed == 0
