"""The only door to the tables: a connection bound to one tenant, inside one transaction."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Executable

T = TypeVar("T")
Parameters = Mapping[str, object] | Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Transaction:
    """`tenant` is empty only for the worker that claims lanes; `now_ms` is delivery time, UTC."""

    connection: Connection
    tenant: str
    now_ms: int

    def run(
        self,
        statement: Executable,
        values: Parameters | None = None,
    ) -> CursorResult[Any]:
        """Execute one statement."""
        return self.connection.execute(statement, values)

    def bound(self, tenant: str) -> "Transaction":
        """The same transaction for a tenant that has only now become known."""
        return Transaction(self.connection, tenant, self.now_ms)


Work = Callable[[Transaction], T]


def carried(work: Work[T]) -> Work[T]:
    """The same work for another thread: it keeps the caller's language and log context."""
    context = copy_context()
    return lambda tx: context.run(work, tx)
