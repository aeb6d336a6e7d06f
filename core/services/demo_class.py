"""A class to look at: people, the shipped clients, a rubric, one published assignment."""

from dataclasses import dataclass, replace
from datetime import timedelta

from core.domain.event import Event, Fired
from core.domain.ids import new_key
from core.domain.place import Place
from core.domain.teaching import (
    Assignment,
    AssignmentState,
    Enrolment,
    Section,
    SectionRole,
)
from core.services import library
from core.services.house import House
from core.store import assignments, clients, people, rubrics, sections
from core.store.transaction import Transaction

DUE_IN = timedelta(days=7)
LANGUAGE = "en"
RUBRIC = "basic-interviewing"


@dataclass(frozen=True, slots=True)
class DemoMember:
    """Somebody in the demo class."""

    user: str
    name: str
    role: SectionRole


@dataclass(frozen=True, slots=True)
class DemoClass:
    """Where the class lives and who is in it."""

    place: Place
    name: str
    zone: str
    members: tuple[DemoMember, ...]


def seed(tx: Transaction, house: House, plan: DemoClass) -> Event | None:
    """Make the class; None when it is there already, else the event that announces its work."""
    now = house.clock.now()
    bound = sections.add(tx, plan.place, plan.name, plan.zone, now)
    if bound is None:
        return None
    section = replace(bound, enrolment=Enrolment.OPEN)
    sections.save(tx, section)
    for member in plan.members:
        person = people.meet(tx, member.user, member.name, now)
        people.enrol(tx, section.id, person.id, member.role, now)
    library.supply(tx, now)
    assignment = assign_all(tx, house, section)
    fired = Fired("announce", {"assignment": assignment.id})
    return Event(f"announce:{assignment.id}", plan.place, fired, tx.now_ms)


def assign_all(tx: Transaction, house: House, section: Section) -> Assignment:
    """One published practice assignment with every English client."""
    now = house.clock.now()
    rubric = rubrics.newest(tx, RUBRIC)
    made = Assignment(
        id=new_key(),
        tenant=tx.tenant,
        section_id=section.id,
        title="First interviews",
        briefing="Meet a client for the first time. Listen before you solve.",
        graded=False,
        state=AssignmentState.PUBLISHED,
        available_at=None,
        due_at=now + DUE_IN,
        max_attempts=None,
        announcement_key=None,
    )
    assignments.add(tx, made, None, now)
    english = [one for one in clients.published(tx) if one.language == LANGUAGE]
    for position, client in enumerate(english):
        assignments.add_client(tx, made.id, client.id, rubric.id if rubric else None, position)
    return made
