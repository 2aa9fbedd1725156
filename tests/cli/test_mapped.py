"""`timeline import --map` and `--guess`, as a stranger uses them."""

import json
import pathlib
import random

import pytest

EXAMPLES = pathlib.Path(__file__).parents[2] / "docs" / "examples" / "maps"
TABLE = "id,date,title,place,actors,tags,killed,link\n" + "".join(
    f'{n}.0,2020-01-{n:02},Event number {n},Town {n % 3},"A; B{n % 2}",war; t{n % 2},{n},https://a.org/{n}\n'
    for n in range(1, 13)
)
MAP = """
name = "set"
id = "id"
title = "title"
[date]
column = "date"
[place]
name = "place"
[[actors]]
column = "actors"
[[sources]]
columns = ["link"]
[source]
title = "The set"
[[figures]]
attribute = "killed"
best = "killed"
[[tags]]
column = "tags"
"""


@pytest.fixture
def ready(timeline, folder):
    assert timeline("init").code == 0
    (folder / "set.csv").write_text(TABLE)
    (folder / "map.toml").write_text(MAP)
    return timeline


def again(timeline, folder, text, *more):
    (folder / "set.csv").write_text(text)
    return timeline("import", "set.csv", "--map", "map.toml", *more)


def test_an_import_is_one_batch_and_the_second_changes_nothing(ready, folder):
    first = ready("import", "set.csv", "--map", "map.toml")
    assert (first.code, first.err.splitlines()[0]) == (0, "set.csv: 12 rows: 12 new")
    second = ready("import", "set.csv", "--map", "map.toml")
    assert (second.code, second.err) == (0, "set.csv: 12 rows: 12 same\n")
    assert "import set" in ready("log").out
    assert len(ready("log", "--format", "csv").out.splitlines()) == 2
    assert ready("undo").code == 0
    assert ready("list", "--format", "csv").out.count("\n") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Event number 3,", "Event number three,"),
        ("2020-01-03", "2020-02-03"),
        ("war; t1,3,", "war; t7,3,"),
        (",3,https", ",33,https"),
        (",3,https", ",,https"),
        ("https://a.org/3\n", "https://a.org/33\n"),
        ('Town 0,"A; B1",war; t1,3', 'Town 9,"A; B1",war; t1,3'),
        ('"A; B1",war; t1,3', '"C; B1",war; t1,3'),
    ],
)
def test_of_a_corrected_file_only_that_is_changed_and_what_it_said_before_is_gone(ready, folder, old, new):
    assert ready("import", "set.csv", "--map", "map.toml").code == 0
    assert old in TABLE
    run = again(ready, folder, TABLE.replace(old, new))
    assert run.err.splitlines()[0] == "set.csv: 12 rows: 1 changed, 11 same"
    corrected = ready("export", "--format", "jsonl").out
    assert again(ready, folder, TABLE.replace(old, new)).err == "set.csv: 12 rows: 12 same\n"
    assert again(ready, folder, TABLE).err.splitlines()[0] == "set.csv: 12 rows: 1 changed, 11 same"
    back = ready("export", "--format", "jsonl").out
    claims = ready("claims", "--format", "csv").out.count("\n")
    assert claims == 13
    assert corrected != back


def test_what_was_changed_here_stays_until_the_file_changes_it_too(ready, folder):
    assert ready("import", "set.csv", "--map", "map.toml").code == 0
    assert ready("edit", "event-number-3", "--title", "By hand", "--tag", "mine").code == 0
    assert ready("import", "set.csv", "--map", "map.toml").err == "set.csv: 12 rows: 12 same\n"
    changed = TABLE.replace("2020-01-03", "2020-02-03")
    assert again(ready, folder, changed).err.splitlines()[0] == "set.csv: 12 rows: 1 changed, 11 same"
    shown = ready("show", "event-number-3").out
    assert "By hand" in shown
    assert "mine" in shown
    assert again(ready, folder, changed).err == "set.csv: 12 rows: 12 same\n"
    assert "By hand" in ready("show", "event-number-3").out
    both = again(ready, folder, changed.replace("Event number 3,", "By the file,"))
    assert both.code == 111
    assert "changed in the database" in both.err
    assert "By hand" in ready("show", "event-number-3").out
    theirs = again(ready, folder, changed.replace("Event number 3,", "By the file,"), "--theirs")
    assert theirs.code == 0
    assert "By the file" in ready("show", "event-number-3").out


