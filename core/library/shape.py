"""The shape of a client file: the JSON Schema, its errors in an author's words."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Protocol, cast

from core.library.yamltext import Path, Source

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a group of fields",
}

_NOT_BLANK = r"\S"
_SENTENCES = {
    "enum": "must be one of {wanted}",
    "const": "must be {wanted}",
    "maxLength": "is longer than {wanted} characters ({size})",
    "minItems": "needs at least {wanted} entries, has {size}",
    "maxItems": "needs at most {wanted} entries, has {size}",
    "minimum": "must be at least {wanted}",
    "maximum": "must be at most {wanted}",
    "uniqueItems": "holds the same entry twice",
    "pattern": "must look like {wanted}",
}


class ValidationError(Protocol):
    """What is used of a finding of the JSON Schema."""

    absolute_path: Iterable[str | int]
    instance: object
    message: str
    schema: object
    validator: object
    validator_value: object


class Validator(Protocol):
    """What is used of a JSON Schema."""

    schema: object

    def iter_errors(self, instance: object) -> Iterable[ValidationError]: ...


def _made(schema: Mapping[str, object]) -> Validator:
    """The library is loaded with the first file of somebody else's."""
    return cast("Validator", import_module("jsonschema").Draft202012Validator(schema))


@cache
def validator() -> Validator:
    text = files("core.library").joinpath("client.schema.json").read_text(encoding="utf-8")
    return _made(json.loads(text))


@cache
def fact_validator() -> Validator:
    """The shape of one fact alone."""
    whole = validator().schema
    definitions = whole["$defs"] if isinstance(whole, Mapping) else {}
    return _made({"$ref": "#/$defs/fact", "$defs": definitions})


def check_shape(source: Source, by: Validator | None = None) -> None:
    """Add one finding for every field that is missing, unknown or of a wrong kind."""
    for error in (by or validator()).iter_errors(source.data):
        for path, message in _explain(error):
            source.add(path, message)


def _explain(error: ValidationError) -> Iterator[tuple[Path, str]]:
    path: Path = tuple(error.absolute_path)
    wanted: object = error.validator_value
    got: object = error.instance
    if error.validator == "required" and isinstance(got, dict) and isinstance(wanted, list):
        # One error per missing key arrives here; its message starts with that key in quotes.
        yield (*path, error.message.split("'")[1]), "is missing"
    elif error.validator == "additionalProperties" and isinstance(got, dict):
        known = error.schema["properties"] if isinstance(error.schema, Mapping) else {}
        for key in got:
            if key not in known:
                yield (*path, key), "is not a field of a client file"
    else:
        yield path, _sentence(str(error.validator), wanted, got)


def _sentence(rule: str, wanted: object, got: object) -> str:
    if rule == "type":
        return _wrong_kind(str(wanted), got)
    if rule == "enum" and isinstance(wanted, list):
        wanted = ", ".join(map(str, wanted))
    if wanted == _NOT_BLANK:
        return "must not be empty"
    size = len(got) if isinstance(got, str | list) else 0
    return _SENTENCES.get(rule, f"breaks the rule {rule}").format(wanted=wanted, size=size)


def _wrong_kind(wanted: str, got: object) -> str:
    kind = _KINDS.get(wanted, wanted)
    if got is None:
        return f"must be {kind}, is empty"
    if wanted == "string" and isinstance(got, bool | int | float):
        return f"must be {kind}: put it in quotes"
    return f"must be {kind}"
