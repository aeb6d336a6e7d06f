"""Who is what: standings, and the teachers whom an administrator names."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.audit import Entry
from core.domain.event import Event
from core.domain.policy import Action, Standing, allowed, check_object
from core.domain.teaching import Person, Section, SectionRole
from core.errors import Refusal, RefusalError
from core.store import audit, grants, people, sections
from core.store.transaction import Transaction

ORDER = tuple(SectionRole)


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody's deed: by whom, where and when."""

    by: Person
    event: Event
    now: datetime


def standing_in(tx: Transaction, section_id: str, person: Person, event: Event) -> Standing:
    """What the person is in one section."""
    role = people.role_of(tx, section_id, person.id)
    held, reads = grants.held(tx, person.id), may_read_along(tx, section_id, role)
    return Standing(role, held, event.actor.admin, reads, event.actor.doubt)


def may_read_along(tx: Transaction, section_id: str, role: SectionRole) -> bool:
    """Whether the class lets its assistants read; asked for assistants only."""
    if role is not SectionRole.TA:
        return False
    section = sections.find(tx, section_id)
    return section is not None and section.assistants_read


def standing_at_large(tx: Transaction, person: Person, event: Event) -> Standing:
    """Outside a class channel: the most that the person is anywhere in the workspace."""
    roles = people.roles_of(tx, person.id)
    most = max(roles.values(), key=ORDER.index, default=SectionRole.OUTSIDER)
    reads = any(may_read_along(tx, section_id, role) for section_id, role in roles.items())
    held = grants.held(tx, person.id)
    return Standing(most, held, event.actor.admin, reads, event.actor.doubt)


def caller(tx: Transaction, event: Event) -> tuple[Person, Section | None, Standing]:
    """Who acted, in which class and as what; a stranger has no id and is nowhere kept."""
    user = event.actor.user
    person = people.find_user(tx, user) or Person("", event.tenant, user, event.actor.name)
    section = sections.find_at(tx, event.place)
    if section is None:
        return person, None, standing_at_large(tx, person, event)
    return person, section, standing_in(tx, section.id, person, event)


def check_section(tx: Transaction, action: Action, section_id: str, act: Act) -> None:
    """RefusalError unless the person may do it in the section that an object belongs to.

    Call it for every object that came by id: the role where the command was typed says nothing
    about the class that the object is in.
    """
    check_object(action, standing_in(tx, section_id, act.by, act.event))


def section_for(tx: Transaction, here: Section | None, action: Action, act: Act) -> Section:
    """The class of this channel, else the only one in which the person may do it."""
    if here is not None:
        return here
    fitting = sections_for(tx, action, act)
    if not fitting:
        raise RefusalError(Refusal.NO_SECTION)
    found = sections.find(tx, fitting[0])
    if len(fitting) > 1 or found is None:
        raise RefusalError(Refusal.WHICH_SECTION)
    return found


def sections_for(tx: Transaction, action: Action, act: Act) -> tuple[str, ...]:
    """The ids of the active classes in which the person may do it."""
    return tuple(
        section_id
        for section_id, role in people.roles_of(tx, act.by.id).items()
        if allowed(action, Standing(role, reads=may_read_along(tx, section_id, role)))
    )


def name_teacher(tx: Transaction, act: Act, person: Person) -> bool:
    """Grant, with who, when and where; False when it was so already."""
    given = grants.give(tx, person.id, act.by.id, act.event.place, act.now)
    if given:
        audit.record(tx, Entry(act.by.id, "grant_teacher", person.id, act.now))
    return given


def unname_teacher(tx: Transaction, act: Act, person: Person) -> bool:
    """Take the grant back; sections that the person teaches keep their teacher until changed."""
    revoked = grants.revoke(tx, person.id, act.by.id, act.now)
    if revoked:
        audit.record(tx, Entry(act.by.id, "revoke_teacher", person.id, act.now))
    return revoked
