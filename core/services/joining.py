"""People come for lines of an imported roster: by a code, an address, or a teacher's word."""

from collections.abc import Mapping
from datetime import datetime

from core.domain.audit import Entry
from core.domain.effects import Effects
from core.domain.teaching import Person, Section, SectionRole
from core.errors import Refusal, RefusalError
from core.ports import Member
from core.services import rosters
from core.services.grants import Act
from core.store import audit, people, rosterlines, sections
from core.store.rosterlines import RosterLine
from core.store.transaction import Transaction

LOW = frozenset({SectionRole.OUTSIDER, SectionRole.PENDING})


def normal(code: str) -> str:
    """A code as it was given out, however it was typed."""
    return "".join(one for one in code.upper() if one.isalnum())


def by_code(tx: Transaction, person: Person, code: str, now: datetime) -> tuple[Section, Effects]:
    """Enrol as a student; a code that is used, wrong or of an archived class reads like none."""
    line = rosterlines.find_code(tx, normal(code))
    section = sections.find(tx, line.section_id) if line else None
    if line is None or section is None or section.frozen:
        raise RefusalError(Refusal.NO_CODE)
    if not rosterlines.claim(tx, line.id, person.id):
        raise RefusalError(Refusal.NO_CODE)
    entered = enter(tx, section, person, now)
    audit.record(tx, Entry(person.id, "join_by_code", line.id, now, section.id))
    return section, rosters.welcome(tx, section, (person,)) if entered else Effects()


def enter(tx: Transaction, section: Section, person: Person, now: datetime) -> bool:
    """Make a student of whoever is less; False for whoever is one already."""
    if people.role_of(tx, section.id, person.id) not in LOW:
        return False
    return people.enrol(tx, section.id, person.id, SectionRole.STUDENT, now)


def by_teacher(tx: Transaction, act: Act, line: RosterLine, section: Section, user: str) -> Person:
    """The teacher says who a line is."""
    rosters.check_alive(section)
    name = user.strip().removeprefix("@")
    if not name:
        raise RefusalError(Refusal.BAD_OPTION, option="member", wanted="somebody of the channel")
    person = people.meet(tx, name, "", act.now)
    if not rosterlines.claim(tx, line.id, person.id):
        raise RefusalError(Refusal.ALREADY_DONE)
    enter(tx, section, person, act.now)
    audit.record(tx, Entry(act.by.id, "match_line", person.id, act.now, section.id))
    return person


def by_address(
    tx: Transaction, section: Section, humans: Mapping[str, Member], now: datetime
) -> int:
    """Whoever waits in the file and is in the channel under the same address is enrolled."""
    there = {one.email.casefold(): one for one in humans.values() if one.email}
    if not there:
        return 0
    waiting = (line for line in rosterlines.waiting(tx, section.id) if line.email in there)
    return sum(take_up(tx, section, line, there[line.email], now) for line in waiting)


def take_up(
    tx: Transaction, section: Section, line: RosterLine, member: Member, now: datetime
) -> bool:
    """Enrol the member whom a line speaks of; not whom a teacher has removed."""
    person = people.meet(tx, member.user, member.name, now)
    past = people.past(tx, section.id, person.id)
    if past is not None and past.ended == "removed":
        return False
    return rosterlines.claim(tx, line.id, person.id) and enter(tx, section, person, now)
