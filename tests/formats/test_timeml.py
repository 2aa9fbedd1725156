"""TimeML: what other taggers marked becomes drafts with phrase, value and anchor; no entity is expanded."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import errors
from timeline.formats import timeml

HEIDELTIME = """<?xml version="1.0"?>
<!DOCTYPE TimeML SYSTEM "TimeML.dtd">
<TimeML>
<DOCID>wsj_1</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2013-03-22" functionInDocument="CREATION_TIME">March 22, 2013</TIMEX3></DCT>
<TITLE>Talks &amp; more</TITLE>
<TEXT>
Mr. Smith met U.S. envoys on <TIMEX3 tid="t1" type="DATE" value="2013-03-21" temporalFunction="true"
anchorTimeID="t0">Thursday</TIMEX3>. They <EVENT eid="e1">talked</EVENT> for <TIMEX3 tid="t2" type="DURATION"
value="PT2H">two hours</TIMEX3>. Парад in Beijing &lt;北京&gt; the <TIMEX3 tid="t3" type="DATE" value="2013-03-20"
anchorTimeID="t1">day before</TIMEX3>; <TIMEX3 tid="t4" type="DATE" value="PRESENT_REF">now</TIMEX3> it is over. From
<TIMEX3 tid="t5" type="DATE" value="2012-01">January</TIMEX3> on, <TIMEX3 tid="t6" type="DURATION" value="P3M" beginPoint="t5"
endPoint="t7">three months</TIMEX3> to <TIMEX3 tid="t7" type="DATE" value="2012-04">April</TIMEX3>
</TEXT>
</TimeML>
"""


def read(text, name="a.tml"):
    return list(timeml.read(io.BytesIO(text if isinstance(text, bytes) else text.encode()), name))


def test_a_document_becomes_a_source_and_a_draft_a_date():
    source, *events = read(HEIDELTIME)
    assert (source["record"], source["title"], source["published"]) == ("source", "Talks & more", "2013-03-22")
    assert source["external_ids"] == [{"scheme": "timeml", "value": "wsj_1"}]
    assert source["note"] == "TIMEX3 not taken: 1 expressions without a date, 1 lengths"
    assert [(one["date"], one["citations"][0]["phrase"], one["status"]) for one in events] == [
        ("2013-03-21", "Thursday", "draft"),
        ("2013-03-20", "day before", "draft"),
        ("2012-01", "January", "draft"),
        ("2012-01/2012-04", "three months", "draft"),
        ("2012-04", "April", "draft"),
    ]


def test_offsets_lead_into_the_text_of_the_source():
    source, *events = read(HEIDELTIME)
    body = source["body"]
    assert body.startswith("Mr. Smith met U.S. envoys")
    for event in events:
        [passage] = event["citations"]
        assert body[passage["start"] : passage["end"]] == passage["quote"]
        assert body[passage["phrase_start"] : passage["phrase_end"]] == passage["phrase"]
        assert passage["start"] <= passage["phrase_start"] < passage["phrase_end"] <= passage["end"]
    assert events[0]["title"] == "Mr. Smith met U.S. envoys on Thursday."
    assert events[1]["title"].startswith("Парад in Beijing <北京> the day before")


def test_the_anchor_is_what_the_tagger_says():
    _, first, second, third, *_ = read(HEIDELTIME)
    kept = ("anchor", "anchor_kind")
    assert [first["citations"][0][key] for key in kept] == ["2013-03-22", "publication"]
    assert [second["citations"][0][key] for key in kept] == ["2013-03-21", "text"]
    assert "anchor" not in third["citations"][0]
    assert first["citations"][0]["resolver"] == "timeml"


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2013", "2013"), ("2013-03", "2013-03"), ("2013-03-22", "2013-03-22"), ("199", "199X"), ("18", "18XX"),
        ("2012-SU", "2012-22"), ("2012-WI", "2012-24"), ("2012-Q2", "2012-34"), ("2012-H1", "2012-40"),
        ("2013-W12", "[2013-03-18..2013-03-24]"), ("2013-W12-WE", "[2013-03-23..2013-03-24]"), ("2013-W12-3", "2013-03-20"),
        ("2013-03-22T14:30", "2013-03-22T14:30:00"), ("2013-03-22T14:30:05Z", "2013-03-22T14:30:05Z"), ("2013-03-22TMO", "2013-03-22"),
        ("2013-03-22T24:00", "2013-03-22"), ("BC0044", "-0043"), ("BC0044-03-15", "-0043-03-15"), ("2013-03-XX", "2013-03"),
        ("XXXX-03-22", None), ("PRESENT_REF", None), ("2013-02-30", None), ("2013-W60", None), ("", None), ("P2D", None),
    ],
)  # fmt: skip
def test_values(value, edtf):
    assert timeml.date_of(value) == edtf


@pytest.mark.parametrize(
    ("mod", "value", "edtf"),
    [("APPROX", "1870", "1870~"), ("BEFORE", "2022-07", "[..2022-06]"), ("AFTER", "2022-12", "[2023-01..]"),
     ("ON_OR_AFTER", "2022", "[2022..]"), ("BEFORE", "2013-W12", "[..2013-03-17]"), ("START", "2022", "2022")],
)  # fmt: skip
def test_mods(mod, value, edtf):
    _, event = read(f'<d>He came <TIMEX3 tid="t1" type="DATE" value="{value}" mod="{mod}">then</TIMEX3>.</d>')
    assert event["date"] == edtf


def test_any_root_and_no_ids_will_do():
    source, event = read('<doc>It fell <TIMEX3 type="DATE" value="2013-03-22">that day</TIMEX3>.</doc>')
    assert source["title"] == "It fell that day."
    assert event["uid"].startswith(source["uid"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("He came on Friday", "not well-formed"),
        ("<a><b></a>", "not well-formed"),
        ("<a>AT&T <TIMEX3/></a>", "not well-formed"),
        ("", "not well-formed"),
        ("<a>nothing</a>", "no TIMEX3"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;<TIMEX3/></x>', 'entity "a"'),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;<TIMEX3/></x>', 'entity "a"'),
        ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.org/x"> %p;]><x><TIMEX3/></x>', 'entity "p"'),
        ('<!DOCTYPE x SYSTEM "x.dtd"><x>&nbsp;<TIMEX3/></x>', 'entity "nbsp"'),
        ('<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
    ],
)
def test_what_is_refused(text, told):
    with pytest.raises(errors.NotOfFormat) as caught:
        read(text)
    assert told in str(caught.value)
    assert caught.value.hint
    assert caught.value.place.startswith("a.tml")


@given(st.text('<>TIMEX3/ ="t12013-0& valu\n', max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_raises_anything_but_our_errors(text):
    try:
        read(f'<d><TIMEX3 value="2013" type="DATE">x</TIMEX3>{text}</d>')
    except errors.NotOfFormat as error:
        assert error.hint  # noqa: PT017


def test_drafts_are_reviewed_like_any_and_come_but_once(run, tmp_path):
    (tmp_path / "a.tml").write_text(HEIDELTIME, encoding="utf-8")
    run("init", cwd=tmp_path)
    run("import", "a.tml", cwd=tmp_path)
    assert run("list", "--status", "draft", "--format", "csv", cwd=tmp_path).stdout.count("\n") == 6
    again = run("import", "a.tml", cwd=tmp_path).stderr
    assert "new" not in again
    assert "changed" not in again
