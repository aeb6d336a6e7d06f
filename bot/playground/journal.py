"""The playground's own memory: one SQLite file with its people, places, messages and event log."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.playground.events import clean
from core.ports import Clock

VERSION = 1
KEPT_EVENTS = 20_000

Json = Mapping[str, object]

TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS person (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, admin INTEGER NOT NULL,
  email TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS place (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, about TEXT NOT NULL,
  closed INTEGER NOT NULL DEFAULT 0, key TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS member (
  place TEXT NOT NULL REFERENCES place (id), person TEXT NOT NULL REFERENCES person (id),
  PRIMARY KEY (place, person));
CREATE TABLE IF NOT EXISTS message (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
  place TEXT NOT NULL REFERENCES place (id), author TEXT NOT NULL, addressee TEXT NOT NULL,
  content TEXT NOT NULL, at TEXT NOT NULL, edited INTEGER NOT NULL DEFAULT 0,
  edit_key TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS message_place ON message (place, id);
CREATE TABLE IF NOT EXISTS file (
  id TEXT NOT NULL, message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  name TEXT NOT NULL, media_type TEXT NOT NULL, PRIMARY KEY (id, message));
CREATE TABLE IF NOT EXISTS act (
  person TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL,
  message TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (person, id));
CREATE TABLE IF NOT EXISTS log (
  id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, kind TEXT NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS log_person ON log (person, id);
"""


class JournalError(Exception):
    """The playground's file cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One event for one person, as it was when it happened."""

    id: int
    kind: str
    body: str


class Journal:
    """The file, its transactions and its event log; used from one thread only."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.clock = clock
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self._touched: set[str] = set()
        self._depth = 0
        try:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._prepare()
        except sqlite3.Error as error:
            raise JournalError(f"{path}: {error}; name another file or remove this one") from error

    def _prepare(self) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(TABLES)
        self.remember("workspace", self.recall("workspace") or "demo")
        found = int(self.recall("version") or VERSION)
        if found > VERSION:
            raise JournalError(
                f"the playground's file has version {found}, this program knows {VERSION}: "
                "update the program or name another file"
            )
        self.remember("version", str(VERSION))
        self._db.execute(
            "DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - ?", (KEPT_EVENTS,)
        )

    def close(self) -> None:
        self._db.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        return self._db.execute(sql, storable(values)).fetchall()

    def row(self, sql: str, *values: object) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self._db.execute(sql, storable(values)).fetchone()
        return found

    def write(self, sql: str, *values: object) -> int:
        """Run one statement; the number of rows that it changed."""
        return self._db.execute(sql, storable(values)).rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row; its id."""
        row_id = self._db.execute(sql, storable(values)).lastrowid
        return row_id or 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; whoever has new events is told after the commit. May be nested."""
        if self._depth:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._depth, self._touched = 1, set()
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        finally:
            self._depth = 0
        for listener in self.listeners:
            listener(frozenset(self._touched))

    def remember(self, name: str, value: str) -> None:
        self.write(
            "INSERT INTO meta VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name,
            value,
        )

    def recall(self, name: str) -> str:
        """The remembered value, or nothing."""
        found = self.row("SELECT value FROM meta WHERE name = ?", name)
        return str(found["value"]) if found else ""

    @property
    def workspace(self) -> str:
        return self.recall("workspace")

    def token(self) -> str:
        """The key to the page: made once, so that an open tab outlives a restart."""
        if not self.recall("token"):
            self.remember("token", secrets.token_urlsafe(24))
        return self.recall("token")

    def emit(self, people: Iterable[str], kind: str, body: Json) -> None:
        """Log an event for everybody who may see it; it is frozen here, not when it is sent."""
        frozen = dump(body)
        with self.transaction():
            for person in sorted(set(people)):
                self.write(
                    "INSERT INTO log (person, kind, body) VALUES (?, ?, ?)", person, kind, frozen
                )
                self._touched.add(person)

    def after(self, person: str, last: int, limit: int = 200) -> list[Logged]:
        """The person's events behind the id, oldest first."""
        found = self.rows(
            "SELECT id, kind, body FROM log WHERE person = ? AND id > ? ORDER BY id LIMIT ?",
            person,
            last,
            limit,
        )
        return [Logged(row["id"], row["kind"], row["body"]) for row in found]

    def span(self) -> tuple[int, int]:
        """The oldest id that a reader can resume from, and the newest; 0, 0 when empty."""
        found = self.row("SELECT min(id) - 1 AS low, max(id) AS high FROM log")
        return (found["low"] or 0, found["high"] or 0) if found else (0, 0)


def storable(values: tuple[object, ...]) -> list[object]:
    """The values with no text in them that SQLite cannot encode."""
    return [clean(value) if isinstance(value, str) else value for value in values]


def dump(body: Json) -> str:
    """Return JSON that survives any encoding and any HTML parser."""
    return json.dumps(body, ensure_ascii=True, separators=(",", ":"))
