"""Sessions with all the rows that they hang on, for tests that only need a transcript."""

from collections.abc import Iterable

from sqlalchemy import insert

from core.domain.session import Session, SessionState
from core.services import consent
from core.services.house import House
from core.store import people as persons
from core.store import sessions
from core.store.class_tables import clients, people, sections
from core.store.database import Database
from core.store.transaction import Transaction
from tests.fakes import START


def add_sessions(tx: Transaction, lanes: tuple[str, ...]) -> None:
    """One running session for each lane; its id is `s` and the lane's number in the list."""
    common = {"tenant": tx.tenant, "created_at": START}
    tx.run(insert(sections), common | {"id": "sec", "place": "p", "name": "n", "zone": "UTC"})
    tx.run(
        insert(clients),
        common
        | {"id": "cli", "slug": "cli", "version": 1, "status": "published", "name": "Steve"}
        | {"language": "en", "sha256": "0", "profile": "{}"},
    )
    rows = [common | {"id": f"p{n}", "user": f"u{n}"} for n in range(len(lanes))]
    tx.run(insert(people), rows)
    for number, lane in enumerate(lanes):
        sessions.add(tx, session(tx.tenant, number, lane))


def session(tenant: str, number: int, lane: str) -> Session:
    """An active interview of student `number`."""
    return Session(
        id=f"s{number}",
        tenant=tenant,
        section_id="sec",
        assignment_id=None,
        client_id="cli",
        student_id=f"p{number}",
        state=SessionState.ACTIVE,
        engine="demo",
        attempt=1,
        lane=lane,
        place=lane,
        origin=lane,
        origin_handle="",
        salt="salt",
        director="{}",
        last_seq=0,
        turns=0,
        openness=0,
        created_at=START,
        began_at=START,
        last_at=START,
        ended_at=None,
    )


async def agree(database: Database, house: House, tenant: str, users: Iterable[str]) -> None:
    """Let people have accepted the current notice."""

    def work(tx: Transaction) -> None:
        for user in users:
            person = persons.meet(tx, user, "", house.clock.now())
            consent.accept(tx, house, person, house.clock.now())

    await database.write(work, tenant)
