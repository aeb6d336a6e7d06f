"""No row of another workspace: every reading function of the store asked with foreign ids.

`VC_SWEEP=full` asks a million times; the gate asks fewer.
"""

import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import get_type_hints

import pytest
from sqlalchemy import Engine, Select
from sqlalchemy import event as sqlalchemy_event

import core.store
from core.commands.intent import REGISTRY
from core.domain.policy import Role
from core.services.house import House
from core.store.database import open_database
from core.store.materials import Shelf
from core.store.prepared import Line
from core.store.tables import metadata
from core.store.transaction import Transaction
from tests.core.matrix import AWAY, HERE, NEVER, Things, make_world
from tests.core.test_matrix import World
from tests.engines import SqliteMaker
from tests.fakes import FakeClock
from tests.gateway import sweep

ID_NAMES = re.compile(r"(\w*_id|user|lane|code|draft|slug)$")
WRITES = ("INSERT", "UPDATE", "DELETE")
Reader = tuple[str, Callable[..., object], tuple[str, ...]]
# Delivery knows lanes, not tenants; it claims over all of them and holds no content in `lanes`.
ACROSS = frozenset({"lanes", "jobs", "alembic_version", "spending", "breaker_openings"})
OWN = {one.name for one in metadata.sorted_tables if "tenant" in one.c} - ACROSS


def candidates() -> Iterator[Reader]:
    """Functions of the store that take ids and give something back."""
    for found in pkgutil.iter_modules(core.store.__path__, "core.store."):
        if found.ispkg or found.name.endswith((".migrate", ".schema")):
            continue
        module = importlib.import_module(found.name)
        for name, work in inspect.getmembers(module, inspect.isroutine):
            if not is_own(module, work) or name.startswith("_"):
                continue
            ids = id_parameters(work)
            if ids:
                yield f"{found.name}.{name}", work, ids


def is_own(module: ModuleType, work: object) -> bool:
    """Whether a module defines this function, or has it of a shelf of its own."""
    if inspect.ismethod(work):
        return isinstance(work.__self__, Shelf)
    return inspect.isfunction(work) and work.__module__ == module.__name__


def id_parameters(work: Callable[..., object]) -> tuple[str, ...]:
    """The ids that it takes after its transaction; nothing when it takes other things as well."""
    parameters = list(inspect.signature(work).parameters.values())
    hints = get_type_hints(work)
    if not parameters or hints.get(parameters[0].name) is not Transaction:
        return ()
    needed = [one.name for one in parameters[1:] if one.default is inspect.Parameter.empty]
    fits = all(hints[name] is str and ID_NAMES.fullmatch(name) for name in needed)
    gives = hints.get("return") not in {type(None), None}
    return tuple(needed) if fits and gives else ()


@dataclass
class Two:
    """Two workspaces in one database, and who reads what of the first."""

    tx: Transaction
    ids: list[str]
    readers: list[Reader]


@pytest.fixture(scope="module")
def two(sqlite_maker: SqliteMaker) -> Iterator[Two]:
    clock = FakeClock()
    database = open_database(sqlite_maker.fresh(), clock)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        things = make_world(Transaction(Line(connection), HERE.tenant, 0), House(clock))
        away = Transaction(Line(connection), AWAY.tenant, 0)
        yield Two(away, every_id(things), reading(database.engine, away))
        connection.exec_driver_sql("ROLLBACK")


def every_id(things: dict[str, dict[str, Things]]) -> list[str]:
    """All ids and accounts of the first workspace."""
    found = {"ines", "omar", "ruth", "berta"}
    for relation in ("own", "same section", "other section"):
        for one in things[relation].values():
            found |= set(one.ids.values())
    return sorted(found)


def reading(engine: Engine, tx: Transaction) -> list[Reader]:
    """The candidates that write nothing."""
    written: list[str] = []

    def hear(_c: object, _k: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            written.append(statement)

    found = []
    sqlalchemy_event.listen(engine, "before_cursor_execute", hear)
    for name, work, names in candidates():
        written.clear()
        tx.connection.exec_driver_sql("SAVEPOINT look")
        try:
            work(tx, *(NEVER for _ in names))
        except LookupError:
            continue
        finally:
            tx.connection.exec_driver_sql("ROLLBACK TO look")
        if not written:
            found.append((name, work, names))
    sqlalchemy_event.remove(engine, "before_cursor_execute", hear)
    return found


def ask(work: Callable[..., object], tx: Transaction, given: list[str]) -> object:
    """What comes back; what comes bit by bit is read to its end."""
    found = work(tx, *given)
    if isinstance(found, Select):
        return tuple(tx.run(found))
    return tuple(found) if isinstance(found, Iterator) else found


def test_generated_queries_find_no_row_of_another_workspace(two: Two) -> None:
    assert len(two.readers) >= 30
    chance = random.Random(5)
    nowhere = two.tx.bound("play:nowhere")
    nothing: dict[tuple[str, ...], tuple[object, object]] = {}
    asked = 0
    for _ in range(sweep(8_000, 1_000_000)):
        name, work, names = chance.choice(two.readers)
        given = [chance.choice(two.ids) for _ in names]
        key = (name, *given)
        if key not in nothing:
            # Some echo the id, some list what is the workspace's own whatever the id.
            never = [NEVER for _ in names]
            nothing[key] = (ask(work, nowhere, given), ask(work, two.tx, never))
        assert ask(work, two.tx, given) in nothing[key], key
        asked += 1
    print(f"{asked} queries of {len(two.readers)} functions, 0 foreign rows")


def test_the_same_ids_are_found_at_home(two: Two) -> None:
    """The sweep can fail: bound to their own workspace the same ids lead to rows."""
    home = two.tx.bound(HERE.tenant)
    found = 0
    for _name, work, names in two.readers:
        if len(names) == 1:
            empty = ask(work, home, [NEVER])
            found += any(ask(work, home, [one]) != empty for one in two.ids)
    assert found >= 15


def test_every_statement_of_every_command_names_the_workspace(sqlite_maker: SqliteMaker) -> None:
    clock = FakeClock()
    database = open_database(sqlite_maker.fresh(), clock)
    heard: set[str] = set()

    def hear(_c: object, _k: object, statement: str, *_rest: object) -> None:
        heard.add(statement)

    with database.engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        tx = Transaction(Line(connection), HERE.tenant, 0)
        house = House(clock)
        things = make_world(tx, house)
        world = World(database.engine, tx, house, things, [])
        sqlalchemy_event.listen(database.engine, "before_cursor_execute", hear)
        for command in REGISTRY:
            for role in (Role.STUDENT, Role.TEACHER, Role.ADMIN):
                world.cell(command, role, "own")
        sqlalchemy_event.remove(database.engine, "before_cursor_execute", hear)
        connection.exec_driver_sql("ROLLBACK")
    assert len(heard) > 100
    assert sorted(one for one in heard if is_unbound(one)) == []


def is_unbound(statement: str) -> bool:
    """Whether it reads or changes rows of workspaces without saying of which."""
    words = statement.lower()
    if words.startswith(("insert", "savepoint", "rollback", "release", "pragma")):
        return False
    tables = set(re.findall(r"(?:from|join|update)\s+\"?(\w+)", words)) & OWN
    where = words.partition("where")[2]
    return bool(tables) and "tenant" not in where
