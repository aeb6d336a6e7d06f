"""Same words, same trajectory, byte for byte: across processes, hash seeds and restarts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.simulation.director import start
from core.simulation.replay import replay
from core.simulation.state import state_from_json, state_hash, state_to_json
from tests.core.profiles import sample
from tests.core.trajectory import digest

ROOT = Path(__file__).parents[2]
TEXTS = ("How is your sleep?", "That sounds hard.", "And work?", "You should stop.", "Any debt?")


@pytest.mark.parametrize("hash_seed", ["0", "1", "random"])
def test_another_process_with_another_hash_seed_gives_the_same_bytes(hash_seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.core.trajectory"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == digest()


def test_a_restart_after_every_turn_changes_nothing() -> None:
    assert digest(restarts=True) == digest()


def test_a_replay_from_the_middle_reaches_the_same_state_hash() -> None:
    profile = sample()
    whole = list(replay(profile, start(profile, 3), TEXTS))
    middle = state_from_json(state_to_json(whole[1].state))
    again = list(replay(profile, middle, TEXTS[2:]))
    assert again[-1].trace == whole[-1].trace
    assert whole[-1].trace.state == state_hash(whole[-1].state)


@pytest.mark.parametrize("text", ["[]", "{}", '{"seed": 1.5}', '{"seed": "x"}', "no", "null"])
def test_a_damaged_state_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        state_from_json(text)
