"""The tables that are pasted elsewhere: nothing in a cell is taken for markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import formats


def written(name, columns, rows):
    return "".join(formats.table_writer(name)(columns, rows))


def test_a_wiki_table_has_a_row_a_row_and_shows_every_cell_as_it_is_written():
    made = written("mediawiki", ["date", "title"], [["2024-06", "{{Delete}} | [[Kim]] '''bold''' <b>"], ["-0043", "x"]])
    assert made.count("\n|-") == 3
    assert "{{" not in made
    assert "[[" not in made
    assert "&#45;0043" in made


@given(st.text(max_size=40))
def test_no_cell_of_a_wiki_table_opens_markup(cell):
    body = written("mediawiki", ["c"], [[cell]]).split("|-", 2)[2].removesuffix("|}\n")
    inside = re.sub(r"&#\d+;", "", body.strip().removeprefix("|"))
    assert not re.search(r"[\[\]{}|<>'=*#]", inside)


def test_a_latex_table_escapes_what_latex_would_run():
    made = written("latex", ["a"], [["50% & \\input{x} $1 #2 _ ^ ~"]])
    cell = made.split("\\midrule")[1].split("\\bottomrule")[0]
    assert "\\input" not in cell
    assert "50\\%" in cell
    assert "\\&" in cell


@pytest.mark.parametrize("name", ["latex", "mediawiki"])
def test_a_table_without_rows_is_whole(name):
    assert "title" in written(name, ["date", "title"], [])
