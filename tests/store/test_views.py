"""The views: what a person who writes SQL sees, the same on both databases."""

from __future__ import annotations

import json
from itertools import count

import pytest

from timeline.edtf import UNDATED, band, bounds, parse, sort_key, stored
from timeline.store import engine as store
from timeline.store.views import DESCRIPTIONS, EXAMPLES, NAMES, statements, views

BOUNDS = ("start_min", "start_max", "end_min", "end_max")


class Chronicle:
    """Rows with everything defaulted, written straight into the tables."""

    def __init__(self, target: str) -> None:
        self.engine = store.open_engine(target)
        self.ids = count(1)
        self.target = target

    def put(self, table: str, **row: object) -> int:
        number = next(self.ids)
        if table not in {"participation", "event_tag"}:
            row = {"id": number, **row}
        row = {**row, "batch_id": 0}
        names = ", ".join(row)
        values = ", ".join(
            "NULL" if v is None else v if isinstance(v, str) and v == "false" else _sql(v) for v in row.values()
        )
        with self.engine.begin() as connection:
            connection.connection.driver_connection.execute(f"INSERT INTO {table} ({names}) VALUES ({values})")
        return number

    def event(self, title: str = "Something", date: str | None = "2024", **more: object) -> int:
        if date is None:
            dated: dict[str, object] = {"sort_key": UNDATED}
        else:
            made = bounds(parse(date))
            dated = {"edtf": date, **_bounds(date), "band": band(made), "sort_key": sort_key(made)}
        return self.put("event", uid=f"e{next(self.ids)}", title=title, **dated, **more)

    def actor(self, name: str, **more: object) -> int:
        return self.put("actor", uid=f"a{next(self.ids)}", name=name, **more)

    def takes_part(self, actor: int, event: int, role: str = "participant") -> None:
        with store.open_reader(self.target) as reader:
            key, position = reader.all("SELECT sort_key, position FROM event WHERE id = :e", {"e": event})[0]
        self.put("participation", actor_id=actor, event_id=event, sort_key=key, position=position, role=role)

    def passage(
        self, event: int, date: str | None = None, source: str = "The Paper", stance="supports", **more: object
    ) -> int:
        s = self.put("source", uid=f"s{next(self.ids)}", title=f"{source} article", publisher=source)
        c = self.put("citation", source_id=s)
        dated = {} if date is None else {"edtf": date, **_bounds(date)}
        return self.put("event_citation", event_id=event, citation_id=c, stance=stance, **dated, **more)

    def claim(
        self, event: int | None, low=None, high=None, qualifier="exact", attribute="killed", **more: object
    ) -> int:
        for clock in ("claimed", "period"):
            if clock in more:
                more |= _bounds(str(more[clock]), f"{clock}_")
        return self.put(
            "claim",
            uid=f"c{next(self.ids)}",
            event_id=event,
            attribute=attribute,
            qualifier=qualifier,
            value_min=low,
            value_max=high,
            **more,
        )

    def ask(self, sql: str) -> list[tuple]:
        with store.open_reader(self.target) as reader:
            return reader.all(sql)


def _sql(value: object) -> str:
    return str(value) if isinstance(value, int | float) else "'" + str(value).replace("'", "''") + "'"


def _bounds(text: str, prefix: str = "") -> dict[str, object]:
    return dict(zip((prefix + name for name in BOUNDS), stored(bounds(parse(text))), strict=True))


@pytest.fixture
def book(database):
    made = Chronicle(database)
    yield made
    made.engine.dispose()


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_every_view_is_described_and_has_an_example(dialect):
    assert tuple(views(dialect)) == NAMES
    assert set(DESCRIPTIONS) == set(EXAMPLES) == set(NAMES)


def test_the_first_query_of_a_newcomer_works(book):
    event = book.event("They met", "2024-06-19")
    book.event("Something else")
    book.takes_part(book.actor("Kim Jong Un"), event)
    assert book.ask("SELECT date, title FROM timeline WHERE actors LIKE '%Kim%'") == [("2024-06-19", "They met")]


