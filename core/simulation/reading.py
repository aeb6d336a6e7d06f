"""One turn read in its context: what depends on the turns before, openness moved, gates checked."""

import zlib
from dataclasses import dataclass

from core.domain.profile import ClientProfile
from core.simulation.gates import GateCheck, Moment, check_gates
from core.simulation.openness import Context, Movement, move, next_band
from core.simulation.signals import Signal, Signals
from core.simulation.state import Action, Band, Counts, State, count_of
from core.simulation.topics import Raised, pointed_at, raised_facts

REPAIR_TURNS = 3
PRESS_TURNS = 3
REPEAT_PERCENT = 80
SKETCH = 64
_CARING = (Signal.REFLECT, Signal.EMPATHY, Signal.AFFIRM, Signal.SUMMARY, Signal.RISK_ASK)
_REPAIRING = (Signal.APOLOGY, Signal.EMPATHY, Signal.REFLECT)

Sketch = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything about a turn before a rule is chosen; `press` counts turns in a row per fact."""

    moment: Moment
    context: Context
    movement: Movement
    band: Band
    gates: tuple[GateCheck, ...]
    press: Counts
    sketch: Sketch


def read_turn(profile: ClientProfile, state: State, signals: Signals) -> Reading:
    raised = raised_facts(profile, signals)
    touched = raised or pointed_at(profile, state, signals)
    press = _press(state, raised)
    sketch = sketched(signals.tokens)
    context = Context(
        repair=_repairs(state, signals),
        repeat=_is_repeat(sketch, state.earlier),
        missed=_misses(state, signals, touched),
        press=any(count >= PRESS_TURNS for _, count in press),
    )
    movement = move(profile, state.openness, signals, context)
    moment = Moment(state, signals, movement.after, touched)
    gates = check_gates(profile, moment)
    band = next_band(state.band, movement.after)
    return Reading(moment, context, movement, band, gates, press, sketch)


def _press(state: State, raised: tuple[Raised, ...]) -> Counts:
    locked = sorted(found.fact.id for found in raised if found.fact.id not in state.open)
    return tuple((fact, count_of(state.press, fact) + 1) for fact in locked)


def _repairs(state: State, signals: Signals) -> bool:
    if not state.ruptures or signals.has(Signal.CONFRONT):
        return False
    ruptured, repaired = state.ruptures[-1]
    fresh = not repaired and state.turn + 1 - ruptured <= REPAIR_TURNS
    return fresh and any(signals.has(signal) for signal in _REPAIRING)


def _misses(state: State, signals: Signals, touched: tuple[Raised, ...]) -> bool:
    if not state.last.tender or state.last.action != Action.OPEN:
        return False
    touches = any(found.fact.id == state.last.fact for found in touched)
    return not touches and not any(signals.has(signal) for signal in _CARING)


def sketched(tokens: frozenset[str]) -> Sketch:
    """The set as its 64 smallest hashes: exact up to 64 words, an estimate above, no text kept."""
    return tuple(
        sorted({zlib.crc32(token.encode("utf-8", "surrogatepass")) for token in tokens})[:SKETCH]
    )


def _is_repeat(sketch: Sketch, earlier: tuple[Sketch, ...]) -> bool:
    """Jaccard index with any earlier turn at least 0.8, in integers."""
    own = set(sketch)
    if not own:
        return False
    for other in earlier:
        shared = own.intersection(other)
        size = min(len(own) + len(other) - len(shared), SKETCH)
        if 100 * len(shared) >= REPEAT_PERCENT * size and _in_sample(own.union(other), shared):
            return True
    return False


def _in_sample(joined: set[int], shared: set[int]) -> bool:
    """Beyond the sketch's size the smallest hashes of the union are its fair sample."""
    sample = sorted(joined)[:SKETCH]
    return 100 * len(shared.intersection(sample)) >= REPEAT_PERCENT * len(sample)
