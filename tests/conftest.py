"""Fixtures for all tests: real databases on both engines, and no network but loopback."""

import ipaddress
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import hypothesis
import pytest

from bot.clock import SystemClock
from core.store.database import Database, open_database
from tests.engines import KINDS, DatabaseLender, PostgresMaker, SqliteMaker, postgres_server
from tests.spares import SpareMaker

ATTEMPTS: list[str] = []
# How fast an example runs says more of the machine than of the product.
hypothesis.settings.register_profile(
    "house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("house")
if os.environ.get("VC_SWEEP") == "full":
    # What runs in full takes as long as it takes.
    os.environ.setdefault("PYTEST_TIMEOUT", "0")


class NetworkForbiddenError(RuntimeError):
    """A test tried to leave this machine."""


def is_here(host: object) -> bool:
    """Whether an address belongs to this machine."""
    if not isinstance(host, str) or host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def forbid_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse, as an audit hook, every look-up and connection that is not loopback."""
    if event == "socket.connect":
        address = arguments[1]
        host: object = address[0] if isinstance(address, tuple) else ""
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if host in {"0.0.0.0", "::"}:  # noqa: S104 - a server's own address, not a place to go
            return
    else:
        return
    if not is_here(host):
        ATTEMPTS.append(str(host))
        raise NetworkForbiddenError(f"no network in tests: {host}")


@pytest.fixture(scope="session", autouse=True)
def _network_guard() -> None:
    # An audit hook cannot be taken away again; that is what is wanted here.
    sys.addaudithook(forbid_network)


@pytest.fixture(autouse=True)
def _no_network(_network_guard: None) -> Iterator[None]:
    """Fail the test even when the product swallowed the refusal."""
    ATTEMPTS.clear()
    yield
    assert ATTEMPTS == []


@pytest.fixture(scope="session")
def sqlite_maker() -> Iterator[SqliteMaker]:
    with tempfile.TemporaryDirectory(prefix="vc-sqlite-") as folder:
        yield SqliteMaker(Path(folder))


@pytest.fixture(scope="session")
def postgres_maker() -> Iterator[SpareMaker]:
    with postgres_server() as server:
        maker = PostgresMaker(server.get_uri())
        maker.relax()
        yield SpareMaker(maker)


@pytest.fixture(params=KINDS)
def database_maker(request: pytest.FixtureRequest) -> DatabaseLender:
    """SQLite, then PostgreSQL; the server starts when the first test asks for it."""
    name = "sqlite_maker" if request.param == "sqlite" else "postgres_maker"
    maker: DatabaseLender = request.getfixturevalue(name)
    return maker


@pytest.fixture
def database_url(database_maker: DatabaseLender) -> Iterator[str]:
    """An empty database with the newest schema, on each engine."""
    url = database_maker.lend()
    yield url
    database_maker.give_back(url)


@pytest.fixture
def sqlite_url(sqlite_maker: SqliteMaker) -> Iterator[str]:
    """A fresh SQLite file with the newest schema."""
    url = sqlite_maker.lend()
    yield url
    sqlite_maker.give_back(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database on each engine."""
    opened = open_database(database_url, SystemClock())
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """An open SQLite database, where the engine does not matter."""
    opened = open_database(sqlite_url, SystemClock())
    yield opened
    await opened.close()
