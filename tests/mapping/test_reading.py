"""Rows by a map: titles, places, actors, sources, figures, ids; nothing is lost without a word."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import errors, mapping

TITLE = 'title = "title"\n'


def one(made):
    assert not made.refused, made.refused
    return made.events[0]


def test_a_title_of_several_columns_leaves_out_the_words_around_what_is_empty(read):
    keys = 'title = "{a} – {b}: {c}"'
    made = read("a,b,c\nX,Y,Z\nX,,Z\n,Y,Z\nX,Y,\n,,\n", keys)
    assert [event["title"] for event in made.events] == ["X – Y: Z", "X: Z", "Y: Z", "X – Y"]


def test_the_first_title_that_says_something_is_taken_and_a_long_one_cut(read):
    keys = 'title = ["a", "{b:12}", { fixed = "untitled" }]'
    made = read("a,b,c\nX,,\n,a long story of it,\n,,z\n", keys)
    assert [event["title"] for event in made.events] == ["X", "a long…", "untitled"]


def test_a_row_without_a_title_or_with_too_long_a_one_is_refused(read):
    made = read(f"title,n\n,1\n{'x' * 1001},2\n", TITLE)
    assert "empty" in made.refused[0][1]
    assert "{title:200}" in made.refused[1][1]


def test_ids_lose_the_point_that_a_program_gave_them(read):
    made = read("id,title\n123.0,A\nA-7,B\n,C\n", TITLE + 'id = "id"\nscheme = "theirs"')
    assert [event.get("external_ids") for event in made.events] == [
        [{"scheme": "theirs", "value": "123"}],
        [{"scheme": "theirs", "value": "A-7"}],
        None,
    ]


def test_an_id_that_a_spreadsheet_cut_is_refused(read):
    assert "cut by a spreadsheet" in read("id,title\n1.23E+11,A\n", TITLE + 'id = "id"').refused[0][1]


def test_two_rows_of_one_id_are_one_only_if_they_are_the_same_word_for_word(read):
    made = read("id,title\n1,A\n1,A\n1,B\n", TITLE + 'id = "id"')
    assert (len(made.events), made.repeated) == (1, [3])
    assert "says something else" in made.refused[0][1]


def test_actors_are_split_and_brackets_are_roles_only_where_the_map_says_so(read):
    table = "title,who\nx,A (host); B; C (old name; former)\n"
    plain = one(read(table, TITLE + '[[actors]]\ncolumn = "who"'))["participants"]
    assert [p["actor"]["name"] for p in plain] == ["A (host)", "B", "C (old name; former)"]
    roles = one(read(table, TITLE + '[[actors]]\ncolumn = "who"\nbrackets = "role"\nrole = "guest"'))["participants"]
    assert [p["role"] for p in roles] == ["host", "guest", "old name; former"]


def test_columns_of_actors_have_their_roles_and_words_of_nothing_are_nobody(read):
    keys = TITLE + '[[actors]]\ncolumn = "a"\nrole = "side a"\n[[actors]]\ncolumn = "b"\nrole = "{r}"\nkind = "state"'
    made = read("title,a,b,r\nx,Unknown,Land,loser\n", keys)
    assert one(made)["participants"] == [{"actor": {"name": "Land"}, "role": "loser"}]
    assert {"record": "actor", "name": "Land", "kind": "state"} in [dict(record) for record in made.others]


def test_places_of_one_name_and_several_points_are_several(read):
    keys = TITLE + '[place]\nname = "where"\nlat = "y"\nlon = "x"'
    made = read('title,where,y,x\na,Town,1.5,2\nb,Town,1.5,2\nc,Town,"-1,5",2\nd,Town,,\n', keys)
    places = [record for record in made.others if record["record"] == "place"]
    assert [(place["lat"], place["lon"]) for place in places] == [(1.5, 2.0), (-1.5, 2.0)]
    assert len({place["uid"] for place in places}) == 2
    assert made.events[0]["place"] == made.events[1]["place"]
    assert made.events[3]["place"] == {"name": "Town"}


@pytest.mark.parametrize(
    ("cell", "point"),
    [
        ("34.5, 69.2", (34.5, 69.2)),
        ("POINT (69.2 34.5)", (34.5, 69.2)),
        ("34.5 N, 69.2 W", (34.5, -69.2)),
        ("POLYGON ((0 0, 2 0, 2 2, 0 0))", (1.0, 1.0)),
    ],
)
def test_coordinates_may_stand_in_one_cell(read, cell, point):
    made = read(f'title,at\nx,"{cell}"\n', TITLE + '[place]\ncoordinates = "at"')
    assert (made.others[0]["lat"], made.others[0]["lon"]) == point


@pytest.mark.parametrize("row", ["91,0", "1,", "x,2", "1,999"])
def test_points_that_are_not_on_the_earth_are_refused(read, row):
    assert read(f"title,y,x\na,{row}\n", TITLE + '[place]\nlat = "y"\nlon = "x"').refused[0][1].startswith("place: ")


@pytest.mark.parametrize(
    ("cell", "sources"),
    [
        ("https://a.org/1", [{"name": "https://a.org/1"}]),
        (
            "https://a.org/1; https://b.org/2,https://c.org/3",
            [{"name": f"https://{x}"} for x in ("a.org/1", "b.org/2", "c.org/3")],
        ),
        ("The Post; The Wire", [{"name": "The Post"}, {"name": "The Wire"}]),
        ("www.a.org/1", [{"name": "https://www.a.org/1"}]),
        ("", []),
    ],
)
def test_a_cell_names_addresses_or_titles(read, cell, sources):
    made = one(read(f'title,link\nx,"{cell}"\n', TITLE + '[[sources]]\ncolumns = ["link"]'))
    assert [citation["source"] for citation in made["citations"]] == sources


@pytest.mark.parametrize(
    "cell", ["[The Post](https://a.org/1)", "The Post https://a.org/1", '<a href="https://a.org/1">The Post</a>']
)
def test_a_link_with_words_is_a_source_of_that_title(read, cell):
    quoted = cell.replace('"', '""')
    made = read(f'title,link\nx,"{quoted}"\n', TITLE + '[[sources]]\ncolumns = ["link"]')
    assert [(r["title"], r["url"]) for r in made.others] == [("The Post", "https://a.org/1")]


def test_joined_columns_hold_the_parts_of_several_sources(read):
    keys = TITLE + '[[sources]]\njoined = true\npublisher = "o"\npublished = "d"\ntitle = "h"\n[source]\ntitle = "All"'
    made = read("title,o,d,h\nx,Post;Wire,2020-01-02;Jan 2020,One;Two\ny,Post,2020-01-02,One\n", keys)
    sources = {r["title"]: r for r in made.others if r["record"] == "source"}
    assert (sources["One"]["publisher"], sources["One"]["published"]) == ("Post", "2020-01-02")
    assert sources["Two"]["published"] == "2020-01"
    assert len(made.events[0]["citations"]) == 3
    assert made.events[0]["citations"][0] == made.events[1]["citations"][0]


@pytest.mark.parametrize(
    ("best", "low", "high", "claim"),
    [
        ("3", "2", "5", ("between", 2, 5, "3 (2 to 5)")),
        ("3", "3", "3", ("exact", 3, 3, "3")),
        ("", "2", "", ("at_least", 2, None, "2")),
        ("", "", "5", ("at_most", None, 5, "5")),
        ('"1,234"', "", "", ("exact", 1234, 1234, "1,234")),
        ("10–15", "", "", ("between", 10, 15, "10–15")),
        ("50+", "", "", ("at_least", 50, None, "50+")),
        ("~50", "", "", ("about", 50, 50, "~50")),
        ("dozens", "", "", ("exact", None, None, "dozens")),
    ],
)
def test_figures_become_claims_that_keep_what_was_written(read, best, low, high, claim):
    keys = TITLE + '[[figures]]\nattribute = "killed"\nbest = "b"\nlow = "l"\nhigh = "h"\nby = { fixed = "Us" }'
    made = one(read(f"title,b,l,h\nx,{best},{low},{high}\n", keys)).claims[0]
    assert (made["qualifier"], made.get("min"), made.get("max"), made["value"]) == claim
    assert made["by"] == {"name": "Us"}


def test_figures_that_contradict_themselves_are_refused_and_empty_ones_are_none(read):
    keys = TITLE + '[[figures]]\nattribute = "killed"\nlow = "l"\nhigh = "h"'
    made = read("title,l,h\nx,9,2\ny,,\n", keys)
    assert "greater" in made.refused[0][1]
    assert made.events[0].claims == []


def test_words_are_translated_and_unknown_ones_refused_or_given_another(read):
    keys = TITLE + 'status = { column = "s", words = { yes = "confirmed" }'
    made = read("title,s\nx,YES\ny,perhaps\n", keys + " }")
    assert made.events[0]["status"] == "confirmed"
    assert "none of the words" in made.refused[0][1]
    assert read("title,s\ny,perhaps\n", keys + ', other = "draft" }').events[0]["status"] == "draft"


def test_rows_are_left_out_and_counted(read):
    keys = TITLE + '[[skip]]\ncolumn = "type"\nis = ["Era"]\n[[only]]\ncolumn = "n"\nmatches = "^1"'
    made = read("title,type,n\na,era,1\nb,x,12\nc,x,2\n", keys)
    assert ([event["title"] for event in made.events], made.skipped) == (["b"], 2)


def test_tags_are_split_with_their_prefix_and_the_fixed_ones(read):
    keys = 'fixed_tags = ["all"]\n' + TITLE + '[[tags]]\ncolumn = "t"\nsplit = ","\nprefix = "kind: "'
    assert one(read('title,t\nx,"a, b"\n', keys))["tags"] == ["all", "kind: a", "kind: b"]


@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("title = \nmap = 1", "map.toml:2", "no TOML"),
        ('titel = "x"', "map.toml", 'no key "titel"'),
        ("", "map.toml: title", "missing"),
        ('title = "{a"', "map.toml: title", "do not pair"),
        ('title = "a"\n[date]\nordr = "dmy"', "map.toml", "ordr"),
        ('title = "a"\n[date]\ncolumn = "d"\norder = "dym"', "map.toml: date.order", "dym"),
        ('title = "a"\n[date]\ncolumn = "d"\nyear = "y"', "map.toml: date", "more than one way"),
        ('title = "a"\n[date]\ncolumn = "d"\nprecision = "p"', "map.toml: date.precisions", "missing"),
        ('title = "a"\n[place]\nlat = "y"', "map.toml: place", "go together"),
        ('title = "a"\nstatus = { fixed = "sure" }', "map.toml: status.fixed", "sure"),
        ('title = "a"\n[[figures]]\nattribute = "killed"', "map.toml: figures", "names no column"),
        ('title = "a"\n[[sources]]\njoined = true', "map.toml: sources", "names no column"),
        ('title = "a"\n[[skip]]\ncolumn = "b"', "map.toml: skip", "needs one of"),
        ('title = "a"\n[[skip]]\ncolumn = "b"\nmatches = "("', "map.toml: skip.matches", "regular expression"),
        ('title = "a"\n[file]\nencoding = "klingon"', "map.toml: file.encoding", "klingon"),
        ('title = "a"\n[file]\nheader = 0', "map.toml: file.header", "number of the row"),
        ("title = 3", "map.toml: title", "name of a column"),
        ('title = "a"\nmap = 2', "map.toml: map", "does not know"),
        ('title = "a"\n[source]\nurl = "https://a.org"', "map.toml: source.title", "missing"),
    ],
)
def test_a_mistake_in_a_map_is_told_with_its_key(text, place, told):
    with pytest.raises(errors.BadMap) as caught:
        mapping.parsed('name = "x"\n' + text, "map.toml")
    assert caught.value.place == place
    assert told in str(caught.value)


def test_a_key_that_is_nearly_one_is_suggested():
    with pytest.raises(errors.BadMap) as caught:
        mapping.parsed('name = "x"\ntitle = "a"\n[date]\ncollumn = "d"', "map.toml")
    assert caught.value.hint == "did you mean column?"


cells = st.one_of(
    st.sampled_from(
        ["", "Unknown", "2020-01-01", "13/04/2020", "1.0", "12-15", "=1+1", "a; b", "https://a.org/1", "\\N", "'"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=7, max_size=7), max_size=8))
def test_no_row_is_lost_whatever_its_cells(rows):
    how = mapping.parsed(
        'name = "x"\nid = "id"\ntitle = "t"\n[date]\ncolumn = "d"\norder = "dmy"\nbce = "historical"\n'
        '[place]\nname = "p"\n[[actors]]\ncolumn = "a"\nbrackets = "role"\n[[sources]]\ncolumns = ["s"]\n'
        '[[figures]]\nattribute = "killed"\nbest = "f"\n[[tags]]\ncolumn = "p"\n',
        "map.toml",
    )
    text = "\n".join(json.dumps(dict(zip(["id", "t", "d", "p", "a", "s", "f"], row, strict=True))) for row in rows)
    import io

    class Count(mapping.Told):
        refusals = repeats = 0

        def refused(self, row, reason):
            assert reason
            self.refusals += 1

        def repeated(self, line):
            self.repeats += 1

    if not rows:
        return
    told = Count()
    table = mapping.opened(io.BytesIO(text.encode()), "x.jsonl", how.file)
    try:
        mapper = mapping.Mapper(how, table, told)
    except errors.DatesUnclear:
        return
    events = sum(record["record"] == "event" for record in mapper.records())
    assert mapper.rows == len(rows) == events + told.refusals + told.repeats


def test_every_key_of_a_map_is_told_in_the_docs():
    import pathlib
    import re

    from timeline.mapping.dates import MEANINGS, NUMBERS
    from timeline.mapping.spec import SHAPES

    text = (pathlib.Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")
    words = {*MEANINGS, *NUMBERS, *mapping.KINDS}.union(*SHAPES.values())
    told = set(re.findall(r"\w+", text))
    assert sorted(words - told) == []
    tables = ("file", "date", "place", "source", "sources", "actors", "figures", "tags", "only", "skip", "file.join")
    assert [table for table in tables if f"[{table}]" not in text] == []
