from __future__ import annotations

import pytest

from timeline.edtf import bounds, parse
from timeline.errors import WindowReversed
from timeline.query import ALL_STATUSES, EventQuery, Window, hull, window


def seconds(day):
    return int(bounds(parse(day)).start_min)


def of(text):
    return bounds(parse(text))


def test_a_window_reaches_from_the_first_second_of_since_to_the_last_of_until():
    assert window(of("2024"), of("2024-06")) == Window(seconds("2024-01-01"), seconds("2024-07-01") - 1)


def test_a_window_without_an_end_is_open():
    assert window(None, None) is None
    assert window(of("2024"), None) == Window(seconds("2024-01-01"), None)
    assert window(None, of("2024")) == Window(None, seconds("2025-01-01") - 1)
    assert window(of("../2024"), of("2024/..")) == Window(None, None)


def test_a_hull_is_all_that_a_date_may_mean():
    assert hull(of("[2023,2025]")) == Window(seconds("2023-01-01"), seconds("2026-01-01") - 1)
    assert hull(of("2024/..")) == Window(seconds("2024-01-01"), None)


def test_a_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(WindowReversed):
        window(of("2025"), of("2024"))


def test_a_window_beyond_what_can_be_stored_ends_where_the_store_does():
    found = window(of("Y-170000000000"), of("Y170000000000"))
    assert found is not None
    assert found.start == -found.end == -(10**18) + 1


def test_status_access_and_order_filter_nothing():
    plain = EventQuery(statuses=ALL_STATUSES, max_access="public", sort="title", reverse=True, undated=True)
    assert not EventQuery().is_filtered()
    assert not plain.is_filtered()


@pytest.mark.parametrize(
    "query",
    [
        EventQuery(actors=(1,)),
        EventQuery(all_of=((1,),)),
        EventQuery(tags=("war",)),
        EventQuery(text="war"),
        EventQuery(window=Window()),
        EventQuery(undated=False),
        EventQuery(limit=10),
        EventQuery(ids=()),
    ],
)
def test_whatever_else_is_asked_filters(query):
    assert query.is_filtered()
