"""A figure as somebody types it is read whole, or not at all."""

import pytest

from timeline.ingest.figures import amount


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("at least 1,000", ("at_least", 1000, None, None)),
        ("more than 1.5 bn dollars", ("at_least", 1.5e9, None, "USD")),
        ("1,000+", ("at_least", 1000, None, None)),
        ("no more than 10 North Korean soldiers", ("at_most", None, 10, "people")),
        ("up to 300", ("at_most", None, 300, None)),
        ("about 4,700", ("about", 4700, 4700, None)),
        ("half a million", ("exact", 500000, 500000, None)),
        ("forty-two thousand people", ("exact", 42000, 42000, "people")),
        ("1 000", ("exact", 1000, 1000, None)),
        ("12%", ("exact", 12, 12, "%")),
        ("-5", ("exact", -5, -5, None)),
        ("0", ("exact", 0, 0, None)),
        ("1 to 2 million", ("between", 1e6, 2e6, None)),
        ("between 5 and 7", ("between", 5, 7, None)),
        ("10–20", ("between", 10, 20, None)),
        ("tens of thousands of soldiers", ("order_of", 10000, None, "people")),
        ("dozens", ("order_of", 24, None, None)),
        ("several hundred", ("order_of", 100, None, None)),
    ],
)
def test_figures_in_words_are_read(text, wanted):
    assert tuple(amount(text)) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "Ukraine", "3rd Army", "the 9th brigade", "1,00", "1e5", "20 to 10", "2024-06-19", "600 killed in Kursk"],
)
def test_what_is_no_figure_as_a_whole_is_none(text):
    assert amount(text) is None