def test_the_timeline_is_in_order_with_the_undated_last(book):
    for date in (None, "2025", "[..2024-06]", "-0043-03-15", "2024-06"):
        book.event(str(date), date)
    titles = [title for (title,) in book.ask("SELECT title FROM timeline")]
    assert titles == ["-0043-03-15", "2024-06", "[..2024-06]", "2025", "None"]


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2024-06-19", "2024-06-19", "2024-06-19"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022-02-24/..", "2022-02-24", None),
        ("../2024", None, "2024-12-31"),
        ("0000", "0000-01-01", "0000-12-31"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("-0001", "-0001-01-01", "-0001-12-31"),
        ("-0043-03-15", "-0043-03-15", "-0043-03-15"),
        ("-0004-02-29", "-0004-02-29", "-0004-02-29"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("Y10000", "+10000-01-01", "+10000-12-31"),
        ("Y-12000", "-12000-01-01", "-12000-12-31"),
        ("Y170000002", "+170000002-01-01", "+170000002-12-31"),
        ("Y-4000000000", "-4000000000-01-01", "-4000000000-12-31"),
        ("1969-12-31T23:59:59", "1969-12-31", "1969-12-31"),
        (None, None, None),
    ],
)
def test_days_are_iso_text_and_null_where_open(date, start, end, book):
    book.event(date=date)
    assert book.ask("SELECT date, start_day, end_day FROM timeline") == [(date, start, end)]


def test_no_sentinel_is_ever_seen(book):
    for date in ("../..", "2024/..", "/2024", "[2024..]", None):
        event = book.event(date=date)
        book.passage(event, date)
        book.passage(event, "2020", phrase="in 2020")
        book.claim(event, 5, **({"claimed": date} if date else {}))
        book.claim(event, 50)
        book.passage(event, "2021")
    for name in NAMES:
        assert "000000000000000000" not in json.dumps(book.ask(f"SELECT * FROM {name}"))


def test_actors_are_sorted_joined_and_not_doubled(book):
    event = book.event()
    kim, double = book.actor("Kim Jong Un"), None
    double = book.actor("Kim Jong-un", merged_into=kim)
    for actor, role in ((kim, "host"), (kim, "signatory"), (double, "participant"), (book.actor("Ann"), "guest")):
        book.takes_part(actor, event, role)
    assert book.ask("SELECT actors, roles FROM timeline") == [
        ("Ann; Kim Jong Un", "Ann (guest); Kim Jong Un (host); Kim Jong Un (participant); Kim Jong Un (signatory)")
    ]
    assert book.ask("SELECT actor, role FROM actor_events") == [
        ("Ann", "guest"),
        ("Kim Jong Un", "host"),
        ("Kim Jong Un", "participant"),
        ("Kim Jong Un", "signatory"),
    ]


def test_two_actors_of_one_name_are_two(book):
    event = book.event()
    for _ in range(2):
        book.takes_part(book.actor("Kim"), event)
    assert book.ask("SELECT actors FROM timeline") == [("Kim; Kim",)]


def test_an_event_has_its_place_tags_and_sources(book):
    place = book.put("place", uid="kursk", name="Kursk")
    event = book.event(place_id=place)
    for tag in ("war", "army"):
        book.put("event_tag", event_id=event, tag=tag)
    for source, stance in (("B", "supports"), ("A", "mentions"), ("B", "supports"), ("C", "disputes")):
        book.passage(event, source=source, stance=stance)
    assert book.ask("SELECT place, tags, sources FROM timeline") == [("Kursk", "army; war", "A; B")]


def test_what_is_not_there_is_null_and_not_an_empty_text(book):
    book.event()
    assert book.ask("SELECT actors, place, tags, sources, roles FROM timeline") == [(None,) * 5]


