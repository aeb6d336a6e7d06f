"""`virtual-client purge` forgets old words and nothing else."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from bot.cli import purge
from bot.cli.group import main
from bot.clock import SystemClock
from core.domain.session import Message, Role
from core.store import holds, messages
from core.store.database import open_database
from core.store.session_tables import sessions
from core.store.transaction import Transaction
from tests.seeds import add_sessions

TENANT = "play:school"


LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


async def filled(url: str, *, held: bool = False) -> None:
    """Two interviews, begun long ago by the machine's clock, with a line each."""
    database = open_database(url, SystemClock())

    def work(tx: Transaction) -> None:
        add_sessions(tx, ("lane-0", "lane-1"))
        for number in (0, 1):
            messages.add(tx, f"s{number}", [Message(1, 1, Role.STUDENT, "sorrelkey", 0)])
        tx.run(update(sessions).values(created_at=LONG_AGO, last_at=LONG_AGO))
        holds.change(tx, "sec", LONG_AGO if held else None)

    await database.write(work, TENANT)
    await database.close()


def test_words_older_than_that_go_and_the_count_is_said(sqlite_url: str) -> None:
    asyncio.run(filled(sqlite_url))
    done = CliRunner().invoke(
        main, ["purge", "--older-than", "1d", "--yes"], env={"DATABASE_URL": sqlite_url}
    )
    assert done.exception is None, done.exc_info
    assert done.output == "2 interviews purged.\n"
    assert asyncio.run(purge.purge(sqlite_url, timedelta(days=1))) == 0


def test_a_class_on_hold_stays_and_it_is_said(sqlite_url: str) -> None:
    asyncio.run(filled(sqlite_url, held=True))
    done = CliRunner().invoke(
        main, ["purge", "--older-than", "1d", "--yes"], env={"DATABASE_URL": sqlite_url}
    )
    assert "as their classes are under a legal hold: 2" in done.output
    assert "0 interviews purged." in done.output


def test_nothing_younger_goes(sqlite_url: str) -> None:
    asyncio.run(filled(sqlite_url))
    assert asyncio.run(purge.purge(sqlite_url, timedelta(days=20_000))) == 0


@pytest.mark.parametrize("age", ["0", "-3", "soon", "1e9", "5 weeks"])
def test_an_age_that_is_none_is_named(age: str) -> None:
    done = CliRunner().invoke(main, ["purge", "--older-than", age, "--yes"])
    assert done.exit_code == 2
    assert "no age" in done.output
