"""Who may do what: one table, deny by default."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.event import LATE
from core.domain.teaching import SectionRole
from core.errors import Refusal, RefusalError


class Action(StrEnum):
    """Every action that a command, a button or a job can name."""

    HELP = "help"
    NOTICE = "notice"
    OWN_DATA = "own_data"
    JOIN = "join"
    PRACTISE = "practise"
    OWN_SESSION = "own_session"
    OWN_RECORDS = "own_records"
    SEE_SESSIONS = "see_sessions"
    READ_TRANSCRIPT = "read_transcript"
    READ_FEEDBACK = "read_feedback"
    SCORE = "score"
    OBSERVE = "observe"
    WRITE_MATERIAL = "write_material"
    TEST_CLIENT = "test_client"
    ASSIGN = "assign"
    EXTEND = "extend"
    ANNOUNCE = "announce"
    ROSTER_VIEW = "roster_view"
    ROSTER_EDIT = "roster_edit"
    EXPORT_CLASS = "export_class"
    MONITOR = "monitor"
    GRANT_TA = "grant_ta"
    GRANT_TEACHER = "grant_teacher"
    BIND = "bind"
    SECTION_SETTINGS = "section_settings"
    REASSIGN = "reassign"
    LOWER_LIMITS = "lower_limits"
    SET_LIMITS = "set_limits"
    SHORTEN_RETENTION = "shorten_retention"
    SET_RETENTION = "set_retention"
    HOLD = "hold"
    OWN_AUDIT = "own_audit"
    SECTION_AUDIT = "section_audit"
    TENANT_AUDIT = "tenant_audit"
    ERASE_TENANT = "erase_tenant"


class Role(StrEnum):
    """The table's columns: what one is in a section, and what one is in the workspace."""

    OUTSIDER = "outsider"
    PENDING = "pending"
    STUDENT = "student"
    TA = "ta"
    READER = "reader"
    TEACHER = "teacher"
    GRANTED = "granted"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is here and now.

    `reads`: a teaching assistant of a class that lets its assistants read along; `granted`: an
    admin has named them a teacher of the workspace; `admin`: the platform says so at
    this moment; `doubt`: why it did not say so, as in `Actor`.
    """

    role: SectionRole = SectionRole.OUTSIDER
    granted: bool = False
    admin: bool = False
    reads: bool = False
    doubt: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        """Every column that applies."""
        found = {Role(self.role.value)}
        if self.reads and self.role is SectionRole.TA:
            found.add(Role.READER)
        if self.granted:
            found.add(Role.GRANTED)
        if self.admin:
            found.add(Role.ADMIN)
        return frozenset(found)


NO_STANDING = Standing()
R = Role
EVERYBODY = frozenset(R)
MEMBERS = frozenset({R.STUDENT, R.TA, R.TEACHER})
STAFF = frozenset({R.TA, R.TEACHER})
TEACHERS = frozenset({R.TEACHER})
READERS = frozenset({R.READER, R.TEACHER})
ADMINS = frozenset({R.ADMIN})
MAY: dict[Action, frozenset[Role]] = {
    Action.HELP: EVERYBODY,
    Action.NOTICE: EVERYBODY,
    Action.OWN_DATA: EVERYBODY,
    Action.JOIN: EVERYBODY,
    Action.PRACTISE: MEMBERS,
    Action.OWN_SESSION: EVERYBODY,
    Action.OWN_RECORDS: EVERYBODY,
    Action.SEE_SESSIONS: TEACHERS,
    Action.READ_TRANSCRIPT: READERS,
    Action.READ_FEEDBACK: READERS,
    Action.SCORE: TEACHERS,
    Action.OBSERVE: READERS,
    Action.WRITE_MATERIAL: TEACHERS,
    Action.TEST_CLIENT: STAFF,
    Action.ASSIGN: TEACHERS,
    Action.EXTEND: TEACHERS,
    Action.ANNOUNCE: TEACHERS,
    Action.ROSTER_VIEW: STAFF,
    Action.ROSTER_EDIT: TEACHERS,
    Action.EXPORT_CLASS: TEACHERS,
    Action.MONITOR: TEACHERS,
    Action.GRANT_TA: TEACHERS,
    Action.GRANT_TEACHER: ADMINS,
    Action.BIND: frozenset({R.GRANTED}),
    Action.SECTION_SETTINGS: TEACHERS,
    Action.REASSIGN: ADMINS,
    Action.LOWER_LIMITS: TEACHERS,
    Action.SET_LIMITS: ADMINS,
    Action.SHORTEN_RETENTION: TEACHERS,
    Action.SET_RETENTION: ADMINS,
    Action.HOLD: ADMINS,
    Action.OWN_AUDIT: EVERYBODY,
    Action.SECTION_AUDIT: TEACHERS,
    Action.TENANT_AUDIT: ADMINS,
    Action.ERASE_TENANT: ADMINS,
}


# What keeps somebody's words or asks a model; nobody may before they have accepted the notice.
CONSENTED = frozenset({Action.PRACTISE, Action.TEST_CLIENT})


def asks_consent(action: Action) -> bool:
    """Whether the current notice must have been accepted before."""
    return action in CONSENTED


def for_staff(action: Action) -> bool:
    """Whether it is work on the class, which no student and no stranger does."""
    return not MAY.get(action, EVERYBODY) & {R.OUTSIDER, R.PENDING, R.STUDENT}


def allowed(action: Action, standing: Standing) -> bool:
    """Whether the table says so; what it does not name is denied."""
    return bool(MAY.get(action, frozenset()) & standing.roles)


def check(action: Action, standing: Standing) -> None:
    """Raise RefusalError; which one hangs on action and role alone, never on what exists."""
    if allowed(action, standing):
        return
    if MAY.get(action) == ADMINS:
        raise no_admin(standing)
    if action is Action.BIND:
        raise RefusalError(Refusal.NEEDS_GRANT)
    hidden = standing.role in {SectionRole.OUTSIDER, SectionRole.PENDING}
    raise RefusalError(Refusal.NO_SECTION if hidden else Refusal.NOT_ALLOWED)


def no_admin(standing: Standing) -> RefusalError:
    """The refusal for whom the platform does not call an administrator, or says nothing of."""
    if not standing.doubt:
        return RefusalError(Refusal.NEEDS_ADMIN)
    if standing.doubt == LATE:
        return RefusalError(Refusal.NOT_TOLD_WHO)
    return RefusalError(Refusal.MAY_NOT_ASK_WHO, permission=standing.doubt)


def check_object(action: Action, standing: Standing) -> None:
    """Raise RefusalError for somebody else's object: it reads as one that does not exist."""
    if not allowed(action, standing):
        raise RefusalError(Refusal.NOT_FOUND)