def test_the_columns_are_the_same_on_both_databases_and_begin_with_what_one_reads():
    sqlite, postgres = views("sqlite"), views("postgresql")
    for name in NAMES:
        assert _columns(sqlite[name]) == _columns(postgres[name])
    assert _columns(sqlite["timeline"])[:5] == ["date", "title", "actors", "place", "sources"]


def _columns(text: str) -> list[str]:
    outer = text[text.rindex("\nSELECT") + 1 :] if text.startswith("WITH") else text
    head = outer[: outer.rindex("\nFROM")]
    return [
        line.rsplit(" AS ", 1)[1].rstrip(",")
        for line in head.splitlines()
        if " AS " in line and line.endswith((",", head.split()[-1]))
    ]


# Conflicting dates


@pytest.mark.parametrize(
    ("dates", "verdicts"),
    [
        (("2024-06", "2024-06"), []),
        (("2024-06",), []),
        (("2024-06", "2024-06-19"), ["differs", "differs"]),
        (("2024-06", "2024-07"), ["conflict", "conflict"]),
        (("2024-06", "2024-06-19", "2023"), ["conflict", "conflict", "conflict"]),
        (("2024-06~", "2024-06"), ["differs", "differs"]),
        (("2024-06-01/2024-06-05", "2024-06-01/2024-06-09"), ["conflict", "conflict"]),
        (("2024/..", "2024"), ["conflict", "conflict"]),
        (("2024/", "2024"), ["differs", "differs"]),
        (("../2024", "2023"), ["conflict", "conflict"]),
        (("[..2024]", "2023"), ["differs", "differs"]),
        ((None, "2023"), []),
    ],
)
def test_dates_that_cannot_both_hold_conflict_and_others_differ(dates, verdicts, book):
    event = book.event()
    for date in dates:
        book.passage(event, date)
    assert [verdict for (verdict,) in book.ask("SELECT verdict FROM date_conflicts")] == verdicts


def test_only_supporting_passages_make_a_conflict_of_dates(book):
    event = book.event()
    book.passage(event, "2024")
    book.passage(event, "2023", stance="disputes")
    book.passage(book.event(), "2022")
    assert book.ask("SELECT * FROM date_conflicts") == []


def test_a_phrase_without_a_date_is_unresolved(book):
    event = book.event("They met", None)
    book.passage(event, phrase="last June")
    book.passage(event, "2024-06", phrase="in June 2024")
    book.passage(event)
    assert book.ask("SELECT title, phrase, source FROM unresolved_dates") == [
        ("They met", "last June", "The Paper article")
    ]


# Conflicting claims


def cells(book: Chronicle, columns: str = "attribute, verdict") -> list[tuple]:
    return book.ask(f"SELECT {columns} FROM claim_conflicts")


def verdicts(book: Chronicle) -> list[str]:
    return [verdict for (verdict,) in cells(book, "verdict")]


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ((5, 5), (6, 6), "conflict"),
        ((5, 5), (5, 5), None),
        ((5, None), (6, None), "conflict"),
        ((5, None), (None, 5), None),
        ((5.0, 5.0), (5, 5), None),
        ((0.5, 0.5), (0.25, 0.25), "conflict"),
        ((1000, None, "at_least"), (600, 600), "conflict"),
        ((1000, None, "at_least"), (4700, 4700), "not_comparable"),
        ((1000, None, "at_least"), (1000, 1000), "not_comparable"),
        ((1000, None, "at_least"), (2000, None, "at_least"), "not_comparable"),
        ((None, 500, "at_most"), (600, 600), "conflict"),
        ((None, 500, "at_most"), (1000, None, "at_least"), "conflict"),
        ((100, 200, "between"), (150, 300, "between"), "not_comparable"),
        ((100, 200, "between"), (201, 300, "between"), "conflict"),
        ((1000, 1000, "about"), (1000, 1000), None),
        ((1000, 1000, "about"), (1050, 1050), "not_comparable"),
        ((3, 3, "about"), (3.3, 3.3), "not_comparable"),
        ((1000, 1000, "about"), (1200, 1200), "conflict"),
        ((-1000, -1000, "about"), (-1050, -1050), "not_comparable"),
        ((1000, 1000, "order_of"), (4700, 4700), "not_comparable"),
        ((1000, 1000, "order_of"), (47, 47), "conflict"),
        ((1000, None, "order_of"), (4700, 4700), "not_comparable"),
        ((1000, None, "order_of"), (600, 600), "conflict"),
        ((1000, None, "order_of"), (1000, None, "at_least"), "not_comparable"),
    ],
)
def test_figures_conflict_when_no_value_lies_in_both_ranges_and_equal_ones_are_not_listed(one, other, verdict, book):
    event = book.event()
    book.claim(event, *one)
    book.claim(event, *other)
    assert verdicts(book) == ([] if verdict is None else [verdict])


