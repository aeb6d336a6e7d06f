"""Frozen dataclasses as JSON and back by their types; what does not fit raises ValueError."""

import dataclasses
import types
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from json.encoder import encode_basestring as quoted
from operator import attrgetter
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Read = Callable[[Any], Any]
Write = Callable[[Any], str]
INSTANT = "instant"
TAG = "kind"
PLAIN = (str, int, bool, float, types.NoneType)


class Writers(dict[type, Write]):
    """What makes JSON of a value, by its type; a writer is made when its type is first met."""

    def __init__(self) -> None:
        super().__init__({str: quoted, int: int.__repr__, tuple: self._list, list: self._list})
        self[bool] = {True: "true", False: "false"}.__getitem__
        self[types.NoneType] = {None: "null"}.__getitem__
        self[datetime] = _instant_text

    def text(self, value: object) -> str:
        """TypeError for what has no such form; characters stay as they are."""
        return self[type(value)](value)

    def __missing__(self, kind: type) -> Write:
        if issubclass(kind, str):
            self[kind] = quoted
        else:
            self[kind] = self._mapping if issubclass(kind, Mapping) else self._fields(kind)
        return self[kind]

    def _list(self, values: Iterable[object]) -> str:
        return f"[{','.join([self[type(one)](one) for one in values])}]"

    def _mapping(self, values: Mapping[str, object]) -> str:
        pairs = [f"{quoted(name)}:{self[type(one)](one)}" for name, one in values.items()]
        return f"{{{','.join(pairs)}}}"

    def _fields(self, kind: Any) -> Write:  # noqa: ANN401 - a dataclass, whichever
        names = [one.name for one in dataclasses.fields(kind)]
        form = "{" + ",".join([f'"{name}":%s' for name in names]) + "}"
        read = attrgetter(*names)
        if len(names) == 1:
            return lambda value: form % self.text(read(value))
        return lambda value: form % tuple([self[type(one)](one) for one in read(value)])


def _instant_text(value: datetime) -> str:
    return f'{{"{INSTANT}":"{value.isoformat()}"}}'


@cache
def reader(kind: Any) -> Read:  # noqa: ANN401 - a type, or a form of types, is what it is about
    """What makes a value of this type of what JSON gave."""
    origin = get_origin(kind)
    if kind in PLAIN:
        return _plain(kind)
    if kind is datetime:
        return _instant
    if origin is Literal:
        return _literal(frozenset(get_args(kind)))
    if origin in {Union, types.UnionType}:
        return _union(get_args(kind))
    return _dataclass(kind) if origin is None else _collection(origin, get_args(kind))


def _collection(origin: type, parts: tuple[Any, ...]) -> Read:
    if issubclass(origin, tuple):
        return _tuple(reader(parts[0]))
    return _mapping(reader(parts[1]))


def _misfit(value: object, wanted: object) -> ValueError:
    return ValueError(f"{type(value).__name__} is not {wanted}")


def _plain(kind: type) -> Read:
    def read(value: object) -> object:
        if type(value) is not kind:
            raise _misfit(value, kind)
        return value

    return read


def _instant(value: object) -> datetime:
    if not isinstance(value, dict) or not isinstance(value.get(INSTANT), str):
        raise _misfit(value, datetime)
    return datetime.fromisoformat(value[INSTANT])


def _literal(allowed: frozenset[object]) -> Read:
    def read(value: object) -> object:
        if isinstance(value, list | dict) or value not in allowed:
            raise _misfit(value, sorted(map(str, allowed)))
        return value

    return read


def _tuple(item: Read) -> Read:
    def read(value: object) -> object:
        if not isinstance(value, list):
            raise _misfit(value, tuple)
        return tuple([item(one) for one in value])

    return read


def _mapping(item: Read) -> Read:
    def read(value: object) -> object:
        if not isinstance(value, dict):
            raise _misfit(value, dict)
        return {key: item(one) for key, one in value.items()}

    return read


def _dataclass(kind: Any) -> Read:  # noqa: ANN401 - same
    hints = get_type_hints(kind)
    fields = [(one.name, reader(hints[one.name])) for one in dataclasses.fields(kind)]

    def from_some(value: dict[str, object]) -> object:
        """The rest is as it is when nothing is said; rows of earlier versions have fewer fields."""
        given = {name: item(value[name]) for name, item in fields if name in value}
        try:
            return kind(**given)
        except TypeError as error:
            raise ValueError(str(error)) from error

    def read(value: object) -> object:
        if not isinstance(value, dict):
            raise _misfit(value, kind)
        try:
            return kind(*[item(value[name]) for name, item in fields])
        except KeyError:
            return from_some(value)

    return read


def _union(members: tuple[Any, ...]) -> Read:
    """Objects are told apart by their `kind`, everything else by what JSON calls it."""
    classes: list[Any] = [one for one in members if dataclasses.is_dataclass(one)]
    tagged = {_tag(one): reader(one) for one in classes}
    by_type: dict[type, Read] = {
        list if get_origin(one) is tuple else dict if one is datetime else one: reader(one)
        for one in members
        if one not in classes
    }

    def read(value: Any) -> object:  # noqa: ANN401 - same
        found = tagged.get(value.get(TAG)) if isinstance(value, dict) and tagged else None
        found = found or by_type.get(type(value))
        if found is None:
            raise _misfit(value, members)
        return found(value)

    return read


def _tag(kind: Any) -> object:  # noqa: ANN401 - same
    """The `kind` by which a class is known; None for one that has no rivals."""
    return {one.name: one.default for one in dataclasses.fields(kind)}.get(TAG)
