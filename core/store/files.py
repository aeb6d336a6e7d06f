"""Files that the app made: bytes kept by us, handed to a platform by reference."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update

from core.domain.ids import new_key
from core.domain.reply import FileRef
from core.store.tables import files
from core.store.transaction import Transaction


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


def content(tx: Transaction, file_id: str) -> bytes | None:
    """The bytes, or None when the tenant has no such file."""
    query = select(files.c.content).where(files.c.id == file_id, files.c.tenant == tx.tenant)
    value = tx.run(query).scalar()
    return None if value is None else bytes(value)


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
