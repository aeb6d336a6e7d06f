"""Memory across interviews of one student with one client."""

import json
from dataclasses import asdict, dataclass

from core.domain.jsonvalue import Json, JsonReader, as_text, as_whole
from core.domain.profile import Between, ClientProfile, Fact, Stage
from core.domain.stems import fold, holds_stem
from core.simulation.openness import truncated
from core.simulation.state import TOP, Counts, State

REMEMBERED_WORDS = 110
MET = "You have met this person before and told them little."
MENDED = "Last time something they said hurt you, and it was put right."
UNMENDED = "Last time something they said hurt you, and it was never put right."
AGREED = "Last time you said what you would want to be different."
SINCE = "Since then:"
MOVES_FOR_A_STEP = 3
LEAD_IN = "You have met this person before. You have already told them:"

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Memory:
    """`openness` in permille at the next start; marks are (session, turn).

    Of the ruptures, `repairs` are those that were mended. `remembered` holds gists of open facts
    only, at most 110 words (about 150 tokens).
    """

    sessions: int
    openness: int
    stage: Stage
    open: tuple[str, ...]
    hinted: tuple[str, ...]
    used: Counts
    agreements: tuple[Mark, ...]
    ruptures: tuple[Mark, ...]
    repairs: tuple[Mark, ...]
    remembered: str


def remember(profile: ClientProfile, state: State, previous: Memory | None) -> Memory:
    """What the client takes from one interview into the next; unlocked stays unlocked."""
    dynamics = profile.dynamics
    carried = truncated(dynamics.carry * (state.openness - dynamics.baseline), TOP)
    agreed = tuple((state.session, turn) for turn in state.agreements)
    ruptured = tuple((state.session, turn) for turn, _ in state.ruptures)
    repaired = tuple((state.session, turn) for turn, mended in state.ruptures if mended)
    return Memory(
        sessions=state.session,
        openness=dynamics.baseline + carried,
        stage=_next_stage(state),
        open=state.open,
        hinted=state.hinted,
        used=state.used,
        agreements=(previous.agreements if previous else ()) + agreed,
        ruptures=(previous.ruptures if previous else ()) + ruptured,
        repairs=(previous.repairs if previous else ()) + repaired,
        remembered=_remembered(profile, state.open),
    )


def due_events(profile: ClientProfile, memory: Memory | None) -> tuple[Between, ...]:
    """What happened since the last interview, in the author's order."""
    sessions = memory.sessions if memory else 0
    return tuple(event for event in profile.between if event.after_session == sessions)


def start_openness(profile: ClientProfile, memory: Memory | None) -> int:
    base = memory.openness if memory else profile.dynamics.baseline
    shifted = base + sum(event.shift for event in due_events(profile, memory))
    return min(max(shifted, 0), TOP)


def start_open(profile: ClientProfile, memory: Memory | None) -> tuple[str, ...]:
    """Facts open before the first turn; an event opens only what already has its needs."""
    found = _still_there(profile, memory.open) if memory else ()
    for event in due_events(profile, memory):
        for fact in profile.facts:
            found = (*found, fact.id) if _opens(event, fact, found) else found
    return found


def _opens(event: Between, fact: Fact, found: tuple[str, ...]) -> bool:
    """Whether an event makes a fact known that was not."""
    told = fact.id in event.opens and fact.id not in found and not fact.risk
    return told and set(fact.gate.needs) <= set(found)


def _still_there(profile: ClientProfile, opened: tuple[str, ...]) -> tuple[str, ...]:
    """A later version of the client may have lost a fact."""
    return tuple(one for one in opened if profile.find_fact(one))


def memory_text(profile: ClientProfile, memory: Memory | None) -> str:
    """What the Actor is told of before: open gists, how it ended, then what happened since."""
    parts = [_remembered(profile, memory.open) or MET, *_mood(memory)] if memory else []
    events = [_sentence(event.text) for event in due_events(profile, memory)]
    return " ".join([*parts, *([SINCE] if events and memory else []), *events])


def _mood(memory: Memory) -> list[str]:
    """How the last interview went, in fixed sentences."""
    hurt = [mark for mark in memory.ruptures if mark[0] == memory.sessions]
    said = [MENDED if set(hurt) <= set(memory.repairs) else UNMENDED] if hurt else []
    agreed = any(session == memory.sessions for session, _ in memory.agreements)
    return [*said, AGREED] if agreed else said


def tells(profile: ClientProfile, text: str, known: tuple[str, ...]) -> tuple[Fact, ...]:
    """Facts that a text gives away and that are not known yet, found by their secrets."""
    folded = fold(text)
    return tuple(
        fact
        for fact in profile.facts
        if fact.id not in known and any(holds_stem(folded, fold(stem)) for stem in fact.secrets)
    )


def memory_to_data(memory: Memory) -> dict[str, Json]:
    data: dict[str, Json] = json.loads(json.dumps(asdict(memory)))
    return data


def memory_from_data(data: Json) -> Memory:
    """Raise JsonShapeError (a ValueError) for data that memory_to_data did not give."""
    top = JsonReader(data)
    return Memory(
        sessions=top.whole("sessions"),
        openness=top.whole("openness"),
        stage=Stage(top.text("stage")),
        open=top.texts("open"),
        hinted=top.texts("hinted"),
        used=tuple((as_text(key), as_whole(count)) for key, count in _pairs(top, "used")),
        agreements=_marks(top, "agreements"),
        ruptures=_marks(top, "ruptures"),
        repairs=_marks(top, "repairs"),
        remembered=top.text("remembered"),
    )


def _pairs(top: JsonReader, key: str) -> list[tuple[Json, Json]]:
    return [(item[0], item[1]) for item in top.items(key) if isinstance(item, list)]


def _marks(top: JsonReader, key: str) -> tuple[Mark, ...]:
    return tuple((as_whole(session), as_whole(turn)) for session, turn in _pairs(top, key))


def _next_stage(state: State) -> Stage:
    stages = tuple(Stage)
    place = stages.index(state.stage)
    return stages[min(place + (state.moves >= MOVES_FOR_A_STEP), len(stages) - 1)]


def _remembered(profile: ClientProfile, opened: tuple[str, ...]) -> str:
    """Whole gists, the latest first chosen, told in the order of opening."""
    left = REMEMBERED_WORDS - len(LEAD_IN.split())
    kept: list[str] = []
    for fact_id in reversed(opened):
        fact = profile.find_fact(fact_id)
        gist = fact.open.gist if fact else ""
        left -= len(gist.split())
        if gist and left >= 0:
            kept.insert(0, _sentence(gist))
    return " ".join([LEAD_IN, *kept]) if kept else ""


def _sentence(text: str) -> str:
    told = " ".join(text.split())
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."
