"""The page as a file: what a date becomes, what a card says, and that no text gets out of its place."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.edtf import parse
from timeline.formats import page, types
from timeline.formats.page import card, shape

HOSTILE = "</script><img onerror=alert(1)><!--</noscript><script>"


def event(**more):
    return {"uid": "e", "title": "A title", "date": "2024-06", "status": "confirmed", **more}


def written(events, **context):
    return "".join(page.write_whole(iter(events), types.Losses(), types.Context(**context)))


class Reader(HTMLParser):
    """What a browser without scripts makes of the file: elements and their text."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.data = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.data.append(data)


@pytest.mark.parametrize(
    ("edtf", "marks", "parts"),
    [
        ("2024-06", 0, 0),
        ("2024-06~", shape.APPROXIMATE, 0),
        ("2024-06-?11", shape.UNCERTAIN, 0),
        ("2024%", shape.UNCERTAIN | shape.APPROXIMATE, 0),
        ("2024-01/2024-03?", shape.SPAN | shape.UNCERTAIN, 0),
        ("[2021,2023]", shape.GAPS, 2),
        ("[2021,2022]", 0, 0),
        ("{2021,2023}", shape.GAPS | shape.ALL_OF, 2),
        ("{2021..2023}", shape.GAPS | shape.SPAN, 0),
        ("2024-X1", shape.GAPS, 2),
        ("2024-06-1X", 0, 0),
        ("201X-06", shape.GAPS, 10),
        ("199X-21", shape.GAPS, 10),
        ("[..1990,2000]", shape.GAPS, 2),
    ],
)
def test_a_date_has_its_marks_and_parts(edtf, marks, parts):
    found = shape.of(edtf)
    assert found.marks == marks
    assert len(found.parts) == parts


@given(st.sampled_from(["2024-X1", "[2021,2023]", "{2020-05,2021,2023-07-04}", "1X35", "201X-02-29", "[1990,2000..]"]))
@settings(max_examples=12)
def test_parts_lie_apart_and_in_order_and_reach_as_far_as_the_bounds(edtf):
    found = shape.of(edtf)
    assert found.parts[0][0] == found.bounds[0]
    assert found.parts[-1][1] == found.bounds[3]
    assert all(before[1] + 1 < after[0] for before, after in zip(found.parts, found.parts[1:], strict=False))
    assert shape.parts(parse(edtf)) == found.parts


@pytest.mark.parametrize(
    ("edtf", "year"),
    [
        ("2024-06", "2024"),
        ("-0043-03-15", "44 BC"),
        ("[..2022-07]", "2022"),
        ("../..", "At any time"),
        (None, "Undated"),
        ("Y-13000", "13,001 BC"),
    ],
)
def test_an_event_stands_under_its_year(edtf, year):
    assert shape.of(edtf).year == year


def test_a_date_of_a_later_version_is_shown_as_it_stands():
    assert shape.of("2024-W07").words == "2024-W07"
    assert shape.of("2024-W07").bounds == 0


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_is_shown_as_itself_and_nowhere_becomes_markup(text):
    given = text + HOSTILE
    made = written([event(title=given, summary=given, tags=[given], note=given)], title=given)
    plain = written([event(title="t", summary="t", tags=["t"], note="t")], title="t")
    assert [tag for tag, _ in Reader(made).elements] == [tag for tag, _ in Reader(plain).elements]
    data = re.findall(r'<script type="application/json">(.*?)</script>', made)
    assert json.loads(data[0])["events"][0][1] == card.cleaned(given)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " https://e.org", "file:///etc/passwd", "vbscript:x"]
)
def test_only_addresses_of_web_and_mail_are_links(address):
    assert "<a " not in card.link(address, "here")
    assert "<a " in card.link("https://e.org/?a=1&b=2", "here")
    assert "<a " in card.link("mailto:a@e.org", "here")


def test_the_policy_names_the_hashes_of_the_very_script_and_style():
    import base64
    import hashlib

    made = written([event()])
    for name in ("script", "style"):
        inline = re.findall(rf"<{name}>(.*?)</{name}>", made, re.DOTALL)
        assert len(inline) == 1
        digest = base64.b64encode(hashlib.sha256(inline[0].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in made
    assert "unsafe" not in page.policy()


def test_it_streams_a_block_at_a_time():
    asked = []

    def events():
        for number in range(1000):
            asked.append(number)
            yield event(uid=f"e{number}")

    pieces = page.write_whole(events(), types.Losses(), types.Context())
    for _ in range(3):
        next(pieces)
    assert len(asked) < 600


def test_names_are_told_once_and_rows_refer_to_them():
    anna = {"actor": {"uid": "anna", "name": "Anna"}, "role": "host"}
    made = written([event(uid=f"e{n}", participants=[anna]) for n in range(600)])
    blocks = [json.loads(one) for one in re.findall(r'<script type="application/json">(.*?)</script>', made)]
    assert [len(block["events"]) for block in blocks] == [250, 250, 100]
    assert [block.get("actors") for block in blocks] == [[["anna", "Anna"]], None, None]
    assert all(row[7] == [0] for block in blocks for row in block["events"])


def claim(low, high=None, **more):
    return {"uid": "c", "attribute": "killed", "qualifier": "exact", "min": low, "max": high, **more}


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (claim(10), claim(20), True),
        (claim(10), claim(10), False),
        (claim(1000, qualifier="at_least"), claim(4700), False),
        (claim(1000, qualifier="at_least"), claim(600), True),
        (claim(100, qualifier="about"), claim(104), False),
        (claim(10, period="2023"), claim(20, period="2024"), False),
        (claim(10, status="withdrawn"), claim(20), False),
        (claim(10, 30, qualifier="between"), claim(25), False),
    ],
)
def test_figures_that_cannot_both_be_true_are_said_to_differ(one, other, differ):
    made = card.article(event(claims=[one, other]), "2024", "June 2024")
    assert ("these differ" in made) is differ
    assert made.count("class=value") == 2


def test_passages_that_reason_alike_are_told_together():
    source = {"source": {"uid": "s", "title": "One"}, "date": "2024-06", "phrase": "last June", "rule": "month-last"}
    other = {**source, "source": {"uid": "t", "title": "Two"}}
    made = card.article(event(citations=[source, other]), "2024", "June 2024")
    assert made.count("last June") == 1
    assert "(One; Two)" in made


def test_an_empty_chronology_is_a_page_too():
    assert "No event." in written([])
