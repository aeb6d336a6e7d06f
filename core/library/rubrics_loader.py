"""The shipped rubrics: YAML to checked values."""

from functools import cache
from importlib.resources import files

from core.domain.jsonvalue import Json
from core.domain.rubric import Rubric, check
from core.domain.rubrictext import rubric_from_data
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
    rubric = rubric_from_data(data)
    check(rubric)
    return rubric
