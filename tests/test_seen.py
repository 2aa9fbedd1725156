"""What was met before is known, whatever is put in, and takes few bytes."""

import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.seen import Hashes, Ids

HASHES = st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(-5, 5), st.integers(0, 40).map(lambda one: one << 10))


@settings(max_examples=60)
@given(st.lists(st.tuples(HASHES, st.integers(1, 9)), max_size=300))
def test_hashes_carry_what_they_were_first_given(pairs):
    seen, plain, known = Hashes(carrying=True), Hashes(), {}
    for key, value in pairs:
        key = key or 1  # noqa: PLW2901 - nothing has the hash 0
        assert seen.meet(key, value) == known.get(key, 0)
        assert (key in plain) == (key in known)
        plain.meet(key)
        known.setdefault(key, value)
    assert all(key in seen and seen.meet(key, 10) == value for key, value in known.items())


def test_many_hashes_are_kept_apart_in_few_bytes():
    seen = Hashes()
    assert not any(seen.meet(hash(str(one))) for one in range(20_000))
    assert all(seen.meet(hash(str(one))) for one in range(20_000))
    assert hash("other") not in seen
    assert sys.getsizeof(seen._keys) < 30 * 20_000


def test_a_hash_that_is_forgotten_may_carry_something_else():
    seen = Hashes(carrying=True)
    seen.meet(7, 1)
    seen.forget(7)
    assert seen.meet(7, 2) == 0
    assert seen.meet(7, 3) == 2


@settings(max_examples=60)
@given(st.lists(st.integers(0, 2**40)), st.integers(0, 2**40))
def test_ids_hold_what_was_put_in_and_nothing_else(ids, other):
    seen = Ids()
    seen.update(ids)
    assert all(one in seen for one in ids)
    assert (other in seen) == (other in ids)
