"""Counting what a screen asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from core.store.database import Database


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that any engine of this database runs meanwhile."""
    heard: list[str] = []

    def hear(_c: object, _k: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    engines = [one for one in vars(database).values() if hasattr(one, "dialect")]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)
