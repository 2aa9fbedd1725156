"""Every TimeML document written is one: attributes, values and references as TimeML 1.2.1 has them (section TIMEX3)."""

from __future__ import annotations

import pathlib
import re
import xml.etree.ElementTree as ET

import pytest

from timeline.cli.tagged import timeml
from timeline.timex import Moment, Options, tag

CORPUS = (pathlib.Path(__file__).parents[1] / "corpus" / "timex_news.txt").read_text("utf-8")
TEXT = re.sub(r"\[\[([^|\]]+)\|[^\]]*\]\]", r"\1", CORPUS)
ODD = (
    "From 3 May 2024 to 9 June 2024, since 44 BC & the 480s BC, year to date; 5-6 pm <tomorrow>, 14 or 15 June, every "
    "Tuesday, twice a month, the 19th of each month, between now and November 15th, a few weeks ago, fiscal 2008, "
    "about two years, the early 1990s, 3 pm each day, \x00 now, within 3 days, Q3 2025 to Q1 2026, dawn to dusk."
)
REQUIRED = {"tid", "type", "value"}
OPTIONAL = {"mod", "temporalFunction", "functionInDocument", "beginPoint", "endPoint", "quant", "freq", "anchorTimeID"}
TYPES = {"DATE", "TIME", "DURATION", "SET"}
MODS = {"BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE"}
MODS |= {"START", "MID", "END", "APPROX"}
FUNCTIONS = {"CREATION_TIME", "NONE"}
AMOUNT = r"(?:\d+(?:\.\d+)?|X)"
LENGTH = rf"P(?:{AMOUNT}(?:Y|M|WE|WD|W|DE|D|Q|E|CE|ML))*(?:T(?:{AMOUNT}[HMS])+)?(?<=[A-Z])(?<!P)"
CLOCK = r"T(?:MO|MI|AF|EV|NI|DT|DA|DU|LU|BR|DI|[\dX]{2}(?::[\dX]{2}(?::[\dX]{2})?)?)"
DAY = rf"[\dX]{{1,4}}(?:-(?:[\dX]{{2}}(?:-[\dX]{{2}})?|W[\dX]{{2}}(?:-(?:[1-7]|WE))?|SP|SU|FA|WI|Q[1-4X]|H[12X]))?(?:{CLOCK})?"
# "BC0044" and "FY2008" are those of TIDES TIMEX2 (sections 3.2.1 and 3.3.4), from which TIMEX3 took its values.
VALUE = re.compile(rf"(?:PAST|PRESENT|FUTURE)_REF|{LENGTH}|(?:BC|FY)?{DAY}|{CLOCK}")


@pytest.mark.parametrize("doctype", ["news", "narrative", "planning"])
@pytest.mark.parametrize("text", [TEXT, ODD], ids=["articles", "odd"])
def test_every_expression_has_the_attributes_of_timex3_and_no_others(text: str, doctype: str) -> None:
    found = tag(text, None, Options(now=Moment.parse("2025-09-03"), doctype=doctype))
    document = ET.fromstring("".join(timeml(text, found, "2025-09-03")))
    assert document.tag == "TimeML"
    assert [part.tag for part in document] == ["DCT", "TEXT"]
    marked = list(document.iter("TIMEX3"))
    assert len(marked) > 15
    names = [one.get("tid", "") for one in marked]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"t\d+", name) for name in names)
    for one in marked:
        kind, value = one.get("type"), one.get("value", "")
        assert REQUIRED <= set(one.keys()) <= REQUIRED | OPTIONAL
        assert kind in TYPES
        assert VALUE.fullmatch(value), value
        assert kind != "DURATION" or value.startswith("P")
        assert kind not in {"DATE", "TIME"} or not re.match(r"P(?!RE|AST)", value)
        assert one.get("mod", "APPROX") in MODS
        assert one.get("temporalFunction", "true") in {"true", "false"}
        assert one.get("functionInDocument", "NONE") in FUNCTIONS
        assert kind == "SET" or not {"quant", "freq"} & set(one.keys())
        assert re.fullmatch(r"\d+X", one.get("freq", "1X"))
        assert all(one.get(point, "t0") in names for point in ("anchorTimeID", "beginPoint", "endPoint"))
        assert len(one) == 0
        assert bool(one.text) != any(
            other.get(p) == one.get("tid") for other in marked for p in ("beginPoint", "endPoint")
        )
    assert [one.get("tid") for one in marked if one.get("functionInDocument") == "CREATION_TIME"] == ["t0"]
    words = "".join(document.find("TEXT").itertext())  # type: ignore[union-attr]
    assert words == text.replace("\x00", "\ufffd")


def test_a_stretch_is_a_duration_between_two_points() -> None:
    text = "The fair is open 3 May 2024 to 5 May 2024."
    found = tag(text, None, Options(now=Moment.parse("2024-04-01")))
    assert (
        '<TIMEX3 tid="t1" type="DURATION" value="P3D" temporalFunction="false" functionInDocument="NONE"'
        ' beginPoint="t2" endPoint="t3">3 May 2024 to 5 May 2024</TIMEX3>'
    ) in "".join(timeml(text, found, "2024-04-01"))


def test_a_set_says_how_often() -> None:
    text = "They meet twice a month and dine every Tuesday."
    written = "".join(timeml(text, tag(text, "2024-04-01"), "2024-04-01"))
    assert (
        'type="SET" value="P1M" temporalFunction="false" functionInDocument="NONE" freq="2X">twice a month<' in written
    )
    assert 'quant="EVERY">every Tuesday<' in written


def test_a_date_counted_from_a_week_or_a_quarter_names_the_expression_it_is_counted_from() -> None:
    text = "They met the week before last, and two months later it failed. Profit rose in the second quarter of 2024 "
    text += "from a year earlier."
    found = tag(text, "2025-09-03")
    marked = [*ET.fromstring("".join(timeml(text, found, "2025-09-03"))).iter("TIMEX3")][1:]
    assert [one.text for one in marked] == [
        "the week before last", "two months later", "the second quarter of 2024", "a year earlier",
    ]  # fmt: skip
    assert [one.get("anchorTimeID") for one in marked] == ["t0", "t1", None, "t3"]
    assert [one.get("temporalFunction") for one in marked] == ["true", "true", "false", "true"]
