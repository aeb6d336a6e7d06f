"""Files that the app made: bytes kept by us, handed to a platform by reference."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update

from core.domain.ids import new_key
from core.domain.reply import FileRef
from core.store.tables import file_pieces, files
from core.store.transaction import Transaction

# A longer write would hold up the turns that wait behind it.
PIECE = 256 * 1024


def put(tx: Transaction, name: str, media_type: str, content: bytes, description: str) -> FileRef:
    """Keep a file."""
    ref = FileRef(new_key(), name, media_type, description)
    tx.run(
        insert(files),
        {
            "id": ref.id,
            "tenant": tx.tenant,
            "name": name,
            "media_type": media_type,
            "description": description,
            "content": content,
            "created_at": tx.now_ms,
        },
    )
    return ref


def add_piece(tx: Transaction, file_id: str, number: int, content: bytes) -> None:
    """A large file is put empty first; its bytes follow in their order, each in its own write."""
    values = {"file_id": file_id, "number": number, "tenant": tx.tenant, "content": content}
    tx.run(insert(file_pieces), values)


def content(tx: Transaction, file_id: str) -> bytes | None:
    """The bytes, or None when the tenant has no such file."""
    query = select(files.c.content).where(files.c.id == file_id, files.c.tenant == tx.tenant)
    value = tx.run(query).scalar()
    if value is None:
        return None
    return bytes(value) or b"".join(pieces(tx, file_id))


def pieces(tx: Transaction, file_id: str) -> list[bytes]:
    """What a large file is made of."""
    mine = (file_pieces.c.tenant == tx.tenant) & (file_pieces.c.file_id == file_id)
    query = select(file_pieces.c.content).where(mine).order_by(file_pieces.c.number)
    return [bytes(one) for one in tx.run(query).scalars()]


def own(tx: Transaction, kept: Iterable[FileRef], person_id: str) -> None:
    """Say whose data is in the files, so that they go when the person does."""
    ids = [one.id for one in kept]
    mine = (files.c.tenant == tx.tenant) & files.c.id.in_(ids)
    tx.run(update(files).where(mine).values(owner_id=person_id))


def forget_old(tx: Transaction, before_ms: int) -> int:
    """Of all tenants: files that were handed over long ago."""
    return tx.run(delete(files).where(files.c.created_at < before_ms)).rowcount


def content_of(tx: Transaction, file_id: str, media_type: str) -> bytes | None:
    """The bytes of a file of one kind only."""
    query = select(files.c.content).where(
        files.c.id == file_id, files.c.tenant == tx.tenant, files.c.media_type == media_type
    )
    value = tx.run(query).scalar()
    return None if value is None else bytes(value)


def replace(tx: Transaction, file_id: str, content: bytes) -> None:
    """Other bytes under the same id."""
    mine = (files.c.tenant == tx.tenant) & (files.c.id == file_id)
    tx.run(update(files).where(mine).values(content=content))


def drop(tx: Transaction, file_id: str) -> None:
    """Keep a file no longer."""
    tx.run(delete(files).where(files.c.tenant == tx.tenant, files.c.id == file_id))