def test_texts_conflict_unless_they_differ_in_case_or_space_only(book):
    event = book.event()
    book.claim(event, attribute="responsible", value_text="Ukraine")
    book.claim(event, attribute="responsible", value_text=" ukraine ")
    assert cells(book) == []
    book.claim(event, attribute="responsible", value_text="Russia")
    assert cells(book, "verdict, reason") == [
        ("conflict", "Ukraine (nobody named) and Russia (nobody named) cannot both hold")
    ]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"unit": "percent"}, "are in different units"),
        ({"place": True}, "are of different places"),
        ({"period": "2025"}, "are of different times"),
        ({"low": None, "value_text": "many"}, "are words and a figure"),
    ],
)
def test_figures_of_other_things_are_listed_and_not_compared(more, why, book):
    event = book.event()
    book.claim(event, 5, period="2024")
    more = {"low": 6, "period": "2024", **more}
    if more.pop("place", None):
        more["place_id"] = book.put("place", uid="p", name="P")
    book.claim(event, **more)
    ((verdict, reason),) = cells(book, "verdict, reason")
    assert (verdict, reason.endswith(why)) == ("not_comparable", True)
    book.claim(event, 6, period="2024-05")
    assert verdicts(book) == ["conflict"]


@pytest.mark.parametrize("kind", ["event", "attribute", "about", "status", "draft"])
def test_each_cell_is_of_one_thing_and_of_what_still_stands(kind, book):
    event = book.event(status="draft" if kind == "draft" else "confirmed")
    book.claim(event, 5)
    more = {
        "event": {"event": book.event()},
        "attribute": {"event": event, "attribute": "wounded"},
        "about": {"event": event, "about_actor_id": book.actor("Kim")},
        "status": {"event": event, "status": "withdrawn"},
        "draft": {"event": event},
    }[kind]
    book.claim(low=6, **more)
    assert cells(book) == []


def test_the_place_of_the_event_is_that_of_a_claim_without_one(book):
    place = book.put("place", uid="p", name="P")
    event = book.event(place_id=place)
    book.claim(event, 5)
    book.claim(event, 6, place_id=place)
    assert verdicts(book) == ["conflict"]


def test_the_unit_of_the_attribute_is_that_of_a_claim_without_one(book):
    event = book.event()
    book.claim(event, 5)
    book.claim(event, 6, unit="people")
    assert verdicts(book) == ["conflict"]


def test_a_later_figure_of_the_same_speaker_is_an_update_and_no_conflict(book):
    event, speaker = book.event(), book.actor("Seoul")
    same = book.actor("South Korea", merged_into=speaker)
    book.claim(event, 4700, attributed_to_id=same, claimed="2025-04")
    book.claim(event, 1000, attributed_to_id=speaker, claimed="2025-01")
    assert cells(book, "verdict, reason, origins") == [("update", "Seoul: 1,000, later 4,700", 1)]
    book.claim(event, 3000, attributed_to_id=speaker, claimed="2025")
    assert verdicts(book) == ["conflict"]


