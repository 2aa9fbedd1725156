"""`timeline export` in every format of the registry: strict, whole or not at all, nothing above the level, stable."""

import datetime
import json
import os
import signal
import subprocess
import sys
import zipfile

import pytest

from timeline import formats
from timeline.cli import options
from timeline.formats import Losses

OUT = [form for form in formats.all_formats() if form.writes()]
SECRETS = ("zqtitle", "zqquote", "zqactor", "zqplace", "zqspeaker", "zqlinked", "zqpaper")
RECORDS = (
    {"record": "source", "uid": "open", "title": "Open paper"},
    {
        "record": "source",
        "uid": "closed",
        "title": "zqpaper",
        "url": "https://zqpaper.example",
        "access": "confidential",
    },
    {"record": "actor", "uid": "zqactor", "name": "zqactor"},
    {"record": "actor", "uid": "zqspeaker", "name": "zqspeaker"},
    {"record": "actor", "uid": "anna", "name": "Anna"},
    {"record": "place", "uid": "zqplace", "name": "zqplace", "lat": 1.5, "lon": 2.5},
    {
        "record": "event",
        "uid": "shown",
        "title": "Shown",
        "date": "2024-06-05",
        "participants": [
            {"actor": "anna", "role": "host"},
            {"actor": "zqactor", "citation": {"source": "closed", "quote": "zqquote"}},
        ],
        "citations": [{"source": "open", "quote": "Said"}, {"source": "closed", "quote": "zqquote"}],
    },
    {
        "record": "event",
        "uid": "hidden",
        "title": "zqtitle",
        "date": "2024-06-06",
        "access": "internal",
        "place": "zqplace",
        "participants": [{"actor": "zqactor"}],
    },
    {"record": "event", "uid": "other", "title": "zqlinked", "date": "2024-06-07", "access": "confidential"},
    {"record": "link", "from": "shown", "kind": "causes", "to": "other"},
    {"record": "link", "from": "hidden", "kind": "causes", "to": "shown"},
    {
        "record": "claim",
        "event": "shown",
        "attribute": "killed",
        "min": 3,
        "by": "zqspeaker",
        "citation": {"source": "closed", "quote": "zqquote"},
    },
)


@pytest.fixture
def kept(timeline, folder):
    (folder / "all.jsonl").write_text("\n".join(json.dumps(one) for one in ({"timeline": 1}, *RECORDS)))
    assert timeline("init").code == 0
    assert timeline("import", "all.jsonl").code == 0
    return timeline


def content(path):
    """Give all that a file holds, taken out of a packed one."""
    if path.read_bytes()[:2] == b"PK":
        with zipfile.ZipFile(path) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n ", "")


@pytest.mark.parametrize("form", OUT, ids=lambda form: form.name)
def test_nothing_above_the_level_is_let_out_in_any_format(kept, folder, form):
    def out(level):
        path = folder / f"{level}{form.extension or '.out'}"
        run = kept("export", "--format", form.name, "--access", level, "-o", path)
        assert run.code == 0, run.err
        beside = sorted(folder.glob(f"{level}.*"))
        return "".join(map(content, {path, *beside})) + run.out + run.err.replace("above the access level", "")

    public = out("public")
    assert [word for word in SECRETS if word in public] == []
    if "Shown" not in public:
        return  # a format that holds no events
    internal = out("internal")
    assert "zqtitle" in internal
    assert [word for word in ("zqquote", "zqpaper", "zqlinked", "zqspeaker") if word in internal] == []
    assert "zqlinked" in out("confidential")


@pytest.mark.parametrize("to_file", [True, False], ids=["to a file", "to stdout"])
@pytest.mark.parametrize("form", ["csv", "md", "md-report", "ical", "timelinejs", "timelinejs-csv"])
def test_strict_writes_nothing_where_something_would_be_lost(kept, folder, form, to_file):
    kept("add", "Some day")  # undated
    path = folder / "out.file"
    path.write_text("as it was")
    run = kept("export", "--format", form, "--strict", "--undated", *(("-o", path) if to_file else ()))
    if form == "md-report":  # it holds the undated; what it drops is not there
        assert run.code == 0
        return
    assert (run.code, run.out) == (100, "")
    assert "cannot hold all of it" in run.err
    assert path.read_text() == "as it was"
    assert [one.name for one in folder.iterdir() if one.name.startswith(".out")] == []


def test_strict_writes_what_loses_nothing(kept, folder):
    for form in ("jsonl", "json"):
        run = kept("export", "--format", form, "--strict")
        assert (run.code, run.err.count("cannot")) == (0, 0)
        assert run.out == kept("export", "--format", form).out


def test_what_is_lost_is_said_on_stderr_and_the_rest_is_written(kept):
    kept("add", "Some day")
    run = kept("export", "--format", "ical")
    assert run.code == 0
    assert "ical cannot hold all: undated events skipped: 1" in run.err
    assert "SUMMARY:Shown" in run.out


