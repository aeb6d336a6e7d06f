"""Assignments: what may change when, what is missing, how late somebody is."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Final

from core.domain.teaching import Assignment, AssignmentState, ClientVersion
from core.errors import Refusal, RefusalError
from core.language import _, gettext_noop

MOST_ATTEMPTS: Final = 99
SHORTEST, LONGEST = 5, 600
WARNING = timedelta(minutes=10)
PUBLISHED: Final = "published"
PERMITTED = frozenset({"briefing", "due_at", "max_attempts"})
LABELS: Mapping[str, str] = {
    "title": gettext_noop("title"),
    "clients": gettext_noop("clients"),
    "rubric": gettext_noop("rubric"),
    "due_at": gettext_noop("due date"),
    "graded": gettext_noop("practice or graded"),
    "notes_allowed": gettext_noop("notes allowed"),
    "show_rubric": gettext_noop("rubric shown"),
    "available_at": gettext_noop("available from"),
    "max_attempts": gettext_noop("attempts"),
    "time_limit": gettext_noop("time limit"),
    "briefing": gettext_noop("briefing"),
    "release": gettext_noop("release of feedback"),
    "release_at": gettext_noop("release date"),
    "publish_at": gettext_noop("publication date"),
}
FIELDS = frozenset(one.name for one in fields(Assignment))
Changes = Mapping[str, object]
"""Only what was said is in it: a name that is missing stays as it is, None takes a limit away."""


def label(name: str) -> str:
    """A field as people call it."""
    return _(LABELS[name])


def check_permitted(assignment: Assignment, changes: Changes) -> None:
    """RefusalError that names every field which is fixed after publishing."""
    if assignment.state is AssignmentState.DRAFT:
        return
    fixed = [label(name) for name in LABELS if name in changes and name not in PERMITTED]
    if fixed:
        raise RefusalError(Refusal.FIXED_FIELDS, fields=", ".join(fixed))


def check_window(changed: Assignment) -> None:
    """RefusalError for a due date that lies before the opening."""
    opens, due = changed.available_at, changed.due_at
    if opens is not None and due is not None and due <= opens:
        wanted = _("a date after the opening")
        raise RefusalError(Refusal.BAD_OPTION, option="due", wanted=wanted)


def missing(
    assignment: Assignment, clients: tuple[ClientVersion, ...], now: datetime
) -> tuple[str, ...]:
    """What an assignment still needs before the class may see it."""
    found = []
    if not assignment.title.strip():
        found.append(_("a title"))
    if not clients:
        found.append(_("at least one client"))
    away = [one.name for one in clients if one.status != PUBLISHED]
    if away:
        found.append(_("published clients (not: {names})").format(names=", ".join(away)))
    if assignment.due_at is not None and assignment.due_at <= now:
        found.append(_("a due date that is still to come"))
    return tuple(found)


def late_minutes(due_at: datetime | None, last_at: datetime | None, grace_minutes: int) -> int:
    """Minutes after the due date of the last words; 0 within the grace."""
    if due_at is None or last_at is None or last_at <= due_at + timedelta(minutes=grace_minutes):
        return 0
    return -((due_at - last_at) // timedelta(minutes=1))


def warn_after(limit: timedelta) -> timedelta:
    """How far into an interview its end is announced: ten minutes before, or half-way."""
    return max(limit - WARNING, limit / 2)
