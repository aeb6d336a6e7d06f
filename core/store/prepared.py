"""Statements that are met again are compiled once and handed to the driver as they are.

SQLAlchemy makes its way from a statement to the driver anew each time; for the dozen small
statements of a turn that costs more than the database itself.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any, NoReturn, Protocol
from weakref import finalize

from sqlalchemy import Connection, Dialect, Executable, Insert, bindparam
from sqlalchemy.sql.compiler import SQLCompiler

from core.store import pipeline
from core.store.rows import LateRows, Rows

# One that is built for each call is never met again and not worth compiling here.
OFTEN = 8
# So many rows go as one statement.
MANY = 16
# How a value shows that it was not given or does not fit its column.
UNFIT = (LookupError, ValueError, TypeError, AttributeError)
Values = Mapping[str, object]
Change = Callable[[Any], Any]


class Cursor(Protocol):
    """What both drivers answer with."""

    rowcount: int
    description: Sequence[Sequence[Any]] | None

    def fetchall(self) -> list[Any]: ...


class Driver(Protocol):
    """A connection of either driver."""

    def execute(self, sql: str, values: Sequence[object] | Values, /, **how: bool) -> Cursor: ...


@dataclass(slots=True)
class Prepared:
    """SQL and what picks its values in order; `fixed` are those that it brings along.

    `late` is PostgreSQL: values go by name, and an answer is fetched when it is looked at, so that
    several statements may be under way at once.
    """

    sql: str
    pick: Callable[[Values], Sequence[object]]
    fixed: dict[str, object]
    binds: tuple[tuple[str, Change], ...]
    columns: tuple[tuple[str, Any], ...]
    keys: tuple[str, ...]
    make: Change
    late: bool
    reads: tuple[tuple[int, Change], ...] | None = None

    def run(self, line: "Line", given: Values) -> Rows:
        """Execute it on the connection's own driver, inside the connection's transaction."""
        try:
            values = self._complete(given)
            listed = self.pick(values)
        except UNFIT as error:
            self._tell(line.connection, error)
        try:
            if not self.late:
                kept, count = self._fetch(line, line.driver.execute(self.sql, listed))
                return Rows(kept, self.keys, count)
            cursor = line.driver.execute(self.sql, values, prepare=True)
        except line.dialect.loaded_dbapi.Error as error:
            self._tell(line.connection, error)
        return LateRows(lambda: self._arrived(line, cursor), self.keys)

    def _complete(self, given: Values) -> Values:
        """All values as the driver takes them."""
        if not self.fixed and not self.binds:
            return given
        values = {**self.fixed, **given}
        for name, change in self.binds:
            values[name] = change(values[name])
        return values

    def _tell(self, connection: Connection, error: BaseException) -> NoReturn:
        """Raise it as SQLAlchemy does, who lets go of a connection that is lost."""
        connection._handle_dbapi_exception(error, self.sql, None, None, None)  # noqa: SLF001

    def _arrived(self, line: "Line", cursor: Cursor) -> tuple[Sequence[Any], int]:
        try:
            return self._fetch(line, cursor)
        except line.dialect.loaded_dbapi.Error as error:
            self._tell(line.connection, error)

    def _fetch(self, line: "Line", cursor: Cursor) -> tuple[Sequence[Any], int]:
        """Rows as the program sees them, and how many were touched."""
        if not self.columns:
            if self.late:
                # In a pipeline the driver does not wait for a count.
                pipeline.leave(line.connection)
            return (), cursor.rowcount
        rows = cursor.fetchall()
        if self.reads is None:
            self.reads = self._reads(line.dialect, cursor)
        if self.reads:
            rows = [changed(row, self.reads) for row in rows]
        return [self.make(row) for row in rows], cursor.rowcount

    def _reads(self, dialect: Dialect, cursor: Cursor) -> tuple[tuple[int, Change], ...]:
        """How values come out; a driver names a column's type with its first answer."""
        described = cursor.description or ()
        found: list[tuple[int, Change]] = []
        for place, (_name, kind) in enumerate(self.columns):
            change = kind.dialect_impl(dialect).result_processor(dialect, described[place][1])
            if change is not None:
                found.append((place, change))
        return tuple(found)


def changed(row: Sequence[Any], reads: tuple[tuple[int, Change], ...]) -> list[Any]:
    """A row as the program sees it."""
    values = list(row)
    for place, change in reads:
        values[place] = change(values[place])
    return values


@dataclass(slots=True)
class Uses:
    """How often a statement was met, and what it became for each set of names."""

    count: int = 0
    made: dict[object, Prepared | None] = field(default_factory=dict)


class Shelf:
    """The prepared statements of one dialect; each is forgotten together with its statement."""

    def __init__(self) -> None:
        # By address, which is quicker than any weak dictionary; none that lives has another's.
        self._uses: dict[int, Uses] = {}

    def find(
        self, dialect: Dialect, statement: Executable, given: Values, rows: int = 1
    ) -> Prepared | None:
        """The statement, prepared for values of these names, if it is met often and simple."""
        uses = self._uses.get(id(statement))
        if uses is None:
            uses = self._uses[id(statement)] = Uses()
            finalize(statement, self._uses.pop, id(statement)).atexit = False
        if uses.count < OFTEN:
            uses.count += 1
            return None
        names = (rows, *given)
        if names not in uses.made:
            uses.made[names] = prepare(dialect, several(statement, tuple(given), rows), given)
        return uses.made[names]


