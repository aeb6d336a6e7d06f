"""`db` and `backup`: what is whole is said to be whole, and one changed byte is named."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.group import main
from bot.clock import SystemClock
from core.store import schema
from core.store.database import open_database
from core.store.transaction import Transaction
from tests.engines import SqliteMaker
from tests.faults.scribe import TENANT
from tests.seeds import add_sessions


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of an operator who has set nothing but the database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///school.sqlite3")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_a_fresh_file_is_brought_up_to_date_and_is_whole(home: Path) -> None:
    assert schema.newest() in run("db", "upgrade").output
    assert run("db", "check").exit_code == 0
    assert (home / "school.sqlite3").exists()


def test_an_empty_file_is_not_called_whole(home: Path) -> None:
    (home / "school.sqlite3").touch()
    result = run("db", "check")
    assert (result.exit_code, "schema: it is at nothing" in result.output) == (1, True)


def test_a_copy_is_whole_and_never_written_over(home: Path) -> None:
    run("db", "upgrade")
    first, second = run("backup", "copy.sqlite3"), run("backup", "copy.sqlite3")
    with closing(sqlite3.connect(home / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone()
    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "nothing is ever overwritten" in second.output


def test_a_copy_of_a_used_file_has_everything_that_was_committed(
    sqlite_maker: SqliteMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sqlite_maker.fresh()
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    database = open_database(url, SystemClock())

    def work(tx: Transaction) -> None:
        add_sessions(tx, ("play:school:a", "play:school:b"))

    database.write_now(work, TENANT)
    assert run("backup", "copy.sqlite3").exit_code == 0
    asyncio.run(database.close())
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        assert copy.execute("SELECT count(*) FROM sessions").fetchone() == (2,)


def test_postgresql_is_sent_to_its_own_tool(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = run("backup", "copy.dump")
    assert (result.exit_code, "pg_dump" in result.output) == (1, True)
    assert not (home / "copy.dump").exists()


def test_a_damaged_file_is_named(home: Path) -> None:
    run("db", "upgrade")
    path = home / "school.sqlite3"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[8192 : 8192 + 2048] = b"\xff" * 2048
    path.write_bytes(content)
    result = run("db", "check")
    assert result.exit_code == 1
