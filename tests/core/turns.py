"""Signals made by hand, so that a rule is tested apart from the lexicons."""

from dataclasses import replace

from core.domain.profile import ClientProfile
from core.simulation.director import Step, start, step
from core.simulation.openness import natural_band
from core.simulation.signals import Behaviour, Signal, Signals, Span
from core.simulation.state import State

_CLASS = {
    Signal.EXPLORE: Behaviour.OPEN,
    Signal.CLOSED: Behaviour.CLOSED,
    Signal.REFLECT: Behaviour.REFLECTION,
    Signal.INPUT: Behaviour.INPUT,
}


def read(text: str, *signals: Signal, why: bool = False) -> Signals:
    behaviour = next((_CLASS[signal] for signal in signals if signal in _CLASS), Behaviour.OTHER)
    return Signals(
        behaviour=behaviour,
        spans=tuple(Span(signal, 0, len(text) if signal in _CLASS else 0) for signal in signals),
        questions=text.count("?"),
        why=why,
        normalised=text,
        tokens=frozenset(text.casefold().replace("?", " ").replace(".", " ").split()),
        lexicon="test",
    )


def at(profile: ClientProfile, openness: int, **more: object) -> State:
    """A state with this openness; further fields by name."""
    state = replace(start(profile, seed=1), openness=openness, band=natural_band(openness))
    return replace(state, **more)


def turn(profile: ClientProfile, state: State, text: str, *signals: Signal) -> Step:
    return step(profile, state, read(text, *signals))
