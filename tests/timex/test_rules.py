"""Every documented rule has an example that reads as stated and a counter-example in which it finds nothing."""

from __future__ import annotations

import pytest

from timeline.timex import Moment, Options, Resolved, catalogue, read, tag

NOW = Moment(2025, 9, 3)
EXAMPLES = [(rule.name, *rule.example.split(" -> ")) for rule in catalogue() if rule.example]
COUNTERS = [(rule.name, rule.counter) for rule in catalogue() if rule.counter]


def meaning(phrase: str) -> str:
    """What the catalogue shows beside a phrase: its EDTF, or its TIMEX3 value where it is no date."""
    outcome = read(phrase, Options(now=NOW))
    if isinstance(outcome, Resolved):
        return outcome.edtf
    (found,) = tag(phrase, None, Options(now=NOW, doctype="planning"))
    return found.value


@pytest.mark.parametrize(("name", "phrase", "edtf"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_the_example_of_each_rule_reads_as_stated(name: str, phrase: str, edtf: str) -> None:
    assert meaning(phrase) == edtf


@pytest.mark.parametrize(("name", "text"), COUNTERS, ids=[c[0] for c in COUNTERS])
def test_the_counter_example_of_each_rule_is_left_alone_by_it(name: str, text: str) -> None:
    for doctype in ("news", "planning"):
        found = tag(text, None, Options(now=NOW, doctype=doctype))
        assert name not in [t.outcome.rule for t in found if isinstance(t.outcome, Resolved)]
    assert not isinstance(read(text, Options(now=NOW)), Resolved) or read(text, Options(now=NOW)).rule != name


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("by 2019", "[..2019]"),
        ("no later than 2019", "[..2019]"),
        ("until 2019", "../2019"),
        ("no earlier than 2019", "[2019..]"),
        ("since 2019", "2019/.."),
    ],
)
def test_a_limit_is_one_of_the_dates_within_it_and_a_state_reaches_to_it(phrase, edtf):
    assert read(phrase, Options(doctype="news")).edtf == edtf


@pytest.mark.parametrize(
    ("phrase", "edtf", "other"),
    [
        ("last June", "2025-06", "2024-06"),
        ("last Tuesday", "2025-09-02", "2025-08-26"),
        ("next Friday", "2025-09-12", "2025-09-05"),
    ],
)
def test_last_and_next_come_with_what_others_mean_by_them(phrase, edtf, other):
    found = read(phrase, Options(now=Moment(2025, 9, 3), doctype="news"))
    assert (found.edtf, [reading.edtf for reading in found.alternatives]) == (edtf, [other])


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("summer 2024", "2024-30"),
        ("last summer", "2024-30"),
        ("the winter of 1914", "1914-32"),
        ("June 2024", "2024-06"),
    ],
)
def test_a_season_of_the_south_has_its_own_months_and_code(phrase, edtf):
    assert read(phrase, Options(now=Moment(2025, 9, 3), doctype="news", hemisphere="south")).edtf == edtf


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("the first half of the 19th century", "[1800..1849]"),
        ("the last quarter of the 19th century", "[1875..1899]"),
        ("the second half of the 5th century BC", "[-0449..-0400]"),
        ("the 1st century BC", "[-0099..0000]"),
        ("the latter half of 2008", "2008-41"),
        ("the second half of May 2024", "[2024-05-16..2024-05-31]"),
        ("the second third of 1990", "[1990-05..1990-08]"),
        ("the second half of the 1920s", "[1925..1929]"),
        ("winter 1986/87", "1986-24"),
        ("the winter of 1941-1942", "1941-24"),
        ("the summer of 2004/05", "2004-30"),
    ],
)
def test_a_part_of_a_stretch_is_never_read_as_the_whole(phrase, edtf):
    assert read(phrase, Options(now=Moment(2025, 9, 3))).edtf == edtf


@pytest.mark.parametrize(
    ("doctype", "text", "values"),
    [
        ("narrative", "The siege began on 3 June 1098 after eight months.", [("3 June 1098", "1098-06-03"), ("eight months", "P8M")]),
        ("news", "The city fell on 14 June, 74 days after the siege began.", [("14 June", "2025-06-14"), ("74 days", "P74D")]),
        ("narrative", "In late October 1950 they waited. In November the first units came.", [("late October 1950", "1950-10"), ("November", "1950-11")]),
        ("narrative", "In late October the first units came.", [("late October", "2025-10")]),
        ("narrative", "He left on October the first, 1943.", [("October the first, 1943", "1943-10-01")]),
        ("news", "Opening hours: see the website.", []),
        ("news", "On Saturday the council met. Two people died overnight.", [("Saturday", "2025-08-30"), ("overnight", "2025-09-02TNI")]),
        ("news", "Fighting on Monday continued overnight.", [("Monday", "2025-09-01"), ("overnight", "2025-09-01TNI")]),
    ],
)  # fmt: skip
def test_numbers_that_count_what_follows_are_no_part_of_a_date(doctype, text, values):
    assert [(t.text, t.value) for t in tag(text, "2025-09-03", Options(doctype=doctype))] == values


