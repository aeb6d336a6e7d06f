"""Dataclasses to JSON and back, and refusals that name the field."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

import pytest

from core.domain.datashape import from_data, to_data
from core.domain.jsonvalue import Json, JsonShapeError
from core.domain.reply import Block, Heading, Row, Rows, Table


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Sample:
    text: str
    count: int
    flag: bool
    pairs: tuple[tuple[str, int], ...]
    colour: Colour
    when: datetime | None
    blocks: tuple[Block, ...]


ON = True
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
BLOCKS: tuple[Block, ...] = (
    Heading("h"),
    Table(("a",), (("b",),)),
    Rows((Row("at", NOON), Row("as", "text"))),
)
VALUE = Sample("x", 1, ON, (("a", 1),), Colour.RED, NOON, BLOCKS)


@pytest.mark.parametrize("when", [NOON, None])
def test_a_value_comes_back_as_itself(when: datetime | None) -> None:
    value = Sample("x", 1, ON, (("a", 1),), Colour.RED, when, BLOCKS)
    assert from_data(Sample, to_data(value)) == value


@pytest.mark.parametrize(
    ("field", "data", "said"),
    [
        ("text", 1, "text: expected text, got int"),
        ("count", True, "count: expected a whole number, got bool"),
        ("count", 10**30, "count: the number is too large"),
        ("flag", 1, "flag: expected true or false, got int"),
        ("pairs", [["a", "b"]], r"pairs\[0\]\[1\]: expected a whole number"),
        ("pairs", [["a"]], r"pairs\[0\]: expected 2 items, got 1"),
        ("pairs", {}, "pairs: expected a list, got dict"),
        ("colour", "blue", "colour: expected one of red"),
        ("when", {"time": "2026-01-01T00:00:00"}, "when: expected an object with a time"),
        ("when", "now", "when: expected an object with a time"),
        ("blocks", [{"kind": "script"}], r"blocks\[0\].kind: expected one of heading"),
        ("blocks", ["x"], r"blocks\[0\]: expected an object"),
    ],
)
def test_a_refusal_names_the_field(field: str, data: Json, said: str) -> None:
    whole = to_data(VALUE)
    assert isinstance(whole, dict)
    with pytest.raises(JsonShapeError, match=said):
        from_data(Sample, {**whole, field: data})


def test_missing_and_unknown_fields_are_named() -> None:
    whole = to_data(VALUE)
    assert isinstance(whole, dict)
    with pytest.raises(JsonShapeError, match="extra: unknown field"):
        from_data(Sample, {**whole, "extra": 1})
    del whole["text"]
    with pytest.raises(JsonShapeError, match="text: missing"):
        from_data(Sample, whole)
