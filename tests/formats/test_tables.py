"""`write_table` of every format: any columns, any rows, nothing lost that the format can hold, nothing that runs."""

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import formats
from timeline.formats.table import fitted, measure, wrapped

NAMES = [entry.name for entry in formats.all_formats() if entry.write_table is not None]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
CELL = (
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | TEXT
    | st.lists(TEXT, max_size=3)
)


def written(name, columns, rows, **how):
    return "".join(formats.by_name(name).write_table(columns, rows, **how))


@pytest.mark.parametrize("name", NAMES)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=5), width=st.none() | st.integers(1, 120))
@settings(max_examples=40)
def test_any_rows_can_be_written(name, rows, width):
    made = written(name, ("a", "b", "c"), rows, width=width)
    made.encode()
    assert made == "" or made.endswith("\n")


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "md", "table"])
def test_a_table_streams(name):
    taken = []

    def rows():
        for number in range(10_000):
            taken.append(number)
            yield number, "title"

    pieces = formats.by_name(name).write_table(("n", "title"), rows(), width=None)
    next(pieces)
    assert len(taken) <= 1_000


@given(rows=st.lists(st.tuples(TEXT, TEXT), max_size=6))
@settings(max_examples=60)
def test_csv_reads_back_with_any_reader_of_csv(rows):
    made = written("csv", ("a", "b"), rows)
    back = list(csv.reader(io.StringIO(made, newline="")))
    assert back[0] == ["a", "b"]
    assert [[unguarded(cell) for cell in row] for row in back[1:]] == [list(row) for row in rows]


def unguarded(cell):
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in "=+-@\t\r'" else cell


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "'x", "-", "=cmd|' /C calc'!A0"])
def test_no_cell_of_csv_runs_in_a_spreadsheet(cell):
    rows = list(csv.reader(io.StringIO(written("csv", ("a",), [(cell,)]), newline="")))
    assert rows[1] == ["'" + cell]


def test_numbers_and_dates_of_csv_are_not_guarded():
    made = written("csv", ("n", "date", "title"), [(-5, "-0043-03-15", "-0043")], dates=("date",))
    assert made.splitlines()[1] == "-5,-0043-03-15,'-0043"


def test_what_is_no_date_is_guarded_even_in_a_column_of_dates():
    assert written("csv", ("date",), [("-1+cmd|' /C calc'!A0",)], dates=("date",)).splitlines()[1].startswith("'-")


@given(rows=st.lists(st.tuples(TEXT, st.none() | st.integers(-(2**60), 2**60), st.booleans()), max_size=5))
@settings(max_examples=40)
def test_json_keeps_text_numbers_and_nothing_as_they_are(rows):
    columns = ("text", "number", "flag")
    wanted = [dict(zip(columns, row, strict=True)) for row in rows]
    assert json.loads(written("json", columns, rows)) == wanted
    assert [json.loads(line) for line in written("jsonl", columns, rows).split("\n")[:-1]] == wanted


def test_json_of_what_json_has_no_number_for():
    row = [float("inf"), float("-inf"), float("nan"), b"\x00\xff"]
    assert json.loads(written("json", "abcd", [row])) == [{"a": "Infinity", "b": "-Infinity", "c": "NaN", "d": "00ff"}]


def test_json_of_columns_with_one_name_loses_none():
    assert json.loads(written("json", ("n", "n", "n_2"), [(1, 2, 3)])) == [{"n": 1, "n_3": 2, "n_2": 3}]


@pytest.mark.parametrize(("name", "empty"), [("json", "[]\n"), ("jsonl", ""), ("csv", "a\n")])
def test_no_rows(name, empty):
    assert written(name, ("a",), []) == empty


@given(text=TEXT)
@settings(max_examples=60)
def test_markdown_keeps_a_row_in_one_line_with_its_cells(text):
    made = written("md", ("a", "b"), [(text, "end")])
    assert made.count("\n") == 3
    assert made.splitlines()[2].replace("\\|", "").replace("\\\\", "").count("|") == 3


def test_markdown_escapes_what_it_would_take_for_its_own():
    made = written("md", ("a",), [("<script>*x* [y](z) `c` | d\ne",)])
    assert made.splitlines()[2] == r"| \<script\>\*x\* \[y\](z) \`c\` \| d<br>e |"


# --- the table for a terminal ---


@given(rows=st.lists(st.tuples(st.integers(0, 10**6), TEXT, TEXT), min_size=1, max_size=4), width=st.integers(40, 120))
@settings(max_examples=60)
def test_no_line_is_wider_than_the_terminal(rows, width):
    made = written("table", ("number", "title", "note"), rows, width=width)
    assert max(map(measure, made.split("\n"))) <= width


@given(text=TEXT, width=st.integers(2, 30))
@settings(max_examples=60)
def test_wrapping_loses_nothing_but_spaces(text, width):
    text = text.replace("\n", " ")
    lines = wrapped(text, width)
    assert all(measure(line) <= width for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))


def test_wide_and_combining_characters_take_their_columns():
    made = written("table", ("title", "n"), [("北京", 1), ("caf" + "e\u0301", 2), ("plain", 3)])
    lines = made.splitlines()
    assert [measure(line) for line in lines] == [measure(lines[1])] * 5
    assert unicodedata.normalize("NFC", made).count("café") == 1


def test_columns_share_the_width_and_numbers_are_never_wrapped():
    assert fitted([10, 4, 80], [False, True, False], 60) == [10, 4, 42]
    assert fitted([5, 6], [True, True], None) == [5, 6]
    assert fitted([50, 50, 50], [True, True, True], 80) is None


def test_a_terminal_too_narrow_gets_one_line_a_value():
    made = written("table", ("date", "title", "place"), [("2024-06", "A", "B")], width=20)
    assert made.splitlines() == ["date   2024-06", "title  A", "place  B"]


def test_what_would_move_the_cursor_is_shown():
    made = written("table", ("t",), [("\x1b[2Jx\u202ey\r",)], width=60)
    assert r"\x1b[2Jx\u202ey\r" in made


def test_a_long_cell_is_cut_and_says_so():
    made = written("table", ("a", "b"), [("x " * 5000, "y")], width=60)
    assert made.count("\n") < 20
    assert "…" in made


def test_blocks_of_a_long_table_have_one_header():
    made = written("table", ("n", "title"), [(n, "x" * (n % 7)) for n in range(1200)])
    assert len(made.splitlines()) == 1202
    assert made.count("title") == 1


def test_a_table_without_a_terminal_is_not_wrapped():
    assert "x " * 99 + "x" in written("table", ("a",), [("x " * 99 + "x",)])