def test_overnight_is_the_night_before_the_paper_came_out():
    (found,) = tag("Two people died overnight.", "2025-09-03")
    assert found.outcome.edtf == "[2025-09-02..2025-09-03]"


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("more than two years ago", "[..2023-09-03]"),
        ("less than two years ago", "[2023-09-03..2025-09-03]"),
        ("up to two weeks ago", "[2025-08-20..2025-09-03]"),
        ("nearly two years ago", "2023~"),
        ("less than a week after 5 May 2020", "[2020-05-05..2020-05-12]"),
        ("more than two weeks before 5 May 2020", "[..2020-04-21]"),
        ("two or three days ago", "[2025-08-31..2025-09-01]"),
        ("in the last two weeks", "2025-08-20/2025-09-02"),
        ("before about 1850", "[..1849~]"),
        ("c. 1850-1860", "1850~/1860~"),
        ("around 3 pm on 5 May 2020", "[2020-05-05T14:30:00..2020-05-05T15:30:00]"),
        ("before dawn on 5 May 2020", "2020-05-05"),
        ("before 9 p.m. on 5 May 2020", "[..2020-05-05T20:59:59]"),
        ("shortly before 9 p.m. on 5 May 2020", "[2020-05-05T20:30:00..2020-05-05T20:59:59]"),
        ("after 15:20 on 5 May 2020", "[2020-05-05T15:20:01..]"),
        ("before the evening of 5 May 2020", "[..2020-05-05]"),
        ("late 1914 or early 1915", "[1914-09..1914-12,1915-01..1915-04]"),
        ("on or about 5 May 2020", "2020-05-05~"),
        ("on or before 5 May 2020", "[..2020-05-05]"),
        ("not earlier than 1890", "[1890..]"),
        ("sometime between May and June 2020", "[2020-05..2020-06]"),
        ("5 May 2020 at the earliest", "[2020-05-05..]"),
        ("the first two weeks of May 2020", "2020-05-04/2020-05-17"),
    ],
)
def test_what_a_phrase_leaves_open_stays_open(phrase, edtf):
    assert read(phrase, Options(now=Moment(2025, 9, 3), doctype="news")).edtf == edtf
    assert read(phrase, Options(now=Moment(2025, 9, 3))).edtf == edtf


@pytest.mark.parametrize(
    ("phrase", "edtf"),
    [
        ("a decade ago", "2015~"),
        ("half a century ago", "1975~"),
        ("two weekends ago", "[2025-08-23..2025-08-24]"),
        ("the end of last weekend", "2025-08-31"),
        ("the beginning of the weekend", "2025-09-06"),
        ("the middle of the weekend", "[2025-09-06..2025-09-07]"),
        ("earlier this year", "[2025-01..2025-09]"),
        ("late last year", "[2024-09..2024-12]"),
    ],
)
def test_what_was_counted_is_no_wider_than_said(phrase, edtf):
    assert read(phrase, Options(now=Moment(2025, 9, 3), doctype="news")).edtf == edtf


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The hearing was adjourned until 10 October.", ["2025-10-10"]),
        ("The storm was predicted to reach the coast late Monday.", ["2025-09-08"]),
        ("He predicted on Monday that it would rain.", ["2025-09-01"]),
        ("The race takes place Saturday.", ["2025-09-06"]),
        ("She faces trial on Monday.", ["2025-09-08"]),
        ("Thousands joined a march on Saturday.", ["2025-08-30"]),
        ("A similar march in 2011 ended in violence.", ["2011"]),
        ("It was hit on 9 April 2024. A clip appeared on 10 April.", ["2024-04-09", "2024-04-10"]),
        ("It was hit on 9 April 2024. He spoke on 30 August.", ["2024-04-09", "2025-08-30"]),
        ("The court gave the government until Nov. 15 to respond.", ["2025-11-15"]),
        ("The talks, which began last week, could resume as early as Monday.", ["2025-W35", "2025-09-08"]),
        ("He could not be reached for comment Friday.", ["2025-08-29"]),
        ("It is the second time in as many weeks.", []),
        ("At this time last year it stood at 12.", ["2024"]),
    ],
)
def test_news_says_what_lies_ahead(text, values):
    assert [t.value for t in tag(text, "2025-09-03")] == values


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("On 2 October 1950 - the day after the crossing - they met.", ["1950-10-02", "1950-10-03"]),
        ("On 5 May 1951, three days after the vote, he left.", ["1951-05-05", None]),
        ("The campaign of late 1948 and early 1949 secured it.", ["1948-09/1949-04", "1948-09/1949-04"]),
        ("They left during the winter-spring of 1920.", ["1919-24/1920-21", "1919-24/1920-21"]),
        (
            "On 15 March 1882 it grew.\n\nIt dates from 12 September 1855. On 17 September one was named. On 15 October two.",
            ["1882-03-15", "1855-09-12", "1855-09-17", "1855-10-15"],
        ),
        ("It fell on 3 May 1920. The Arab Spring came later.", ["1920-05-03"]),
    ],
)
def test_dates_beside_each_other_in_a_story(text, dates):
    found = tag(text, "2000-01-01", Options(doctype="narrative"))
    assert [t.outcome.edtf if isinstance(t.outcome, Resolved) else None for t in found] == dates
