"""What cannot be taken is refused with its line, the reason and the remedy, and nothing is written."""

import io

import pytest

from timeline import errors, formats

KIM = {"record": "actor", "uid": "kim", "name": "Kim Jong Un", "kind": "person"}
PUTIN = {"record": "actor", "uid": "putin", "name": "Vladimir Putin", "kind": "person"}


@pytest.fixture
def database(sqlite_database):
    """What is refused here is refused before a database is asked."""
    return sqlite_database


class Given(dict):
    """A record with what a reader tells beside it."""

    def __init__(self, record, line=None, flat=False):
        super().__init__(record)
        self.line = line
        self.flat = flat


def csv(text, name="FILE.csv"):
    return formats.by_name("csv").read(io.BytesIO(text.encode()), name)


def event(uid="e", **said):
    return {"record": "event", "uid": uid, "title": f"Event {uid}", **said}


# --- refused ---


@pytest.mark.parametrize(
    ("record", "told", "remedy"),
    [
        ({"record": "evnt", "title": "x"}, "evnt", "event"),
        ({"title": "x"}, '"record" is missing', "event"),
        (event(titel="x"), "titel", "title"),
        (event(date="Jun-24"), "spreadsheet", "Text"),
        (event(date="45444"), "spreadsheet", "Text"),
        (event(date="2024-13"), "2024-13", "EDTF"),
        (event(date="2024-6-1"), "2024-6-1", "2024-06-01"),
        (event(date="Y99999999999999999"), "too late", "31,000,000,000"),
        (event(title=""), "title is empty", None),
        (event(title=" \t"), "title is empty", None),
        (event(title=None), "title is empty", None),
        (event(title=7), "must be text, not a number", None),
        (event(title="x" * 10_000_000), "10,000,000 characters; the most is 1,000", None),
        (event(title="a\0b"), "NUL", None),
        (event(title="a\ud800b"), "surrogate", None),
        (event(summary="x" * 1_000_001), "1,000,000", None),
        (event(status="confirmd"), "confirmd", "confirmed"),
        (event(importance="high"), 'not "high"', None),
        (event(importance=2**31), "must lie between", None),
        (event(importance=True), "true or false", None),
        (event(position=1.5), "whole number", None),
        (event(tags="x"), "must be a list", None),
        (event(tags=["x", ""]), "no. 2: is empty", None),
        (event(participants=[{"role": "x"}]), "actor is missing", None),
        (event(participants=[{"actor": "nobody"}]), 'no actor has the uid "nobody"', None),
        (event(participants=[{"actr": "x"}]), "actr", "actor"),
        (event(citations=[{"source": "nowhere"}]), 'no source has the uid "nowhere"', None),
        (event(citations=[{"source": "s", "start": 3}]), "start and end go together", None),
        (event(citations=[{"source": "s", "start": 5, "end": 3}]), "lies before", None),
        (event(citations=[{"source": "s", "anchor_of": "x"}]), "anchor_kind", None),
        (event(citations=[{"source": "s", "accepted": True}] * 2), "more than one", None),
        (event(external_ids=[{"scheme": "s", "value": ""}]), "cannot be empty", None),
        (event(external_ids=[{"scheme": "s", "value": 1.5}]), "text", None),
        (event(uid="a b"), "no identifier", "hyphens"),
        (event(rev="x"), "rev: must be a whole number", None),
        (event(place={"name": ""}), "must be a uid", None),
        (event(place=7), "must be a uid, not a number", None),
        ({"record": "place", "uid": "p", "name": "P", "lat": 91, "lon": 0}, "between -90 and 90", None),
        ({"record": "place", "uid": "p", "name": "P", "lat": 9}, "lat and lon go together", None),
        ({"record": "place", "uid": "p", "name": "P", "lat": float("nan"), "lon": 0}, "finite", None),
        ({"record": "place", "uid": "p", "name": "P", "parent": "p"}, "lies in itself", None),
        ({"record": "actor", "uid": "a", "name": "A", "kind": "persn"}, "persn", "person"),
        ({"record": "actor", "uid": "a", "name": "A", "names": [{"name": "B", "kind": "primary"}]}, "primary", None),
        ({"record": "actor", "uid": "a"}, "name is missing", None),
        ({"record": "actor_link", "subject": "a", "kind": "part_of", "object": "a"}, "itself", None),
        ({"record": "link", "from": "a", "kind": "part_of", "to": "a"}, "itself", None),
        ({"record": "link", "from": "a", "kind": "partof", "to": "b"}, "partof", "part_of"),
        ({"record": "attribute", "name": "a", "part_of": "a"}, "itself", None),
        ({"record": "claim", "attribute": "killed", "min": 1}, "about", None),
        ({"record": "claim", "event": "e", "attribute": "kiled", "min": 1}, "kiled", "killed"),
        ({"record": "claim", "event": "e", "attribute": "killed"}, "needs a value", None),
        ({"record": "claim", "event": "e", "attribute": "killed", "min": 2, "max": 1}, "greater than max", None),
        ({"record": "claim", "event": "e", "attribute": "killed", "min": "many"}, "must be a number", None),
        ({"record": "source", "uid": "s", "title": "S", "published": "yesterday"}, "yesterday", None),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_line_reason_and_remedy(refused, record, told, remedy):
    others = [Given(event("e"), 1), Given({"record": "source", "uid": "s", "title": "S"}, 2)]
    if record.get("uid") in {"e", "s"}:
        others = []
    error = refused([*others, Given(record, 4711)], name="FILE")
    assert error.place == "FILE:4711"
    assert told in str(error)
    assert remedy is None or remedy in error.hint
    assert len(str(error)) < 500


def test_a_bad_date_in_row_4711_of_a_large_csv_names_the_row(refused):
    rows = [
        "title,date",
        *(f"Event {n},2024-06-{n % 28 + 1:02}" for n in range(2, 4711)),
        "Bad,2024-06-31",
        "Last,2024",
    ]
    error = refused(csv("\n".join(rows)), name="FILE.csv")
    assert error.place == "FILE.csv:4711"
    assert "2024-06-31" in str(error)


def test_all_that_is_refused_is_told_at_once(refused):
    error = refused([Given(event(str(n), date="x"), n) for n in range(1, 6)], name="FILE")
    assert error.total == 5
    assert [place for place, _, _ in error.refused] == [f"FILE:{n}" for n in range(1, 6)]


def test_what_refers_to_a_refused_record_is_not_told_again(refused):
    error = refused([{**KIM, "kind": "x"}, event(participants=[{"actor": "kim"}])])
    assert error.total == 1


def test_a_misspelt_uid_is_suggested(apply, refused):
    apply([KIM, PUTIN])
    assert "putin" in refused([event(participants=[{"actor": "puttin"}])]).hint


@pytest.mark.parametrize(
    "ring",
    [
        [{"record": "place", "uid": a, "name": a, "parent": b} for a, b in ("ab", "bc", "ca")],
        [{"record": "attribute", "name": a, "part_of": b} for a, b in ("ab", "bc", "ca")],
        [*map(event, "abc"), *({"record": "link", "from": a, "kind": "part_of", "to": b} for a, b in ("ab", "bc", "ca"))],
        [
            *({"record": "actor", "uid": a, "name": a} for a in "abc"),
            *({"record": "actor_link", "subject": a, "kind": "part_of", "object": b} for a, b in ("ab", "bc", "ca")),
        ],
        [event("e"), *({"record": "claim", "uid": a, "event": "e", "attribute": "killed", "min": 1, "derived_from": b} for a, b in ("ab", "ba"))],
        [{"record": "actor", "uid": a, "name": a, **({"merged_into": b} if b != "-" else {})} for a, b in ("ab", "bc", "c-")],
    ],
)  # fmt: skip
def test_what_would_be_part_of_itself_is_refused(apply, refused, ring):
    refused(ring)
    apply([event("fine"), {"record": "link", "from": "fine", "kind": "part_of", "to": "whole"}, event("whole")])


def test_a_ring_closed_with_what_is_there_is_refused(apply, refused):
    apply([{"record": "place", "uid": "a", "name": "a"}, {"record": "place", "uid": "b", "name": "b", "parent": "a"}])
    assert "itself" in str(refused([{"record": "place", "uid": "a", "parent": "b"}]))


def test_links_that_only_follow_in_a_ring_are_taken(apply):
    links = [{"record": "link", "from": a, "kind": "follows", "to": b} for a, b in ("ab", "bc", "ca")]
    assert apply([*map(event, "abc"), *links]).new == {"event": 3, "link": 3}


def test_a_file_that_breaks_off_leaves_nothing(refused):
    def broken():
        yield KIM
        yield event()
        raise errors.NulBytes("FILE", 9)

    refused(broken(), errors.NulBytes)
