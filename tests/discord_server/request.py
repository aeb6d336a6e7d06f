"""One call as the routes see it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Request:
    """`parts` are the ids in the path; `files` are the bytes by the id of their metadata."""

    body: Any
    query: dict[str, str]
    parts: tuple[str, ...]
    gateway: str = ""
    origin: str = ""
    shards: int = 1
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
