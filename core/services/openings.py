"""`Remind me`: one private word when work opens, to whoever asked for it."""

from datetime import datetime, timedelta

from core.domain.effects import NOTHING, Effects, JobDraft
from core.domain.event import Event, Fired, payload_of
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.reply import Button, say
from core.domain.teaching import Assignment, AssignmentState, Person, SectionRole
from core.domain.token import token
from core.language import _
from core.services.house import House
from core.store import assignments, people, sections
from core.store.transaction import Transaction

JOB = "work_opens"
# The database and this process may not agree on the time to the second.
SKEW = timedelta(minutes=1)


def remind(tx: Transaction, person: Person, given: Assignment, opens: datetime) -> Effects:
    """Once for each student, work and opening, however often it is pressed."""
    section = sections.find(tx, given.section_id)
    if section is None:
        return NOTHING
    run_at = int(opens.timestamp() * 1000)
    key = f"{given.id}:{person.id}:{run_at}"
    fired = Fired(JOB, {"assignment": given.id, "person": person.id})
    place = Place.parse(section.place)
    event = Event(f"{JOB}:{key}", place, fired, run_at, lane=f"{place}#{person.user}")
    return Effects(jobs=(JobDraft(JOB, key, run_at, event),))


def opens_now(tx: Transaction, house: House, event: Event) -> Effects:
    """Say it; where the opening was moved meanwhile, wait for the new one."""
    payload = payload_of(event)
    given = assignments.find(tx, payload["assignment"])
    person = people.find(tx, payload["person"])
    if given is None or person is None or given.state is not AssignmentState.PUBLISHED:
        return NOTHING
    if people.role_of(tx, given.section_id, person.id) is SectionRole.OUTSIDER:
        return NOTHING
    if given.available_at is not None and house.clock.now() + SKEW < given.available_at:
        return remind(tx, person, given, given.available_at)
    reply = say(
        _("{title} is open now.").format(title=given.title),
        buttons=(Button(_("Start"), token("practice", given.id), "primary"),),
    )
    return Effects((Draft(event.place, Post(reply, person.user)),))
