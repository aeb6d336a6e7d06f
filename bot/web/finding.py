"""One line of the doctor: what was looked at, how it is, and how to mend it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`remedy` is empty where nothing is to be done."""

    name: str
    ok: bool
    text: str
    remedy: str = ""

    def line(self) -> str:
        """For people."""
        mark = "ok  " if self.ok else "FAIL"
        mend = f" → {self.remedy}" if self.remedy else ""
        return f"{mark} {self.name}: {self.text}{mend}"


@dataclass(frozen=True, slots=True)
class Trial:
    """A check that needs a person: how long to wait, where we are reached, how to ask them."""

    seconds: float
    url: str
    tell: Callable[[str], None]
