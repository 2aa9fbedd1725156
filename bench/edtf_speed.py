"""
Time the EDTF core in this process: dates a second, and what importing it costs.

    python bench/edtf_speed.py [SECONDS]

Each line is the best of several rounds over the same mix, in CPU time.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

SRC = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SRC))

from timeline.edtf import bounds, english, parse, parse_lenient, sort_key  # noqa: E402

PLAIN = ["2024-06-12", "2022-02-24", "1914-07-28", "2024-06", "1985", "2000-02-29", "1939-09-01", "2025-09-03"]
COMMON = [
    "2024-06-12",
    "2024-06-12",
    "2024-06-12",
    "2024-06",
    "2024",
    "2022-02-24",
    "1870~",
    "2024-06?",
    "192X",
    "18XX",
    "2023-21",
    "2024-06-XX",
    "2022-08/..",
    "../2022-08",
    "2024-06/2024-08",
    "1914-07-28/1918-11-11",
    "1985/",
    "-0043-03-15",
    "2004-06~-11",
    "[2024-06..2024-08]",
]


def rate(job, texts: list[str], seconds: float) -> int:
    batch, best, until = texts * (4000 // len(texts)), 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        start = time.process_time()
        for text in batch:
            job(text)
        best = max(best, len(batch) / (time.process_time() - start))
    return round(best)


def start_up(code: str) -> float:
    """CPU milliseconds of a fresh interpreter that runs `code`; the least of many, for the rest is the machine's."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(SRC)!r}); {code}"], check=True
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return 1000 * min(once() for _ in range(25))


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    for name, texts in (("plain", PLAIN), ("common", COMMON)):
        print(f"{name:7} parse            {rate(parse, texts, seconds):>9,}/s")
        print(f"{name:7} parse + bounds   {rate(lambda text: bounds(parse(text)), texts, seconds):>9,}/s")
        print(f"{name:7} … + sort key     {rate(lambda text: sort_key(bounds(parse(text))), texts, seconds):>9,}/s")
        print(f"{name:7} parse + english  {rate(lambda text: english(parse(text)), texts, seconds):>9,}/s")
        print(f"{name:7} parse_lenient    {rate(parse_lenient, texts, seconds):>9,}/s")
    bare, library, ours = (start_up(code) for code in ("pass", "import re, typing", "import timeline.edtf"))
    print(
        f"import timeline.edtf   {ours - bare:.1f} ms above a bare interpreter, {ours - library:.1f} above re and typing"
    )


if __name__ == "__main__":
    main()
