"""A school with two classes, a second school beside it, and every id that can be sent."""

import itertools
from dataclasses import dataclass, replace

from sqlalchemy import insert, select

from core.domain.event import Value, Values
from core.domain.place import Place
from core.domain.policy import Role, Standing
from core.domain.session import Session, SessionState
from core.domain.teaching import SectionRole
from core.services import consent
from core.services.demo_class import DemoClass, DemoMember, seed
from core.services.house import House
from core.store import assignments, clients, grants, people, rosterlines, sections, sessions
from core.store.class_tables import assignment_clients, rubrics
from core.store.grade_tables import contests, evaluations
from core.store.record_tables import monitors
from core.store.transaction import Transaction
from tests.fakes import START
from tests.seeds import session

HERE = Place("play", "school", "class")
BESIDE = Place("play", "school", "other")
AWAY = Place("play", "college", "class")
NEVER = "zzzzzzzzzzzzzzzzzzzzzzzz"
RELATIONS = ("own", "same section", "other section", "other workspace", "nonexistent")
CAST = {
    Role.TEACHER: "ruth",
    Role.TA: "tara",
    Role.READER: "tara",
    Role.STUDENT: "ines",
    Role.PENDING: "pia",
    Role.OUTSIDER: "olga",
    Role.GRANTED: "gert",
    Role.ADMIN: "dean",
}
ROLES = {"ruth": SectionRole.TEACHER, "tara": SectionRole.TA, "pia": SectionRole.PENDING}
STANDINGS = {
    Role.READER: Standing(SectionRole.TA, reads=True),
    Role.GRANTED: Standing(granted=True),
    Role.ADMIN: Standing(admin=True),
} | {Role(one.value): Standing(one) for one in SectionRole}
TARGETS = {
    "talk": "{client}.{assignment}",
    "rated": "{session}.5",
    "monitor read": "{session}",
    "replay": "{session}.1",
    "support": "go_on.{session}",
    "accept": "practice?assignment={assignment}",
}
PLAIN: dict[str, Value] = {"page": "1", "level": 1, "bar": 70, "code": "AAAABBBB", "use": "pair"}
IDS = ("session", "assignment", "client", "rubric", "grading", "monitor", "contest", "line")


@dataclass(frozen=True, slots=True)
class Things:
    """One id of each kind, all of one class and one student."""

    ids: dict[str, str]
    user: str = "nobody"

    def fill(self, command: str, name: str) -> Value:
        """What somebody would send for this option."""
        if name in {"target", "moment", "choice", "wish"}:
            return TARGETS.get(command, "{grading}.opening").format_map(self.ids)
        if name == "member":
            return self.user
        if name == "bond":
            return f"{self.ids['person']}.maria"
        if name in PLAIN:
            return PLAIN[name]
        return self.ids.get(name, self.ids["session"])


NOTHING = Things(dict.fromkeys((*IDS, "person"), NEVER))


def make_class(tx: Transaction, house: House, place: Place, people_: dict[str, SectionRole]) -> str:
    """A class with its people, an assignment and the shipped clients; its id."""
    members = tuple(DemoMember(user, user.title(), role) for user, role in people_.items())
    seed(tx, house, DemoClass(place, f"Class at {place.channel}", "UTC", members))
    section = sections.find_at(tx, place)
    assert section
    for user in people_:
        person = people.meet(tx, user, "", START)
        consent.accept(tx, house, person, START)
    return section.id


def things_of(tx: Transaction, section_id: str, user: str) -> Things:
    """A finished, graded interview of the student and all that hangs on it."""
    person = people.find_user(tx, user)
    work = assignments.of_section(tx, section_id)[0]
    pair = assignments.clients_of(tx, work.id)[0]
    assert person
    made = interview(tx, person.id, section_id, work.id, pair.id)
    sessions.add(tx, made)
    common = {"tenant": tx.tenant}
    rubric = tx.run(
        select(rubrics.c.id, rubrics.c.criteria)
        .join(assignment_clients, assignment_clients.c.rubric_id == rubrics.c.id)
        .where(assignment_clients.c.assignment_id == work.id)
    ).first()
    assert rubric
    grading = {"id": f"g{made.id}"[:24], "session_id": made.id, "section_id": section_id}
    grading |= {"assignment_id": work.id, "rubric_id": rubric.id, "criteria": rubric.criteria}
    grading |= {"grader": "x", "prompt": "1", "transcript": "", "profile": "", "language": "en"}
    grading |= {"done": True, "policy": "after_review", "created_at": START}
    tx.run(insert(evaluations), common | grading)
    contest = {"id": f"c{made.id}"[:24], "evaluation_id": grading["id"], "criterion": "opening"}
    tx.run(insert(contests), common | contest | {"text": "why?", "at": START})
    watch = {"id": f"m{made.id}"[:24], "section_id": section_id, "person_id": person.id}
    watch |= {"state": "open", "place": "play:school:class:", "shown": "", "until": START}
    tx.run(insert(monitors), common | watch | {"created_at": START})
    entry = rosterlines.RosterEntry(1, f"Expected {user}")
    rosterlines.add(tx, section_id, entry, None, START)
    line = rosterlines.waiting(tx, section_id)[0]
    found = (made.id, work.id, pair.id, rubric.id)
    rest = (grading["id"], watch["id"], contest["id"], line.id)
    ids = dict(zip(IDS, (*map(str, found), *map(str, rest)), strict=True))
    return Things(ids | {"person": person.id}, user)


NUMBERS = itertools.count()


def interview(
    tx: Transaction, student: str, section_id: str, assignment_id: str, client_id: str
) -> Session:
    """One that is over."""
    number = next(NUMBERS)
    return replace(
        session(tx.tenant, number, f"play:x:y:{number}"),
        id=f"session{number:016}",
        section_id=section_id,
        assignment_id=assignment_id,
        client_id=client_id,
        student_id=student,
        state=SessionState.COMPLETED,
        ended_at=START,
    )


def make_world(tx: Transaction, house: House) -> dict[str, dict[str, Things]]:
    """The things by relation, then by who asks."""
    here, away = tx.bound(HERE.tenant), tx.bound(AWAY.tenant)
    students = dict.fromkeys(("ines", "omar"), SectionRole.STUDENT)
    first = make_class(here, house, HERE, {**ROLES, **students})
    second = make_class(here, house, BESIDE, {"berta": SectionRole.STUDENT})
    third = make_class(away, house, AWAY, {"carl": SectionRole.STUDENT})
    gert = people.meet(here, "gert", "Gert", START)
    grants.give(here, gert.id, gert.id, HERE, START)
    omar = things_of(here, first, "omar")
    own = {"ines": things_of(here, first, "ines")}
    assert clients.published(here)
    return {
        "own": {user: own.get(user, omar) for user in CAST.values()},
        "same section": dict.fromkeys(CAST.values(), omar),
        "other section": dict.fromkeys(CAST.values(), things_of(here, second, "berta")),
        "other workspace": dict.fromkeys(CAST.values(), things_of(away, third, "carl")),
        "nonexistent": dict.fromkeys(CAST.values(), NOTHING),
    }


def values_for(command: str, names: list[str], things: Things) -> Values:
    """Every option of a command that speaks of these things."""
    return {name: things.fill(command, name) for name in names}
