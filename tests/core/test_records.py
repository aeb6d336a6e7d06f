"""An interview leaves as JSON and comes back identical; a changed or foreign one does not."""

import json
import random
from collections.abc import Callable

import pytest
from sqlalchemy import delete

from core.domain.session import Message, Role
from core.store import messages, records
from core.store.database import Database
from core.store.records import RecordError
from core.store.session_tables import sessions
from core.store.transaction import Transaction
from tests.core.transcripts import random_text
from tests.fakes import START
from tests.gateway import sweep
from tests.seeds import add_sessions

TENANT = "play:W"
COUNT = sweep(60, 1_000)


def write(tx: Transaction, number: int, rng: random.Random) -> None:
    """An interview in any script, with traces and a sealed report."""
    key = f"s{number}"
    roles = list(Role)
    lines = [
        Message(seq, seq // 2, rng.choice(roles), storable(rng), seq, f"m{seq}")
        for seq in range(1, rng.randint(2, 9))
    ]
    messages.add(tx, key, lines)
    messages.add_trace(tx, key, 1, '{"turn": 1}', "note")
    messages.add_report(tx, key, "{}", START)


def storable(rng: random.Random) -> str:
    """What both engines keep: no NUL, no half of a pair."""
    return random_text(rng).replace("\0", "").encode("utf-8", "ignore").decode()


async def test_what_goes_out_comes_back_identical(database: Database) -> None:
    rng = random.Random(23)

    def work(tx: Transaction) -> list[str]:
        add_sessions(tx, tuple(f"play:W:C:T{n}" for n in range(COUNT)))
        wrong = []
        for number in range(COUNT):
            write(tx, number, rng)
            before = json.dumps(records.dump(tx, f"s{number}"))
            tx.run(delete(sessions).where(sessions.c.id == f"s{number}"))
            records.restore(tx, before)
            if json.dumps(records.dump(tx, f"s{number}")) != before:
                wrong.append(f"s{number}")
        return wrong

    assert await database.write(work, TENANT) == []


def rehashed(text: str, change: Callable[[dict[str, object]], object]) -> str:
    """A file changed by somebody who knows how its hash is made."""
    top = json.loads(text)
    change(top["rows"])
    return json.dumps(top | {"hash": records.digest(top["rows"])})


CHANGES: dict[str, tuple[Callable[[str], str], str]] = {
    "no json": (lambda text: text[:-5], "no JSON"),
    "foreign": (lambda _text: '{"format": "other"}', "no virtual-client session"),
    "a word": (lambda text: text.replace('"note"', '"nota"'), "changed after it was written"),
    "a sealed word": (
        lambda text: rehashed(text, lambda rows: rows["messages"][0].update(text="X")),  # type: ignore[index]
        "changed after it was written: the words of line 1",
    ),
    "a sealed trace": (
        lambda text: rehashed(text, lambda rows: rows["traces"][0].update(note="X")),  # type: ignore[index]
        "the trace of turn 1",
    ),
    "another schema": (
        lambda text: rehashed(text, lambda rows: rows["sessions"][0].update(extra=1)),  # type: ignore[index]
        "sessions.extra: another schema",
    ),
    "an unknown person": (
        lambda text: rehashed(text, lambda rows: rows["sessions"][0].update(student_id="zz")),  # type: ignore[index]
        "its people, class, client or rubric are not",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
async def test_a_changed_or_foreign_file_is_refused_by_name(
    sqlite_database: Database, name: str
) -> None:
    change, said = CHANGES[name]

    def work(tx: Transaction) -> str:
        add_sessions(tx, ("play:W:C:T0",))
        write(tx, 0, random.Random(1))
        text = json.dumps(records.dump(tx, "s0"))
        tx.run(delete(sessions))
        return text

    text = await sqlite_database.write(work, TENANT)
    with pytest.raises(RecordError, match=said):
        await sqlite_database.write(lambda tx: records.restore(tx, change(text)), TENANT)
    left = await sqlite_database.read(lambda tx: records.dump(tx, "s0"), TENANT)
    assert left is None


async def test_an_interview_that_is_there_is_not_written_over(sqlite_database: Database) -> None:
    def work(tx: Transaction) -> None:
        add_sessions(tx, ("play:W:C:T0",))
        write(tx, 0, random.Random(1))
        records.restore(tx, json.dumps(records.dump(tx, "s0")))

    with pytest.raises(RecordError, match="there already"):
        await sqlite_database.write(work, TENANT)
