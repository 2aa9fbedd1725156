"""
Throw random and mutated text at the EDTF parser: only `EdtfError` may come out, soon and short.

    python bench/edtf_fuzz.py [COUNT] [SEED] [--lenient]

Half of the texts are random, half are dates of the corpus with characters changed, doubled, cut or
joined; one in a hundred is up to 2,000 characters long. What is read must read the same again from
its canonical text, have ordered bounds, a sort key and a phrase. Prints counts and the CPU time of
parsing at p50, p99, p99.99 and the worst; exits with 1 at anything that breaks the promise.
The collector of cycles is off while timing, as its pauses are not the parser's.
"""

from __future__ import annotations

import gc
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from timeline.edtf import bounds, english, level, parse, parse_lenient, sort_key  # noqa: E402
from timeline.errors import EdtfError  # noqa: E402

ALPHABETS = (
    "0123456789-",
    "0123456789X-?~%/[]{},.YEST:+Z",
    "0123456789XxuUYyEeSsTtZz+-−–:;,./\\|()[]{}?~% \t\n\0é٣２🕰\u202e\ud800",
)
BUDGET = 0.001


def corpus() -> list[str]:
    texts = []
    for name in ("valid", "refused", "lenient", "english"):
        lines = (ROOT / "tests" / "corpus" / f"edtf_{name}.tsv").read_text(encoding="utf-8").split("\n")[1:]
        texts += [line.split("\t")[0] for line in lines]
    return texts


def random_text(rng: random.Random) -> str:
    size = rng.randrange(2000) if rng.random() < 0.01 else rng.randrange(30)
    return "".join(rng.choices(rng.choice(ALPHABETS), k=size))


def mutated(rng: random.Random, seeds: list[str]) -> str:
    text = rng.choice(seeds)
    for _ in range(rng.randrange(1, 4)):
        place = rng.randrange(len(text) + 1)
        match rng.randrange(6):
            case 0:
                text = text[:place] + rng.choice(rng.choice(ALPHABETS)) + text[place + 1 :]
            case 1:
                text = text[:place] + rng.choice(rng.choice(ALPHABETS)) + text[place:]
            case 2:
                text = text[:place] + text[place + rng.randrange(1, 3) :]
            case 3:
                text = text[:place] + rng.choice(seeds) + text[place:]
            case 4:
                text = text + rng.choice("/,.-") + rng.choice(seeds)
            case _ if rng.random() < 0.02 and text:
                text *= rng.randrange(2, max(3, 2000 // len(text)))
    return text


def broken(text: str, read, error: EdtfError | None) -> str | None:
    """Say which promise the outcome breaks, or None."""
    if error is not None:
        if len(str(error)) >= 200:
            return f"a message of {len(str(error))} characters"
        return None if 0 <= error.offset <= len(text) else f"offset {error.offset}"
    value = read[0] if type(read) is tuple else read  # lenient reading gives the repairs as well
    try:
        if parse(str(value)) != value:
            return f"{value} reads as {parse(str(value))}"
    except EdtfError:
        return f"{value} does not read"
    start_min, start_max, end_min, end_max, _ = bounds(value)
    if not (start_min <= start_max <= end_max and start_min <= end_min <= end_max):
        return f"bounds {bounds(value)}"
    if level(value) not in {0, 1, 2} or not english(value) or not isinstance(sort_key(bounds(value)), int):
        return "no level, phrase or key"
    return None


def main() -> int:
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    count, seed = (*numbers, 1_000_000, 1)[:2] if len(numbers) != 1 else (numbers[0], 1)
    read = parse_lenient if "--lenient" in sys.argv else parse
    rng, seeds, clock = random.Random(seed), corpus(), time.process_time
    times, valid, failures = [], 0, 0
    gc.disable()
    for number in range(count):
        text = random_text(rng) if number % 2 else mutated(rng, seeds)
        error = None
        start = clock()
        try:
            value = read(text)
        except EdtfError as refusal:
            error = refusal
            value = None
        except Exception as bug:  # noqa: BLE001 - finding it is the purpose
            print(f"{type(bug).__name__}: {bug} from {text[:200]!r}")
            failures += 1
            continue
        times.append(clock() - start)
        valid += error is None
        wrong = broken(text, value, error)
        if wrong:
            print(f"{wrong} from {text[:200]!r}")
            failures += 1
        if number % 50_000 == 0:
            gc.collect()
    times.sort()
    at = {
        name: times[min(len(times) - 1, int(len(times) * part))]
        for name, part in (("p50", 0.5), ("p99", 0.99), ("p99.99", 0.9999), ("worst", 1))
    }
    print(
        f"{count:,} texts, {valid:,} read, {failures} failures; CPU "
        + ", ".join(f"{name} {1e6 * value:.0f} µs" for name, value in at.items())
    )
    return int(failures > 0 or at["p99.99"] >= BUDGET)


if __name__ == "__main__":
    sys.exit(main())
