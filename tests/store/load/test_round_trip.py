"""What is exported and imported into an empty database is the same chronology, whatever it says."""

import io
import itertools
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline import formats, model
from timeline.store import load, write
from timeline.store.engine import open_engine, open_reader
from timeline.store.read.events import events
from timeline.store.read.records import records

NOW = "2025-09-03T12:00:00.000000Z"

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
HOSTILE = st.sampled_from(
    [
        "=1+1",
        "'",
        "\\N",
        "\\",
        "a;b:c[d]\\",
        "\n",
        "\r",
        "\u202e",
        "北京",
        "e\u0301",
        "😀",
        "-- x",
        "%s",
        "a\tb",
        '"',
        "NULL",
    ]
)
LONG = st.none() | TEXT | HOSTILE
NAME = (TEXT | HOSTILE).map(str.strip).filter(bool)
DATE = st.none() | st.sampled_from(
    ["2024", "2024-06-12", "-0043-03-15", "1985~", "../2024", "2024-06/..", "2024/", "[2024-06..2024-08]", "{2023,2025-01}",
     "[..2022-07]", "156X-12-25", "2024-21", "Y-17E7", "2024-06-12T10:30:00+09:00", "Y3388E2S3", "2001-XX", "?2004-06-~11"]
)  # fmt: skip
UIDS = ["a", "b", "c"]


def some(values):
    return st.none() | st.sampled_from(list(values))


def record(kind, /, **keys):
    return st.fixed_dictionaries({"record": st.just(kind), **keys})


PASSAGE = st.fixed_dictionaries(
    {"source": st.sampled_from(UIDS), "quote": LONG, "page": st.none() | NAME, "prefix": LONG, "suffix": LONG}
) | st.fixed_dictionaries({"source": st.sampled_from(UIDS), "start": st.just(3), "end": st.integers(3, 9)})
CITATION = st.fixed_dictionaries(
    {
        "source": st.sampled_from(UIDS), "quote": LONG, "date": DATE, "phrase": LONG, "anchor": DATE,
        "anchor_kind": st.just("event"), "anchor_of": st.sampled_from(UIDS), "rule": LONG, "resolver": st.none() | NAME,
        "stance": st.sampled_from(model.STANCES), "note": LONG,
    }
)  # fmt: skip
EXTERNAL = st.lists(st.fixed_dictionaries({"scheme": NAME, "value": NAME}), max_size=1)


@st.composite
def chronologies(draw):
    """Records of every kind, about three of each, that refer to each other."""

    def each(kind, /, **keys):
        return [draw(record(kind, uid=st.just(uid), **keys)) for uid in UIDS]

    made = [
        *each("place", name=NAME, kind=LONG.map(tidy), country=st.none() | NAME, external_ids=EXTERNAL),
        *each("source", title=NAME, publisher=st.none() | NAME, published=DATE, body=LONG, note=LONG, access=st.sampled_from(model.ACCESS)),
        *each("actor", name=NAME, kind=some(model.ACTOR_KINDS), note=LONG,
              names=st.lists(st.fixed_dictionaries({"name": NAME, "kind": st.sampled_from(model.ACTOR_NAME_KINDS[1:]), "lang": st.none() | NAME}), max_size=2)),
        *each("event", title=NAME, summary=LONG, kind=st.none() | NAME, date=DATE, as_written=LONG, zone=st.none() | NAME,
              place=some(UIDS), position=st.integers(-5, 5), status=st.sampled_from(model.EVENT_STATUS),
              importance=st.none() | st.integers(-(2**31), 2**31 - 1), access=st.sampled_from(model.ACCESS), note=LONG,
              participants=st.lists(st.fixed_dictionaries({"actor": st.sampled_from(UIDS), "role": NAME, "citation": PASSAGE}), max_size=2),
              tags=st.lists(NAME, max_size=3), citations=st.lists(CITATION, max_size=2, unique_by=lambda one: one["source"])),
        *each("claim", event=some(UIDS), actor=st.sampled_from(UIDS), attribute=st.sampled_from(["killed", "wounded"]),
              qualifier=st.sampled_from(model.QUALIFIERS), value=NAME, min=st.none() | st.integers(-(2**40), 5),
              max=st.none() | st.floats(5, 1e12), about=some(UIDS), by=some(UIDS), claimed=DATE, period=DATE, place=some(UIDS),
              citation=st.none() | PASSAGE, status=st.sampled_from(model.CLAIM_STATUS), note=LONG),
    ]  # fmt: skip
    made[2]["parent"] = draw(some("ab"))
    seen = set()
    for one in made:
        one["external_ids"] = [
            e for e in one.get("external_ids", ()) if not (tuple(e.values()) in seen or seen.add(tuple(e.values())))
        ]
    for kind, first, second, words in (
        ("link", "from", "to", model.EVENT_LINK_KINDS),
        ("actor_link", "subject", "object", model.ACTOR_LINK_KINDS),
    ):
        made.append(
            {
                "record": kind,
                first: "a",
                "kind": draw(st.sampled_from(words)),
                second: "b",
                "citation": draw(st.none() | PASSAGE),
            }
        )
    return draw(st.permutations(made))


