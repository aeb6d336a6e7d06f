"""What a statement answered, in memory: the part of SQLAlchemy's result that the store uses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.exc import MultipleResultsFound, NoResultFound

T = TypeVar("T")
# A row by the names of its columns.
Named = Mapping[str, Any]


class Answer(Protocol):
    """What SQLAlchemy's result and `Rows` have in common; a column's type is not known here."""

    @property
    def rowcount(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def all(self) -> Sequence[Any]: ...
    def first(self) -> Any: ...  # noqa: ANN401 - as the docstring says
    def one(self) -> Any: ...  # noqa: ANN401 - same
    def scalar(self) -> Any: ...  # noqa: ANN401 - same
    def scalar_one(self) -> Any: ...  # noqa: ANN401 - same
    def scalar_one_or_none(self) -> Any: ...  # noqa: ANN401 - same
    def scalars(self) -> Any: ...  # noqa: ANN401 - same
    def mappings(self) -> Any: ...  # noqa: ANN401 - same


class Found(Generic[T]):
    """Values in the order of the answer."""

    __slots__ = ("_items",)

    def __init__(self, items: Sequence[T]) -> None:
        self._items = items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def all(self) -> Sequence[T]:
        return self._items

    def first(self) -> T | None:
        return self._items[0] if self._items else None

    def one(self) -> T:
        """NoResultFound or MultipleResultsFound when it is not exactly one."""
        if len(self._items) == 1:
            return self._items[0]
        if self._items:
            raise MultipleResultsFound("several rows were found when exactly one was required")
        raise NoResultFound("no row was found when one was required")

    def one_or_none(self) -> T | None:
        """MultipleResultsFound when there are several."""
        return self.one() if self._items else None


class Rows(Found[Any]):
    """Named tuples, how many rows were changed, and their other views."""

    __slots__ = ("_keys", "rowcount")

    def __init__(self, items: Sequence[Any], keys: tuple[str, ...], count: int) -> None:
        self._items = items
        self._keys = keys
        self.rowcount = count

    def scalar(self) -> Any:  # noqa: ANN401 - same
        """The first value of the first row, or None."""
        return self._items[0][0] if self._items else None

    def scalar_one(self) -> Any:  # noqa: ANN401 - same
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:  # noqa: ANN401 - same
        return self.one()[0] if self._items else None

    def scalars(self) -> Found[Any]:
        return Found([row[0] for row in self._items])

    def mappings(self) -> Found[Named]:
        return Found([dict(zip(self._keys, row, strict=True)) for row in self._items])


class LateRows(Rows):
    """Rows that are still under way; `fetch` waits for them when they are first asked for."""

    __slots__ = ("_fetch",)

    def __init__(
        self, fetch: Callable[[], tuple[Sequence[Any], int]], keys: tuple[str, ...]
    ) -> None:
        self._fetch = fetch
        self._keys = keys

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - same
        """Rows and count are missing until they have arrived."""
        if name not in {"_items", "rowcount"}:
            raise AttributeError(name)
        self._items, self.rowcount = self._fetch()
        return getattr(self, name)
