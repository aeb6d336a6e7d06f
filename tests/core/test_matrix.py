"""Role by action by whose: every command and button of the registry, every cell asserted.

Others' things read as nothing at all, to the byte, and nobody without the right writes anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, update
from sqlalchemy import event as sqlalchemy_event

from core.commands.intent import REGISTRY, Intent
from core.dispatch import perform
from core.domain import wording
from core.domain.event import Actor, Called, Event
from core.domain.outgoing import Post
from core.domain.policy import MAY, Role, allowed, check
from core.errors import RefusalError
from core.services.house import House
from core.store.class_tables import sections
from core.store.database import open_database
from core.store.prepared import Line
from core.store.transaction import Transaction
from tests.core.matrix import CAST, HERE, IDS, NEVER, RELATIONS, STANDINGS, make_world, values_for
from tests.engines import SqliteMaker
from tests.fakes import FakeClock

# Material of a workspace is everybody's who teaches in it; accounts are in the platform's own list.
SHARED = {"client", "rubric"}
OPEN = {"member", "bond"}
TYPED = {"text", "long_text", "member", "number"}


@dataclass
class World:
    """One transaction, rolled back after every cell."""

    engine: Engine
    tx: Transaction
    house: House
    things: dict[str, dict[str, object]]
    written: list[str]

    def cell(self, command: str, role: Role, relation: str) -> str:
        """What the person reads, with every id taken out."""
        user = CAST[role]
        things = self.things[relation][user]
        declared = REGISTRY[command]
        names = [one.name for one in declared.parameters if one.option.kind in TYPED]
        values = values_for(command, names, things)
        actor = Actor(user, user.title(), admin=role is Role.ADMIN)
        asked = Event("e1", HERE, Called(command, values), 1, actor)
        raw = self.tx.connection
        raw.exec_driver_sql("SAVEPOINT cell")
        if role is Role.READER:
            self.tx.run(update(sections).values(assistants_read=True))
        self.written.clear()
        try:
            effects = perform(self.tx, self.house, asked, Intent(declared, values))
        finally:
            raw.exec_driver_sql("ROLLBACK TO cell")
            raw.exec_driver_sql("RELEASE cell")
        errands = [one.errand for one in effects.outgoing]
        posts = [one.reply for one in errands if isinstance(one, Post) and one.to in {"", user}]
        text = repr(posts[:1])
        for one in sorted({*things.ids.values(), NEVER}, key=len, reverse=True):
            text = text.replace(one, "ID") if one else text
        return text


@pytest.fixture(scope="module")
def world(sqlite_maker: SqliteMaker) -> Iterator[World]:
    clock = FakeClock()
    database = open_database(sqlite_maker.fresh(), clock)
    house = House(clock)
    engine = database.engine
    written: list[str] = []

    def hear(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            written.append(statement)

    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        tx = Transaction(Line(connection), HERE.tenant, 0)
        things = make_world(tx, house)
        sqlalchemy_event.listen(engine, "before_cursor_execute", hear)
        yield World(engine, tx, house, things, written)
        sqlalchemy_event.remove(engine, "before_cursor_execute", hear)
        connection.exec_driver_sql("ROLLBACK")


def refused(command: str, role: Role) -> str | None:
    """What the table itself says to somebody who may not."""
    try:
        check(REGISTRY[command].action, STANDINGS[role])
    except RefusalError as error:
        return repr([wording.word(error)])
    return None


def asked_for(command: str) -> set[str]:
    """Of which things a command speaks."""
    names = {one.name for one in REGISTRY[command].parameters}
    composed = {"target", "moment", "choice", "wish", "draft", "entry"}
    return (names & {*IDS, *OPEN}) | ({"session"} if names & composed else set())


def test_no_action_is_without_a_policy_and_no_command_without_an_action() -> None:
    assert {one.action for one in REGISTRY.values()} <= set(MAY)


@pytest.mark.parametrize("command", REGISTRY)
def test_every_cell_is_what_the_table_says(world: World, command: str) -> None:
    for role in Role:
        wanted = refused(command, role)
        assert (wanted is None) is allowed(REGISTRY[command].action, STANDINGS[role])
        for relation in RELATIONS:
            answer = world.cell(command, role, relation)
            if wanted is not None:
                assert answer == wanted, (role, relation)
                assert world.written == [], (role, relation)
            else:
                assert answer, (role, relation)


@pytest.mark.parametrize("command", [one for one in REGISTRY if asked_for(one) - OPEN])
def test_others_things_read_like_nothing_to_the_byte(world: World, command: str) -> None:
    shared = asked_for(command) & SHARED
    foreign = ["other workspace"] if shared else ["other section", "other workspace"]
    for role in Role:
        nothing = world.cell(command, role, "nonexistent")
        for relation in foreign:
            assert world.cell(command, role, relation) == nothing, (role, relation)


@pytest.mark.parametrize(
    "command",
    [
        one
        for one in REGISTRY
        if {"session", "grading"} & {p.name for p in REGISTRY[one].parameters}
    ],
)
def test_an_interview_of_the_same_class_is_no_other_student_s(world: World, command: str) -> None:
    for role in (Role.STUDENT, Role.TA, Role.PENDING, Role.OUTSIDER, Role.GRANTED, Role.ADMIN):
        nothing = world.cell(command, role, "nonexistent")
        assert world.cell(command, role, "same section") == nothing, role
