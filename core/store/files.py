"""Files that the app made: bytes kept by us, handed to a platform by reference."""

from sqlalchemy import insert, select

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
