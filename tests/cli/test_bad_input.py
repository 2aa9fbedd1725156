"""Bad input: one clear sentence, an exit code of its own, the database as it was. Never a traceback."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from timeline import errors


def subclasses(kind):
    for below in kind.__subclasses__():
        yield below
        yield from subclasses(below)


@pytest.fixture
def unchanged(demo, folder):
    """Run a command that must fail: by our error, in a few lines, with nothing written."""

    def content():
        with sqlite3.connect(folder / "timeline.db") as connection:
            dump = "\n".join(connection.iterdump())
        connection.close()
        return hashlib.sha256(dump.encode()).hexdigest()

    def refused(*arguments, stdin="", code=None):
        before = content()
        run = demo(*arguments, stdin=stdin)
        assert run.code >= 2, run
        if code is not None:
            assert run.code == code.exit_code
        assert run.err.strip()
        assert len(run.err) < 2000
        assert content() == before
        return run.err

    return refused


def test_every_error_has_an_exit_code_of_its_own():
    codes = [kind.exit_code for kind in subclasses(errors.TimelineError)]
    assert min(codes) >= 3
    assert len(codes) == len(set(codes))


def test_a_file_that_is_not_there_names_the_remedy(timeline):
    run = timeline("list", "--db", "nowhere.db")
    assert run.code == errors.NoDatabase.exit_code
    assert "nowhere.db" in run.err
    assert "timeline init" in run.err


def test_a_file_that_is_no_database_is_refused_and_left_alone(timeline, folder):
    (folder / "notes.db").write_text("my notes, nothing else\n" * 50)
    for command in (("list",), ("add", "x"), ("init",), ("db", "upgrade"), ("sql", "SELECT 1")):
        assert timeline(*command, "--db", "notes.db").code == errors.NotADatabase.exit_code
    assert (folder / "notes.db").read_text() == "my notes, nothing else\n" * 50


def test_a_database_of_something_else_is_refused_and_left_alone(timeline, folder):
    with sqlite3.connect(folder / "other.db") as connection:
        connection.execute("CREATE TABLE shopping (item)")
    connection.close()
    before = (folder / "other.db").read_bytes()
    for command in (("list",), ("add", "x"), ("init",), ("db", "upgrade")):
        assert timeline(*command, "--db", "other.db").code == errors.ForeignDatabase.exit_code
    assert (folder / "other.db").read_bytes() == before


@pytest.mark.parametrize(("revision", "error"), [("0000", errors.SchemaBehind), ("9999", errors.SchemaAhead)])
def test_a_schema_of_another_version_is_told(demo, folder, revision, error):
    with sqlite3.connect(folder / "timeline.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()
    run = demo("list")
    assert run.code in {error.exit_code, errors.SchemaAhead.exit_code}


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--actor", "nobody at all"),
        ("list", "--place", "nowhere"),
        ("list", "--tag", "nothing"),
        ("list", "--source", "no paper"),
        ("show", "no such event"),
        ("rm", "no such event"),
        ("edit", "no such event", "--title", "x"),
        ("tag", "add", "x", "no such event"),
        ("tag", "rm", "no such tag", "kursk-incursion"),
        ("add", "x", "--actor", "nobody at all"),
        ("add", "x", "--place", "nowhere"),
        ("add", "x", "--source", "no paper"),
        ("actor", "edit", "nobody at all", "--note", "x"),
        ("place", "add", "x", "--within", "nowhere"),
    ],
)
def test_a_name_that_is_not_known_is_refused(unchanged, arguments):
    unchanged(*arguments, code=errors.NothingNamed)


@pytest.mark.parametrize(
    "date",
    [
        "2024-13-45",
        "2024-02-30",
        "tomorrowish",
        "",
        "Y1E999999",
        "9" * 2000,
        "2024-01-01/2023-01-01",
        "\u202e2024",
        "\0",
    ],
)
@pytest.mark.parametrize("command", ["list --since", "list --when", "add x --when", "source add x --published"])
def test_an_absurd_date_is_refused(unchanged, date, command):
    if date == "" and ("add" in command):
        pytest.skip("an empty date clears")
    unchanged(*command.split(), date)


def test_a_date_beyond_what_the_store_holds_is_refused(unchanged):
    unchanged("add", "x", "--when", "Y99999999999999", code=errors.DateOutOfRange)


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--format", "docx"),
        ("export", "--format", "docx"),
        ("import", "file.docx"),
        ("sql", "SELECT 1", "--format", "docx"),
        ("when", "2024", "--format", "docx"),
    ],
)
def test_an_unknown_format_is_refused(unchanged, folder, arguments):
    (folder / "file.docx").write_text("x")
    unchanged(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", ""),
        ("add", "   "),
        ("actor", "add", ""),
        ("place", "add", " "),
        ("source", "add", ""),
        ("tag", "add", "", "kursk-incursion"),
        ("actor", "edit", "kim-jong-un", "--name", ""),
        ("add", "x", "--actor", ":host"),
        ("add", "x", "--status", "maybe"),
        ("add", "x", "--access", "secret"),
        ("add", "x", "--calendar", "mayan"),
        ("add", "x", "--zone", "Mars/Olympus"),
        ("add", "x", "--quote", "no source"),
        ("add", "x", "--uid", "Not A Slug"),
        ("place", "add", "x", "--lat", "91", "--lon", "0"),
        ("place", "add", "x", "--lat", "1"),
        ("list", "--sort", "colour"),
        ("list", "--limit", "-1"),
        ("list", "--when", "2024", "--since", "2023"),
        ("list", "--columns", "colour"),
        ("import", "a.csv", "--theirs", "--ours"),
        ("log", "99"),
        ("undo", "99"),
    ],
)
def test_wrong_usage_and_empty_names_are_refused(unchanged, arguments):
    unchanged(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "x\0y"),
        ("add", "x" * 10_000_000),
        ("actor", "add", "x\0y"),
        ("edit", "kursk-incursion", "--summary", "x\0y"),
        ("edit", "kursk-incursion", "--title", "x" * 10_000_000),
        ("list", "--text", "x\0y"),
        ("sql", "SELECT 'x\0y'"),
        ("add", "lone \udc80 surrogate"),
    ],
    ids=lambda arguments: f"{arguments[0]}-{len(arguments[-1])}",
)
def test_nul_bytes_and_a_title_of_10_mb_are_refused(unchanged, arguments):
    unchanged(*arguments)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"date,title\n2024-06,caf\xe9\n", "UTF-8"),
        (b"date,title\r2024-06,x\r2024-07,y\r", "line"),
        (b"date\n2024-06\n", "title"),
        (b"date,title,colour\n2024-06,x,red\n", "colour"),
        (b"date,title\n" + b"2024-06,x\n" * 4709 + b"2024-13,broken\n", "4711"),
        (b"date,title\n2024-06,x\nJun-24,y\n", "spreadsheet"),
        (b"date,title\n2024-06,x,more\n", ":2"),
        (b"date,title\n2024-06,a\0b\n", "NUL"),
        (b"date,title\n2024-06,\n", "title"),
        (b'date,title\n2024-06,"never closed\n' * 3, "broken.csv"),
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", ""),
    ],
)
def test_a_broken_csv_names_its_place_and_writes_nothing(unchanged, folder, content, said):
    (folder / "broken.csv").write_bytes(content)
    error = unchanged("import", "broken.csv")
    assert "broken.csv" in error
    assert said in error


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not json\n", ":1"),
        ('{"timeline": 2}\n', "newer"),
        ('{"timeline": 1}\n{"record": "evnt", "uid": "a"}\n', "event"),
        ('{"timeline": 1}\n{"record": "event", "uid": "a"}\n', "title"),
        ('{"timeline": 1}\n{"record": "event", "uid": "a", "title": "x", "date": "June 2024"}\n', ":2"),
        ('{"timeline": 1}\n{"record": "event", "uid": "a", "title": "x", "status": "maybe"}\n', "confirmed"),
        ('{"timeline": 1}\n{"record": "event", "uid": "a", "title": "x", "place": "nowhere"}\n', "nowhere"),
        ('{"timeline": 1}\n{"record": "event", "uid": "a", "title": 7}\n', "title"),
        ('{"timeline": 1}\n["event"]\n', ":2"),
        ('{"timeline": 1}\n{"record": "event", "uid": "a", "title": "x"\n', ":2"),
    ],
)
def test_broken_json_lines_name_their_place_and_write_nothing(unchanged, folder, content, said):
    (folder / "broken.jsonl").write_text(content)
    error = unchanged("import", "broken.jsonl")
    assert "broken.jsonl" in error
    assert said in error


def test_one_bad_file_of_two_writes_nothing_of_either(unchanged, folder):
    (folder / "good.csv").write_text("date,title\n2024-06,Good\n")
    (folder / "broken.csv").write_text("date,title\n2024-99,Bad\n")
    unchanged("import", "good.csv", "broken.csv")


def test_an_output_that_cannot_be_written_leaves_what_was_there(unchanged, folder):
    unchanged("export", "-o", "no/such/folder/out.csv", code=errors.OutputFailed)
    assert not list(folder.glob("**/*.part"))


def test_a_failed_export_leaves_the_old_file(demo, folder):
    (folder / "out.csv").write_text("old")
    assert demo("export", "-o", "out.csv", "--actor", "nobody").code >= 3
    assert (folder / "out.csv").read_text() == "old"


def test_a_locked_database_is_told_in_time(demo, folder, monkeypatch):
    from timeline.store import engine

    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    holder = sqlite3.connect(folder / "timeline.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        begun = time.monotonic()
        run = demo("add", "x")
        assert run.code == errors.DatabaseLocked.exit_code
        assert time.monotonic() - begun < 20
        assert demo("list").code == 0
    finally:
        holder.close()


@pytest.mark.parametrize("moment", [0.3, 0.6, 0.9, 1.3])
def test_a_killed_import_leaves_all_or_nothing(demo, folder, moment):
    rows = "".join(
        f"{1900 + n % 120}-0{1 + n % 9},Event number {n},Kim Jong Un; Actor {n % 50}\n" for n in range(20_000)
    )
    (folder / "many.csv").write_text("date,title,actors\n" + rows)
    process = subprocess.Popen(
        [sys.executable, "-m", "timeline", "import", "many.csv"],
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stderr=subprocess.DEVNULL,
    )
    time.sleep(moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert demo("db", "check").code == 0
    with sqlite3.connect(folder / "timeline.db") as connection:
        (found,) = connection.execute("SELECT count(*) FROM event WHERE title LIKE 'Event number %'").fetchone()
    connection.close()
    assert found in {0, 20_000}
