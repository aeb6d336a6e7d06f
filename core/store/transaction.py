"""The only door to the tables: a connection bound to one tenant, inside one transaction."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Executable

from core.store import pipeline
from core.store.prepared import Line
from core.store.rows import Answer

T = TypeVar("T")
Parameters = Mapping[str, object] | Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Transaction:
    """`tenant` is empty only for the worker that claims lanes; `now_ms` is delivery time, UTC."""

    line: Line
    tenant: str
    now_ms: int
    checks: list[Callable[[], None]] | None = None

    @property
    def connection(self) -> Connection:
        return self.line.connection

    @property
    def kind(self) -> str:
        """The engine: sqlite or postgresql."""
        return self.line.dialect.name

    def run(
        self,
        statement: Executable,
        values: Parameters | None = None,
    ) -> Answer:
        """Execute one statement."""
        rows = self.line.run(statement, values)
        if rows is not None:
            return rows
        pipeline.leave(self.connection)
        return self.connection.execute(statement, values)

    def later(self, check: Callable[[], None]) -> None:
        """Look at answers and judge them: at once, or together with others before the commit.

        Where statements go out without waiting, a look costs a way to the server and back.
        """
        if self.checks is None:
            check()
        else:
            self.checks.append(check)

    def bound(self, tenant: str) -> "Transaction":
        """The same transaction for a tenant that has only now become known."""
        return Transaction(self.line, tenant, self.now_ms, self.checks)


Work = Callable[[Transaction], T]


def carried(work: Work[T]) -> Work[T]:
    """The same work for another thread: it keeps the caller's language and log context."""
    context = copy_context()
    return lambda tx: context.run(work, tx)
