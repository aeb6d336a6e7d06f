"""A class to look at: people, the shipped clients, a rubric, one published assignment."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta

from core.domain.event import Event, Fired
from core.domain.ids import new_key
from core.domain.place import Place
from core.domain.teaching import (
    Assignment,
    AssignmentState,
    ClientVersion,
    Enrolment,
    Section,
    SectionRole,
)
from core.library.loader import load_shipped, profile_to_data
from core.library.rubrics_loader import load_rubrics, rubric_to_text
from core.services.house import House
from core.store import assignments, clients, people, sections
from core.store.transaction import Transaction

DUE_IN = timedelta(days=7)
LANGUAGE = "en"


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
    import_shipped(tx, house)
    assignment = assign_all(tx, house, section)
    fired = Fired("announce", {"assignment": assignment.id})
    return Event(f"announce:{assignment.id}", plan.place, fired, tx.now_ms)


def import_shipped(tx: Transaction, house: House) -> None:
    """Put the shipped clients into the tenant's library; known versions stay as they are."""
    for profile in load_shipped():
        made = ClientVersion(
            new_key(),
            profile.id,
            profile.version,
            profile.identity.name,
            profile.language,
            profile.status.value,
        )
        text = json.dumps(profile_to_data(profile), ensure_ascii=False)
        clients.add(tx, made, profile.sha256, text, house.clock.now())


def assign_all(tx: Transaction, house: House, section: Section) -> Assignment:
    """One published practice assignment with every English client."""
    now = house.clock.now()
    shipped = load_rubrics()[0]
    rubric = clients.add_rubric(tx, shipped.id, shipped.name, rubric_to_text(shipped), now)
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
        assignments.add_client(tx, made.id, client.id, rubric, position)
    return made
