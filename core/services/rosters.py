"""Who is in the class: pages, approval, adding and removing."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.audit import Entry
from core.domain.effects import NOTHING, Effects
from core.domain.outgoing import Draft, Post
from core.domain.place import Place
from core.domain.policy import Action, check
from core.domain.reply import Button, say
from core.domain.teaching import Person, Section, SectionRole
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _
from core.services import grants as granting
from core.services import sections as classes
from core.services.grants import Act
from core.store import audit, people, rosters
from core.store.transaction import Transaction

PAGE = 20
MOST_WELCOMES = 20


@dataclass(frozen=True, slots=True)
class Page:
    """What one screen of the roster shows; pages count from 1."""

    section: Section
    which: str
    number: int
    pages: int
    total: int
    waiting: int
    lines: tuple[rosters.Line, ...]
    work: tuple[rosters.Work, ...]
    progress: dict[tuple[str, str], rosters.Progress]


def read_page(tx: Transaction, section: Section, which: str, number: int) -> Page:
    """Five statements, whatever the size of the class."""
    total = rosters.count(tx, section.id, which)
    waiting = rosters.count(tx, section.id, "waiting")
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    lines = rosters.page(tx, section.id, which, PAGE, (number - 1) * PAGE)
    students = tuple(line.person.id for line in lines)
    return Page(
        section,
        which,
        number,
        pages,
        total,
        waiting,
        lines,
        rosters.work(tx, section.id),
        rosters.progress(tx, section.id, students),
    )


def check_alive(section: Section) -> None:
    """RefusalError for an archived class."""
    if section.frozen:
        raise RefusalError(Refusal.FROZEN)


def member(tx: Transaction, section: Section, user: str) -> tuple[Person, SectionRole]:
    """Somebody of the class; RefusalError for anybody else, known or not."""
    person = people.find_user(tx, user.strip().removeprefix("@"))
    role = people.role_of(tx, section.id, person.id) if person else SectionRole.OUTSIDER
    if person is None or role is SectionRole.OUTSIDER:
        raise RefusalError(Refusal.NOT_FOUND)
    return person, role


def approve(tx: Transaction, act: Act, section: Section, user: str) -> tuple[int, Effects]:
    """Enrol one who waits, or all of them when nobody is named; they are told."""
    check_alive(section)
    waiting = [
        person
        for person, role in people.members(tx, section.id)
        if role is SectionRole.PENDING and user in {"", person.user}
    ]
    for person in waiting:
        people.enrol(tx, section.id, person.id, SectionRole.STUDENT, act.now)
        audit.record(tx, Entry(act.by.id, "approve", person.id, act.now, section.id))
    return len(waiting), welcome(tx, section, waiting)


def welcome(tx: Transaction, section: Section, newcomers: Iterable[Person]) -> Effects:
    """Tell each, privately and once; a whole class is told by its announcements instead."""
    new = tuple(newcomers)
    before = people.returned(tx, section.id, [one.id for one in new])
    told = tuple(one for one in new if one.id not in before)
    if len(told) > MOST_WELCOMES:
        return NOTHING
    reply = say(
        _("You are enrolled in {name}.").format(name=section.name),
        buttons=(Button(_("See my work"), token("practice"), "primary"),),
    )
    place = Place.parse(section.place)
    return Effects(tuple(Draft(place, Post(reply, one.user)) for one in told))


@dataclass(frozen=True, slots=True)
class Adding:
    """Who shall be what."""

    user: str
    role: SectionRole


def add(tx: Transaction, act: Act, section: Section, wanted: Adding) -> tuple[Person, bool]:
    """Enrol somebody in a role; False when it is so already.

    A teacher is named by an administrator only, a TA by a teacher of the section.
    """
    check_alive(section)
    standing = granting.standing_in(tx, section.id, act.by, act.event)
    if wanted.role is SectionRole.TEACHER:
        check(Action.GRANT_TEACHER, standing)
    elif wanted.role is SectionRole.TA:
        check(Action.GRANT_TA, standing)
    else:
        check(Action.ROSTER_EDIT, standing)
    user = wanted.user.strip().removeprefix("@")
    if not user:
        raise RefusalError(Refusal.BAD_OPTION, option="member", wanted="somebody of the channel")
    person = people.meet(tx, user, "", act.now)
    if people.role_of(tx, section.id, person.id) is SectionRole.TEACHER is not wanted.role:
        check(Action.GRANT_TEACHER, standing)
    new = people.enrol(tx, section.id, person.id, wanted.role, act.now)
    if new:
        deed = f"add_{wanted.role.value}"
        audit.record(tx, Entry(act.by.id, deed, person.id, act.now, section.id))
        classes.look_after(tx, section, act.now)
    return person, new


def remove(tx: Transaction, act: Act, section: Section, user: str) -> Person:
    """End somebody's period; the work stays, and so do they until a teacher adds them again."""
    check_alive(section)
    person, role = member(tx, section, user)
    if role is SectionRole.TEACHER:
        check(Action.GRANT_TEACHER, granting.standing_in(tx, section.id, act.by, act.event))
    people.withdraw(tx, section.id, person.id, act.now, "removed")
    audit.record(tx, Entry(act.by.id, "remove", person.id, act.now, section.id))
    classes.look_after(tx, section, act.now)
    return person
