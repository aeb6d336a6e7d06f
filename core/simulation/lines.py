"""Which of the author's lines comes next: keys, counts and the order of rotation."""

import hashlib
from dataclasses import dataclass

from core.domain.profile import ClientProfile, Level
from core.simulation.rules import Choice
from core.simulation.state import Action, Band, State, count_of
from core.simulation.topics import unused_elaborations

ELABORATION = "elaboration"
# No slug, so no fact can have this name.
DEMO = "*"
_TOLD_LEVELS = {
    Action.OPEN: Level.OPEN,
    Action.HINT: Level.HINT,
    Action.GUARDED: Level.COVER,
    Action.ELABORATE: Level.OPEN,
}
_ASKED_AGAIN = 6
_STINGS = 2
_SHORT_ANSWERS = 3
_FILLERS = (Action.MINIMAL, Action.FOLLOW)


@dataclass(frozen=True, slots=True)
class Draw:
    """The `nth` line (from 0) drawn from the lines that `key` names."""

    key: str
    nth: int

    @property
    def is_elaboration(self) -> bool:
        return self.key.endswith(f":{ELABORATION}")


def draw_for(profile: ClientProfile, state: State, rule: int, choice: Choice) -> Draw:
    key = _key(profile, state, rule, choice)
    return Draw(key, count_of(state.used, key))


def _key(profile: ClientProfile, state: State, rule: int, choice: Choice) -> str:
    fact = profile.find_fact(choice.fact)
    if fact is None:
        return f"{DEMO}:{_voice(state, choice.action)}"
    if choice.action is Action.ELABORATE:
        if unused_elaborations(state, fact):
            return f"{fact.id}:{ELABORATION}"
        if rule != _ASKED_AGAIN:
            # Understood, nothing left to add and nothing asked: telling it again would be odd.
            return f"{DEMO}:{Action.FOLLOW}"
    return f"{fact.id}:{_TOLD_LEVELS[choice.action].value}"


def _voice(state: State, action: Action) -> str:
    """Falls silent where a person would: two stings, or every third short answer while closed.

    Only where nothing is asked that has an answer, so that silence never hides a fact's line.
    """
    last, streak = state.streak
    is_stung = last == Action.BRISTLE and streak >= _STINGS
    is_dry = (
        last == Action.MINIMAL and (streak + 1) % _SHORT_ANSWERS == 0 and state.band is Band.CLOSED
    )
    if (action in _FILLERS and is_stung) or (action is Action.MINIMAL and is_dry):
        return "silence"
    return str(action)


def lines_of(profile: ClientProfile, key: str) -> tuple[str, ...]:
    """The author's lines that a draw's key names."""
    owner, _, name = key.partition(":")
    if owner == DEMO:
        return tuple(getattr(profile.demo, name))
    fact = profile.find_fact(owner)
    if fact is None:
        raise KeyError(key)
    return fact.elaborations if name == ELABORATION else fact.telling(Level(name)).lines


def line_for(lines: tuple[str, ...], key: str, seed: int, nth: int) -> str:
    """The nth line of a rotation that starts at sha256(seed and key): none again before all."""
    first = hashlib.sha256(f"{seed}:{key}".encode()).digest()
    return lines[(int.from_bytes(first[:8], "big") + nth) % len(lines)]
