"""The shipped rubrics: YAML to checked values."""

from decimal import Decimal
from functools import cache
from importlib.resources import files

from core.domain.jsonvalue import Json, JsonReader, canonical
from core.domain.rubric import Criterion, Rubric, check
from core.library.yamltext import read_yaml

_RUBRICS = files("core.library").joinpath("rubrics")


@cache
def load_rubrics() -> tuple[Rubric, ...]:
    """All shipped rubrics by id."""
    entries = sorted(
        (entry for entry in _RUBRICS.iterdir() if entry.name.endswith(".yaml")),
        key=lambda entry: entry.name,
    )
    return tuple(
        rubric_of(read_yaml(entry.read_text("utf-8"), entry.name).data) for entry in entries
    )


def rubric_of(data: Json) -> Rubric:
    """Read a rubric; RubricError or JsonShapeError when it is none."""
    top = JsonReader(data)
    rubric = Rubric(
        id=top.text("id"),
        name=top.text("name"),
        language=top.text("language"),
        criteria=tuple(criterion_of(item) for item in top.items("criteria")),
    )
    check(rubric)
    return rubric


def criterion_of(data: Json) -> Criterion:
    """Read one criterion."""
    top = JsonReader(data)
    critical = isinstance(data, dict) and data.get("critical") is True
    weight = data.get("weight") if isinstance(data, dict) else None
    return Criterion(
        id=top.text("id"),
        name=top.text("name"),
        description=top.text("description"),
        weight=Decimal(str(weight)),
        levels=top.texts("levels"),
        critical=critical,
    )


def rubric_to_text(rubric: Rubric) -> str:
    """The rubric as canonical JSON text, as the store keeps it."""
    criteria: list[Json] = [
        {
            "id": one.id,
            "name": one.name,
            "description": one.description,
            "weight": str(one.weight),
            "levels": list(one.levels),
            "critical": one.critical,
        }
        for one in rubric.criteria
    ]
    return canonical(
        {
            "id": rubric.id,
            "name": rubric.name,
            "language": rubric.language,
            "criteria": criteria,
        }
    )
