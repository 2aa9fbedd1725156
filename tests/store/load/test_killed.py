"""Whatever ends an import, the database holds all of it or nothing."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time

import pytest

from timeline.store.engine import open_reader

ROWS = 6_000
SCRIPT = textwrap.dedent(
    """
    import sys
    from timeline import formats
    from timeline.store import load, write
    from timeline.store.engine import open_engine

    target, name = sys.argv[1:]
    engine = open_engine(target)
    print("ready", flush=True)
    with open(name, "rb") as file, write.batch(engine, command="t", who=None, now="2025-09-03T12:00:00.000000Z") as b:
        load.apply(b, formats.by_name("csv").read(file, name), name=name)
    print("done", flush=True)
    """
)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "large.csv"
    rows = (f"Talks {n},2024-06-{n % 28 + 1:02},Kim {n % 50}:host; Xi,a; b,Place {n % 9}\n" for n in range(ROWS))
    path.write_text("title,date,actors,tags,place\n" + "".join(rows), encoding="utf-8")
    return path


def start(database, large):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", SCRIPT, database, str(large)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def counted(database):
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with open_reader(database) as reader:
        tables = ("event", "event_text", "participation", "batch")
        return [reader.one(f"SELECT count(*) FROM {table}")[0] for table in tables]


def test_a_killed_import_leaves_all_or_nothing(sqlite_template, tmp_path, large):
    whole = shutil.copyfile(sqlite_template, str(tmp_path / "whole.db"))
    empty = counted(whole)
    began = time.monotonic()
    process = start(whole, large)
    assert process.communicate()[0] == "done\n"
    lasted = time.monotonic() - began
    full = counted(whole)
    assert full[0] == ROWS
    outcomes = []
    for part in (0.1, 0.3, 0.5, 0.7, 0.85, 0.95):
        target = shutil.copyfile(sqlite_template, str(tmp_path / f"{part}.db"))
        process = start(target, large)
        time.sleep(part * lasted / 2)  # the other half of the time is Python's start
        process.send_signal(signal.SIGKILL)
        process.communicate()
        outcomes.append(counted(target))
    assert all(outcome in (empty, full) for outcome in outcomes)
    assert empty in outcomes
