"""Repeats are seen by sketches: as the plain rule on sets of words says, and never by text."""

import json
import zlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.jsonvalue import JsonShapeError
from core.simulation.sketch import BLOCK, earlier_of, hashes_of, is_repeat, packed, sketched
from core.simulation.state import state_from_json, state_to_json
from tests.core.profiles import sample
from tests.core.turns import at, turn

PROFILE = sample()
WORDS = st.frozensets(st.sampled_from([f"w{number}" for number in range(60)]), max_size=40)


@settings(deadline=None)
@given(own=WORDS, others=st.lists(WORDS, max_size=4))
def test_below_the_sketch_s_size_it_is_exactly_the_jaccard_index(
    own: frozenset[str], others: list[frozenset[str]]
) -> None:
    def alike(other: frozenset[str]) -> bool:
        return 100 * len(own & other) >= 80 * len(own | other)

    expected = len(own) > 0 and any(map(alike, others))
    joined = [other for other in others if len(own | other) <= 64]
    if len(joined) == len(others):
        assert is_repeat(sketched(own), earlier_of(map(sketched, others))) is expected


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 110), st.integers(1, 100))
def test_a_long_interview_is_searched_as_if_turn_by_turn(
    rng: Random, turns: int, longest: int
) -> None:
    words = [f"w{number}" for number in range(longest + longest // 4)]
    sketches = [
        sketched(frozenset(rng.sample(words, rng.randint(1, longest)))) for _ in range(turns)
    ]
    own = sketched(frozenset(rng.sample(words, rng.randint(1, longest))))
    each = [is_repeat(own, earlier_of([other])) for other in sketches]
    assert is_repeat(own, earlier_of(sketches)) is any(each)


@settings(deadline=None)
@given(st.lists(WORDS.map(sketched), max_size=3 * BLOCK), WORDS.map(sketched))
def test_earlier_turns_in_blocks_are_the_list_that_they_stand_for(
    sketches: list[str], own: str
) -> None:
    earlier = earlier_of(sketches)
    assert json.loads(f"[{','.join(earlier.items())}]") == sketches
    assert (own in earlier) is (own in sketches)


def test_a_turn_in_the_same_words_is_kept_once_in_a_long_interview() -> None:
    state = at(PROFILE, 300)
    for number in [*range(2 * BLOCK), 1]:
        state = turn(PROFILE, state, f"what happened on day {number} of them all?").state
    kept = json.loads(state_to_json(state))["earlier"]
    assert len(kept) == len(set(kept)) == 2 * BLOCK


@settings(deadline=None)
@given(st.frozensets(st.text(), max_size=100))
def test_a_sketch_is_the_smallest_hashes_and_short(tokens: frozenset[str]) -> None:
    numbers = {zlib.crc32(token.encode("utf-8", "surrogatepass")) for token in tokens}
    sketch = sketched(tokens)
    assert hashes_of(sketch) == frozenset(sorted(numbers)[:64])
    assert len(sketch) <= 344


def test_an_interview_of_version_1_goes_on_where_it_was() -> None:
    state = turn(PROFILE, at(PROFILE, 300), "how is your sleep these days?").state
    data = json.loads(state_to_json(state))
    data["earlier"] = [sorted(hashes_of(sketch)) for sketch in data["earlier"]]
    assert state_from_json(json.dumps(data)) == state


@pytest.mark.parametrize("damage", ["QQ==", "not base64", 7, [-1], [2**32], ["x"], None, "A" * 348])
def test_a_damaged_sketch_is_no_state(damage: object) -> None:
    data = json.loads(state_to_json(at(PROFILE, 300))) | {"earlier": [damage]}
    with pytest.raises(JsonShapeError):
        state_from_json(json.dumps(data))


def test_an_empty_sketch_repeats_nothing() -> None:
    assert not is_repeat(packed(()), earlier_of([packed(()), packed((1,))]))
