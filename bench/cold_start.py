"""
Time whole commands from a cold process, each beside its measure, in one run.

`timeline list --actor Kim` on 10,000 events is held against `sqlite-utils query` doing the same join (goal: at
most 0.75 of it), `timeline --help` against `python -c pass` (goal: at most 8 times it). The two of a pair run in
turn, so the machine's noise falls on both; the median ratio counts.

    pip install sqlite-utils && python bench/cold_start.py [RUNS]
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import synthetic

JOIN = """
SELECT e.edtf, e.title,
  (SELECT group_concat(a2.name, '; ') FROM participation p2 JOIN actor a2 ON a2.id = p2.actor_id
    WHERE p2.event_id = e.id) AS actors,
  pl.name AS place,
  (SELECT group_concat(DISTINCT s.publisher) FROM event_citation ec JOIN citation c ON c.id = ec.citation_id
    JOIN source s ON s.id = c.source_id WHERE ec.event_id = e.id) AS sources
FROM participation p JOIN actor_name n ON n.actor_id = p.actor_id JOIN event e ON e.id = p.event_id
LEFT JOIN place pl ON pl.id = e.place_id
WHERE n.folded LIKE '%kim%' AND e.status IN ('confirmed', 'disputed')
ORDER BY p.sort_key, p.position, e.id
"""


ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed program runs: compiled once, not at every start."""


def took(command):
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=ENVIRONMENT)
    return time.perf_counter() - begun


def pair(name, one, other, runs):
    took(one), took(other)
    times = [(took(one), took(other)) for _ in range(runs)]
    ratio = statistics.median(a / b for a, b in times)
    ours, theirs = (1000 * statistics.median(column) for column in zip(*times, strict=True))
    print(f"{name:40s} {ours:7.0f} ms  beside {theirs:7.0f} ms   ratio {ratio:.2f}")


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    folder = Path(tempfile.mkdtemp())
    database = folder / "ten-thousand.db"
    synthetic.make(database, 10_000, full_text=True)
    program = shutil.which("timeline", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    other = shutil.which("sqlite-utils", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    listing = [program, "list", "--actor", "Kim", "--db", str(database)]
    joined = [other, "query", str(database), JOIN, "--table"]
    pair("list --actor Kim, beside sqlite-utils", listing, joined, runs)
    pair("  the same as CSV", [*listing, "--format", "csv"], [*joined[:-1], "--csv"], runs)
    pair("--help, beside python -c pass", [program, "--help"], [sys.executable, "-c", "pass"], runs)
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
