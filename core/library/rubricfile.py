"""A rubric file of any kind that is read: Canvas's CSV, YAML, JSON; and the same kinds written."""

from core.domain.jsonvalue import Json, JsonShapeError
from core.domain.rubric import Rubric, RubricError, check
from core.domain.rubrictext import rubric_from_data, rubric_to_data
from core.errors import ProfileError
from core.library.canvas import CanvasError, Found, read_canvas, write_canvas
from core.library.jsontext import read_json, to_json
from core.library.write import to_yaml
from core.library.yamltext import MAX_BYTES, read_yaml

FORMATS = {
    "canvas": ("csv", "text/csv"),
    "yaml": ("yaml", "application/yaml"),
    "json": ("json", "application/json"),
}


def read_rubrics(raw: bytes) -> Found:
    """Every sound rubric of a file, with a message for whatever is not."""
    if len(raw) > MAX_BYTES:
        return Found((), (f"it is larger than {MAX_BYTES} bytes",))
    start = raw.lstrip()[:1]
    try:
        if start in (b"{", b"["):
            return of_data(read_json(raw, "file").data)
        if b"Rubric Name" in raw[:200].replace(b"\x00", b"") or b"," in raw.partition(b"\n")[0]:
            return read_canvas(raw)
        return of_data(read_yaml(raw, "file").data)
    except ProfileError as error:
        return Found((), error.findings)
    except CanvasError as error:
        return Found((), (str(error),))


def of_data(data: Json) -> Found:
    """One rubric, or a list of them."""
    found: list[Rubric] = []
    messages: list[str] = []
    for one in data if isinstance(data, list) else [data]:
        try:
            made = rubric_from_data(one)
            check(made)
        except (RubricError, JsonShapeError) as error:
            messages.append(str(error))
        else:
            found.append(made)
    return Found(tuple(found), tuple(messages))


def write_rubric(rubric: Rubric, name: str) -> bytes:
    """The rubric as a file; KeyError for a format that is not written."""
    if name == "canvas":
        return write_canvas((rubric,))
    data: dict[str, Json] = {"schema_version": 1, **rubric_to_data(rubric)}
    return {"yaml": to_yaml, "json": to_json}[name](data).encode()
