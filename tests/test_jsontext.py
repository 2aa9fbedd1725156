"""A JSON text read a value at a time is what `json.loads` makes of it, wherever the text is cut."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import jsontext
from timeline.errors import NotJson, NotUtf8, NulBytes
from timeline.formats import text

NUMBERS = ["0", "-0.0", "1.5", "1e5", "1E+400", "123456789012345678901234567890", "0.1", "-12e-3", "5" * 50 + ".25"]
LITERALS = ["true", "false", "null", "NaN", "-Infinity", '"\\ud800"', '"\\ud83d\\ude00"', '"é\\n\\""', '""', "[]", "{}"]
SPACE = st.sampled_from(["", "", " ", "\n", "\r\n\t "])


@st.composite
def texts(draw, depth=3):
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(NUMBERS + LITERALS))
    inner = draw(st.lists(texts(depth - 1), max_size=4))
    space = draw(SPACE)
    if draw(st.booleans()):
        return f"[{space}" + f"{space},{space}".join(inner) + f"{space}]"
    names = draw(st.lists(st.sampled_from('abc"é\n'), min_size=len(inner), max_size=len(inner)))
    return (
        f"{{{space}"
        + f",{space}".join(f"{json.dumps(n)}{space}:{space}{v}" for n, v in zip(names, inner, strict=True))
        + f"{space}}}"
    )


def cut(whole, size):
    return (whole[at : at + size] for at in range(0, len(whole), size))


def streamed(pull):
    """The value, its outer levels read member by member."""
    start = pull.peek()
    if start == "{":
        return {name: streamed(pull) if at % 2 else pull.value() for at, name in enumerate(pull.names())}
    if start == "[":
        return [streamed(pull) for _ in pull.places()]
    return pull.value()


def outcome(read):
    try:
        return repr(read())
    except json.JSONDecodeError as error:
        return error.lineno, error.colno, error.msg
    except NotJson as error:
        return int(error.place.rpartition(":")[2]), error.column, error.message


def whole(pull):
    made = streamed(pull)
    pull.end()
    return made


@given(texts(), st.integers(1, 40))
def test_every_value_is_that_of_the_standard_library_wherever_the_text_is_cut(given, size):
    assert outcome(lambda: whole(jsontext.Pull(cut(given, size), "x"))) == outcome(lambda: json.loads(given))


@given(
    texts(),
    st.integers(0, 60),
    st.sampled_from(["", ",", "]", "}", '"', ":", "x", "1", "\x01", "\\"]),
    st.integers(1, 40),
)
def test_what_is_broken_is_refused_at_the_same_place(given, at, damage, size):
    damaged = given[:at] + damage + given[at + 1 :]
    ours, theirs = (
        outcome(lambda: whole(jsontext.Pull(cut(damaged, size), "x"))),
        outcome(lambda: json.loads(damaged)),
    )
    assert isinstance(ours, tuple) is isinstance(theirs, tuple)
    if isinstance(ours, tuple) and "trailing comma" not in theirs[2]:  # 3.13 points at the comma
        assert ours[:2] == theirs[:2]
    elif not isinstance(ours, tuple):
        assert ours == theirs


@given(texts(), st.integers(1, 40))
def test_what_is_passed_over_is_passed_over_whole(given, size):
    pull = jsontext.Pull(cut(f'{{"a": {given}, "b": [1, 2]}}', size), "x")
    names = []
    for name in pull.names():
        names.append(name)
        pull.skip() if name == "a" else names.append(pull.value())
    pull.end()
    assert names == ["a", "b", [1, 2]]


def test_a_mistake_at_the_start_of_a_long_text_is_told_without_reading_it_all():
    blocks = iter(['[{"a" 1},', *['{"a": 1},'] * 100_000])
    with pytest.raises(NotJson) as caught:
        list(jsontext.Pull(blocks, "x").elements())
    assert (caught.value.place, caught.value.column) == ("x:1", 7)
    assert next(blocks, None) is not None


def test_the_place_counts_from_the_start_of_a_line_that_began_long_before():
    blocks = iter(["[1,\n", *[f"{one}," for one in range(1_000)], "x]"])
    line = "".join(f"{one}," for one in range(1_000))
    with pytest.raises(NotJson) as caught:
        list(jsontext.Pull(blocks, "x").elements())
    assert (caught.value.place, caught.value.column) == ("x:2", len(line) + 1)


def test_a_value_longer_than_is_taken_is_said_to_be_so():
    with pytest.raises(jsontext.TooLong):
        jsontext.Pull(iter(['["', *["x" * 100] * 9_000]), "x", most=1_000).value()


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_names_that_are_no_numbers_are_refused_where_the_caller_wants_json_alone(constant):
    assert jsontext.Pull(iter([constant]), "x").value() is not None
    with pytest.raises(NotJson, match="is no number of JSON"):
        jsontext.Pull(iter([constant]), "x", constants=False).value()


def test_of_a_name_that_stands_twice_the_last_counts():
    whole = '{"r": [1], "t": 1, "r": [2, 3], "t": 2}'
    document, which = jsontext.outline(jsontext.Pull(iter([whole]), "x"), "r", ("t",))
    assert (document, which) == ({"r": [], "t": 2}, 2)
    assert list(jsontext.listed(jsontext.Pull(iter([whole]), "x"), "r", which)) == [2, 3]


@given(st.text(alphabet="aé€😀\n", max_size=60), st.integers(1, 9), st.booleans())
def test_pieces_of_a_file_are_its_text(given, size, mark):
    raw = (b"\xef\xbb\xbf" if mark else b"") + given.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "_PIECE", max(size, 3))
        assert "".join(text.blocks(io.BytesIO(raw), "x")) == given


@pytest.mark.parametrize("size", [3, 4, 5, 7, 100])
def test_a_byte_that_is_no_text_is_named_by_line_and_place_wherever_the_file_is_cut(size, monkeypatch):
    monkeypatch.setattr(text, "_PIECE", size)
    raw = "é€😀\nab€".encode() + b"\xff" + b"c" * 20
    with pytest.raises(NotUtf8) as caught:
        list(text.blocks(io.BytesIO(raw), "x"))
    with pytest.raises(NotUtf8) as same:
        list(text.decoded(io.BytesIO(raw), "x"))
    assert caught.value.args == same.value.args
    with pytest.raises(NulBytes) as caught:
        list(text.blocks(io.BytesIO(b"a\nbc\n\0d"), "x"))
    assert caught.value.place == "x:3"


def peak_of(read):
    import tracemalloc

    tracemalloc.start()
    try:
        number = sum(1 for _ in read())
        return tracemalloc.get_traced_memory()[1], number
    finally:
        tracemalloc.stop()


FEATURE = {
    "type": "Feature",
    "id": 1,
    "geometry": None,
    "properties": {"title": "T", "date": "2024", "text": "x" * 900},
}


@pytest.mark.parametrize(
    ("form", "whole", "one"),
    [
        ("geojson", '{"features": [%s], "type": "FeatureCollection"}', FEATURE),
        ("json", '{"timeline": 1, "records": [%s]}', {"record": "event", "title": "T", "note": "x" * 1_000}),
        (None, '{"about": {"a": 1}, "data": {"rows": [%s]}}', {"title": "T", "date": "2024", "text": "x" * 1_000}),
        (None, '{"by_id": {%s}}', {"title": "T", "date": "2024", "text": "x" * 1_000}),
    ],
)
def test_memory_does_not_grow_with_the_list(form, whole, one):
    from timeline import mapping
    from timeline.formats import by_name

    def read(number):
        record = json.dumps(one)
        many = ",".join(f'"k{n}": {record}' if "by_id" in whole else record for n in range(number))
        stream = io.BytesIO((whole % many).encode())
        if form is not None:
            return lambda: by_name(form).read(stream, "x")
        how = mapping.parsed('name = "x"\ntitle = "title"\n[date]\ncolumn = "date"', "m.toml")
        return lambda: (row for row in mapping.opened(stream, "x.json", how.file).rows(["title"]))

    for number in (10, 3_000):
        read(number)()  # what is made once is made now
    few, taken = peak_of(read(3_000))
    assert taken == 3_000
    many, taken = peak_of(read(9_000))
    assert taken == 9_000
    assert many < few + 500_000, f"{few:,} bytes for 3,000 records, {many:,} for 9,000"
