"""One turn read in its context: what depends on the turns before, openness moved, gates checked."""

from dataclasses import dataclass

from core.domain.profile import ClientProfile
from core.simulation.gates import GateCheck, Moment, check_gates
from core.simulation.openness import Context, Movement, move, next_band
from core.simulation.signals import Signal, Signals
from core.simulation.sketch import is_repeat, sketched
from core.simulation.state import Action, Band, Counts, State, count_of
from core.simulation.topics import Raised, pointed_at, raised_facts

REPAIR_TURNS = 3
PRESS_TURNS = 3
_CARING = (Signal.REFLECT, Signal.EMPATHY, Signal.AFFIRM, Signal.SUMMARY, Signal.RISK_ASK)
_REPAIRING = (Signal.APOLOGY, Signal.EMPATHY, Signal.REFLECT)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything about a turn before a rule is chosen; `press` counts turns in a row per fact."""

    moment: Moment
    context: Context
    movement: Movement
    band: Band
    gates: tuple[GateCheck, ...]
    press: Counts
    sketch: str


def read_turn(profile: ClientProfile, state: State, signals: Signals) -> Reading:
    raised = raised_facts(profile, signals)
    touched = raised or pointed_at(profile, state, signals)
    press = _press(state, raised)
    sketch = sketched(signals.tokens)
    context = Context(
        repair=_repairs(state, signals),
        repeat=is_repeat(sketch, state.earlier),
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
