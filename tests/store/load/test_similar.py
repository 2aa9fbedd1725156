"""An event to be added that is much like one there is, is pointed out; one that is not, is not."""

import pytest

from timeline.store import load, write

NOW = "2025-09-03T12:00:00.000000Z"
THERE = [
    {"record": "actor", "uid": "kim", "name": "Kim"},
    {"record": "actor", "uid": "xi", "name": "Xi"},
    {"record": "event", "uid": "talks", "title": "Kim and Putin hold talks in Beijing", "date": "2025-09-03", "participants": [{"actor": "kim"}]},
    {"record": "event", "uid": "old", "title": "Kim and Putin hold talks in Beijing", "date": "1999"},
    {"record": "event", "uid": "parade", "title": "A parade marks the end of the war", "date": "2025-09-03"},
    {"record": "event", "uid": "open", "title": "Workers are sent", "date": "2024/.."},
    {"record": "event", "uid": "cjk", "title": "北京阅兵", "date": "2025-09"},
]  # fmt: skip


@pytest.fixture
def like(engine, reader):
    with write.batch(engine, command="test", who=None, now=NOW) as batch:
        load.apply(batch, THERE)
    kim = reader.one("SELECT id FROM actor WHERE uid = 'kim'")[0]
    xi = reader.one("SELECT id FROM actor WHERE uid = 'xi'")[0]

    def run(title, date, *actors):
        found = load.similar(reader, title, date, [{"kim": kim, "xi": xi}[one] for one in actors])
        return [one.uid for one in found]

    return run


@pytest.mark.parametrize(
    ("title", "date", "actors", "found"),
    [
        ("Kim and Putin hold talks in Beijing", "2025-09-03", (), ["talks"]),
        ("KIM, and Pútin hold talks (in Beijing)", "2025-09", (), ["talks"]),
        ("Talks of Kim and Putin in Beijing", "2025", ("kim",), ["talks"]),
        ("Kim meets Putin for talks", "2025-09-03", ("xi",), []),
        ("Kim meets Putin for talks", "2025-09-03", ("kim",), ["talks"]),
        ("Kim meets Putin for talks", "2025-09-04", ("kim",), []),
        ("Kim and Putin hold talks in Beijing", None, (), ["old", "talks"]),
        ("Something else altogether", "2025-09-03", ("kim",), []),
        ("Workers are sent", "2025-01", (), ["open"]),
        ("Workers are sent", "2023", (), []),
        ("北京阅兵", "2025-09-03", (), ["cjk"]),
        ("", None, (), []),
        ("?!", "2025", (), []),
        ("'\" OR 1=1 -- NEAR(", "2025", (), []),
        ("Kim and Putin hold talks in Beijing", "no date", (), ["old", "talks"]),
    ],
)
def test_what_is_alike(like, title, date, actors, found):
    assert like(title, date, *actors) == found
