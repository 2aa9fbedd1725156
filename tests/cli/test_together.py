"""Several processes on one database: nothing is lost, nobody sees half of a batch or a traceback."""

import json
import os
import subprocess
import sys

import pytest

WRITES = 6
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("TIMELINE_")}
LOOP = """
import sys
from timeline.cli.app import app
for number in range(int(sys.argv[1])):
    try:
        app([word.replace("NUMBER", str(number)) for word in sys.argv[2:]], prog_name="timeline")
    except SystemExit as stop:
        if stop.code:
            raise
"""


def begun(database, times, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", LOOP, str(times), *arguments],
        env={**ENVIRONMENT, "TIMELINE_DB": database, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_writers_and_three_readers_lose_nothing(database, timeline, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", database)
    pair = [
        {"record": "event", "title": f"{side} of a pair", "date": "2024", "uid": f"pair-{side}"}
        for side in ("one", "two")
    ]
    (tmp_path / "pair.jsonl").write_text("\n".join(map(json.dumps, pair)))
    at_work = [
        begun(database, WRITES, "add", "Letter NUMBER from Anna", "--when", "2024", "--actor", "Anna", "--new"),
        begun(database, WRITES, "add", "Letter NUMBER from Boris", "--when", "2025", "--actor", "Boris", "--new"),
        begun(database, 1, "import", str(tmp_path / "pair.jsonl")),
        begun(database, 2 * WRITES, "list", "--format", "jsonl"),
        begun(database, 2 * WRITES, "export", "--format", "csv"),
        begun(database, 2 * WRITES, "list", "--text", "of a pair", "--columns", "uid", "--format", "csv"),
    ]
    told = [process.communicate(timeout=120) for process in at_work]
    assert [process.returncode for process in at_work] == [0] * len(at_work), [err for _, err in told]
    assert "Traceback" not in "".join(err for _, err in told)
    # What a reader sees is a whole number of batches.
    assert {answer.count("pair-") for answer in told[-1][0].split("uid\n")[1:]} <= {0, 2}
    titles = {json.loads(line)["title"] for line in timeline("list", "--format", "jsonl").out.splitlines()}
    letters = {f"Letter {n} from {who}" for n in range(WRITES) for who in ("Anna", "Boris")}
    assert titles == letters | {"one of a pair", "two of a pair"}
    assert timeline("db", "check").code == 0
    # Each add made its actor or found it: no double.
    names = [json.loads(line)["name"] for line in timeline("actor", "list", "--format", "jsonl").out.splitlines()]
    assert sorted(names) == ["Anna", "Boris"]


@pytest.mark.parametrize("verb", [("undo",), ("actor", "merge", "Kim Jong Un", "Putin")])
def test_of_two_that_do_the_same_at_once_one_does_it(database, timeline, monkeypatch, verb):
    monkeypatch.setenv("TIMELINE_DB", database)
    assert timeline("init", "--demo").code == 0
    assert timeline("add", "A letter", "--when", "2024").code == 0
    at_work = [begun(database, 1, *verb) for _ in range(2)]
    told = [process.communicate(timeout=60)[1] for process in at_work]
    assert "Traceback" not in "".join(told)
    assert 0 in [process.returncode for process in at_work]
    assert timeline("db", "check").code == 0
