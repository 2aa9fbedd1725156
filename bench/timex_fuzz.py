"""
Throw texts of every kind at `timex` and see that none raises, hangs, or loses its offsets.

    python bench/timex_fuzz.py [--seconds 60] [--seed 1]

Random texts are made of date words, digits, marks, every Unicode space and dash, direction marks,
emoji, letters that grow when lower-cased, and binary noise; a text ten times as long may take
no more than about ten times as long. Prints one line, or the text that failed.
"""

from __future__ import annotations

import argparse
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "src"))

from timeline.timex import DOCTYPES, Moment, Options, read, tag
from timeline.timex.lexicon import build

SPACES = [
    chr(c) for c in (9, 10, 13, 32, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x85)
]
DASHES = ["-", "‐", "‑", "‒", "–", "—", "―", "−", "﹘", "-", "~"]
ODD = [
    "İ",
    "ı",
    "ſ",
    "K",
    "ß",
    "ﬁ",
    "\u200e",
    "\u200f",
    "\u202e",
    "\u2066",
    "🎉",
    "🗓️",
    "\x00",
    "\ud7ff",
    "٣",
    "३",
    "½",
    "²",
    "Ⅻ",
    "'",
    '"',
    "’",
]
DIGITS = [
    "1",
    "31",
    "2024",
    "03/04/2024",
    "12:30",
    "5.6",
    "1990s",
    "3rd",
    "1914-18",
    "0",
    "99999999999",
    "'98",
    "10h30",
    "2024-02-30",
    "1/1/1",
    "25.",
]
WORDS = [
    *build(),
    "of",
    "the",
    "to",
    "and",
    "or",
    "between",
    "from",
    "in",
    "ago",
    "later",
    "until",
    "every",
    "said",
    "will",
    "(",
    ")",
    ",",
    ".",
    "%",
    "$",
]


def noise(chance: random.Random, size: int) -> str:
    pools = (WORDS, WORDS, DIGITS, SPACES, DASHES, ODD, [chr(chance.randrange(1, 0xD7FF)) for _ in range(8)])
    glue = chance.choice([" ", "", " ", "-", ", "])
    return glue.join(chance.choice(chance.choice(pools)) for _ in range(size))


def check(text: str, doctype: str, dayfirst: bool | None) -> None:
    options = Options(now=Moment(2024, 2, 29, 12), doctype=doctype, dayfirst=dayfirst)
    at = 0
    for found in tag(text, None, options):
        assert text[found.start : found.end] == found.text
        assert at <= found.start < found.end or found.whole is not None
        at = found.start
    read(text[:200], options)
    tag(text, None, Options(doctype=doctype))


LONG = {
    "digits": "7" * 1_000_000,
    "digits apart": "7 " * 200_000,
    "one word": "monday" * 100_000,
    "days": "monday " * 50_000,
    "commas": "may, " * 50_000,
    "dots": "1." * 200_000,
    "dashes": "3-" * 200_000,
    "spaces": " " * 1_000_000,
    "of the": "the first day of " * 20_000,
    "times": "12:30 " * 50_000,
    "brackets": "(" * 200_000,
    "last": "last " * 60_000,
    "emoji": "🎉" * 200_000,
    "I with a dot": "İ may " * 50_000,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    for name, text in LONG.items():
        took = []
        for part in (text[: len(text) // 10], text):
            begun = time.process_time()
            for doctype in DOCTYPES:
                tag(part, "2024-02-29", Options(doctype=doctype))
            took.append(time.process_time() - begun)
        ratio = took[1] / max(took[0], 0.02)
        print(f"{name:14s} {len(text):9d} characters  {took[1]:6.2f} s  ratio {ratio:5.1f}")
        if ratio > 20:
            sys.exit(f"{name} is not linear")
    end = time.monotonic() + options.seconds
    count = slowest = 0
    while time.monotonic() < end:
        text = noise(chance, chance.randrange(1, 60))
        begun = time.process_time()
        try:
            check(text, chance.choice(DOCTYPES), chance.choice([None, True, False]))
        except Exception:
            print(repr(text))
            raise
        slowest = max(slowest, time.process_time() - begun)
        count += 1
    print(f"{count} texts, none raised; the slowest took {slowest * 1000:.0f} ms")


if __name__ == "__main__":
    main()
