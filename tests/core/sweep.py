"""Long random interviews for the sweeps; `VC_SWEEP=full` runs the volume that the goals name."""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from core.domain.profile import ClientProfile
from core.simulation.director import Step, start, take_turn
from core.simulation.openness import natural_band
from core.simulation.state import State
from tests.core.chatter import chatter, kind_chatter

FULL, SHORT = 100_000, 6_000
TURNS = 40


class Turn(NamedTuple):
    """What the student typed, the state before it, and the step."""

    text: str
    before: State
    step: Step


def volume() -> int:
    """How many states a sweep walks: 100,000, or 6,000 in the gate."""
    return FULL if os.environ.get("VC_SWEEP") == "full" else SHORT


def interview(profile: ClientProfile, seed: int, turns: int = TURNS) -> Iterator[Turn]:
    """Each third starts low, where it starts, or high; each second student is kind."""
    rng = random.Random(seed)
    state = start(profile, seed)
    openness = (20, state.openness, 900)[seed % 3]
    state = replace(state, openness=openness, band=natural_band(openness))
    talk = kind_chatter if seed % 2 else chatter
    for _ in range(turns):
        text = talk(rng, profile)
        before, step = state, take_turn(profile, state, text)
        state = step.state
        yield Turn(text, before, step)
