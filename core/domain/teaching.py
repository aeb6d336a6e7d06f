"""People, sections, assignments: the values that a class is made of."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.domain.dates import USUAL_NIGHT, Night
from core.errors import Refusal, RefusalError


class SectionRole(StrEnum):
    """What somebody is in one section; membership of the channel gives at most student."""

    OUTSIDER = "outsider"
    PENDING = "pending"
    STUDENT = "student"
    TA = "ta"
    TEACHER = "teacher"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one workspace."""

    id: str
    tenant: str
    user: str
    name: str


class Enrolment(StrEnum):
    """What joining the class channel gives: a student's place, or a request for one."""

    OPEN = "open"
    APPROVE = "approve"


@dataclass(frozen=True, slots=True)
class Section:
    """A class: one channel, its members, its time zone.

    `public` is None while nobody has said whether everybody may enter the channel; `orphaned_at`
    is when the last teacher went. Students are reminded `remind_hours` before a due date (never
    for 0); whoever speaks last within `grace_minutes` after it is not late. Assistants read along
    in interviews where `assistants_read` says so. Words are kept `kept_days` after the end of the
    course; None: as long as the notice says; nothing at all is deleted since `held_at`.
    """

    id: str
    tenant: str
    place: str
    name: str
    code: str
    zone: str
    state: str
    enrolment: Enrolment = Enrolment.APPROVE
    public: bool | None = None
    orphaned_at: datetime | None = None
    remind_hours: int = 24
    grace_minutes: int = 60
    assistants_read: bool = False
    quiet_from: int = USUAL_NIGHT.begins
    quiet_to: int = USUAL_NIGHT.ends
    kept_days: int | None = None
    held_at: datetime | None = None

    @property
    def night(self) -> Night:
        """When nothing is sent by itself."""
        return Night(self.quiet_from, self.quiet_to)

    @property
    def frozen(self) -> bool:
        """An archived channel: everything stays readable, nothing new begins."""
        return self.state == "archived"


class AssignmentState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


class Release(StrEnum):
    """When a student sees the scores of graded feedback."""

    AT_ONCE = "at_once"
    AFTER_REVIEW = "after_review"
    ON_DATE = "on_date"


@dataclass(frozen=True, slots=True)
class Assignment:
    """Work for a section; None means: no limit.

    `time_limit` is minutes of one interview, `version` grows with every change, `publish_at` is
    when a draft will be published.
    """

    id: str
    tenant: str
    section_id: str
    title: str
    briefing: str
    graded: bool
    state: AssignmentState
    available_at: datetime | None
    due_at: datetime | None
    max_attempts: int | None
    announcement_key: str | None
    time_limit: int | None = None
    show_rubric: bool = True
    notes_allowed: bool = True
    release: Release = Release.AT_ONCE
    release_at: datetime | None = None
    version: int = 1
    publish_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """One student's exception; None: as for everybody."""

    assignment_id: str
    person_id: str
    due_at: datetime | None
    max_attempts: int | None


@dataclass(frozen=True, slots=True)
class ClientVersion:
    """One immutable version of a client as the store keeps it, without its profile.

    No owner: it belongs to the library, which everybody may read and nobody change.
    """

    id: str
    slug: str
    version: int
    name: str
    language: str
    status: str
    owner_id: str | None = None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RubricVersion:
    """One immutable version of a rubric as the store keeps it, without its criteria."""

    id: str
    slug: str
    version: int
    name: str
    owner_id: str | None = None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A client of an assignment with the rubric that judges it."""

    client: ClientVersion
    rubric_id: str | None
    rubric: str


def own_view(assignment: Assignment, extension: Extension | None) -> Assignment:
    """The assignment as it counts for one student."""
    if extension is None:
        return assignment
    return replace(
        assignment,
        due_at=extension.due_at or assignment.due_at,
        max_attempts=extension.max_attempts or assignment.max_attempts,
    )


def check_open(assignment: Assignment, now: datetime) -> None:
    """Raise RefusalError unless a session may start now: available_at <= now < due_at."""
    if assignment.state is AssignmentState.CLOSED:
        raise RefusalError(Refusal.PAST_DUE)
    if assignment.state is not AssignmentState.PUBLISHED:
        raise RefusalError(Refusal.NOT_FOUND)
    if assignment.available_at is not None and now < assignment.available_at:
        raise RefusalError(Refusal.NOT_YET_OPEN, at=assignment.available_at.isoformat())
    if assignment.due_at is not None and now >= assignment.due_at:
        raise RefusalError(Refusal.PAST_DUE, at=assignment.due_at.isoformat())


def check_attempts(assignment: Assignment, used: int) -> None:
    """Raise RefusalError when no attempt is left."""
    if assignment.max_attempts is not None and used >= assignment.max_attempts:
        raise RefusalError(Refusal.ATTEMPTS_USED, used=str(used), of=str(assignment.max_attempts))
