"""The clock of one interview: its time limit, and the due date that comes while it runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.domain.assignment import late_minutes, warn_after
from core.domain.dates import stamp
from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import Event, Fired
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Note, Reply
from core.domain.session import Session, SessionState
from core.domain.teaching import Assignment, own_view
from core.language import _, ngettext
from core.store import assignments, extensions, jobs, sections, sessions, timelimits, works
from core.store.transaction import Transaction

WARN, OVER, DUE, GRACE = "limit_warn", "limit_over", "due_now", "grace_ends"
MINUTE = timedelta(minutes=1)
AWAY = timedelta(minutes=2)
LAST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is to happen to an interview, and the date that it belongs to."""

    kind: str
    at: datetime
    of: datetime


def plan(tx: Transaction, session: Session, moment: Moment) -> None:
    """One job in the interview's own lane."""
    if session.lane is None or session.place is None:
        return
    at_ms = round(moment.at.timestamp() * 1000)
    key = f"{session.id}@{round(moment.of.timestamp() * 1000)}"
    fired = Fired(moment.kind, {"session": session.id, "of": moment.of.isoformat()})
    place = Place.parse(session.place)
    event = Event(f"{moment.kind}:{key}", place, fired, at_ms, lane=session.lane)
    jobs.replan(tx, JobDraft(moment.kind, key, at_ms, event))


def begin(tx: Transaction, session: Session, assignment: Assignment | None, now: datetime) -> None:
    """Start the clock of an interview that has just begun."""
    if assignment is None:
        return
    if assignment.time_limit is not None:
        limit = timedelta(minutes=assignment.time_limit)
        timelimits.put(tx, session.id, None, limit)
        run(tx, session, now)
    watch_due(tx, session, assignment.due_at)


def watch_due(tx: Transaction, session: Session, due: datetime | None) -> None:
    """Say in the interview that the due date comes, and when it begins to be late."""
    section = sections.find(tx, session.section_id)
    if due is None or section is None:
        return
    grace = timedelta(minutes=section.grace_minutes)
    plan(tx, session, Moment(DUE, due, due))
    if grace > LAST:
        plan(tx, session, Moment(GRACE, due + grace - LAST, due))


def due_moved(tx: Transaction, assignment: Assignment) -> None:
    """Interviews that run now hear of the new date."""
    for session in works.running(tx, assignment.id):
        exception = extensions.find(tx, assignment.id, session.student_id)
        watch_due(tx, session, own_view(assignment, exception).due_at)


def stop(tx: Transaction, session: Session, now: datetime) -> None:
    """A pause costs no time."""
    found = timelimits.find(tx, session.id)
    if found is not None and found.ends_at is not None:
        timelimits.put(tx, session.id, None, max(found.ends_at - now, MINUTE))


def run(tx: Transaction, session: Session, now: datetime) -> None:
    """Go on with what is left."""
    found = timelimits.find(tx, session.id)
    if found is None or found.ends_at is not None:
        return
    ends = now + found.left
    timelimits.put(tx, session.id, ends, found.left)
    plan(tx, session, Moment(WARN, now + warn_after(found.left), ends))
    plan(tx, session, Moment(OVER, ends, ends))


def reopen(tx: Transaction, session: Session, now: datetime) -> None:
    """Go on in another place, where the due date is told as well."""
    run(tx, session, now)
    due = own_due(tx, session)
    if due is not None and due > now:
        watch_due(tx, session, due)


def read(tx: Transaction, event: Event) -> tuple[Session, datetime] | None:
    """The interview of a clock's event, when it still runs, and the date that was meant."""
    if not isinstance(event.body, Fired):
        return None
    session = sessions.find(tx, event.body.payload["session"])
    if session is None or session.state not in {SessionState.ACTIVE, SessionState.PAUSED}:
        return None
    return session, datetime.fromisoformat(event.body.payload["of"])


def warn(tx: Transaction, event: Event, now: datetime) -> Effects:
    """Say how much time is left; nothing when the clock was stopped meanwhile."""
    found = read(tx, event)
    if found is None or not is_due(tx, found) or now >= found[1] - MINUTE:
        return NOTHING
    minutes = max(round((found[1] - now) / MINUTE), 1)
    text = ngettext(
        "{n} minute is left. Begin to close the interview.",
        "{n} minutes are left. Begin to close the interview.",
        minutes,
    ).format(n=minutes)
    return posted(event, text)


def is_due(tx: Transaction, found: tuple[Session, datetime]) -> bool:
    """Whether the interview still ends at that moment."""
    left = timelimits.find(tx, found[0].id)
    return left is not None and left.ends_at == found[1]


def over(tx: Transaction, event: Event, now: datetime) -> Session | Effects:
    """The interview that must end now; time that the app was away is given back."""
    found = read(tx, event)
    if found is None or not is_due(tx, found):
        return NOTHING
    session, ends = found
    if now - ends <= AWAY:
        return session
    timelimits.put(tx, session.id, None, LAST)
    run(tx, session, now)
    return posted(event, _("I was away for a while. You have ten more minutes."))


def due_now(tx: Transaction, event: Event) -> Effects:
    """The due date has come while the interview runs: it is never cut."""
    found = read(tx, event)
    section = sections.find(tx, found[0].section_id) if found else None
    if found is None or section is None or own_due(tx, found[0]) != found[1]:
        return NOTHING
    until = stamp(found[1] + timedelta(minutes=section.grace_minutes), section.zone)
    text = _("The due date has come. Finish in peace: until {until} you are on time.")
    return posted(event, text.format(until=until))


def grace_ends(tx: Transaction, event: Event, now: datetime) -> Effects:
    """Ten minutes before words begin to be late."""
    found = read(tx, event)
    section = sections.find(tx, found[0].section_id) if found else None
    if found is None or section is None or own_due(tx, found[0]) != found[1]:
        return NOTHING
    until = found[1] + timedelta(minutes=section.grace_minutes)
    if now >= until:
        return NOTHING
    text = _("What you say after {until} is marked late, with the minutes. You may still finish.")
    return posted(event, text.format(until=stamp(until, section.zone)))


def posted(event: Event, text: str) -> Effects:
    """The app's own line in the interview's place, out of role."""
    return Effects((Draft(event.place, Post(Reply((Note(text),)))),))


def own_due(tx: Transaction, session: Session) -> datetime | None:
    """The due date as it counts for the interview's student."""
    if session.assignment_id is None:
        return None
    found = assignments.find(tx, session.assignment_id)
    exception = extensions.find(tx, session.assignment_id, session.student_id)
    return own_view(found, exception).due_at if found else None


def lateness(tx: Transaction, session: Session) -> int:
    """Minutes by which the student's last words came after the due date and its grace."""
    section = sections.find(tx, session.section_id)
    due = own_due(tx, session)
    if due is None or section is None:
        return 0
    return late_minutes(due, works.last_word(tx, session.id), section.grace_minutes)


def told(tx: Transaction, session: Session) -> tuple[str, ...]:
    """What is said of lateness when an interview ends; nothing when it is on time."""
    minutes = lateness(tx, session)
    if not minutes:
        return ()
    text = ngettext(
        "It is marked late by {n} minute.", "It is marked late by {n} minutes.", minutes
    )
    return (text.format(n=minutes),)