def test_rows_without_an_id_are_known_again_and_stay_several(ready, folder):
    (folder / "map.toml").write_text(MAP.replace('id = "id"\n', ""))
    table = "\n".join(line.partition(",")[2] for line in TABLE.splitlines()) + "\n"
    table += "2020-03-01,Airstrike,Town 1,A,x,1,\n" * 2 + "2020-03-01,Airstrike,Town 1,A,x,2,\n"
    first = again(ready, folder, table)
    assert first.err.splitlines()[0] == "set.csv: 15 rows: 14 new, 1 same"
    assert again(ready, folder, table).err.splitlines()[0] == "set.csv: 15 rows: 15 same"
    for old, new in (
        ("Event number 5,", "Event number five,"),
        ("2020-01-07", "2020-02-07"),
        (",9,https", ",90,https"),
    ):
        table = table.replace(old, new)
        assert again(ready, folder, table).err.splitlines()[0] == "set.csv: 15 rows: 1 changed, 14 same", (old, new)
    assert len(ready("list", "--format", "csv").out.splitlines()) == 15


def test_rows_refused_go_to_a_file_that_is_mended_and_fed_again(ready, folder):
    table = TABLE.replace("2020-01-03", "2020-01-33").replace("Event number 5", "").replace(",7,https", ",7,https,more")
    run = again(ready, folder, table)
    assert run.code == 111
    assert "2 of 12 rows were refused" in run.err or "3 of 12 rows were refused" in run.err
    aside = folder / "set.refused.csv"
    text = aside.read_text()
    assert text.splitlines()[0].startswith("refused_because,id,date,title")
    aside.write_text(
        text.replace("2020-01-33", "2020-01-03").replace(",,Town 2", ",Event number 5,Town 2").replace(",more", "")
    )
    mended = ready("import", str(aside), "--map", "map.toml")
    assert mended.code == 0, mended.err
    assert again(ready, folder, TABLE).err == "set.csv: 12 rows: 12 same\n"


def test_a_file_of_refused_rows_is_never_written_over(ready, folder):
    table = TABLE.replace("2020-01-03", "2020-01-33")
    assert again(ready, folder, table).code == 111
    assert again(ready, folder, table, "--refused", "mine.csv").code == 111
    assert again(ready, folder, table).code == 111
    assert sorted(path.name for path in folder.glob("*.csv")) == [
        "mine.csv",
        "set.csv",
        "set.refused-2.csv",
        "set.refused.csv",
    ]


def test_a_row_that_the_store_refuses_leaves_nothing_of_itself(ready, folder):
    for uid in ("twin-1", "twin-2"):
        (folder / "twin.jsonl").write_text(json.dumps({"record": "actor", "uid": uid, "name": "Twin"}))
        assert ready("import", "twin.jsonl").code == 0
    run = again(ready, folder, TABLE.replace('Town 0,"A; B1",war; t1,3', 'Nowhere,"Twin; Nobody else",new tag,3'))
    assert run.code == 111
    assert "several" in run.err
    assert "Nowhere" not in ready("place", "list").out
    assert "Nobody else" not in ready("actor", "list").out
    assert len(ready("list", "--format", "csv").out.splitlines()) == 12


