"""Start and stop order: store, house, decider, platforms, engine, door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.delivery.effects import Rules
from core.delivery.engine import Engine, Parts
from core.delivery.steps import Watch, unwatched
from core.delivery.timetable import Schedule
from core.dispatch import Decider, Door
from core.domain.event import Event, Fired
from core.domain.place import Place
from core.ports import Clock, Model, Platform
from core.services.erasure_list import ErasureList
from core.services.house import House
from core.store import figures, files, installations, schema, sections
from core.store.database import Database, open_database

APP_PLACE = Place("app", "jobs", "housekeeping")
TEN_MINUTES = 600_000
A_DAY = 86_400_000
A_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Basis:
    """What everything stands on: the migrated store and what the services share."""

    database: Database
    house: House
    clock: Clock

    async def figures(self) -> list[str]:
        """What the metrics page shows of the store."""
        found = await self.database.read(figures.read)
        return [f"{name} {value:g}" for name, value in found]

    async def classes(self, tenant: str) -> tuple[Place, ...]:
        """The channels that are active classes."""
        return await self.database.read(sections.active_places, tenant)

    async def load_file(self, tenant: str, file_id: str) -> bytes:
        """The bytes of a file; LookupError when the tenant has none such."""
        content = await self.database.read(lambda tx: files.content(tx, file_id), tenant)
        if content is None:
            raise LookupError(file_id)
        return content


@dataclass(frozen=True, slots=True)
class Vault:
    """Sealed texts of workspaces, and the marks of installations that were begun."""

    basis: Basis

    async def keep(self, tenant: str, sealed: str) -> None:
        """The newest one counts."""
        now = self.basis.clock.now()
        await self.basis.database.write(lambda tx: installations.keep(tx, sealed, now), tenant)

    async def find(self, tenant: str) -> str | None:
        """The sealed text; None when there is none."""
        return await self.basis.database.read(installations.sealed, tenant)

    async def forget(self, tenant: str) -> None:
        """Nothing of it stays."""
        await self.basis.database.write(installations.forget, tenant)

    async def issue(self, digest: str, seconds: int) -> None:
        """An installation begins."""
        await self.basis.database.write(
            lambda tx: installations.issue(tx, digest, tx.now_ms + seconds * 1000)
        )

    async def consume(self, digest: str) -> bool:
        """It comes back: true once, in time."""
        return await self.basis.database.write(lambda tx: installations.consume(tx, digest))


@dataclass(frozen=True, slots=True)
class App:
    """A running core with its one door."""

    basis: Basis
    engine: Engine
    door: Door

    async def stop(self) -> None:
        """Let turns finish, give the rest back, close the store."""
        await self.engine.stop()
        await self.basis.database.close()


def open_basis(url: str, clock: Clock, model: Model | None) -> Basis:
    """Open and migrate the store; StoreError says what to do when that cannot be."""
    database = open_database(url, clock)
    schema.upgrade(database.engine)
    house = House(clock, model, erased=ErasureList(list_beside(url)))
    return Basis(database, house, clock)


def list_beside(url: str) -> Path:
    """Where the list of erased people is kept: beside a SQLite file, else in the folder here."""
    path = url.partition(":///")[2] if url.startswith("sqlite") else "virtual-client"
    return Path(f"{path}.erased")


def regular(job: str) -> Callable[[int], Event]:
    """Makes the event of a schedule's tick."""

    def event(at: int) -> Event:
        return Event(f"{job}@{at}", APP_PLACE, Fired(job), at)

    return event


SCHEDULES = (
    Schedule("housekeeping", TEN_MINUTES, regular("housekeeping")),
    Schedule("reconcile_all", TEN_MINUTES, regular("reconcile_all")),
    Schedule("retention", A_DAY, regular("retention")),
    Schedule("sweep", A_DAY, regular("sweep")),
    Schedule("alerts", A_MINUTE, regular("alerts")),
)


def start(
    basis: Basis,
    platforms: Mapping[str, Platform],
    rules: Rules,
    watch: Watch = unwatched,
    schedules: tuple[Schedule, ...] = SCHEDULES,
) -> App:
    """Begin to work; call it inside the event loop."""
    basis.house.platforms = platforms
    decider = Decider(basis.database, basis.house)
    parts = Parts(basis.database, decider, platforms, basis.clock, schedules)
    engine = Engine(parts, rules, watch)
    door = Door(basis.database, basis.house, engine)
    engine.start()
    return App(basis, engine, door)
