"""Frozen dataclasses as JSON and back by their types; what does not fit raises ValueError."""

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Read = Callable[[Any], Any]
INSTANT = "instant"
TAG = "kind"
PLAIN = (str, int, bool, float, types.NoneType)


@cache
def names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a dataclass, whichever
    return tuple(one.name for one in dataclasses.fields(kind))


def plain(value: object) -> object:
    """What JSON cannot say by itself, in its terms: for `json.dumps`."""
    if isinstance(value, datetime):
        return {INSTANT: value.isoformat()}
    if isinstance(value, Mapping):
        return dict(value)
    kind: Any = type(value)
    return {name: getattr(value, name) for name in names(kind)}


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

    def read(value: object) -> object:
        if not isinstance(value, dict):
            raise _misfit(value, kind)
        given = {name: item(value[name]) for name, item in fields if name in value}
        try:
            return kind(**given)
        except TypeError as error:
            raise ValueError(str(error)) from error

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
