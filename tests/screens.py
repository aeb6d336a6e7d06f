"""The screens of a class as the door shows them, without what is around a command."""

from core.commands.intent import make_call
from core.commands.spec import bind
from core.dispatch import REGISTRY
from core.domain.event import Actor, Called, Event, Values
from core.domain.policy import check
from core.domain.reply import Reply
from core.services import monitor
from core.services.house import House
from core.store import sections
from core.store.transaction import Transaction
from tests.classroom import NOW, NOW_MS, class_place
from tests.fakes import FakeClock

MONITOR = "monitor"
TEACHERS: dict[str, Values] = {
    "roster show": {},
    "report class": {"page": "1"},
    "class": {},
    "assign list": {},
    "announcements": {},
    "section audit": {},
}
STUDENTS: dict[str, Values] = {
    "sessions": {},
    "practice": {},
    "progress": {},
    "help": {},
    "privacy audit": {},
}
SCREENS = (*TEACHERS, "report student", MONITOR, *STUDENTS)
HOUSE = House(FakeClock(NOW))


def show(tx: Transaction, name: str, section: int = 0, student: int = 0) -> Reply:
    """What somebody of a class reads; the class's teacher or one student of it."""
    if name == MONITOR:
        return live(tx, section)
    if name in STUDENTS:
        return answer(tx, section, f"u{student}", Called(name, STUDENTS[name]))
    values = TEACHERS.get(name, {"member": f"u{student}"})
    return answer(tx, section, f"teacher{section}", Called(name, values))


def answer(tx: Transaction, section: int, user: str, called: Called) -> Reply:
    """Carry out a command."""
    event = Event("k", class_place(section), called, NOW_MS, Actor(user, user))
    call = make_call(tx, HOUSE, event)
    declared = REGISTRY[called.command]
    check(declared.action, call.standing)
    reply = declared.run(call, **bind(declared, called.options)).reply
    if reply is None:
        raise LookupError(called.command)
    return reply


def live(tx: Transaction, number: int) -> Reply:
    """The board as it is renewed."""
    section = sections.find_at(tx, class_place(number))
    if section is None:
        raise LookupError(number)
    return Reply(monitor.board(section, monitor.read(tx, section, NOW)))
