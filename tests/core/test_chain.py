"""The hash chain: one changed byte anywhere in a stored interview is found and named."""

import hashlib
import os
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text, update

from core.domain import chain
from core.domain.session import Message, Role, SessionState
from core.store import chains, messages, schema, sessions
from core.store.database import Database
from core.store.session_tables import messages as message_table
from core.store.session_tables import reports, traces
from core.store.session_tables import sessions as session_table
from core.store.transaction import Transaction
from tests.fakes import START
from tests.seeds import add_sessions

FULL, SHORT = 500, 120
TURNS = 6
TENANT = "play:school"
COLUMNS = (
    *((message_table, name) for name in ("text", "platform_id", "text_hash", "hash", "salt")),
    *((traces, name) for name in ("row", "note")),
    *((reports, name) for name in ("report", "seal")),
    *((session_table, name) for name in ("director", "salt", "memory")),
)


def volume() -> int:
    return FULL if os.environ.get("VC_SWEEP") == "full" else SHORT


def finished(tx: Transaction) -> None:
    """A sealed interview `s0` of six turns, and another beside it."""
    add_sessions(tx, ("lane-0", "lane-1"))
    for number in (0, 1):
        name = f"s{number}"
        messages.add(tx, name, [Message(1, 0, Role.CLIENT, "Hello.", 1, "m0")])
        for turn in range(1, TURNS + 1):
            lines = [
                Message(2 * turn, turn, Role.STUDENT, f"Frage {turn} – ¿qué? 🙂", turn, f"m{turn}"),
                Message(2 * turn + 1, turn, Role.CLIENT, f"回答 {turn}", turn, f"c{turn}"),
            ]
            messages.add(tx, name, lines)
            messages.add_trace(tx, name, turn, f'{{"turn":{turn}}}', f"note {turn}")
        kept = sessions.find(tx, name)
        assert kept is not None
        ended = replace(kept, state=SessionState.COMPLETED, memory="A memory.", turns=TURNS)
        sessions.save(tx, ended)
        messages.add_report(tx, name, '{"report": "words"}', START)


def flip(rng: random.Random, value: str) -> str:
    """One bit of one character changed, to a character that can be stored."""
    place = rng.randrange(len(value))
    changed = chr(ord(value[place]) ^ (1 << rng.randrange(3)))
    return f"{value[:place]}{changed}{value[place + 1 :]}"


def tamper(tx: Transaction, rng: random.Random) -> str:
    """Flip a bit in one row of interview s0; where."""
    table, name = rng.choice(COLUMNS)
    key = table.c.id if table is session_table else table.c.session_id
    rows = tx.run(select(table).where(key == "s0")).mappings().all()
    row = rng.choice(rows)
    same = [column == row[column.name] for column in table.primary_key.columns]
    changed = {name: flip(rng, str(row[name]))}
    tx.run(update(table).where(*same).values(changed))
    return f"{table.name}.{name}"


async def test_an_untouched_interview_is_whole(database: Database) -> None:
    await database.write(finished, TENANT)
    assert await database.read(lambda tx: chains.broken(tx, "s0"), TENANT) == ()
    assert (await database.read(lambda tx: chains.standing(tx, "s0"), TENANT)).startswith("whole")


class UndoError(Exception):
    """Takes a tampering back."""


async def test_every_flipped_bit_is_found_and_named(database: Database) -> None:
    await database.write(finished, TENANT)
    rng = random.Random(5)
    missed = []

    def trial(tx: Transaction) -> None:
        where = tamper(tx, rng)
        if not chains.broken(tx, "s0") or chains.broken(tx, "s1"):
            missed.append(where)
        raise UndoError

    for _ in range(volume()):
        with pytest.raises(UndoError):
            await database.write(trial, TENANT)
    assert missed == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE messages SET text = text || '.' WHERE seq = 4", "the words of line 4"),
        ("UPDATE messages SET role = 'client' WHERE seq = 4", "line 4"),
        ("UPDATE messages SET at_ms = at_ms + 1 WHERE seq = 9", "line 9"),
        ("DELETE FROM messages WHERE seq = 4", "line 4 is missing"),
        ("DELETE FROM messages WHERE seq = 13", "the transcript"),
        ("UPDATE traces SET note = '' WHERE turn = 3", "the trace of turn 3"),
        ("DELETE FROM traces WHERE turn = 3", "the trace of turn 3"),
        ("UPDATE reports SET report = '{}'", "the report"),
        ("UPDATE sessions SET openness = 999", "the session"),
        ("UPDATE reports SET seal = '{}'", "the seal"),
    ],
)
async def test_what_was_changed_is_named(
    sqlite_database: Database, change: str, named: str
) -> None:
    await sqlite_database.write(finished, TENANT)
    await sqlite_database.write(lambda tx: tx.run(text(change)) and None, TENANT)
    said = await sqlite_database.read(lambda tx: chains.standing(tx, "s0"), TENANT)
    assert said.startswith("BROKEN")
    assert named in said


async def test_words_set_aside_lawfully_leave_the_chain_whole(database: Database) -> None:
    def work(tx: Transaction) -> tuple[str, ...]:
        add_sessions(tx, ("lane-0",))
        messages.add(tx, "s0", [Message(1, 0, Role.CLIENT, "Hello.", 1)])
        messages.add(tx, "s0", [Message(2, 1, Role.STUDENT, "Hm.", 2)])
        messages.set_aside(tx, "s0", 0)
        return chains.broken(tx, "s0")

    assert await database.write(work, TENANT) == ()


@settings(deadline=None)
@given(st.lists(st.text()))
def test_a_digest_takes_each_part_with_its_length_in_bytes(parts: list[str]) -> None:
    sized = [f"{len(part.encode())}:".encode() + part.encode() for part in parts]
    assert chain.digest(*parts) == hashlib.sha256(b"".join(sized)).hexdigest()


def test_erased_words_leave_the_rest_provable() -> None:
    link = chain.linked(chain.beginning("s"), Message(1, 0, Role.STUDENT, "Words", 1), "salt")
    erased = replace(link, line=replace(link.line, text=""), salt="")
    assert list(chain.broken_lines("s", [erased])) == []
    assert list(chain.broken_lines("other", [erased])) == ["line 1"]


async def test_lines_of_before_are_chained_by_the_migration(database: Database) -> None:
    await database.write(finished, TENANT)
    schema.downgrade(database.engine, "0004")
    schema.upgrade(database.engine)
    assert await database.read(lambda tx: chains.broken(tx, "s0"), TENANT) == ()
