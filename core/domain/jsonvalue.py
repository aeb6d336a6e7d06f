"""JSON as typed values, its canonical text, and readers for data whose shape is known."""

import hashlib
import json
from collections.abc import Iterable
from typing import TypeAlias

# For more bytes at a time `hashlib` lets other threads run, and then has to wait for them.
PIECE = 2_000
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


# A Json value cannot hold itself, so nothing has to look for that.
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
)


def canonical(value: Json) -> str:
    """Same value, same text: sorted keys, no spaces, characters as they are."""
    return _ENCODER.encode(value)


def with_items(text: str, key: str, items: Iterable[str]) -> str:
    """Canonical text whose first list named `key` was empty, now with items that are texts already.

    Nothing else reads like the empty list: a quote inside of words has a backslash before it.
    """
    return text.replace(f'"{key}":[]', f'"{key}":[{",".join(items)}]', 1)


def digest(value: Json) -> str:
    return digest_of_text(canonical(value))


def digest_of_text(text: str) -> str:
    """The digest of a value whose canonical text is known already."""
    raw, whole = text.encode("utf-8", "surrogatepass"), hashlib.sha256()
    for start in range(0, len(raw), PIECE):
        whole.update(raw[start : start + PIECE])
    return whole.hexdigest()


class JsonShapeError(ValueError):
    """The data has another shape than its writer gave it."""


class JsonReader:
    """Typed access to one JSON object; raises JsonShapeError where the type is another."""

    def __init__(self, value: Json) -> None:
        if not isinstance(value, dict):
            raise JsonShapeError(f"expected an object, got {type(value).__name__}")
        self.value = value

    def text(self, key: str, default: str | None = None) -> str:
        found = self.value.get(key, default)
        if not isinstance(found, str):
            raise JsonShapeError(f"{key}: expected text")
        return found

    def whole(self, key: str, default: int | None = None) -> int:
        found = self.value.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            raise JsonShapeError(f"{key}: expected a whole number")
        return found

    def flag(self, key: str, *, default: bool = False) -> bool:
        found = self.value.get(key, default)
        if not isinstance(found, bool):
            raise JsonShapeError(f"{key}: expected true or false")
        return found

    def items(self, key: str) -> list[Json]:
        found = self.value.get(key, [])
        if not isinstance(found, list):
            raise JsonShapeError(f"{key}: expected a list")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(as_text(item) for item in self.items(key))

    def wholes(self, key: str) -> tuple[int, ...]:
        return as_wholes(self.items(key))

    def child(self, key: str) -> "JsonReader":
        return JsonReader(self.value.get(key, {}))

    def children(self, key: str) -> tuple["JsonReader", ...]:
        return tuple(JsonReader(item) for item in self.items(key))


def as_text(value: Json) -> str:
    if not isinstance(value, str):
        raise JsonShapeError("expected text")
    return value


def as_wholes(values: list[Json]) -> tuple[int, ...]:
    """Whole numbers, a long list of them as quickly as a short one."""
    if set(map(type, values)) - {int}:
        raise JsonShapeError("expected whole numbers")
    return tuple(values)  # type: ignore[arg-type]  # every one was looked at


def as_whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise JsonShapeError("expected a whole number")
    return value
