"""A date means the same whatever sentence it stands in: every form in every frame."""

from __future__ import annotations

import pytest

from timeline.timex import tag

PUBLISHED = "2023-06-21"  # a Wednesday
TOLD = {
    "Nov. 15": "2022-11-15",
    "15 November": "2022-11-15",
    "Nov. 15, 2021": "2021-11-15",
    "November 2021": "2021-11",
    "2021": "2021",
    "Monday": "2023-06-19",
}
TOLD_APART = {
    "late 2021": "2021",
    "the summer of 2021": "2021-SU",
    "the 1990s": "199",
    "Monday morning": "2023-06-19TMO",
    "last week": "2023-W24",
    "last year": "2022",
    "yesterday": "2023-06-20",
    "the second quarter of 2021": "2021-Q2",
    "the 19th century": "18",
    "two weeks ago": "2023-W23",
    "Christmas 2021": "2021-12-25",
    "2021-11-15": "2021-11-15",
}
COMING = {
    "Nov. 15": "2023-11-15",
    "November": "2023-11",
    "Monday": "2023-06-26",
    "Monday morning": "2023-06-26TMO",
    "11 a.m. Monday": "2023-06-26T11:00",
    "next week": "2023-W26",
    "tomorrow": "2023-06-22",
    "Christmas": "2023-12-25",
    "early July": "2023-07",
}
NEWS_TOLD = (
    "After {}, he left.",
    "Since {} he has lived there.",
    "Until {} he lived there.",
    "He was there ({}).",
    "It was as of {} the largest.",
    "From {} he lived in Rome.",
    "Not until {} did he leave.",
    "The report, dated {}, said so.",
    "Ahead of {}, he left.",
)
BEFORE_A_NOUN = (
    "The {} vote was lost.",
    "After the {} vote he left.",
    "Before the {} deadline he left.",
    "Since the {} attack he has been ill.",
    "The country's {} election was free.",
)
NEWS_COMING = (
    "The vote will be held {}.",
    "He is to leave by {}.",
    "They are expected to decide before {}.",
    "The deal, which takes effect {}, was signed.",
    "He has until {} to appeal.",
    "The bill goes to the House {}.",
    "It could happen as early as {}.",
    "The hearing was postponed until {}.",
    "The court will rule no later than {}.",
)


@pytest.mark.parametrize(
    ("frame", "form", "value"),
    [
        *((frame, *pair) for frame in NEWS_TOLD for pair in (TOLD | TOLD_APART).items()),
        *((frame, *pair) for frame in BEFORE_A_NOUN for pair in TOLD.items()),
        *((frame, *pair) for frame in NEWS_COMING for pair in COMING.items()),
    ],
)
def test_a_date_means_the_same_in_any_frame(frame: str, form: str, value: str) -> None:
    text = frame.format(form)
    end = text.index(form) + len(form)
    assert [(t.end, t.value) for t in tag(text, PUBLISHED)] == [(end, value)]
