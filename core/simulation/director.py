"""The Director: one student turn in; the next state, a decision and its trace out."""

from dataclasses import dataclass

from core.domain.profile import ClientProfile
from core.simulation.decision import Decision, decide
from core.simulation.gates import skills_used
from core.simulation.lines import Draw, draw_for
from core.simulation.memory import Memory, start_open, start_openness
from core.simulation.openness import natural_band
from core.simulation.reading import Reading, read_turn
from core.simulation.rules import Choice, Scene, choose
from core.simulation.signals import Signal, Signals, read_signals
from core.simulation.sketch import Earlier
from core.simulation.state import Action, Band, Last, State, counted, state_to_json
from core.simulation.trace import Trace, trace_of

SKILL_TURNS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """`text` is the state as JSON."""

    state: State
    decision: Decision
    trace: Trace
    text: str


def start(profile: ClientProfile, seed: int, memory: Memory | None = None) -> State:
    openness = start_openness(profile, memory)
    return State(
        seed=seed,
        session=memory.sessions + 1 if memory else 1,
        openness=openness,
        band=natural_band(openness),
        stage=memory.stage if memory else profile.stage.value,
        open=start_open(profile, memory),
        hinted=memory.hinted if memory else (),
        used=memory.used if memory else (),
    )


def take_turn(profile: ClientProfile, state: State, text: str) -> Step:
    """One student message: read its signals, then step."""
    return step(profile, state, read_signals(text, profile.language))


def step(profile: ClientProfile, state: State, signals: Signals) -> Step:
    """Pure: the same three values give the same step, byte for byte."""
    reading = read_turn(profile, state, signals)
    scene = Scene(
        profile, reading.moment, reading.band, reading.gates, is_repeat=reading.context.repeat
    )
    rule, choice = choose(scene)
    draw = draw_for(profile, state, rule, choice)
    after = _next_state(profile, reading, choice, draw)
    decision = decide(profile, reading, (rule, choice), draw)
    text = state_to_json(after)
    return Step(after, decision, trace_of(profile, reading, decision, after, text), text)


def _next_state(profile: ClientProfile, reading: Reading, choice: Choice, draw: Draw) -> State:
    state, turn = reading.moment.state, reading.moment.turn
    opens = (choice.fact,) if choice.action is Action.OPEN else ()
    hints = choice.action is Action.HINT and choice.fact not in state.hinted
    is_change = choice.action is Action.CHANGE
    # Every field by hand: `replace` reads all of them, also those that are given.
    return State(
        seed=state.seed,
        session=state.session,
        openness=reading.movement.after,
        band=reading.band,
        stage=state.stage,
        turn=turn,
        open=state.open + opens,
        hinted=(*state.hinted, choice.fact) if hints else state.hinted,
        press=tuple([entry for entry in reading.press if entry[0] not in opens]),
        last=_last(profile, reading, choice),
        used=counted(state.used, draw.key),
        skills=(*state.skills, skills_used(reading.moment.signals))[-SKILL_TURNS:],
        earlier=_earlier(state, reading),
        ruptures=_ruptures(state, reading, choice),
        agreements=(*state.agreements, turn) if is_change else state.agreements,
        moves=state.moves + (is_change and reading.band.rank >= Band.OPEN.rank),
        abuses=state.abuses + reading.moment.signals.has(Signal.ABUSE),
        streak=_streak(state, choice.action),
    )


def _last(profile: ClientProfile, reading: Reading, choice: Choice) -> Last:
    fact = profile.find_fact(choice.fact)
    hurts = fact is not None and (fact.tender or fact.risk)
    gate = next((gate for gate in reading.gates if gate.fact == choice.fact), None)
    return Last(
        action=choice.action,
        fact=choice.fact,
        tender=hurts and choice.action is Action.OPEN,
        asked=gate is not None and gate.passes("asked"),
    )


def _earlier(state: State, reading: Reading) -> Earlier:
    sketch = reading.sketch
    # What was said in the same words is a repeat; only then is it looked for.
    known = not sketch or (reading.context.repeat and sketch in state.earlier)
    return state.earlier if known else state.earlier.followed_by(sketch)


def _ruptures(state: State, reading: Reading, choice: Choice) -> tuple[tuple[int, int], ...]:
    """A sting opens one; the first repairing turn closes the latest."""
    ruptures, turn = state.ruptures, reading.moment.turn
    if reading.context.repair:
        ruptures = (*ruptures[:-1], (ruptures[-1][0], turn))
    return (*ruptures, (turn, 0)) if choice.action is Action.BRISTLE else ruptures


def _streak(state: State, action: Action) -> tuple[str, int]:
    last, count = state.streak
    return (str(action), count + 1 if last == action else 1)
