"""One interview with all its rows as JSON, and back into a database that has the people in it."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Column, Table, insert, select
from sqlalchemy.exc import IntegrityError

from core.domain.jsonvalue import Json, digest
from core.errors import CoreError
from core.store import chains
from core.store.grade_tables import contests, evaluations, findings, verdicts
from core.store.session_tables import messages, reports, revisions, sessions, traces
from core.store.supervision_tables import starts
from core.store.transaction import Transaction
from core.store.types import UtcDateTime

FORMAT = "virtual-client session"
VERSION = 1
OF_SESSION = (messages, revisions, traces, starts, reports, evaluations)
OF_EVALUATION = (findings, verdicts, contests)
TABLES = (sessions, *OF_SESSION, *OF_EVALUATION)
Rows = list[dict[str, Json]]


class RecordError(CoreError):
    """A file that is no interview of ours, or one that does not fit here; it says what is wrong."""


def dump(tx: Transaction, session_id: str) -> dict[str, Json] | None:
    """Every row of an interview, in a fixed order; None when there is none."""
    found: dict[str, Rows] = {"sessions": rows(tx, sessions, "id", (session_id,))}
    if not found["sessions"]:
        return None
    for table in OF_SESSION:
        found[table.name] = rows(tx, table, "session_id", (session_id,))
    graded = tuple(str(row["id"]) for row in found["evaluations"])
    for table in OF_EVALUATION:
        found[table.name] = rows(tx, table, "evaluation_id", graded)
    data: dict[str, Json] = {name: [*made] for name, made in found.items()}
    return {"format": FORMAT, "version": VERSION, "rows": data, "hash": digest(data)}


def rows(tx: Transaction, table: Table, column: str, keys: Sequence[str]) -> Rows:
    """The rows of a table that belong to some keys, by their primary key."""
    query = (
        select(table)
        .where(table.c.tenant == tx.tenant, table.c[column].in_(list(keys)))
        .order_by(*table.primary_key.columns)
    )
    return [{name: plain(value) for name, value in row.items()} for row in tx.run(query).mappings()]


def plain(value: object) -> Json:
    """Instants as ISO 8601 text; everything else is JSON already."""
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(value)


def restore(tx: Transaction, text: str) -> str:
    """Put an interview back as it was and return its id; RecordError leaves nothing behind."""
    data = read(text)
    session_id = str(table_rows(data, "sessions")[0]["id"])
    try:
        for table in TABLES:
            made = [values(table, row) for row in table_rows(data, table.name)]
            if made:
                tx.run(insert(table), made)
    except IntegrityError as error:
        problem = "it is there already, or its people, class, client or rubric are not"
        raise RecordError(problem) from error
    broken = chains.broken(tx, session_id)
    if broken:
        raise RecordError(f"changed after it was written: {', '.join(broken)}")
    return session_id


def read(text: str) -> dict[str, Json]:
    """The rows by table, whole; RecordError names what is wrong."""
    try:
        top: Json = json.loads(text)
    except (ValueError, RecursionError):
        raise RecordError("the file is no JSON") from None
    if not isinstance(top, dict) or (top.get("format"), top.get("version")) != (FORMAT, VERSION):
        raise RecordError(f"the file is no {FORMAT} of version {VERSION}")
    return whole(top)


def whole(top: dict[str, Json]) -> dict[str, Json]:
    """The rows of one interview, all tables, as they were hashed."""
    data = top.get("rows")
    if not isinstance(data, dict) or set(data) != {table.name for table in TABLES}:
        raise RecordError("rows: other tables than an interview has")
    if digest(data) != top.get("hash"):
        raise RecordError("the file was changed after it was written")
    if len(table_rows(data, "sessions")) != 1:
        raise RecordError("sessions: one interview is expected")
    return data


def table_rows(data: dict[str, Json], name: str) -> Rows:
    """The rows of one table; RecordError when they are none."""
    found = data[name]
    if not isinstance(found, list):
        raise RecordError(f"{name}: rows are expected")
    return list(checked(found, name))


def checked(found: list[Json], name: str) -> Iterator[dict[str, Json]]:
    for row in found:
        if not isinstance(row, dict):
            raise RecordError(f"{name}: a row is no object")
        yield row


def values(table: Table, row: dict[str, Json]) -> dict[str, object]:
    """A row as the database takes it; columns that it does not have are refused by name."""
    names = {column.name for column in table.columns}
    for name in names ^ row.keys():
        raise RecordError(f"{table.name}.{name[:40]}: another schema")
    return {column.name: typed(column, row[column.name]) for column in table.columns}


def typed(column: Column[object], value: Json) -> object:
    """ISO 8601 text as an instant again, where the column holds one."""
    if value is None or not isinstance(column.type, UtcDateTime):
        return value
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise RecordError(f"{column.name}: no instant") from None
    if found.tzinfo is None:
        raise RecordError(f"{column.name}: an instant without its zone")
    return found
