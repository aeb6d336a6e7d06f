"""Random walks of a class on a real database: after any of them the roster is what the rule says.

`VC_SWEEP=full` walks 10,000 times; the gate walks fewer.
"""

import os
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select

from core.domain.event import ChannelChanged
from core.domain.place import Place
from core.domain.roster import followed
from core.domain.teaching import Enrolment, Section, SectionRole
from core.ports import Member
from core.services import reconcile
from core.services import sections as service
from core.store import people, sections
from core.store.class_tables import enrolments
from core.store.database import Database
from core.store.prepared import Line
from core.store.transaction import Transaction
from tests.fakes import START

CLASS = Place("play", "school", "walks")
USERS = st.sampled_from(["ana", "bo", "cy", "دانا", "é"])
WALKS = 10_000 if os.environ.get("VC_SWEEP") == "full" else 60
OUT, WAITS, STUDENT, TA, TEACHER = SectionRole


class Walk(RuleBasedStateMachine):
    """The model keeps, for everybody, what they last were and whether a teacher put them out."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.connection = engine.connect()
        self.connection.exec_driver_sql("BEGIN")
        self.tx = Transaction(Line(self.connection), CLASS.tenant, 0)
        self.now: datetime = START
        made = sections.add(self.tx, CLASS, "Walks", "UTC", self.now)
        assert made is not None
        self.present: set[str] = set()
        self.was: dict[str, SectionRole] = {}
        self.out: set[str] = set()
        self.opens = False
        self.archived = False
        self.public: bool | None = None

    def section(self) -> Section:
        found = sections.find_at(self.tx, CLASS)
        assert found is not None
        return found

    def later(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def heal(self) -> None:
        """The model's own account of the rule."""
        for user in {*self.present, *self.was}:
            before = self.was.get(user)
            if user in self.out or user not in self.present:
                continue
            if before in {None, WAITS}:
                self.was[user] = STUDENT if self.opens else WAITS

    @rule(user=USERS, told=st.integers(0, 2))
    def comes(self, user: str, told: int) -> None:
        """Somebody enters the channel; we hear of it never, once or twice."""
        self.present.add(user)
        for _ in range(told):
            self.hear(user, present=True)

    @rule(user=USERS, told=st.integers(0, 2))
    def goes(self, user: str, told: int) -> None:
        """Somebody leaves; a TA who leaves and is known to have left is a student afterwards."""
        self.present.discard(user)
        for _ in range(told):
            self.hear(user, present=False)

    def hear(self, user: str, *, present: bool) -> None:
        now = self.later()
        person = people.meet(self.tx, user, user, now)
        service.settle(self.tx, self.section(), person, now, present=present)

    @rule()
    def compares(self) -> None:
        humans = {user: Member(user, user.upper()) for user in self.present}
        if humans:
            reconcile.compare(self.tx, self.section().id, humans, self.later())

    @rule(user=USERS)
    def is_removed(self, user: str) -> None:
        person = people.find_user(self.tx, user)
        if person is None:
            return
        now = self.later()
        if people.withdraw(self.tx, self.section().id, person.id, now, "removed"):
            self.out.add(user)

    @rule(user=USERS)
    def is_added(self, user: str) -> None:
        person = people.meet(self.tx, user, user, self.later())
        people.enrol(self.tx, self.section().id, person.id, STUDENT, self.later())
        self.out.discard(user)
        self.was[user] = STUDENT

    @rule(opens=st.booleans())
    def is_opened(self, *, opens: bool) -> None:
        self.opens = opens
        self.change(enrolment=Enrolment.OPEN if opens else Enrolment.APPROVE)

    def change(self, enrolment: Enrolment) -> None:
        section = self.section()
        values = {name: getattr(section, name) for name in section.__slots__}
        sections.save(self.tx, Section(**(values | {"enrolment": enrolment})))

    @rule(said=st.builds(ChannelChanged, st.text(max_size=9), st.booleans(), st.booleans()))
    def channel_changes(self, said: ChannelChanged) -> None:
        sections.save(self.tx, followed(self.section(), said))
        self.archived = bool(said.archived)
        if said.public and not self.public:
            self.opens = False
        self.public = said.public

    @invariant()
    def nobody_is_enrolled_twice(self) -> None:
        running = (
            select(enrolments.c.person_id)
            .where(enrolments.c.until.is_(None), enrolments.c.section_id == self.section().id)
            .group_by(enrolments.c.person_id)
            .having(func.count() > 1)
        )
        assert self.tx.run(running).all() == []

    @invariant()
    def channel_membership_never_made_more_than_a_student(self) -> None:
        roles = {role for _, role in people.members(self.tx, self.section().id)}
        assert roles <= {WAITS, STUDENT}

    def teardown(self) -> None:
        """Bring the class back, let everybody be read once, and compare with the model."""
        try:
            self.present.add("witness")
            sections.save(self.tx, followed(self.section(), ChannelChanged(archived=False)))
            self.compares()
            found = {
                person.user: role for person, role in people.members(self.tx, self.section().id)
            }
            assert set(found) == self.present - self.out
            enrolled = {user for user, role in self.was.items() if role is STUDENT}
            assert {user for user in found if found[user] is STUDENT} >= enrolled & set(found)
            if self.opens:
                assert set(found.values()) <= {STUDENT}
            else:
                assert found.get("witness") is WAITS
        finally:
            self.connection.exec_driver_sql("ROLLBACK")
            self.connection.close()


async def test_after_any_walk_the_roster_is_what_the_rule_says(sqlite_database: Database) -> None:
    run_state_machine_as_test(
        lambda: Walk(sqlite_database.engine),
        settings=settings(
            max_examples=WALKS,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
