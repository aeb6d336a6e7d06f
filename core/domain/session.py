"""The session: its states, the legal moves, and a reason for every refused one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.errors import Refusal, RefusalError


class SessionState(StrEnum):
    """Where one interview stands."""

    STARTING = "starting"
    ACTIVE = "active"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    EXPIRED = "expired"
    FAILED = "failed"

    @property
    def runs(self) -> bool:
        """Whether the interview can still go on."""
        return self in RUNNING


class Move(StrEnum):
    """What may happen to a session."""

    BEGIN = "begin"
    SAY = "say"
    PAUSE = "pause"
    RESUME = "resume"
    INTERRUPT = "interrupt"
    REOPEN = "reopen"
    FINISH = "finish"
    ABANDON = "abandon"
    EXPIRE = "expire"
    FAIL = "fail"


S, M = SessionState, Move
RUNNING = frozenset({S.STARTING, S.ACTIVE, S.PAUSED, S.INTERRUPTED})
OVER = frozenset(S) - RUNNING
MOVES: dict[tuple[SessionState, Move], SessionState] = {
    (S.STARTING, M.BEGIN): S.ACTIVE,
    (S.STARTING, M.FAIL): S.FAILED,
    (S.ACTIVE, M.SAY): S.ACTIVE,
    (S.ACTIVE, M.PAUSE): S.PAUSED,
    (S.ACTIVE, M.INTERRUPT): S.INTERRUPTED,
    (S.ACTIVE, M.FINISH): S.COMPLETED,
    (S.ACTIVE, M.ABANDON): S.ABANDONED,
    (S.ACTIVE, M.EXPIRE): S.EXPIRED,
    (S.PAUSED, M.RESUME): S.ACTIVE,
    (S.PAUSED, M.INTERRUPT): S.INTERRUPTED,
    (S.PAUSED, M.FINISH): S.COMPLETED,
    (S.PAUSED, M.ABANDON): S.ABANDONED,
    (S.PAUSED, M.EXPIRE): S.EXPIRED,
    (S.INTERRUPTED, M.REOPEN): S.INTERRUPTED,
    (S.INTERRUPTED, M.BEGIN): S.ACTIVE,
    (S.INTERRUPTED, M.FINISH): S.COMPLETED,
    (S.INTERRUPTED, M.ABANDON): S.ABANDONED,
    (S.INTERRUPTED, M.EXPIRE): S.EXPIRED,
}


def after(state: SessionState, move: Move) -> SessionState:
    """The state that the move leads to; RefusalError with the reason when it is not legal."""
    target = MOVES.get((state, move))
    if target is None:
        raise RefusalError(reason(state, move), state=state.value, move=move.value)
    return target


def reason(state: SessionState, move: Move) -> Refusal:
    """Why the move is refused in this state."""
    if state in OVER:
        return Refusal.SESSION_OVER
    if state is S.STARTING:
        return Refusal.SESSION_STARTING
    if state is S.PAUSED and move is M.SAY:
        return Refusal.SESSION_PAUSED
    if (state, move) in {(S.PAUSED, M.PAUSE), (S.ACTIVE, M.RESUME), (S.ACTIVE, M.BEGIN)}:
        return Refusal.ALREADY_DONE
    return Refusal.ILLEGAL_MOVE


@dataclass(frozen=True, slots=True)
class Session:
    """One practice interview; `attempt` counts only once it has really begun.

    `renderer` is the wording of its prompts and `memory` what the client brings from earlier ones;
    both stay as they were at the start. `test` is a teacher's trial of a client: outside attempts,
    grades, statistics and class lists.
    """

    id: str
    tenant: str
    section_id: str
    assignment_id: str | None
    client_id: str
    student_id: str
    state: SessionState
    engine: str
    attempt: int | None
    lane: str | None
    place: str | None
    origin: str
    origin_handle: str
    salt: str
    director: str
    last_seq: int
    turns: int
    openness: int
    created_at: datetime
    began_at: datetime | None
    last_at: datetime | None
    ended_at: datetime | None
    renderer: str = "1"
    memory: str = ""
    test: bool = False


class Role(StrEnum):
    """Who speaks in a transcript; coach and app are out of role and never graded."""

    STUDENT = "student"
    CLIENT = "client"
    COACH = "coach"
    APP = "app"


# What stands where a student took words back; in the store such a line has none.
REMOVED = "[removed by student]"


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a transcript; `at_ms` is the platform's own time, milliseconds UTC."""

    seq: int
    turn: int
    role: Role
    text: str
    at_ms: int
    platform_id: str = ""
