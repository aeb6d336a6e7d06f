"""Who was erased, kept beside the database: a backup knows nothing of what came after it."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Listed:
    """Whom a restored backup has to forget again: our own random id, which names nobody."""

    tenant: str
    person: str


@dataclass(frozen=True, slots=True)
class ErasureList:
    """The list beside the database: a backup knows nothing of what was erased after it."""

    path: Path

    def add(self, one: Listed) -> None:
        """Append, once, and see that it is on the disk."""
        if one in self.read():
            return
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"tenant": one.tenant, "person": one.person}) + "\n")
            file.flush()

    def read(self) -> tuple[Listed, ...]:
        """Everything on the list."""
        if not self.path.exists():
            return ()
        lines = self.path.read_text("utf-8").splitlines()
        return tuple(Listed(**json.loads(line)) for line in lines if line.strip())
