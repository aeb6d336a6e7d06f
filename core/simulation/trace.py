"""The trace row of one turn: why the client did what it did, as JSON data."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter

from core.domain.jsonvalue import Json, canonical, digest_of_text
from core.domain.profile import ClientProfile
from core.simulation.decision import Decision
from core.simulation.reading import Reading
from core.simulation.signals import Signal
from core.simulation.state import DIRECTOR_VERSION, Counts, State


@dataclass(frozen=True, slots=True)
class Versions:
    """What has to be the same for the same words to give the same trace."""

    director: str
    lexicon: str
    profile: str


@dataclass(frozen=True, slots=True)
class GateRow:
    """A locked fact's gate; every condition that is not in `failed` passed."""

    fact: str
    bar: int
    near: bool
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicRow:
    fact: str
    word: str
    in_question: bool


@dataclass(frozen=True, slots=True)
class Trace:
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
    gates: tuple[GateRow, ...]
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
        behaviour=signals.behaviour.value,
        signals=tuple((span.signal.value, span.start, span.end) for span in signals.spans),
        context=reading.context.names(),
        topics=tuple(
            TopicRow(found.fact.id, found.word, found.in_question)
            for found in reading.moment.raised
        ),
        decay=move.decay,
        gains=move.gains,
        losses=move.losses,
        gain=move.gain,
        loss=move.loss,
        before=move.before,
        after=move.after,
        band=after.band.value,
        gates=tuple(
            [GateRow(gate.fact, gate.bar, gate.is_near, gate.failed) for gate in reading.gates]
        ),
        rule=decision.rule,
        action=decision.action.value,
        fact=decision.fact,
        level=decision.level.value if decision.level else "",
        denial=decision.denial,
        boundary=decision.boundary,
        note_due=decision.note_due,
        risk_asked=_asks_risk(reading),
        versions=Versions(DIRECTOR_VERSION, signals.lexicon or "", profile.sha256),
        state=digest_of_text(text),
    )


def _asks_risk(reading: Reading) -> bool:
    """By the lexicon, or with an author's own words in a question on a risk fact."""
    own_words = (found.fact.risk and found.in_question for found in reading.moment.raised)
    return reading.moment.signals.has(Signal.RISK_ASK) or any(own_words)


def _reader(kind: type) -> tuple[tuple[str, ...], Callable[[object], tuple[Json, ...]]]:
    names = tuple(item.name for item in fields(kind))
    return names, attrgetter(*names)


_READERS = {kind: _reader(kind) for kind in (Trace, GateRow, TopicRow, Versions)}


def trace_to_data(trace: Trace) -> dict[str, Json]:
    data = _flat(trace)
    data["topics"] = [_flat(topic) for topic in trace.topics]
    data["gates"] = [_flat(gate) for gate in trace.gates]
    data["versions"] = _flat(trace.versions)
    return data


def _flat(row: Trace | GateRow | TopicRow | Versions) -> dict[str, Json]:
    names, read = _READERS[type(row)]
    return dict(zip(names, read(row), strict=True))


def trace_to_json(trace: Trace) -> str:
    return canonical(trace_to_data(trace))