def tidy(text):
    return text if text is None else text.strip() or None


def put(target, given, **how):
    engine = open_engine(target)
    try:
        with write.batch(engine, command="test", who=None, now=NOW) as batch:
            return load.apply(batch, given, **how)
    finally:
        engine.dispose()


def out(target, name="jsonl"):
    with open_reader(target) as reader:
        if name == "csv":
            return "".join(formats.by_name(name).write_events(events(reader), formats.Losses()))
        return "".join(formats.by_name(name).write_records(records(reader), formats.Losses()))


def back(text, name="jsonl"):
    return formats.by_name(name).read(io.BytesIO(text.encode()), "FILE")


def without_rev(text):
    return [{key: value for key, value in one.items() if key != "rev"} for one in back(text)]


@pytest.fixture
def fresh(sqlite_template, tmp_path):
    numbers = itertools.count()

    def make():
        return shutil.copyfile(sqlite_template, str(tmp_path / f"{next(numbers)}.db"))

    return make


@given(chronology=chronologies())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_jsonl_loses_nothing(fresh, chronology):
    one, other = fresh(), fresh()
    put(one, chronology)
    text = out(one)
    report = put(other, back(text))
    assert not report.changed
    assert without_rev(out(other)) == without_rev(text)
    for target in (one, other):
        again = put(target, back(out(target)))
        assert (again.new, again.changed) == ({}, {})


@given(chronology=chronologies())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_csv_read_back_where_it_came_from_changes_nothing(fresh, chronology):
    target = fresh()
    put(target, chronology)
    before = out(target)
    report = put(target, back(out(target, "csv"), "csv"))
    assert (report.new, report.changed) == ({}, {})
    assert out(target) == before


@given(chronology=chronologies())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_csv_into_an_empty_database_gives_the_same_csv(fresh, chronology):
    one, other = fresh(), fresh()
    put(
        one,
        [
            {**record, "access": "public"} if record["record"] in {"event", "source"} else record
            for record in chronology
        ],
    )
    text = out(one, "csv")
    put(other, back(text, "csv"))
    # Sources come under the name they are shown by, and ties of date and position in the order of the file.
    assert cells(out(other, "csv")) == cells(text)


def cells(text):
    rows = {one["uid"]: {key: value for key, value in one.items() if key != "rev"} for one in back(text, "csv")}
    for one in rows.values():
        one.get("citations", []).sort(key=str)
    return rows


def test_both_databases_give_and_take_the_same_text(database, fresh):
    text = (
        '{"timeline":1}\n'
        '{"record":"source","uid":"s","title":"\\"S\\" 😀","url":"https://example.org/?q=é","published":"-0043"}\n'
        '{"record":"actor","uid":"k","name":"金正恩","kind":"person","names":[{"name":"e\u0301; [x]\\\\","kind":"alias","lang":"ko"}]}\n'
        '{"record":"event","uid":"e","title":"=1+1","date":"{2023,2025-01}","participants":[{"actor":"k","role":"a:b"}],'
        '"citations":[{"source":"s","quote":"\\r\\n\\t","date":"2023","accepted":false}],"tags":["%s",":x"]}\n'
        '{"record":"claim","uid":"c","event":"e","attribute":"killed","min":0.1,"max":1e15}\n'
    )
    put(database, back(text))
    other = fresh()
    put(other, back(out(database)))
    assert without_rev(out(other)) == without_rev(out(database))
    report = put(database, back(out(database, "csv"), "csv"))
    assert report.same == {"event": 1}
