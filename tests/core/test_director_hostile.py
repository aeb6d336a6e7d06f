"""Texts that nobody types by accident: the Director takes each in its stride."""

import time

import pytest

from core.simulation.demo import realise
from core.simulation.director import take_turn
from core.simulation.state import state_from_json, state_to_json
from core.simulation.trace import trace_to_json
from tests.core.profiles import sample
from tests.core.turns import at

PROFILE = sample()
HOSTILE = {
    "empty": "",
    "blank": " \n\t ",
    "marks": "?!?!?!",
    "long": "sleep " * 10_000,
    "one word": "drink" * 20_000,
    "questions": "sleep? " * 10_000,
    "control": "\x00\x01\x1b[31m sleep \x7f",
    "half a pair": "\ud83d sleep \udc00",
    "right to left": "\u202e sleep \u202c\u2066",
    "joined emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 sleep",
    "combining": "e" + "\u0301" * 5_000,
    "wide": "\uff53\uff4c\uff45\uff45\uff50 \u3000 \ufb01ne",
    "other case": "SLEEP \u0130\u0130\u0130 \u1e9e",
    "quotes": '"' * 5_000 + "'" * 5_000,
    "brackets": "((" * 5_000 + "))",
    "words": " ".join(f"w{number}" for number in range(9_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_gives_a_turn_like_any_other(text: str) -> None:
    began = time.thread_time()
    step = take_turn(PROFILE, at(PROFILE, 300), text)
    assert time.thread_time() - began < 0.5
    stored = state_to_json(step.state).encode()
    assert state_from_json(stored.decode()) == step.state
    assert trace_to_json(step.trace).encode()
    assert realise(PROFILE, step.decision, 1).text


@pytest.mark.parametrize("name", ["wide", "control", "half a pair", "right to left"])
def test_a_topic_is_found_through_disguise(name: str) -> None:
    step = take_turn(PROFILE, at(PROFILE, 300), HOSTILE[name])
    assert step.decision.fact == "sleep"


def test_the_state_of_a_long_wordy_interview_stays_small() -> None:
    state = at(PROFILE, 300)
    for number in range(100):
        words = " ".join(f"w{number}x{word}" for word in range(600))
        state = take_turn(PROFILE, state, words).state
    assert len(state_to_json(state)) < 100_000
