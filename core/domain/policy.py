"""Who may do what: one table, deny by default."""

from enum import StrEnum

from core.domain.teaching import SectionRole
from core.errors import Refusal, RefusalError


class Action(StrEnum):
    """Every action that a command can name."""

    HELP = "help"
    PRACTISE = "practise"
    OWN_SESSION = "own_session"
    OWN_RECORDS = "own_records"
    SEE_SESSIONS = "see_sessions"
    ROSTER_VIEW = "roster_view"
    ANNOUNCE = "announce"


R = SectionRole
EVERYBODY = frozenset(R)
MAY: dict[Action, frozenset[SectionRole]] = {
    Action.HELP: EVERYBODY,
    Action.PRACTISE: frozenset({R.STUDENT, R.TA, R.TEACHER}),
    Action.OWN_SESSION: EVERYBODY,
    Action.OWN_RECORDS: EVERYBODY,
    Action.SEE_SESSIONS: frozenset({R.TEACHER}),
    Action.ROSTER_VIEW: frozenset({R.TA, R.TEACHER}),
    Action.ANNOUNCE: frozenset({R.TEACHER}),
}


def check(action: Action, role: SectionRole) -> None:
    """Raise RefusalError; to an outsider it reads like a thing that does not exist."""
    if role in MAY.get(action, frozenset()):
        return
    hidden = role in {R.OUTSIDER, R.PENDING}
    raise RefusalError(Refusal.NO_SECTION if hidden else Refusal.NOT_ALLOWED)
