"""
Kill the program with SIGKILL at random moments and look at what is left.

    python bench/kills.py [KILLS]

Each operation (import of 4,000 events, ingest, review, merge, edit, undo of an import, upgrade of an older file,
restore of a backup) is run once whole on a copy of its database, which gives its length and what it leaves behind.
Then it is started again and again on fresh copies and killed at a random moment of that length, KILLS times in all
(default 240). Afterwards the file must pass `PRAGMA integrity_check` and `foreign_key_check` and the program's own
check of the store, and hold either all of the batch or nothing of it: every table equal to the one before or to the
one after, times of day and numbers of revision apart. An interrupted restore may also say that it must be begun anew.
Prints a line an operation; leaves with 1 at the first file that is neither.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from timeline.store import engine, migrate  # noqa: E402

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("TIMELINE_")} | {
    "PYTHONPATH": str(ROOT / "src")
}
ARTICLE = "\n\n".join(
    f"A ferry sank off Port Amber on {day} May 20{year}, killing {day + 3} people, the coast guard said."
    for year in range(10, 24)
    for day in range(1, 29, 3)
)
CLOCK = {"started_at", "displaced_at"}


def timeline(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "timeline", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def done(folder: Path, *arguments: str) -> None:
    process = timeline(folder, *arguments)
    said = process.communicate()[1]
    if process.returncode:
        sys.exit(f"timeline {' '.join(arguments)}: {said.decode()}")


def csv_of(number: int) -> str:
    rows = (f"{1900 + n % 120}-0{1 + n % 9},Event number {n},Kim Jong Un; Actor {n % 50}\n" for n in range(number))
    return "date,title,actors\n" + "".join(rows)


def older(path: Path) -> None:
    """Make a file of the first schema with the rows of the tests and 20,000 events more."""
    with engine.migrating(engine.locate(str(path))) as connection:
        engine.run_migrations(connection, "0001")
    raw = sqlite3.connect(path)
    raw.executescript((ROOT / "tests" / "corpus" / "rows_0001.sql").read_text(encoding="utf-8"))
    undated = raw.execute("SELECT sort_key FROM event WHERE edtf IS NULL").fetchone()[0]
    raw.executemany(
        "INSERT INTO event (id, uid, title, sort_key, batch_id) VALUES (?, ?, ?, ?, 1)",
        ((n, f"more-{n}", f"Event number {n}", undated) for n in range(100, 20_100)),
    )
    raw.executemany(
        "INSERT INTO event_text (event_id, words) VALUES (?, ?)",
        ((n, f"event number {n}") for n in range(100, 20_100)),
    )
    raw.commit()
    raw.close()


def templates(folder: Path) -> dict[str, tuple[Path, tuple[str, ...]]]:
    """Make the database each operation starts from, and give the operation's arguments."""
    made: dict[str, tuple[Path, tuple[str, ...]]] = {}
    base = folder / "demo"
    base.mkdir()
    (base / "many.csv").write_text(csv_of(4_000), encoding="utf-8")
    (base / "article.txt").write_text(ARTICLE, encoding="utf-8")
    done(base, "init", "--demo")
    made["import"] = base, ("import", "many.csv")
    made["ingest"] = base, ("ingest", "article.txt", "--published", "2025-09-03")
    made["merge"] = base, ("actor", "merge", "Kim Jong Un", "Xi Jinping")
    made["edit"] = base, ("edit", "kursk-incursion", "--when", "2024-08-06", "--actor", "Ukraine:agent")
    for name, before, operation in (
        ("review", made["ingest"][1], ("review", "--accept-all")),
        ("undo", made["import"][1], ("undo",)),
    ):
        folder_of = folder / name
        shutil.copytree(base, folder_of)
        done(folder_of, *before)
        made[name] = folder_of, operation
    restored = folder / "restore"
    shutil.copytree(made["undo"][0], restored)
    done(base, "db", "backup", str(restored / "backup.db"))
    made["restore"] = restored, ("db", "restore", "backup.db")
    old = folder / "upgrade"
    old.mkdir()
    older(old / "timeline.db")
    made["upgrade"] = old, ("db", "upgrade")
    return made


def held(path: Path) -> dict[str, list[str]]:
    """Give every row of every table but full-text internals, without what depends on the clock."""
    raw = sqlite3.connect(path)
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for table in tables:
        if table.startswith(("sqlite_", "event_fts", "event_search")) or table == "alembic_version":
            continue
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[1] not in CLOCK]
        rows = raw.execute(f"SELECT {', '.join(columns)} FROM {table}")
        found[table] = sorted(json.dumps(row) for row in rows)
    raw.close()
    return found


def sound(path: Path) -> str | None:
    """Say what is wrong with a file; None if nothing is."""
    raw = sqlite3.connect(path)
    whole = raw.execute("PRAGMA integrity_check").fetchall()
    dangling = raw.execute("PRAGMA foreign_key_check").fetchall()
    (revision,) = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    raw.close()
    if whole != [("ok",)] or dangling:
        return f"integrity_check {whole[:2]}, foreign_key_check {dangling[:2]}"
    if revision != engine.REVISION:
        return None if revision == "0001" else f"revision {revision}"
    findings = migrate.check(str(path))
    return f"{findings[0]}" if findings else None


def main(kills: int) -> None:
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        operations = templates(folder)
        each = -(-kills // len(operations))
        print("operation     length   kills   nothing   all   killed in time")
        for operation, (template, arguments) in operations.items():
            trial = folder / "trial"
            shutil.copytree(template, trial)
            before = held(trial / "timeline.db")
            began = time.perf_counter()
            done(trial, *arguments)
            length = time.perf_counter() - began
            after = held(trial / "timeline.db")
            assert before != after, operation
            outcomes = {"nothing": 0, "all": 0}
            in_time = 0
            for _ in range(each):
                shutil.rmtree(trial)
                shutil.copytree(template, trial)
                process = timeline(trial, *arguments)
                time.sleep(length * (chance.uniform(0.3, 1.0) ** 0.7))
                process.send_signal(signal.SIGKILL)
                process.communicate()
                in_time += process.returncode == -signal.SIGKILL
                wrong = sound(trial / "timeline.db")
                found = held(trial / "timeline.db")
                if wrong is None and found == before:
                    outcomes["nothing"] += 1
                elif wrong is None and found == after:
                    outcomes["all"] += 1
                else:
                    differing = [table for table in after if found.get(table) not in (before.get(table), after[table])]
                    sys.exit(f"{operation}: {wrong or 'neither all nor nothing'}: {differing}")
            shutil.rmtree(trial)
            print(
                f"{operation:12} {length:6.2f} s {each:7} {outcomes['nothing']:9} {outcomes['all']:5} {in_time:10}",
                flush=True,
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 240)
