"""Every request and response against Discord's own OpenAPI file, where it is at hand."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

NAME = "discord-openapi.json"
ROOT = Path(__file__).parents[2]
PLACES = (
    Path(os.environ.get("DISCORD_OPENAPI", "")),
    # Beside the clone, or beside the folder that the clone's worktrees are in.
    *(above / "shared" / "data" / NAME for above in ROOT.parents[:2]),
)
ABSENT = f"Discord's OpenAPI file is not at hand (../shared/data/{NAME} or DISCORD_OPENAPI)"


@cache
def document() -> dict[str, Any]:
    """The file; empty where it is absent."""
    for path in PLACES:
        if path.is_file():
            found: dict[str, Any] = json.loads(path.read_text("utf-8"))
            return found
    return {}


@cache
def routes() -> list[tuple[re.Pattern[str], str]]:
    """Fixed words before placeholders, so that `@me` is not taken for an id."""
    paths = sorted(document().get("paths", ()), key=lambda one: (one.count("{"), one))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", one)), one) for one in paths]


def route_of(path: str) -> str:
    """The file's name of a path, or nothing."""
    return next((name for form, name in routes() if form.fullmatch(path)), "")


@cache
def validator(path: str, method: str, status: str) -> Draft202012Validator | None:
    """For the body of a request (status empty) or of a response."""
    name = route_of(path)
    operation = document().get("paths", {}).get(name, {}).get(method.lower(), {})
    if status:
        holder = operation.get("responses", {}).get(status, {})
    else:
        holder = operation.get("requestBody", {})
    content = holder.get("content", {}).get("application/json")
    if content is None:
        return None
    schema = {**content["schema"], "components": document()["components"]}
    return Draft202012Validator(schema)


def faults(path: str, method: str, status: str, body: object) -> list[str]:
    """What the file does not allow, each as `where: what`; empty where it says nothing."""
    name = route_of(path)
    found = validator(name, method, status) if name else None
    if found is None:
        return []
    return [
        f"{method} {name} {status} {'/'.join(map(str, one.absolute_path))}: {one.message[:200]}"
        for one in found.iter_errors(body)
    ]
