"""A rubric as canonical JSON text, as the store keeps it, and back."""

import json
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from core.domain.jsonvalue import Json, JsonReader, JsonShapeError, canonical
from core.domain.rubric import Absence, Criterion, Rubric, Source

T = TypeVar("T", bound=str)
SOURCES: tuple[Source, ...] = ("student", "client", "both")
ABSENCES: tuple[Absence, ...] = ("not_observed", "lowest")


def rubric_to_text(rubric: Rubric) -> str:
    """The text; the same rubric gives the same text."""
    return canonical(rubric_to_data(rubric))


def rubric_from_text(text: str) -> Rubric:
    """The inverse of `rubric_to_text`."""
    return rubric_from_data(json.loads(text))


def rubric_to_data(rubric: Rubric) -> dict[str, Json]:
    """Plain data, in the order in which a person would write it."""
    return {
        "id": rubric.id,
        "name": rubric.name,
        "language": rubric.language,
        "criteria": [criterion_to_data(one) for one in rubric.criteria],
    }


def criterion_to_data(one: Criterion) -> dict[str, Json]:
    """One criterion; what has its usual value is left out."""
    data: dict[str, Json] = {"id": one.id, "name": one.name, "weight": str(one.weight)}
    if one.critical:
        data["critical"] = True
    data["description"] = one.description
    data["levels"] = list(one.levels)
    if one.points:
        data["points"] = [str(value) for value in one.points]
    if any(one.titles):
        data["titles"] = list(one.titles)
    return data | evidence_to_data(one)


def evidence_to_data(one: Criterion) -> dict[str, Json]:
    """What counts as evidence, where it is not the usual."""
    usual = (("source", "student"), ("absence", "not_observed"), ("count", ""))
    return {name: getattr(one, name) for name, value in usual if getattr(one, name) != value}


def rubric_from_data(data: Json) -> Rubric:
    """Read plain data; JsonShapeError names the field that has another shape."""
    top = JsonReader(data)
    return Rubric(
        id=top.text("id"),
        name=top.text("name"),
        language=top.text("language", "en"),
        criteria=tuple(criterion_from_data(item) for item in top.children("criteria")),
    )


def criterion_from_data(top: JsonReader) -> Criterion:
    """Read one criterion."""
    return Criterion(
        id=top.text("id"),
        name=top.text("name"),
        description=top.text("description", ""),
        weight=decimal("weight", top.value.get("weight")),
        levels=top.texts("levels"),
        critical=top.flag("critical"),
        points=tuple(decimal("points", value) for value in top.items("points")),
        titles=top.texts("titles"),
        source=one_of("source", top.text("source", "student"), SOURCES),
        absence=one_of("absence", top.text("absence", "not_observed"), ABSENCES),
        count=top.text("count", ""),
    )


def one_of(field: str, text: str, known: tuple[T, ...]) -> T:
    """The member of `known` that the text is; JsonShapeError otherwise."""
    for one in known:
        if one == text:
            return one
    raise JsonShapeError(f"{field}: expected one of {', '.join(known)}")


def decimal(field: str, value: Json) -> Decimal:
    """A number, written as a number or as text; JsonShapeError for anything else."""
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise JsonShapeError(f"{field}: expected a number") from error
    if isinstance(value, bool) or not found.is_finite():
        raise JsonShapeError(f"{field}: expected a number")
    return found
