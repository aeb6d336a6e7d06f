"""Every column of the real schema is declared once: what it is for, how it stays and leaves."""

import pytest
from sqlalchemy import inspect
from sqlalchemy.types import JSON, Text

from core.store.database import Database
from core.store.manifest import RETENTION
from core.store.manifest_tables import BY_TABLE, MANIFEST, OWN
from core.store.tables import metadata

COLUMN_OF = {"session": "session_id", "evaluation": "evaluation_id"}


async def test_every_column_of_the_real_schema_is_declared_once(database: Database) -> None:
    inspector = inspect(database.engine)
    real = {
        name: sorted(one["name"] for one in inspector.get_columns(name))
        for name in inspector.get_table_names()
        if name != "alembic_version"
    }
    assert {one.table: sorted(one.columns) for one in MANIFEST} == real


@pytest.mark.parametrize("one", MANIFEST, ids=lambda one: one.table)
def test_what_is_declared_can_be_carried_out(one: object) -> None:
    table = metadata.tables[one.table]
    assert one.kept in RETENTION
    assert set(one.shown) <= set(one.columns)
    assert not (one.delete and (one.keep or one.blank)), "rows are deleted whole or not at all"
    assert not one.whose or COLUMN_OF.get(one.whose, one.whose) in table.c
    assert one.whose or one.why, "a table without an owner says why"


@pytest.mark.parametrize("one", OWN, ids=lambda one: one.table)
def test_no_words_of_a_person_stay_after_an_erasure(one: object) -> None:
    table = metadata.tables[one.table]
    words = {name for name in one.keep if isinstance(table.c[name].type, (Text, JSON))}
    assert one.class_ not in {"C3", "C4"} or not words


def test_a_table_declared_twice_would_be_seen() -> None:
    assert len(BY_TABLE) == len(MANIFEST)


def test_every_foreign_key_to_a_person_of_words_is_an_owner() -> None:
    """A table of C3 or C4 that names a student belongs to the student."""
    for one in MANIFEST:
        if one.class_ in {"C3", "C4"} and "student_id" in one.columns:
            assert one.whose in {"student_id", "session"}, one.table
