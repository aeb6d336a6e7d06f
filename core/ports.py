"""The three things that the core asks of the world: a platform, a model, a clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from core.domain.capability import Capabilities
from core.domain.outgoing import Outgoing, Receipt
from core.domain.place import Place


class Clock(Protocol):
    """Wall time for dates, monotonic time for waits."""

    def now(self) -> datetime:
        """The current instant, zone-aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a channel, as the platform says."""

    user: str
    name: str = ""
    bot: bool = False
    email: str = ""


class Platform(Protocol):
    """A chat platform; errors of `send` are `SendError` subclasses, nothing else."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Carry out one errand once; SendLaterError, SendRefusedError or SendUnknownError."""
        ...

    async def find(self, outgoing: Outgoing) -> Receipt | None:
        """Look whether the errand was carried out already, by its key."""
        ...

    async def typing(self, place: Place) -> None:
        """Show that an answer is coming; lost harmlessly, never raises."""
        ...

    async def members(self, channel: Place) -> tuple[Member, ...]:
        """Everybody in a channel, all pages."""
        ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of the history sent to a model; `note` is the app's, after the student's text."""

    role: Literal["user", "assistant"]
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a model, whole and frozen.

    `system` is stable and shared by a class; `turns` only ever grow at the end; `correction` is a
    rewrite note that is never kept; `schema` asks for JSON of that shape (canonical JSON text).
    """

    purpose: Literal["client", "rewrite", "grader", "coach", "summary", "probe"]
    system: str
    turns: tuple[Turn, ...]
    max_tokens: int = 500
    correction: str = ""
    schema: str = ""
    tenant: str = ""
    section: str = ""
    person: str = ""
    session: str = ""


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole answer; `cut` when it was shortened to its last full sentence."""

    text: str
    model: str
    cut: bool = False


class Model(Protocol):
    """Anything that answers a prompt; raises ModelError, nothing else."""

    @property
    def name(self) -> str:
        """`provider:model`."""
        ...

    async def answer(self, prompt: Prompt) -> Completion: ...