SHELVES = {"sqlite": Shelf(), "postgresql": Shelf()}


class Line:
    """A connection with what all its statements need of it, looked up once."""

    __slots__ = ("_dispatch", "_shelf", "connection", "dialect", "driver")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect
        self._dispatch = connection.engine.dispatch
        self._shelf = SHELVES[self.dialect.name]
        if not connection.in_transaction():
            connection.begin()
        self.driver: Driver = connection.connection.driver_connection  # type: ignore[assignment]

    def run(self, statement: Executable, values: Values | Sequence[Values] | None) -> Rows | None:
        """Execute a prepared statement; None when this one is for SQLAlchemy."""
        if self._dispatch.before_cursor_execute:
            return None  # somebody listens there, and would hear nothing here
        rows, given = (1, values) if isinstance(values, dict) else counted(values)
        found = self._shelf.find(self.dialect, statement, given, rows) if rows else None
        return None if found is None else found.run(self, given)


def counted(values: Values | Sequence[Values] | None) -> tuple[int, Values]:
    """How many rows they are and their values; none where they are not alike or too many."""
    if not isinstance(values, Sequence):
        return 1, values or {}
    rows = len(values)
    if not 0 < rows <= MANY or any(one.keys() != values[0].keys() for one in values):
        return 0, {}
    return rows, values[0] if rows == 1 else joined(values)


def joined(values: Sequence[Values]) -> Values:
    """The values of several rows, each under a name of its own."""
    names = tuple(values[0])
    return dict(
        zip(
            numbered(names, len(values)),
            [one[name] for one in values for name in names],
            strict=True,
        )
    )


@lru_cache(maxsize=256)
def numbered(names: tuple[str, ...], rows: int) -> tuple[str, ...]:
    """A name for each value of each row."""
    return tuple([f"{name}_{row}" for row in range(rows) for name in names])


def several(statement: Executable, names: tuple[str, ...], rows: int) -> Executable:
    """An insert of so many rows at once; anything else as it is."""
    if rows == 1 or not isinstance(statement, Insert):
        return statement
    first = names[: len(names) // rows]
    columns = [name.removesuffix("_0") for name in first]
    return statement.values(
        [
            {
                name: bindparam(f"{name}_{row}", type_=statement.table.c[name].type)
                for name in columns
            }
            for row in range(rows)
        ]
    )


def prepare(dialect: Dialect, statement: Executable, given: Values) -> Prepared | None:
    """Compile the statement; None when its text depends on its values."""
    compiled = statement.compile(dialect=dialect, column_keys=list(given))  # type: ignore[attr-defined]
    if not isinstance(compiled, SQLCompiler) or varies(compiled):
        return None
    columns = tuple((one.keyname, one.type) for one in compiled._result_columns)  # noqa: SLF001
    keys = tuple(name for name, _kind in columns)
    if len(set(keys)) < len(keys):
        return None
    return Prepared(
        str(compiled),
        picker(compiled.positiontup or tuple(compiled.bind_names.values())),
        brought(compiled, given),
        binders(compiled, dialect),
        columns,
        keys,
        row_maker(keys),
        late=dialect.name != "sqlite",
    )


def brought(compiled: SQLCompiler, given: Values) -> dict[str, object]:
    """The values that stand in the statement itself; those that it waits for are not among them."""
    return {
        name: compiled.params[name]
        for one, name in compiled.bind_names.items()
        if name not in given and not one.required
    }


def picker(names: Sequence[str]) -> Callable[[Values], Sequence[object]]:
    """What takes the values of these names out of all."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: [values[name] for name in names]


def row_maker(keys: tuple[str, ...]) -> Change:
    """What makes a row whose values have names; nobody knows their types here."""
    make: Change = namedtuple("Row", keys, rename=True)._make  # type: ignore[attr-defined] # noqa: PYI024
    return make


def binders(compiled: SQLCompiler, dialect: Dialect) -> tuple[tuple[str, Change], ...]:
    """How values go in, by name, where the driver does not take them as they are."""
    # A name may stand for several places, but its value is changed once.
    found = {
        name: one.type.dialect_impl(dialect).bind_processor(dialect)
        for one, name in compiled.bind_names.items()
    }
    return tuple((name, change) for name, change in found.items() if change is not None)


def varies(compiled: SQLCompiler) -> bool:
    """Whether SQLAlchemy has more to do at each execution than to hand values over."""
    reasons = (
        compiled.post_compile_params,
        compiled.literal_execute_params,
        compiled.escaped_bind_names,
        compiled.insert_prefetch,
        compiled.update_prefetch,
    )
    changes = compiled.isinsert or compiled.isupdate or compiled.isdelete
    # Plain text may answer with anything.
    return any(reasons) or not (changes or compiled._result_columns)  # noqa: SLF001