def test_a_dry_run_tells_row_by_row_and_writes_nothing(ready, folder):
    table = TABLE.replace("2020-01-03", "2020-01-33")
    run = again(ready, folder, table, "--dry-run", "--rows")
    assert run.code == 111
    assert run.out.splitlines()[0] == "set.csv:2: new: 2020-01-01 · Event number 1"
    assert "set.csv:4: refused: date: there is no day" in run.out
    assert len(run.out.splitlines()) == 12
    assert not (folder / "set.refused.csv").exists()
    assert ready("log", "--format", "csv").out.count("\n") == 1


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["ucdp.csv"], "ucdp"),
        (["incidents.json"], "incidents"),
        (["incidents.json", "sources.json", "associations.json"], "incidents"),
        (["timelinejs.json"], "timelinejs"),
        (["kleptocracy.json", "kleptocracy-2.json"], "kleptocracy"),
        (["calendar.csv"], "calendar"),
    ],
)
def test_the_examples_of_the_docs_run_and_run_again_without_change(timeline, files, name):
    assert timeline("init").code == 0
    paths = [EXAMPLES / file for file in files]
    first = timeline("import", *paths, "--map", EXAMPLES / f"{name}.toml")
    assert first.code == 0, first.err
    assert "refused" not in first.err
    second = timeline("import", *paths, "--map", EXAMPLES / f"{name}.toml")
    assert second.code == 0
    assert "new" not in second.err
    assert "changed" not in second.err
    assert timeline("db", "check").code == 0


@pytest.mark.parametrize(
    "files",
    [
        ["ucdp.csv"],
        ["incidents.json", "sources.json", "associations.json"],
        ["timelinejs.json"],
        ["kleptocracy.json"],
        ["calendar.csv"],
    ],
)
def test_a_guessed_map_runs_right_after(timeline, folder, files):
    assert timeline("init").code == 0
    paths = [EXAMPLES / file for file in files]
    guessed = timeline("import", *paths, "--guess", "-o", "made.toml")
    assert guessed.code == 0
    assert "date" in guessed.err
    run = timeline("import", *paths, "--map", "made.toml")
    assert run.code == 0, run.err
    assert "same" in timeline("import", *paths, "--map", "made.toml").err
    assert timeline("import", *paths, "--guess", "-o", "made.toml").code == 2


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["set.csv", "--map", "none.toml"], 11, "none.toml: cannot read"),
        (["none.csv", "--map", "map.toml"], 11, "none.csv: cannot read"),
        (["set.csv", "--map", "set.csv"], 112, "is no TOML"),
        (["other.csv", "--map", "map.toml"], 113, "other.csv: has no column"),
        (["empty.csv", "--map", "map.toml"], 115, "the file is empty"),
        (["head.csv", "--map", "map.toml"], 115, "no rows"),
        (["binary.csv", "--map", "map.toml"], 115, "no text"),
        (["head.csv", "--guess"], 116, "no rows"),
        (["set.csv", "--map", "map.toml", "--guess"], 2, "not both"),
        (["set.csv", "--rows"], 2, "goes with --map"),
        (["set.csv", "--map", "map.toml", "--format", "csv"], 2, "the map says"),
    ],
)
def test_bad_input_is_one_clear_sentence_and_writes_nothing(ready, folder, arguments, code, told):
    (folder / "other.csv").write_text("when,what\n2020,x\n")
    (folder / "empty.csv").write_text("")
    (folder / "head.csv").write_text(TABLE.splitlines()[0] + "\n")
    (folder / "binary.csv").write_bytes(bytes(range(256)) * 20)
    run = ready("import", *arguments)
    assert run.code == code, run.err
    assert told in run.err
    assert ready("log", "--format", "csv").out.count("\n") == 1


@pytest.mark.parametrize("seed", range(3))
def test_every_row_is_new_changed_same_or_refused(ready, folder, seed):
    chance = random.Random(seed)

    def rows():
        pool = ["", "1", "x", "Unknown", "2020-01-05", "2020-99-99", "A; B", "=1+1", "é", "10-15", "https://a.org/1"]
        return ["id,date,title,place,actors,tags,killed,link"] + [
            ",".join([str(chance.randrange(15)), *(chance.choice(pool) for _ in range(7))]) for _ in range(20)
        ]

    text = "\n".join(rows()) + "\n"
    for attempt in range(2):
        run = again(ready, folder, text)
        line = next(line for line in run.err.splitlines() if " rows: " in line)
        counts = {word: int(number) for number, word in (part.split() for part in line.split(": ")[2].split(", "))}
        assert sum(counts.values()) == 20, line
        assert attempt == 0 or not counts.keys() & {"new", "changed"}, run.err
    assert ready("db", "check").code == 0
