"""The trace row of one turn: why the client did what it did, as JSON data."""

from functools import lru_cache
from typing import NamedTuple

from core.domain.jsonvalue import canonical, digest_of_text, with_items
from core.domain.profile import ClientProfile
from core.simulation.decision import Decision
from core.simulation.gates import GateCheck
from core.simulation.reading import Reading
from core.simulation.signals import Signal
from core.simulation.state import DIRECTOR_VERSION, Counts, State


class Versions(NamedTuple):
    """What has to be the same for the same words to give the same trace."""

    director: str
    lexicon: str
    profile: str


class TopicRow(NamedTuple):
    fact: str
    word: str
    in_question: bool


class Trace(NamedTuple):
    """Openness in permille; `signals` are (name, start, end) in the normalised text."""

    turn: int
    behaviour: str
    signals: tuple[tuple[str, int, int], ...]
    context: tuple[str, ...]
    topics: tuple[TopicRow, ...]
    decay: int
    gains: Counts
    losses: Counts
    gain: int
    loss: int
    before: int
    after: int
    band: str
    gates: tuple[GateCheck, ...]
    rule: int
    action: str
    fact: str
    level: str
    denial: bool
    boundary: bool
    note_due: bool
    risk_asked: bool
    versions: Versions
    state: str


def trace_of(
    profile: ClientProfile, reading: Reading, decision: Decision, after: State, text: str
) -> Trace:
    """The row; `text` is the state after the turn as JSON."""
    signals, move = reading.moment.signals, reading.movement
    return Trace(
        turn=after.turn,
        behaviour=str(signals.behaviour),
        signals=tuple([(str(span.signal), span.start, span.end) for span in signals.spans]),
        context=reading.context.names(),
        topics=tuple(
            [
                TopicRow(found.fact.id, found.word, found.in_question)
                for found in reading.moment.raised
            ]
        ),
        decay=move.decay,
        gains=move.gains,
        losses=move.losses,
        gain=move.gain,
        loss=move.loss,
        before=move.before,
        after=move.after,
        band=str(after.band),
        gates=reading.gates,
        rule=decision.rule,
        action=str(decision.action),
        fact=decision.fact,
        level=str(decision.level or ""),
        denial=decision.denial,
        boundary=decision.boundary,
        note_due=decision.note_due,
        risk_asked=_asks_risk(reading),
        versions=_versions(signals.lexicon or "", profile.sha256),
        state=digest_of_text(text),
    )


@lru_cache(maxsize=256)
def _versions(lexicon: str, profile: str) -> Versions:
    return Versions(DIRECTOR_VERSION, lexicon, profile)


def _asks_risk(reading: Reading) -> bool:
    """By the lexicon, or with an author's own words in a question on a risk fact."""
    moment = reading.moment
    own_words = [found.fact.risk and found.in_question for found in moment.raised]
    return moment.signals.has(Signal.RISK_ASK) or any(own_words)


def trace_to_json(trace: Trace) -> str:
    topics = [topic._asdict() for topic in trace.topics]
    rows = {"topics": topics, "versions": trace.versions._asdict(), "gates": []}
    return with_items(canonical(trace._asdict() | rows), "gates", [_gates_text(trace.gates)])


@lru_cache(maxsize=1024)
def _gates_text(gates: tuple[GateCheck, ...]) -> str:
    """Most turns find all gates as the turn before, in this interview or in another."""
    return ",".join(map(_gate_text, gates))


@lru_cache(maxsize=4096)
def _gate_text(gate: GateCheck) -> str:
    return canonical(gate._asdict())
