"""One remark of a lint."""

from dataclasses import dataclass

from core.library.yamltext import Path, dotted


@dataclass(frozen=True, slots=True)
class Finding:
    """`blocking` ones keep the client from being published; the others are advice."""

    path: Path
    message: str
    blocking: bool = True
    fact: str | None = None

    def __str__(self) -> str:
        about = f" (fact {self.fact})" if self.fact else ""
        return f"{dotted(self.path)}{about}: {self.message}"