def test_echoes_of_one_origin_are_counted_once(book):
    event, speaker = book.event(), book.actor("Seoul")
    papers = [
        book.put("citation", source_id=book.put("source", uid=f"s{n}", title=f"S{n}", publisher=name))
        for n, name in enumerate(("The Paper", "the paper", "Another"))
    ]
    first = book.claim(event, 600, attributed_to_id=speaker, citation_id=papers[0])
    book.claim(event, 600, attributed_to_id=speaker, citation_id=papers[2])
    echo = book.claim(event, 600, citation_id=papers[1], derived_from_id=first)
    book.claim(event, 600, derived_from_id=echo)
    assert cells(book) == []
    book.claim(event, 1000, citation_id=papers[1])
    book.claim(event, 1000, citation_id=papers[0])
    assert cells(book, "verdict, origins") == [("conflict", 2)]


def test_a_part_is_not_compared_with_the_whole_and_the_reason_says_so(book):
    event = book.event()
    book.claim(event, 4700, attribute="casualties")
    book.claim(event, 600, attribute="killed")
    assert cells(book) == []
    book.claim(event, 1000, attribute="killed")
    assert cells(book, "reason") == [
        ("600 (nobody named) and 1,000 (nobody named) cannot both hold; not compared: killed within casualties",)
    ]


def test_merged_actors_are_one_subject(book):
    kim = book.actor("Kim")
    double = book.actor("Kim J.", merged_into=kim)
    book.claim(None, 40, actor_id=kim, attribute="cause")
    book.claim(None, 41, actor_id=double, attribute="cause")
    assert cells(book, "about_name, event, verdict") == [("Kim", None, "conflict")]


def test_dates_of_passages_are_a_cell_too(book):
    event = book.event("Fighting")
    for date in ("2024-06", "2024-06-19", "2024-07"):
        book.passage(event, date, source=f"Paper of {date}")
    ((attribute, verdict, origins, values),) = cells(book, 'attribute, verdict, origins, "values"')
    assert (attribute, verdict, origins) == ("date", "conflict", 3)
    assert [(one["min"], one["max"], one["qualifier"], one["period"]) for one in json.loads(values)] == [
        ("2024-06-01", "2024-06-30", "between", "2024-06"),
        ("2024-06-19", "2024-06-19", "exact", "2024-06-19"),
        ("2024-07-01", "2024-07-31", "between", "2024-07"),
    ]


def test_a_cell_shows_who_says_what_side_by_side(book):
    event = book.event("Fighting")
    by, about = book.actor("Kyiv"), book.actor("North Korea")
    book.claim(event, 600, 700, "between", attributed_to_id=by, about_actor_id=about, claimed="2025")
    book.claim(event, 1000, None, "at_least", about_actor_id=about)
    ((title, whom, verdict, values),) = cells(book, 'title, about_name, verdict, "values"')
    assert (title, whom, verdict) == ("Fighting", "North Korea", "conflict")
    first, second = json.loads(values)
    assert first == {
        "by": book.ask("SELECT uid FROM actor WHERE name = 'Kyiv'")[0][0],
        "min": 600,
        "max": 700,
        "qualifier": "between",
        "claimed": "2025",
        "period": None,
        "source": None,
    }
    assert (second["by"], second["min"], second["max"]) == (None, 1000, None)


# Views of a past


def test_views_can_be_made_over_temporary_tables_of_the_same_names(filled):
    with store.open_reader(filled) as reader:
        assert len(reader.all("SELECT * FROM timeline")) == 4
        columns = ", ".join(
            row[0]
            for row in reader.all(
                "SELECT name FROM pragma_table_info('event')"
                if reader.dialect == "sqlite"
                else "SELECT column_name FROM information_schema.columns WHERE table_name = 'event'"
            )
        )
        schema = "main" if reader.dialect == "sqlite" else "public"
        reader.execute(f"CREATE TEMP VIEW event AS SELECT {columns} FROM {schema}.event WHERE id = 1")
        for statement in statements(reader.dialect, temporary=True):
            reader.execute(statement)
        assert len(reader.all("SELECT * FROM timeline")) == 1
        for name in NAMES:
            reader.all(f"SELECT * FROM {name}")
