"""Events with all that hangs on them, the demo as records, and the programs from npm that open our exports."""

import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import pytest
from hypothesis import strategies as st

from timeline.formats import jsonl

ROOT = pathlib.Path(__file__).parents[2]
NPM = ROOT / "tests" / "npm"
DATES = (
    None, "2024", "2024-08", "2024-08-11", "2024-08-11T14:30:05Z", "2024-08-11T14:30:05+03:00", "-0043-03-15", "-0043", "0000",
    "0999-12", "156X", "2024-06~", "2024?", "%2011-06", "XXXX-12-25", "2024-XX-11", "2024-22", "2024-34", "Y-1E9", "Y170000002",
    "1950S2", "2024-06/2024-08", "2024-06/..", "2024-06/", "../2024", "/2024", "../..", "-0100/0050", "2024-04/2024-04-11",
    "[2024-01..2024-03]", "[..2022-07]", "[2022-08..]", "[2021,2023]", "{2021,2023}", "{2021..2023}", "9999-12-31", "1000",
)  # fmt: skip
"""One of each kind of date."""

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=25)
HOSTILE = st.sampled_from([
    "</script><img onerror=x>", "[x] #8chan // a", "2024: x", "# not a heading", "EDTF: 2024", "kind: x", "a\\b", "---", '"q"',
    "'; DROP TABLE event; --", "\u202eabc", "北京 парад", "🎉", "a; b: c [d]", "a, b", "%s", "{{x}}", "=1+1", "status: draft",
])  # fmt: skip
NAME = (WORDS.map(str.strip).filter(bool)) | HOSTILE
LINES = st.lists(NAME, min_size=1, max_size=3).map("\n".join)

ACTORS = [
    {"uid": "kim", "name": "Kim; [x]: y", "kind": "person", "country": "KP"},
    {"uid": "北京", "name": "北京 Committee", "kind": "organisation"},
    {"uid": "state_1", "name": "Ruritania", "kind": "state", "country": "RU"},
    {"uid": "who-", "name": "Someone"},
]
PLACES = [
    {"uid": "beijing", "name": "Beijing", "kind": "city", "country": "CN", "lat": 39.9, "lon": 116.4},
    {"uid": "fiji", "name": "Fiji", "lat": -17.8, "lon": -179.99, "precision": "island"},
    {"uid": "nowhere", "name": "Somewhere # else"},
]
SOURCES = [
    {"uid": "bbc-1", "title": "Talks, at last", "publisher": "BBC", "url": "https://example.org/1?a=b", "published": "2024-08-12",
     "kind": "article", "lang": "en"},
    {"uid": "book", "title": 'A "book"\\', "author": "Anna", "archive_url": "https://web.archive.org/x", "published": "-0043"},
]  # fmt: skip


def _citation(source, quote, date, stance):
    made = {"source": source, "stance": stance}
    return made | ({"quote": quote} if quote else {}) | ({"date": date} if date else {})


def _claim(number, low, high, by, passage):
    made = {"uid": f"claim-{number}", "attribute": "killed", "qualifier": "between", "min": low, "max": low + high, "unit": "people",
            "by": {"uid": by["uid"], "name": by["name"]}, "claimed": "2025-01", "status": "open"}  # fmt: skip
    return made | ({"citation": {"source": SOURCES[0], "quote": passage}} if passage else {})


def _event(number, given):
    made = {
        "record": "event",
        "uid": f"event-{number}",
        "calendar": "gregorian",
        "status": "confirmed",
        "access": "public",
    }
    made |= {key: value for key, value in given.items() if value not in (None, [], ())}
    for place, claim in enumerate(made.get("claims", ())):
        claim["uid"] = f"claim-{number}-{place}"
    return made


EVENT = st.fixed_dictionaries({
    "title": NAME,
    "date": st.sampled_from(DATES),
    "summary": st.none() | LINES,
    "note": st.none() | LINES,
    "kind": st.none() | NAME,
    "status": st.sampled_from(["confirmed", "disputed", "draft"]),
    "tags": st.lists(NAME, max_size=3, unique=True),
    "place": st.none() | st.sampled_from(PLACES),
    "participants": st.lists(
        st.builds(lambda actor, role: {"actor": actor, "role": role}, st.sampled_from(ACTORS), NAME | st.just("participant")),
        max_size=3, unique_by=lambda one: (one["actor"]["uid"], one["role"])),
    "citations": st.lists(
        st.builds(_citation, st.sampled_from(SOURCES), LINES, st.sampled_from(DATES), st.sampled_from(["supports", "disputes"])),
        max_size=2, unique_by=lambda one: (one["source"]["uid"], one["quote"])),
    "claims": st.lists(
        st.builds(_claim, st.just(0), st.integers(0, 10**6), st.integers(0, 9), st.sampled_from(ACTORS), st.none() | NAME),
        max_size=2),
})  # fmt: skip


@pytest.fixture(scope="session")
def whole_events():
    """Any few events as `write_whole` is given them."""
    return st.lists(EVENT, max_size=4).map(lambda given: [_event(*one) for one in enumerate(given)])


@pytest.fixture(scope="session")
def every_date():
    """An event of each kind of date."""
    return [
        _event(number, {"title": f"Number {number}", "date": date, "place": PLACES[number % 3]})
        for number, date in enumerate(DATES)
    ]


@pytest.fixture(scope="session")
def demo_records():
    """The records of the first chronology."""
    data = next((ROOT / "seeds").glob("*/chronology.jsonl"))
    return list(jsonl.read(io.BytesIO(data.read_bytes()), "seed"))


def timeline(*arguments, cwd=None, check=True):
    """Run the program as a user does."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TIMELINE_DB": "timeline.db"}
    run = subprocess.run(
        [sys.executable, "-m", "timeline", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not check or run.returncode == 0, run.stderr
    return run


@pytest.fixture(scope="session")
def run():
    return timeline


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A folder with the demo as timeline.db."""
    folder = tmp_path_factory.mktemp("demo")
    timeline("init", "--demo", cwd=folder)
    return folder


@pytest.fixture(scope="session")
def node():
    """Run a script of tests/npm on some text, with the packages of its lock installed; give what it prints as JSON."""
    installed = NPM / "node_modules" / ".package-lock.json"
    lock = NPM / "package-lock.json"
    held = NPM / ".installing"
    program = shutil.which("node")
    if program is None and not os.environ.get("CI"):
        pytest.skip("the export is opened with programs of npm: install node")
    assert program, "the tests open exports with programs of npm: install node"

    def ready():
        return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime

    while not ready():
        try:
            held.mkdir()
        except FileExistsError:  # another worker is at it
            time.sleep(0.2)
            if time.time() - held.stat().st_mtime > 300:
                held.rmdir()
            continue
        try:
            subprocess.run(
                ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=NPM, check=True, capture_output=True
            )
            installed.touch()
        finally:
            held.rmdir()

    def script(name, text):
        run = subprocess.run([program, NPM / name], input=text.encode(), capture_output=True, check=False)
        assert run.returncode == 0, run.stderr.decode()
        return json.loads(run.stdout)

    return script
