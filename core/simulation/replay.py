"""Replay: the same student texts from the same start give the same steps."""

from collections.abc import Iterable, Iterator

from core.domain.profile import ClientProfile
from core.simulation.director import Step, take_turn
from core.simulation.state import State


def replay(profile: ClientProfile, state: State, texts: Iterable[str]) -> Iterator[Step]:
    for text in texts:
        step = take_turn(profile, state, text)
        state = step.state
        yield step
