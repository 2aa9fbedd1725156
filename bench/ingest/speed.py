"""
Speed and memory of `timeline ingest`: KB of text a CPU second, and the greatest resident memory, by size of the text.

    python bench/ingest/speed.py [--sizes 1,2,5,10] [--texts FILE …] [--dry-run]

The text is made of the articles beside this script and of the news of `tests/corpus`, drawn at random again and again
with other numbers and other names each time, so that no sentence comes twice as it is. They are short and hold a date
in every second line, so they are the slow case; with `--texts` the paragraphs of further texts are mixed in, half and
half (plain text, or JSON lines with a `text`). Each ingest is the whole command in a process of its own, start
included, into a new database, or with `--dry-run` into a file.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
NEWS = HERE.parents[1] / "tests" / "corpus" / "timex_news.txt"
LEAST = 200
"""KB a second that are promised."""
_CHANGED = re.compile(r"[A-Z][a-z]{4,}|\d+")
_KEPT = frozenset(
    re.findall(
        r"\w+",
        "January February March April June July August September October November December Monday Tuesday Wednesday "
        "Thursday Friday Saturday Sunday There Their These Those After Before Where While Although However During Since "
        "Until Following President Minister",
    )
)
_SYLLABLES = re.findall(r"\w+", "ba ko ri ve lan dor mi sha tu ren gal po ne sti var kel zu mar on eth")


def varied(text: str, chance: random.Random) -> str:
    """Give the text with other numbers and, for four names in ten, other names, each the same throughout."""
    names: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if word[0].isdigit():
            if len(word) == 4 and word[0] in "12":
                return word[:3] + str(chance.randrange(10))
            if len(word) <= 2:
                return str(chance.randrange(1, 29)) if 0 < int(word) < 29 else word
            return "".join(str(chance.randrange(1, 10)) for _ in word)
        if word in _KEPT or text[max(0, match.start() - 2) : match.start()] in {". ", "\n\n", ""}:
            return word
        if word not in names:
            made = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()
            names[word] = made if chance.random() > 0.6 else word
        return names[word]

    return _CHANGED.sub(other, text)


def paragraphs(files: list[pathlib.Path]) -> list[str]:
    """Give the paragraphs of further texts."""
    found: list[str] = []
    for file in files:
        text = file.read_text("utf-8")
        texts = [json.loads(line)["text"] for line in text.splitlines()] if file.suffix == ".jsonl" else [text]
        found += [one for whole in texts for one in whole.split("\n\n") if one.strip()]
    return found


def made(size: int, more: list[str]) -> str:
    """Give a text of `size` code points; the same every time."""
    chance = random.Random(size)
    articles = [file.read_text("utf-8").strip() for file in sorted((HERE / "articles").glob("*.txt"))]
    articles.append(re.sub(r"\[\[([^|\]]+)\|[^\]]*\]\]", r"\1", NEWS.read_text("utf-8")).strip())
    parts: list[str] = []
    length = 0
    while length < size:
        if more and chance.random() < 0.5:
            first = chance.randrange(len(more))
            part = "\n\n".join(more[first : first + 6])
        else:
            part = chance.choice(articles)
        parts.append(varied(part, chance))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)[:size]


def measured(text: pathlib.Path, folder: pathlib.Path, *, dry: bool) -> tuple[float, float]:
    """Give the CPU seconds and megabytes of one ingest; a child of a child, so that its greatest is its own."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
    )
    program = [sys.executable, "-m", "timeline"]
    database = folder / f"{text.stem}.db"
    where = ["--dry-run", "-o", str(folder / "drafts.jsonl")] if dry else ["--db", str(database)]
    if not dry:
        subprocess.run([*program, "init", "--db", str(database)], check=True, capture_output=True)
    ingest = [*program, "ingest", str(text), "--published", "2025-09-03", *where]
    done = subprocess.run([sys.executable, "-c", code, *ingest], check=True, capture_output=True, text=True, cwd=folder)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--sizes", default="1,2,5,10", help="megabytes of text")
    parser.add_argument("--texts", nargs="*", type=pathlib.Path, default=[])
    parser.add_argument("--dry-run", action="store_true")
    given = parser.parse_args()
    more = paragraphs(given.texts)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for size in map(int, given.sizes.split(",")):
            text = folder / f"{size}.txt"
            text.write_text(made(size * 1_000_000, more), "utf-8")
            seconds, megabytes = measured(text, folder, dry=given.dry_run)
            kilobytes = text.stat().st_size / 1000
            print(f"{size:>3} MB: {kilobytes / seconds:4.0f} KB a CPU second, {megabytes:4.0f} MB", flush=True)
    print(f"promised: {LEAST} KB a CPU second")


if __name__ == "__main__":
    main()
