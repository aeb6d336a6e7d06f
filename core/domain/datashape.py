"""Frozen dataclasses to JSON and back; data of another shape is refused by the field's name."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from core.domain.jsonvalue import Json, JsonShapeError

T = TypeVar("T")
_PLAIN = {str: "text", int: "a whole number", bool: "true or false", NoneType: "nothing"}
_WHOLE_BITS = 63


def to_data(value: object) -> Json:
    """Dataclasses become objects, tuples lists, enums their values, instants ISO 8601 text."""
    if isinstance(value, Enum):
        return to_data(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    return [to_data(item) for item in value] if isinstance(value, tuple) else _object(value)


def _object(value: object) -> Json:
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if is_dataclass(value):
        return {item.name: to_data(getattr(value, item.name)) for item in fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form")


def from_data(kind: type[T], data: Json, path: str = "") -> T:
    """Raise JsonShapeError naming the first field whose value does not fit the dataclass."""
    return cast("T", _decode(kind, data, path))


def _decode(hint: object, data: Json, path: str) -> object:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _decode_union(get_args(hint), data, path)
    if origin is tuple:
        return _decode_tuple(get_args(hint), data, path)
    if origin is Literal:
        return _one_of(get_args(hint), data, path)
    if hint is datetime:
        return _decode_datetime(data, path)
    if isinstance(hint, type):
        return _decode_class(hint, data, path)
    raise TypeError(f"{path}: {hint} has no JSON form")


def _decode_class(kind: type, data: Json, path: str) -> object:
    if is_dataclass(kind):
        return _decode_object(kind, data, path)
    if issubclass(kind, Enum):
        return kind(_one_of(tuple(item.value for item in kind), data, path))
    return _decode_plain(kind, data, path)


@cache
def _hints(kind: type) -> Mapping[str, object]:
    return get_type_hints(kind)


def _decode_object(kind: type, data: Json, path: str) -> object:
    if not isinstance(data, dict):
        raise _unfit(path, "an object", data)
    hints = _hints(kind)
    for name in data.keys() ^ hints.keys():
        wrong = "missing" if name in hints else "unknown field"
        raise JsonShapeError(f"{_join(path, name[:40])}: {wrong}")
    found = {name: _decode(hint, data[name], _join(path, name)) for name, hint in hints.items()}
    return kind(**found)


def _decode_tuple(hints: tuple[object, ...], data: Json, path: str) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise _unfit(path, "a list", data)
    if len(hints) == 2 and hints[1] is Ellipsis:  # noqa: PLR2004 - tuple[item, ...]
        return tuple(_decode(hints[0], item, f"{path}[{at}]") for at, item in enumerate(data))
    if len(data) != len(hints):
        raise JsonShapeError(f"{path}: expected {len(hints)} items, got {len(data)}")
    pairs = zip(hints, data, strict=True)
    return tuple(_decode(hint, item, f"{path}[{at}]") for at, (hint, item) in enumerate(pairs))


def _decode_union(hints: tuple[object, ...], data: Json, path: str) -> object:
    """None, an instant, the one plain rest, or the dataclass whose `kind` the data names."""
    if data is None and NoneType in hints:
        return None
    rest = [hint for hint in hints if hint not in (NoneType, datetime)]
    if not rest or (datetime in hints and isinstance(data, dict)):
        return _decode_datetime(data, path)
    return _decode(rest[0], data, path) if len(rest) == 1 else _decode_kind(rest, data, path)


def _decode_kind(hints: list[object], data: Json, path: str) -> object:
    if not isinstance(data, dict):
        raise _unfit(path, "an object", data)
    by_name = {_default_kind(hint): hint for hint in hints if isinstance(hint, type)}
    name = _one_of(tuple(by_name), data.get("kind"), _join(path, "kind"))
    return _decode_object(by_name[str(name)], data, path)


@cache
def _default_kind(kind: type) -> str:
    return str(next(item.default for item in fields(kind) if item.name == "kind"))


def _decode_datetime(data: Json, path: str) -> datetime:
    text = data.get("time") if isinstance(data, dict) else None
    try:
        found = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise _unfit(path, "an object with a time in ISO 8601 with its zone", data)
    return found


def _decode_plain(hint: object, data: Json, path: str) -> object:
    if type(data) is not hint:
        raise _unfit(path, next(word for kind, word in _PLAIN.items() if kind is hint), data)
    if isinstance(data, int) and data.bit_length() > _WHOLE_BITS:
        raise JsonShapeError(f"{path}: the number is too large")
    return data


def _one_of(values: tuple[object, ...], data: Json, path: str) -> object:
    if isinstance(data, str | int) and data in values:
        return data
    raise _unfit(path, "one of " + ", ".join(map(str, values)), data)


def _unfit(path: str, expected: str, data: Json) -> JsonShapeError:
    got = "nothing" if data is None else type(data).__name__
    return JsonShapeError(f"{path or 'the file'}: expected {expected}, got {got}")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
