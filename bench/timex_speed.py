"""
Measure `timex`: start of the library, first use, and characters per CPU second of news.

    python bench/timex_speed.py [FILE ...]

Without files the articles of the tests are used, each with its numbers changed so that no two
windows are alike by accident.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))


def start_up() -> float:
    """Give what importing costs above a bare interpreter, in CPU milliseconds, the least of nine."""

    def run(code: str) -> float:
        import resource

        best = 1e9
        for _ in range(9):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return best * 1000

    return run(f"import sys; sys.path.insert(0, {str(ROOT / 'src')!r}); import timeline.timex") - run("pass")


def main() -> None:
    print(f"import: {start_up():.0f} ms above bare Python")
    from timeline.timex import Options, tag

    begun = time.process_time()
    tag("He said last June that talks would resume on Wednesday, two months later, at 5 p.m.", "2013-03-22")
    print(f"first use: {(time.process_time() - begun) * 1000:.0f} ms")
    if len(sys.argv) > 1:
        texts = [pathlib.Path(name).read_text("utf-8") for name in sys.argv[1:]]
    else:
        marked = (ROOT / "tests" / "corpus" / "timex_news.txt").read_text("utf-8")
        import re

        plain = re.sub(r"\[\[([^|\]]+)\|[^\]]*\]\]", r"\1", marked)
        filler = (
            "The minister told reporters that the government would study the proposal and publish its findings in full. "
            * 3
        )
        texts = [plain.replace("\n", " " + filler).replace("7", str(n % 10)) for n in range(40)]
    for turn in ("first", "second"):
        begun = time.process_time()
        count = sum(len(tag(text, "2024-05-15", Options(doctype="news"))) for text in texts)
        took = time.process_time() - begun
        size = sum(map(len, texts))
        print(f"{turn} pass: {size / took:,.0f} characters per CPU second, {count} expressions in {size:,} characters")


if __name__ == "__main__":
    main()