@pytest.mark.parametrize("home", [None, "timeline"])
def test_an_event_is_known_by_its_uid_in_calendars_of_its_database_also_of_earlier_versions(kept, folder, home):
    kept("add", "Some month", "--when", "2024-08", "--summary", "S")
    lines = kept("export", "--format", "ical").out.replace("\r\n ", "").splitlines()
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(set(uids)) == len(uids) >= 2
    bare = "\r\n".join(line for line in lines if not line.startswith("X-"))
    if home is not None:
        bare = bare.replace(uids[0].rpartition("@")[2], home)
    (folder / "bare.ics").write_bytes((bare + "\r\n").encode())
    run = kept("import", "bare.ics")
    assert run.code == 0
    assert "new" not in run.err
    (folder / "bare.ics").write_bytes((bare.replace("Some month", "Another title") + "\r\n").encode())
    run = kept("import", "bare.ics")
    assert "1 event changed" in run.err
    assert "2024-08" in kept("show", "some-month", "--format", "json").out
    assert "Another title" in kept("show", "some-month").out


def test_events_of_two_databases_never_have_one_uid_though_they_have_one_title(timeline, folder):
    seen = set()
    for name in ("a.db", "b.db"):
        timeline("init", "--db", name)
        timeline("add", "Talks", "--when", "2024-08-01", "--db", name)
        (uid,) = [
            line for line in timeline("export", "--format", "ical", "--db", name).out.splitlines() if "UID:" in line
        ]
        assert uid.startswith("UID:talks@")
        seen.add(uid)
    assert len(seen) == 2


def test_a_calendar_stays_the_same_byte_for_byte_while_nothing_changes(kept, folder, monkeypatch):
    from timeline.cli import clock

    first = kept("export", "--format", "ical").out
    monkeypatch.setattr(clock, "now", lambda: datetime.datetime(2031, 1, 1, tzinfo=datetime.UTC))
    assert kept("export", "--format", "ical").out == first
    assert kept("import", "all.jsonl").code == 0
    assert kept("export", "--format", "ical").out == first
    assert kept("edit", "shown", "--summary", "Now told").code == 0
    assert kept("export", "--format", "ical").out != first


@pytest.mark.parametrize("name", ["timelinejs", "timelinejs-csv", "ical", "xlsx"])
def test_an_export_that_is_imported_changes_nothing(demo, folder, name):
    path = folder / f"out{formats.by_name(name).extension}"
    assert demo("export", "-o", path).code == 0
    run = demo("import", path)
    assert run.code == 0, run.err
    assert "new" not in run.err
    assert "changed" not in run.err


def test_a_binary_format_goes_to_a_file_or_a_pipe_but_not_to_a_terminal(kept, folder, monkeypatch):
    import io

    from timeline.cli import output
    from timeline.errors import BytesToTerminal

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    with pytest.raises(BytesToTerminal):
        output.write_bytes(lambda file: None, form="xlsx")
    monkeypatch.undo()


@pytest.mark.parametrize("name", ["ical", "xlsx"])
def test_without_its_extra_a_format_says_how_to_install_it(kept, folder, monkeypatch, name):
    path = folder / f"out{formats.by_name(name).extension}"
    assert kept("export", "-o", path).code == 0
    for module in ("icalendar", "openpyxl"):
        monkeypatch.setitem(sys.modules, module, None)
    run = kept("import", path)
    assert run.code == 77
    assert f"pip install 'timeline[{name}]'" in run.err


def test_killing_an_export_leaves_the_old_file(kept, folder):
    path = folder / "out.ics"
    path.write_text("as it was")
    slow = (
        "import sys, time\n"
        "from timeline.cli import app, output\n"
        "written = output.write\n"
        "def slowly(chunks, *given, **how):\n"
        "    def each():\n"
        "        for chunk in chunks:\n"
        "            yield chunk\n"
        "            print('begun', flush=True)\n"
        "            time.sleep(60)\n"
        "    written(each(), *given, **how)\n"
        "output.write = slowly\n"
        "app.main()\n"
    )
    command = [sys.executable, "-c", slow, "export", "-o", str(path)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout.readline() == b"begun\n"
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)
    process.stdout.close()
    assert path.read_text() == "as it was"


def test_the_list_of_formats_is_the_registry(timeline):
    run = timeline("formats", "--format", "json")
    listed = json.loads(run.out)
    assert [(one["format"], one["extension"] or "") for one in listed] == list(formats.REGISTRY)
    for one in listed:
        form = formats.by_name(one["format"])
        assert (one["out"], one["in"], one["extra"]) == (form.writes(), form.read is not None, form.extra)


def test_the_shell_completes_formats_that_can():
    out = [name for name, _ in options.formats(lambda form: form.writes())("")]
    rows = [name for name, _ in options.formats(lambda form: form.write_table is not None)("j")]
    assert {"ical", "xlsx", "csv"} <= set(out)
    assert "table" not in out
    assert rows == ["json", "jsonl"]


def test_a_format_that_holds_no_rows_is_refused_for_a_list(kept):
    run = kept("list", "--format", "ical")
    assert run.code == 10
    assert "table, csv" in run.err
    assert kept("export", "--format", "table").code == 10


def test_losses_are_counted_by_kind():
    lost = Losses()
    assert not lost
    lost.add("roles dropped", 12)
    lost.add("roles dropped")
    lost.add("nothing", 0)
    assert lost.sentence() == "roles dropped: 13"
