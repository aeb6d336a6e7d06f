"""A large file is written in pieces, read whole, and goes whole."""

import os

from sqlalchemy import func, select

from core.services.transcripts import Made, keep_large
from core.store import files
from core.store.database import Database
from core.store.tables import file_pieces
from core.store.transaction import Transaction

TENANT = "play:school"


def count(tx: Transaction) -> int:
    return int(tx.run(select(func.count()).select_from(file_pieces)).scalar_one())


async def test_what_was_written_in_pieces_is_read_whole(database: Database) -> None:
    data = os.urandom(files.PIECE * 2 + 5)
    ref = await keep_large(database, Made("a.zip", "application/zip", data, "x"), TENANT)
    assert await database.read(count, TENANT) == 3
    assert await database.read(lambda tx: files.content(tx, ref.id), TENANT) == data
    assert await database.read(lambda tx: files.content(tx, ref.id), "play:college") is None


async def test_the_pieces_go_with_their_file(database: Database) -> None:
    ref = await keep_large(database, Made("a.zip", "application/zip", b"x" * 9, "x"), TENANT)
    await database.write(lambda tx: files.drop(tx, ref.id), TENANT)
    assert await database.read(count, TENANT) == 0
