"""`timeline view` and `timeline chart`: the same picture in the browser and in the terminal."""

import pathlib
import webbrowser

import pytest

from timeline.errors import NoBrowser


def drawn(run):
    return {line.split("  ")[0].strip(): line for line in run.out.splitlines()}


def test_view_writes_a_page_of_its_own_and_opens_it(demo, monkeypatch):
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or True)
    run = demo("view", "--actor", "Kim", "--since", "2024")
    path = pathlib.Path(run.out.strip())
    assert run.code == 0
    assert opened == [path.as_uri()]
    assert path.read_text(encoding="utf-8").count("<article id=") == 12
    assert path.parent.stat().st_mode & 0o077 == 0
    path.unlink()
    path.parent.rmdir()


def test_view_without_a_browser_keeps_the_page_and_says_so(demo, monkeypatch):
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    run = demo("view", "-o", "here.html")
    assert run.code == NoBrowser.exit_code
    assert "here.html: the page is here, but no browser could be started" in run.err
    assert pathlib.Path("here.html").exists()


def test_view_shows_nothing_above_the_access_level(demo):
    demo("edit", "kursk-incursion", "--access", "confidential")
    run = demo("view", "--no-open", "-o", "page.html")
    assert "surprise incursion" not in pathlib.Path("page.html").read_text(encoding="utf-8")
    assert "above the access level" in run.err


def test_view_and_export_write_the_same(demo):
    demo("view", "--no-open", "-o", "one.html", "--tag", "war")
    demo("export", "-o", "two.html", "--tag", "war")
    assert pathlib.Path("one.html").read_bytes() == pathlib.Path("two.html").read_bytes()


def test_view_refuses_stdout(demo):
    assert demo("view", "--no-open", "-o", "-").code == 2


@pytest.fixture
def few(timeline):
    timeline("init")
    for title, date in (
        ("Day", "2024-06-19"), ("Month", "2024-03"), ("Span", "2024-02/2024-10"), ("On", "2024-05/.."), ("Before", "[..2024-04]"),
        ("First", "2024-01-01"), ("Last", "2024-12-31"),
    ):  # fmt: skip
        timeline("add", title, "--when", date)
    return timeline


def test_a_line_an_event_certain_parts_full_possible_ones_dotted(few):
    run = few("chart", "--width", "100")
    lines = drawn(run)
    bar = lines["2024-02/2024-10"]
    assert bar.index("░") < bar.index("█") < bar.rindex("█") < bar.rindex("░")
    assert "├" in lines["2024-03"]
    assert "█" not in lines["2024-03"]
    assert lines["2024-06-19"].count("●") == 1
    assert lines["2024-05/.."].rstrip("On ").rstrip().endswith("▶")
    assert "◀" in lines["[..2024-04]"]
    assert len(run.out.splitlines()) == 7 + 3


@pytest.mark.parametrize("width", [40, 80, 100, 160])
def test_no_line_is_wider_than_asked(demo, width):
    lines = demo("chart", "--width", width).out.splitlines()
    assert max(len(line) for line in lines) <= width


def test_a_pipe_has_a_hundred_columns_and_no_colour(demo):
    lines = demo("chart").out.splitlines()
    assert max(len(line) for line in lines) <= 100
    assert "\x1b" not in "".join(lines)


def test_ascii_is_ascii(few):
    assert few("chart", "--ascii").out.isascii()


def test_marks_are_nowhere_where_the_event_is_known_not_to_have_been(few):
    lines = drawn(few("chart", "--width", "120"))
    whole = lines["2024-02/2024-10"]
    start = lines["2024-01-01"].index("●")
    month = lines["2024-03"]
    assert month.index("├") > start
    assert whole.index("░") > start
    assert month.index("┤") < lines["2024-06-19"].index("●")


def test_nothing_found_is_said(demo):
    run = demo("chart", "--since", "3000")
    assert (run.code, run.out) == (0, "")
    assert "no event is found" in run.err


def test_ages_and_minutes_have_an_axis(timeline):
    timeline("init")
    timeline("add", "Long ago", "--when", "-1480")
    timeline("add", "Now", "--when", "2024")
    assert "BC" in timeline("chart").out.splitlines()[0]


def test_nothing_is_drawn_in_the_gaps_of_a_set(timeline):
    timeline("init")
    for title, date in (
        ("Begin", "2020"),
        ("Both", "{2021,2023}"),
        ("One", "[2021-03,2023-01]"),
        ("End", "2025"),
        ("Mid", "2022-07-01"),
    ):
        timeline("add", title, "--when", date)
    lines = drawn(timeline("chart", "--width", "120"))
    middle = lines["2022-07-01"].index("●")
    for date in ("{2021,2023}", "[2021-03,2023-01]"):
        assert lines[date][middle] == " "
        assert lines[date][25:middle].strip()
        assert lines[date][middle : middle + 20].strip()
        assert "█" not in lines[date]


def test_up_to_a_quarter_of_far_events_do_not_squeeze_the_others(timeline):
    timeline("init")
    for year in ("-9000", "-5000", *map(str, range(2010, 2018))):
        timeline("add", f"In {year}", "--when", year)
    lines = drawn(timeline("chart"))
    assert "◀" in lines["-9000"]
    assert "├" in lines["2012"]
